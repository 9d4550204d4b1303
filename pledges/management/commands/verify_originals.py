"""Compare every signed original with the file that was stored, and look into it with the roots that are trusted now.

    manage.py verify_originals

Each is named with what was found. Ends with 0; 3 when a file is missing or is not the one that was stored.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from emulation_portal.lib import dates
from pledges.models import SignedOriginal
from pledges.originals.services import look_again
from pledges.originals.wording import in_words

MISSING = 3


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=("vi", "en"), default="vi")

    def handle(self, *args, language, **options):
        rows = SignedOriginal.objects.select_related("pledge__season__cluster", "addendum__pledge").order_by("pk")
        with translation.override(language):
            looked_into = [look_again(row) for row in rows]
            for row in looked_into:
                self.stdout.write(f"{row}: {_line(row)}")
            if missing := sum(row.missing_at is not None for row in looked_into):
                raise CommandError(
                    _("Originals that are missing or changed: {n}.").format(n=missing), returncode=MISSING
                )
            self.stdout.write(_("All {n} originals are as they were stored.").format(n=len(looked_into)))


def _line(original: SignedOriginal) -> str:
    if original.missing_at is not None:
        return _("the file is missing or is not the one that was stored")
    return in_words(original, dates.now()).mark.text
