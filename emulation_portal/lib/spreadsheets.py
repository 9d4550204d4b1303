"""How a text file is read by a spreadsheet program: its settings by language, and words that stay words."""

import re

# What stands between cells, and what begins the decimals, where a spreadsheet program has the settings of a language.
SETTINGS = {"vi": (";", ","), "en": (",", ".")}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_TAKEN_FOR_ANOTHER = re.compile(
    r"\s*(\d{1,4}\s*[/.-]\s*\d{1,4}(\s*[/.-]\s*\d{1,4})?|0\d+|\d+([.,]\d+)?e[+-]?\d+|\d{1,2}:\d{2}(:\d{2})?|true|false)\s*",
    re.IGNORECASE,
)


def inert(text: str) -> str:
    """A leading apostrophe keeps a spreadsheet program from working words out, and from taking them for a day."""
    if (text.startswith(FORMULA_STARTS) and not _is_number(text)) or _TAKEN_FOR_ANOTHER.fullmatch(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    digits = text[1:].replace(".", "").replace(",", "").replace("%", "").strip()
    return digits.isdecimal()


__all__ = ["SETTINGS", "inert"]
