"""The fixed words of the year-end report in both languages: headings, table heads, sentences."""

from .background import Section

WORDS: dict[str, tuple[str, str]] = {
    "kind": ("BÁO CÁO", "REPORT"),
    "about": (
        "Tổng kết công tác thi đua, khen thưởng năm {year}\nvà phương hướng, nhiệm vụ năm\u00a0{next}\ncủa {cluster}",
        "Review of emulation and commendation in {year}\nand directions for {next}\nof the {cluster}",
    ),
    "to": ("Kính gửi: Bộ Tư pháp.", "To: the Ministry of Justice."),
    "opening": (
        "{issuer}, đơn vị Cụm trưởng năm {year}, báo cáo kết quả công tác thi đua, khen thưởng của cụm như sau:",
        "{issuer}, head agency of {year}, reports on the emulation and commendation work of the cluster as follows:",
    ),
    "opening_plain": (
        "Kết quả công tác thi đua, khen thưởng năm {year} của cụm như sau:",
        "The emulation and commendation work of the cluster in {year} was as follows:",
    ),
    "annex": ("Phụ lục {number}", "Annex {number}"),
    "enclosed": (
        "(Kèm theo Báo cáo {reference} của {issuer})",
        "(Enclosed with Report {reference} of {issuer})",
    ),
    "enclosed_plain": ("(Kèm theo Báo cáo {reference})", "(Enclosed with Report {reference})"),
    "dated": ("số {number} {date}", "{number} of {date}"),
    # -- situation
    "members": (
        "{cluster} năm {year} gồm {count} đơn vị thành viên tại {provinces} tỉnh: {names}.",
        "In {year} the {cluster} had {count} member [agency|agencies] in {provinces} [province|provinces]: {names}.",
    ),
    "members_cities": (
        "{cluster} năm {year} gồm {count} đơn vị thành viên tại {provinces} tỉnh, thành phố: {names}.",
        "In {year} the {cluster} had {count} member [agency|agencies] in {provinces} [province or city|provinces and cities]: {names}.",
    ),
    "members_plain": (
        "{cluster} năm {year} gồm {count} đơn vị thành viên.",
        "In {year} the {cluster} had {count} member [agency|agencies].",
    ),
    "of_block": (
        "{block} có {count} đơn vị; số liệu của khối tổng hợp theo báo cáo {period}, tính từ ngày {start} đến ngày {end}.",
        "{block} has {count} [member|members]; its figures are those of the report “{period}”, from {start} to {end}.",
    ),
    "rounding": (
        "Tỷ lệ được làm tròn đến hai chữ số thập phân; chênh lệch được tính trước khi làm tròn nên chữ số cuối có thể khác hiệu của hai tỷ lệ đã làm tròn.",
        "Rates are rounded to two decimals; differences are computed before rounding and may differ in the last digit from those of the rounded rates.",
    ),
    "common_target": (
        "Chỉ tiêu chung của khối là bình quân gia quyền, tính từ chỉ tiêu giao cho các đơn vị.",
        "The common target of a block is derived: the mean of its agencies' targets, weighted by their denominators.",
    ),
    "leaders": (
        "Đơn vị Cụm trưởng là {head}; đơn vị Cụm phó là {deputy}.",
        "The head agency is {head}, the deputy {deputy}.",
    ),
    "leader": ("Đơn vị Cụm trưởng là {head}.", "The head agency is {head}."),
    "no_members": (
        "{block} chưa có đơn vị thành viên hoặc chưa có kỳ số liệu.",
        "{block} has no member or no reporting period.",
    ),
    # -- movements
    "movements_none": (
        "Cụm chưa cập nhật phong trào thi đua năm {year}.",
        "No movement of {year} has been entered for the cluster yet.",
    ),
    "movement": ("{name}", "{name}"),
    "movement_kind": ("{kind}", "{kind}"),
    "movement_launched": ("do {scope} ngày {day}", "{scope} on {day}"),
    "movement_undated": ("do {scope}", "{scope}"),
    "movement_ends": ("thực hiện đến hết ngày {day}", "running to {day}"),
    "movement_plan": ("theo {plan}", "by {plan}"),
    "movement_everybody": ("; cả {of} đơn vị thành viên hưởng ứng", "; all {of} members responded"),
    "movement_responded": (
        "; có {count}/{of} đơn vị thành viên hưởng ứng",
        "; {count} of {of} [member|members] responded",
    ),
    # -- pledges
    "pledge_none": ("{block} chưa có giao ước thi đua năm {year}.", "{block} has no pledge for {year}."),
    "pledge_kept_together": (
        "Cả {number} đơn vị của {block} đều thực hiện đạt {count}/{count} nội dung đo được bằng số liệu.",
        "All {number} agencies of {block} kept {count} of {count} [promise|promises] that figures measure.",
    ),
    "pledge_kept_by": (
        "Có {number} đơn vị của {block} thực hiện đạt {count}/{count} nội dung đo được bằng số liệu là {names}.",
        "{number} agencies of {block} kept {count} of {count} [promise|promises] that figures measure: {names}.",
    ),
    "pledge_kept_all": (
        "{agency} thực hiện đạt {count}/{count} nội dung có số liệu để đánh giá.",
        "{agency} kept {count} of {count} [promise|promises] with figures to judge by.",
    ),
    "pledge_kept_some": (
        "{agency} thực hiện đạt {kept}/{count} nội dung có số liệu để đánh giá; chưa đạt: {names}.",
        "{agency} kept {kept} of {count} promises with figures to judge by; not kept: {names}.",
    ),
    "pledge_kept_none_one": (
        "{agency} chưa đạt nội dung duy nhất có số liệu để đánh giá là {names}.",
        "{agency} did not keep the one promise with figures to judge by: {names}.",
    ),
    "pledge_kept_none": (
        "{agency} chưa đạt nội dung nào trong {count} nội dung có số liệu để đánh giá.",
        "{agency} kept none of the {count} promises with figures to judge by.",
    ),
    "pledge_open": (
        "Chưa hết năm nên chưa đánh giá việc thực hiện giao ước của {block}; kết quả {period} nêu tại phụ lục.",
        "The year goes on, so the pledge of {block} is not judged yet; the results of the {period} stand in the annex.",
    ),
    "pledge_unmeasured": (
        "Chưa có số liệu để đánh giá việc thực hiện giao ước của {names}.",
        "There are no figures to judge the pledge of {names} by.",
    ),
    "pledge_signed": (
        "Giao ước thi đua năm {year} của {block} được ký kết ngày {day}",
        "The pledge of {block} for {year}, signed on {day},",
    ),
    "pledge_unsigned": ("Giao ước thi đua năm {year} của {block}", "The pledge of {block} for {year}"),
    "pledge_some": (
        ", gồm {count} nội dung, trong đó {measured} nội dung đo được bằng số liệu.",
        " has {count} promises, of which figures measure {measured}.",
    ),
    "pledge_every": (
        ", gồm {count} nội dung, đều đo được bằng số liệu.",
        " has {count} [promise|promises], measured by figures.",
    ),
    "pledge_no": (
        ", gồm {count} nội dung, không có nội dung nào đo được bằng số liệu.",
        " has {count} [promise|promises], none of them measured by figures.",
    ),
    "pledge_empty": (".", " has no promises yet."),
    "kept": ("Đạt", "Kept"),
    "not_kept": ("Chưa đạt", "Not kept"),
    "no_verdict": ("Chưa có số liệu", "No figure"),
    "open_verdict": ("Chưa hết năm", "Year goes on"),
    "unmeasured": (
        "Nội dung giao ước không đo được bằng số liệu: {promises}",
        "Promises that no figures measure: {promises}",
    ),
    # -- awards
    "awards_none": (
        "Chưa có quyết định khen thưởng nào của năm {year} được cập nhật.",
        "No award of {year} has been entered yet.",
    ),
    "awards_total": (
        "Năm {year}, các đơn vị trong cụm có {kinds} được khen thưởng, gồm:",
        "In {year} there were awards for {kinds} of the cluster:",
    ),
    "awards_line": ("- {award}: {kinds}.", "- {award}: {kinds}."),
    "classified": (
        "Năm {year}, có {count} đơn vị được Bộ Tư pháp xếp loại {level}: {names}.",
        "For {year} the Ministry of Justice classified {count} [agency|agencies] as “{level}”: {names}.",
    ),
    "classified_illustrative": (
        "Năm {year}, có {count} đơn vị được xếp loại {level} (số liệu minh họa): {names}.",
        "For {year} {count} [agency is|agencies are] classified as “{level}” (illustrative): {names}.",
    ),
    "awards_agencies": ("{count} tập thể", "{count} [collective|collectives]"),
    "awards_persons": ("{count} cá nhân", "{count} [person|persons]"),
    "awards_times_agencies": ("{count} lượt tập thể", "{count} [collective|collectives]"),
    "awards_times_persons": ("{count} lượt cá nhân", "{count} [person|persons]"),
    "awards_names": (" ({names})", " ({names})"),
    "awards_nominated": (
        "Hiện còn {count} đề nghị khen thưởng chưa có quyết định.",
        "{count} [nomination is|nominations are] not decided yet.",
    ),
    # -- shortcomings, directions, proposals
    "short_none": (
        "Các đơn vị có số liệu đều đạt các chỉ tiêu chủ yếu được giao năm {year}.",
        "No agency with figures missed an assigned target of {year} of the headline indicators.",
    ),
    "short_none_of": (
        "Các đơn vị có số liệu của {block} đều đạt các chỉ tiêu chủ yếu được giao năm {year}.",
        "No agency of {block} with figures missed an assigned target of {year} of the headline indicators.",
    ),
    "short_open_all": (
        "Chưa hết năm nên chưa đánh giá việc hoàn thành các chỉ tiêu chủ yếu giao cho cả năm.",
        "The year goes on: the year's targets are not judged before its end.",
    ),
    "short_open": (
        "Số liệu của {block} chưa đủ cả năm nên chưa đánh giá việc hoàn thành các chỉ tiêu chủ yếu.",
        "The figures of {block} are of a part of the year: its targets are not judged before the end.",
    ),
    "short_unknown": (
        "Chưa có số liệu hoặc chưa giao chỉ tiêu để đánh giá việc thực hiện các chỉ tiêu chủ yếu năm {year}.",
        "There are no figures or no targets to judge the headline indicators of {year} by.",
    ),
    "directions_unsigned": (
        "Chưa ghi nhận giao ước thi đua năm {next} được ký kết.",
        "No pledge for {next} is recorded as signed yet.",
    ),
    "next_signed": (
        "Giao ước thi đua năm {next} của {block} đã được ký kết ngày {day}.",
        "The pledge of {block} for {next} was signed on {day}.",
    ),
    "next_head": (
        "{head} nhận nhiệm vụ Cụm trưởng năm {next}, theo biên bản bàn giao ngày {day}.",
        "{head} takes over as head agency for {next}, by the minutes of handover of {day}.",
    ),
    "directions_short": (
        "Tập trung khắc phục các chỉ tiêu chưa đạt nêu tại mục III.",
        "Make good the targets missed, named in part III.",
    ),
    # -- tables
    "no": ("STT", "No."),
    "indicator": ("Chỉ tiêu thống kê", "Indicator"),
    "unit": ("Đơn vị tính", "Unit"),
    "assigned": ("Kế hoạch giao", "Assigned"),
    "done": ("Thực hiện", "Result"),
    "reached": ("Đạt % kế hoạch", "Attainment"),
    "gap": ("Vượt (+), thiếu (-)", "Above (+), below (-)"),
    "assigned_year": ("Kế hoạch giao cả năm", "Assigned for the year"),
    "reached_year": ("So với kế hoạch cả năm, %", "Share of the year's target, %"),
    "gap_year": ("So với chỉ tiêu cả năm", "Against the year's target"),
    "goal_year": ("Chỉ tiêu cả năm", "Target of the year"),
    "pace": ("So với {months}/12 chỉ tiêu", "Against {months}/12 of the target"),
    "pace_decided": ("So với chỉ tiêu của kỳ", "Against the target of the period"),
    "points": ("điểm %", "points"),
    "last": ("Cùng kỳ năm {year}", "Same period of {year}"),
    "change": ("So cùng kỳ", "On last year"),
    "change_unit": ("điểm % hoặc %", "points or %"),
    "remark": ("Ghi chú", "Note"),
    "derived": ("Bình quân gia quyền", "Derived"),
    "compared": ("{count}/{of} đơn vị", "over {count} of {of}"),
    "compared_note": (
        "Dòng toàn cụm so với năm trước trên {count}/{of} đơn vị có số liệu cả hai năm; không gồm: {names}.",
        "The cluster is compared with last year over the {count} of {of} agencies with figures of both years, without: {names}.",
    ),
    "left_out": (
        (
            "Cột cùng kỳ và cột so cùng kỳ chỉ tính các đơn vị có số liệu cả hai năm, số đơn vị ghi ở cột cuối. Không gồm: "
            "{names}."
        ),
        (
            "Last year and the change are over the agencies with figures of both years, as many as the last column says. Without: "
            "{names}."
        ),
    ),
    "left_out_all": ("{name} (mọi chỉ tiêu)", "{name} (all indicators)"),
    "left_out_some": ("{name} (chỉ tiêu số {numbers})", "{name} (indicators no. {numbers})"),
    "agency": ("Đơn vị", "Agency"),
    "rate": ("Tỷ lệ", "Rate"),
    "goal": ("Chỉ tiêu giao", "Target"),
    "place": ("Xếp thứ trong khối", "Place in the block"),
    "nation_place": ("Xếp thứ toàn quốc", "Place in the nation"),
    "total": ("Toàn cụm", "Cluster"),
    "thousand_dong": ("nghìn đồng", "thousand dong"),
    "promised": ("Mức giao ước", "Promised"),
    "against_promise": ("So với giao ước", "Against the promise"),
    "verdict": ("Đánh giá", "Verdict"),
    "recipient": ("Tập thể, cá nhân", "Recipient"),
    "award": ("Danh hiệu, hình thức khen thưởng", "Award"),
    "decision": ("Số quyết định", "Decision"),
    "day": ("Ngày", "Date"),
    "by": ("Cơ quan quyết định", "Issuer"),
    "chart": ("{name} theo đơn vị - {period}", "{name} by agency - {period}"),
    "chart_note": ("Vạch dọc: chỉ tiêu được giao của đơn vị.", "The upright mark is the agency's target."),
    "chart_note_year": (
        "Vạch dọc: chỉ tiêu giao cho đơn vị trong cả năm.",
        "The upright mark is the agency's target of the whole year.",
    ),
    "table_missing": ("chưa gửi", "not reported"),
    "table_not_compared": ("không so sánh", "not compared"),
    "table_zero": ("không phát sinh", "none arose"),
    "table_empty": ("để trống", "left empty"),
    "table_none": ("chưa có số liệu", "no figures"),
    "table_no_last": ("không có", "none held"),
    "table_no_target": ("chưa giao", "none assigned"),
    "annex_summary": (
        "TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NĂM {year}",
        "RESULTS OF ALL INDICATORS, {year}",
    ),
    "annex_members": (
        "KẾT QUẢ THỰC HIỆN CHỈ TIÊU CHỦ YẾU CỦA CÁC ĐƠN VỊ {block} NĂM {year}",
        "HEADLINE INDICATORS BY AGENCY OF {block}, {year}",
    ),
    "annex_pledges": ("THỰC HIỆN GIAO ƯỚC THI ĐUA NĂM {year} CỦA CÁC ĐƠN VỊ", "PLEDGE AND RESULT BY MEMBER, {year}"),
    "annex_awards": ("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG NĂM {year}", "AWARDS OF {year}"),
    "annex_open": (
        (
            "Số liệu chưa đủ cả năm được đặt cạnh chỉ tiêu giao cho cả năm; phần chỉ tiêu theo số tháng bằng chỉ tiêu nhân số "
            "tháng chia 12, chỉ tính cho chỉ tiêu có kết quả tăng dần trong năm. Chưa hết năm thì chưa đánh giá đạt hay không đạt."
        ),
        (
            "Figures of a part of the year stand beside the target of the whole year. The part for the months is the target times "
            "months over twelve, where a result grows through the year. Nothing is met or missed before the year's end."
        ),
    ),
    "annex_note": (
        "Tỷ lệ chung bằng tổng tử số chia tổng mẫu số; chỉ tiêu chung là bình quân gia quyền, tính từ chỉ tiêu giao cho các đơn vị. Chênh lệch được tính trước khi làm tròn nên chữ số cuối có thể khác hiệu của hai số đã làm tròn. Dấu “–”: không có chỉ tiêu được giao hoặc không có số liệu để so sánh.",
        "A common rate is the sum of numerators over the sum of denominators; a common target is derived: the mean of the agencies' targets weighted by denominators. Differences are computed before rounding and may differ in the last digit from those of the rounded figures. A dash: no target assigned, or nothing to compare with.",
    ),
}

