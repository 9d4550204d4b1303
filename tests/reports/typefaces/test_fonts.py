"""The serif of PDF: which typeface is taken, what its cuts hold."""

from pathlib import Path

import pytest
from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont

from emulation_portal.lib.characters import PRINTED
from reports.typefaces import fonts


@pytest.fixture(scope="session")
def typeface():
    return fonts.serif(settings.DATA_DIR / "fonts")


def test_fonts_are_cut_once_into_their_folder(tmp_path):
    made = fonts.serif(tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in made.values()}
    assert sorted(made) == ["", "B", "BI", "I"]
    assert {p: p.stat().st_mtime_ns for p in fonts.serif(tmp_path).values()} == stamps
    assert [p.name for p in tmp_path.glob("*.part")] == []


def test_every_cut_holds_every_character_that_may_be_typed(typeface):
    for file in typeface.values():
        held = TTFont(file).getBestCmap()
        assert {c for c in PRINTED if ord(c) not in held} == set()


FILES = dict(zip(("", "B", "I", "BI"), ("Regular", "Bold", "Italic", "BoldItalic"), strict=True))
VIETNAMESE = "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "ĂăÂâĐđÊêÔôƠơƯư"
LATIN = "".join(chr(code) for code in range(0x20, 0x7F))


def own_face(folder: Path, typeface, letters: str) -> Path:
    """A folder with the four files of a Tinos that has these letters alone."""
    for style, name in FILES.items():
        font = TTFont(typeface[style])
        cutter = subset.Subsetter(subset.Options())
        cutter.populate(text=letters)
        cutter.subset(font)
        font.save(folder / f"Tinos-{name}.ttf")
    return folder


def test_own_face_is_taken_first_and_what_it_lacks_is_added_in_its_size(typeface, tmp_path):
    own = own_face(tmp_path, typeface, LATIN + VIETNAMESE)
    assert fonts.chosen(own) == fonts.Typeface("tinos", tuple(own / f"Tinos-{name}.ttf" for name in FILES.values()))
    for style, file in fonts.serif(tmp_path / "cuts", own).items():
        made, given = TTFont(file), TTFont(own / f"Tinos-{FILES[style]}.ttf")
        names, before = made.getBestCmap(), given.getBestCmap()
        assert {c for c in PRINTED if ord(c) not in names} == set()
        assert [c for c in LATIN if made["hmtx"][names[ord(c)]] != given["hmtx"][before[ord(c)]]] == []
        cyrillic = made["hmtx"][names[ord("Ж")]][0] / made["head"].unitsPerEm
        assert 0.8 < cyrillic < 1.2 and made["glyf"][names[ord("Ж")]].numberOfContours > 0


@pytest.mark.parametrize("letter", "ếữợộĐẵ")
def test_face_without_a_letter_of_vietnamese_is_passed_over(typeface, tmp_path, letter):
    own = own_face(tmp_path, typeface, (LATIN + VIETNAMESE).replace(letter, ""))
    assert all(own not in file.parents for file in fonts.chosen(own).files)


def test_files_of_a_face_count_together_alone(typeface, tmp_path):
    own = own_face(tmp_path, typeface, LATIN + VIETNAMESE)
    assert [face.name for face in fonts.like_times([own])] == ["tinos"]
    (own / "Tinos-Italic.ttf").unlink()
    assert list(fonts.like_times([own])) == []
