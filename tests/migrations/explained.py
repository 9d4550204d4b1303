"""Where pages print other figures than an older commit did, and why: a short list of rules, none of them a blanket.

All of it is what was put right when the portal learned to say only what is true: comparisons and sums over like members
in like periods, a part of the year judged by nothing but its part, checks that all run, yes and no that are counted.
"""

import re
from dataclasses import dataclass

from tests.migrations.old_pages import Visit

NOTHING = r"(?!)"
LIVE, PUBLISHED = "/s/bac-song-hau-minh-hoa/2026/", "/s/bac-song-hau/2024/"


@dataclass(frozen=True)
class Explanation:
    """``pages`` is a pattern of addresses, ``gone`` and ``come`` are patterns of a text that went or that came.

    ``whole``: where both are seen the page is about something else now, and nothing on it is compared. ``seen_at`` are
    accounts and addresses that need it: where one does not any more, the rule has to go.
    """

    reason: str
    pages: str
    gone: str = NOTHING
    come: str = NOTHING
    seen_at: tuple[tuple[str, str], ...] = ()
    whole: bool = False

    def is_about(self, visit: Visit) -> bool:
        return bool(re.fullmatch(self.pages, visit.address))

    def is_needed(self, visit: Visit) -> bool:
        """Whether it explains something of either kind that it names."""
        went = self.gone == NOTHING or any(re.fullmatch(self.gone, text) for text in visit.gone)
        came = self.come == NOTHING or any(re.fullmatch(self.come, text) for text in visit.come)
        return self.is_about(visit) and went and came


def left_over(visit: Visit) -> tuple[list[str], list[str]]:
    """What no rule explains: texts that went, texts that came."""
    rules = [each for each in EXPLAINED if each.is_about(visit)]
    if any(each.whole and each.is_needed(visit) for each in rules):
        return [], []
    gone = [text for text in visit.gone if not any(re.fullmatch(each.gone, text) for each in rules if not each.whole)]
    come = [text for text in visit.come if not any(re.fullmatch(each.come, text) for each in rules if not each.whole)]
    return gone, come


FIGURE = r"[+−]?[\d.]*\d(?:,\d+)?%?(?: điểm %)?"
ENTERED = r"/entry/(?:submission/\d+/(?:hand-over/)?|[A-Z]+-\d\d-\d{4}/[\w-]+/|review/[\w-]+/\d{4}/)"
SECTION_HEAD = (
    r"(?:\d+ tháng|Năm \d{4} \(.*\)|Kỳ trước, .*|Cùng kỳ \d{4}|So với cùng kỳ(?:, điểm %)?"
    r"|Chỉ tiêu giao(?: cả năm)?|So với (?:\d+/12 )?chỉ tiêu)"
)
SPAN = r"\d\d/\d\d(?:/\d{4})? – \d\d/\d\d(?:/\d{4})?|\d\d/\d\d/\d{4}"
NO_ROOM = (
    "Ký giao ước|Đăng ký danh hiệu|Sơ kết 6 tháng|Tự chấm điểm|Chấm chéo|Thẩm định điểm|Bỏ phiếu kín|Bàn giao[^·]*"
)

