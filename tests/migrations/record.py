"""Record what an older commit's demonstration holds and prints, for the test that migrates it.

Run with a checkout of that commit (b96b56c) as the working folder, with the packages it needs:

    python …/tests/migrations/record.py FOLDER

It loads the demonstration of ``MOMENT`` into a database of its own, adds what the demonstration leaves empty (views and
choices that people keep, words of the report, a report built and its notice, an uploaded ledger), and writes into FOLDER

- ``rows.json.xz``: every row of every table but sessions, column by column, of the whole demonstration;
- ``pages.json.xz``: for ``bo``, ``thuky`` and ``canbo`` every address that answered 200, with the figures it prints.

The addresses are those that links and forms lead to from the home page, and those of the resolver for every season,
report, nomination and row of the ledger. Of all seasons two are looked at, the published one and the live one, and a query
is followed in the published season and on the pages of the Ministry alone, one filter at a time: all of them multiply
without end. Every address is asked for in a session of its own, so that the order is no matter.
"""

import base64
import io
import json
import lzma
import os
import re
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial, reduce
from multiprocessing import get_context
from operator import or_
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit
from zoneinfo import ZoneInfo

MOMENT = datetime(2026, 11, 26, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ACCOUNTS = ("bo", "thuky", "canbo")
PUBLISHED = ("bac-song-hau", 2024)
SEASONS = (PUBLISHED, ("bac-song-hau-minh-hoa", 2026))
OF_A_SEASON = re.compile(r"/([\w-]+)/(20\d\d)(?=/)")
FILTERS = ("year", "period", "block")
BACKEND = "accounts.backends.AccountBackend"
LEFT_OUT = ("sessions.Session",)
WORKERS = 3


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-record.") as work:
        _set_up(work)
        import time_machine

        with time_machine.travel(MOMENT, tick=False):
            _load()
            _fill_in()
            write(folder / "rows.json.xz", rows())
            write(folder / "pages.json.xz", pages())


def write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _set_up(work: str) -> None:
    sys.path.insert(0, str(Path.cwd()))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "emulation_portal.settings", "EMBEDDED": "1", "DEMO_MODE": "1"}
    os.environ |= {"PORTAL_DATA_DIR": work, "DATABASE_URL": f"sqlite:///{work}/portal.sqlite3"}
    import django
    import pytest  # noqa: F401 - the portal asks whether it is there: the settings are then those of the suite

    django.setup()


def _load() -> None:
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)


# -- what the demonstration leaves empty -------------------------------------------------------------------------------
def _fill_in() -> None:
    """One row at least in every table of what people keep, write and wait for; the files themselves are not kept."""
    from django.utils import translation

    from accounts.models import User
    from clusters.models import Season

    users = {user.username: user for user in User.objects.all()}
    live = Season.objects.filter(cluster__slug="bac-song-hau-minh-hoa").latest("year")
    published = Season.objects.get(cluster__slug=PUBLISHED[0], year=PUBLISHED[1])
    with translation.override("vi"):
        for name in ACCOUNTS:
            _keep_view(users[name], live)
        _write_words(users["thuky"], live)
        _keep_choice(users["bo"])
        _build_reports(users, live, published)
        _upload_ledger(users["bo"])


def _keep_view(user, season) -> None:
    from reports.saved_views import read_address, save_view

    address = f"/s/{season.cluster.slug}/{season.year}/compare/"
    save_view(user=user, name="So sánh của cụm", address=read_address(address))


def _write_words(user, season) -> None:
    from reports.documents.facts import Section
    from reports.pages.paper import read_paper
    from reports.paper_services import save_head, save_paragraph

    section = next(iter(Section))
    lookup = read_paper(season, "vi").lookup
    save_paragraph(
        season=season, language="vi", section=section, slot="", text="Cụm giữ nề nếp.", lookup=lookup, actor=user
    )
    save_head(season=season, number=17, dated=date(season.year, 11, 20), actor=user)


