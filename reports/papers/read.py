"""Reads from stored rows what the year-end report tells beside the figures; the frame is read as every paper's."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Prefetch, QuerySet
from django.utils import translation

from awards.reading import classifications_of, nominations_of, records_of
from awards.workflow import OPEN
from clusters.enums import InstrumentKind
from clusters.models import Handover, LegalInstrument, Province, Season
from clusters.querysets import in_force
from pledges.covenants.reading import in_force_items
from pledges.enums import PledgeState
from pledges.models import Pledge, PledgeItem
from pledges.movements.reading import movements_of
from reports.exporting.figures import FIGURES
from reports.exporting.sources import ReadBefore, Source, SubjectReading
from reports.exporting.subject import Rows, Subject
from reports.paper_models import PaperHead, Paragraph
from results.figures import BlockFigures, FigureSet
from results.figures.rates import competition_ranks
from results.figures.read import read_many
from results.models import Release
from results.published_places import PublishedPlace, published_places

from .content.background import ClassifiedMember, Matter, MovementFacts, PledgeFacts, Promise, Record, Written
from .content.placeholders import NationPlace
from .frame import LEADERS, frame_of

Value = TypeVar("Value")
KEPT_SECONDS = 3600
CITY = "thanh_pho"
Printed = Mapping[tuple[str, str], int]  # places that were published, by agency and indicator
NOTHING_PRINTED: Printed = MappingProxyType({})


def read_matter(season: Season, figures: FigureSet, language: str = "vi", **known: object) -> Matter:
    """Everything beside the figures, in a fixed number of queries. ``figures`` must be those the report prints.

    ``known`` holds what the caller has read already: ``nation``, ``words``, ``head`` as their sources give them.
    """
    sources: dict[str, Source[Any]] = {"nation": NATION, "words": WORDS, "head": HEAD}
    read: ReadBefore = {FIGURES: figures} | {sources[name]: value for name, value in known.items()}
    with translation.override(language):
        return SubjectReading(Subject(season, {}, language), [MATTER], read).of(MATTER)


@dataclass(frozen=True, slots=True)
class TypedIn:
    """What people have typed into the report of a season in one language: their words, and its number and day."""

    words: tuple[Paragraph, ...]
    head: PaperHead | None

    @classmethod
    def of(cls, season: Season, language: str) -> "TypedIn":
        rows = _paragraphs(Subject(season, {}, language)).select_related("written_by__person")
        return cls(tuple(rows), PaperHead.objects.filter(season=season).first())


def kept_matter(season: Season, figures: FigureSet, language: str, typed: TypedIn) -> Matter:
    """The same for pages: kept until a version of what it is made of has risen. Four queries where it is kept, and no
    older than ``typed``, which was read before."""
    nation = kept_places(season, figures)
    subject = Subject(season, {}, language)
    head = [] if typed.head is None else [(typed.head.number, typed.head.dated)]
    told = (
        (season.pk, season.data_version, language, settings.DEMO_MODE),
        [block.period and block.period.id for block in figures.blocks.values()],
        list(_next_season(subject).values_list("pk", "data_version")),
        [(row.pk, row.version) for row in typed.words],
        head,
        sorted(nation.items()),
    )
    read = partial(read_matter, season, figures, language, nation=nation, words=_as_written(typed.words), head=head)
    return _kept("paper-matter", told, read)


def _kept(name: str, told: object, read: Callable[[], Value]) -> Value:
    """What ``read`` gives, for as long as ``told`` says the same: every version that tells of a change in it."""
    key = f"{name}:{sha256(repr(told).encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = read()
        cache.set(key, kept, KEPT_SECONDS)
    return cast(Value, kept)


def _matter(reading: SubjectReading) -> Matter:
    season, figures = reading.subject.season, reading.of(FIGURES)
    deputy = reading.of(LEADERS).deputy
    handover = Handover.objects.filter(season=season).select_related("to_agency").first()
    number, dated = _number_and_day(reading.of(HEAD), handover)
    day = dated or date(season.year, 12, 31)
    provinces = _provinces(figures)
    return Matter(
        frame=frame_of(reading, number, dated),
        deputy=deputy.name if deputy else "",
        next_head=handover.to_agency.name if handover and handover.to_agency else "",
        handed_on=handover.date if handover else None,
        next_signed=tuple((block, signed) for block, signed in reading.of(NEXT_SIGNED) if signed <= day),
        has_cities=any(row.kind == CITY for row in provinces),
        provinces=tuple(row.name for row in provinces),
        bases=legal_bases(day),
        movements=_movements(season),
        records=_records(figures),
        nominated=_nominated(season, figures),
        classified=_classified(figures),
        pledges=_pledges(season),
        nation=reading.of(NATION),
        written=reading.of(WORDS),
    )


# -- number, day and legal bases ---------------------------------------------------------------------------------------
def _typed_head(subject: Subject) -> Rows:
    """The number and day that people have typed, if any."""
    return list(PaperHead.objects.filter(season=subject.season).values_list("number", "dated"))


HEAD = Source("head", lambda reading: _typed_head(reading.subject), versions=_typed_head)


def _number_and_day(typed: Rows, handover: Handover | None) -> tuple[int | None, date | None]:
    """As typed; until then no number, and the day of the conference at which the head agency hands over."""
    number, dated = typed[0] if typed else (None, None)
    return number, dated or (handover.date if handover else None)


def legal_bases(day: date) -> tuple[str, ...]:
    """The legal bases of papers in force on the day, none that has expired, by rank and age."""
    listed = LegalInstrument.objects.filter(basis_rank__isnull=False, effective_from__lte=day)
    standing = listed.exclude(effective_to__lte=day)
    return tuple(_basis(row) for row in standing.order_by("basis_rank", "effective_from", "number"))


def _basis(row: LegalInstrument) -> str:
    """A law by its title and number; every other instrument by kind, number and issuer, then what it is about."""
    if row.kind == InstrumentKind.LAW:
        return f"Căn cứ {row.title_vi} số {row.number}"
    with translation.override("vi"):  # the titles of instruments are Vietnamese in every paper
        kind = str(row.get_kind_display())
    about = row.title_vi.removeprefix(kind).strip()
    return f"Căn cứ {kind} số {row.number} của {row.issuer} {about}"


def _provinces(figures: FigureSet) -> list[Province]:
    codes = {a.province_code for b in figures.blocks.values() for a in b.agencies}
    ends = [b.period.end for b in figures.blocks.values() if b.period]
    rows = Province.objects.filter(in_force(max(ends)), code__in=codes) if ends else []
    return sorted(rows, key=lambda row: row.sort_key)


# -- what was done -----------------------------------------------------------------------------------------------------
def _movements(season: Season) -> tuple[MovementFacts, ...]:
    return tuple(
        MovementFacts(
            row.name,
            row.kind_label,
            row.scope_label,
            row.launched_on,
            row.ends,
            row.plan,
            row.result,
            row.responded,
            row.of,
        )
        for row in movements_of(season)
    )


def _nominated(season: Season, figures: FigureSet) -> int:
    """Nominations that wait for a decision."""
    rows = nominations_of(_member_ids(figures), season.pk)
    return sum(row.state in OPEN for row in rows)


def _member_ids(figures: FigureSet) -> list[int]:
    return [a.id for b in figures.blocks.values() for a in b.agencies]


def _paragraphs(subject: Subject) -> QuerySet[Paragraph]:
    return Paragraph.objects.filter(season=subject.season, language=subject.language).order_by("pk")


def _written(reading: SubjectReading) -> tuple[Written, ...]:
    return _as_written(_paragraphs(reading.subject))


def _as_written(rows: Iterable[Paragraph]) -> tuple[Written, ...]:
    return tuple(Written(row.section, row.text, row.slot, row.is_hidden, row.pk) for row in rows)


WORDS = Source("words", _written, versions=lambda subject: list(_paragraphs(subject).values_list("pk", "version")))


def _records(figures: FigureSet) -> tuple[Record, ...]:
    return tuple(
        Record(r.recipient, r.is_person, r.agency, r.award, r.form, r.decision, r.date, r.issuer)
        for r in records_of(_member_ids(figures), figures.year)
    )


def _classified(figures: FigureSet) -> tuple[ClassifiedMember, ...]:
    return tuple(
        ClassifiedMember(row.agency, row.level_label, row.is_illustrative)
        for row in classifications_of(_member_ids(figures), figures.year)
    )


def _pledges(season: Season) -> tuple[PledgeFacts, ...]:
    """Those that were opened for signing; their promises as addenda have changed them."""
    items = PledgeItem.objects.select_related("indicator", "addendum")
    rows = Pledge.objects.filter(season=season).exclude(state=PledgeState.DRAFT)
    return tuple(
        PledgeFacts(
            row.block,
            row.title,
            row.signed_on,
            tuple(
                Promise(
                    item.ordinal,
                    item.text,
                    item.indicator.code if item.indicator else "",
                    item.comparator,
                    None if item.value is None else Fraction(item.value),
                )
                for item in in_force_items(row.items.all())
            ),
        )
        for row in rows.prefetch_related(Prefetch("items", items))
    )


def _next_season(subject: Subject) -> QuerySet[Season]:
    return Season.objects.filter(cluster=subject.season.cluster_id, year=subject.season.year + 1)


def _next_signed(reading: SubjectReading) -> tuple[tuple[str, date], ...]:
    """Pledges of the same cluster for the next year that are signed: block and day."""
    rows = Pledge.objects.filter(season__in=_next_season(reading.subject), signed_on__isnull=False)
    return tuple(rows.order_by("-block").values_list("block", "signed_on"))


NEXT_SIGNED = Source(
    "next signed",
    _next_signed,
    versions=lambda subject: list(_next_season(subject).values_list("pk", "data_version")),
)


# -- the nation --------------------------------------------------------------------------------------------------------
def nation_places(season: Season, figures: FigureSet) -> dict[tuple[str, str], NationPlace]:
    """Places of the members among all agencies of their block whose figures of the same period are released.

    Nothing where no other cluster has released any: a place among the own members is no place in the nation. What was
    printed about a member's place stands beside.
    """
    seasons = _seasons_of(season.year).select_related("cluster")
    return _among_the_others(season, figures, seasons, printed_places(figures))


def kept_places(
    season: Season, figures: FigureSet, printed: Printed | None = None
) -> dict[tuple[str, str], NationPlace]:
    """The same for pages: kept until any season of the year, or what it has released, has changed. Three queries where
    it is kept, two where the caller knows what was ``printed`` of all members."""
    printed = printed_places(figures) if printed is None else printed
    seasons = list(_seasons_of(season.year).select_related("cluster"))
    releases = Release.objects.filter(season__in=seasons).order_by("pk").values_list("pk", flat=True)
    periods = [block.period.id for block in figures.blocks.values() if block.period]
    versions = [(each.pk, each.data_version) for each in seasons]
    told = (season.pk, versions, list(releases), periods, sorted(printed.items()))
    return _kept("nation-places", told, partial(_among_the_others, season, figures, seasons, printed))


def _among_the_others(
    season: Season, figures: FigureSet, seasons: Iterable[Season], printed: Printed
) -> dict[tuple[str, str], NationPlace]:
    others = [each for each in seasons if each.pk != season.pk]
    also = {code for _agency, code in printed}
    return places_among(figures, read_many(others, year_end=True, also=also) if others else [], printed)


def printed_places(figures: FigureSet) -> Printed:
    """By agency and indicator. One query."""
    members = [agency for block in figures.blocks.values() for agency in block.agencies]
    return printed_among(published_places(members, figures.year))


def printed_among(found: Iterable[PublishedPlace]) -> Printed:
    return {(each.agency.code, each.indicator): each.place for each in found}


def _seasons_of(year: int) -> QuerySet[Season]:
    return Season.objects.filter(year=year).order_by("pk")


def _nation_versions(subject: Subject) -> Rows:
    """All clusters of the year, and what they have released."""
    seasons = _seasons_of(subject.season.year)
    releases = Release.objects.filter(season__in=seasons).order_by("pk")
    return [*seasons.values_list("pk", "data_version"), *releases.values_list("pk")]


NATION = Source(
    "nation",
    lambda reading: nation_places(reading.subject.season, reading.of(FIGURES)),
    uses=(FIGURES,),
    versions=_nation_versions,
)
# The rest of it is told by the season's own data version.
MATTER = Source("matter", _matter, uses=(FIGURES, LEADERS, NATION, NEXT_SIGNED, WORDS, HEAD))


def places_among(
    figures: FigureSet, others: Iterable[FigureSet], printed: Printed = NOTHING_PRINTED
) -> dict[tuple[str, str], NationPlace]:
    """The same, from the figures of the other clusters. Indicators of printed places are placed too, by size."""
    read = list(others)
    found = {key: NationPlace(0, 0, printed=place) for key, place in printed.items()}
    for block in figures.blocks.values():
        if block.period is None or not block.totals_visible:
            continue
        beside = [s.blocks[block.block] for s in read if block.block in s.blocks]
        beside = [b for b in beside if b.released and b.period and b.period.code == block.period.code]
        if beside:
            for key, place in _places(block, beside, {code for _agency, code in printed}).items():
                found[key] = replace(place, printed=printed.get(key, 0))
    return found


def _places(
    block: BlockFigures, beside: Iterable[BlockFigures], by_size: Container[str]
) -> dict[tuple[str, str], NationPlace]:
    found = {}
    for indicator in block.indicators.values():
        code, higher = indicator.code, indicator.direction in ("higher", "neutral")
        if code not in by_size and (not indicator.is_headline or indicator.direction == "neutral"):
            continue
        values = {
            a.code: value
            for each in (block, *beside)
            for a in each.agencies
            if code in each.indicators and (value := each.value(a.code, code).measured) is not None
        }
        places = competition_ranks(values, higher_is_better=higher)
        for agency in block.codes:
            if agency in places:
                shared = sum(place == places[agency] for place in places.values()) - 1
                found[agency, code] = NationPlace(places[agency], len(values), shared)
    return found


__all__ = [
    "MATTER",
    "TypedIn",
    "kept_matter",
    "kept_places",
    "legal_bases",
    "nation_places",
    "places_among",
    "printed_among",
    "printed_places",
    "read_matter",
]
