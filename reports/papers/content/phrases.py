"""The wording of every sentence the portal writes by itself, in both languages. ``sentences`` chooses, nothing is counted
here. A sentence begins small, so that its period can be put before it; a clause that follows another begins with its own
comma or semicolon. {names} in braces are filled in as runs, [agency|agencies] follows the number before it.
"""

PHRASES: dict[str, tuple[str, str]] = {
    # -- said once a section: when
    "period": ("Trong {period}, ", "In the {period}, "),
    # -- the cluster's result of an indicator
    "result.completion_rate_cases": (
        "{subject} đã thi hành xong {part} việc trên tổng số {whole} việc có điều kiện thi hành, đạt {rate}",
        "{subject} completed {part} of {whole} cases eligible for enforcement, {rate}",
    ),
    "result.completion_rate_money": (
        "về tiền, {subject} đã thi hành xong {part} trên tổng số {whole} có điều kiện thi hành, đạt {rate}",
        "in money, {subject} completed {part} of {whole} eligible for enforcement, {rate}",
    ),
    "result.appraisal_coverage_rate": (
        (
            "{subject} đã thẩm định {part} dự thảo văn bản quy phạm pháp luật trên tổng số {whole} dự thảo phải thẩm định, "
            "đạt {rate}"
        ),
        "{subject} appraised {part} of {whole} drafts of legal normative documents that had to be appraised, {rate}",
    ),
    "result.rate": (
        "{name} đạt {rate} ({part} trên tổng số {whole} {unit})",
        "the {name} was {rate} ({part} of {whole} {unit})",
    ),
    "result.money_rate": (
        "{name} đạt {rate} ({part} trên tổng số {whole})",
        "the {name} was {rate} ({part} of {whole})",
    ),
    "result.amount": ("{name} là {value}", "{name} came to {value}"),
    "result.nothing": ("{name} không phát sinh", "{name}: none arose"),
    "result.zero": (
        "{subject} không phát sinh “{whole_name}” nên không tính {name}",
        "{subject} had no “{whole_name}”, so there is no {name}",
    ),
    "result.none": ("chưa có số liệu để tính {names}", "there are no figures for the {names}"),
    "result.nobody": (
        "chưa đơn vị nào gửi số liệu nên chưa có kết quả để tổng hợp",
        "no agency has reported, so there are no results to sum up",
    ),
    # -- duties beside the field, an amount a clause
    "duty.lead": ("{subject} đã ", "{subject} "),
    "duty.next": (", ", ", "),
    "duty.last": (" và ", " and "),
    "duty.citizens_received": ("tiếp {value} công dân", "received citizens in {value}"),
    "duty.complaints_received": (
        "tiếp nhận {value} khiếu nại, tố cáo",
        "took in {value} of complaint or denunciation",
    ),
    "duty.complaints_settled": ("giải quyết {value} thuộc thẩm quyền", "settled {value} within their authority"),
    "duty.inspections_done": ("thực hiện {value} kiểm tra", "carried out {value}"),
    "duty.inspections_planned": (" (kế hoạch cả năm là {value})", " (the plan of the whole year being {value})"),
    "duty.findings_handled": ("xử lý {value} sau kiểm tra", "dealt with {value} of inspections"),
    # -- against the target
    "target.exceeded": (", vượt {gap} so với {assigned} ({goal})", ", {gap} above the {assigned} ({goal})"),
    "target.equal": (", bằng {assigned} ({goal})", ", equal to the {assigned} ({goal})"),
    "target.level": (
        ", ngang mức {assigned} nhưng chưa đạt vì chỉ tiêu là {goal}",
        ", level with the {assigned} but short of it, the target being {goal}",
    ),
    "target.short": (", thấp hơn {gap} so với {assigned} ({goal})", ", {gap} below the {assigned} ({goal})"),
    "target.lacking": (", còn thiếu {short} {unit} mới đạt chỉ tiêu", ", with {short} {unit} lacking to the target"),
    "target.lacking_money": (", còn thiếu {short} mới đạt chỉ tiêu", ", with {short} lacking to the target"),
    "target.under": (
        ", thấp hơn {gap} so với mức tối đa được giao ({goal}), đạt chỉ tiêu",
        ", {gap} below the assigned ceiling ({goal}), which meets the target",
    ),
    "target.over": (
        ", cao hơn {gap} so với mức tối đa được giao ({goal}), chưa đạt chỉ tiêu",
        ", {gap} above the assigned ceiling ({goal}), which misses the target",
    ),
    "target.off": (
        ", chênh lệch {gap} so với mức phải đạt ({goal}), chưa đạt chỉ tiêu",
        ", {gap} off the value to be met ({goal}), which misses the target",
    ),
    "target.pace_over": (
        "; {assigned} cả năm là {goal}, so với {months}/12 chỉ tiêu thì cao hơn {pace}",
        "; the {assigned} of the whole year is {goal}, of which {months}/12 is exceeded by {pace}",
    ),
    "target.pace_under": (
        "; {assigned} cả năm là {goal}, so với {months}/12 chỉ tiêu thì thấp hơn {pace}",
        "; the {assigned} of the whole year is {goal}, and the result is {pace} below {months}/12 of it",
    ),
    "target.pace_level": (
        "; {assigned} cả năm là {goal}, kết quả bằng {months}/12 chỉ tiêu",
        "; the {assigned} of the whole year is {goal}, and the result equals {months}/12 of it",
    ),
    "target.period_over": (
        "; {assigned} cả năm là {goal}, so với chỉ tiêu giao cho kỳ thì cao hơn {pace}",
        "; the {assigned} of the whole year is {goal}, and the target of the period is exceeded by {pace}",
    ),
    "target.period_under": (
        "; {assigned} cả năm là {goal}, so với chỉ tiêu giao cho kỳ thì thấp hơn {pace}",
        "; the {assigned} of the whole year is {goal}, and the result is {pace} below the target of the period",
    ),
    "target.period_level": (
        "; {assigned} cả năm là {goal}, kết quả bằng chỉ tiêu giao cho kỳ",
        "; the {assigned} of the whole year is {goal}, and the result equals the target of the period",
    ),
    "target.year": (
        "; {assigned} cả năm là {goal}, hết năm mới đánh giá",
        "; the {assigned} of the whole year is {goal} and is judged at its end",
    ),
    "target.reached": (
        ", đã đạt {assigned} cả năm ({goal})",
        ", which already reaches the {assigned} of the whole year ({goal})",
    ),
    "target.none": ("; chưa được giao chỉ tiêu để so sánh", "; no target was assigned to compare with"),
    "target.partial": (
        "; không so sánh với chỉ tiêu chung vì mới có {held}/{of} đơn vị có số liệu được giao chỉ tiêu",
        "; there is no common target, since {held} of {of} [agency|agencies] with figures [has|have] one",
    ),
    "target.unheld": (
        "; không so sánh với chỉ tiêu chung vì chưa đơn vị nào có số liệu được giao chỉ tiêu",
        "; there is no common target, since no agency with figures has one",
    ),
    "target.mixed": (
        "; không so sánh với chỉ tiêu chung vì chỉ tiêu giao cho các đơn vị không cùng cách xác định",
        "; there is no common target, since the targets of the agencies cannot be combined",
    ),
    "goal.gt": ("trên {target}", "above {target}"),
    "goal.gte": ("từ {target} trở lên", "at least {target}"),
    "goal.lt": ("dưới {target}", "below {target}"),
    "goal.lte": ("không quá {target}", "at most {target}"),
    "goal.eq": ("đúng {target}", "exactly {target}"),
    "goal.whole": ("{target}", "{target}"),
    # -- against last year: of all members; of those with figures, who are the same in both years (_own); of those with
    # figures of both years, whom a sentence beside it names (_both) or who are named here (_like)
    "change.rose": (
        ", tăng {change} so với cùng kỳ năm {last_year} ({last})",
        ", up {change} on the same period of {last_year} ({last})",
    ),
    "change.fell": (
        ", giảm {change} so với cùng kỳ năm {last_year} ({last})",
        ", down {change} on the same period of {last_year} ({last})",
    ),
    "change.same": (
        ", bằng cùng kỳ năm {last_year} ({last})",
        ", unchanged from the same period of {last_year} ({last})",
    ),
    "change.from_zero": (
        "; cùng kỳ năm {last_year} không phát sinh",
        "; in the same period of {last_year} none arose",
    ),
    "change.rose_own": (
        ", tăng {change} so với cùng kỳ năm {last_year} của {reporting} ({last})",
        ", up {change} on the same period of {last_year} of the {reporting} ({last})",
    ),
    "change.fell_own": (
        ", giảm {change} so với cùng kỳ năm {last_year} của {reporting} ({last})",
        ", down {change} on the same period of {last_year} of the {reporting} ({last})",
    ),
    "change.same_own": (
        ", bằng cùng kỳ năm {last_year} của {reporting} ({last})",
        ", unchanged from the same period of {last_year} of the {reporting} ({last})",
    ),
    "change.rose_both": (
        "; tính trên {comparable}, tăng {change} so với cùng kỳ năm {last_year}, từ {last} lên {like}",
        "; over the {comparable}, up {change} on the same period of {last_year}, from {last} to {like}",
    ),
    "change.fell_both": (
        "; tính trên {comparable}, giảm {change} so với cùng kỳ năm {last_year}, từ {last} xuống {like}",
        "; over the {comparable}, down {change} on the same period of {last_year}, from {last} to {like}",
    ),
    "change.same_both": (
        "; tính trên {comparable}, bằng cùng kỳ năm {last_year} ({last})",
        "; over the {comparable}, unchanged from the same period of {last_year} ({last})",
    ),
    "change.from_zero_both": (
        "; tính trên {comparable}, cùng kỳ năm {last_year} không phát sinh",
        "; over the {comparable}, none arose in the same period of {last_year}",
    ),
    "change.rose_like": (
        "; tính trên {count}/{of} đơn vị có số liệu cả hai năm (không gồm {agencies}), tăng {change} so với cùng kỳ năm {last_year}, từ {last} lên {like}",
        "; over the {count} of {of} agencies with figures of both years (without {agencies}), up {change} on the same period of {last_year}, from {last} to {like}",
    ),
    "change.fell_like": (
        "; tính trên {count}/{of} đơn vị có số liệu cả hai năm (không gồm {agencies}), giảm {change} so với cùng kỳ năm {last_year}, từ {last} xuống {like}",
        "; over the {count} of {of} agencies with figures of both years (without {agencies}), down {change} on the same period of {last_year}, from {last} to {like}",
    ),
    "change.same_like": (
        "; tính trên {count}/{of} đơn vị có số liệu cả hai năm (không gồm {agencies}), bằng cùng kỳ năm {last_year} ({last})",
        "; over the {count} of {of} agencies with figures of both years (without {agencies}), unchanged from the same period of {last_year} ({last})",
    ),
    "change.from_zero_like": (
        "; tính trên {count}/{of} đơn vị có số liệu cả hai năm (không gồm {agencies}), cùng kỳ năm {last_year} không phát sinh",
        "; over the {count} of {of} agencies with figures of both years (without {agencies}), none arose in the same period of {last_year}",
    ),
    "change.not_now": (
        "; {count}/{of} đơn vị có số liệu cả hai năm không phát sinh trong kỳ này nên không so sánh với năm {last_year}",
        "; for the {count} of {of} [agency|agencies] with figures of both years nothing arose now, so {last_year} is not compared",
    ),
    "change.nobody": (
        "; không đơn vị nào có số liệu của cả hai năm để so sánh với cùng kỳ năm {last_year}",
        "; no agency has figures of both years to compare with the same period of {last_year}",
    ),
    # -- against last year, said once for all sentences of a section
    "compared.none": (
        "không có số liệu cùng kỳ năm {last_year} để so sánh",
        "there are no figures of the same period of {last_year} to compare with",
    ),
    "compared.nobody": (
        "không đơn vị nào có số liệu của cả hai năm để so sánh với cùng kỳ năm {last_year}",
        "no agency has figures of both years to compare with the same period of {last_year}",
    ),
    "compared.some": (
        "số liệu so sánh với cùng kỳ năm {last_year} tính trên {count}/{of} đơn vị có số liệu cả hai năm, không gồm {agencies}",
        "what is compared with the same period of {last_year} is over the {count} of {of} agencies with figures of both years, without {agencies}",
    ),
    # -- an amount against last year
    "comparison.drafts_appraised": (
        "{subject} đã thẩm định {value} văn bản quy phạm pháp luật",
        "{subject} appraised {value} of legal normative documents",
    ),
    "comparison.completed_cases": ("{subject} đã thi hành xong {value}", "{subject} completed {value}"),
    "comparison.completed_money": (
        "về tiền, {subject} đã thi hành xong {value}",
        "in money, {subject} completed {value}",
    ),
    "comparison.amount": ("{name} của {block} là {value}", "{name} of {block} came to {value}"),
    "comparison.zero": ("{block} không phát sinh “{name}”", "{block} had no “{name}”"),
    "comparison.nothing": (
        "{block} chưa có số liệu để so sánh với năm {last_year}",
        "{block} has no figures to compare with {last_year}",
    ),
    "comparison.none": (
        "{block} không có số liệu cùng kỳ năm {last_year} để so sánh",
        "{block} has no figures of the same period of {last_year} to compare with",
    ),
    # -- between the members
    "highest.one": (
        "đơn vị có {name} cao nhất là {agencies} ({rate})",
        "the highest {name} is that of {agencies} ({rate})",
    ),
    "highest.tied": (
        "các đơn vị có {name} cao nhất, cùng ở mức {rate}, là {agencies}",
        "the highest {name}, {rate}, is shared by {agencies}",
    ),
    "highest.most": (
        "{count}/{of} đơn vị có {name} cùng ở mức cao nhất ({rate})",
        "{count} of {of} agencies share the highest {name} ({rate})",
    ),
    "lowest.one": ("; thấp nhất là {agencies} ({rate})", "; the lowest that of {agencies} ({rate})"),
    "lowest.tied": (
        "; thấp nhất, cùng ở mức {rate}, là {agencies}",
        "; the lowest, {rate}, is shared by {agencies}",
    ),
    "lowest.most": (
        "; {count}/{of} đơn vị cùng ở mức thấp nhất ({rate})",
        "; {count} of {of} agencies share the lowest ({rate})",
    ),
    "extremes.equal": (
        "cả {count} đơn vị đều có {name} ở mức {rate}",
        "all {count} agencies have the same {name}, {rate}",
    ),
    "extremes.equal_known": (
        "cả {count} đơn vị có số liệu đều có {name} ở mức {rate}",
        "all {count} agencies with figures have the same {name}, {rate}",
    ),
    "members.all": (
        "cả {count} đơn vị đều đạt chỉ tiêu được giao về {name}",
        "all {count} agencies met their target for the {name}",
    ),
    "members.some": (
        "{met}/{count} đơn vị đạt chỉ tiêu được giao về {name}; chưa đạt: {agencies}",
        "{met} of {count} agencies met their target for the {name}; not met: {agencies}",
    ),
    "members.none": (
        "cả {count} đơn vị đều chưa đạt chỉ tiêu được giao về {name}",
        "none of the {count} agencies met their target for the {name}",
    ),
    "members.all_judged": (
        "cả {count} đơn vị có số liệu và được giao chỉ tiêu đều đạt chỉ tiêu về {name}",
        "all {count} agencies with figures and a target met theirs for the {name}",
    ),
    "members.some_judged": (
        "trong {count} đơn vị có số liệu và được giao chỉ tiêu, {met} đơn vị đạt chỉ tiêu về {name}; chưa đạt: {agencies}",
        "of {count} agencies with figures and a target, {met} met theirs for the {name}; not met: {agencies}",
    ),
    "members.none_judged": (
        "cả {count} đơn vị có số liệu và được giao chỉ tiêu đều chưa đạt chỉ tiêu về {name}",
        "none of the {count} agencies with figures and a target met it for the {name}",
    ),
    "members.only_met": (
        "{agencies}, đơn vị duy nhất có số liệu và được giao chỉ tiêu về {name}, đạt chỉ tiêu",
        "{agencies}, the only agency with figures and a target for the {name}, met it",
    ),
    "members.only_not": (
        "{agencies}, đơn vị duy nhất có số liệu và được giao chỉ tiêu về {name}, chưa đạt chỉ tiêu",
        "{agencies}, the only agency with figures and a target for the {name}, did not meet it",
    ),
    "agency.result": ("{agencies} có {name} là {rate}", "the {name} of {agencies} was {rate}"),
    "nation.one": (
        "{agencies} xếp thứ {place} trong số {among} {kind} trên cả nước đã công bố số liệu về {name}",
        "{agencies} ranks number {place} among the {among} {kind} of the nation with released figures of the {name}",
    ),
    "nation.tied": (
        "{agencies} xếp thứ {place} (đồng hạng) trong số {among} {kind} trên cả nước đã công bố số liệu về {name}",
        "{agencies} ranks number {place}, a shared place, among the {among} {kind} of the nation with released figures of the {name}",
    ),
    "nation.together": (
        "{agencies} cùng xếp thứ {place} trong số {among} {kind} trên cả nước đã công bố số liệu về {name}",
        "{agencies} share place number {place} among the {among} {kind} of the nation with released figures of the {name}",
    ),
    "nation.everybody": (
        "cả {count} đơn vị cùng xếp thứ {place} trong số {among} {kind} trên cả nước đã công bố số liệu về {name}",
        "all {count} agencies share place number {place} among the {among} {kind} of the nation with released figures of the {name}",
    ),
    "nation.printed": (
        "theo số liệu đã công bố, {name} của {agencies} đứng thứ {printed} trên toàn quốc",
        "as published, the {name} of {agencies} was number {printed} in the nation",
    ),
    "nation.own": (
        "; theo số liệu trên Cổng xếp thứ {place} trong số {among} {kind} đã công bố số liệu",
        "; by the figures of the portal, number {place} of the {among} {kind} with released figures",
    ),
    "nation.made_up": (
        "; theo số liệu minh họa trên Cổng xếp thứ {place} trong số {among} {kind}",
        "; by the illustrative figures of the portal, number {place} of {among} {kind}",
    ),
    # -- what is not there
    "missing.some": (
        "{block} còn {count} đơn vị chưa gửi số liệu là {agencies}; số tổng hợp chỉ gồm {rest} đơn vị còn lại",
        "in {block}, {count} [agency|agencies] sent no figures: {agencies}; totals are of the other {rest}",
    ),
    "missing.all": ("chưa đơn vị nào của {block} gửi số liệu", "no agency of {block} has reported"),
    "missing.empty": (
        "{agencies} còn để trống số liệu cần để tính {name}; số tổng hợp không gồm phần này",
        "{agencies} left figures for the {name} empty; totals are without them",
    ),
    "missing.zero": (
        "{agencies} không phát sinh “{whole_name}” nên không tính {name}",
        "{agencies} had no “{whole_name}”, so there is no {name}",
    ),
    # -- how final
    "state.open": (
        "số liệu của {block} chưa chốt: {count}/{of} đơn vị chưa được phê duyệt số liệu",
        "the figures of {block} are not final: those of {count} of {of} agencies are not approved",
    ),
    "state.nobody": (
        "số liệu của {block} chưa được phê duyệt, chưa chốt",
        "the figures of {block} are neither approved nor final",
    ),
    "state.approved": (
        "số liệu của {block} đã được phê duyệt nhưng chưa chốt",
        "the figures of {block} are approved and not sealed yet",
    ),
    "state.sealed": ("số liệu của {block} đã được chốt", "the figures of {block} are sealed"),
    "state.estimate": (
        "; theo chế độ báo cáo, số liệu có phần ước tính đến hết kỳ",
        "; by the rules of reporting they are partly estimated to the end of the period",
    ),
}

