"""HTML made in Python is that of Django's own function."""

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.ui.markup import markup

PATTERN = '<a class="{}" href="{}">{}</a>'
WORDS = st.one_of(st.text(), st.integers(), st.none(), st.text().map(SafeString))


@given(st.lists(WORDS, min_size=3, max_size=3))
def test_markup_is_what_django_makes_of_it(words):
    made = markup(PATTERN, *words)
    assert made == format_html(PATTERN, *words)
    assert isinstance(made, SafeString)


@pytest.mark.parametrize("word", ["<script>", "a & b", "\"'", mark_safe("<b>có</b>"), gettext_lazy("Agency")])
def test_only_what_is_html_already_stays(word):
    assert markup("<p>{}</p>", word) == format_html("<p>{}</p>", word)
