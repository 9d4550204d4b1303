"""Looking into files: of which kind they are by their bytes, and what their signatures are worth. Nothing is asked of a
network, whatever a certificate names."""

import json
import logging
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from pledges.originals.findings import CertificateChain, Coverage, FileFindings, LaterChange, Worth
from pledges.originals.inspecting import Fault, inspect, roots_in
from tests.support import signing
from tests.support.project import ROOT

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quiet_and_alone(monkeypatch):
    """The reader of signatures tells its doubts to the log; a connection fails the test."""

    def refused(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def look(tmp_path):
    def look(content: bytes, *, trusted: bool = True) -> FileFindings:
        path = tmp_path / "tep"
        path.write_bytes(content)
        return inspect(path, [signing.authority().root] if trusted else [])

    return look


# -- kinds -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_picture_is_a_scan(look, kind):
    found = look(signing.picture(kind))
    assert (found.kind, found.worth(NOW)) == (kind, Worth.UNSIGNED)


def test_pdf_without_signatures_is_a_scan_with_its_pages(look):
    found = look(signing.plain_pdf(add_page={}))
    assert (found.kind, found.pages, found.worth(NOW)) == ("pdf", 2, Worth.UNSIGNED)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html><script>alert(1)</script></html>", "kind"),
        (b"\n%PDF-1.7 not at the beginning", "kind"),
        (b"PK\x03\x04 a workbook", "kind"),
        (b"GIF89a", "kind"),
        (b"", "kind"),
        (b"%PDF-1.7\n<html>", "broken"),
        (signing.plain_pdf()[:400], "broken"),
        (signing.plain_pdf().replace(b"/Count 1", b"/Count 0"), "broken"),
        (signing.encrypted_pdf(), "encrypted"),
        (signing.picture("png")[:40], "broken"),
        (signing.picture("jpeg")[:300], "broken"),
        (b"\xff\xd8\xff" + b"\0" * 50, "broken"),
    ],
)
def test_what_cannot_be_an_original_has_its_reason(look, content, why):
    with pytest.raises(Fault) as fault:
        look(content)
    assert str(fault.value) == why


def test_picture_larger_than_any_scan_is_not_drawn(look, monkeypatch):
    monkeypatch.setattr("pledges.originals.inspecting.MOST_PIXELS", 1000)
    with pytest.raises(Fault, match="heavy"):
        look(signing.picture())


