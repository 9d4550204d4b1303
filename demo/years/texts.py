"""What the papers of the demonstration say, in the words of the administration. Stored texts are Vietnamese."""

from datetime import date
from decimal import Decimal

from emulation_portal.lib.numbers import format_decimal

BLOCK_NAMES = {"civil_enforcement": "Khối Thi hành án dân sự", "department_of_justice": "Khối Sở Tư pháp"}

# Indicator, the value wished for (None: the target of the cluster) and the promise; {value} is printed in percent.
MEASURED = {
    "civil_enforcement": (
        ("completion_rate_cases", None, "Thi hành xong về việc đạt từ {value} trở lên trên số việc có điều kiện."),
        ("completion_rate_money", None, "Thi hành xong về tiền đạt từ {value} trở lên trên số tiền có điều kiện."),
    ),
    "department_of_justice": (
        ("appraisal_coverage_rate", Decimal(100), "Thẩm định {value} dự thảo văn bản quy phạm pháp luật."),
        ("appraisal_timeliness_rate", Decimal(95), "Tỷ lệ thẩm định đúng tiến độ đạt từ {value} trở lên."),
        ("mediation_success_rate", Decimal(80), "Tỷ lệ hòa giải thành ở cơ sở đạt từ {value} trở lên."),
        ("procedure_timeliness_rate", Decimal(98), "Tỷ lệ hồ sơ thủ tục hành chính đúng hạn đạt từ {value} trở lên."),
    ),
}
UNMEASURED = {
    "civil_enforcement": (
        "Ra quyết định thi hành án đúng thời hạn; xác minh, phân loại án đúng quy định.",
        "Tiếp công dân, giải quyết khiếu nại, tố cáo đúng trình tự, thủ tục và thời hạn.",
        "Gửi báo cáo thống kê đầy đủ, chính xác, đúng kỳ hạn.",
    ),
    "department_of_justice": (
        "Ban hành kế hoạch và phát động phong trào thi đua ngay từ đầu năm.",
        "Đẩy mạnh chuyển đổi số trong phổ biến, giáo dục pháp luật và bổ trợ tư pháp.",
        "Gửi báo cáo thống kê đầy đủ, chính xác, đúng kỳ hạn.",
    ),
}


def pledge_title(block: str, year: int) -> str:
    return f"Giao ước thi đua năm {year} · {BLOCK_NAMES[block]}"


def pledge_preamble(cluster_name: str, year: int) -> str:
    return (
        f"Hưởng ứng phong trào thi đua do Bộ trưởng Bộ Tư pháp phát động, các đơn vị thành viên {cluster_name} "
        f"thống nhất ký kết giao ước thi đua năm {year} với các nội dung sau đây. "
        "Bản giao ước này được dựng để minh họa."
    )


def promise(pattern: str, value: Decimal) -> str:
    return pattern.format(value=f"{format_decimal(value, 2)}%")


# Why a report of the live season was sent back.
RETURNED = {
    "civil_enforcement": "Đề nghị rà soát số thụ lý mới, đối chiếu với số chuyển kỳ sau của năm trước (minh họa).",
    "department_of_justice": "Đề nghị rà soát số văn bản thẩm định, đối chiếu với số văn bản ban hành (minh họa).",
}

HANDOVER_MINUTES = (
    "Hội nghị tổng kết công tác thi đua năm {year} đã tiến hành bàn giao nhiệm vụ Cụm trưởng. "
    "Bên giao đã lập danh mục hồ sơ dưới đây. Đơn vị nhận nhiệm vụ không được nêu trong nguồn công bố nên để trống. "
    "Nội dung biên bản được dựng để minh họa."
)
HANDOVER_ITEMS = (
    ("Hồ sơ giao ước thi đua của hai khối", "02 bộ", "Đã bàn giao"),
    ("Hồ sơ số liệu, báo cáo tổng kết của năm", "01 bộ", "Đã bàn giao"),
    ("Quyết định phân công cụm trưởng, cụm phó", "01 bản", "Đã bàn giao"),
    ("Hồ sơ đề nghị khen thưởng đang chờ Bộ Tư pháp xem xét", "01 bộ", "Bên giao theo dõi đến khi có quyết định"),
)

