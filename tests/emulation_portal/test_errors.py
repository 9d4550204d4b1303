"""Answers to requests that cannot be served."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import translation

from emulation_portal import errors


class Refused(PermissionDenied):
    reason = "Only the head may."
    who = "Director, Department of Justice"


@pytest.fixture(autouse=True)
def _english():
    """The words are those of the sources, so that the tests do not need compiled catalogues."""
    with translation.override("en"):
        yield


@pytest.fixture
def fragment(rf):
    return rf.get("/", headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("answer", "status", "kind", "words"),
    [
        (lambda r: errors.forbidden(r, Refused()), 403, "warn", f"{Refused.reason} Who may do it: {Refused.who}"),
        (
            lambda r: errors.forbidden(r, PermissionDenied()),
            403,
            "warn",
            "Your present appointment carries no right to it. Nothing was changed.",
        ),
        (lambda r: errors.not_found(r, None), 404, "warn", "There is no such page."),
        (lambda r: errors.conflict(r, "Anna was first."), 409, "warn", "Anna was first."),
        (
            lambda r: errors.bad_request(r, None),
            400,
            "warn",
            "The portal did not understand this request. Nothing was changed.",
        ),
    ],
)
def test_fragment_request_gets_a_message_instead_of_a_page(fragment, answer, status, kind, words):
    response = answer(fragment)
    assert (response.status_code, response.content.decode()) == (status, words)
    assert json.loads(response.headers["HX-Trigger"]) == {"portal:toast": {"kind": kind, "text": words}}


def test_expired_form_is_refused_with_words(fragment):
    response = errors.csrf_failure(fragment, reason="CSRF token missing.")
    assert (response.status_code, "expired" in response.content.decode()) == (403, True)


def test_forbidden_page_says_why_and_who():
    html = render_to_string("403.html", {"reason": Refused.reason, "who": Refused.who})
    assert f"<p>{Refused.reason}</p>" in html
    assert f"<p><b>Who may do it:</b> {Refused.who}</p>" in html


def test_forbidden_page_without_a_name_leaves_the_line_out():
    html = render_to_string("403.html", {"reason": "", "who": ""})
    assert "Your present appointment carries no right to it. Nothing was changed." in html
    assert "Who may do it:" not in html


def test_conflict_page_leads_back_to_where_the_step_was():
    assert 'href="/entry/1/"' in render_to_string("409.html", {"back_url": "/entry/1/"})


def test_lockout_page_names_the_wait():
    html = render_to_string("429.html", {"cooloff_timedelta": timedelta(minutes=15)})
    assert "Wait 15 minutes, then sign in again." in html


def test_server_error_shows_the_code_it_logged(rf, caplog):
    response = errors.server_error(rf.get("/x"))
    code = caplog.records[0].getMessage().split()[1]
    assert response.status_code == 500
    assert f'<span class="mono">{code}</span>' in response.content.decode()


def test_server_error_answers_even_when_its_page_is_broken(rf, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("no template")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(rf.get("/x"))
    assert (response.status_code, response.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert len(caplog.records) == 2
