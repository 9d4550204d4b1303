"""What a save of one cell costs, and how long it takes over HTTP while a hostile workbook is uploaded beside it."""

import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import LedgerImport
from emulation_portal.management.commands.serve import web_command
from results.models import Result
from tests.awards.uploads import SHEET, book, edited
from tests.bench.packs import ROOT
from tests.support.world import World

BACKEND = "accounts.backends.AccountBackend"
CODE, PERIOD = "eligible_cases", "THADS-2024-12m"
SAVES = 100
LINES, EMPTY_CELLS = 1700, (280_000, 330_000)
PATIENCE = 60


# -- one save ----------------------------------------------------------------------------------------------------------
class Cell:
    """One cell of a draft: where it is saved, and what the next save sends."""

    def __init__(self, world: World):
        self.agency = world.enforcement[1]
        self.address = f"{reverse('results:cell', args=[self.agency.code, PERIOD])}?code={CODE}"
        held = Result.objects.get(submission__agency=self.agency, submission__period__code=PERIOD, indicator__code=CODE)
        self.version, self.value = held.version, held.value

    def next(self) -> dict[str, str]:
        self.value += 1
        sent = {f"v-{CODE}": str(self.value), f"ver-{CODE}": str(self.version)}
        self.version += 1
        return sent


def queries_of_a_save(world: World) -> int:
    client, cell = Client(SERVER_NAME="localhost"), Cell(world)
    client.force_login(world.users["officer"], backend=BACKEND)
    _saved(client.post(cell.address, cell.next()).status_code)
    with CaptureQueriesContext(connection) as captured:
        _saved(client.post(cell.address, cell.next()).status_code)
    return len(captured)


def _saved(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"the cell was not saved: status {status}")


# -- over HTTP ---------------------------------------------------------------------------------------------------------
@contextmanager
def served(queue: str) -> Iterator[int]:
    """The portal's own web server on a free port, ended with everything it started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [part.replace("emulation_portal.wsgi", "tests.bench.served") for part in web_command("127.0.0.1", port)]
    # Its keeper and its workers tell the time by different clocks, so nobody is ended for being late.
    process = subprocess.Popen(
        [*command, "--timeout", "0"], cwd=ROOT, env={**os.environ, "CELERY_QUEUE": queue}, start_new_session=True
    )
    try:
        _wait(lambda: _answers(port))
        yield port
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=PATIENCE)


def _answers(port: int) -> bool:
    try:
        return Browser(port).get(reverse("account_login")) == 200
    except OSError:
        return False


def _wait(is_done) -> None:
    started = time.monotonic()
    while not is_done():
        if time.monotonic() - started > PATIENCE:
            raise RuntimeError("waited in vain")
        time.sleep(0.1)


class Browser:
    """A signed-in browser that keeps its connection."""

    def __init__(self, port: int, user=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies: dict[str, str] = {}
        if user:
            client = Client()
            client.force_login(user, backend=BACKEND)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, address: str) -> int:
        return self._ask("GET", address)

    def post(self, address: str, body: bytes, kind: str) -> int:
        token = self.cookies.get(settings.CSRF_COOKIE_NAME, "")
        return self._ask("POST", address, body, {"Content-Type": kind, "X-CSRFToken": token})

    def _ask(self, method: str, address: str, body: bytes = b"", heads: dict | None = None) -> int:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, address, body, {**(heads or {}), "Cookie": cookies})
        answer = self.connection.getresponse()
        answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status


def seconds_of_saves(world: World, port: int) -> list[float]:
    """How long each of the saves took, in the order of their length."""
    browser, cell = Browser(port, world.users["officer"]), Cell(world)
    browser.get(reverse("results:entry", args=[cell.agency.code, PERIOD]))
    taken = []
    for _number in range(SAVES):
        body = urlencode(cell.next()).encode()
        started = time.perf_counter()
        _saved(browser.post(cell.address, body, "application/x-www-form-urlencoded"))
        taken.append(time.perf_counter() - started)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    return taken[len(taken) * 95 // 100 - 1]


# -- the workbook ------------------------------------------------------------------------------------------------------
def hostile(number: int) -> bytes:
    """As much work as 59 kB can ask for: lines with faults to be told, and empty cells up to what is read at all.

    Every second one is small enough, unpacked, to be read in the request; the others are left to a worker. No two are
    equal.
    """
    few = book(("LĐTT", "THADS-82", f"Nguyễn Thị {number}", "2024", "12/QĐ-BTP", "05/02/2025", "Bộ trưởng"))
    return edited(few, SHEET, lambda xml: _grown(xml, LINES, EMPTY_CELLS[number % 2]))


def _grown(xml: str, lines: int, empty: int) -> str:
    start, end = xml.index('<row r="2"'), xml.index("</sheetData>")
    line, blank = xml[start:end], "<row>" + 100 * '<c s="0"/>' + "</row>"
    more = (line.replace('r="2"', f'r="{n}"').replace('2" t="', f'{n}" t="') for n in range(3, lines + 2))
    return "".join((xml[:end], *more, blank * (empty // 100), xml[end:]))


class Uploads(threading.Thread):
    """Workbooks sent one after the other, each once the one before has been read; ``sizes`` as they go."""

    def __init__(self, world: World, port: int):
        super().__init__()
        self.browser, self.done = Browser(port, world.users["ministry"]), threading.Event()
        self.sizes: list[int] = []
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self.browser.get(reverse("awards:upload"))
            while not self.done.is_set():
                self._send(hostile(len(self.sizes)))
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            self.fault = error
        connections.close_all()

    def _send(self, content: bytes) -> None:
        self.browser.connection.close()  # the server does not keep one for as long as a workbook is read
        body, kind = _form(content)
        status = self.browser.post(reverse("awards:upload"), body, kind)
        if status != 302:
            raise RuntimeError(f"the upload was answered with {status}")
        self.sizes.append(len(content))
        while not self.done.is_set() and LedgerImport.objects.filter(state="reading").exists():
            time.sleep(0.05)


@contextmanager
def uploads(world: World, port: int) -> Iterator[list[int]]:
    """Hostile workbooks are uploaded and read as long as this lasts; what went wrong with them is raised at its end."""
    thread = Uploads(world, port)
    thread.start()
    try:
        yield thread.sizes
    finally:
        thread.done.set()
        thread.join(timeout=PATIENCE)
    if thread.fault or not thread.sizes:
        raise RuntimeError("no workbook was uploaded") from thread.fault


def _form(content: bytes) -> tuple[bytes, str]:
    """The upload as a browser sends it."""
    mark = "bench-0f4c2f6d"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="so.xlsx"\r\n'
        "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


__all__ = ["p95", "queries_of_a_save", "seconds_of_saves", "served", "uploads"]
