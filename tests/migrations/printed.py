"""The figures an answer prints, in order, each with the words it stands in: of a page its main part, else everything.

A figure is a number with its sign and its percent sign, as it stands between spaces and marks. Numbers inside codes
(THADS-80-2025) and inside words (12m) are names. In a table the words are the heads of the row and of the column too.
Knows no module of the portal, so that every version of it can be asked.
"""

import re
from collections.abc import Iterator

from lxml import html

FIGURE = re.compile(r"(?<![\w.,/:-])[+\-−]?\d[\d.,/:]*(?:\s?%)?(?![\w-])")
# What is not read on a page: scripts, what a browser keeps for itself, choices that are not taken.
UNREAD = "//script|//style|//template|//option[not(@selected)]"
TYPED = ("text", "number", "search", "email", "date", "")
TEXTS = ("text/", "application/json", "application/schema+json")


def printed(kind: str, body: bytes) -> list[str]:
    """Texts that hold figures. ``kind`` is the content type; what is neither page nor text has none: a table that leaves
    as a workbook stands beside it as .csv, and packs and papers are asked for on pages."""
    if kind.startswith("text/html"):
        texts = _of_page(body.decode())
    else:
        texts = iter(body.decode().splitlines() if kind.startswith(TEXTS) else [])
    return [text for text in texts if figures_in(text)]


def figures_in(text: str) -> tuple[str, ...]:
    """The figures of a text, without the heads it stands under."""
    found = FIGURE.findall(text.rpartition(HEADS_END)[2])
    return tuple(map(_bare, found))


def _bare(figure: str) -> str:
    """Without the stop or comma of the sentence it ends."""
    share = "%" if figure.endswith("%") else ""
    return figure.removesuffix("%").rstrip(" .,/:") + share


HEADS_END = " ¦ "


# -- pages -------------------------------------------------------------------------------------------------------------
def _of_page(page: str) -> Iterator[str]:
    root = html.fromstring(page)
    for part in root.xpath(UNREAD):
        part.drop_tree()
    for main in root.xpath("//main") or [root]:
        yield from _read(main, "")


def _read(node, heads: str) -> Iterator[str]:
    """Every text on its own, what stands in fields at its place, cells after their heads."""
    if node.tag == "input" and node.get("type", "") in TYPED:
        yield heads + _plain(node.get("value"))
    yield heads + _plain(node.text)
    cells = _heads_of_cells(node) if node.tag == "tr" else {}
    for child in node.iterchildren("*"):
        yield from _read(child, cells.get(child, heads))
        yield heads + _plain(child.tail)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _heads_of_cells(row) -> dict:
    """What stands over and before each cell of a row."""
    table = row.xpath("ancestor::table[1]")
    over = _columns(table[0]) if table else {}
    before = " ".join(map(_words, row.xpath("./th[@scope='row']")))
    found, column = {}, 0
    for cell in row.iterchildren("td", "th"):
        heads = [head for head in (before, over.get(column, "")) if head]
        if cell.tag == "td" and heads:
            found[cell] = " · ".join(heads) + HEADS_END
        column += int(cell.get("colspan", 1))
    return found


def _columns(table) -> dict[int, str]:
    """The heads of each column, from above; a head that spans rows keeps its place in those below."""
    columns: dict[int, list[str]] = {}
    taken: set[tuple[int, int]] = set()
    for level, row in enumerate(table.xpath("./thead/tr")):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (level, column) in taken:
                column += 1
            for place in range(column, column + int(cell.get("colspan", 1))):
                columns.setdefault(place, []).append(_words(cell))
                taken |= {(level + down, place) for down in range(int(cell.get("rowspan", 1)))}
            column += int(cell.get("colspan", 1))
    return {place: " ".join(filter(None, words)) for place, words in columns.items()}


def _words(node) -> str:
    return _plain(" ".join(node.itertext()))


__all__ = ["figures_in", "printed"]
