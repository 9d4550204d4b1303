"""The demonstration on a day of one's choice, and what each role sees first: pictures, texts, queries and bytes.

    python -m tests.support.browser.days FOLDER                        the three days of DAYS
    python -m tests.support.browser.days FOLDER 2026-11-30 2027-01-01  loaded on one day, opened on another

Under FOLDER every day of loading has its database, made once, and every pair of days a folder: for each of ``ROLES``
the page after the sign-in and the next ones it leads to, as ``<role>-<number>-<width>.png`` and as text. ``pages.txt``
tells what each page cost.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import time_machine

from emulation_portal.lib.dates import TIME_ZONE
from tests.support.browser.looking import NARROW, WIDTHS, overflow

DAYS = (
    (date(2026, 6, 30), date(2026, 6, 30)),
    (date(2026, 11, 30), date(2026, 11, 30)),
    (date(2026, 11, 30), date(2027, 1, 1)),
)
ROLES = ("quantri", "bo", "bo.duyet", "thuky", "cumtruong", "cumpho", "canbo", "truong", "canbo.stp", "ngoaicum")
NEXT = 3
OF_A_NEW_CONNECTION = ("BEGIN", "SELECT JSON(", "COMMIT")  # every thread of this server has one of its own
# The links of a page in the order in which somebody meets them: what is to be done, then the rail.
LINKS = """() => [...document.querySelectorAll("main a[href], nav a[href]")]
    .filter(link => link.checkVisibility() && link.origin === location.origin && !link.hasAttribute("download"))
    .map(link => link.getAttribute("href").split("#")[0])"""


def main(folder: str, *days: str) -> None:
    pairs = [tuple(map(date.fromisoformat, days))] if days else DAYS
    if len(pairs) > 1:
        for loaded, opened in pairs:  # settings are read once a process
            command = [sys.executable, "-m", __spec__.name, folder, f"{loaded}", f"{opened}"]
            subprocess.run(command, check=True)
        return
    loaded, opened = pairs[0]
    data, pictures = Path(folder) / f"{loaded}", Path(folder) / f"{loaded}-{opened}"
    pictures.mkdir(parents=True, exist_ok=True)
    _set_up(data)
    with on(loaded):
        _load(data)
    with on(opened), _served() as (address, asked), (pictures / "pages.txt").open("w") as told:
        for line in look(address, asked, pictures):
            told.write(f"{line}\n")


def on(day: date) -> time_machine.travel:
    """Nine in the morning of that day in Vietnam; the clock runs on from there."""
    return time_machine.travel(datetime.combine(day, time(9), TIME_ZONE), tick=True)


def _set_up(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "emulation_portal.settings",
        "EMBEDDED": "1",
        "DEMO_MODE": "1",
        "DEBUG": "1",
    }
    os.environ |= {"PORTAL_DATA_DIR": str(data), "SIGN_IN_FAILURE_LIMIT": "1000"}
    import django

    django.setup()


def _load(data: Path) -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo")


@contextmanager
def _served() -> Iterator[tuple[str, dict[str, int]]]:
    """The portal in a thread of its own, and how many queries it asked for each address."""
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application

    asked: dict[str, int] = {}
    server = make_server("127.0.0.1", 0, _counting(get_wsgi_application(), asked), ThreadedWSGIServer, _Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words) -> None: ...


def _counting(application: Callable, asked: dict[str, int]) -> Callable:
    from django.db import connection

    def serve(environ, start_response):
        count = 0

        def counted(execute, sql, *arguments):
            nonlocal count
            count += not sql.startswith(OF_A_NEW_CONNECTION)
            return execute(sql, *arguments)

        with connection.execute_wrapper(counted):
            answer = application(environ, start_response)
        query = environ.get("QUERY_STRING")
        asked[environ["PATH_INFO"] + (f"?{query}" if query else "")] = count
        return answer

    return serve


def look(address: str, asked: dict[str, int], pictures: Path) -> Iterator[str]:
    """Sign in as each role, keep what it sees; a line for each page."""
    from playwright.sync_api import sync_playwright

    from demo.years.cast import PASSWORD

    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for role in ROLES:
            page = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce").new_page()
            page.goto("/accounts/login/")
            page.fill("input[name=login]", role)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
            page.wait_for_load_state()
            addresses = [page.evaluate("location.pathname")]
            addresses += [to for to in dict.fromkeys(page.evaluate(LINKS)) if to not in ("", *addresses)]
            (pictures / f"{role}-links.txt").write_text("\n".join(addresses))
            for number, to in enumerate(addresses[: NEXT + 1]):
                size = len(page.goto(to).body())
                wide = _keep(page, pictures / f"{role}-{number}")
                yield f"{role} {to}: {asked.get(to)} queries, {size / 1000:.0f} kB{wide}"
            page.context.close()


def _keep(page, stem: Path) -> str:
    """Pictures and text of the open page; returns at which widths it scrolls sideways."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{stem}-{width}.png", full_page=True, scale="css")
    stem.with_name(f"{stem.name}.txt").write_text(page.inner_text("body"))
    wide = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        wide += [f", {width} px: {found}" for found in overflow(page)]
    return "".join(wide)


if __name__ == "__main__":
    main(*sys.argv[1:])
