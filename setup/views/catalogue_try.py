"""Trying the checks of a block on figures that somebody types; nothing is stored."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clusters.enums import Block
from emulation_portal.lib import dates
from emulation_portal.ui.language import lang
from results.checks import CheckOutcome, CheckRule, Findings, flows
from results.checks import words as check_words
from results.checks.catalogue import check_rules
from results.figures.refs import indicators_in_force
from setup.catalogue.trying import needed, rules_about, tried
from setup.catalogue.wording import expression_in_words
from setup.forms.trying import TryForm

from .setup import FORM

MOST_FIELDS = 30  # a check that needs more, or all of them, is tried by pasting


@login_required
@require_http_methods(FORM)
def checks(request: HttpRequest) -> HttpResponse:
    """Choose one check or all of a block; type or paste figures; read which fail and why."""
    block = request.GET.get("block", "")
    block = block if block in Block.values else Block.CIVIL_ENFORCEMENT
    year = dates.today().year
    indicators, rules = indicators_in_force(block, year), check_rules(block, year)
    chosen = next((rule for rule in rules if rule.code == request.GET.get("check")), None)
    able = [ref for ref in flows(indicators) if not (chosen and ref.code in chosen.exempt)]
    about = next((ref.code for ref in able if ref.code == request.GET.get("about")), able[0].code if able else "")
    asked = rules_about([chosen], indicators, about) if chosen else rules_about(rules, indicators)
    wanted = needed(asked, indicators) if chosen else []
    form = TryForm(
        request.POST if request.method == "POST" else None, wanted=wanted[:MOST_FIELDS], indicators=indicators
    )
    found = tried(asked, form.figures, indicators) if form.is_bound and form.is_valid() else None
    context = {
        "block": block,
        "blocks": Block.choices,
        "rules": rules,
        "chosen": chosen,
        "able": [(ref.code, ref.name(lang())) for ref in able] if chosen and chosen.is_general else [],
        "about": about,
        "relation": _spoken(asked[0], indicators) if chosen and asked else "",
        "message": asked[0].message(lang()) if chosen and asked else "",
        "form": form,
        "query": request.GET.urlencode(),
        "rows": _rows(found, indicators) if found else None,
        "skipped": _skipped(found, indicators) if found else [],
        "counts": _counts(found) if found else {},
    }
    return render(request, "setup/catalogue/try.html", context, status=422 if form.errors else 200)


def _spoken(rule: CheckRule, indicators) -> str:
    return expression_in_words(
        rule.expression, lambda code: indicators[code].name(lang()) if code in indicators else code
    )


def _rows(found: Findings, indicators) -> list[dict]:
    """What was worked out: those that fail first."""
    worked: Sequence[CheckOutcome] = [each for each in found.outcomes if each.holds is not None]
    return [
        {
            "code": each.rule.code,
            "holds": each.holds,
            "is_hard": each.rule.is_hard,
            "relation": _spoken(each.rule, indicators),
            "operands": check_words.operands(each, found, indicators),
            "message": "" if each.holds else each.rule.message(lang()),
        }
        for each in sorted(worked, key=lambda each: (bool(each.holds), not each.rule.is_hard))
    ]


def _skipped(found: Findings, indicators) -> list[dict]:
    return [
        {
            "codes": ", ".join(dict.fromkeys(each.rule.code for each in group.outcomes)),
            "why": check_words.why_skipped(group, found, indicators),
        }
        for group in found.skipped_groups
    ]


def _counts(found: Findings) -> dict[str, int]:
    failed = [each for each in found.outcomes if each.holds is False]
    return {"failed": len(failed), "passed": len(found.passed), "skipped": len(found.skipped)}
