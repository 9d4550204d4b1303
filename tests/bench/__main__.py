"""``python -m tests.bench [PART …]``: measure the portal against its limits, one line each; exits 1 if any is short.

Works in databases and folders of its own, which it removes. PART: one of ``PARTS``; all of them without a word.
"""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path

FEW, ALL = 6, 63  # provinces; each has two agencies
PER_CLUSTER = 6
PARTS = (
    "pages",
    "kept_pages",
    "saves",
    "targets",
    "catalogue",
    "workbook",
    "ministry_workbook",
    "table",
    "memory",
    "pack",
    "scripts",
)
WARMING, MEASURED = 2, 5  # packs built before the measured ones, so that every process has loaded what it needs
TO_SIGN_IN = {"overview": 16, "indicator": 15, "national": 15, "pledge": 14}  # most times the sign-in page; others 20
GROWTH = {"overview": 3.3, "indicator": 3.3}  # most times its cost of 12 agencies with 126; others 4
NATIONAL = ("ministry", "national")


def main(parts: list[str]) -> int:
    if unknown := set(parts) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; parts: {', '.join(PARTS)}")
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _set_up(Path(folder))
        import time_machine

        from tests.support.world import NOW

        with time_machine.travel(NOW, tick=True):
            return Bench(Path(folder)).run(parts or PARTS)


