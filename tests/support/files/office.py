"""LibreOffice as a second calculator: a workbook recalculated from its formulas alone."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""

LOCALE = """<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>"""


def recalculated(book: Path, folder: Path) -> Path:
    """A copy of the workbook whose every formula LibreOffice has worked out anew; cached values are thrown away."""
    (made,) = _converted([book], folder, folder / "profile", PROFILE, folder / "recalculated")
    return made


def opened(books: Iterable[Path], folder: Path, locale: str, read_as: str = "") -> list[Path]:
    """Copies of files as LibreOffice with the settings of a country opens them, all in one start of the program.

    ``read_as``: the filter of texts, with what stands between cells.
    """
    settings = PROFILE.replace("</oor:items>", LOCALE.format(locale=locale) + "</oor:items>")
    places = folder / f"profile-{locale}", settings, folder / f"opened-{locale}"
    return _converted(list(books), folder, *places, read_as)


def _converted(
    books: list[Path], home: Path, profile: Path, settings: str, target: Path, read_as: str = ""
) -> list[Path]:
    """The files as workbooks below ``target``, read by a LibreOffice with a profile of its own."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    command = [
        office(),
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        *([f"--infilter={read_as}"] if read_as else []),
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(target),
        *map(str, books),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, "HOME": str(home)})
    made = [target / f"{book.stem}.xlsx" for book in books]
    if ran.returncode or not all(path.exists() for path in made):
        raise RuntimeError(ran.stdout + ran.stderr)
    return made


def office() -> str:
    """The program; a missing one is an error of the machine that runs the suite, not a reason to skip."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        raise RuntimeError("LibreOffice Calc is needed: apt-get install libreoffice-calc-nogui")
    return found