HEADINGS: dict[str, tuple[str, str]] = {
    "one": ("I. TÌNH HÌNH, ĐẶC ĐIỂM", "I. SITUATION"),
    "two": ("II. KẾT QUẢ CÔNG TÁC THI ĐUA, KHEN THƯỞNG", "II. RESULTS"),
    Section.MOVEMENTS: ("1. Tổ chức các phong trào thi đua", "1. Movements"),
    "tasks": ("2. Thực hiện nhiệm vụ chuyên môn", "2. Professional tasks"),
    Section.DEPARTMENTS: ("a) Khối Sở Tư pháp", "a) Departments of Justice"),
    Section.ENFORCEMENT: ("b) Khối Thi hành án dân sự", "b) Civil judgment enforcement"),
    Section.PLEDGES: ("3. Thực hiện giao ước thi đua", "3. Pledges"),
    Section.AWARDS: ("4. Công tác khen thưởng", "4. Awards"),
    Section.COMPARISON: ("5. So sánh với năm trước", "5. Against last year"),
    Section.SHORTCOMINGS: ("III. HẠN CHẾ, NGUYÊN NHÂN", "III. SHORTCOMINGS AND CAUSES"),
    Section.DIRECTIONS: ("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {next}", "IV. DIRECTIONS FOR {next}"),
    Section.PROPOSALS: ("V. ĐỀ XUẤT, KIẾN NGHỊ", "V. PROPOSALS"),
    # Without a number: it is not the head agency's, and the chapter before it may be missing.
    Section.MINISTRY: ("NHẬN XÉT CỦA BỘ TƯ PHÁP", "REMARK OF THE MINISTRY OF JUSTICE"),
}


def word(key: str, lang: str) -> str:
    return WORDS[key][lang == "en"]


def heading(key: str, lang: str) -> str:
    return HEADINGS[key][lang == "en"]
