"""The year-end report as a page, and the words people put into it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.editing import Stale
from accounts.once import makes_once
from clusters.access import Refused, place_of
from clusters.current import current_of
from emulation_portal.ui.language import lang
from reports.models import PaperHead, Paragraph

from . import page, services
from .content.background import Section
from .content.placeholders import BadPlaceholder
from .forms import HeadForm, ParagraphForm
from .read import TypedIn


def _season(request, slug, year):
    season = current_of(request).season_or_404(slug, year)
    if not request.user.has_perm("reports.read_paper", season):
        raise Refused(_("The report holds the figures of every member."), _("the secretariat and the Ministry"))
    return season


def _require(may: bool, section: str = "") -> None:
    """Refused where a part of the report is written by somebody else."""
    if may:
        return
    if section == Section.MINISTRY:
        raise Refused(_("The remark on the cluster's year is the Ministry's own."), _("the Ministry"))
    raise Refused(
        _("The report of this year is written by the officers of the head agency while it leads."),
        _("the secretariat of the year"),
    )


@login_required
@require_safe
def paper(request, slug, year):
    """The report as its files print it; whoever writes it finds the way to every paragraph."""
    season = _season(request, slug, year)
    place, language = place_of(season), lang()
    typed = TypedIn.of(season, language)
    made = page.read_paper(season, language, typed, current_of(request).rights.succession)
    writes = services.sections_of(request.user, season)
    may_number = request.user.has_perm("reports.write_paper", season)
    words = page.written(typed.words, made.lookup, place, writes=writes)
    context = {
        "season": season,
        "place": place,
        "document": made.document,
        "blocks": page.blocks(made.document, place=place, writes=writes),
        "annexes": page.annexes(made.document),
        "words": words,
        "strangers": made.strangers,
        "moved": [row for row in words if row["moved"]],
        "figures": made.figures,
        "head_form": HeadForm(season=season, row=typed.head or PaperHead(season=season)) if may_number else None,
    }
    return render(request, "reports/papers/paper.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@makes_once
def paper_text(request, slug, year):
    """Write one paragraph: new words, or words in the place of an automatic paragraph."""
    season = _season(request, slug, year)
    writes = services.sections_of(request.user, season)
    _require(bool(writes))
    asked = request.POST if request.method == "POST" else request.GET
    language = lang()
    typed = TypedIn.of(season, language)
    row = _row(typed, asked)
    section = row.section if row else asked.get("section", "")
    if section not in set(Section):
        raise Http404
    _require(section in writes, section)
    slot = row.slot if row else asked.get("slot", "")[:120]
    made = page.read_paper(season, language, typed, current_of(request).rights.succession)
    first = row.text if row and row.text else page.automatic(made.document, slot)
    form = ParagraphForm(request.POST or None, initial={"text": first, "version": row.version if row else 0})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        status = _save(request, season, row, section, slot, made.lookup, form)
        if status == 302:
            return redirect(f"{_address(season)}#bao-cao")
    context = {
        "season": season,
        "place": place_of(season),
        "form": form,
        "row": row,
        "section": section,
        "slot": slot,
        "section_name": page.section_name(section),
        "moved": page.moved(row, made.lookup) if row else [],
        "offers": page.offers(made.lookup, section),
        "automatic": page.automatic(made.document, slot),
    }
    return render(request, "reports/papers/text.html", context, status=status)


def _address(season) -> str:
    return reverse("reports:paper", args=place_of(season))


def _row(typed: TypedIn, asked) -> Paragraph | None:
    """The kept words that are meant, by number or by the automatic paragraph they stand for."""
    if "\0" in asked.get("slot", ""):  # no automatic paragraph has such a name, and not every database takes it
        raise Http404
    if asked.get("words"):
        if not asked["words"].isdecimal() or len(asked["words"]) > 18:
            raise Http404
        found = next((row for row in typed.words if row.pk == int(asked["words"])), None)
        if found is None and "text" not in asked:  # typed words are kept, though somebody else took those out
            raise Http404
        return found
    slot = asked.get("slot", "")[:120]
    return next((row for row in typed.words if row.slot == slot), None) if slot else None


def _save(request, season, row, section: str, slot: str, lookup, form) -> int:
    """The status of the answer: 302 once it is done, else 422."""
    act, version = request.POST.get("act", "save"), form.cleaned_data["version"]
    try:
        if row is None and version:
            raise services.StaleParagraph(slot)  # taken out meanwhile
        if act == "remove" and row:
            services.remove_paragraph(paragraph=row, version=version, actor=request.user)
            messages.success(request, _("Your words have been taken out."))
            return 302
        services.save_paragraph(
            season=season,
            language=lang(),
            section=Section(section),
            slot=slot,
            lookup=lookup,
            paragraph=row,
            text=form.cleaned_data["text"],
            version=version,
            is_hidden=act == "hide",
            actor=request.user,
        )
    except BadPlaceholder as bad:
        form.add_error("text", bad_placeholder_words(bad))
        return 422
    except services.StaleParagraph:
        form.meet(_row(TypedIn.of(season, lang()), request.POST), request.user)
        return 422
    hidden = act == "hide"
    messages.success(request, _("The paragraph is left out of the report.") if hidden else _("The paragraph is saved."))
    return 302


def bad_placeholder_words(bad: BadPlaceholder) -> str:
    said = {
        "shape": _("“{placeholder}” is no figure. A figure is written as indicator@agency:measure in double brackets."),
        "indicator": _("The year has no indicator “{placeholder}”. Choose a figure from the list."),
        "agency": _("“{placeholder}” names no member of the block, or one is needed. Choose a figure from the list."),
        "measure": _("“{placeholder}” asks for something that is not kept. Choose a figure from the list."),
    }[bad.reason]
    return said.format(placeholder=bad.placeholder[:80])


@login_required
@require_POST
def paper_head(request, slug, year):
    """Keep the number and day the report goes out under."""
    season = _season(request, slug, year)
    _require(request.user.has_perm("reports.write_paper", season))
    form = HeadForm(request.POST, season=season)
    status = 422
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("number", "dated")}
        try:
            services.save_head(season=season, actor=request.user, **typed, seen=form.seen)
        except Stale as stale:
            form.meet(stale, request.user)
            status = 409
        else:
            messages.success(request, _("Number and date are kept."))
            return redirect(_address(season))
    context = {"season": season, "place": place_of(season), "form": form}
    return render(request, "reports/papers/head.html", context, status=status)
