"""Taking a workbook of awards received into the ledger: read, looked at line by line, entered as a whole.

The workbook is opened with openpyxl in its values alone: formulas are never worked out, and a cell that begins like one
stays text. What was read is kept, so a fault is mended in the portal's data or in the file without losing the rest.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts import audit
from accounts.models import User
from clusters.models import Agency, Person
from clusters.versions import raise_data_version
from emulation_portal.lib import dates
from emulation_portal.lib.text import bare_text, clean_text, search_key, turning_characters

from .enums import ImportState
from .models import ISSUER_LENGTH, NUMBER_LENGTH, Award, AwardRecord, LedgerImport
from .reading import decision_days

MAX_BYTES, MAX_UNPACKED, MAX_LINES, MAX_CELL = 2_000_000, 40_000_000, 2000, 400
LAST_ROW = 20_000  # lines far down a sheet are looked for no further
COLUMNS = ("award", "agency", "person", "year", "number", "date", "issuer")
LOOKED_UP = frozenset({"award", "agency", "person", "year", "number", "date"})  # marks do not count
WIDTHS = (16, 22, 28, 10, 22, 14, 32)


class Unreadable(Exception):
    """The file is no workbook of this kind; the words say what to do."""


class Faulty(Exception):
    """Some lines have faults; nothing is entered."""


class AppliedAlready(Exception):
    """The workbook has been entered before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the workbook. ``known``: the ledger has this award already, so it is left as it is."""

    number: int
    cells: dict[str, str]
    faults: tuple[str, ...] = ()
    known: bool = False
    record: AwardRecord | None = None


def heads() -> tuple[str, ...]:
    return (
        _("Award (code)"), _("Agency (code)"), _("Person (full name)"), _("Year of achievement"),
        _("Number of the decision"), _("Day of the decision"), _("Issuer"),
    )  # fmt: skip


def template() -> bytes:
    """An empty workbook with its heads, and the codes that may be used."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Ledger")
    _write(sheet, [heads()], WIDTHS)
    for column in "ABCDEFG":
        for row in range(2, 202):
            sheet[f"{column}{row}"].number_format = "@"
    codes = book.create_sheet(_("Codes"))
    awards = [(award.code, award.name) for award in Award.objects.all()]
    agencies = [(agency.code, agency.name) for agency in Agency.objects.all()]
    _write(codes, [(_("Code"), _("Name")), *awards, *agencies], (22, 60))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet, rows: Iterable[tuple], widths: tuple[int, ...]) -> None:
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


# -- reading -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def read_upload(*, file, actor: User) -> LedgerImport:
    """Keep what a file says; the same file again gives the import that is there. Unreadable."""
    if file.size > MAX_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Split it into several."))
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    if found := LedgerImport.objects.filter(sha256=digest).first():
        return found
    rows = _rows(content)
    made = LedgerImport.objects.create(
        file_name=clean_text(file.name)[:200], sha256=digest, rows=rows, uploaded_by=actor, uploaded_at=dates.now()
    )
    audit.record(actor=actor, action="ledger.upload", target=made, after={"lines": len(rows)})
    return made


def _rows(content: bytes) -> list[dict]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise Unreadable(
                    _("The file unpacks to far more than it should hold. Copy its lines into the template.")
                )
        rows = _lines(load_workbook(io.BytesIO(content), read_only=True, data_only=True))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no common error: a damaged file fails in many ways
        raise Unreadable(_("This is not a workbook that can be opened. Save it as .xlsx and try again.")) from error
    if not rows:
        raise Unreadable(_("The first sheet has no line below its heads. Fill in the template."))
    return rows


def _lines(book: Workbook) -> list[dict]:
    """The lines of the first sheet; its cells are read from the file here, so that damage shows only now."""
    rows = []
    sheet = book.worksheets[0].iter_rows(min_row=2, max_col=len(COLUMNS), values_only=True)
    for number, cells in enumerate(sheet, start=2):
        if turning := turning_characters(" ".join(value for value in cells if isinstance(value, str))):
            text = _(
                "Line %(line)s holds invisible characters that turn the direction of writing (%(codes)s). Delete them."
            )
            raise Unreadable(text % {"line": number, "codes": ", ".join(turning)})
        texts = [_text(value) for value in (*cells, *([None] * len(COLUMNS)))[: len(COLUMNS)]]
        if any(texts):
            named = zip(COLUMNS, texts, strict=True)
            rows.append({"line": number, **{n: bare_text(t) if n in LOOKED_UP else t for n, t in named}})
        if len(rows) > MAX_LINES:
            raise Unreadable(_("The workbook has more than 2,000 lines. Split it into several."))
        if number > LAST_ROW:
            raise Unreadable(_("The first sheet goes on below row 20,000. Move its lines up, without empty rows."))
    return rows


def _text(value: object) -> str:
    """A cell as it would be typed; days as day/month/year, whole numbers without a point."""
    if isinstance(value, datetime | date):
        return dates.format_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text("" if value is None else str(value))[:MAX_CELL]


# -- looking -----------------------------------------------------------------------------------------------------------
def check(found: LedgerImport) -> list[Line]:
    """Every line against the catalogue, the agencies and the ledger of today. A fixed number of queries."""
    books = _Books(found)
    return [books.line(row) for row in found.rows]


