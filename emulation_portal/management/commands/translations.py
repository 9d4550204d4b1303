"""Add missing texts to the Vietnamese catalogues, check that they are complete, compile them."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from emulation_portal import catalogues


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--add", action="store_true", help="append missing texts, untranslated")
        what.add_argument("--check", action="store_true", help="fail unless every text is translated well")
        what.add_argument("--compile", action="store_true", help="compile the catalogues that changed")

    def handle(self, *args, **options):
        root = settings.BASE_DIR
        if options["compile"]:
            for path in catalogues.compile_all(root):
                self.stdout.write(f"compiled {path.relative_to(root)}")
        elif options["add"]:
            for app, count in catalogues.add_missing(root).items():
                if count:
                    self.stdout.write(f"{app}: {count} added")
        elif faults := catalogues.faults(root):
            raise CommandError("\n".join([*faults, f"{len(faults)} faults in the catalogues"]))
        else:
            self.stdout.write("catalogues are complete")
