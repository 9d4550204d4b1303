"""E-mail when a report has ended: to whom it may go, what it says, never twice, and servers that are down."""

import email
import email.policy
import os
import smtplib
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from emulation_portal.lib import dates
from notices import mailing
from notices.enums import MailState
from notices.models import Notice
from reports import tasks
from reports.enums import RunFault
from reports.runs import requests
from reports.tasks import build_report
from tests.reports.runs.test_packs import broken
from tests.support.running import ask, built

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def person(full):
    user = full.users["secretariat"]
    user.email = "lan@example.vn"
    user.save()
    return user


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PORTAL_URL = "https://thidua.example"


def failing(monkeypatch, method, *errors):
    """The server fails so often, then takes what it is given."""
    waiting, original = list(errors), getattr(EmailBackend, method)

    def fail(self, *args):
        if waiting:
            raise waiting.pop(0)
        return original(self, *args)

    monkeypatch.setattr(EmailBackend, method, fail)


def later(minutes):
    """The next try has come."""
    Notice.objects.update(mail_after=dates.now() - timedelta(minutes=minutes))


def state() -> tuple[str, int]:
    return Notice.objects.values_list("mail_state", "mail_tries").get()


# -- to whom -----------------------------------------------------------------------------------------------------------
def test_requester_is_written_to_after_the_end_and_once(full, person):
    build_report(ask(full).pk)
    assert mail.outbox == []  # never inside the building
    assert [mailing.send_due() for _round in range(3)] == [1, 0, 0]
    (sent,) = mail.outbox
    assert (sent.to, state()) == (["lan@example.vn"], (MailState.SENT, 1))


@pytest.mark.parametrize("field", [{"email": ""}, {"wants_mail": False}, {"is_active": False}])
@pytest.mark.parametrize("when", ["before the end", "after the end"])
def test_nobody_is_written_to_who_has_no_address_or_wishes_none(full, person, field, when):
    run = ask(full)
    if when == "after the end":
        build_report(run.pk)
    for name, value in field.items():
        setattr(person, name, value)
    person.save()
    if when == "before the end":
        build_report(run.pk)
    assert (mailing.send_due(), mail.outbox, state()[0]) == (0, [], MailState.NONE)
    assert Notice.objects.unseen().count() == 1  # the portal itself tells it


def test_portal_without_a_server_writes_to_nobody(full, person, settings):
    settings.MAILS = False
    built(full)
    assert (mailing.send_due(), state()) == (0, (MailState.NONE, 0))


def test_what_no_longer_holds_is_not_sent(full, person, monkeypatch):
    with monkeypatch.context() as patch:
        broken(patch)
        run = built(full, kind="cluster-report-pdf")
    requests.retry_run(run=run, actor=person)
    assert mailing.send_due() == 0
    build_report(run.pk)
    assert mailing.send_due() == 1
    assert mail.outbox[0].subject.startswith("Đã lập xong:")


# -- what it says ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "subject", "told"),
    [
        ("vi", "Đã lập xong: Bảng tổng hợp kết quả thi đua của cụm – Cụm thử · 2024", "Trang trên Cổng: {page}"),
        ("en", "Year-end workbook of the cluster is ready: Trial · 2024", "Its page in the portal: {page}"),
    ],
)
def test_email_is_in_the_language_of_its_reader(full, person, language, subject, told):
    person.language = language
    person.save()
    run = built(full)
    mailing.send_due()
    (sent,) = mail.outbox
    page = "https://thidua.example" + reverse("reports:run", args=[run.pk])
    assert sent.subject == subject
    assert told.format(page=page) in sent.body.splitlines()
    assert "https://thidua.example/me/" in sent.body
    assert (sent.attachments, sent.message().get_content_type()) == ([], "text/plain")
    assert run.sha256 not in sent.body and run.file_name not in sent.body


def test_failure_says_why(full, person, monkeypatch):
    broken(monkeypatch)
    built(full, kind="cluster-report-pdf")
    mailing.send_due()
    (sent,) = mail.outbox
    assert sent.subject.startswith("Chưa lập được:")
    assert str(RunFault.FAULT.label) in sent.body.splitlines()


