"""The frame of every paper (Decree 30/2020): who issues, signs and receives it, and how it becomes Word and PDF.

A paper is one module: what it is made of, and the text that it puts on the frame. Registered by ``register_paper``, and
the module named in ``reports/apps.py``, it is offered on the page of reports to those who may have it, with queue,
progress, freshness and both kinds of files.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import AgencyKind, AppointmentRole, LeadershipRole
from clusters.models import Agency, Appointment, Leadership, Representative, Season
from clusters.querysets import in_force
from emulation_portal.ui.language import lang
from reports.exporting.registry import Exporter, Progress, UnknownKind, add, exporter_of, silent
from reports.exporting.sources import Input, Source, SubjectReading
from reports.exporting.subject import Subject
from reports.typefaces import fonts

from .content.decree import Frame, Issuer, Origin, Signer
from .content.model import Document
from .printing import docx, pdf

_PLACE = re.compile(r" (?=TỈNH |THÀNH PHỐ )")  # the name of the place stands on a line of its own


# -- reading it --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LeadingAgencies:
    """The head and the deputy agency of a season; of several the one that came last."""

    head: Agency | None = None
    deputy: Agency | None = None


def _leaders(reading: SubjectReading) -> LeadingAgencies:
    rows = Leadership.objects.filter(season=reading.subject.season).select_related("agency__province")
    last = {row.role: row.agency for row in rows.order_by("valid_from")}
    return LeadingAgencies(last.get(LeadershipRole.HEAD), last.get(LeadershipRole.DEPUTY))


LEADERS = Source("leaders", _leaders)


def frame_of(
    reading: SubjectReading, number: int | None = None, dated: date | None = None, as_of: date | None = None
) -> Frame:
    """The frame of a paper of the season under a number and day; one without a day has the names and offices of
    ``as_of``, else of the year's last day.

    ``reading`` uses ``LEADERS``. The origin is the paper's own matter.
    """
    season, head = reading.subject.season, reading.of(LEADERS).head
    day = dated or as_of or date(season.year, 12, 31)
    return Frame(
        issuer=_issuer(head, number, dated, day),
        signer=_signer(season, head, day),
        recipients=_recipients(day),
        is_illustrative=settings.DEMO_MODE or season.is_illustrative,
    )


def _unnumbered(reading: SubjectReading) -> Frame:
    """The frame of a paper whose number and day are written in by hand."""
    season = reading.subject.season
    origin = Origin(season.cluster.name, season.cluster.code, season.year, reading.subject.version_code())
    return replace(frame_of(reading), origin=origin)


FRAME = Source("frame", _unnumbered, uses=(LEADERS,))


def _issuer(agency: Agency | None, number: int | None, dated: date | None, day: date) -> Issuer:
    if agency is None:
        return Issuer(number=number, dated=dated)
    province = agency.province
    superior, letterhead = _superior(agency, day), agency.name_vi.upper()
    if province and superior.endswith(province.full_name_vi.upper()):
        letterhead = _PLACE.split(letterhead)[0]  # the superior's line has named the place
    if lang() == "en":
        superior, letterhead = "", agency.name.upper()
    return Issuer(
        name=agency.name,
        letterhead=letterhead,
        superior=superior,
        place=province.name_vi if province else "",
        symbol=agency.symbol,
        number=number,
        dated=dated,
    )


def _superior(agency: Agency, day: date) -> str:
    """Over a department the committee of its province; else the body of the Ministry that has its block alone."""
    if agency.kind == AgencyKind.DEPARTMENT_OF_JUSTICE:
        return f"UBND {agency.province.full_name_vi.upper()}" if agency.province else ""
    last = min(day, agency.valid_to - timedelta(days=1)) if agency.valid_to else day
    bodies = Agency.objects.filter(in_force(last), kind=AgencyKind.MINISTRY_BODY).order_by("sort_key")
    return next((body.name_vi.upper() for body in bodies if body.supervised_blocks == [agency.kind]), "")


def _signer(season: Season, agency: Agency | None, day: date) -> Signer:
    """The person who stood for the head agency in the season's papers, else its head on the day of the report; without
    a head agency the capacity alone, for whoever it will be."""
    english = lang() == "en"
    role = "HEAD OF THE CLUSTER" if english else "CỤM TRƯỞNG"
    if agency is None:
        return Signer((role,))
    own = (Q(is_cluster_head=True) | Q(agency=agency)) & Q(season=season)
    found = Representative.objects.filter(own).select_related("person").order_by("-is_cluster_head", "pk").first()
    title = _title(found.title if found else "", agency)
    name = found.person.full_name if found else _head_name(agency, day)
    return Signer((role, agency.name.upper() if english else _PLACE.sub("\n", title.upper())), name)


def _title(title: str, agency: Agency) -> str:
    """Of "Giám đốc Sở Tư pháp tỉnh X, Cụm trưởng" the part before the comma; a title that names no place is put
    together with the agency's name."""
    bare = re.split(r",| \(", title)[0].strip() or agency.head_title
    place = agency.province.name_vi if agency.province else agency.name_vi
    return bare if place in bare else joined_title(bare, agency.name_vi)


