"""Rows of a time when a head's sending back was stamped as a return: they are told apart by the record of acts."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from accounts import audit
from accounts.models import AuditEntry
from emulation_portal.lib import dates
from results.models import Submission

migration = import_module("results.migrations.0005_sent_back_to_the_officer")
FIELDS = ("returned_at", "sent_back_at", "last_step")


@pytest.fixture
def report(world):
    return world.fill(world.enforcement[1], state="draft")


def act(world, report, step: str, travel, **after):
    """One act in the record, an hour after the last; returns its moment as the record holds it."""
    travel(timedelta(hours=1))
    actor = world.users["cluster_head" if step == "return" else "head"]
    made = audit.record(actor=actor, action=f"submission.{step}", target=report, after=after)
    return AuditEntry.objects.get(pk=made.pk).at


@pytest.fixture
def travel(clock):
    def later(by):
        clock(dates.now() + by)

    return later


def stored(report, **fields):
    """The row as it was stored then, migrated; what it holds afterwards."""
    Submission.objects.filter(pk=report.pk).update(**fields)
    migration.forwards(apps, None)
    return Submission.objects.values(*FIELDS).get(pk=report.pk)


def back(report):
    migration.backwards(apps, None)
    return Submission.objects.values(*FIELDS).get(pk=report.pk)


def test_what_the_own_head_sent_back_was_never_returned(world, report, travel):
    sent = act(world, report, "send_back", travel)
    step = {"action": "send_back", "by": 1, "state": "awaiting_signature", "before": {"returned_at": None}}
    before = {"returned_at": sent, "sent_back_at": None, "last_step": step}
    now = stored(report, **before)
    assert (now["returned_at"], now["sent_back_at"]) == (None, sent)
    assert now["last_step"]["before"] == {"sent_back_at": None}
    assert back(report) == before


def test_a_return_before_it_stays_the_last_return(world, report, travel):
    returned = act(world, report, "return", travel)
    sent = act(world, report, "send_back", travel)
    step = {"action": "send_back", "by": 1, "before": {"returned_at": returned.isoformat()}}
    before = {"returned_at": sent, "sent_back_at": None, "last_step": step}
    now = stored(report, **before)
    assert (now["returned_at"], now["sent_back_at"]) == (returned, sent)
    assert now["last_step"]["before"] == {"sent_back_at": None}
    assert back(report) == before


def test_a_return_after_it_keeps_its_moment_and_what_it_puts_back(world, report, travel):
    sent = act(world, report, "send_back", travel)
    returned = act(world, report, "return", travel)
    step = {"action": "return", "by": 1, "before": {"returned_at": sent.isoformat()}}
    now = stored(report, returned_at=returned, last_step=step)
    assert (now["returned_at"], now["sent_back_at"]) == (returned, sent)
    assert now["last_step"]["before"] == {"returned_at": None}


def test_a_version_that_a_reopening_began_stays_returned_from_its_beginning(world, travel):
    report = world.fill(world.enforcement[1], state="draft", version=2)
    sent = act(world, report, "send_back", travel)
    now = stored(report, returned_at=sent)
    assert (now["returned_at"], now["sent_back_at"]) == (report.created_at, sent)


def test_a_sending_back_that_was_recalled_is_none(world, report, travel):
    returned = act(world, report, "return", travel)
    act(world, report, "send_back", travel)
    act(world, report, "recall", travel, recalled="send_back")
    now = stored(report, returned_at=returned)
    assert (now["returned_at"], now["sent_back_at"]) == (returned, None)


def test_what_the_record_does_not_tell_is_left(world, report, travel):
    """Another moment than that of the last act; and a row without any act."""
    sent = act(world, report, "send_back", travel)
    other = sent + timedelta(days=1)
    silent = world.fill(world.enforcement[2], state="draft", returned_at=sent)
    now = stored(report, returned_at=other)
    assert (now["returned_at"], now["sent_back_at"]) == (other, None)
    assert Submission.objects.get(pk=silent.pk).returned_at == sent
