"""``visit.py TREE RAW ACCOUNTS [ADDRESSES]``, in a process of its own whose folder is TREE: brings every output home.

Writes into RAW one file an output, numbered from 0, ``outputs.jsonl`` with what each is, and ``addresses.json`` with
what was asked for. Knows Django, paths, form fields and commands, and imports no module of the portal or its tests.
"""

import io
import json
import re
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import datetime
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zoneinfo import ZoneInfo

import time_machine

MOMENT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # the live year is half entered
PASSWORD = "thidua-2024"
SIGN_IN, LANGUAGE = "/accounts/login/", "/language/"
ANONYMOUS = "anonymous"
ACCOUNTS = ("bo", "bo.duyet", "thuky", "cumtruong", "cumpho", "canbo", "truong", "canbo.stp", "ngoaicum", "quantri")
IN_ENGLISH = ("bo", "thuky")
RUNS_OF = {"bo": ("/ministry/reports/",), "thuky": ("/s/{slug}/{year}/reports/", "/s/{live_slug}/{live_year}/reports/")}
PUBLISHED = ("bac-song-hau", 2024)
OF_A_PATTERN, WITH_QUERY, OF_A_ROUTE = 5, 2, 1  # addresses an account; the same few every time
HEADS = ("Content-Type", "Content-Disposition", "Content-Language", "Location", "Allow", "Cache-Control")
NOT_PAGES = ("/static/",)

_LINK = re.compile(r"""\s(href|hx-get|src|data-url)=["']([^"']+)""")
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_SEASON = re.compile(r"/s/([\w-]+)/(\d{4})/")


def main(tree: Path, raw: Path, accounts: list[str], known: Path | None) -> None:
    sys.path[0] = str(tree)
    with time_machine.travel(MOMENT, tick=False) as clock:
        _load()
        home = Home(raw)
        portal = Portal(home, clock, accounts)
        portal.sign_in()
        portal.request_runs()
        build_files(home, (PUBLISHED, portal.live))
        if known:
            portal.visit_known(json.loads(known.read_text()))
        else:
            portal.visit_all()
        home.write_addresses()


def _load() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo")
    call_command("collectstatic", interactive=False, verbosity=0)


class Home:
    """Where outputs are put down."""

    def __init__(self, raw: Path):
        self.raw = raw
        self.count = 0
        self.asked: list[tuple[str, str, str]] = []

    def put(self, group: str, address: str, heads: dict[str, str], body: bytes) -> None:
        (self.raw / str(self.count)).write_bytes(body)
        with (self.raw / "outputs.jsonl").open("a") as lines:
            lines.write(json.dumps({"group": group, "address": address, "heads": heads}) + "\n")
        self.count += 1

    def write_addresses(self) -> None:
        (self.raw / "addresses.json").write_text(json.dumps(self.asked, indent=0, ensure_ascii=False))


