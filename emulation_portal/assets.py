"""Static files that come out of installed packages: only the files the pages use, under addresses of our own.

Nothing third-party is kept in the tree, and no package is installed as an app for the sake of its files: an icon
package brings two thousand pictures of which the pages need one font.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.base import File
from django.core.files.storage import Storage

# public path -> (package, path inside the package)
ASSETS: dict[str, tuple[str, str]] = {
    "vendor/bootstrap.min.css": ("js_lib_bootstrap5", "static/js-lib-bootstrap5/css/bootstrap.min.css"),
    # The style sheet names its map; manifest storage refuses a reference that leads nowhere.
    "vendor/bootstrap.min.css.map": ("js_lib_bootstrap5", "static/js-lib-bootstrap5/css/bootstrap.min.css.map"),
    "vendor/bootstrap-icons.css": ("js_lib_bootstrap_icons", "static/bootstrap-icons/font/bootstrap-icons.css"),
    "vendor/fonts/bootstrap-icons.woff2": (
        "js_lib_bootstrap_icons",
        "static/bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    ),
    "vendor/fonts/bootstrap-icons.woff": (
        "js_lib_bootstrap_icons",
        "static/bootstrap-icons/font/fonts/bootstrap-icons.woff",
    ),
    "vendor/fonts/BeVietnamPro-SemiBold.ttf": ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-SemiBold.ttf"),
    "vendor/fonts/BeVietnamPro-Bold.ttf": ("fontpkg_be_vietnam_pro", "files/BeVietnamPro-Bold.ttf"),
    "vendor/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}


def package_file(package: str, inside: str) -> Path | None:
    """The file `inside` an installed package, or None; the package is located, never imported."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / inside
        if path.is_file():
            return path
    return None


class AssetStorage(Storage):
    """Read-only storage that maps the public names of `assets` to files inside packages."""

    prefix = None

    def __init__(self, assets: dict[str, tuple[str, str]]):
        self.assets = assets

    def path(self, name: str) -> str:
        found = package_file(*self.assets[name])
        if found is None:
            raise FileNotFoundError(f"{name}: {'/'.join(self.assets[name])} is not installed")
        return str(found)

    def exists(self, name: str) -> bool:
        return name in self.assets and package_file(*self.assets[name]) is not None

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(Path(self.path(name)).open(mode), name)

    def get_modified_time(self, name: str):
        return datetime.fromtimestamp(Path(self.path(name)).stat().st_mtime, tz=UTC)


class PackageAssetsFinder(BaseFinder):
    """Finds exactly the files of `ASSETS`; a file that a package no longer has is an error of `manage.py check`."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = AssetStorage(ASSETS)

    def check(self, **kwargs) -> list[CheckMessage]:
        return [
            Error(
                f"{public} is served from {package}/{inside}, which is not installed.",
                hint="Install requirements.txt again, or correct emulation_portal/assets.py.",
                id="emulation_portal.E001",
            )
            for public, (package, inside) in self.storage.assets.items()
            if package_file(package, inside) is None
        ]

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        found = self.storage.path(path) if self.storage.exists(path) else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Sequence[str] | Callable | None) -> Iterator[tuple[str, Storage]]:
        for name in self.storage.assets:
            yield name, self.storage
