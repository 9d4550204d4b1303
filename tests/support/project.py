"""The project as its own declaration tells it: where it stands, and its packages."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES: tuple[str, ...] = tuple(
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]
)
APPS = tuple(package for package in PACKAGES if package != "emulation_portal")
