"""Widths of Times text without the typeface being installed: the metrics of the PDF standard's own Times."""

import unicodedata
from functools import lru_cache

from fpdf import FPDF


@lru_cache(maxsize=1)
def _measure() -> FPDF:
    return FPDF(unit="mm")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Millimetres a line of Times takes at ``size`` points; letters with marks are as wide as bare ones."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    plain = bare.replace("đ", "d").replace("Đ", "D").encode("latin-1", "replace").decode("latin-1")
    pdf = _measure()
    pdf.set_font("Times", "B" if bold else "", size)
    return pdf.get_string_width(plain)


HEAD_PAD = 4  # millimetres of air beside the nation's name
