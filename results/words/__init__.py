"""One vocabulary: figures, days, blocks and what was done, in words of the active language.

Pages write ``words.shown(…)``; ``words.columns`` has figures in the unit that they are typed in.
"""

from emulation_portal.lib.numbers import NO_VALUE
from emulation_portal.ui.language import lang

from .acts import (
    done,
    not_saved,
    on_behalf,
    refusal,
    returned,
    saved,
)
from .common import (
    block_name,
    block_short,
    block_title,
    empty,
    first_upper,
    nothing,
)
from .days import (
    dated,
    day,
    days_left_text,
    due,
    late_text,
    moment,
    overdue_text,
    period_head,
    period_text,
    span_text,
    without_year,
)
from .pages import (
    Shown,
    amount_text,
    better,
    change_look,
    change_text,
    column_head,
    gap_text,
    parts_text,
    quantity,
    ratio,
    shown,
    target_ratio,
    target_text,
    unit_text,
)

__all__ = [
    "NO_VALUE",
    "Shown",
    "amount_text",
    "better",
    "block_name",
    "block_short",
    "block_title",
    "change_look",
    "change_text",
    "column_head",
    "dated",
    "day",
    "days_left_text",
    "done",
    "due",
    "empty",
    "first_upper",
    "gap_text",
    "lang",
    "late_text",
    "moment",
    "not_saved",
    "nothing",
    "on_behalf",
    "overdue_text",
    "parts_text",
    "period_head",
    "period_text",
    "quantity",
    "ratio",
    "refusal",
    "returned",
    "saved",
    "shown",
    "span_text",
    "target_ratio",
    "target_text",
    "unit_text",
    "without_year",
]