class Portal:
    """The demonstration as its accounts see it. ``how`` of an address: "page", or "part" as htmx asks for it."""

    def __init__(self, home: Home, clock, accounts: list[str]):
        import celery

        self.home, self.clock, self.accounts = home, clock, accounts
        self.clients = {}
        self.language = "vi"
        self.arguments: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        self.seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.sent: list[tuple[str, tuple]] = []
        # What goes to a worker is done here, one after the other.
        celery.Celery.send_task = lambda app, name, args=(), **options: self.sent.append((name, tuple(args)))
        celery.current_app.loader.import_default_modules()

    # -- people --------------------------------------------------------------------------------------------------------
    def sign_in(self) -> None:
        from django.test import Client

        for account in (*ACCOUNTS, ANONYMOUS):
            self.clients[account] = Client(raise_request_exception=False, HTTP_HOST="localhost")
            if account != ANONYMOUS:
                answer = self.clients[account].post(SIGN_IN, {"login": account, "password": PASSWORD})
                assert answer.status_code == 302, f"{account} is not let in: {answer.status_code}"
        self.seasons = {(slug, int(year)) for slug, year in _SEASON.findall(self._text("thuky", "/"))}
        self.live = max(self.seasons, key=lambda season: (season[1], season[0]))

    def speak(self, language: str) -> None:
        self.language = language
        for account in IN_ENGLISH:
            self.clients[account].post(LANGUAGE, {"language": language, "next": "/"})

    def group(self, account: str) -> str:
        return account if self.language == "vi" else f"{account}.{self.language}"

    def _text(self, account: str, address: str) -> str:
        return self.clients[account].get(address).content.decode()

    # -- runs ----------------------------------------------------------------------------------------------------------
    def request_runs(self) -> None:
        """Ask for every kind that the pages of reports offer, in both languages, and build it."""
        for language in ("en", "vi"):
            self.speak(language)
            for account, paths in RUNS_OF.items():
                for path in paths:
                    self._request_kinds(account, self._filled(path))

    def _filled(self, path: str) -> str:
        slug, year = PUBLISHED
        return path.format(slug=slug, year=year, live_slug=self.live[0], live_year=self.live[1])

    def _request_kinds(self, account: str, path: str) -> None:
        form = next(form for form in forms_of(self._text(account, path)) if form.posts_to(path) and form.submits)
        for kind in form.radios.get("kind", [None]):
            fields = [(name, value) for name, value in form.fields if name != "kind"]
            fields += [form.submits[0]] + ([("kind", kind)] if kind else [])
            data = urlencode([(name, value) for name, value in fields if name])
            answer = self.clients[account].post(path, data, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 302, f"{path} does not build {kind}: {answer.status_code}"
            self._work()
            self.clock.shift(60)

    def _work(self) -> None:
        from celery import current_app

        while self.sent:
            name, args = self.sent.pop(0)
            current_app.tasks[name](*args)

    # -- pages ---------------------------------------------------------------------------------------------------------
    def visit_all(self) -> None:
        for account in self.accounts:
            self.crawl(account)
        for account in self.accounts:
            self.try_addresses(account)
        self.speak("en")
        for account in IN_ENGLISH:
            if account in self.accounts:
                self.crawl(account)

    def visit_known(self, addresses: list[tuple[str, str, str]]) -> None:
        """Ask for what an earlier collection asked for, in its order."""
        for group, how, address in addresses:
            account, _, language = group.rpartition(".")
            if language != "en":
                account, language = group, "vi"
            if account not in self.accounts:
                continue
            if language != self.language:
                self.speak(language)
            self.ask(account, how, address)

    def crawl(self, account: str) -> None:
        """Follow links from the start in rounds; of the addresses of one pattern the same few are taken every time."""
        seen = self.seen[self.group(account)]
        taken = Counter()
        found = {("page", "/")}
        while found:
            seen |= found
            following = set()
            for how, address in sorted(found, key=_lot):
                pattern = self._pattern(how, address)
                if pattern is None or taken[pattern] >= (WITH_QUERY if "?" in address else OF_A_PATTERN):
                    continue
                taken[pattern] += 1
                following |= self.ask(account, how, address)
            found = following - seen
        print(f"{self.group(account)}: {sum(taken.values())} of {len(seen)} addresses", flush=True)

    def try_addresses(self, account: str) -> None:
        """Fill every address of the resolver with arguments that anybody's pages had, permitted or not."""
        from django.urls import get_resolver

        seen = self.seen[self.group(account)]
        for route in sorted(set(routes_of(get_resolver()))):
            tried = 0
            for address in sorted(self._fillings(route), key=lambda address: _lot(("page", address))):
                if ("page", address) in seen or tried >= OF_A_ROUTE:
                    continue
                seen.add(("page", address))
                tried += 1
                self.ask(account, "page", address)

    def _fillings(self, route: str) -> set[str]:
        names = tuple(_ARGUMENT.findall(route))
        if not names:
            return {f"/{route}"}
        return {"/" + _fill(route, dict(zip(names, values, strict=True))) for values in self._values(names)}

    def _values(self, names: tuple[str, ...]):
        """Values that stood together in an address that was seen; else those of the names that did, beside others'."""
        for known in sorted(self.arguments, key=lambda known: (len(known), known)):
            if set(names) <= set(known):
                places = [known.index(name) for name in names]
                yield from (tuple(values[place] for place in places) for values in self.arguments[known])

    def _pattern(self, how: str, address: str):
        from django.urls import Resolver404, resolve

        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return (how, "nothing")
        kwargs = {name: str(value) for name, value in match.kwargs.items() if f":{name}>" in match.route}
        self.arguments[tuple(sorted(kwargs))].add(tuple(value for _, value in sorted(kwargs.items())))
        return (how, match.route, tuple(sorted(name for name, _ in parse_qsl(parts.query))))

    def ask(self, account: str, how: str, address: str) -> set[tuple[str, str]]:
        """Put the answer down and return where it leads."""
        heads = {"HTTP_HX_REQUEST": "true"} if how == "part" else {}
        answer = self.clients[account].get(address, **heads)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        group = self.group(account)
        told = {"Status": str(answer.status_code), "Asked": how}
        told |= {name: answer.headers[name] for name in HEADS if name in answer.headers}
        self.home.asked.append((group, how, address))
        self.home.put(group, address if how == "page" else f"{address} {how}", told, body)
        return _links(address, told, body)


def _fill(route: str, values: dict[str, str]) -> str:
    return _ARGUMENT.sub(lambda match: values[match[1]], route)


def _lot(asked: tuple[str, str]) -> tuple[bool, str]:
    """Draws the same few of many addresses every time, whatever else was found; first of the published season."""
    is_published = "/{}/{}/".format(*PUBLISHED) in asked[1]
    return not is_published, sha256("\n".join(asked).encode()).hexdigest()


def _links(address: str, heads: dict[str, str], body: bytes) -> set[tuple[str, str]]:
    """Where an answer leads to inside the portal, with the ways to ask for it."""
    found = [("page", heads["Location"])] if "Location" in heads else []
    if heads.get("Content-Type", "").startswith("text/html"):
        text = body.decode()
        found += [("part" if name == "hx-get" else "page", unescape(link)) for name, link in _LINK.findall(text)]
        if re.search(r"<form(?![^>]*post)", text):
            found += [("page", asked) for form in forms_of(text) for asked in form.addresses(address)]
    places = {(how, urljoin(f"http://localhost{address}", link).partition("#")[0]) for how, link in found}
    inside = {
        (how, place.removeprefix("http://localhost")) for how, place in places if place.startswith("http://localhost/")
    }
    return {(how, place) for how, place in inside if not place.startswith(NOT_PAGES)}


def routes_of(resolver, before: str = ""):
    """Every address below the resolver as it is written, `s/<slug:slug>/<int:year>/`."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes_of(each, route)
        else:
            yield route


# -- forms -------------------------------------------------------------------------------------------------------------
class Form:
    """A form as a browser would send it untouched. ``radios``: every value of a group; ``choices``: of a select."""

    def __init__(self, attributes: dict[str, str]):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.fields: list[tuple[str, str]] = []
        self.submits: list[tuple[str, str]] = []
        self.radios: dict[str, list[str]] = defaultdict(list)
        self.choices: dict[str, list[str]] = defaultdict(list)

    def posts_to(self, path: str) -> bool:
        return self.method == "post" and self.action in ("", path)

    def addresses(self, page: str):
        """What a form for reading asks for: as it stands, and with each other choice of one of its fields."""
        if self.method != "get":
            return
        action = self.action or urlsplit(page).path
        yield f"{action}?{urlencode(self.fields)}"
        for name, values in {**self.choices, **self.radios}.items():
            others = [(field, value) for field, value in self.fields if field != name]
            yield from (f"{action}?{urlencode([*others, (name, value)])}" for value in values)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = ""
        self.is_chosen = False

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given)
            self.forms.append(self.open)
        elif self.open is None or "disabled" in given:
            return
        elif tag == "select":
            self.select, self.is_chosen = given.get("name", ""), False
        elif tag == "option" and self.select:
            self._option(given)
        elif tag == "button" and given.get("type", "submit") == "submit":
            self.open.submits.append((given.get("name", ""), given.get("value", "")))
        elif tag == "input" and given.get("name"):
            self._input(given)

    def _option(self, given):
        value = given.get("value", "")
        self.open.choices[self.select].append(value)
        if not self.is_chosen:
            self.open.fields.append((self.select, value))  # the first, unless another is selected
            self.is_chosen = True
        elif "selected" in given:
            self.open.fields[-1] = (self.select, value)

    def _input(self, given):
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "text")
        if kind == "radio":
            self.open.radios[name].append(value)
        if kind in ("submit", "image", "reset", "file", "button"):
            return
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.open.fields.append((name, value))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""


def forms_of(text: str) -> list[Form]:
    parser = Forms()
    parser.feed(text)
    return parser.forms


# -- files -------------------------------------------------------------------------------------------------------------
def build_files(home: Home, seasons) -> None:
    """What the commands build: every kind, of the published and the live season, in both languages and readings."""
    from django.core.management import call_command
    from django.core.management.base import CommandError

    with tempfile.TemporaryDirectory() as folder:
        for kind, place, language, periods in _builds(seasons):
            path = Path(folder) / kind
            slug, year = place
            options = {"cluster": slug, "year": year, "output": path, "language": language}
            address = f"{kind} {slug} {year} {language} {periods}"
            try:
                if kind == "export_open_data":
                    call_command("export_open_data", stdout=io.StringIO(), **options)
                else:
                    call_command("build_report", kind, periods=periods, stdout=io.StringIO(), **options)
            except CommandError as error:
                home.put("files", address, {"Status": f"refused {error.returncode}"}, str(error).encode())
                continue
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                name = f"{address} {file.name}" if path.is_dir() else address
                home.put("files", name, {"Status": "built", "Content-Type": file.suffix}, file.read_bytes())


def _builds(seasons):
    for place in seasons:
        for language in ("vi", "en"):
            yield "export_open_data", place, language, "released"
            for kind in kinds():
                for periods in ("year_end", "latest"):
                    yield kind, place, language, periods


def kinds() -> list[str]:
    """What `build_report` builds, as its help lists it."""
    from django.core.management import get_commands, load_command_class

    command = load_command_class(get_commands()["build_report"], "build_report")
    actions = command.create_parser("manage.py", "build_report")._actions
    return next(action.help for action in actions if action.dest == "kind").split(", ")


if __name__ == "__main__":
    tree, raw, chosen, *known = sys.argv[1:]
    main(
        Path(tree),
        Path(raw),
        chosen.split(",") if chosen else [*ACCOUNTS, ANONYMOUS],
        Path(known[0]) if known else None,
    )
