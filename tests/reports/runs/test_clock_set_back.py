"""A clock that is set back leaves no report standing until the clock gets there again (B56)."""

from datetime import datetime, timedelta

from notices import mailing
from notices.models import Notice
from reports.runs import queue
from tests.support.running import ask
from tests.support.world import NOW

TEN = datetime.combine(NOW.date() if isinstance(NOW, datetime) else NOW, datetime.min.time()) + timedelta(hours=10)


def test_run_of_a_worker_that_died_before_the_clock_was_set_back_is_taken_over(world, clock):
    world.fill_all()
    clock(TEN)
    run = ask(world)
    assert queue.claim(run.pk).attempt == 1
    clock(TEN - timedelta(hours=1))
    taken = queue.claim(run.pk)
    assert taken is not None, "its last sign of life lies an hour ahead: nobody gives it any longer"
    assert taken.attempt == 2


def test_run_that_was_queued_before_the_clock_was_set_back_is_handed_on(world, clock, monkeypatch):
    world.fill_all()
    clock(TEN)
    run = ask(world)
    type(run).objects.filter(pk=run.pk).update(enqueued_at=TEN.astimezone())
    clock(TEN - timedelta(hours=3))
    handed: list[int] = []
    monkeypatch.setattr(queue.app, "send_task", lambda name, args, **options: handed.append(args[0]))
    queue.sweep()
    assert handed == [run.pk]


def test_run_whose_worker_lives_is_left_to_it(world, clock):
    world.fill_all()
    clock(TEN)
    run = ask(world)
    queue.claim(run.pk)
    clock(TEN - timedelta(seconds=10))
    assert queue.claim(run.pk) is None


def test_mail_that_was_due_before_the_clock_was_set_back_is_sent(world, clock, settings, mailoutbox):
    from tests.support.running import built

    settings.MAILS = True
    world.fill_all()
    clock(TEN)
    user = world.users["secretariat"]
    user.email = "thuky@coquan.gov.vn"
    user.save()
    built(world)
    assert Notice.objects.exists()
    clock(TEN - timedelta(hours=2))
    mailing.send_due()
    assert len(mailoutbox) == 1
