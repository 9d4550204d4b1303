"""What stands in the files, said once: the writers, the schema and the page read it from here."""

from dataclasses import dataclass

from results.workflow import COUNTING_STATES

FORMAT = "emulation-portal/open-data"
FORMAT_VERSION = 1
SCOPES = ("agency", "cluster")
VALUE_KINDS = ("typed", "sum", "rate")
MISSING = "missing"
COMPARATORS = ("gt", "gte", "lt", "lte", "eq")


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue: pages show it translated, files keep it in English."""
    return text


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column of the rows. ``kind``: code, text, integer, decimal or boolean; ``among``: the only values there are.

    ``is_optional``: empty in the table of text, null in the document.
    """

    name: str
    kind: str
    meaning: str
    is_optional: bool = False
    among: tuple[str, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether the cell is text, which a spreadsheet program might take for a formula."""
        return self.kind in ("code", "text")


_ = gettext_noop
COLUMNS = (
    OpenColumn("cluster_code", "code", _("Code of the cluster.")),
    OpenColumn("year", "integer", _("Emulation year.")),
    OpenColumn("block", "code", _("Block of agencies: civil_enforcement or department_of_justice.")),
    OpenColumn(
        "period_code", "code", _("Reporting period within the year; figures are cumulative from its beginning.")
    ),
    OpenColumn("scope", "code", _("agency: one member; cluster: the total of the block's members."), among=SCOPES),
    OpenColumn("agency_code", "code", _("Code of the agency; empty on totals."), True),
    OpenColumn("agency_name", "text", _("Name of the agency in the language of the file; empty on totals."), True),
    OpenColumn("province_code", "code", _("Official code of the province; two digits, so read it as text."), True),
    OpenColumn("indicator_code", "code", _("Code of the indicator.")),
    OpenColumn(
        "value_kind",
        "code",
        _("typed: entered; sum: worked out by a formula; rate: numerator over denominator."),
        among=VALUE_KINDS,
    ),
    OpenColumn(
        "value",
        "integer",
        _("Exact whole number: money in dong, yes 1, no 0, totals count the yes; empty for rates."),
        True,
    ),
    OpenColumn("numerator", "integer", _("Numerator of a rate, exact."), True),
    OpenColumn("denominator", "integer", _("Denominator of a rate, exact."), True),
    OpenColumn("percent", "decimal", _("The rate in percent, rounded half up to two decimals; with a point."), True),
    OpenColumn("unit", "text", _("Unit of the value in the language of the file.")),
    OpenColumn(
        "nothing_arose", "boolean", _("true: nothing arose in the period, which is neither empty nor a counted 0.")
    ),
    OpenColumn(
        "counting_state",
        "code",
        _("State of the report that counts; missing: no report counts; empty on totals."),
        True,
        (*COUNTING_STATES, MISSING),
    ),
    OpenColumn("provisional", "boolean", _("true until approved; on totals until every member is approved.")),
    OpenColumn("members", "integer", _("On totals: how many members the block has in the period."), True),
    OpenColumn("members_with_value", "integer", _("On totals: how many members have this figure."), True),
    OpenColumn(
        "target", "decimal", _("Target in the indicator's unit; on totals derived from the members' ones."), True
    ),
    OpenColumn(
        "target_comparator",
        "code",
        _("How it is met: gt above, gte at least, lt below, lte at most, eq equal."),
        True,
        COMPARATORS,
    ),
    OpenColumn("data_version", "code", _("Version of the data; rises with every change of figures, targets or names.")),
    OpenColumn("is_illustrative", "boolean", _("true: figures of single agencies are made up for demonstration.")),
)
NAMES = tuple(column.name for column in COLUMNS)
