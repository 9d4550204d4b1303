"""``python -m tests.prove [--short] [NAME …]``: run proofs, one line of figures each; exits 1 if one fails.

Without a name the proofs are listed; with --short and no name all run in their short form.
"""

import argparse
import os
import sys
import time

import pytest

from . import PROOFS, Proof


class Counting:
    """How many tests a proof ran, and how many failed."""

    def __init__(self):
        self.passed = self.failed = 0

    def pytest_runtest_logreport(self, report):
        self.failed += report.failed
        self.passed += report.when == "call" and report.passed


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run prove", description="Proofs that take longer than a minute.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROOFS))
    parser.add_argument("--short", action="store_true", help="the short form, a few seconds each")
    parser.add_argument("--draws", type=int, help="another number of drawn seasons or addresses")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(PROOFS):
        parser.error(f"no such proof: {', '.join(sorted(unknown))}; proofs: {', '.join(PROOFS)}")
    names = options.names or (list(PROOFS) if options.short else [])
    if not names:
        for name, proof in PROOFS.items():
            print(f"{name}: {proof.says} ({proof.long} {proof.units})")
    return 1 if [name for name in names if not prove(name, PROOFS[name], options)] else 0


def prove(name: str, proof: Proof, options) -> bool:
    """Run one proof and print its line; whether it holds."""
    draws = options.draws or (proof.short if options.short else proof.long)
    os.environ[proof.draws] = str(draws)
    counting, begun = Counting(), time.monotonic()
    halves = ["-n", "2", "--dist", "loadgroup"] if (os.cpu_count() or 1) > 1 else []
    quiet = ["-q", "--no-header", "--tb=short", "-p", "no:cacheprovider"]
    code = pytest.main([*quiet, *halves, *proof.tests], plugins=[counting])
    holds = code == pytest.ExitCode.OK and counting.passed > 0
    figures = f"{draws} {proof.units}, {counting.passed} checks hold, {counting.failed} fail"
    print(f"prove {name}: {figures}, {time.monotonic() - begun:.0f} s {'ok' if holds else 'failed'}", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