def _keep_choice(user) -> None:
    from reports.selections import save_selection

    choice = {"years": [2024], "blocks": ["civil_enforcement"], "clusters": [], "indicators": [], "periods": ""}
    save_selection(user=user, name="Thi hành án năm 2024", choice=choice)


def _build_reports(users: dict, live, published) -> None:
    """A workbook of the live season that ended and was told of, and a pack of the published one that waits."""
    from django.conf import settings

    from reports import building, queueing, services

    queueing.app.send_task = lambda *args, **options: None
    asked = partial(services.request_run, language="vi")
    parameters = {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "6m"}}
    for name in ("thuky", "bo"):
        run = asked(kind="cluster-workbook", season=live, parameters=parameters, actor=users[name])
    building.build(queueing.claim(run.pk))
    shutil.rmtree(settings.RUNS_DIR)
    whole = {"blocks": ["civil_enforcement", "department_of_justice"]}
    whole["periods"] = {"civil_enforcement": "12m", "department_of_justice": "year_official"}
    asked(kind="cluster-pack", season=published, parameters=whole, actor=users["bo"])


def _upload_ledger(user) -> None:
    """An import that nobody has entered: one sound line."""
    from django.core.files.base import ContentFile
    from openpyxl import load_workbook

    from awards.importing import read_upload, template

    book = load_workbook(io.BytesIO(template()))
    line = ("BK_BT", "THADS-86-2025", None, "2025", "321/QĐ-BTP", "05/02/2026", "Bộ trưởng Bộ Tư pháp")
    for column, text in enumerate(line, start=1):
        book.worksheets[0].cell(2, column, text)
    file = io.BytesIO()
    book.save(file)
    read_upload(file=ContentFile(file.getvalue(), "so-khen-thuong.xlsx"), actor=user)


# -- rows --------------------------------------------------------------------------------------------------------------
def rows() -> dict[str, dict]:
    """Columns by name, of every table that holds rows; those that join two tables too."""
    from django.apps import apps

    return {
        model._meta.label: found
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in LEFT_OUT and not model._meta.proxy and (found := _columns(model))
    }


def _columns(model) -> dict[str, list]:
    fields = model._meta.concrete_fields
    held = list(model._base_manager.order_by("pk").values_list(*(field.attname for field in fields)))
    return {field.attname: [_plain(row[i]) for row in held] for i, field in enumerate(fields)} if held else {}


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


# -- pages -------------------------------------------------------------------------------------------------------------
def pages() -> dict[str, object]:
    """``routes``: those of the resolver; ``texts``: with figures in them, each once; ``pages``: the texts of a page, each
    page once; ``addresses``: by account, the page that stood there."""
    from django.db import connections

    connections.close_all()
    with get_context("fork").Pool(WORKERS) as pool:
        return gathered(dict(zip(ACCOUNTS, pool.map(crawl, ACCOUNTS), strict=True)))


def gathered(found: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, object]:
    texts: dict[str, int] = {}
    held: dict[tuple[int, ...], int] = {}
    addresses: dict[str, dict[str, int]] = {}
    for account, read in found.items():
        for address in sorted(read):
            page = tuple(texts.setdefault(text, len(texts)) for text in read[address])
            addresses.setdefault(account, {})[address] = held.setdefault(page, len(held))
    return {"routes": sorted(set(routes())), "texts": list(texts), "pages": list(held), "addresses": addresses}


