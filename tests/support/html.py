"""Reading a page as a person does: tables by their heading, rows by their first heading cell, text without marks."""

from dataclasses import dataclass

from lxml import html

MARKS = "▲▼●"


@dataclass(frozen=True)
class Table:
    """Cells by the row's heading; ``listed`` keeps the rows in order, since two may have one heading."""

    rows: dict[str, list[str]]
    foot: dict[str, list[str]]
    listed: list[tuple[str, list[str]]]


def text_of(node) -> str:
    """What is read aloud: all text, single spaces, the marks of better and worse left out."""
    text = " ".join(node.text_content().split())
    return "".join(c for c in text if c not in MARKS).strip()


def parse(response):
    return html.fromstring(response.content.decode())


def table_in(node) -> Table:
    """The table inside a node: cells by the text of the row's heading, the footer apart."""
    table = node if node.tag == "table" else node.xpath(".//table")[0]
    body, foot = (_rows(table.xpath(f"./{part}/tr")) for part in ("tbody", "tfoot"))
    return Table(dict(body), dict(foot), body)


def _rows(rows) -> list[tuple[str, list[str]]]:
    found = []
    for row in rows:
        head = row.xpath("./th[@scope='row']")
        if head:
            found.append((text_of(head[0]), [text_of(cell) for cell in row.xpath("./td")]))
    return found


def main_of(response):
    """The main part, without rail, bars and footer."""
    return parse(response).xpath("//main")[0]
