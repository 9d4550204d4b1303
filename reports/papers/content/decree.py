"""The layout of an official paper (Decree 30/2020), one home for all: letterhead, number and day, title, signature.

A paper says its kind, what it is about and its text; ``Framed`` puts them into a document. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from emulation_portal.lib.dates import format_date_long

from .model import Annex, Block, Document, Letterhead, Properties, Recipients, Signature

ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)
UNNUMBERED = "\u00a0" * 6
# Vietnamese and English.
WORDS = {
    "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "THE SOCIALIST REPUBLIC OF VIET NAM"),
    "motto": ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
    "number": ("Số: {number}", "No. {number}"),
    "undated": (
        "ngày\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0tháng\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0năm {year}",
        "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0{year}",
    ),
    "draft": ("DỰ THẢO - SỐ LIỆU CHƯA CHỐT", "DRAFT - FIGURES NOT FINAL"),
    "illustrative": (
        "TÀI LIỆU MINH HỌA: phần số liệu chia theo đơn vị được dựng, không phải số liệu thống kê chính thức.",
        "ILLUSTRATIVE: the split by agency is generated and is no official statistic.",
    ),
    # What is written in by hand where nobody is named who issues the paper.
    "superior": ("(CƠ QUAN CHỦ QUẢN)", "(SUPERIOR AGENCY)"),
    "issuer": ("(ĐƠN VỊ CỤM TRƯỞNG)", "(HEAD AGENCY)"),
    "place": ("(Địa danh)", "(Place)"),
    "recipients": ("Nơi nhận:", "Recipients:"),
    "foot": ("Dữ liệu {version}", "Data {version}"),
    "foot_draft": ("số liệu chưa chốt", "figures not final"),
    "foot_illustrative": ("minh họa", "illustrative"),
    "author": ("Cổng thi đua ngành Tư pháp", "Justice emulation cluster portal"),
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The head agency: a cluster has no letterhead and no numbers of its own. ``symbol``: of the agency alone."""

    name: str = ""
    letterhead: str = ""
    superior: str = ""
    place: str = ""
    symbol: str = ""
    number: int | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    capacity: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Of which cluster, year and data version a paper is."""

    cluster: str = ""
    cluster_code: str = ""
    year: int = 0
    version_code: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round the text of a paper, as it was read."""

    origin: Origin = field(default_factory=Origin)
    issuer: Issuer = field(default_factory=Issuer)
    signer: Signer = field(default_factory=Signer)
    recipients: tuple[str, ...] = ()
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Framed:
    """One paper on its frame. ``abbreviation`` of its kind, as BC for a report, begins the symbol of its number.

    ``undated_year``: in which year a paper without a day is issued, where it is not the one after its own."""

    frame: Frame
    language: str
    kind: str
    abbreviation: str
    is_draft: bool = False
    undated_year: int | None = None

    def word(self, key: str, **values: str) -> str:
        return WORDS[key][self.language == "en"].format(**values)

    @property
    def number(self) -> str:
        """Number and symbol, as 05/BC-STP."""
        issuer = self.frame.issuer
        number = UNNUMBERED if issuer.number is None else f"{issuer.number:02d}"
        return f"{number}/{'-'.join(filter(None, [self.abbreviation, issuer.symbol]))}"

    @property
    def day(self) -> str:
        """The day in words; with room for it where none is set."""
        if self.frame.issuer.dated is None:
            return self.word("undated", year=str(self.undated_year or self.frame.origin.year + 1))
        return format_date_long(self.frame.issuer.dated, self.language)

    def document(
        self,
        about: str,
        blocks: tuple[Block, ...],
        *,
        annexes: tuple[Annex, ...] = (),
        problems: tuple[str, ...] = (),
        end: date | None = None,
    ) -> Document:
        """The whole paper. ``end``: the last day that an undated one tells of, else the end of its year."""
        signer = self.frame.signer
        return Document(
            language=self.language,
            letterhead=self._letterhead(),
            kind=self.kind,
            about=about,
            notices=tuple(self._notices()),
            blocks=blocks,
            signature=Signature(signer.capacity, signer.name),
            recipients=Recipients(self.word("recipients"), self.frame.recipients),
            annexes=annexes,
            foot=self._foot(),
            properties=self._properties(end),
            problems=problems,
        )

    def _letterhead(self) -> Letterhead:
        issuer = self.frame.issuer
        named = issuer.letterhead or issuer.name
        place = issuer.place if named else self.word("place")
        return Letterhead(
            superior=issuer.superior if named else self.word("superior"),
            issuer=named or self.word("issuer"),
            number=self.word("number", number=self.number),
            place_and_date=", ".join(filter(None, [place, self.day])),
            nation=self.word("nation"),
            motto=self.word("motto"),
        )

    def _notices(self) -> Iterator[str]:
        if self.is_draft:
            yield self.word("draft")
        if self.frame.is_illustrative:
            yield self.word("illustrative")

    def _foot(self) -> str:
        words = [self.word("foot", version=self.frame.origin.version_code)]
        words += [self.word("foot_draft")] * self.is_draft
        words += [self.word("foot_illustrative")] * self.frame.is_illustrative
        return " · ".join(words)

    def _properties(self, end: date | None) -> Properties:
        origin = self.frame.origin
        day = self.frame.issuer.dated or end or date(origin.year, 12, 31)
        return Properties(
            title=f"{self.kind} · {origin.cluster} · {origin.year}",
            subject=origin.version_code,
            author=self.word("author"),
            keywords=f"{origin.version_code}; {origin.cluster_code}; {origin.year}",
            created=(day.year, day.month, day.day),
        )


__all__ = ["Frame", "Framed", "Issuer", "Origin", "Signer"]
