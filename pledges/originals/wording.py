"""What was found in a signed original, in words: the whole as a mark and sentences, then every signature by lines."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib.dates import day_of, format_date, format_moment
from emulation_portal.lib.printing import format_size
from emulation_portal.lib.refusal import Refusal
from emulation_portal.ui.language import lang
from pledges.models import SignedOriginal

from .findings import CertificateChain, Coverage, FileFindings, FoundSignature, LaterChange, Worth
from .reading import findings_of

ICONS = {"ok": "check-lg", "warn": "exclamation-triangle", "bad": "x-octagon-fill", "plain": "info-circle"}
TONES = {
    Worth.SOUND: "ok",
    Worth.UNPROVEN: "warn",
    Worth.PARTLY: "warn",
    Worth.UNSIGNED: "plain",
    Worth.ALTERED: "bad",
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that was found; the tone colours an icon beside words that say all of it."""

    tone: str
    text: str

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class SignatureWords:
    signer: str
    organisation: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class OriginalWords:
    """An original as pages show it. ``advice``: what to do about it; empty where there is nothing to do."""

    original: SignedOriginal
    what: str
    size: str
    mark: FindingLine
    sentences: tuple[str, ...]
    advice: str
    signatures: tuple[SignatureWords, ...]


def in_words(original: SignedOriginal, now: datetime) -> OriginalWords:
    findings = findings_of(original)
    worth = findings.worth(now)
    return OriginalWords(
        original=original,
        what=_what(findings),
        size=format_size(original.size, lang()),
        mark=FindingLine(TONES[worth], _marks()[worth]),
        sentences=tuple(_sentences(findings, worth)),
        advice=_advice(findings, worth),
        signatures=tuple(_signature(each, findings, now) for each in findings.signatures),
    )


# -- the whole ---------------------------------------------------------------------------------------------------------
def _what(findings: FileFindings) -> str:
    if findings.kind != "pdf":
        return _("Scanned picture (%(kind)s)") % {"kind": findings.kind.upper()}
    pages = ngettext("PDF, %(n)s page", "PDF, %(n)s pages", findings.pages) % {"n": findings.pages}
    number = len(findings.signatures) + findings.unread
    if not number:
        return _("Scan (%(pages)s)") % {"pages": pages}
    signed = ngettext("%(n)s digital signature", "%(n)s digital signatures", number) % {"n": number}
    return f"{pages}, {signed}"


def _marks() -> dict[Worth, str]:
    return {
        Worth.SOUND: _("Digital signatures hold, signers confirmed"),
        Worth.UNPROVEN: _("Digital signatures hold, signers not confirmed"),
        Worth.PARTLY: _("Digitally signed in part"),
        Worth.UNSIGNED: _("No digital signature"),
        Worth.ALTERED: _("A digital signature does not hold for this file"),
    }


def _on_the_whole() -> dict[Worth, str]:
    return {
        Worth.SOUND: _("The text has not changed since it was signed; every certificate leads to a trusted root."),
        Worth.UNPROVEN: _("The text has not changed since it was signed; who signed is not proven, as said below."),
        Worth.UNSIGNED: _("The portal cannot check signatures by hand and seals on a scan; the paper itself tells."),
        Worth.ALTERED: _("The content was changed after it was signed, or the signature is damaged; see below which."),
    }


def _sentences(findings: FileFindings, worth: Worth) -> list[str]:
    said = [words] if (words := _on_the_whole().get(worth)) else []
    if findings.signatures and not findings.is_covered:
        said.append(_("What was added to the file after the last signature is covered by no signature."))
    if findings.empty_fields:
        words = ngettext(
            "%(n)s place for a digital signature is not signed.",
            "%(n)s places for a digital signature are not signed.",
            findings.empty_fields,
        )
        said.append(words % {"n": findings.empty_fields})
    if findings.unread:
        words = ngettext(
            "%(n)s further signature was not looked at.",
            "%(n)s further signatures were not looked at.",
            findings.unread,
        )
        said.append(words % {"n": findings.unread})
    if findings.signatures:
        said.append(_("Whether a certificate was revoked is not checked: the portal asks no other server."))
    return said


def _advice(findings: FileFindings, worth: Worth) -> str:
    if worth == Worth.ALTERED:
        return _("Do not use this file. Ask whoever signed for the file as it was signed and put it in its place.")
    if worth == Worth.PARTLY:
        return _("Ask whether this is the last file; where one with all signatures exists, put it in its place.")
    if worth == Worth.UNPROVEN and not findings.roots:
        return _("No trusted root is set on this server; its operator can set those of the State's authorities.")
    if worth == Worth.UNPROVEN:
        return _("Check who signed with the authority that issued the certificate.")
    return ""


# -- one signature -----------------------------------------------------------------------------------------------------
def _signature(found: FoundSignature, findings: FileFindings, now: datetime) -> SignatureWords:
    name = found.signer or _("Signer without a name")
    if not found.is_readable:
        place = _("Signature “%(field)s”") % {"field": found.field}
        return SignatureWords(place, "", (FindingLine("bad", _("This signature cannot be read.")),))
    lines = (_integrity(found), _time(found), _certificate(found, findings), *_validity(found, now))
    return SignatureWords(name, found.organisation, lines)


