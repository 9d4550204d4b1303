"""The clusters since the mergers: who competes with whom, made up but for what the reference data name.

Of the clusters after July 2025 two are known: the six cities with all their members, and the mountainous northern
border, of which a source names one province. The decision that formed the others was not found, so the 34 provinces are
divided by region here, every agency into one cluster, and each cluster, member and season says that it is made up.
Nothing is invented about who leads them; the family of the published cluster alone has a head for people to try.
Plain values only.
"""

from dataclasses import dataclass

FAMILY_NOW = "BSH-MH"


@dataclass(frozen=True, slots=True)
class Region:
    """Provinces that compete together since the mergers, by their codes of today, and the made-up cluster of them.

    ``official`` is the cluster of the reference data that takes its place while that exists.
    """

    code: str
    slug: str
    provinces: tuple[str, ...]
    name_vi: str
    name_en: str
    short_name_vi: str
    short_name_en: str
    official: str = ""


REGIONS = (
    Region(
        FAMILY_NOW,
        "bac-song-hau-minh-hoa",
        ("80", "82", "86", "91"),
        "Cụm thi đua khối cơ quan tư pháp Bắc sông Hậu sau sắp xếp (minh họa)",
        "North Hau River cluster after the mergers (illustrative)",
        "Bắc sông Hậu (minh họa)",
        "North Hau River (illustrative)",
    ),
    Region(
        "TPTW-MH",
        "thanh-pho-truc-thuoc-trung-uong-minh-hoa",
        ("01", "31", "46", "48", "79", "92"),
        "Cụm thi đua 6 thành phố trực thuộc Trung ương sau sắp xếp (minh họa)",
        "Centrally-run cities cluster after the mergers (illustrative)",
        "6 thành phố (minh họa)",
        "Six centrally-run cities (illustrative)",
        official="TPTW-2026",
    ),
    Region(
        "MNBG-MH",
        "mien-nui-bien-gioi-phia-bac-minh-hoa",
        ("04", "08", "11", "12", "14", "15", "20"),
        "Cụm thi đua các tỉnh miền núi biên giới phía Bắc sau sắp xếp (minh họa)",
        "Northern Border Mountains cluster after the mergers (illustrative)",
        "Biên giới phía Bắc (minh họa)",
        "Northern Border Mountains (illustrative)",
        official="MNBG-2026",
    ),
    Region(
        "TDDB-MH",
        "trung-du-dong-bang-bac-bo-minh-hoa",
        ("19", "22", "24", "25", "33", "37"),
        "Cụm thi đua các tỉnh trung du và đồng bằng Bắc Bộ sau sắp xếp (minh họa)",
        "Northern Midlands and Delta cluster after the mergers (illustrative)",
        "Bắc Bộ (minh họa)",
        "Northern Midlands and Delta (illustrative)",
    ),
    Region(
        "BTB-MH",
        "bac-trung-bo-minh-hoa",
        ("38", "40", "42", "44"),
        "Cụm thi đua các tỉnh Bắc Trung Bộ sau sắp xếp (minh họa)",
        "North Central cluster after the mergers (illustrative)",
        "Bắc Trung Bộ (minh họa)",
        "North Central (illustrative)",
    ),
    Region(
        "DHTN-MH",
        "duyen-hai-tay-nguyen-minh-hoa",
        ("51", "52", "56", "66"),
        "Cụm thi đua các tỉnh duyên hải Nam Trung Bộ và Tây Nguyên sau sắp xếp (minh họa)",
        "South Central Coast and Highlands cluster after the mergers (illustrative)",
        "Duyên hải, Tây Nguyên (minh họa)",
        "South Central Coast and Highlands (illustrative)",
    ),
    Region(
        "NB-MH",
        "nam-bo-minh-hoa",
        ("68", "75", "96"),
        "Cụm thi đua Lâm Đồng, Đồng Nai, Cà Mau sau sắp xếp (minh họa)",
        "Lam Dong, Dong Nai and Ca Mau cluster after the mergers (illustrative)",
        "Nam Bộ, Lâm Đồng (minh họa)",
        "South and Lam Dong (illustrative)",
    ),
)


__all__ = ["FAMILY_NOW", "REGIONS", "Region"]
