"""Text of before Unicode is seen and read; what is Vietnamese, or another language, is left alone."""

import pytest

from emulation_portal.lib.legacy import Font, is_syllable, legacy

MEANT = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"


@pytest.mark.parametrize(("typed", "font"), [(TCVN3, Font.TCVN3), (VNI, Font.VNI)])
def test_old_fonts_are_read_as_meant(typed, font):
    found = legacy(typed)
    assert (found.font, found.text) == (font, MEANT)


def test_lines_in_unicode_stay_beside_those_that_are_read():
    found = legacy(f"Đã viết đúng: 100%\n{TCVN3}\n\nPlain words.")
    assert found.text == f"Đã viết đúng: 100%\n{MEANT}\n\nPlain words."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words",
        MEANT,
        "Hà Nội là thủ đô",
        "Müller und Fräulein Schröder",
        "São Tomé e Príncipe",
        "Café olé à la carte, très chère mère",
        "25°C ±3 §5 ©2024 µm «xong»",
        "garçon naïve façade über",
        "Bà và cô",
        "Điều 5 §éc lËp",
        "Hà à là cà mà",
        "Công ty có các cô",
    ],
)
def test_other_words_are_left_alone(text):
    assert legacy(text) is None


@pytest.mark.parametrize(
    "word", ["nghiêng", "Thủy", "quýt", "giữa", "Khuya", "xoong", "ở", "được", "ĐỘC", "huỳnh", "thuở"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["strass", "Céngg", "hßa", "ViÖt", "áá", "Wort", ""])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)
