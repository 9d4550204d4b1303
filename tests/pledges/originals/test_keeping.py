"""Keeping the signed original: who may, when, what is refused with nothing kept, what is kept and marked."""

import hashlib

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from pledges.models import SignedOriginal
from pledges.originals import services
from pledges.originals.findings import CertificateChain, Worth
from pledges.originals.reading import findings_of, originals_of
from pledges.originals.storing import path_of_original
from tests.factories import covenants
from tests.support import signing


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ORIGINALS_DIR = tmp_path / "originals"
    return settings.ORIGINALS_DIR


@pytest.fixture
def pledge(world):
    return covenants.signed(world)


@pytest.fixture
def keep(world, pledge):
    def keep(content: bytes = b"", **said):
        return covenants.original(world, pledge, content, **said)

    return keep


def refused(act, reason):
    with pytest.raises(Refusal) as error:
        act()
    assert error.value.reason == reason
    return error.value


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_kept_as_it_is_recorded_and_the_version_raised(world, pledge, keep, folder):
    version = Season.objects.get(pk=world.season.pk).data_version
    content = signing.signed_pdf()
    made = keep(content, file_name="C:\\ky\\Giao ước.pdf")
    assert path_of_original(made).read_bytes() == content
    assert (made.number, made.kind, made.size, made.file_name) == (1, "pdf", len(content), "Giao ước.pdf")
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert (made.uploaded_by, made.reason) == (world.users["secretariat"], "")
    entry = AuditEntry.objects.get(action="pledge.original")
    assert (entry.actor, entry.after["sha256"]) == (world.users["secretariat"], made.sha256)
    assert Season.objects.get(pk=world.season.pk).data_version > version
    assert files(folder) == [path_of_original(made)]


@pytest.mark.parametrize("name", ["officer", "head", "deputy", "ministry", "other_officer", "administrator"])
def test_nobody_but_the_secretariat_keeps_one(world, keep, folder, name):
    with pytest.raises(NotAllowed):
        keep(actor=world.users[name])
    assert files(folder) == []


def test_none_before_the_text_is_signed(world):
    opened = covenants.opened(world)
    refused(lambda: covenants.original(world, opened), "no_original_yet")


def test_addendum_has_originals_of_its_own(world):
    addendum = covenants.amended(world)
    refused(lambda: covenants.original(world, addendum.pledge, addendum=addendum), "no_original_yet")
    type(addendum).objects.update(state="signed")
    addendum.refresh_from_db()
    own, of_the_pledge = (covenants.original(world, addendum.pledge, addendum=each) for each in (addendum, None))
    assert (own.number, of_the_pledge.number) == (1, 1)
    assert originals_of(addendum.pledge).current == of_the_pledge
    assert originals_of(addendum.pledge, addendum).current == own


def test_replaced_for_a_reason_and_nothing_is_overwritten(pledge, keep):
    first = keep(signing.picture())
    content = signing.signed_pdf()
    refused(lambda: keep(content, seen=0, reason="Bản rõ hơn"), "other_original")
    refused(lambda: keep(content, seen=1, reason=" "), "why_replaced")
    second = keep(content, seen=1, reason="Bản ký số")
    held = originals_of(pledge)
    assert (held.current, held.replaced) == (second, (first,))
    assert path_of_original(first).read_bytes() == signing.picture()
    assert AuditEntry.objects.filter(action="pledge.original").latest("pk").note == "Bản ký số"


def test_sent_twice_is_kept_once(keep, folder):
    made = keep()
    assert refused(keep, "same_original").about == made
    assert len(files(folder)) == SignedOriginal.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html>", "kind"),
        (signing.encrypted_pdf(), "encrypted"),
        (signing.plain_pdf()[:300], "broken"),
    ],
)
def test_what_is_refused_leaves_nothing(keep, folder, content, reason):
    refused(lambda: keep(content), reason)
    assert (files(folder), SignedOriginal.objects.count()) == ([], 0)


def test_empty_and_too_large_are_refused_before_they_are_looked_into(world, pledge, folder, settings, monkeypatch):
    settings.ORIGINAL_MAX_MB = 1
    monkeypatch.setattr(services, "examined", lambda path: pytest.fail("looked into"))
    read = []

    def chunks():
        for number in range(200):
            read.append(number)
            yield b"%PDF-" + b"0" * (1 << 20)

    said = {"pledge": pledge, "file_name": "lon.pdf", "seen": 0, "actor": world.users["secretariat"]}
    assert refused(lambda: services.keep_original(chunks=chunks(), **said), "too_large").about == 1
    assert len(read) == 1
    refused(lambda: services.keep_original(chunks=[], **said), "empty")
    assert files(folder) == []


def test_program_that_does_not_answer_in_time_keeps_nothing(keep, folder, monkeypatch):
    monkeypatch.setattr("pledges.originals.examining.SECONDS", 0.001)
    refused(keep, "heavy")
    assert files(folder) == []


def test_file_goes_where_the_row_could_not_be_written(keep, folder, monkeypatch):
    monkeypatch.setattr(services, "told", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep()
    assert (files(folder), SignedOriginal.objects.count()) == ([], 0)


def test_altered_file_is_kept_and_marked(keep):
    made = keep(signing.with_changed_bytes(signing.signed_pdf()))
    assert findings_of(made).worth(dates.now()) == Worth.ALTERED


def test_roots_are_set_by_the_folder_of_the_setting(keep, settings, tmp_path):
    made = keep(signing.signed_pdf())
    assert findings_of(made).signatures[0].chain == CertificateChain.UNKNOWN
    settings.ORIGINAL_ROOTS_DIR = tmp_path / "roots"
    assert findings_of(services.look_again(made)).roots == 0  # a folder that is not there trusts nobody
    settings.ORIGINAL_ROOTS_DIR.mkdir()
    (settings.ORIGINAL_ROOTS_DIR / "goc.pem").write_bytes(signing.authority().pem)
    found = findings_of(services.look_again(made))
    assert (found.roots, found.signatures[0].chain) == (1, CertificateChain.TRUSTED)
    entry = AuditEntry.objects.get(action="pledge.original_checked")
    assert (entry.actor, entry.before["findings"]["roots"], entry.after["findings"]["roots"]) == (None, 0, 1)


def test_command_names_a_file_that_is_not_the_one_that_was_stored(keep, capsys):
    made = keep()
    call_command("verify_originals")
    assert "Cả 1 bản gốc còn nguyên như khi lưu." in capsys.readouterr().out
    path_of_original(made).write_bytes(signing.picture("jpeg"))
    with pytest.raises(CommandError) as error:
        call_command("verify_originals")
    assert error.value.returncode == 3
    first = SignedOriginal.objects.get().missing_at
    assert first is not None
    path_of_original(made).unlink()
    with pytest.raises(CommandError):
        call_command("verify_originals")
    assert SignedOriginal.objects.get().missing_at == first


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\ký\\Bản gốc.pdf", "Bản gốc.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("d" * 300 + ".pdf", "d" * 146 + ".pdf"),
        ("", "?"),
    ],
)
def test_names_are_shown_without_folders_and_tricks(sent, kept):
    assert services.plain_name(sent) == kept
