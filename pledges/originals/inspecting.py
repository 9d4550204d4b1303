"""The program that looks into a file which somebody sent: of what kind it is by its bytes, and who signed it digitally.

    python -m pledges.originals.inspecting FILE [FOLDER OF ROOTS]

A process of its own, without Django, secrets and network: what is wrong with a file can end nothing but this process,
which may use so much time and memory and no more. It writes one line of JSON: ``findings``, or ``fault`` with why
nothing is told (``kind``, ``encrypted``, ``broken``, ``heavy``).
"""

import json
import logging
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from .findings import CertificateChain, Coverage, FileFindings, FoundSignature, LaterChange

MEMORY = 2 << 30  # bytes of address space
SECONDS = 30  # of the processor
MOST_SIGNATURES = 40  # a cluster has some ten members
MOST_PIXELS = 200_000_000  # two pages of A3 at 600 dots an inch
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ROOT_SUFFIXES = {".pem", ".crt", ".cer"}
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
PICTURES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
LATER = {
    "NONE": LaterChange.NONE,
    "LTA_UPDATES": LaterChange.UPKEEP,
    "FORM_FILLING": LaterChange.SIGNATURES,
}


class Fault(Exception):
    """Nothing is told of the file; the reason is a word of the program's answer."""


def kind_of(head: bytes) -> str:
    """``pdf``, ``jpeg`` or ``png`` by the first bytes. Fault: ``kind``."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    for mark, kind in PICTURES.items():
        if head.startswith(mark):
            return kind
    raise Fault("kind")


def inspect(path: Path, roots: Sequence[Any] = ()) -> FileFindings:
    """What is found in a file, with these roots trusted. Fault: ``kind``, ``encrypted``, ``broken``, ``heavy``."""
    with path.open("rb") as file:
        kind = kind_of(file.read(16))
        file.seek(0)
        if kind != "pdf":
            _require_whole(file, kind)
            return FileFindings(kind=kind)
        try:
            return _of_pdf(file, roots)
        except (Fault, MemoryError):
            raise
        except PdfDecodeLimitError:
            raise Fault("heavy") from None
        except Exception as error:  # whatever a broken document makes a reader stumble over
            raise Fault("broken") from error


def _require_whole(file: BinaryIO, kind: str) -> None:
    """Fault: ``broken`` where the picture ends early or cannot be drawn, ``heavy`` where it is larger than any scan."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # twice as many are an error
    try:
        with Image.open(file, formats=[kind]) as picture:
            picture.load()
    except Image.DecompressionBombError:
        raise Fault("heavy") from None
    except (OSError, ValueError, SyntaxError) as error:
        raise Fault("broken") from error


# -- a PDF -------------------------------------------------------------------------------------------------------------
def _of_pdf(file: BinaryIO, roots: Sequence[Any]) -> FileFindings:
    reader = PdfFileReader(file, strict=False)
    if reader.encrypted:
        raise Fault("encrypted")
    pages = int(reader.root["/Pages"]["/Count"])
    if pages < 1:
        raise Fault("broken")
    fields = list(enumerate_sig_fields(reader))
    filled = [field for field in fields if field[1] is not None and not _is_document_stamp(field[1])]
    found = [_signature(reader, name, field, roots) for name, _value, field in filled[:MOST_SIGNATURES]]
    return FileFindings(
        kind="pdf",
        pages=pages,
        roots=len(roots),
        empty_fields=sum(value is None for _name, value, _field in fields),
        unread=len(filled) - len(found),
        signatures=tuple(sorted(found, key=lambda each: each.signed_at or datetime.max.replace(tzinfo=UTC))),
    )


def _is_document_stamp(value: Any) -> bool:
    """A time stamp over the whole document vouches for a time and for nobody."""
    return bool(value.get_object().get("/Type") == "/DocTimeStamp")


def _signature(reader: PdfFileReader, name: str, field: Any, roots: Sequence[Any]) -> FoundSignature:
    try:
        return _verified(EmbeddedPdfSignature(reader, field, name), roots)
    except (PdfDecodeLimitError, MemoryError):
        raise
    except Exception as error:  # one signature that cannot be read says nothing of the others
        print(f"{name}: {error!r}", file=sys.stderr)  # noqa: T201 - the log of this program
        return FoundSignature(field=name, is_readable=False)


