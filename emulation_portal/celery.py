"""The Celery application; its settings are the CELERY_* values of the Django settings."""

import os

from celery import Celery
from celery.signals import worker_init

from .data_dir import PRIVATE_MASK

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")

app = Celery("emulation_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _write_privately(**kwargs) -> None:
    """Files that workers write are for nobody else."""
    os.umask(PRIVATE_MASK)
