"""The wording of every sentence the portal writes by itself, in both languages. ``sentences`` chooses, nothing is counted
here. A clause that follows another begins with its own comma; {names} in braces are filled in as runs.
"""

PHRASES: dict[str, tuple[str, str]] = {
    # -- the cluster's result of an indicator
    "result.completion_rate_cases": (
        "Trong {period}, {subject} đã thi hành xong {part} việc trên tổng số {whole} việc có điều kiện thi hành, đạt {rate}",
        "In the period {period}, {subject} completed {part} of {whole} cases eligible for enforcement, {rate}",
    ),
    "result.completion_rate_money": (
        "Về tiền, trong {period}, {subject} đã thi hành xong {part} trên tổng số {whole} có điều kiện thi hành, đạt {rate}",
        "In money, in the period {period}, {subject} completed {part} of {whole} eligible for enforcement, {rate}",
    ),
    "result.appraisal_coverage_rate": (
        (
            "Trong {period}, {subject} đã thẩm định {part} dự thảo văn bản quy phạm pháp luật trên tổng số {whole} dự thảo "
            "phải thẩm định, đạt {rate}"
        ),
        (
            "In the period {period}, {subject} appraised {part} of {whole} drafts of legal normative documents that had to "
            "be appraised, {rate}"
        ),
    ),
    "result.rate": (
        "Trong {period}, {name} của {block} đạt {rate} ({part} trên tổng số {whole} {unit})",
        "In the period {period}, the {name} of {block} was {rate} ({part} of {whole} {unit})",
    ),
    "result.money_rate": (
        "Trong {period}, {name} của {block} đạt {rate} ({part} trên tổng số {whole})",
        "In the period {period}, the {name} of {block} was {rate} ({part} of {whole})",
    ),
    "result.amount": (
        "Trong {period}, {name} của {block} là {rate} {unit}",
        "In the period {period}, {name} of {block} came to {rate} {unit}",
    ),
    "result.zero": (
        "Trong {period}, {subject} không phát sinh “{whole_name}” nên không tính {name}",
        "In the period {period}, {subject} had no “{whole_name}”, so there is no {name}",
    ),
    "result.none": (
        "Kỳ {period}, {subject} chưa có số liệu để tính {name}",
        "In the period {period}, {subject} have no figures for the {name}",
    ),
    # -- against the target
    "target.exceeded": (
        ", vượt {gap} so với chỉ tiêu được giao ({goal})",
        ", {gap} above the assigned target ({goal})",
    ),
    "target.equal": (", bằng chỉ tiêu được giao ({goal})", ", equal to the assigned target ({goal})"),
    "target.level": (
        ", ngang mức chỉ tiêu nhưng chưa đạt vì chỉ tiêu được giao là {goal}",
        ", level with the target but short of it, the assigned target being {goal}",
    ),
    "target.short": (
        ", thấp hơn {gap} so với chỉ tiêu được giao ({goal})",
        ", {gap} below the assigned target ({goal})",
    ),
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
        "; chỉ tiêu giao cho cả năm là {goal}, so với {months}/12 chỉ tiêu thì cao hơn {pace}",
        "; the target of the whole year is {goal}, of which {months}/12 is exceeded by {pace}",
    ),
    "target.pace_under": (
        "; chỉ tiêu giao cho cả năm là {goal}, so với {months}/12 chỉ tiêu thì thấp hơn {pace}",
        "; the target of the whole year is {goal}, and the result is {pace} below {months}/12 of it",
    ),
    "target.pace_level": (
        "; chỉ tiêu giao cho cả năm là {goal}, kết quả bằng {months}/12 chỉ tiêu",
        "; the target of the whole year is {goal}, and the result equals {months}/12 of it",
    ),
    "target.year": (
        "; chỉ tiêu giao cho cả năm là {goal}, hết năm mới đánh giá",
        "; the target of the whole year is {goal} and is judged at its end",
    ),
    "target.reached": (
        ", đã đạt chỉ tiêu giao cho cả năm ({goal})",
        ", which already reaches the target of the whole year ({goal})",
    ),
    "target.none": (
        "; không có chỉ tiêu được giao để so sánh",
        "; no target was assigned to compare with",
    ),
    "target.partial": (
        "; không so sánh với chỉ tiêu chung vì mới có {held}/{of} đơn vị có số liệu được giao chỉ tiêu",
        "; there is no common target, since {held} of {of} agencies with figures have one",
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
    # -- against last year
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
    "change.none": (
        "; không có số liệu cùng kỳ năm {last_year} để so sánh",
        "; there are no figures of the same period of {last_year} to compare with",
    ),
    "change.from_zero": (
        "; cùng kỳ năm {last_year} không phát sinh",
        "; in the same period of {last_year} none arose",
    ),
    "change.from_zero_like": (
        "; tính trên {count}/{of} đơn vị có số liệu cả hai năm (không gồm {agencies}), cùng kỳ năm {last_year} không phát sinh",
        "; over the {count} of {of} agencies with figures of both years (without {agencies}), none arose in the same period of {last_year}",
    ),
    "change.not_now": (
        "; {count}/{of} đơn vị có số liệu cả hai năm không phát sinh trong kỳ này nên không so sánh với năm {last_year}",
        "; {count} of {of} agencies have figures of both years and nothing arose now, so {last_year} is not compared",
    ),
    "change.nobody": (
        "; không đơn vị nào có số liệu của cả hai năm để so sánh với cùng kỳ năm {last_year}",
        "; no agency has figures of both years to compare with the same period of {last_year}",
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
    "change.subject": (
        "Trong {period}, kết quả “{name}” của {block} là {value}",
        "In the period {period}, “{name}” of {block} came to {value}",
    ),
    # -- between the members
    "highest.one": (
        "Trong {period}, đơn vị có {name} cao nhất của {block} là {agencies} ({rate})",
        "Within {block}, in the period {period}, the highest {name} is that of {agencies} ({rate})",
    ),
    "highest.tied": (
        "Trong {period}, các đơn vị có {name} cao nhất của {block}, cùng ở mức {rate}, là {agencies}",
        "Within {block}, in the period {period}, the highest {name}, {rate}, is shared by {agencies}",
    ),
    "lowest.one": ("; thấp nhất là {agencies} ({rate})", "; the lowest that of {agencies} ({rate})"),
    "lowest.tied": (
        "; thấp nhất, cùng ở mức {rate}, là {agencies}",
        "; the lowest, {rate}, is shared by {agencies}",
    ),
    "extremes.equal": (
        "Trong {period}, cả {count} đơn vị có số liệu của {block} đều có {name} ở mức {rate}",
        "Within {block}, in the period {period}, all {count} agencies with figures have the same {name}, {rate}",
    ),
    "extremes.single": (
        "Trong {period}, {block} chỉ có số liệu của {agencies} để tính {name} ({rate}) nên không xếp thứ tự",
        "Within {block}, in the period {period}, only {agencies} has figures for the {name} ({rate}), so there is no order",
    ),
    "members.all": (
        "Trong {period}, cả {count} đơn vị của {block} có số liệu và được giao chỉ tiêu đều đạt chỉ tiêu về {name}",
        "In the period {period}, all {count} agencies of {block} with figures and a target met theirs for the {name}",
    ),
    "members.some": (
        "Trong {period}, {met}/{count} đơn vị của {block} đạt chỉ tiêu về {name}; chưa đạt chỉ tiêu: {agencies}",
        "In the period {period}, {met} of {count} agencies of {block} met their target for the {name}; not met: {agencies}",
    ),
    "members.none": (
        "Trong {period}, cả {count} đơn vị của {block} có số liệu và được giao chỉ tiêu đều chưa đạt chỉ tiêu về {name}",
        "In the period {period}, none of the {count} agencies of {block} with a target met it for the {name}",
    ),
    "members.only_met": (
        "Trong {period}, {agencies}, đơn vị duy nhất của {block} có số liệu và được giao chỉ tiêu về {name}, đạt chỉ tiêu",
        "In the period {period}, {agencies}, the only agency of {block} with figures and a target for the {name}, met it",
    ),
    "members.only_not": (
        (
            "Trong {period}, {agencies}, đơn vị duy nhất của {block} có số liệu và được giao chỉ tiêu về {name}, "
            "chưa đạt chỉ tiêu"
        ),
        (
            "In the period {period}, {agencies}, the only agency of {block} with figures and a target for the {name}, "
            "did not meet it"
        ),
    ),
    "agency.result": (
        "Trong {period}, {agencies} ({block}) có {name} là {rate}",
        "In the period {period}, the {name} of {agencies} ({block}) was {rate}",
    ),
    "nation.one": (
        (
            "Trong {period}, {agencies} ({block}) xếp thứ {place} trong số {among} đơn vị cùng khối trên cả nước đã công bố "
            "số liệu về {name}"
        ),
        (
            "Among the {among} agencies of the same kind in the nation with released figures of the period {period}, "
            "{agencies} ({block}) ranks number {place} in the {name}"
        ),
    ),
    "nation.tied": (
        (
            "Trong {period}, {agencies} ({block}) đồng hạng thứ {place} trong số {among} đơn vị cùng khối trên cả nước đã "
            "công bố số liệu về {name}"
        ),
        (
            "Among the {among} agencies of the same kind in the nation with released figures of the period {period}, "
            "{agencies} ({block}) tied for place number {place} in the {name}"
        ),
    ),
    # -- what is not there
    "missing.some": (
        "Kỳ {period}, {block} còn {count} đơn vị chưa gửi số liệu là {agencies}; số tổng hợp chỉ gồm {rest} đơn vị còn lại",
        "In the period {period}, {count} of the agencies of {block} sent no figures: {agencies}; totals are of the other {rest}",
    ),
    "missing.all": (
        "Kỳ {period}, chưa đơn vị nào của {block} gửi số liệu",
        "In the period {period}, no agency of {block} has reported",
    ),
    "missing.empty": (
        "Kỳ {period}, {agencies} ({block}) còn để trống số liệu cần để tính {name}; số tổng hợp không gồm phần này",
        "In the period {period}, {agencies} ({block}) left figures for the {name} empty; totals are without them",
    ),
    "missing.zero": (
        "Trong {period}, {agencies} ({block}) không phát sinh “{whole_name}” nên không tính {name}",
        "In the period {period}, {agencies} ({block}) had no “{whole_name}”, so there is no {name}",
    ),
    # -- how final
    "state.open": (
        "Số liệu kỳ {period} của {block} chưa chốt: {count}/{of} đơn vị chưa được phê duyệt số liệu",
        "The figures of the period {period} of {block} are not final: those of {count} of {of} agencies are not approved",
    ),
    "state.approved": (
        "Số liệu kỳ {period} của {block} đã được phê duyệt nhưng chưa chốt",
        "The figures of the period {period} of {block} are approved and not sealed yet",
    ),
    "state.sealed": (
        "Số liệu kỳ {period} của {block} đã được chốt",
        "The figures of the period {period} of {block} are sealed",
    ),
    "state.estimate": (
        "; theo chế độ báo cáo, số liệu kỳ này có phần ước tính đến hết năm",
        "; by the rules of reporting they are partly estimated to the end of the year",
    ),
}

# How a block is spoken of: its members as a subject, and itself.
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
AND = (" và ", " and ")


def phrase(key: str, lang: str) -> str:
    return PHRASES[key][lang == "en"]