# -- signatures --------------------------------------------------------------------------------------------------------
def test_who_signed_when_and_under_which_root(look):
    found = look(signing.signed_pdf())
    [signature] = found.signatures
    assert (signature.signer, signature.organisation) == ("Nguyễn Văn An", "Thi hành án dân sự tỉnh Tây Ninh")
    assert signature.issuer == "CA của phép thử"
    assert abs(signature.claimed_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert signature.stamped_at is None
    assert (signature.coverage, signature.later, signature.chain) == (
        Coverage.WHOLE,
        LaterChange.NONE,
        CertificateChain.TRUSTED,
    )
    assert found.worth(NOW) == Worth.SOUND


def test_root_is_unknown_where_none_is_set_and_where_another_one_is(look, tmp_path):
    content = signing.signed_pdf()
    found = look(content, trusted=False)
    assert (found.roots, found.signatures[0].chain) == (0, CertificateChain.UNKNOWN)
    assert found.worth(NOW) == Worth.UNPROVEN
    (tmp_path / "tep").write_bytes(content)
    other = inspect(tmp_path / "tep", [signing.authority("CA khác").root])
    assert (other.roots, other.signatures[0].chain) == (1, CertificateChain.UNKNOWN)


def test_several_signatures_each_cover_what_was_there(look):
    found = look(signing.signed_pdf(signing.signed_pdf(), signing.signer("Trần Thị Bình"), field="Ky2"))
    first, second = found.signatures
    assert (first.coverage, first.later) == (Coverage.REVISION, LaterChange.SIGNATURES)
    assert (second.signer, second.coverage) == ("Trần Thị Bình", Coverage.WHOLE)
    assert found.worth(NOW) == Worth.SOUND


def test_time_stamp_vouches_for_the_moment(look):
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    [signature] = look(signing.signed_pdf(stamper=signing.authority().stamper(at))).signatures
    assert (signature.stamped_at, signature.is_stamp_trusted) == (at, True)
    stranger = signing.authority("Dấu thời gian lạ").stamper(at)
    [signature] = look(signing.signed_pdf(stamper=stranger)).signatures
    assert (signature.stamped_at, signature.is_stamp_trusted) == (at, False)


def test_changed_bytes_are_found(look):
    found = look(signing.with_changed_bytes(signing.signed_pdf()))
    assert not found.signatures[0].is_intact
    assert found.worth(NOW) == Worth.ALTERED


def test_change_added_after_the_signature_is_found(look):
    found = look(signing.with_another_title(signing.signed_pdf()))
    [signature] = found.signatures
    assert signature.is_intact
    assert (signature.coverage, signature.later) == (Coverage.REVISION, LaterChange.OTHER)
    assert found.worth(NOW) == Worth.ALTERED


def test_bytes_at_the_end_are_covered_by_nobody(look):
    found = look(signing.signed_pdf() + b"\n\n")
    assert found.signatures[0].is_intact
    assert not found.is_covered
    assert found.worth(NOW) == Worth.PARTLY


def test_places_that_nobody_signed_are_counted(look):
    found = look(signing.with_empty_field(signing.signed_pdf()))
    assert (found.empty_fields, len(found.signatures), found.worth(NOW)) == (1, 1, Worth.PARTLY)
    found = look(signing.with_empty_field(signing.plain_pdf()))
    assert (found.empty_fields, len(found.signatures), found.worth(NOW)) == (1, 0, Worth.UNSIGNED)


def test_certificate_that_had_expired_proves_nothing(look):
    found = look(signing.signed_pdf(by=signing.signer("Hết hạn", years=signing.OVER)))
    [signature] = found.signatures
    assert signature.is_intact
    assert signature.chain == CertificateChain.TRUSTED
    assert signature.is_outside_validity
    assert found.worth(NOW) == Worth.UNPROVEN


def test_certificate_that_expired_since_is_proven_by_a_time_stamp_alone(look):
    later = datetime(2041, 1, 1, tzinfo=UTC)
    claimed, stamped = look(signing.signed_pdf()), look(signing.signed_pdf(stamper=signing.authority().stamper()))
    assert (claimed.worth(later), stamped.worth(later)) == (Worth.UNPROVEN, Worth.SOUND)


def test_certificate_that_may_not_sign_is_told(look):
    unfit = signing.signer("Chỉ mã hóa", digital_signature=False, content_commitment=False, key_encipherment=True)
    found = look(signing.signed_pdf(by=unfit))
    assert found.signatures[0].chain == CertificateChain.FLAWED
    assert found.worth(NOW) == Worth.UNPROVEN


def test_signature_that_cannot_be_read_is_told_beside_the_others(look):
    content = signing.signed_pdf(signing.signed_pdf(), field="Ky2")
    place = content.rindex(b"/ETSI.CAdES.detached")
    found = look(content[:place] + b"/ETSI.CAdES.detaches" + content[place + 20 :])
    assert [each.is_readable for each in found.signatures].count(False) == 1
    assert found.worth(NOW) == Worth.ALTERED


def test_no_more_signatures_than_a_cluster_has_are_looked_at(look, monkeypatch):
    monkeypatch.setattr("pledges.originals.inspecting.MOST_SIGNATURES", 1)
    found = look(signing.signed_pdf(signing.signed_pdf(), field="Ky2"))
    assert (len(found.signatures), found.unread, found.worth(NOW)) == (1, 1, Worth.PARTLY)


def test_findings_are_read_back_as_they_were_written(look):
    found = look(signing.signed_pdf(stamper=signing.authority().stamper()))
    assert FileFindings.read(json.loads(json.dumps(found.as_json()))) == found


# -- the program -------------------------------------------------------------------------------------------------------
def run(*arguments) -> dict:
    command = [sys.executable, "-m", "pledges.originals.inspecting", *map(str, arguments)]
    return json.loads(subprocess.run(command, cwd=ROOT, env={}, capture_output=True, check=True).stdout)


def test_program_answers_with_one_line(tmp_path):
    (tmp_path / "tep").write_bytes(signing.signed_pdf())
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "goc.pem").write_bytes(signing.authority().pem)
    assert FileFindings.read(run(tmp_path / "tep")["findings"]).roots == 0
    found = FileFindings.read(run(tmp_path / "tep", tmp_path / "roots")["findings"])
    assert (found.roots, found.worth(NOW)) == (1, Worth.SOUND)
    (tmp_path / "tep").write_bytes(b"<html>")
    assert run(tmp_path / "tep") == {"fault": "kind"}


def test_roots_are_the_certificates_of_a_folder(tmp_path, capsys):
    (tmp_path / "hai.pem").write_bytes(signing.authority().pem + signing.authority("CA khác").pem)
    (tmp_path / "hong.crt").write_bytes(b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư")
    assert len(roots_in(tmp_path)) == 2
    assert "hong.crt" in capsys.readouterr().err
