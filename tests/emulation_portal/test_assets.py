import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

from emulation_portal.assets import ASSETS, AssetStorage, PackageAssetsFinder, package_file

GONE = {"vendor/gone.css": ("js_lib_bootstrap5", "static/gone.css"), "vendor/none.js": ("no_such_package", "x.js")}


def test_every_asset_is_installed():
    assert PackageAssetsFinder().check() == []


def test_check_names_each_file_that_is_gone(monkeypatch):
    finder = PackageAssetsFinder()
    monkeypatch.setattr(finder.storage, "assets", GONE)
    assert [error.msg.split()[0] for error in finder.check()] == ["vendor/gone.css", "vendor/none.js"]


def test_find_serves_listed_files_only():
    finder = PackageAssetsFinder()
    path = package_file(*ASSETS["vendor/htmx.min.js"])
    assert finder.find("vendor/htmx.min.js") == str(path)
    assert finder.find("vendor/htmx.min.js", find_all=True) == [str(path)]
    assert finder.find("vendor/fonts/../../manage.py") == []
    assert finder.find("css/portal.css", find_all=True) == []


def test_list_yields_each_public_name_once():
    listed = [(name, storage.exists(name)) for name, storage in PackageAssetsFinder().list(None)]
    assert listed == [(name, True) for name in ASSETS]


def test_path_of_a_file_that_is_gone_says_which():
    with pytest.raises(FileNotFoundError, match=r"js_lib_bootstrap5/static/gone\.css"):
        AssetStorage(GONE).path("vendor/gone.css")


def test_manifest_storage_resolves_every_reference_inside_the_assets(tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    source = PackageAssetsFinder().storage
    for name in ASSETS:
        storage.save(name, ContentFile(Path(source.path(name)).read_bytes()))
    outcomes = {name: outcome for name, _, outcome in storage.post_process({name: (storage, name) for name in ASSETS})}
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, Exception)} == set()
    icons = (tmp_path / storage.hashed_files["vendor/bootstrap-icons.css"]).read_text()
    assert re.findall(r"bootstrap-icons\.[0-9a-f]{12}\.woff2?", icons) == [
        Path(storage.hashed_files[f"vendor/fonts/bootstrap-icons.{suffix}"]).name for suffix in ("woff2", "woff")
    ]


def test_collectstatic_takes_the_assets_and_our_own_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    command = CollectStatic()
    command.set_options(
        interactive=False,
        verbosity=0,
        link=False,
        clear=False,
        dry_run=False,
        ignore_patterns=[],
        use_default_ignore_patterns=True,
        post_process=True,
    )
    collected = command.collect()
    assert set(ASSETS) <= set(collected["modified"])
    assert (tmp_path / "staticfiles.json").exists()
    assert len(collected["modified"]) < 60
