import os
import time
from gettext import GNUTranslations
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from emulation_portal import catalogues
from emulation_portal.catalogues import Text

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
TITLE = _("Season" " overview")
def say(n, word):
    return ngettext("%(n)d cell", "%(n)d cells", n), pgettext("month", "May"), _(word), gettext("")
"""
TEMPLATE = """
  {% translate "Sign in" %} {{ x|default:_("none") }} {% include "a.html" with label=_("It's late") %}
  {% blocktranslate trimmed count n=cells %}
    {{ n }} cell
  {% plural %}
    {{ n }} "cells"
  {% endblocktranslate %} {% translate "May" context "month" %} {# {% translate "hidden" %} #}
"""


@pytest.fixture
def project(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "results" / "migrations").mkdir(parents=True)
    (tmp_path / "templates" / "results").mkdir(parents=True)
    (tmp_path / "results" / "models.py").write_text('x = _("Submission"), _("Hello %(name)s")\n')
    (tmp_path / "results" / "migrations" / "0001.py").write_text('x = _("not ours")\n')
    (tmp_path / "templates" / "base.html").write_text('{% translate "Skip" %}')
    (tmp_path / "templates" / "results" / "entry.html").write_text('{% translate "Submission" %}{% translate "Save" %}')
    return tmp_path


def catalogue(project, app):
    return polib.pofile(str(catalogues.catalogue_path(project, app)))


def translate_all(project):
    for app in ("results", "emulation_portal"):
        opened = catalogue(project, app)
        for entry in opened:
            entry.msgstr = "vi: " + entry.msgid
        opened.save()


def test_texts_of_python_reads_calls_with_literal_words():
    assert set(catalogues.texts_of_python(PYTHON)) == {
        Text("Season overview"),
        Text("%(n)d cell", plural="%(n)d cells"),
        Text("May", context="month"),
    }


def test_texts_of_python_refuses_words_put_together_first():
    with pytest.raises(ValueError, match="line 1"):
        list(catalogues.texts_of_python('_(f"Hello {name}")'))


def test_texts_of_template_reads_tags_filters_and_arguments():
    assert list(catalogues.texts_of_template(TEMPLATE)) == [
        Text("Sign in"),
        Text("none"),
        Text("It's late"),
        Text("%(n)s cell", plural='%(n)s "cells"'),
        Text("May", context="month"),
    ]


@pytest.mark.parametrize(
    ("source", "app"),
    [
        ("results/entry/forms.py", "results"),
        ("templates/results/_row.html", "results"),
        ("templates/account/login.html", "emulation_portal"),
        ("templates/components/tile.html", "emulation_portal"),
        ("templates/base.html", "emulation_portal"),
        ("emulation_portal/lib/numbers.py", "emulation_portal"),
    ],
)
def test_catalogue_of_follows_the_app(source, app):
    assert catalogues.catalogue_of(Path(source)) == app


def test_add_writes_each_missing_text_once_to_its_catalogue(project):
    call_command("translations", "--add", stdout=StringIO())
    assert [(entry.msgid, entry.flags) for entry in catalogue(project, "results")] == [
        ("Submission", []),
        ("Hello %(name)s", ["python-format"]),
        ("Save", []),
    ]
    assert [entry.msgid for entry in catalogue(project, "emulation_portal")] == ["Skip"]
    assert set(catalogues.add_missing(project).values()) == {0}


def test_check_passes_a_complete_catalogue(project):
    catalogues.add_missing(project)
    translate_all(project)
    out = StringIO()
    call_command("translations", "--check", stdout=out)
    assert out.getvalue() == "catalogues are complete\n"


def test_check_names_every_fault(project):
    catalogues.add_missing(project)
    translate_all(project)
    opened = catalogue(project, "results")
    opened.find("Submission").flags.append("fuzzy")
    opened.find("Hello %(name)s").msgstr = "Xin chào %(ten)s"
    opened.find("Save").msgstr = ""
    opened.append(polib.POEntry(msgid="Gone", msgstr="Mất"))
    opened.append(polib.POEntry(msgid="Old", msgstr="Cũ", obsolete=True))
    opened.save()
    (project / "templates" / "base.html").write_text('{% translate "Skip" %}{% translate "New" %}')
    assert sorted(catalogues.faults(project)) == [
        f"emulation_portal: missing 'New' ({Path('templates/base.html')})",
        "results: fuzzy 'Submission'",
        "results: no longer used 'Gone'",
        "results: obsolete entry 'Old'",
        "results: other placeholders in the translation of 'Hello %(name)s'",
        "results: untranslated 'Save'",
    ]
    with pytest.raises(CommandError, match="6 faults"):
        call_command("translations", "--check")


def test_check_names_words_that_two_catalogues_translate_differently(project):
    (project / "templates" / "base.html").write_text('{% translate "Save" %}')
    catalogues.add_missing(project)
    translate_all(project)
    opened = catalogue(project, "results")
    opened.find("Save").msgstr = "Ghi lại"
    opened.save()
    said = "results: 'Save' is translated otherwise elsewhere; tell them apart by a context"
    assert catalogues.faults(project) == [said]


def test_compile_writes_what_changed_and_only_that(project):
    catalogues.add_missing(project)
    translate_all(project)
    compiled = catalogues.compile_all(project)
    assert sorted(path.relative_to(project).parts[0] for path in compiled) == ["emulation_portal", "results"]
    assert catalogues.compile_all(project) == []
    later = time.time() + 5
    os.utime(catalogues.catalogue_path(project, "results"), (later, later))
    assert [path.relative_to(project).parts[0] for path in catalogues.compile_all(project)] == ["results"]
    with catalogues.catalogue_path(project, "results").with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Save") == "vi: Save"
