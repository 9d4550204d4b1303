"""The file itself: what kind it is, whether it may be opened at all, and its parts as streams of XML."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from enum import StrEnum
from xml.parsers import expat

Start = Callable[[str, dict[str, str]], None]  # an element's name and attributes
End = Callable[[str], object]
Text = Callable[[str], None]

CHUNK = 1 << 16
MAX_PARTS = 500
MAX_RATIO = 100  # a sheet full of figures packs to a tenth; what packs much better was made to
RATIO_FROM = 4_000_000  # bytes; below that nothing can do harm


class BookFault(StrEnum):
    """Why a file cannot be read as a workbook."""

    EMPTY = "empty"
    LOCKED = "locked"
    OLD_KIND = "old_kind"
    BINARY_KIND = "binary_kind"
    OPEN_DOCUMENT = "open_document"
    PLAIN_TEXT = "plain_text"
    WEB_PAGE = "web_page"
    OTHER_DOCUMENT = "other_document"
    NO_BOOK = "no_book"
    DAMAGED = "damaged"
    UNPACKS = "unpacks"
    CELLS = "cells"


class BadBook(ValueError):
    """The file cannot be read; ``words.book_fault`` says what to do."""

    def __init__(self, fault: BookFault):
        super().__init__(fault.value)
        self.fault = fault


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's container: old workbooks, and encrypted new ones
_LOCK = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_SEPARATORS = ",;\t"
# However a file is damaged, what reads it complains in one of these ways; ValueError is also unreadable characters.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
    ValueError,
)


class Archive:
    """An opened .xlsx file. BadBook where it is none, is locked, or unpacks to more than ``max_unpacked`` bytes."""

    def __init__(self, content: bytes, max_unpacked: int):
        if fault := _no_archive(content):
            raise BadBook(fault)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise BadBook(BookFault.DAMAGED) from error
        self._names = {info.filename.replace("\\", "/").lower(): info for info in self._zip.infolist()}
        self.unpacked = sum(info.file_size for info in self._zip.infolist())
        self._left = max_unpacked
        self._check(len(content), max_unpacked)

    def _check(self, packed: int, max_unpacked: int) -> None:
        if any(info.flag_bits & 1 for info in self._names.values()):
            raise BadBook(BookFault.LOCKED)
        if fault := self._other_kind():
            raise BadBook(fault)
        is_bomb = self.unpacked > RATIO_FROM and self.unpacked > MAX_RATIO * packed
        if is_bomb or self.unpacked > max_unpacked or len(self._names) > MAX_PARTS:
            raise BadBook(BookFault.UNPACKS)

    def _other_kind(self) -> BookFault | None:
        names = self._names
        if "xl/workbook.bin" in names:
            return BookFault.BINARY_KIND
        if "mimetype" in names and "content.xml" in names:
            return BookFault.OPEN_DOCUMENT
        if "word/document.xml" in names or "ppt/presentation.xml" in names:
            return BookFault.OTHER_DOCUMENT
        return None if any(name.endswith(".rels") for name in names) else BookFault.NO_BOOK

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def walk(self, name: str, start: Start, end: End, text: Text | None = None) -> None:
        """Hand the elements of one part to callbacks, names without their prefixes. BadBook where it is damaged.

        A document type is refused: it is how a small file is made to grow, or to read others. Parts that are asked for
        again and again count each time.
        """
        if name.lower() not in self._names:
            raise BadBook(BookFault.DAMAGED)
        part = self._names[name.lower()]
        self._left -= part.file_size
        if self._left < 0:
            raise BadBook(BookFault.UNPACKS)
        self._parse(part, _parser(start, end, text))

    def _parse(self, part: zipfile.ZipInfo, parser: expat.XMLParserType) -> None:
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except BadBook:
            raise
        except _DAMAGE as error:
            raise BadBook(BookFault.DAMAGED) from error

    def relations(self, of: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: by the relation's name its kind (the last word of its type) and the other part."""
        found: dict[str, tuple[str, str]] = {}
        folder, _, name = of.rpartition("/")

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and "Target" in attributes:
                target = attributes["Target"].replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path.lstrip("/"))

        self.walk(posixpath.join(folder, "_rels", f"{name}.rels"), start, lambda tag: None)
        return found


def _parser(start: Start, end: End, text: Text | None) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if text:
        parser.CharacterDataHandler = text
    return parser


def _refuse_doctype(*args: object) -> None:
    raise BadBook(BookFault.DAMAGED)


def _no_archive(content: bytes) -> BookFault | None:
    """What a file is that is no archive of XML; None for one that may be."""
    if not content.strip(b"\0 \r\n\t"):
        return BookFault.EMPTY
    if content.startswith(_OLE):
        return _of_container(content)
    if content.startswith(b"PK"):
        return None
    if content.startswith((b"%PDF", b"{\\rtf")):
        return BookFault.OTHER_DOCUMENT
    return _of_text(content)


def _of_container(content: bytes) -> BookFault:
    if _LOCK in content:
        return BookFault.LOCKED
    return BookFault.OLD_KIND if any(name in content for name in _OLD_STREAMS) else BookFault.OTHER_DOCUMENT


def _of_text(content: bytes) -> BookFault:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = content[:CHUNK].decode(encoding, errors="replace").strip()
    if text.startswith("<"):
        return BookFault.WEB_PAGE
    is_table = "\0" not in text and "\n" in text and any(mark in text.split("\n")[0] for mark in _SEPARATORS)
    return BookFault.PLAIN_TEXT if is_table else BookFault.NO_BOOK
