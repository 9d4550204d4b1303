"""Compare every pledge that is frozen with the text that was signed.

    manage.py verify_pledges

Ends with 0 when all are as they were signed; 3 when one differs: it is named, with where, since when and in what.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_moment
from pledges.covenants.checking import Broken, verify
from pledges.covenants.reading import frozen_pledges
from pledges.models import Pledge

BROKEN = 3


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=("vi", "en"), default="vi")

    def handle(self, *args, language, **options):
        with translation.override(language):
            found = verify()
            for each in found:
                self.stdout.write(_line(each))
                for difference in each.check.differences:
                    words = _("  {place}: signed “{frozen}”, now “{now}”")
                    self.stdout.write(
                        words.format(place=difference.place, frozen=difference.frozen, now=difference.now)
                    )
            if found:
                raise CommandError(
                    _("Texts that are not what was signed: {n}.").format(n=len(found)), returncode=BROKEN
                )
            number = Pledge.objects.filter(frozen_pledges()).count()
            self.stdout.write(_("All {n} frozen pledges are what was signed.").format(n=number))


def _line(broken: Broken) -> str:
    pledge = broken.pledge
    where = f"{pledge.season.cluster.code} {pledge.season.year} {pledge.get_block_display()}"
    if broken.addendum:
        where += " · " + _("Addendum {number}").format(number=f"{broken.addendum.number:02d}")
    since = format_moment(broken.since) if broken.since else "?"
    return _("{pledge}: differs from the signed text; it was last the same on {since}").format(
        pledge=where, since=since
    )