# -- movements and awards of 2024, invented
MOVEMENTS = (
    {
        "name": "Phong trào thi đua “Toàn ngành Tư pháp đoàn kết, kỷ cương, sáng tạo” (minh họa)",
        "scope": "national",
        "kind": "regular",
        "plan": "Kế hoạch phát động thi đua năm 2024 (minh họa)",
        "launched_on": date(2024, 1, 15),
        "ends": date(2024, 12, 31),
        "result": "Các đơn vị trong toàn ngành hưởng ứng, gắn nội dung thi đua với chỉ tiêu công tác được giao.",
    },
    {
        "name": "Đợt thi đua cao điểm hoàn thành chỉ tiêu thi hành án dân sự và công tác tư pháp (minh họa)",
        "scope": "cluster",
        "kind": "thematic",
        "plan": "Kế hoạch của Cụm trưởng (minh họa)",
        "launched_on": date(2024, 7, 1),
        "ends": date(2024, 9, 30),
        "result": "Các đơn vị tập trung giải quyết việc có điều kiện thi hành và dự thảo văn bản đến hạn thẩm định.",
    },
)
JOINED = (date(2024, 1, 31), date(2024, 7, 10))
RESPONSES = (
    {
        "civil_enforcement": "Ban hành kế hoạch hưởng ứng, giao chỉ tiêu đến từng chấp hành viên.",
        "department_of_justice": "Ban hành kế hoạch hưởng ứng, đăng ký nội dung thi đua đến từng phòng.",
    },
    {
        "civil_enforcement": "Rà soát, phân loại việc có điều kiện thi hành để tập trung giải quyết.",
        "department_of_justice": "Thẩm định dự thảo văn bản đúng tiến độ, rà soát văn bản hết hiệu lực.",
    },
)
# -- titles registered in spring, invented: at least and at most of each; 0 is none
REGISTERED = {"LDTT": (12, 45), "CSTDCS": (2, 7), "CSTDN": (0, 2), "TTLDTT": (1, 4), "TTLDXS": (0, 1), "CO_BTP": (0, 1)}
# -- movements and nominations since the mergers, invented
FLAG = "CO_BTP"
FLAG_MERITS = "Được bình chọn dẫn đầu khối trong cụm, hoàn thành vượt mức các chỉ tiêu giao ước của năm (minh họa)."
# Of the six cities a source names whom they put forward for 2025; their cluster of that year is made up.
NOMINEES = {("TPTW-MH", 2025): ("THADS-79-2025", "STP-92-2025")}


def movements_of(year: int) -> tuple[dict[str, str | date], ...]:
    """The sector's movement of a year and the one of a cluster, in the order of ``RESPONSES``."""
    return (
        {
            "name": f"Phong trào thi đua toàn ngành Tư pháp năm {year} (minh họa)",
            "scope": "national",
            "kind": "regular",
            "plan": f"Kế hoạch phát động thi đua năm {year} (minh họa)",
            "launched_on": date(year, 1, 15),
            "ends": date(year, 12, 31),
        },
        {
            "name": f"Đợt thi đua cao điểm hoàn thành chỉ tiêu năm {year} (minh họa)",
            "scope": "cluster",
            "kind": "thematic",
            "plan": "Kế hoạch của Cụm trưởng (minh họa)",
            "launched_on": date(year, 7, 20),
            "ends": date(year, 9, 30),
        },
    )


DECISION_NUMBER = "01/QĐ-BTP (minh họa)"
DECISION_ISSUER = "Bộ trưởng Bộ Tư pháp"
CLASSIFIED_BY, CLASSIFIED_BEST = "02/QĐ-BTP (minh họa)", "STP-86-2008"
# Award, agency, account of the person (empty: the agency itself), merits.
GRANTED = (
    ("BK_BT", "STP-86-2008", "", "Hoàn thành toàn diện nhiệm vụ năm 2024, điều hành hoạt động của Cụm."),
    ("BK_BT", "THADS-80-2009", "", "Hoàn thành chỉ tiêu thi hành án về việc và về tiền trong điều kiện số thụ lý lớn."),
    ("BK_BT", "STP-80-2008", "canbo.stp", "Tham mưu thẩm định văn bản đúng tiến độ, bảo đảm chất lượng."),
)
WAITING = (
    ("CO_BTP", "THADS-86-2009", "", "Dẫn đầu trong tổ chức thực hiện các nội dung giao ước của khối."),
    ("KNC", "THADS-80-2009", "truong", "Nhiều năm công tác trong ngành, có đóng góp vào sự nghiệp tư pháp."),
)
