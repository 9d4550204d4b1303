"""The serif that papers are printed in as PDF: static cuts of a variable typeface, made once and kept in a folder.

The typeface comes from an installed package. Four cuts (regular, bold, italic, bold italic) hold Latin with all of
Vietnamese, Greek, Cyrillic, punctuation, arrows and mathematical signs; two processes that cut at once do no harm.
"""

import os
import tempfile
from importlib.resources import files
from pathlib import Path

CUT = 1  # rises when the cuts would come out otherwise
SOURCES = {"": "NotoSerif[wdth,wght].ttf", "I": "NotoSerif-Italic[wdth,wght].ttf"}
WEIGHTS = {"": 400, "B": 700}
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x4FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF),
    (0x2100, 0x22FF), (0x25A0, 0x25FF), (0xFB00, 0xFB06),
)  # fmt: skip


def serif(folder: Path) -> dict[str, Path]:
    """The files of the cuts by style: '' regular, B, I, BI; those not there yet are made."""
    folder.mkdir(parents=True, exist_ok=True)
    return {weight + slope: _cut(folder, weight, slope) for weight in WEIGHTS for slope in SOURCES}


def _cut(folder: Path, weight: str, slope: str) -> Path:
    place = folder / f"serif-{WEIGHTS[weight]}{slope.lower()}-{CUT}.ttf"
    if not place.exists():
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        made = Path(name)
        try:
            _write(made, SOURCES[slope], WEIGHTS[weight])
            made.replace(place)
        finally:
            made.unlink(missing_ok=True)
    return place


def _write(path: Path, source: str, weight: int) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    with (files("fontpkg_noto_serif") / "files" / source).open("rb") as file:
        font = TTFont(file, recalcTimestamp=False)
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
        cutter.subset(font)
        instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
        font.save(path)


__all__ = ["serif"]