def test_who_lost_the_right_is_led_to_the_notices_alone(full):
    head = full.users["head"]
    head.email = "truong@example.vn"
    head.save()
    release = full.release(full.periods["THADS-2024-12m"])
    parameters = {"blocks": ["civil_enforcement"], "periods": {"civil_enforcement": "12m"}}
    run = built(full, who="head", parameters=parameters)
    release.delete()
    mailing.send_due()
    (sent,) = mail.outbox
    assert "https://thidua.example/notices/" in sent.body
    assert f"/reports/{run.pk}/" not in sent.body


def test_names_with_line_breaks_add_no_header(full, person):
    person.last_name = "Lan\r\nBcc: ai@example.vn"
    person.save()
    full.cluster.short_name_vi = "Cụm\r\nBcc: ai@example.vn\n\nchào\u202e"
    full.cluster.save()
    built(full)
    assert mailing.send_due() == 1
    (sent,) = mail.outbox
    assert sent.recipients() == ["lan@example.vn"]
    assert [name for name, _value in sent.message().items() if name.lower() in ("bcc", "cc")] == []
    assert sent.subject.endswith("– Cụm Bcc: ai@example.vn chào · 2024")
    assert "Kính gửi: Lan Bcc: ai@example.vn" in sent.body.splitlines()


@pytest.mark.parametrize("address", ["lan@example.vn\nBcc: ai@example.vn", "lan", "lan@@x", "a b@example.vn"])
def test_address_that_is_none_is_given_up_and_stops_nobody_else(full, person, caplog, address):
    ask(full, "ministry")
    full.users["ministry"].email = "bo@example.vn"
    full.users["ministry"].save()
    person.email = address
    person.save()
    built(full)
    assert mailing.send_due() == 1
    assert [sent.to for sent in mail.outbox] == [["bo@example.vn"]]
    assert Notice.objects.get(user=person).mail_state == MailState.GIVEN_UP


# -- servers -----------------------------------------------------------------------------------------------------------
def test_server_that_is_down_fails_no_run_and_is_tried_again(full, person, monkeypatch):
    failing(monkeypatch, "open", ConnectionRefusedError(111, "refused"))
    run = built(full)
    assert (mailing.send_due(), run.state, state()) == (0, "done", (MailState.WAITING, 1))
    assert mailing.send_due() == 0  # not before its time
    later(0)
    assert (mailing.send_due(), state()) == (1, (MailState.SENT, 2))


def test_tries_end_and_are_logged(full, person, monkeypatch, settings, caplog):
    settings.MAIL_MAX_TRIES = 3
    failing(monkeypatch, "open", *[OSError("no route")] * 9)
    built(full)
    waits = []
    for _round in range(5):
        mailing.send_due()
        waits.append(round((Notice.objects.get().mail_after - dates.now()).total_seconds() / 60))
        later(0)
    assert state() == (MailState.GIVEN_UP, 3)
    assert waits[:2] == [1, 4]
    assert [record.levelname for record in caplog.records if "given up" in record.message] == ["ERROR"]


def test_server_that_is_down_ends_the_round(full, person, monkeypatch):
    ask(full, "ministry")
    full.users["ministry"].email = "bo@example.vn"
    full.users["ministry"].save()
    built(full)
    failing(monkeypatch, "open", TimeoutError())
    mailing.send_due()
    assert sorted(Notice.objects.values_list("mail_tries", flat=True)) == [0, 1]


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"lan@example.vn": (450, b"later")}),
        smtplib.SMTPDataError(451, b"later"),
    ],
)
def test_refusal_of_the_server_is_tried_again(full, person, monkeypatch, refusal):
    failing(monkeypatch, "send_messages", refusal)
    built(full)
    assert (mailing.send_due(), state()) == (0, (MailState.WAITING, 1))
    later(0)
    assert (mailing.send_due(), len(mail.outbox)) == (1, 1)