def crawl(account: str) -> dict[str, tuple[str, ...]]:
    """From the home page and the resolver on; the texts with figures of all that answered 200."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = deque(["/", *_of_resolver()])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        texts, links = ask(account, address)
        if texts is not None:
            found[address] = texts
        waiting.extend(sorted(set(links) - seen))
        seen.update(links)
    return found


def ask(account: str, address: str) -> tuple[tuple[str, ...] | None, list[str]]:
    """The texts with figures (None where it did not answer 200), and the addresses of the portal it leads to."""
    response, body = answer(account, address)
    if response.status_code != 200:
        leads = [response["Location"]] if response.status_code == 302 else []
        return None, list(_ours(address, leads))
    from printed import printed

    kind = response["Content-Type"]
    links = list(_ours(address, _links(body))) if kind.startswith("text/html") else []
    return tuple(printed(kind, body)), links


def answer(account: str, address: str):
    """The answer to a session that begins with this address."""
    from django.test import Client

    from accounts.models import User

    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=account), backend=BACKEND)
    response = client.get(address)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def _links(body: bytes) -> list[str]:
    from lxml import html

    return html.fromstring(body.decode()).xpath("//a/@href|//form/@action")


def _ours(address: str, links: Iterable[str]) -> Iterable[str]:
    """Addresses of the portal: without a place in the page, and without the filters that are not followed."""
    from django.urls import Resolver404, resolve

    for link in links:
        to = urlsplit(urljoin(address, link))
        if to.scheme or to.netloc or not to.path.startswith("/"):
            continue
        try:
            name = resolve(to.path).view_name
        except Resolver404:
            continue
        if _followed(to.path):
            yield f"{to.path}?{to.query}" if _filtered(name, to) else to.path


def _followed(path: str) -> bool:
    """Whether an address is of a season that is looked at, or of none."""
    return all((slug, int(year)) in SEASONS for slug, year in OF_A_SEASON.findall(path))


def _filtered(name: str, to) -> bool:
    """Whether the query is followed too: one filter, of the published season or of the ministry's pages."""
    inside = to.path.startswith(("/ministry/", "/s/{}/{}/".format(*PUBLISHED)))
    filters = [key for key, _value in parse_qsl(to.query)]
    return inside and len(filters) == 1 and filters[0] in FILTERS and not name.endswith(":derivation")


def routes() -> Iterable[str]:
    """Every route of the resolver that is written with converters."""
    from django.urls import URLPattern, get_resolver

    def below(patterns, before=""):
        for each in patterns:
            route = before + str(each.pattern)
            yield from [route] if isinstance(each, URLPattern) else below(each.url_patterns, route)

    return (route for route in below(get_resolver().url_patterns) if not set(route) & set("^?\\"))


def _of_resolver() -> Iterable[str]:
    """Every address without an argument, and those of every season and of what has pages of its own."""
    filled = _arguments()
    for route in routes():
        wanted = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
        for values in filled.get(route) or filled.get(wanted, ()):
            parts = iter(values)
            yield "/" + re.sub(r"<[^>]+>", lambda _place, parts=parts: str(next(parts)), route)


def _arguments() -> dict[tuple[str, ...] | str, list[tuple]]:
    """What fills the places of a route, by their names, or by the route where these say too little."""
    from django.db.models import Q

    from awards.models import AwardRecord, LedgerImport, Nomination
    from clusters.models import Season
    from reports.models import ReportRun
    from results.models import Submission

    def numbers(rows):
        return [(pk,) for pk in rows.order_by("pk").values_list("pk", flat=True)]

    held = Season.objects.order_by("pk").values_list("cluster__slug", "year")
    seasons = [season for season in held if season in SEASONS]
    members = [Q(period__year=year, agency__memberships__cluster__slug=slug) for slug, year in seasons]
    submissions = Submission.objects.filter(reduce(or_, members)).order_by("pk").distinct()
    blocks = ("civil_enforcement", "department_of_justice")
    return {
        (): [()],
        ("slug", "year"): seasons,
        ("slug", "year", "block"): [(*season, block) for season in seasons for block in blocks],
        ("agency_code", "period_code"): sorted(set(submissions.values_list("agency__code", "period__code"))),
        ("form",): [("csv",), ("xlsx",)],
        "entry/submission/<int:pk>/": numbers(submissions),
        "awards/nomination/<int:pk>/": numbers(Nomination.objects),
        "awards/ledger/<int:pk>/": numbers(AwardRecord.objects),
        "awards/import/<int:pk>/": numbers(LedgerImport.objects),
        "reports/<int:pk>/": numbers(ReportRun.objects),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
