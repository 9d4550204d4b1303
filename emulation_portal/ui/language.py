"""The language of the page that is being made: Vietnamese unless English was chosen."""

from django.conf import settings
from django.utils.translation import get_language

from emulation_portal.lib.text import localised


def lang() -> str:
    return get_language() or settings.LANGUAGE_CODE


def in_language(vi: str, en: str) -> str:
    """The one of two wordings that the page is read in; Vietnamese where nobody wrote an English one."""
    return localised(vi, en, lang())
