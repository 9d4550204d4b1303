"""How cells look: the typeface of official papers, hairline borders, Vietnamese number formats.

A style is ``look`` for text and ``format:role`` for numbers, such as ``rate:total``.
"""

FONT = "Times New Roman"
INK, LINE, WARN_INK = "#1B2A38", "#8A97A3", "#8A3B12"
HEAD_FILL, BAND_FILL, TOTAL_FILL, CALC_FILL, WARN_FILL = "#DCE6EF", "#EEF3F7", "#E6EDF3", "#F7F9FB", "#FFF2DC"

MINUS = "\u2212"

# {l} is the language tag of the format: programs that follow it write 12.345 and 67,89% whatever their own language.
NUMBER_FORMATS = {
    "count": "{l}#,##0;{l}" + MINUS + "#,##0",
    "money": "{l}#,##0;{l}" + MINUS + "#,##0",
    "money3": "{l}#,##0.000;{l}" + MINUS + "#,##0.000",
    "rate": "{l}0.00%;{l}" + MINUS + "0.00%",
    # What is rounded to zero has no sign, so the sections part where rounding does.
    "change": "{l}[>=0.0005]+0.0%;{l}[<=-0.0005]" + MINUS + "0.0%;{l}0.0%",
    "points": "{l}[>=0.005]+#,##0.00;{l}[<=-0.005]" + MINUS + "#,##0.00;{l}0.00",
    "signed": "{l}[>=0.5]+#,##0;{l}[<=-0.5]" + MINUS + "#,##0;{l}0",
    "signed3": "{l}[>=0.0005]+#,##0.000;{l}[<=-0.0005]" + MINUS + "#,##0.000;{l}0",
    "decimal": "{l}#,##0.00##;{l}" + MINUS + "#,##0.00##",
    "index": "0",
    "day": "dd/mm/yyyy",
}
ROLES = {
    "input": {},
    "calc": {"bg_color": CALC_FILL},
    "total": {"bg_color": TOTAL_FILL, "bold": True},
}
BASE = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}
BOX = {"border": 1, "border_color": LINE}
WARN = {"font_color": WARN_INK, "bg_color": WARN_FILL}
LOOKS = {
    "plain": {},
    "wrap": {"text_wrap": True, "valign": "top"},
    "body": {"font_size": 13, "text_wrap": True},
    "body_right": {"font_size": 13, "align": "right"},
    "body_bold": {"font_size": 13, "bold": True, "text_wrap": True},
    "title": {"font_size": 14, "bold": True},
    "subtitle": {"italic": True},
    "heading": {"font_size": 12, "bold": True},
    "notice": {"bold": True, "font_color": WARN_INK},
    "notice_small": {"bold": True, "font_color": WARN_INK, "font_size": 9, "text_wrap": True, "valign": "top"},
    "notice_wrap": {"bold": True, "text_wrap": True, "font_size": 12, **WARN},
    "center": {"font_size": 13, "align": "center", "text_wrap": True},
    "center_bold": {"font_size": 13, "bold": True, "align": "center", "text_wrap": True},
    "motto": {"font_size": 13, "bold": True, "align": "center", "underline": 1},
    "book_title": {"font_size": 20, "bold": True, "align": "center", "text_wrap": True},
    "book_name": {"font_size": 15, "bold": True, "align": "center", "text_wrap": True},
    "state": {"font_size": 14, "bold": True, "align": "center", "font_color": WARN_INK},
    "link": {"font_size": 13, "font_color": "#1F4E79", "underline": 1},
    "head": {"bold": True, "align": "center", "text_wrap": True, "bg_color": HEAD_FILL, **BOX},
    "unit": {"font_size": 9, "italic": True, "align": "center", "text_wrap": True, "bg_color": HEAD_FILL, **BOX},
    "number_row": {"font_size": 8, "align": "center", "text_wrap": True, "bg_color": HEAD_FILL, **BOX},
    "band": {"bold": True, "bg_color": BAND_FILL, **BOX},
    "cell": {**BOX},
    "cell_wrap": {"text_wrap": True, **BOX},
    "cell_small": {"font_size": 10, "text_wrap": True, "indent": 1, **BOX},
    "cell_shrunk": {"font_size": 10, "shrink": True, **BOX},
    "cell_center": {"align": "center", "text_wrap": True, **BOX},
    "cell_right": {"align": "right", **BOX},
    "cell_warn": {"align": "center", "text_wrap": True, "bold": True, **WARN, **BOX},
    "total": {"bold": True, "bg_color": TOTAL_FILL, **BOX},
    "total_center": {"bold": True, "align": "center", "bg_color": TOTAL_FILL, "text_wrap": True, **BOX},
}


class Styles:
    """The formats of one book, each made once when first asked for."""

    def __init__(self, workbook, language: str, words: dict[str, str]):
        """``words``: how "nothing arose", yes and no are printed where a number stands behind them."""
        self._workbook = workbook
        self._tag = "[$-42A]" if language == "vi" else ""
        self._made: dict[str, object] = {}
        self._formats = {
            **NUMBER_FORMATS,
            # The cell holds 0 and adds as 0; it prints as the words.
            "nothing": "{l}#,##0;{l}" + MINUS + '#,##0;"' + words["nothing"] + '"',
            "yes_no": '"' + words["yes"] + '";;"' + words["no"] + '"',
        }

    def __getitem__(self, name: str):
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._workbook.add_format({**BASE, **self._properties(name)})
        return made

    def _properties(self, name: str) -> dict:
        number_format, _, role = name.partition(":")
        if not role:
            return LOOKS[name]
        align = "center" if number_format in ("index", "yes_no", "day") else "right"
        return {**BOX, "align": align, **ROLES[role], "num_format": self._formats[number_format].format(l=self._tag)}


__all__ = ["FONT", "Styles"]
