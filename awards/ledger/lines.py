"""Judging the lines of an upload against the catalogue, the agencies, the people and the ledger of today."""

from dataclasses import dataclass
from datetime import date
from itertools import product

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from awards.models import ISSUER_LENGTH, NUMBER_LENGTH, Award, AwardRecord, LedgerImport
from awards.reading import decision_days
from clusters.models import Agency, Appointment, Person
from clusters.people import labels
from emulation_portal.lib import dates
from emulation_portal.lib.days import UnreadableDay, read_day
from emulation_portal.lib.text import name_key, search_key
from emulation_portal.ui.fields import day_message, refuse_legacy, refuse_strays
from emulation_portal.ui.sheets import words

from .book import APART, COLUMNS, apart_head


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the workbook. ``known``: the ledger has this award already, so it is left as it is.

    ``award`` and ``agency`` are the names behind the codes, empty where a code is not known; ``hidden``: nobody sees
    this line in the workbook; ``sheet``: the hidden sheet it stands on.
    """

    number: int
    cells: dict[str, str]
    faults: tuple[str, ...] = ()
    known: bool = False
    record: AwardRecord | None = None
    award: str = ""
    agency: str = ""
    hidden: bool = False
    sheet: str = ""


def check(found: LedgerImport, *, with_hidden: bool = True) -> list[LedgerLine]:
    """Every line, in the order of the file; lines in sight are judged before hidden ones. A fixed number of queries."""
    judge = _Judge(found)
    rows = [row for row in found.rows if with_hidden or not row.get("hidden")]
    lines = {id(row): judge.line(row) for row in sorted(rows, key=lambda row: bool(row.get("hidden")))}
    return [lines[id(row)] for row in rows]


class _Judge:
    def __init__(self, found: LedgerImport):
        self.found = found
        self.awards = {award.code.lower(): award for award in Award.objects.all()}
        self.agencies = {agency.code.lower(): agency for agency in Agency.objects.all()}
        self.people = _People(found)
        rows = AwardRecord.objects.standing().filter(award__in=self.awards.values())
        rows = rows.filter(decision_number__in={row["number"] for row in found.rows})
        self.known = set(rows.values_list("award", "agency", "person", "achievement_year", "decision_number"))
        self.seen: dict[tuple, int] = {}
        self.days = decision_days()

    def line(self, row: dict) -> LedgerLine:
        cells = {name: row.get(name, "") for name in (*COLUMNS, APART)}
        award, agency = self.awards.get(cells["award"].lower()), self.agencies.get(cells["agency"].lower())
        shown = {
            "award": award.name if award else "",
            "agency": agency.name if agency else "",
            "hidden": bool(row.get("hidden")),
            "sheet": row.get("sheet", ""),
        }
        faults = _Faults(row)
        faults.add("award", award is None, _("The award code is not in the catalogue."))
        faults.add("agency", agency is None, _("The agency code is not known."))
        person = self.people.find(cells, agency, faults) if cells["person"] and agency else None
        year, day = _year(cells["year"], faults), _day(cells["date"], faults)
        _check_texts(cells, faults)
        if award and not award.may_go_to(person=bool(cells["person"])):
            faults.say(_("This award does not go to this kind of recipient."))
        if day:
            self._check_day(cells, award, agency, day, year, faults)
        if faults.said:
            return LedgerLine(row["line"], cells, tuple(faults.said), **shown)
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
        return self._settled(row["line"], cells, record, shown)

    def _check_day(self, cells: dict, award, agency, day: date, year: int | None, faults: "_Faults") -> None:
        """What the decision's day has to agree with: the award, the agency, the achievement, the number's other use."""
        for said in day_faults(day, award=award, agency=agency, year=year):
            faults.say(said)
        if other := self._other_day(cells, day):
            faults.say(number_used(other))

    def _other_day(self, cells: dict, day: date) -> date | None:
        """The day of another decision with the same number: of the ledger, or of a line further up."""
        held = self.days.setdefault((search_key(cells["number"]), search_key(cells["issuer"]), day.year), day)
        return held if held != day else None

    def _settled(self, number: int, cells: dict, record: AwardRecord, shown: dict) -> LedgerLine:
        key = (
            record.award_id,
            record.agency_id,
            record.person_id,
            record.achievement_year,
            record.decision_number,
        )
        if key in self.seen:
            said = _("The same as line %(line)s.") % {"line": self.seen[key]}
            return LedgerLine(number, cells, (said,), **shown)
        self.seen[key] = number
        return LedgerLine(number, cells, known=key in self.known, record=record, **shown)


class _Faults:
    """What is wrong with a line; of a cell that Excel spoilt only that is said."""

    def __init__(self, row: dict):
        spoilt = row.get("spoilt", ())
        self.spoilt = {name for name, *_rest in spoilt}
        self.said = [words.cell_fault(kind, cell, text) for _name, kind, cell, text in spoilt]

    def add(self, column: str, is_wrong: bool, said: str) -> None:
        if is_wrong and column not in self.spoilt:
            self.said.append(said)

    def say(self, said: str) -> None:
        self.said.append(said)


class _People:
    """The persons whom the lines may mean, and where each has worked. Two queries."""

    def __init__(self, found: LedgerImport):
        keys = {search_key(row["person"]) for row in found.rows if row["person"]}
        posts = Prefetch("appointments", Appointment.objects.select_related("agency"))
        self.by_key: dict[str, list[Person]] = {}
        for person in Person.objects.filter(search_key__in=keys).prefetch_related(posts):
            self.by_key.setdefault(person.search_key, []).append(person)

    def find(self, cells: dict, agency: Agency, faults: _Faults) -> Person | None:
        """The person of this name who worked at the agency; else what is in the way, and who may be meant."""
        near = [p for p in self.by_key.get(search_key(cells["person"]), ()) if _worked_at(p, agency)]
        named = [person for person in near if name_key(person.full_name) == name_key(cells["person"])]
        meant = [person for person in named if _agrees(person, agency, cells[APART], alone=len(named) == 1)]
        if len(meant) == 1:
            return meant[0]
        if "person" not in faults.spoilt:
            faults.say(_namesakes(named) if named else _nobody(near))
        return None


def _worked_at(person: Person, agency: Agency) -> bool:
    return any(post.agency_id == agency.pk for post in person.appointments.all())


def _agrees(person: Person, agency: Agency, apart: str, *, alone: bool) -> bool:
    """Whether what the line says beside the name fits; who bears it alone need not have held that position."""
    if not apart:
        return True
    if apart.isdecimal():
        return person.birth_year == int(apart) or (alone and person.birth_year is None)
    titles = {search_key(post.title) for post in person.appointments.all() if post.agency_id == agency.pk}
    return alone or search_key(apart) in titles


def _namesakes(named: list[Person]) -> str:
    if len(named) == 1:
        return _("The person of this name is another one: %(person)s. Check the year of birth.") % {
            "person": _("%(name)s, born %(year)s") % {"name": named[0].full_name, "year": named[0].birth_year}
        }
    said = _(
        "Several persons of this name worked at the agency: %(persons)s. Say in the column “%(column)s” who is meant."
    )
    return said % {"persons": "; ".join(labels.labels(named).values()), "column": apart_head()}


def _nobody(near: list[Person]) -> str:
    if near:
        said = _("No person of this name worked at the agency. Did you mean %(persons)s? Then write the name so.")
        return said % {"persons": ", ".join(f"“{person.full_name}”" for person in near)}
    return _("No person of this name worked at the agency. Have the administrator enter the person first.")


def day_faults(day: date, *, award: Award | None, agency: Agency | None, year: int | None) -> list[str]:
    """What does not agree with the day of a decision: the award, the agency, the year of the achievement."""
    said = []
    if award and not dates.covers(award.valid_from, award.valid_to, day):
        said.append(_("The award is not in force on the day of the decision."))
    if agency and not dates.covers(agency.valid_from, agency.valid_to, day):
        said.append(_outside_life(agency))
    if year and year > day.year:
        said.append(_("The achievement of %(year)s lies after the decision. Check both.") % {"year": year})
    return said


def number_used(other: date) -> str:
    said = _("The issuer has used this number in the same year already, on %(day)s.")
    return said % {"day": dates.format_date(other)}


def _outside_life(agency: Agency) -> str:
    last = dates.last_day(agency.valid_to)
    said = (
        _("%(agency)s existed under this code from %(first)s to the end of %(last)s, not on the day of the decision.")
        if last
        else _("%(agency)s exists under this code from %(first)s, not yet on the day of the decision.")
    )
    last_day = dates.format_date(last) if last else ""
    return said % {"agency": agency.name, "first": dates.format_date(agency.valid_from), "last": last_day}


def _check_texts(cells: dict, faults: _Faults) -> None:
    faults.add("number", not cells["number"], _("The number of the decision is missing."))
    faults.add("issuer", not cells["issuer"], _("The issuer is missing."))
    too_long = len(cells["number"]) > NUMBER_LENGTH
    faults.add("number", too_long, _("The number of the decision is longer than 80 characters."))
    faults.add("issuer", len(cells["issuer"]) > ISSUER_LENGTH, _("The issuer is longer than 160 characters."))
    for column, check_text in product(("person", "number", "issuer"), (refuse_strays, refuse_legacy)):
        try:
            check_text(cells[column])
        except ValidationError as error:
            faults.add(column, True, error.messages[0])


def _year(text: str, faults: _Faults) -> int | None:
    if text.isdecimal() and len(text) == 4 and 1945 <= int(text) <= dates.today().year:
        return int(text)
    faults.add("year", True, _("The year of achievement is not a year up to now."))
    return None


def _day(text: str, faults: _Faults) -> date | None:
    try:
        day = read_day(text)
    except UnreadableDay as error:
        faults.add("date", True, _("Day of the decision: %(fault)s") % {"fault": day_message(error.reason)})
        return None
    if day.year < dates.FIRST_YEAR:
        faults.add("date", True, _("The day of the decision lies too far back."))
        return None
    if day > dates.today():
        faults.add("date", True, _("The day of the decision lies in the future."))
    return day


__all__ = ["LedgerLine", "check", "day_faults", "number_used"]
