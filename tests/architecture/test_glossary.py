"""The glossary names what there is."""

import csv
import re
from importlib import import_module

import pytest
from django.apps import apps

from results.figures.lines import Line
from tests.support.project import ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
BUILT = TEXT.partition("## Words kept for what comes")[0]
NAMED = sorted(set(re.findall(r"`([^`]+)`", BUILT)))
ROOMS = ("clusters", "pledges", "results", "awards")


def indicators() -> set[str]:
    with (ROOT / "setup" / "reference" / "data" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def exists(name: str) -> bool:
    """A class of an app's enums, one of its values, a model, a property of a line, a field, or an indicator."""
    *path, last = name.split(".")
    if path[1:] == ["enums"]:
        return hasattr(import_module(".".join(path)), last)
    if path and path[0] in ROOMS:
        return last.lower() in apps.all_models[path[0]]
    if path:
        kinds = [getattr(import_module(f"{room}.enums"), path[0], None) for room in ROOMS]
        return any(kind and last in kind.__members__ for kind in kinds)
    fields = {
        field.name
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
    }
    return last in indicators() or last in fields or last in Line.__dataclass_fields__ or hasattr(Line, last)


@pytest.mark.parametrize("name", NAMED)
def test_a_word_between_backticks_is_in_the_code(name):
    assert exists(name), f"docs/glossary.md names {name}, which is nowhere in the code"


def test_a_term_stands_in_one_table_row_only():
    terms = re.findall(r"^\| ([^|]+) \|", TEXT, flags=re.M)
    terms = [term for term in terms if term != "Vietnamese" and not term.startswith("---")]
    assert len(terms) == len(set(terms)) > 80
