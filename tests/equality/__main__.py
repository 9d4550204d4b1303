"""The command line; the package says how it is used."""

import argparse
import sys
from pathlib import Path

import tests.equality as package
from tests.equality import collecting, comparing


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.equality", description=package.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    collect = commands.add_parser("collect", help="write every output of a checkout as text")
    collect.add_argument("tree", type=Path)
    collect.add_argument("directory", type=Path, help="an earlier collection in it is replaced")
    collect.add_argument("--like", type=Path, help="a collection whose addresses are asked for")
    collect.add_argument("--accounts", nargs="+", default=(), help="only what these see, and the files; all without")
    compare = commands.add_parser("compare", help="print what is missing or differs; 1 if anything does")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--allow", type=Path, help=comparing.Allowed.__doc__)
    compare.add_argument("--only", nargs="+", default=("*",), help="patterns of outputs, as `bo/*` and `files/*`")
    compare.add_argument("--shown", type=int, default=20, help="how many unlike differences are printed")
    chosen = parser.parse_args(arguments)
    if chosen.command == "collect":
        return collecting.collect(chosen.tree.resolve(), chosen.directory, like=chosen.like, accounts=chosen.accounts)
    return comparing.compare(chosen.before, chosen.after, allow=chosen.allow, only=chosen.only, shown=chosen.shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
