"""The serif that papers are printed in as PDF: static cuts of an installed typeface, made once and kept in a folder.

Decree 30/2020 asks for Times New Roman. The first found of these is cut: Tinos out of its package, then Tinos,
Liberation Serif or Times New Roman of the machine, all of the same widths, so that lines and pages break as in the Word
file; else Noto Serif out of its package, which is wider. A typeface that lacks a letter of Vietnamese is passed over.
The four cuts (regular, bold, italic, bold italic) hold what may be typed (``lib.characters``): what the typeface lacks
is taken from Noto Serif, and signs that neither has are drawn. Two processes that cut at once do no harm.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib import instancer

from emulation_portal.lib.characters import RANGES, SIGNS

from .signs import WIDTH, outline

CUT = 3  # rises when the cuts would come out otherwise
STYLES = ("", "B", "I", "BI")
WEIGHTS = {"": 400, "B": 700}
LINES = {"": 52, "B": 92}  # how thick the lines of drawn signs are, as those of the letters
SQUARE = 1000  # units of the square that signs are drawn on
VIETNAMESE = frozenset({*map(ord, "ĂăÂâĐđÊêÔôƠơƯư"), *range(0x1EA0, 0x1EFA)})
SPARE = "noto-serif"
SPARE_FILES = {"": "NotoSerif[wdth,wght].ttf", "I": "NotoSerif-Italic[wdth,wght].ttf"}
# The file names of a typeface with the widths of Times New Roman, in the order of ``STYLES``.
NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "tinos": (("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),),
    "liberation-serif": (
        (
            "LiberationSerif-Regular.ttf",
            "LiberationSerif-Bold.ttf",
            "LiberationSerif-Italic.ttf",
            "LiberationSerif-BoldItalic.ttf",
        ),
    ),
    "times-new-roman": (
        ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
        (
            "Times New Roman.ttf",
            "Times New Roman Bold.ttf",
            "Times New Roman Italic.ttf",
            "Times New Roman Bold Italic.ttf",
        ),
        (
            "Times_New_Roman.ttf",
            "Times_New_Roman_Bold.ttf",
            "Times_New_Roman_Italic.ttf",
            "Times_New_Roman_Bold_Italic.ttf",
        ),
    ),
}
SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface by its name and its four files in the order of ``STYLES``; none for the spare one."""

    name: str
    files: tuple[Path, ...] = ()

    @property
    def is_like_times(self) -> bool:
        return self.name != SPARE


def serif(folder: Path, own: Path | None = None) -> dict[str, Path]:
    """The files of the cuts by style: '' regular, B, I, BI; those not there yet are made.

    ``own`` is a folder with a typeface that is taken before any other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    typeface = chosen(own)
    return {style: _cut(folder, typeface, style) for style in STYLES}


@lru_cache(maxsize=8)
def chosen(own: Path | None = None) -> Typeface:
    """The typeface of this machine's papers."""
    return next((face for face in like_times(_places(own)) if _is_whole(face)), Typeface(SPARE))


def _places(own: Path | None) -> Iterator[Path]:
    if own is not None:
        yield own
    yield from (Path(place).expanduser() for place in SYSTEM)


def like_times(places: Iterable[Path]) -> Iterator[Typeface]:
    """Typefaces with the widths of Times New Roman whose four files stand together below one of the places."""
    for place in places:
        for name, sets in NAMES.items():
            for four in sets:
                for regular in sorted(place.rglob(four[0])):
                    held = tuple(regular.with_name(file) for file in four)
                    if all(file.is_file() for file in held):
                        yield Typeface(name, held)


def _is_whole(face: Typeface) -> bool:
    """Every letter of Vietnamese is there: the first version of Liberation Serif lacks most of them."""
    try:
        return all(TTFont(file, lazy=True).getBestCmap().keys() >= VIETNAMESE for file in face.files)
    except (TTLibError, OSError):
        return False


# -- cutting -----------------------------------------------------------------------------------------------------------
def _cut(folder: Path, typeface: Typeface, style: str) -> Path:
    place = folder / f"{typeface.name}-{style.lower() or 'r'}-{CUT}.ttf"
    if not place.exists():
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        made = Path(name)
        try:
            _write(made, typeface, style)
            made.replace(place)
        finally:
            made.unlink(missing_ok=True)
    return place


def _write(path: Path, typeface: Typeface, style: str) -> None:
    weight, slope = style.removesuffix("I"), "I" if style.endswith("I") else ""
    wanted = [code for low, high in RANGES for code in range(low, high + 1)]
    if typeface.is_like_times:
        font = TTFont(typeface.files[STYLES.index(style)], recalcTimestamp=False)
        _keep(font, [*wanted, *map(ord, SIGNS)])
        lacking = [code for code in wanted if code not in font.getBestCmap()]
        _borrow(font, _spare(weight, slope, lacking), lacking)
    else:
        font = _spare(weight, slope, wanted)
    held = font.getBestCmap()
    for sign in SIGNS:
        if ord(sign) not in held:
            _draw(font, sign, outline(sign, LINES[weight], slanted=bool(slope)))
    font.save(path)


def _keep(font: TTFont, codes: Iterable[int]) -> None:
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
    options.drop_tables += ["FFTM", "Debg"]  # notes of the programs it was made with
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def _spare(weight: str, slope: str, codes: Iterable[int]) -> TTFont:
    """Letters of Noto Serif in one weight."""
    with (files("fontpkg_noto_serif") / "files" / SPARE_FILES[slope]).open("rb") as file:
        font = TTFont(file, recalcTimestamp=False)
        _keep(font, codes)
        instancer.instantiateVariableFont(font, {"wght": WEIGHTS[weight], "wdth": 100}, inplace=True)
    return font


def _borrow(font: TTFont, lender: TTFont, codes: Iterable[int]) -> None:
    """Add the lender's letters in the size of the font's own."""
    scale = font["head"].unitsPerEm / lender["head"].unitsPerEm
    outlines, names = lender.getGlyphSet(), lender.getBestCmap()
    for code in codes:
        recorded, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[names[code]].draw(recorded)
        recorded.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        _add(font, code, pen, round(outlines[names[code]].width * scale))


def _draw(font: TTFont, sign: str, contours: list[list[tuple[float, float]]]) -> None:
    """Add a sign as a glyph of its own."""
    pen, scale = TTGlyphPen(None), font["head"].unitsPerEm / SQUARE
    for first, *rest in contours:
        pen.moveTo((first[0] * scale, first[1] * scale))
        for x, y in rest:
            pen.lineTo((x * scale, y * scale))
        pen.closePath()
    _add(font, ord(sign), pen, round(WIDTH * scale))


def _add(font: TTFont, code: int, pen: TTGlyphPen, width: int) -> None:
    glyph, name = pen.glyph(), f"uni{code:04X}.added"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


__all__ = ["Typeface", "chosen", "like_times", "serif"]
