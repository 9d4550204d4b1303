import io

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demo import loader
from emulation_portal.lib.tables import BadTable

REFUSALS = {
    "not_demo_mode": "Không nạp dữ liệu minh họa: tài khoản minh họa dùng mật khẩu công khai nên chỉ được nạp ở chế độ "
    "trình diễn. Đặt DEMO_MODE=1; không đặt trên hệ thống có số liệu thật.",
    "foreign_data": "Không nạp dữ liệu minh họa: cơ sở dữ liệu này đã có năm thi đua hoặc tài khoản, còn tài khoản "
    "minh họa dùng mật khẩu công khai. Chạy ./run --no-demo, hoặc đặt PORTAL_DATA_DIR là thư mục khác để xem minh họa.",
}


class Command(BaseCommand):
    help = "Load the demonstration years; safe to run again, and adds the season that has come due since."

    def add_arguments(self, parser):
        parser.add_argument("--kind", action="store_true", help="only say what the database holds")

    def handle(self, *args, **options):
        if options["kind"]:
            self.stdout.write(loader.kind_of_data())
            return
        try:
            with transaction.atomic():
                loader.require_demo_mode()
                call_command("load_reference", stdout=io.StringIO())
                loaded = loader.load()
        except loader.DemoRefused as refusal:
            raise CommandError(REFUSALS[refusal.reason]) from refusal
        except BadTable as error:
            raise CommandError(f"Chưa nạp dữ liệu nào. {error}") from error
        if loaded.seasons:
            self.stdout.write(
                f"Đã nạp {loaded.seasons} năm thi đua, {loaded.results} số liệu; năm đang nhập là {loaded.live_year}."
            )
        elif loaded.prolonged:
            self.stdout.write(f"Đã mở tiếp việc nhập số liệu của {loaded.prolonged} kỳ năm {loaded.live_year}.")
        else:
            self.stdout.write(f"Không có thay đổi; năm đang nhập là {loaded.live_year}.")
