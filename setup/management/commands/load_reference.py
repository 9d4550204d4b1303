from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clusters.versions import raise_all_versions
from emulation_portal.lib.tables import BadTable
from setup.reference import awards, clusters, pledges, results

# Each app's tables name rows of the apps before it.
LOADERS = (clusters.load, pledges.load, results.load, awards.load)


class Command(BaseCommand):
    help = "Load provinces, agencies, the catalogue, calendars, published figures and awards; safe to run again."

    def handle(self, *args, **options):
        try:
            with transaction.atomic():
                changes = [change for load in LOADERS for change in load()]
                if any(change.added or change.changed for change in changes):
                    raise_all_versions()  # names, members and targets are part of what files show
        except BadTable as error:
            raise CommandError(f"Chưa nạp dữ liệu nào. {error}") from error
        for change in changes:
            counts = f"{change.total:5} dòng, thêm {change.added}, sửa {change.changed}"
            self.stdout.write(f"{change.model:20} {counts}")
        if not any(change.added or change.changed for change in changes):
            self.stdout.write("Không có thay đổi.")
