"""What is said wherever a figure could stand, and how a block is called."""

from django.utils.translation import gettext as _

from clusters.enums import Block


def nothing() -> str:
    return _("nothing arose")


def empty() -> str:
    return _("empty")


def block_name(block: str) -> str:
    return str(Block(block).label)


def block_short(block: str) -> str:
    """The block as a heading of a column calls it."""
    return {
        Block.CIVIL_ENFORCEMENT: _("Enforcement block"),
        Block.DEPARTMENT_OF_JUSTICE: _("Justice block"),
    }[block]


def block_title(block: str) -> str:
    """The block as a sheet of a workbook is called."""
    return _("Enforcement") if block == Block.CIVIL_ENFORCEMENT else _("Departments")


def first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
