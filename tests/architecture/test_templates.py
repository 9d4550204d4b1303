import pytest

from tests.architecture.templates import refused, report


def test_templates_hold_nothing_that_the_policy_refuses():
    assert report() == []


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ('<p class="a"\n style="color:red">', "style attribute"),
        ("<style>p {}</style>", "style element"),
        ("<script>go()</script>", "inline script"),
        ('<button type="button" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "script address"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "file of another host"),
    ],
)
def test_refused_names_the_kind(source, kind):
    assert [found for _, found in refused(source)] == [kind]


def test_refused_passes_files_of_our_own_and_comments():
    source = '<script src="{% static "js/portal.js" %}" defer></script>{# <p style="x"> #}<p data-on="a" class="style">'
    assert refused(source) == []


def test_refused_counts_lines():
    assert refused('<p>\n{# two\nlines #}\n<i style="">') == [(4, "style attribute")]