EXPLAINED: tuple[Explanation, ...] = (
    Explanation(
        "Members whose reports are overdue are named with how long, at home and over the board of the review.",
        rf"/|{ENTERED}",
        come=r"\d+|(?:\d+ tháng|Năm) .* ·|quá hạn \d+ ngày làm việc|(?:THADS|STP) .*, (?:\d+ tháng|Năm) .*",
        seen_at=(("thuky", "/"), ("thuky", "/entry/review/bac-song-hau-minh-hoa/2026/")),
    ),
    Explanation(
        "A chart of gaps has no axis where no cluster has a gap.",
        r"/ministry/(?:\?.*)?",
        gone=r"−1 · 0 · \+1",
        seen_at=(("bo", "/ministry/"),),
    ),
    Explanation(
        "A member's overview begins at the newest period with figures that the member may see.",
        LIVE,
        gone=r"12 tháng năm 2026 \(10/2025 – 9/2026\)",
        come=r"Khối Sở Tư pháp: 6 tháng năm 2026 .*",
        whole=True,
        seen_at=(("canbo", LIVE),),
    ),
    Explanation(
        "The foot of every page tells the release of the portal.",
        r"/.*",
        come=r"Phiên bản Cổng [\d.]+",
        seen_at=(("bo", "/views/"),),
    ),
    Explanation(
        "The answer to machines names the release too.",
        r"/healthz",
        come=r'\{"status": "ok", "version": "[\d.]+"\}',
        seen_at=(("bo", "/healthz"),),
    ),
    Explanation(
        "A notice is seen once the page of its report is opened, and fewer of those are asked for here.",
        r"/notices/",
        come=r"\d+ thông báo chưa xem",
        seen_at=(("bo", "/notices/"),),
    ),
    Explanation(
        "The foot that says when a page was made calls the portal by its name, and kept views and notices have it too.",
        r"/.*",
        come=r"Nguồn: Cổng thi đua; trang lập lúc .*",
        seen_at=(("bo", "/views/"),),
    ),
    Explanation(
        "All checks run: those beside other periods and printed figures are counted and shown, or named with the reason "
        "where a side is missing.",
        ENTERED,
        gone=r"\d+ (?:quan hệ )?đạt",
        come=r"\d+ (?:quan hệ )?đạt|\d+ phép kiểm tra chưa thực hiện|[A-Z]\d\d · .*|Ô của báo cáo còn trống: \d+ chỉ tiêu\."
        r"|Chưa có số liệu .*|VBQPPL đã ban hành \d+ văn bản; Dự thảo VBQPPL đã thẩm định \d+ dự thảo",
        seen_at=(("bo", "/entry/submission/217/"),),
    ),
    Explanation(
        "Yes and no are counted: they have no percentage against last year.",
        ENTERED,
        gone=rf"J25 .* · So với năm trước ¦ {FIGURE}",
        seen_at=(("bo", "/entry/STP-86-2025/STP-2026-6m/"),),
    ),
    Explanation(
        "Nothing arose reads alike everywhere: in words, not as 0.",
        ENTERED,
        gone=r".* · Cùng kỳ (?:2025|năm trước) ¦ 0",
        seen_at=(("bo", "/entry/STP-86-2025/STP-2026-6m/"),),
    ),
    Explanation(
        "The day a term ends on stands beside a due day that is no working day.",
        rf"{ENTERED}|(?:{LIVE}|{PUBLISHED})agency/.*",
        gone=r"hạn (\d\d/\d\d/\d{4})",
        come=r"hạn \d\d/\d\d/\d{4} \(ngày nghỉ; thời hạn kết thúc \d\d/\d\d/\d{4}\)",
        seen_at=(("bo", "/entry/review/bac-song-hau-minh-hoa/2026/"),),
    ),
    Explanation(
        "Days are read as people type them, and the example says so.",
        r"/.*",
        gone=r"Ngày/tháng/năm, ví dụ 05/02/2025\.",
        come=r"Ngày/tháng/năm, ví dụ 05/02/2025 hoặc 05022025\.",
        seen_at=(("bo", "/entry/setup/bac-song-hau-minh-hoa/2026/members/"),),
    ),
    Explanation(
        "An end that is entered already stands in its field.",
        r"/entry/setup/membership/\d+/end/",
        come=r"\d\d/\d\d/\d{4}",
        seen_at=(("bo", "/entry/setup/membership/10/end/"),),
    ),
    Explanation(
        "A year opened by mistake can be withdrawn: the link beside it names cluster and year.",
        r"/entry/setup/",
        come=r"Cụm thi đua .* · Các năm ¦ .*\d{4}",
        seen_at=(("bo", "/entry/setup/"),),
    ),
    Explanation(
        "The secretariat finds the way to enter figures for a member.",
        r"/entry/review/bac-song-hau-minh-hoa/2026/",
        come=r".* hạn \d\d/\d\d/\d{4} · đang mở ¦ .*",
        seen_at=(("thuky", "/entry/review/bac-song-hau-minh-hoa/2026/"),),
    ),
    Explanation(
        "The ledger's import shows names beside codes.",
        r"/awards/import/\d+/",
        come=r"321/QĐ-BTP · 05/02/2026|.* ¦ 2025",
        seen_at=(("bo", "/awards/import/1/"),),
    ),
    Explanation(
        "A member is offered only reports that it can have.",
        rf"(?:{LIVE}|{PUBLISHED})reports/",
        gone=r"Báo cáo trình bày theo Nghị định 30/2020/NĐ-CP, .*",
        seen_at=(("canbo", f"{LIVE}reports/"),),
    ),
    Explanation(
        "The Ministry's pages show the derived target that their workbook shows, and name the period of each sum.",
        r"/ministry/(?:\?year=\d{4})?",
        come=r"Tất cả các cụm · (?:Chỉ tiêu cả năm, bình quân gia quyền|So với chỉ tiêu đó, điểm %) ¦ .*"
        r"|(?:\d+ tháng|Năm) .*\(\d+/\d{4} – \d+/\d{4}\)",
        seen_at=(("bo", "/ministry/"), ("bo", "/ministry/?year=2024")),
    ),
    Explanation(
        "Sums are made over like periods: nine months of the agencies before the mergers are not added to the year.",
        r"/ministry/\?year=2025",
        gone=r"Tất cả các cụm · Tỷ lệ ¦ (?:78,66%|49,56%)",
        come=r"Tất cả các cụm · Tỷ lệ ¦ (?:84,57%|53,54%)",
        seen_at=(("bo", "/ministry/?year=2025"),),
    ),
    Explanation(
        "With the sums go what is counted for them and what they are set beside.",
        r"/ministry/\?year=2025",
        gone=r"Tất cả các cụm · (?:Đã báo cáo|Đã duyệt|So toàn quốc, điểm %|.* \((?:việc|tỷ đồng|dự thảo)\)) ¦ .*|−1[06] · 0 · \+[12]",
        come=r"Tất cả các cụm · (?:Đã báo cáo|Đã duyệt|So với chỉ tiêu toàn quốc cả năm, điểm %"
        r"|.* \((?:việc|tỷ đồng|dự thảo)\)) ¦ .*|Bắc sông Hậu .* · So với phần chỉ tiêu theo số tháng, điểm % ¦ .*|0 · \+[12]"
        r"|\"?Chỉ tiêu là của cả năm; trước khi hết năm .*",
        seen_at=(("bo", "/ministry/?year=2025"),),
    ),
    Explanation(
        "What is left out of a sum is named.",
        r"/ministry/(?:national/)?\?year=2025",
        come=r"Không cộng vào tổng vì thuộc kỳ khác: Bắc sông Hậu \([69] tháng năm 2025 \(.* – 6/2025\)\)\.",
        seen_at=(("bo", "/ministry/?year=2025"), ("bo", "/ministry/national/?year=2025")),
    ),
    Explanation(
        "Last year is set beside this one over like members: 84,57 of all four was 84,47 of the two that have reported.",
        rf"/ministry/national/.*|{LIVE}(?:indicator/[^?]*)?|/",
        gone=rf".* · (?:Năm 2025|Tăng, giảm, điểm %|Thay đổi) ¦ {FIGURE}|Năm 2025: {FIGURE}",
        come=rf".* · (?:Năm 2025|Tăng, giảm, điểm %|Thay đổi) ¦ {FIGURE}|Năm 2025: {FIGURE}(?: \(\d/4 đơn vị\))?"
        r"|.* ¦ \(2/4 đơn vị\)",
        seen_at=(("bo", LIVE), ("bo", "/ministry/national/"), ("thuky", f"{LIVE}indicator/accepted_cases/")),
    ),
    Explanation(
        "A comparison over like members says how many they are and who is left out.",
        rf"/ministry/national/.*|{LIVE}.*",
        come=r'"?So với cùng kỳ năm 2025 chỉ tính [12]/4 đơn vị có số liệu của cả hai năm\..*',
        seen_at=(("bo", LIVE), ("bo", "/ministry/national/"), ("thuky", f"{LIVE}pledge/civil_enforcement/")),
    ),
    Explanation(
        "The line of the total in a file compares like members too.",
        rf"/ministry/national/table\.csv|{LIVE}indicator/.*/table\.csv",
        gone=r",*(?:Toàn cụm|Tất cả các cụm),.*",
        come=r",*(?:Toàn cụm|Tất cả các cụm),.*",
        seen_at=(("bo", "/ministry/national/table.csv"),),
    ),
    Explanation(
        "A target of all members is shown as derived, for the year as such, with the part of it for the months beside.",
        r"/",
        come=r"Chỉ tiêu giao(?: cả năm 2026)?: .* \(bình quân gia quyền, tính từ chỉ tiêu của \d đơn vị\).*",
        seen_at=(("thuky", "/"),),
    ),
    Explanation(
        "The latest period is the latest that exists: where the twelve months are not in, the ten are shown.",
        rf"{LIVE}agency/[^?]*",
        gone=r"Kỳ: (?:12 tháng năm 2026|Năm 2026).*",
        come=r"Kỳ: (?:10|6) tháng năm 2026.*",
        whole=True,
        seen_at=(("bo", f"{LIVE}agency/THADS-80-2025/"),),
    ),
    Explanation(
        "The same at home, where every figure names its period.",
        r"/",
        come=r"(?:Toàn cụm|(?:THADS|STP) .*), (?:10|6) tháng năm 2026",
        whole=True,
        seen_at=(("canbo", "/"),),
    ),
    Explanation(
        "A part of the year stands beside its part of the target, and nothing is called met or missed before the end.",
        rf"{LIVE}(?:compare|agency)/.*",
        come=r".* So với chỉ tiêu ¦ .* so với \d+/12 chỉ tiêu năm|\"?Chỉ tiêu là của cả năm; trước khi hết năm .*",
        seen_at=(("canbo", f"{LIVE}compare/"),),
    ),
    Explanation(
        "The grid of targets has a page for each period of the year, the nation's target in the head of a column, and "
        "a box of its own for the day of the decision.",
        r"/entry/setup/[\w-]+/\d{4}/targets/",
        gone=r"Số, ngày và cơ quan ban hành, ví dụ .*",
        come=r"\d+ tháng năm \d{4}|.*toàn quốc [>≥] \d+(?:,\d+)?%.*|Số và cơ quan ban hành, ví dụ .*",
        seen_at=(("bo", "/entry/setup/bac-song-hau-minh-hoa/2026/targets/"),),
    ),
    Explanation(
        "So it does in the file of a comparison.",
        rf"{LIVE}compare/table\.csv",
        gone=r"Thi hành án dân sự - về (?:việc|tiền),Tỷ lệ .*",
        come=r"Thi hành án dân sự - về (?:việc|tiền),Tỷ lệ .* so với \d+/12 chỉ tiêu năm.*",
        seen_at=(("canbo", f"{LIVE}compare/table.csv"),),
    ),
    Explanation(
        "A pledge of the year is not called kept before its end.",
        rf"{LIVE}pledge/\w+/",
        gone=r"đạt (\d)/\1 cam kết|.* · Năm 2025 ¦ .*",
        come=r"Nội dung 1, 2(?:, 3, 4)?:|.* · Năm 2025 ¦ .*",
        seen_at=(("thuky", f"{LIVE}pledge/civil_enforcement/"),),
    ),
    Explanation(
        "Yes and no of all members are counted, not added.",
        r"/s/.*/(?:figure|indicator)/(?:emulation_plan_issued|statistics_sent_on_time)/.*",
        come=r"(?:Toàn cụm · .* ¦ )?\d/\d có",
        seen_at=(("thuky", f"{PUBLISHED}figure/emulation_plan_issued/"),),
    ),
    Explanation(
        "The report compares like members, says so in its sentences and notes, and counts yes and no.",
        rf"{LIVE}paper/",
        gone=rf"(?:Cùng kỳ năm 2025|So cùng kỳ \(điểm %.*\)|Thực hiện \(5\)).* ¦ {FIGURE}|[\d.]+|{FIGURE}"
        r"|\), bằng cùng kỳ năm 2025 \(|hơn [\d.]+ tỷ đồng",
        come=rf"(?:Cùng kỳ năm 2025|So cùng kỳ \(điểm %.*\)).* ¦ {FIGURE}|.* ¦ 1/1 có|Ghi chú \(10\) ¦ .*\d/4 đơn vị|{FIGURE}"
        r"|.*tính trên 0\d/04 đơn vị có số liệu cả hai năm.*|hơn [\d.]+ tỷ đồng|Dòng toàn cụm so với năm trước trên .*",
        seen_at=(("thuky", f"{LIVE}paper/"),),
    ),
    Explanation(
        "In the report, too, yes and no are counted and have no percentage against last year.",
        rf"{PUBLISHED}paper/",
        gone=r"So cùng kỳ .* ¦ 0,00%|(?:Thực hiện|Cùng kỳ năm 2023) \(\d\) ¦ 6",
        come=r"(?:Thực hiện|Cùng kỳ năm 2023) \(\d\) ¦ 6/6 có",
        seen_at=(("thuky", f"{PUBLISHED}paper/"),),
    ),
    Explanation(
        "A report is read by section: beside each value the period before, last year and the change, and the rates "
        "against the target with their two parts.",
        r"/entry/(?:submission/\d+/|review/[\w-]+/\d{4}/)",
        gone=r"Có thay đổi hoặc cảnh báo \(\d+\)|Tất cả \(\d+\)|.* · (?:Hiện nay|Giá trị|Cùng kỳ năm trước) ¦ .*",
        come=rf"(?:.* · )?{SECTION_HEAD}(?: ¦ .*)?|đạt \d+/\d+|\d+ ô, .*|[\d.]+ / [\d.]+\s.*",
        seen_at=(("bo", "/entry/submission/217/"), ("thuky", "/entry/review/bac-song-hau-minh-hoa/2026/")),
    ),
    Explanation(
        "A board says state and lateness together, marks what is overdue, counts both, and begins with the period that "
        "runs: what moved with its column is told as gone or come.",
        rf"(?:{LIVE}|{PUBLISHED})(?:agency/.*)?|/entry/review/.*",
        gone=r".* ¦ (?:Trễ \d+ ngày|Duyệt \d\d/\d\d|Đã duyệt · trễ \d+ ngày)|Đã (?:duyệt|chốt) \d+",
        come=r".* ¦ (?:.* · (?:chậm|quá hạn) \d+ ngày làm việc|Duyệt \d\d/\d\d)|(?:Đã duyệt|Đã chốt|Quá hạn) \d+|\d+ tháng năm \d{4}",
        seen_at=(("bo", LIVE), ("bo", PUBLISHED)),
    ),
    Explanation(
        "Nobody is told of a step that the portal has no room for; the entry of each period is a step of the timeline.",
        rf"/people/phases/[\w-]+/\d{{4}}/|{LIVE}|{PUBLISHED}",
        gone=rf"(?:{NO_ROOM}|Nhập số liệu)(?: · .*| \(.*)?|{SPAN}|\d\d/\d\d/\d{{4}}|Đang mở, còn \d+ ngày",
        come=rf"Nhập số liệu .* · Khối .*|{SPAN}|Đang mở, còn \d+ ngày",
        seen_at=(("bo", LIVE), ("thuky", PUBLISHED)),
    ),
    Explanation(
        "The same of the next days at home: the next steps that do have a room take their places.",
        r"/",
        gone=r"\d\d/\d\d",
        come=r"\d\d/\d\d(?:/\d{4})?|Mở: .*",
        seen_at=(("thuky", "/"),),
    ),
    Explanation(
        "The year-end report says each thing once: its sentences are others, and places that most members share are not "
        "told. Figures stand in texts of their own and are compared.",
        rf"(?:{LIVE}|{PUBLISHED})paper/",
        gone=r".*[^\W\d_]{2}.*|01|63",
        come=r".*[^\W\d_]{2}.*",
        seen_at=(("bo", f"{LIVE}paper/"), ("thuky", f"{PUBLISHED}paper/")),
    ),
    Explanation(
        "Home says of every figure whose it is and of which period.",
        r"/",
        come=r"(?:Toàn cụm|(?:THADS|STP) .*), .*\d{4}.*",
        seen_at=(("thuky", "/"),),
    ),
    Explanation(
        "Every year is one click away on the page of the nation.",
        r"/ministry/national/.*",
        come=r"20\d\d",
        seen_at=(("bo", "/ministry/national/"),),
    ),
    Explanation(
        "An empty cell that nobody must fill is not among those still to be filled.",
        r"/entry/[A-Z]+-\d\d-\d{4}/[\w-]+/",
        gone=r"Đã nhập \d+/\d+ ô",
        come=r"Đã nhập \d+/\d+ ô",
        seen_at=(("canbo", "/entry/THADS-80-2025/THADS-2026-12m/"),),
    ),
    Explanation(
        "The map of the nation has classes fitted to how far the agencies lie apart.",
        r"/ministry/national/.*",
        gone=r".*\(.*điểm %\):|\d{1,2}",
        come=r".*\(.*điểm %\):|\d{1,2}",
        seen_at=(("bo", "/ministry/national/?year=2024"),),
    ),
    Explanation(
        "The Ministry's home is about the nation, not about a cluster.",
        r"/",
        come=r".*, \d+/\d+ đơn vị đã duyệt, \d+ đã gửi",
        seen_at=(("bo", "/"),),
        whole=True,
    ),
    Explanation(
        "Places that were printed stand beside the portal's own.",
        rf"{PUBLISHED}(?:agency/.*|paper/)",
        come=r".*“.* đứng thứ \d .*”(?: · .* ¦ \d+(?:/63)?)?|0[45]|63",
        seen_at=(("bo", f"{PUBLISHED}agency/THADS-80-2009/"), ("thuky", f"{PUBLISHED}paper/")),
    ),
    Explanation(
        "The pledges, the plan and the mid-year report are papers, offered beside the others and part of the pack.",
        rf"(?:{LIVE}|{PUBLISHED})reports/",
        come=r"Văn bản trình bày theo Nghị định 30/2020/NĐ-CP, có thể chỉnh sửa tiếp trong Word\."
        r"|Báo cáo tổng kết, báo cáo sơ kết 6 tháng, .*|(?:: )?Báo cáo sơ kết 6 tháng của cụm \((?:Word|PDF)\)",
        seen_at=(("bo", f"{LIVE}reports/"), ("thuky", f"{LIVE}reports/")),
    ),
)

__all__ = ["EXPLAINED", "Explanation", "left_over"]