# How a block is spoken of: its members as a subject, itself, and what its agencies are.
SUBJECTS = {
    "civil_enforcement": (
        "các cơ quan thi hành án dân sự trong cụm",
        "the civil judgment enforcement agencies of the cluster",
    ),
    "department_of_justice": ("các Sở Tư pháp trong cụm", "the Departments of Justice of the cluster"),
}
BLOCKS = {
    "civil_enforcement": ("khối Thi hành án dân sự", "the civil judgment enforcement block"),
    "department_of_justice": ("khối Sở Tư pháp", "the block of Departments of Justice"),
}
KINDS = {
    "civil_enforcement": ("cơ quan thi hành án dân sự", "civil judgment enforcement agencies"),
    "department_of_justice": ("Sở Tư pháp", "Departments of Justice"),
}
# Words of a clause that follow from how many they are about: one, several.
REPORTING = (("đơn vị có số liệu", "các đơn vị có số liệu"), ("agency with figures", "agencies with figures"))
COMPARABLE = (
    ("đơn vị có số liệu cả hai năm", "các đơn vị có số liệu cả hai năm"),
    ("agency with figures of both years", "agencies with figures of both years"),
)
# The target of a cluster is derived from those of its members; an agency's is assigned.
ASSIGNED = {"": ("chỉ tiêu chung", "common target"), "agency": ("chỉ tiêu được giao", "assigned target")}


# Of every duty that is told the amounts, in the order of their clauses; what begins their codes in a block.
DUTIES = {
    "reception": ("citizens_received", "complaints_received", "complaints_settled"),
    "inspection": ("inspections_done", "inspections_planned", "findings_handled"),
}
DUTY_PREFIX = {"civil_enforcement": "enforcement_", "department_of_justice": ""}
ASIDE = {"inspections_planned": "inspections_done"}  # said in brackets after another, or not at all


def phrase(key: str, lang: str) -> str:
    return PHRASES[key][lang == "en"]
