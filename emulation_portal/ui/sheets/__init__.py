"""Uploaded workbooks, read the same way for every import.

``read_book`` reads the cells as they are, with their kinds; ``match_heads`` finds a table by the words of its heads;
``words`` says what is wrong. Neither openpyxl's nor calamine's readers serve here: the one that reads row by row does
not tell hidden rows, nor a formula without its value from an empty cell; the other takes a whole sheet into memory.
"""

from .archive import Archive, BadBook, BookFault
from .book import BookRow, BookSheet, Limits, UploadedBook, read_book
from .cells import CellKind, SheetCell
from .heads import BadHeads, FoundTable, HeadColumn, match_heads

__all__ = [
    "Archive",
    "BadBook",
    "BadHeads",
    "BookFault",
    "BookRow",
    "BookSheet",
    "CellKind",
    "FoundTable",
    "HeadColumn",
    "Limits",
    "SheetCell",
    "UploadedBook",
    "match_heads",
    "read_book",
]