def joined_title(title: str, agency: str) -> str:
    """Title and agency, what both say said once: Giám đốc Sở, Sở Tư pháp tỉnh X: Giám đốc Sở Tư pháp tỉnh X."""
    words, names = title.replace("THADS", "Thi hành án dân sự").split(), agency.split()
    both = next((n for n in range(min(len(words), len(names)), 0, -1) if words[-n:] == names[:n]), 0)
    return " ".join([*words, *names[both:]])


def _head_name(agency: Agency, day: date) -> str:
    held = Appointment.objects.filter(in_force(day), agency=agency, role=AppointmentRole.HEAD).select_related("person")
    found = held.first()
    return found.person.full_name if found else ""


def _recipients(day: date) -> tuple[str, ...]:
    bodies = Agency.objects.filter(in_force(day), kind=AgencyKind.MINISTRY_BODY).order_by("sort_key")
    english = lang() == "en"
    named = [f"{body.name};" for body in bodies]
    if english:
        return (*named, "Member agencies of the cluster;", "For filing.")
    return (*named, "Các đơn vị thành viên của cụm;", "Lưu: VT.")


# -- making a paper of it ----------------------------------------------------------------------------------------------
Made = TypeVar("Made", bound=Input)


class PaperKind(ABC, Generic[Made]):
    """A kind of paper about a whole season.

    ``kind`` begins the kinds of its files, ``title`` is its name; ``sentences`` say of each file what it is for. The
    other attributes are those of ``Exporter``.
    """

    kind = title = file_stem = ""
    sentences: ClassVar[dict[str, str]] = {
        "docx": gettext_lazy("The paper in the layout of Decree 30/2020, to be edited further in Word."),
        "pdf": gettext_lazy("The same paper as pages to read, send and print."),
    }
    input_type: type[Made]
    builder_version = 1
    order = 30
    months = 0
    has_own_page = False  # a page beside the one that every paper has

    def is_ready(self, subject: Subject) -> bool:
        """As of ``Exporter``."""
        return True

    @abstractmethod
    def compose(self, made_of: Made) -> Document:
        """The paper in the active language. NoFigures where there is nothing to write."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What a paper is printed as."""

    name: str
    extension: str
    content_type: str
    print_document: Callable[[Document, Path], None]


def _print_pdf(document: Document, path: Path) -> None:
    pdf.write(document, path, fonts.serif(settings.DATA_DIR / "fonts", settings.PAPER_FONTS_DIR))


FORMS = (
    PaperForm("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.write),
    PaperForm("PDF", "pdf", "application/pdf", _print_pdf),
)


class PaperFile(Exporter[Any]):
    """A kind of paper in one form."""

    is_whole = True

    def __init__(self, paper: PaperKind[Any], form: PaperForm, place: int):
        self.paper, self.form = paper, form
        self.kind, self.order = f"{paper.kind}-{form.extension}", paper.order + place
        self.input_type, self.builder_version, self.file_stem = paper.input_type, paper.builder_version, paper.file_stem
        self.months = paper.months
        self.extension, self.content_type = form.extension, form.content_type
        self.title = format_lazy("{} ({})", paper.title, form.name)
        self.sentence = paper.sentences[form.extension]

    def is_ready(self, subject: Subject) -> bool:
        return self.paper.is_ready(subject)

    def write(self, made_of: Input, path: Path, progress: Progress = silent) -> None:
        with translation.override(made_of.language):
            progress(0, 2, _("Writing the text"))
            document = self.paper.compose(made_of)
            progress(1, 2, _("Printing the pages"))
            self.form.print_document(document, path)


def register_paper(paper_class: type[PaperKind[Any]]) -> type[PaperKind[Any]]:
    """Class decorator: make the paper available in every form."""
    paper = paper_class()
    for place, form in enumerate(FORMS):
        add(PaperFile(paper, form, place))
    return paper_class


def paper_file(kind: str) -> PaperFile:
    """One of the files of a kind of paper, which all print the same document. UnknownKind."""
    found = exporter_of(f"{kind}-{FORMS[0].extension}")
    if not isinstance(found, PaperFile):
        raise UnknownKind(kind)
    return found


__all__ = ["FRAME", "LEADERS", "PaperFile", "PaperKind", "frame_of", "joined_title", "paper_file", "register_paper"]