def _integrity(found: FoundSignature) -> FindingLine:
    if not found.is_intact:
        return FindingLine("bad", _("Does not hold: what was signed is not what stands in the file now."))
    if found.coverage == Coverage.PART:
        return FindingLine("bad", _("Covers a part of the document only; the rest may be anybody's."))
    if found.later == LaterChange.OTHER:
        return FindingLine("bad", _("The document was changed after this signature in a way that it does not permit."))
    if found.coverage == Coverage.WHOLE:
        return FindingLine("ok", _("Holds, and covers the whole file."))
    if found.later == LaterChange.SIGNATURES:
        return FindingLine("ok", _("Holds; later only signatures were added or fields of the form filled in."))
    if found.later == LaterChange.UPKEEP:
        return FindingLine("ok", _("Holds; later only what serves the checking of signatures was added."))
    return FindingLine("warn", _("Holds; later bytes were added to the file that belong to no document."))


def _time(found: FoundSignature) -> FindingLine:
    if found.stamped_at is not None:
        told = {"moment": format_moment(found.stamped_at)}
        if found.is_stamp_trusted:
            return FindingLine("ok", _("Signed at %(moment)s, by a time stamp whose root is trusted.") % told)
        return FindingLine("warn", _("Signed at %(moment)s, by a time stamp whose root is not known here.") % told)
    if found.claimed_at is not None:
        told = {"moment": format_moment(found.claimed_at)}
        return FindingLine(
            "plain", _("Signed at %(moment)s by the signer's own clock; no time stamp proves it.") % told
        )
    return FindingLine("plain", _("When it was signed is not told."))


def _certificate(found: FoundSignature, findings: FileFindings) -> FindingLine:
    told = {"issuer": found.issuer or "?"}
    if found.chain == CertificateChain.TRUSTED:
        return FindingLine("ok", _("Certificate issued by %(issuer)s; it leads to a trusted root.") % told)
    if found.chain == CertificateChain.FLAWED:
        words = _("Certificate issued by %(issuer)s; by its rules it is not good for signing documents.")
        return FindingLine("warn", words % told)
    if not findings.roots:
        return FindingLine("warn", _("Certificate issued by %(issuer)s; its root is not known: none is set.") % told)
    return FindingLine("warn", _("Certificate issued by %(issuer)s; its root is not among the trusted ones.") % told)


def _validity(found: FoundSignature, now: datetime) -> list[FindingLine]:
    since, until = found.valid_from, found.valid_until
    if since is None or until is None:
        return []
    told = {"since": format_date(day_of(since)), "until": format_date(day_of(until))}
    if found.is_outside_validity:
        words = _("The moment of signing lies outside the validity of the certificate, %(since)s to %(until)s.")
        return [FindingLine("bad", words % told)]
    if not found.has_expired(now):
        return [FindingLine("ok", _("Certificate valid from %(since)s to %(until)s.") % told)]
    if found.stamped_at is not None and found.is_stamp_trusted:
        return [
            FindingLine("ok", _("The certificate expired on %(until)s, after the proven moment of signing.") % told)
        ]
    words = _("The certificate expired on %(until)s; nothing proves that it was used before that day.")
    return [FindingLine("warn", words % told)]


# -- refusals ----------------------------------------------------------------------------------------------------------
def refusal(error: Refusal) -> tuple[str | None, str]:
    """The field of the form it belongs to, and the words; KeyError for a refusal of another act."""
    field, text = _refusals()[error.reason]
    about = error.about
    number = f"{about.number:02d}" if isinstance(about, SignedOriginal) else about
    return field, text % {"about": number}


def _refusals() -> dict[str, tuple[str | None, str]]:
    return {
        "no_original_yet": (None, _("The text is not signed yet; its original is kept once all members have signed.")),
        "empty": ("file", _("The file is empty. Choose another one.")),
        "too_large": (
            "file",
            _("The file is larger than %(about)s MB. Scan it with 200 to 300 dots an inch, in grey, and send it anew."),
        ),
        "not_stored": ("file", _("The server could not store the file. Nothing was kept; tell the administrator.")),
        "kind": (
            "file",
            _("By its content this is neither a PDF nor a JPEG or PNG picture, whatever its name. Nothing was kept."),
        ),
        "encrypted": (
            "file",
            _("The PDF is protected by a password. Save it without protection and send it again; nothing was kept."),
        ),
        "broken": (
            "file",
            _("The file is damaged and cannot be read. Scan or export it anew; nothing was kept."),
        ),
        "heavy": (
            "file",
            _("The file could not be checked within the time and memory given to it. Scan it anew; nothing was kept."),
        ),
        "other_original": (
            None,
            _("Somebody else has put another original here meanwhile. Look at it, then choose your file once more."),
        ),
        "same_original": (None, _("This very file is kept already as original %(about)s; nothing was done again.")),
        "why_replaced": ("reason", _("Say why the original is replaced.")),
    }


__all__ = ["FindingLine", "OriginalWords", "SignatureWords", "in_words", "refusal"]