def _set_up(folder: Path) -> None:
    os.environ |= {
        "EMBEDDED": "1",
        "DEBUG": "0",
        "DEMO_MODE": "0",
        "PORTAL_DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-the-bench",  # shared with the servers it starts
        "DATABASE_URL": f"sqlite:///{folder / 'few.sqlite3'}",
        "CELERY_BROKER_URL": "filesystem://",
        "PAGES_KEPT_SECONDS": "0",  # every page is made anew, but where keeping is what is measured
        "DJANGO_SETTINGS_MODULE": "emulation_portal.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


class Bench:
    """Databases: few agencies in one cluster, all in one cluster, all in many clusters, those in five years."""

    def __init__(self, folder: Path):
        from tests.bench.data import grown_world, nation, nation_years
        from tests.bench.pages import Visitor

        self.folder = folder
        self.short = 0
        self.worlds, self.visitors = {}, {}
        makers = {
            "few": lambda: grown_world(FEW),
            "all": lambda: grown_world(ALL),
            "nation": lambda: nation(ALL, PER_CLUSTER),
            "years": lambda: nation_years(ALL, PER_CLUSTER),
        }
        for name, make in makers.items():
            with self.database(name):
                self._fill(name, make)
                self.visitors[name] = Visitor(self.worlds[name])
        # What was generated is not the server's: the collector must not walk through it during a page.
        gc.collect()
        gc.freeze()

    def _fill(self, name: str, make) -> None:
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():
            self.worlds[name] = make()

    @contextmanager
    def database(self, name: str):
        """The default connection, pointed at one of the databases."""
        from django.db import connection

        path = str(self.folder / f"{name}.sqlite3")
        if connection.settings_dict["NAME"] != path:
            connection.close()
            connection.settings_dict["NAME"] = path
        connection.ensure_connection()
        yield

    def run(self, parts: Iterable[str]) -> int:
        for part in parts:
            getattr(self, part)()
        return 1 if self.short else 0

    def pages(self) -> None:
        from tests.bench.pages import PAGES

        for page in PAGES:
            self.page(page)

    def page(self, page: str) -> None:
        from tests.bench.pages import median_ratio

        large = "nation" if page in NATIONAL else "all"
        few, many = (self._ask(name, page, "queries") for name in ("few", large))
        self.report(f"queries-{page}-12", few, "queries", 20)
        self.report(f"queries-{page}-126", many, "queries", few, exact=True)
        self.report(f"html-{page}-12", self._ask("few", page, "get", len) / 1000, "kB", 150)
        growth = median_ratio(lambda: self._ask(large, page, "seconds"), lambda: self._ask("few", page, "seconds"))
        self.report(f"time-{page}-126-to-12", growth, "times", GROWTH.get(page, 4))
        cost = median_ratio(lambda: self._ask("few", page, "seconds"), lambda: self._ask("few", "sign-in", "seconds"))
        self.report(f"time-{page}-to-sign-in", cost, "times", TO_SIGN_IN.get(page, 20))

    def _ask(self, name: str, page: str, what: str, then=lambda value: value):
        with self.database(name):
            return then(getattr(self.visitors[name], what)(page))

    def saves(self) -> None:
        """One cell: its queries, and how long a save takes while hostile workbooks are uploaded and read beside it."""
        from statistics import median

        from tests.bench.packs import worker
        from tests.bench.saves import queries_of_a_save, seconds_of_saves, served

        for name, size in (("few", 12), ("all", 126)):
            with self.database(name):
                queries = queries_of_a_save(self.worlds[name])
            self.report(f"queries-save-of-a-cell-{size}", queries, "queries", 20)
        with self.database("few"):
            os.environ["DATABASE_URL"] = f"sqlite:///{self.folder / 'few.sqlite3'}"
            world, queue = self.worlds["few"], "bench-saves"
            with worker(2, queue), served(queue) as port:
                seconds_of_saves(world, port)
                rounds = [self._beside_uploads(world, port) for _number in range(3)]
        self.report("saves-95th-beside-uploads-to-alone", median(rounds), "times", 3)

    def targets(self) -> None:
        """The grid of targets of 126 agencies and ten indicators a block: to look at, and to save wholly changed."""
        from tests.bench.targets import queries_of_the_grid

        with self.database("all"):
            seen, saved = queries_of_the_grid(self.worlds["all"])
        self.report("queries-targets-126-x-10", seen, "queries", 20)
        self.report("queries-save-of-targets-126-x-10", saved, "queries", 20)

    def catalogue(self) -> None:
        """A workbook of five hundred new indicators: read and shown, then stored."""
        from tests.bench.catalogue import NUMBER, queries_of_the_import

        with self.database("few"):
            read, stored = queries_of_the_import(self.worlds["few"])
        self.report(f"queries-preview-of-{NUMBER}-indicators", read, "queries", 30)
        self.report(f"queries-import-of-{NUMBER}-indicators", stored, "queries", 30)

    def _beside_uploads(self, world, port: int) -> float:
        """The 95th percentile of saves during uploads ÷ that of as many saves just before."""
        from tests.bench.saves import p95, seconds_of_saves, uploads

        alone = p95(seconds_of_saves(world, port))
        with uploads(world, port) as sizes:
            beside = p95(seconds_of_saves(world, port))
        self.count("saves-95th-alone", alone * 1000, "ms")
        self.count("saves-uploads-beside", len(sizes), f"files of {max(sizes) / 1000:.0f} kB")
        return beside / alone

    def workbook(self) -> None:
        from reports.exporting.registry import exporter_of
        from reports.workbooks.background import read_background
        from reports.workbooks.cluster import ClusterBookInput
        from results.figures.read import read_figures
        from tests.bench.books import recorded, seconds
        from tests.bench.pages import median_ratio

        with self.database("all"):
            figures = read_figures(self.worlds["all"].season, year_end=False)
            made_of = ClusterBookInput(figures=figures, background=read_background(figures))
        exporter = exporter_of("cluster-workbook")
        built, bare = self.folder / "built.xlsx", self.folder / "bare.xlsx"
        with recorded() as recording:
            exporter.write(made_of, built)
        ratio = median_ratio(
            lambda: seconds(lambda: exporter.write(made_of, built)),
            lambda: seconds(lambda: recording.write_bare(bare)),
            repeats=5,
        )
        self.report("workbook-126-to-bare-writer", ratio, "times", 1.5)

    def kept_pages(self) -> None:
        """Queries of a page over five years, and of the same page asked for again while nothing has changed."""
        from django.conf import settings

        from tests.bench.pages import KEPT

        for page in KEPT:
            self.report(f"queries-{page}-126x5", self._ask("years", page, "queries"), "queries", 20)
        settings.PAGES_KEPT_SECONDS = 600
        for page in KEPT:
            self._ask("years", page, "get")
            again = self._ask("years", page, "queries")
            self.report(f"queries-{page}-126x5-unchanged", again, "queries", 3)
        settings.PAGES_KEPT_SECONDS = 0

    def ministry_workbook(self) -> None:
        """126 agencies, five years; the figures are read before, the same cells are written bare beside it."""
        from reports.exporting.registry import exporter_of
        from tests.bench.books import recorded, seconds
        from tests.bench.outputs import nation_input
        from tests.bench.pages import median_ratio

        with self.database("years"):
            made_of = nation_input()
        exporter = exporter_of("ministry-workbook")
        built, bare = self.folder / "nation.xlsx", self.folder / "nation-bare.xlsx"
        with recorded() as recording:
            exporter.write(made_of, built)
        self.count("ministry-workbook-cells", len(recording.cells), "cells")
        ratio = median_ratio(
            lambda: seconds(lambda: exporter.write(made_of, built)),
            lambda: seconds(lambda: recording.write_bare(bare)),
            repeats=9,
        )
        self.report("ministry-workbook-126x5-to-bare-writer", ratio, "times", 1.3)

    def table(self) -> None:
        from tests.bench.books import seconds
        from tests.bench.outputs import bare_table, long_table
        from tests.bench.pages import median_ratio

        ratio = median_ratio(lambda: seconds(long_table), lambda: seconds(bare_table), repeats=3)
        self.report("table-200000-rows-to-bare-writer", ratio, "times", 1.3)

    def memory(self) -> None:
        """Peak above the idle process, each in a process of its own."""
        for what, world, limit in (
            ("ministry-workbook", "years", 150),
            ("table", "years", 150),
            ("report", "all", 200),
        ):
            env = {**os.environ, "DATABASE_URL": f"sqlite:///{self.folder / f'{world}.sqlite3'}"}
            command = [sys.executable, "-m", "tests.bench.memory", what]
            told = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()
            self.report(f"memory-{what}", int(told[-2]) / 1e6, "MB", limit)
            if what == "report":
                self.report("report-pages-at-least", int(told[-1]), "pages", 60, least=True)

    def pack(self) -> None:
        """The same pack of changed figures with two processes and with one, in turn; all of them have built before."""
        from statistics import median

        from tests.bench.packs import seconds_of_pack, worker

        world, queues = self.worlds["all"], {1: "bench-one", 2: "bench-two"}
        with self.database("all"):
            os.environ["DATABASE_URL"] = f"sqlite:///{self.folder / 'all.sqlite3'}"
            with ExitStack() as workers:
                for processes, queue in queues.items():  # one is at work before the next begins
                    workers.enter_context(worker(processes, queue))
                    for _number in range(WARMING):
                        seconds_of_pack(world, queue)
                rounds = [
                    {processes: seconds_of_pack(world, queue) for processes, queue in queues.items()}
                    for _number in range(MEASURED)
                ]
        for processes in queues:
            self.count(f"pack-{processes}", median(taken[processes] for taken in rounds), "s")
        self.report("pack-two-workers-to-one", median(taken[2] / taken[1] for taken in rounds), "times", 0.65)

    def scripts(self) -> None:
        from django.contrib.staticfiles import finders

        from tests.bench.pages import scripts_of

        with self.database("few"):
            names = {name for page in self.visitors["few"].pages for name in scripts_of(self._ask("few", page, "get"))}
        size = sum(Path(finders.find(name)).stat().st_size for name in names)
        self.report("scripts-of-all-pages", size / 1000, "kB", 350)

    def count(self, name: str, value: float, unit: str) -> None:
        """A figure that belongs to another line and has no limit of its own."""
        print(f"bench {name} {value:g} {unit} limit none ok", flush=True)

    def report(self, name: str, value: float, unit: str, limit: float, *, exact=False, least=False) -> None:
        fits = value == limit if exact else value >= limit if least else value <= limit
        self.short += not fits
        print(f"bench {name} {value:.4g} {unit} limit {limit:g} {'ok' if fits else 'short'}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
