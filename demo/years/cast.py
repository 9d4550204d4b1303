"""Who plays in the demonstration: made-up people, with and without an account. Plain values only.

The persons a newspaper named are not here: they come from the table of 2024 and never sign in.
"""

from dataclasses import dataclass
from datetime import date

from results.reviewers import NO_LEADERS, Leaders, Reviewer, reviewers_of

PASSWORD = "thidua-2024"  # noqa: S105 - everybody may know it
MARK = "(minh họa)"
SINCE = date(2022, 1, 1)
MERGER_DAY = date(2025, 7, 1)

OFFICER, HEAD = "officer", "head"
ENFORCEMENT, DEPARTMENT = "civil_enforcement", "department_of_justice"
ADMINISTRATOR, MINISTRY_OFFICER, MINISTRY_APPROVER = "quantri", "bo", "bo.duyet"
SECRETARY, CLUSTER_HEAD, DEPUTY_HEAD = "thuky", "cumtruong", "cumpho"

# Vĩnh Long leads the cluster in 2024 and, illustratively, ever since the mergers.
HEAD_AGENCY, HEAD_AGENCY_NOW = "STP-86-2008", "STP-86-2025"
DEPUTY_AGENCY, DEPUTY_AGENCY_NOW = "THADS-86-2009", "THADS-86-2025"


@dataclass(frozen=True, slots=True)
class Post:
    """Half-open, as everywhere."""

    agency: str
    role: str
    valid_from: date = SINCE
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Player:
    username: str
    full_name: str
    posts: tuple[Post, ...] = ()
    is_administrator: bool = False


def _through_the_merger(before: str, after: str, role: str) -> tuple[Post, ...]:
    return Post(before, role, SINCE, MERGER_DAY), Post(after, role, MERGER_DAY)


PLAYERS = (
    Player(ADMINISTRATOR, "Đỗ Hải Quân", is_administrator=True),
    Player(MINISTRY_OFFICER, "Lê Thu Hạnh", (Post("MOJ-PERSONNEL", OFFICER),)),
    Player(MINISTRY_APPROVER, "Vũ Đình Thắng", (Post("MOJ-PERSONNEL", HEAD),)),
    Player(SECRETARY, "Nguyễn Ngọc Diệp", _through_the_merger(HEAD_AGENCY, HEAD_AGENCY_NOW, OFFICER)),
    Player(CLUSTER_HEAD, "Huỳnh Minh Triết", _through_the_merger(HEAD_AGENCY, HEAD_AGENCY_NOW, HEAD)),
    Player(DEPUTY_HEAD, "Trương Quốc Khánh", _through_the_merger(DEPUTY_AGENCY, DEPUTY_AGENCY_NOW, HEAD)),
    Player("canbo", "Trần Minh Khoa", _through_the_merger("THADS-80-2009", "THADS-80-2025", OFFICER)),
    Player("truong", "Phan Hữu Thuận", _through_the_merger("THADS-80-2009", "THADS-80-2025", HEAD)),
    Player("canbo.stp", "Đặng Hoài An", _through_the_merger("STP-80-2008", "STP-80-2025", OFFICER)),
    Player("ngoaicum", "Bùi Thanh Mai", _through_the_merger("STP-30-2008", "STP-31-2025", OFFICER)),
)

# Heads without an account, by block and province of the agency (old and new agencies of one seat share their head).
HEADS = {
    (ENFORCEMENT, "82"): "Lương Hữu Phước",
    (ENFORCEMENT, "83"): "Mai Tấn Lợi",
    (ENFORCEMENT, "87"): "Đoàn Văn Nghĩa",
    (ENFORCEMENT, "89"): "Quách Thanh Bình",
    (ENFORCEMENT, "91"): "Tạ Quang Vinh",
    (DEPARTMENT, "80"): "Châu Mỹ Linh",
    (DEPARTMENT, "82"): "Lâm Chí Công",
    (DEPARTMENT, "83"): "Dương Kim Yến",
    (DEPARTMENT, "87"): "Hà Nhật Nam",
    (DEPARTMENT, "89"): "Thái Hồng Vân",
    (DEPARTMENT, "91"): "Cao Trọng Hiếu",
}


def account_of(agency: str, role: str) -> str | None:
    """The username of who holds a role at an agency in the demonstration."""
    for player in PLAYERS:
        if any(post.agency == agency and post.role == role for post in player.posts):
            return player.username
    return None


def head_name(agency: str, block: str, province: str) -> str:
    """The made-up head of an agency of the cluster."""
    username = account_of(agency, HEAD)
    return next(p.full_name for p in PLAYERS if p.username == username) if username else HEADS[block, province]


LEADERS = Leaders(
    heads=frozenset({HEAD_AGENCY, HEAD_AGENCY_NOW}),
    deputies={ENFORCEMENT: frozenset({DEPUTY_AGENCY, DEPUTY_AGENCY_NOW})},
)
_REVIEWERS = {
    Reviewer.HEAD_AGENCY: (SECRETARY, CLUSTER_HEAD),
    Reviewer.DEPUTY_AGENCY: (DEPUTY_HEAD, DEPUTY_HEAD),
    Reviewer.MINISTRY: (MINISTRY_OFFICER, MINISTRY_APPROVER),
}


def reviewers(agency: str, block: str, *, is_led: bool) -> tuple[str, str]:
    """The accounts that receive and approve an agency's reports."""
    return _REVIEWERS[reviewers_of(agency, block, LEADERS if is_led else NO_LEADERS).who]
