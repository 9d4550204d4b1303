"""What the tests of the demonstration share: a clock at nine in the morning and work that leaves nothing behind."""

from datetime import date, datetime, time

from django.db import transaction

from emulation_portal.lib import dates


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=dates.TIME_ZONE)


class RolledBack:
    """A stretch of work in the database that leaves nothing behind."""

    def __enter__(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *failure):
        if failure[0] is None:
            transaction.set_rollback(True)
        self.atomic.__exit__(*failure)
