"""Runs ``visit.py`` on a checkout and writes what it brought home as texts, one an output."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path

from tests.equality.normal import text_of

VISIT = Path(__file__).with_name("visit.py")
ADDRESSES = "addresses.json"
LONGEST_NAME = 200
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "TMPDIR")
NOT_A_COLLECTION = "{} is not empty and holds no earlier collection; nothing was written."


def collect(tree: Path, directory: Path, *, like: Path | None = None, accounts: Sequence[str] = ()) -> int:
    """Replace the collection in ``directory`` by one of ``tree``; 0, or 2 where it would replace something else."""
    if directory.exists() and any(directory.iterdir()) and not (directory / ADDRESSES).exists():
        print(NOT_A_COLLECTION.format(directory))
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="equality-") as folder:
        raw = Path(folder) / "raw"
        _visit(tree, Path(folder), raw, accounts, like)
        visited = time.monotonic()
        count = write_texts(raw, directory)
    print(f"{count} outputs of {tree} in {directory}")
    print(f"visited in {visited - began:.0f} s, written in {time.monotonic() - visited:.0f} s")
    return 0


def _visit(tree: Path, folder: Path, raw: Path, accounts: Sequence[str], like: Path | None) -> None:
    raw.mkdir()
    env = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    env |= {
        "EMBEDDED": "1",
        "DEMO_MODE": "1",
        "DEBUG": "0",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "SECRET_KEY": "only-for-the-comparison-of-two-trees",
        "PAGES_KEPT_SECONDS": "0",  # every page is made anew
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "emulation_portal.settings",
    }
    subprocess.run([sys.executable, "manage.py", "translations", "--compile"], cwd=tree, env=env, check=True)
    known = [str((like / ADDRESSES).resolve())] if like else []
    command = [sys.executable, str(VISIT), str(tree), str(raw), ",".join(accounts), *known]
    subprocess.run(command, cwd=tree, env=env, check=True)


def write_texts(raw: Path, directory: Path) -> int:
    """Put every output of a visit into ``directory`` as a text; returns how many there are."""
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    shutil.copy(raw / ADDRESSES, directory / ADDRESSES)
    lines = (raw / "outputs.jsonl").read_text().splitlines()
    for number, line in enumerate(lines):
        output = json.loads(line)
        target = directory / name_of(output["group"], output["address"])
        target.parent.mkdir(parents=True, exist_ok=True)
        assert not target.exists(), f"two outputs have the name {target}"
        body = (raw / str(number)).read_bytes()
        heads = "".join(f"{name}: {value}\n" for name, value in output["heads"].items())
        target.write_text(f"{output['address']}\n{heads}\n{text_of(body, output['heads'].get('Content-Type', ''))}")
    return len(lines)


def name_of(group: str, address: str) -> str:
    """The file of an output: its account or kind, and its address in letters that a folder takes."""
    name = re.sub(r"[^\w.?&=,+-]", "~", address) or "~"
    if len(name) > LONGEST_NAME or re.search(r"[^\w./?&=,+-]", address):
        name = f"{name[:LONGEST_NAME]}-{sha1(address.encode(), usedforsecurity=False).hexdigest()[:8]}"
    return f"{group}/{name}.txt"
