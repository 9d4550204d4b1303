"""Keeping the signed original of a pledge or an addendum: once, replaced for a reason, looked into anew."""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from django.db import transaction

from accounts.models import User
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import Refusal
from emulation_portal.lib.text import clean_text
from pledges.covenants.acts import held, require_writer, told
from pledges.enums import AddendumState, PledgeState
from pledges.models import Pledge, PledgeAddendum, SignedOriginal

from .examining import examined
from .findings import FileFindings
from .storing import IncomingFile, is_as_stored, path_of_original, put_in_place, taken_in

NAME_LENGTH = 150
SIGNED = (PledgeState.SIGNED, PledgeState.CLOSED)


def keep_original(
    *,
    pledge: Pledge,
    addendum: PledgeAddendum | None = None,
    chunks: Iterable[bytes],
    file_name: str,
    seen: int,
    reason: str = "",
    actor: User,
) -> SignedOriginal:
    """Keep a file as the signed original; one that was kept before stays in the history. An altered one is kept too,
    and marked: what is wrong with it is told on the page.

    ``seen``: the number of the original that the person saw, 0 for none; ``reason``: why it is replaced. Looking into
    the file takes seconds, so it is done before any row is locked. NotAllowed, Gone; Refusal: ``no_original_yet`` (the
    text is not signed), ``empty``, ``too_large``, ``not_stored``, ``kind``, ``encrypted``, ``broken``, ``heavy``,
    ``other_original`` (somebody was faster), ``same_original``, ``why_replaced``.
    """
    require_writer(actor, pledge.season)
    require_signed(pledge, addendum)
    with taken_in(chunks) as incoming:
        findings = examined(incoming.path)
        said = {"file_name": plain_name(file_name), "reason": clean_text(reason)}
        return _kept(pledge, addendum, incoming, findings, seen, said, actor)


def require_signed(pledge: Pledge, addendum: PledgeAddendum | None) -> None:
    is_signed = pledge.state in SIGNED if addendum is None else addendum.state == AddendumState.SIGNED
    if not is_signed:
        raise Refusal("no_original_yet", pledge)


def _kept(
    pledge: Pledge,
    addendum: PledgeAddendum | None,
    incoming: IncomingFile,
    findings: FileFindings,
    seen: int,
    said: dict[str, str],
    actor: User,
) -> SignedOriginal:
    place = ""
    try:
        with transaction.atomic():
            stored = held(pledge)
            last = SignedOriginal.objects.filter(pledge=stored, addendum=addendum).order_by("-number").first()
            _require_new(last, incoming, seen, said["reason"])
            place = put_in_place(incoming, findings.kind)
            made = SignedOriginal.objects.create(
                pledge=stored,
                addendum=addendum,
                number=last.number + 1 if last else 1,
                kind=findings.kind,
                file_name=said["file_name"],
                file_path=place,
                size=incoming.size,
                sha256=incoming.sha256,
                findings=findings.as_json(),
                checked_at=dates.now(),
                uploaded_at=dates.now(),
                uploaded_by=actor,
                reason=said["reason"] if last else "",
            )
            before = {"sha256": last.sha256} if last else None
            told(stored, "original", actor, about=made, before=before, after=_recorded(made), note=made.reason)
            return made
    except BaseException:
        if place:
            path_of_original(SignedOriginal(file_path=place)).unlink(missing_ok=True)
        raise


def _require_new(last: SignedOriginal | None, incoming: IncomingFile, seen: int, reason: str) -> None:
    if last is not None and last.sha256 == incoming.sha256:
        raise Refusal("same_original", last)
    if seen != (last.number if last else 0):
        raise Refusal("other_original", last)
    if last is not None and not reason:
        raise Refusal("why_replaced", last)


def _recorded(original: SignedOriginal) -> dict[str, object]:
    signatures = len(original.findings["signatures"])
    return {
        "sha256": original.sha256,
        "size": original.size,
        "file": original.file_name,
        "kind": original.kind,
        "signatures": signatures,
    }


def plain_name(name: str) -> str:
    """A file's name as it is shown: without its folders and what cannot be seen, at most so long, its ending kept."""
    bare = clean_text(unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name))
    stem, dot, ending = bare.rpartition(".")
    if len(bare) <= NAME_LENGTH or not dot or len(ending) > 10:
        return bare[:NAME_LENGTH] or "?"
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


# -- looked into anew --------------------------------------------------------------------------------------------------
def look_again(original: SignedOriginal) -> SignedOriginal:
    """Compare the file with what was stored, and look into it with the roots that are trusted now; what differs from
    before is kept and recorded."""
    is_whole = is_as_stored(original)
    findings = original.findings
    if is_whole:
        try:
            findings = examined(path_of_original(original)).as_json()
        except Refusal:  # it was read when it was kept: what was found then is left
            findings = original.findings
    with transaction.atomic():
        pledge = held(original.pledge)
        stored = SignedOriginal.objects.get(pk=original.pk)
        before, missing_before = stored.findings, stored.missing_at
        stored.findings, stored.checked_at = findings, dates.now()
        stored.missing_at = None if is_whole else missing_before or dates.now()
        stored.save(update_fields=["findings", "checked_at", "missing_at"])
        if findings != before or (missing_before is None) != is_whole:
            after = {"missing": not is_whole, "findings": findings}
            told(pledge, "original_checked", None, about=stored, before={"findings": before}, after=after)
    return stored


__all__ = ["keep_original", "look_again", "plain_name", "require_signed"]