class _Books:
    def __init__(self, found: LedgerImport):
        self.found = found
        self.awards = {award.code.lower(): award for award in Award.objects.all()}
        self.agencies = {agency.code.lower(): agency for agency in Agency.objects.all()}
        keys = {search_key(row["person"]) for row in found.rows if row["person"]}
        self.people: dict[str, list[Person]] = {}
        for person in Person.objects.filter(search_key__in=keys).prefetch_related("appointments"):
            self.people.setdefault(bare_text(person.full_name).lower(), []).append(person)
        rows = AwardRecord.objects.filter(award__in=self.awards.values())
        rows = rows.filter(decision_number__in={row["number"] for row in found.rows})
        self.known = set(rows.values_list("award", "agency", "person", "achievement_year", "decision_number"))
        self.seen: dict[tuple, int] = {}
        self.days = decision_days()

    def line(self, row: dict) -> Line:
        cells = {name: row[name] for name in COLUMNS}
        faults: list[str] = []
        award = self.awards.get(cells["award"].lower())
        agency = self.agencies.get(cells["agency"].lower())
        if award is None:
            faults.append(_("The award code is not in the catalogue."))
        if agency is None:
            faults.append(_("The agency code is not known."))
        person = self._person(cells["person"], agency, faults) if cells["person"] and agency else None
        year, day = _year(cells["year"], faults), _day(cells["date"], faults)
        faults += [_("The number of the decision is missing.")] * (not cells["number"])
        faults += [_("The issuer is missing.")] * (not cells["issuer"])
        faults += [_("The number of the decision is longer than 80 characters.")] * (
            len(cells["number"]) > NUMBER_LENGTH
        )
        faults += [_("The issuer is longer than 160 characters.")] * (len(cells["issuer"]) > ISSUER_LENGTH)
        if award and not award.may_go_to(person=bool(cells["person"])):
            faults.append(_("This award does not go to this kind of recipient."))
        if award and day and not dates.covers(award.valid_from, award.valid_to, day):
            faults.append(_("The award is not in force on the day of the decision."))
        if day and (other := self._other_day(cells, day)):
            words = _("The issuer has used this number in the same year already, on %(day)s.")
            faults.append(words % {"day": dates.format_date(other)})
        if faults:
            return Line(row["line"], cells, tuple(faults))
        record = AwardRecord(
            award=award,
            agency=None if person else agency,
            person=person,
            at_agency=agency if person else None,
            achievement_year=year,
            decision_number=cells["number"],
            decision_date=day,
            issuer=cells["issuer"],
            imported_by=self.found,
        )
        return self._settled(row["line"], cells, record)

    def _other_day(self, cells: dict, day: date) -> date | None:
        """The day of another decision with the same number: of the ledger, or of a line further up."""
        held = self.days.setdefault((search_key(cells["number"]), search_key(cells["issuer"]), day.year), day)
        return held if held != day else None

    def _settled(self, number: int, cells: dict, record: AwardRecord) -> Line:
        key = (
            record.award_id, record.agency_id, record.person_id, record.achievement_year, record.decision_number,
        )  # fmt: skip
        if key in self.seen:
            return Line(number, cells, (_("The same as line %(line)s.") % {"line": self.seen[key]},))
        self.seen[key] = number
        return Line(number, cells, known=key in self.known, record=record)

    def _person(self, name: str, agency: Agency, faults: list[str]) -> Person | None:
        """The person of this name who worked at the agency."""
        named = self.people.get(name.lower(), [])
        found = [p for p in named if any(a.agency_id == agency.pk for a in p.appointments.all())]
        if len(found) == 1:
            return found[0]
        faults.append(
            _("Several persons of this name worked at the agency.")
            if found
            else _("No person of this name worked at the agency. Have the administrator enter the person first.")
        )
        return None


def _year(text: str, faults: list[str]) -> int | None:
    if text.isdecimal() and len(text) == 4 and 1945 <= int(text) <= dates.today().year:
        return int(text)
    faults.append(_("The year of achievement is not a year up to now."))
    return None


def _day(text: str, faults: list[str]) -> date | None:
    try:
        day = datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        faults.append(_("The day of the decision is not written as day/month/year, such as 05/02/2025."))
        return None
    if day > dates.today():
        faults.append(_("The day of the decision lies in the future."))
    return day


# -- entering ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def apply(found: LedgerImport, *, actor: User) -> int:
    """Enter every line that the ledger does not hold yet; all of them or none. Faulty, AppliedAlready."""
    claimed = LedgerImport.objects.filter(pk=found.pk, state=ImportState.PREVIEW).update(
        state=ImportState.APPLIED, applied_at=dates.now()
    )
    if not claimed:
        raise AppliedAlready
    lines = check(found)
    if any(line.faults for line in lines):
        raise Faulty
    records = [line.record for line in lines if not line.known]
    AwardRecord.objects.bulk_create(records)
    audit.record(actor=actor, action="ledger.import", target=found, after={"records": len(records)})
    _raise_versions(records)
    return len(records)


def _raise_versions(records: list[AwardRecord]) -> None:
    by_year: dict[int, set[int]] = {}
    for record in records:
        by_year.setdefault(record.achievement_year, set()).add(record.agency_id or record.at_agency_id)
    for year, ids in by_year.items():
        raise_data_version(agency_ids=ids, year=year)


__all__ = ["AppliedAlready", "Faulty", "Line", "Unreadable", "apply", "check", "read_upload", "template"]
