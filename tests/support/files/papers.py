"""Reading papers back: the words of a Word file and of a PDF in their order, without what only pages have.

Page numbers, the running foot and repeated heads of tables belong to pages, so they are taken out of the PDF; all white
space is taken out of both.
"""

import re
import subprocess
from pathlib import Path

import docx
from docx.oxml.ns import qn

from tests.support.programs import said as said_by

from .office import office


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_blocks(path: Path) -> list[str]:
    """Every paragraph of the body in order, cells of tables row by row."""
    body = docx.Document(str(path)).element.body
    return [_words(p) for p in body.iter(qn("w:p"))]


def _words(paragraph) -> str:
    parts = {qn("w:t"): lambda e: e.text or "", qn("w:br"): lambda e: "\n", qn("w:tab"): lambda e: "\t"}
    return "".join(parts[e.tag](e) for e in paragraph.iter() if e.tag in parts)


def docx_text(path: Path) -> str:
    return bare("".join(docx_blocks(path)))


def docx_heads(path: Path) -> list[str]:
    """The words of the head of each table, which every page of the table repeats."""
    found = []
    for table in docx.Document(str(path)).element.body.iter(qn("w:tbl")):
        rows = [row for row in table.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        if rows:
            found.append(bare("".join(_words(p) for row in rows for p in row.iter(qn("w:p")))))
    return found


def docx_foot(path: Path) -> str:
    section = docx.Document(str(path)).sections[0]
    return "".join(p.text for p in section.footer.paragraphs)


def pdf_pages(path: Path) -> list[str]:
    """The text of each page in the order it was printed."""
    return said_by("pdftotext", "-raw", path, "-").split("\f")[:-1]


def pdf_text(path: Path, like: Path) -> str:
    """The words of the PDF as those of the Word file ``like``: what only pages have is taken out where it stands."""
    wanted, heads, foot = docx_text(like), docx_heads(like), bare(docx_foot(like))
    found = ""
    for page in pdf_pages(path):
        text = bare(page).removesuffix(foot)
        found += next((t for t in _without_page(text, heads) if wanted.startswith(t[:60], len(found))), text)
    return found


def _without_page(text: str, heads: list[str]):
    """The words of a page without its number, and without a repeated head."""
    for digits in range(4):
        if text[:digits].isdigit() or not digits:
            rest = text[digits:]
            yield rest
            yield from (rest.removeprefix(head) for head in heads if rest.startswith(head))


def as_pdf(path: Path, folder: Path) -> Path:
    """The Word file as LibreOffice prints it."""
    profile = folder / "profile"
    command = [
        office(),
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder / "printed"),
        str(path),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=180)
    made = folder / "printed" / f"{path.stem}.pdf"
    if ran.returncode or not made.exists():
        raise RuntimeError(ran.stdout + ran.stderr)
    return made
