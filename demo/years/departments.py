"""Made-up figures of departments of justice that satisfy every relation of the form. Plain values only."""

from collections.abc import Mapping, Sequence, Set

from .draw import Draw, part

Values = dict[str, int]

# A part and the whole it is counted in, wholes first.
PARTS = (
    ("drafts_appraised_on_time", "drafts_requiring_appraisal"),
    ("legal_documents_issued", "drafts_requiring_appraisal"),
    ("unlawful_documents_found", "documents_checked"),
    ("unlawful_documents_handled", "unlawful_documents_found"),
    ("documents_reviewed", "documents_due_review"),
    ("documents_needing_action", "documents_reviewed"),
    ("documents_acted_on", "documents_needing_action"),
    ("dissemination_attendees", "dissemination_sessions"),
    ("mediation_successful", "mediation_received"),
    ("mediation_unsuccessful", "mediation_received"),
    ("communes_meeting_legal_access", "communes_total"),
    ("auctions_successful", "auctions_held"),
    ("auction_sale_price", "auction_starting_price"),
    ("legal_aid_completed", "legal_aid_accepted"),
    ("compensation_resolved", "compensation_accepted"),
    ("procedures_resolved", "procedures_received"),
    ("procedures_on_time", "procedures_resolved"),
    ("sanction_decisions_enforced", "sanction_decisions"),
)
YES_NO = ("emulation_plan_issued", "statistics_sent_on_time")
MONEY = ("notarial_fees", "auction_starting_price", "auction_sale_price")
DRAFTS = ("drafts_appraised_council", "drafts_appraised_committee")
# Counted on a day, not over the year.
STOCKS = ("legal_rapporteurs", "mediators", "communes_total", "communes_meeting_legal_access", "lawyers")
_STEADY = ("communes_total", "communes_meeting_legal_access")
_PART_CODES = frozenset(code for code, _ in PARTS)
_THOUSAND = 1000


def mean_profile(profiles: Sequence[Values]) -> Values:
    """One agency's worth of several agencies."""
    return {code: sum(values[code] for values in profiles) // len(profiles) for code in profiles[0]}


def grown(profile: Values, scale: float, seed: str, given: Mapping[str, int] | None = None) -> Values:
    """A year shaped like the profile but ``scale`` times as large, a little different everywhere.

    ``given`` values are taken as they are. Every draft that requires appraisal has been appraised.
    """
    draw, given = Draw(seed), given or {}
    values: Values = {}
    for code, amount in profile.items():
        if code in given:
            values[code] = given[code]
        elif code in YES_NO or (code in _STEADY and scale_is_growth(scale)):
            values[code] = amount
        elif code not in _PART_CODES:
            values[code] = _rounded(code, amount * scale * draw.between(0.95, 1.05))
    values["drafts_requiring_appraisal"] = sum(values[code] for code in DRAFTS)
    for code, whole in PARTS:
        if code not in given and code in profile and not (code in values and code in _STEADY):
            values[code] = _share(code, values[whole], profile[code], profile[whole], draw)
    return _fitted(values)


def scale_is_growth(scale: float) -> bool:
    """The same agency a year later keeps its communes; another agency has as many as its size suggests."""
    return 0.9 <= scale <= 1.1


def _rounded(code: str, amount: float) -> int:
    return round(amount / _THOUSAND) * _THOUSAND if code in MONEY else max(1, round(amount))


def _share(code: str, whole: int, part_before: int, whole_before: int, draw: Draw) -> int:
    if not whole_before:
        return 0
    amount = whole * part_before / whole_before * draw.between(0.992, 1.008)
    if part_before <= whole_before:
        amount = min(amount, whole)
    return int(amount) // _THOUSAND * _THOUSAND if code in MONEY else round(amount)


def _fitted(values: Values) -> Values:
    """Cut back what rounding or given values pushed over its whole."""
    for code, whole in PARTS:
        if code in ("dissemination_attendees", "auction_sale_price", "legal_documents_issued"):
            continue
        values[code] = min(values[code], values[whole])
    room = values["mediation_received"] - values["mediation_successful"]
    values["mediation_unsuccessful"] = min(values["mediation_unsuccessful"], room)
    values["dissemination_attendees"] = max(values["dissemination_attendees"], values["dissemination_sessions"])
    values["auction_sale_price"] = max(values["auction_sale_price"], values["auction_starting_price"])
    return values


def part_year(
    year_end: Values, areas: Mapping[str, str], low: float, high: float, seed: str, whole: Set[str] = frozenset()
) -> Values:
    """Figures at a part of the year; one share per area, so that relations within an area hold.

    ``areas`` gives the area of each indicator, ``whole`` the areas whose figures stay. Stocks stay near their
    year-end, yes or no stays.
    """
    shares = {area: Draw(seed, area).between(low, high) for area in sorted(set(areas.values()))}
    shares |= dict.fromkeys(whole, 1.0)
    values: Values = {}
    for code, amount in year_end.items():
        if code in YES_NO or code in _STEADY:
            values[code] = amount
        elif code in STOCKS:
            values[code] = part(amount, 0.995)
        else:
            values[code] = _part_of(code, amount, shares[areas[code]])
    appraised = sum(values[code] for code in DRAFTS)
    values["drafts_requiring_appraisal"] = appraised
    values["drafts_appraised_on_time"] = min(values["drafts_appraised_on_time"], appraised)
    if year_end["legal_documents_issued"] <= sum(year_end[code] for code in DRAFTS):
        values["legal_documents_issued"] = min(values["legal_documents_issued"], appraised)
    return values


def _part_of(code: str, amount: int, share: float) -> int:
    if code in MONEY:
        return part(amount // _THOUSAND, share) * _THOUSAND
    return part(amount, share)


def merged(profiles: Sequence[Values], now: int) -> Values:
    """The sum of predecessors; communes are as many as ``now``, their share at the standard is kept."""
    values = {code: sum(each[code] for each in profiles) for code in profiles[0]}
    for code in YES_NO:
        values[code] = min(each[code] for each in profiles)
    communes, meeting = values["communes_total"], values["communes_meeting_legal_access"]
    values["communes_total"] = now
    values["communes_meeting_legal_access"] = meeting * values["communes_total"] // communes
    return values


def unexplained(values: Values) -> dict[str, str]:
    """Notes for what a reader would ask about, by typed indicator."""
    if values["legal_documents_issued"] > sum(values[code] for code in DRAFTS):
        return {"legal_documents_issued": "Gồm văn bản từ dự thảo đã thẩm định cuối năm trước (minh họa)."}
    return {}
