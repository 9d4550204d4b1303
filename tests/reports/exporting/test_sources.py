"""What a file is made of is declared once: what is read, its digest and the versions that tell of a change follow."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.versions import raise_season
from emulation_portal.lib import dates
from reports.exporting.figures import FIGURES
from reports.exporting.input_digest import input_digest
from reports.exporting.registry import all_exporters, exporter_of
from reports.exporting.sources import (
    Input,
    Source,
    SubjectReading,
    Undeclared,
    declared_in,
    everything_used,
    version_rows,
)
from reports.exporting.subject import Subject
from reports.models import PaperHead, Paragraph
from reports.runs.build_input import read_materials
from results.models import Release
from tests.factories.clusters import SeasonFactory
from tests.factories.pledges import PledgeFactory
from tests.support.running import WHOLE

NAME = Source("name", lambda reading: reading.subject.season.cluster.name)
GREETING = Source("greeting", lambda reading: f"To {reading.of(NAME)}", uses=(NAME,), versions=lambda subject: [(1,)])


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterInput(Input):
    greeting: Annotated[str, GREETING]
    sheets: int = 1


def subject_of(world) -> Subject:
    return Subject(world.season, WHOLE)


# -- the declaration ---------------------------------------------------------------------------------------------------
def test_the_fields_of_an_input_name_their_sources():
    assert declared_in(LetterInput) == {"greeting": GREETING}
    assert [source.name for source in everything_used([GREETING])] == ["name", "greeting"]


def test_the_versions_are_those_of_what_is_read_and_of_the_subject(world):
    assert version_rows(subject_of(world), [GREETING]) == {
        "subject": [(world.season.pk, world.season.data_version)],
        "greeting": [(1,)],
    }


@pytest.mark.parametrize("declared", [[], [Source("greedy", GREETING.read)]], ids=["a file", "a source"])
def test_what_is_not_declared_cannot_be_read(world, declared):
    reading = SubjectReading(subject_of(world), declared)
    with pytest.raises(Undeclared, match="name"):
        reading.of(declared[0] if declared else NAME)


def test_what_several_files_of_a_subject_are_made_of_is_read_once(full):
    subject = subject_of(full)
    with CaptureQueriesContext(connection) as alone:
        word = exporter_of("cluster-report-docx").read(subject)
    shared = {}
    with CaptureQueriesContext(connection) as together:
        pages = [exporter_of(kind).read(subject, shared) for kind in ("cluster-report-docx", "cluster-report-pdf")]
    assert pages == [word, word]
    assert len(together) == len(alone)


@pytest.mark.parametrize("exporter", all_exporters(), ids=lambda exporter: exporter.kind)
def test_sources_of_one_file_are_told_apart_by_their_names(exporter):
    """The rows of versions are kept by name: a second source of the same name would hide the first one's."""
    used = set(everything_used(exporter.sources))
    assert len({source.name for source in used}) == len(used)


# -- what changes meanwhile --------------------------------------------------------------------------------------------
def words_written(world) -> None:
    values = {"section": "shortcomings", "text": "Còn chậm.", "written_at": dates.now()}
    Paragraph.objects.create(season=world.season, language="vi", **values)


def number_given(world) -> None:
    PaperHead.objects.create(season=world.season, number=12, dated=date(2024, 12, 20))


def next_year_promised(world) -> None:
    following = SeasonFactory(cluster=world.cluster, year=2025)
    PledgeFactory(season=following, block="civil_enforcement", signed_on=date(2024, 12, 1))
    raise_season(following.pk)


def places_in_the_nation_known(world) -> None:
    for agency in world.other_agencies:
        world.fill(agency, state="approved")
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        Release.objects.create(season=world.other_season, period=world.periods[code], released_at=dates.now())


@pytest.mark.parametrize(
    "change",
    [words_written, number_given, next_year_promised, places_in_the_nation_known],
    ids=lambda made: made.__name__,
)
def test_no_file_is_made_of_something_else_under_the_same_identity(full, change):
    """None of these raises the version of the season itself."""
    exporters = all_exporters(national=False)
    before = [states_of(exporter, full) for exporter in exporters]
    change(full)
    after = [states_of(exporter, full) for exporter in exporters]
    changed = {e.kind for e, old, new in zip(exporters, before, after, strict=True) if old[0] != new[0]}
    told = {e.kind for e, old, new in zip(exporters, before, after, strict=True) if old[1] != new[1]}
    assert changed >= {"cluster-report-docx", "cluster-report-pdf"}
    assert changed <= told


def states_of(exporter, world) -> tuple[str, tuple[str, str]]:
    """The digest of what the file is made of, and what its identity says of that."""
    (material,) = read_materials([exporter], subject_of(world))
    return input_digest(material.made_of), (material.version_code, material.versions)


def test_the_language_is_a_part_of_what_a_file_is_made_of(full):
    made_of = exporter_of("cluster-workbook").read(subject_of(full))
    assert made_of.language == "vi" and input_digest(made_of) != input_digest(replace(made_of, language="en"))


def test_a_file_of_one_agency_is_made_of_that_agency_alone(full):
    code = full.enforcement[0].code
    parameters = {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "12m"}, "agency": code}
    made_of = exporter_of("cluster-workbook").read(Subject(full.season, parameters))
    assert [a.code for block in made_of.figures.blocks.values() for a in block.agencies] == [code]
    assert made_of.background.only_agency == full.enforcement[0].name
    figures = SubjectReading(Subject(full.season, parameters), [FIGURES]).of(FIGURES)
    assert figures == made_of.figures
