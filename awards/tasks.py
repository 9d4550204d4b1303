"""The work of the workers for the ledger: reading a large workbook."""

from celery import shared_task

from .ledger import importing


@shared_task(name=importing.TASK, acks_late=True, ignore_result=True)
def read_import(pk: int) -> None:
    """Read an upload unless somebody has it or it has been read; running twice changes nothing."""
    importing.read_kept(pk)