def _verified(signature: EmbeddedPdfSignature, roots: Sequence[Any]) -> FoundSignature:
    certificate = signature.signer_cert
    since, until = certificate.not_valid_before, certificate.not_valid_after
    stamped = next(_stamped(signature), None)
    at = stamped or signature.self_reported_timestamp or datetime.now(UTC)
    status = validate_pdf_signature(
        signature,
        # Whether the root is known is asked for a moment at which the certificate held; whether it held is told apart.
        signer_validation_context=_trusting(roots, min(max(_in_utc(at), since), until)),
        ts_validation_context=_trusting(roots, stamped or datetime.now(UTC)),
        key_usage_settings=USAGE,
    )
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        stamp = None  # it vouches for nothing
    subject = certificate.subject.native
    return FoundSignature(
        field=signature.field_name,
        is_intact=bool(status.intact and status.valid),
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        issuer=_text(
            certificate.issuer.native.get("common_name") or certificate.issuer.native.get("organization_name")
        ),
        valid_from=since,
        valid_until=until,
        claimed_at=_in_utc(status.signer_reported_dt),
        stamped_at=_in_utc(stamp.timestamp) if stamp else None,
        is_stamp_trusted=bool(stamp and stamp.trusted),
        coverage=_coverage(status),
        later=LATER.get(level.name, LaterChange.OTHER) if (level := status.modification_level) else LaterChange.OTHER,
        chain=_chain(status),
    )


def _stamped(signature: EmbeddedPdfSignature) -> Iterator[datetime]:
    try:
        for token in extract_tst_data_iter(signature.signer_info, signed=False):
            yield token["encap_content_info"]["content"].parsed["gen_time"].native
    except (KeyError, ValueError, TypeError, AttributeError):
        return


def _trusting(roots: Sequence[Any], moment: datetime) -> ValidationContext:
    """Nothing is ever fetched: whether a certificate was revoked is not asked, and the page says so."""
    return ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _coverage(status: PdfSignatureStatus) -> Coverage:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Coverage.WHOLE
    return Coverage.REVISION if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION else Coverage.PART


def _chain(status: PdfSignatureStatus) -> CertificateChain:
    if status.validation_path is not None and status.trust_problem_indic is None:
        return CertificateChain.TRUSTED
    problem = getattr(status.trust_problem_indic, "name", "")
    is_unknown = problem in ("", "NO_CERTIFICATE_CHAIN_FOUND")
    return CertificateChain.UNKNOWN if is_unknown else CertificateChain.FLAWED


def _in_utc(moment: datetime | None) -> Any:
    """A moment without a zone is the portal's: that is what programs of signing here write."""
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=HERE)).astimezone(UTC)


def _text(value: object) -> str:
    """A name of a certificate, which may be several; at most 200 characters."""
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)[:200]
    return "".join(sign if sign.isprintable() else " " for sign in str(value or "")).strip()[:200]


# -- roots -------------------------------------------------------------------------------------------------------------
def roots_in(folder: Path) -> list[Any]:
    """The certificates of every .pem, .crt and .cer file of a folder; a file that holds none is named and left out."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ROOT_SUFFIXES and path.is_file():
            try:
                found += list(load_certs_from_pemder_data(path.read_bytes()))
            except (OSError, ValueError) as error:
                print(f"{path.name}: {error!r}", file=sys.stderr)  # noqa: T201 - the log of this program
    return found


def main(arguments: Sequence[str]) -> None:
    logging.disable()  # what the readers of the document find strange is told as findings
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        roots = roots_in(Path(arguments[1])) if len(arguments) > 1 else []
        answer: dict[str, Any] = {"findings": inspect(Path(arguments[0]), roots).as_json()}
    except Fault as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "heavy"}
    print(json.dumps(answer))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(sys.argv[1:])

__all__ = ["Fault", "inspect", "kind_of", "main", "roots_in"]
