"""Uploaded workbooks, read the same way for every import.

``read_book`` reads the cells as they are, with their kinds; ``match_heads`` finds a table by the words of its heads;
``words`` says what is wrong. Neither openpyxl's nor calamine's readers serve here: the one that reads row by row does
not tell hidden rows, nor a formula without its value from an empty cell; the other takes a whole sheet into memory.
"""

from .archive import Archive, BadBook, BookFault
from .book import Book, Limits, Row, Sheet, read_book
from .cells import Cell, CellKind
from .heads import BadHeads, Column, Table, match_heads

__all__ = [
    "Archive",
    "BadBook",
    "BadHeads",
    "Book",
    "BookFault",
    "Cell",
    "CellKind",
    "Column",
    "Limits",
    "Row",
    "Sheet",
    "Table",
    "match_heads",
    "read_book",
]