def test_answer_that_never_came_is_not_tried_again(full, person, monkeypatch):
    """The server may have it already: a second e-mail is worse than none."""
    failing(monkeypatch, "send_messages", TimeoutError())
    built(full)
    mailing.send_due()
    later(0)
    assert (mailing.send_due(), state(), mail.outbox) == (0, (MailState.GIVEN_UP, 1), [])


def test_farewell_that_fails_sends_nothing_again(full, person, monkeypatch):
    failing(monkeypatch, "close", smtplib.SMTPServerDisconnected("gone"))
    built(full)
    assert [mailing.send_due(), mailing.send_due(), len(mail.outbox)] == [1, 0, 1]


def test_two_senders_at_one_moment_send_once(full, person, monkeypatch):
    built(full)
    send, meanwhile = EmailBackend.send_messages, []

    def both(*args):
        meanwhile.append(mailing.send_due())
        return send(*args)

    monkeypatch.setattr(EmailBackend, "send_messages", both)
    assert (mailing.send_due(), meanwhile, len(mail.outbox)) == (1, [0], 1)


def test_sender_killed_while_sending_is_not_followed_by_another(full, person, monkeypatch):
    built(full)
    with monkeypatch.context() as patch:
        failing(patch, "send_messages", KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            mailing.send_due()
    assert (mailing.send_due(), state()) == (0, (MailState.SENDING, 1))
    later(16)
    assert (mailing.send_due(), state(), mail.outbox) == (0, (MailState.GIVEN_UP, 1), [])


def test_worker_sends_on_a_round_of_its_own(full, person, monkeypatch):
    """A server that keeps it waiting keeps no run waiting."""
    built(full)
    monkeypatch.setattr(tasks.mailer.stopped, "wait", lambda seconds: True)
    monkeypatch.setattr(tasks, "connection", type("Kept", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    tasks.mailer.run()
    assert len(mail.outbox) == 1


# -- a server of its own -----------------------------------------------------------------------------------------------
class Postman(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to be given a letter; ``refusal`` answers the first so many of them."""

    def handle(self):
        self._say("220 postman")
        for line in self.rfile:
            match line.decode().strip().upper().split(" ")[0]:
                case "DATA":
                    self._take()
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _take(self):
        self._say("354 go on")
        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
        if self.server.refusals:
            self.server.refusals -= 1
            self._say("451 come back later")
        else:
            self.server.letters.append(email.message_from_bytes(letter, policy=email.policy.default))
            self._say("250 taken")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def postman(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.daemon_threads, server.letters, server.refusals = True, [], 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


def test_letter_reaches_a_real_server_once_after_a_refusal_and_a_closed_door(full, person, postman, settings):
    built(full)
    postman.refusals, port = 1, settings.EMAIL_PORT
    assert (mailing.send_due(), state()) == (0, (MailState.WAITING, 1))
    settings.EMAIL_PORT = 1
    later(0)
    assert (mailing.send_due(), state()) == (0, (MailState.WAITING, 2))
    settings.EMAIL_PORT = port
    later(0)
    assert [mailing.send_due(), mailing.send_due()] == [1, 0]
    (letter,) = postman.letters
    assert (letter["To"], letter["Subject"].strip()) == (
        "lan@example.vn",
        "Đã lập xong: Bảng tổng hợp kết quả thi đua của cụm – Cụm thử · 2024",
    )
    assert letter["Message-ID"] == f"<notice-{Notice.objects.get().pk}@thidua.example>"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("smtp+tls://lan:m%40t@mail.example:2525", ["smtp", "mail.example", 2525, "lan", "m@t", True, False]),
        ("smtp+ssl://mail.example", ["smtp", "mail.example", 465, "", "", False, True]),
        ("smtp://", ["smtp", "localhost", 25, "", "", False, False]),
    ],
)
def test_server_is_named_by_one_address(tmp_path, address, found):
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    asked = ", ".join(f"s.EMAIL_{name}" for name in names)
    code = f"from emulation_portal import settings as s; print([s.EMAIL_BACKEND.split('.')[-2], {asked}])"
    env = {**os.environ, "EMAIL_URL": address, "EMBEDDED": "1", "PORTAL_DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(found)
