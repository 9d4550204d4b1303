"""The serif that papers are printed in as PDF: static cuts of a variable typeface, made once and kept in a folder.

The typeface comes from an installed package. Four cuts (regular, bold, italic, bold italic) hold what may be typed
(``lib.characters``): Latin with all of Vietnamese, Greek, Cyrillic and punctuation, and the signs the typeface lacks,
drawn into it. Two processes that cut at once do no harm.
"""

import os
import tempfile
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from emulation_portal.lib.characters import RANGES, SIGNS

from .signs import WIDTH, outline

CUT = 2  # rises when the cuts would come out otherwise
SOURCES = {"": "NotoSerif[wdth,wght].ttf", "I": "NotoSerif-Italic[wdth,wght].ttf"}
WEIGHTS = {"": 400, "B": 700}
LINES = {"": 52, "B": 92}  # how thick the lines of drawn signs are, as those of the letters


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
            _write(made, weight, slope)
            made.replace(place)
        finally:
            made.unlink(missing_ok=True)
    return place


def _write(path: Path, weight: str, slope: str) -> None:
    with (files("fontpkg_noto_serif") / "files" / SOURCES[slope]).open("rb") as file:
        font = TTFont(file, recalcTimestamp=False)
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
        cutter.subset(font)
        instancer.instantiateVariableFont(font, {"wght": WEIGHTS[weight], "wdth": 100}, inplace=True)
        for sign in SIGNS:
            _draw(font, sign, outline(sign, LINES[weight], slanted=bool(slope)))
        font.save(path)


def _draw(font: TTFont, sign: str, contours: list[list[tuple[float, float]]]) -> None:
    """Add a sign as a glyph of its own; the typeface has a thousand units to the square."""
    pen, name = TTGlyphPen(None), f"uni{ord(sign):04X}"
    for first, *rest in contours:
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (WIDTH, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(sign)] = name


__all__ = ["serif"]
