"""Answers in words where there was an empty page or a fault: B39, B42, B54, B57 and the log of a refusal."""

import html
import logging
import re

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

NUL_ADDRESSES = (
    "/people/?q=%00",
    "/s/{slug}/2024/agency/%00/",
    "/s/{slug}/2024/paper/text/?slot=%00&section=awards",
    "/entry/%00/x/",
    "/s/{slug}/2024/indicator/%00/",
    "/awards/ledger/?q=%00",
    "/s/{slug}/2024/compare/?a=%00",
)


def told(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


# -- B54 ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", NUL_ADDRESSES)
def test_nul_in_an_address_names_nothing(as_user, world, address):
    client = as_user("administrator" if address.startswith("/people") else "secretariat")
    client.raise_request_exception = False
    assert client.get(address.format(slug=world.cluster.slug)).status_code == 404


def test_nul_in_the_name_of_a_paragraph_stores_nothing(as_user, world):
    from reports.models import Paragraph

    client = as_user("secretariat")
    client.raise_request_exception = False
    fields = {"section": "shortcomings", "slot": "\0", "text": "Toàn cụm giữ kỷ luật báo cáo.", "version": "0"}
    assert client.post(f"/s/{world.cluster.slug}/2024/paper/text/", fields).status_code == 404
    assert not Paragraph.objects.exists()


# -- B39 ---------------------------------------------------------------------------------------------------------------
def test_step_pressed_after_the_session_ended_leads_back_to_its_page(client, world):
    page = f"http://testserver/entry/{world.enforcement[1].code}/THADS-2024-12m/?o=eligible_cases"
    answer = client.post("/notices/seen/", headers={"Referer": page})
    assert answer.status_code == 302
    assert answer.url == (
        f"{reverse('account_login')}?next=/entry/{world.enforcement[1].code}/THADS-2024-12m/%3Fo%3Deligible_cases"
    )
    assert "Phiên làm việc đã kết thúc" in told(client.get(answer.url))


def test_step_without_a_page_of_the_portal_before_it_leads_home(client, world):
    answer = client.post("/notices/seen/", headers={"Referer": "https://elsewhere.example/x"})
    assert answer.url == f"{reverse('account_login')}?next=/"


def test_address_that_only_takes_forms_answers_with_a_page(as_user):
    answer = as_user("officer").get("/notices/seen/", headers={"Referer": "http://testserver/notices/"})
    assert answer.status_code == 405
    assert "Địa chỉ này không có nội dung hiển thị" in told(answer)
    assert 'href="/notices/"' in answer.content.decode()
    assert answer.headers["Allow"] == "POST"


# -- B42 ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_form_of_before_another_sign_in_is_told_as_expired(strict, world):
    strict.get("/accounts/login/")
    page = "http://testserver/accounts/login/"
    answer = strict.post("/accounts/login/", {"csrfmiddlewaretoken": "x" * 64}, headers={"Referer": page})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hiệu lực" in told(answer)
    assert "không thuộc quyền" not in told(answer)
    assert 'href="/accounts/login/"' in answer.content.decode()


def test_browser_without_cookies_is_told_to_allow_them(strict, world):
    answer = strict.post("/accounts/login/", {"login": "officer", "password": "x"})
    assert answer.status_code == 403
    assert "Trình duyệt không lưu cookie" in told(answer)
    assert "không thuộc quyền" not in told(answer)


# -- B57 ---------------------------------------------------------------------------------------------------------------
def busy(*args, **kwargs):
    raise OperationalError("database is locked")


@pytest.fixture
def locked(monkeypatch):
    monkeypatch.setattr("results.models.Result.save", busy)


def test_save_that_meets_a_lock_is_told_as_busy(as_user, world, locked):
    client = as_user("officer")
    client.raise_request_exception = False
    agency = world.enforcement[1]
    address = f"/entry/{agency.code}/{world.period_of(agency).code}/"
    answer = client.post(address, {"v-eligible_cases": "5", "ver-eligible_cases": "0"}, headers={"Referer": address})
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5")
    assert "Cổng đang bận" in told(answer)
    assert "nội dung đã gõ vẫn được giữ" in told(answer)


def test_cell_that_meets_a_lock_gets_the_words_as_a_message(as_user, world, locked):
    client = as_user("officer")
    client.raise_request_exception = False
    agency = world.enforcement[1]
    address = f"/entry/{agency.code}/{world.period_of(agency).code}/cell/?code=eligible_cases"
    answer = client.post(address, {"v-eligible_cases": "5", "ver-eligible_cases": "0"}, headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert "Cổng đang bận" in answer.content.decode()
    assert "portal:toast" in answer.headers["HX-Trigger"]


def test_lock_met_before_any_view_is_told_as_busy_too(as_user, monkeypatch):
    client = as_user("officer")
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", busy)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Cổng đang bận" in told(answer)


def test_other_faults_of_the_database_stay_faults(as_user, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("no such table: results_result")

    monkeypatch.setattr("dashboards.home.views.render", broken)
    client = as_user("officer")
    client.raise_request_exception = False
    assert client.get("/").status_code == 500


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_gives_up_waiting_and_says_so():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("10s", "1min")


# -- the log -----------------------------------------------------------------------------------------------------------
def test_refusal_leaves_a_line_and_no_trace_in_the_log(as_user, capsys):
    """The handler of the settings writes to the stream it was made with, so a line is put through it here."""
    handler = logging.getLogger().handlers and next(
        (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler), None
    )
    assert handler, "the settings give the root logger a console"
    records: list[str] = []
    emit, handler.emit = handler.emit, lambda record: records.append(handler.format(record))
    try:
        assert as_user("officer").get("/people/").status_code == 403
    finally:
        handler.emit = emit
    assert any("Forbidden" in line for line in records)
    assert not any("Traceback" in line for line in records)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_row_that_somebody_holds_too_long_is_told_as_busy(as_user, world):
    """A second connection holds the row that a step needs."""
    import psycopg2

    submission = world.fill(world.enforcement[1], state="submitted")
    wanted = connection.get_connection_params()
    names = {"dbname", "user", "password", "host", "port"}
    other = psycopg2.connect(**{name: value for name, value in wanted.items() if name in names})
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM results_submission WHERE id = %s FOR UPDATE", [submission.pk])
            with connection.cursor() as own:
                own.execute("SET lock_timeout = '200ms'")
            client = as_user("secretariat")
            client.raise_request_exception = False
            answer = client.post(f"/entry/submission/{submission.pk}/receive/", {"note": ""})
    finally:
        other.close()
        with connection.cursor() as own:
            own.execute("RESET lock_timeout")
    assert answer.status_code == 503
    assert "Cổng đang bận" in told(answer)
    submission.refresh_from_db()
    assert submission.state == "submitted"
