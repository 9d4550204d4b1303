"""Start the web server and the report worker beside it, restart whichever dies, stop both together."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from emulation_portal.data_dir import PRIVATE_MASK, drop_damaged_messages, make_private

WATCH_SECONDS = 0.5
STOP_SECONDS = 20
STEADY_SECONDS = 60
LONGEST_PAUSE = 30


class Service:
    """One child process in a session of its own, so that a key pressed in the terminal reaches only its keeper."""

    def __init__(self, name: str, command: list[str]):
        self.name, self.command = name, command
        self.process: subprocess.Popen | None = None
        self.started = self.due = 0.0
        self.pause = 1.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - commands of this file
            self.command, cwd=settings.BASE_DIR, start_new_session=True
        )

    def watch(self) -> str | None:
        """Restart the process if it died, after a pause that grows while it keeps dying; says so once per death."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        # A killed parent leaves its pool behind; the new one must not share its work with it.
        self.signal(signal.SIGKILL)
        self.pause = 1.0 if now - self.started > STEADY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
        self.process, self.due = None, now + self.pause
        return f"{self.name} đã dừng (mã {code}); khởi động lại sau {self.pause:.0f} giây"

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        """SIGTERM to the parent alone: it ends its own children after what they are doing."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true", help="web server only; workers run elsewhere")

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line:
                raise
            sys.exit(str(error))

    def handle(self, *args, host, port, no_worker, **options):
        refuse_taken_port(host, port)
        os.umask(PRIVATE_MASK)
        make_private(settings.DATA_DIR)
        if hasattr(settings, "BROKER_DIR"):
            drop_damaged_messages(settings.BROKER_DIR / "queue")
        self.stops = 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.on_signal)
        services = [Service("Máy chủ web", web_command(host, port))]
        if not no_worker:
            services.append(Service("Bộ phận xử lý báo cáo", worker_command()))
        for service in services:
            service.start()
        try:
            self.keep(services, host, port)
        finally:
            self.stop(services)

    def on_signal(self, number, frame):
        self.stops += 1

    def keep(self, services, host, port):
        ready = False
        while not self.stops:
            if not ready and (ready := answers(host, port)):
                self.stdout.write(
                    f"Sẵn sàng: http://{'localhost' if host == '127.0.0.1' else host}:{port}/", ending="\n"
                )
                self.stdout.flush()
            for service in services:
                if message := service.watch():
                    self.stderr.write(message)
            time.sleep(WATCH_SECONDS)

    def stop(self, services):
        """Let both finish what they do; what is still there after the limit, or at a second signal, is killed."""
        asked = self.stops
        for service in services:
            service.ask_to_stop()
        limit = time.monotonic() + STOP_SECONDS
        while not all(service.ended() for service in services):
            if time.monotonic() > limit or self.stops > max(asked, 1):
                break
            time.sleep(0.1)
        for service in services:
            service.signal(signal.SIGKILL)


def web_command(host: str, port: int) -> list[str]:
    """Two processes of four threads: the database is the bottleneck before they are."""
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "10"]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    log = ["--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "emulation_portal.wsgi:application", "--bind", address, *options, *log]


def worker_command() -> list[str]:
    """The worker alone on its machine: it needs no gossip with others."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    pool = ["--pool", "prefork", "--concurrency", "2", "--hostname", f"portal-{os.getpid()}@%h"]
    # A container's only user is root; an installed portal is told.
    python = [sys.executable, *(["-W", "ignore:You're running the worker"] if settings.EMBEDDED else [])]
    return [*python, "-m", "celery", "--quiet", "--app", "emulation_portal", "worker", *pool, *quiet]


def refuse_taken_port(host: str, port: int) -> None:
    """Say at once that the port is in use, instead of a web server that keeps dying."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Không dùng được cổng {port} ({_why(error)}). Chọn cổng khác bằng --port.") from error


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "chương trình khác đang dùng"
    return "không có quyền" if error.errno == errno.EACCES else str(error.strerror)


def answers(host: str, port: int) -> bool:
    """Whether the web server answers its health address."""
    connection = HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=2)  # noqa: S104 - asked, not bound
    try:
        connection.request("GET", "/healthz")
        # An installed portal may answer with a redirect to https.
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
