"""Whatever is done with a pledge, in whatever order and by whomever: its hash is right, whoever signed was in office,
and the record tells again how it came to where it is."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.editing import Gone
from accounts.models import AuditEntry
from clusters.models import Appointment
from clusters.rights import forget
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed, Refusal
from emulation_portal.lib.steps import IllegalStep
from pledges.covenants import addenda, checking, services, signing
from pledges.covenants.reading import WholePledge, items_of
from pledges.covenants.services import Promised
from pledges.enums import AddendumState, PledgeState
from pledges.models import Pledge, PledgeSignature
from tests.factories import covenants

REFUSED = (Refusal, NotAllowed, IllegalStep, Gone)
ACTORS = ("secretariat", "cluster_head", "officer", "head", "deputy", "leading", "third", "ministry", "administrator")
NOTHING = {}

ACTS = {
    "comment": lambda scene, actor: services.comment(
        pledge=scene.pledge, item=None, agency=scene.agency, text="Ý kiến", actor=actor
    ),
    "answer": lambda scene, actor: services.answer(
        remark=scene.pledge.comments.order_by("?").first() or scene.refuse(), text="Trả lời", actor=actor
    ),
    "write": lambda scene, actor: services.save_item(
        pledge=scene.pledge, said=Promised(kind="task", text=f"Việc {scene.step}"), actor=actor
    ),
    "remove": lambda scene, actor: services.remove_item(
        pledge=scene.pledge, item=items_of(scene.pledge)[-1] if items_of(scene.pledge) else scene.refuse(), actor=actor
    ),
    "open": lambda scene, actor: signing.open_pledge(pledge=scene.pledge, beside=NOTHING, actor=actor),
    "take back": lambda scene, actor: signing.take_back(pledge=scene.pledge, reason="Sửa", actor=actor),
    "sign": lambda scene, actor: signing.sign(signature=scene.line(), read_hash=scene.hash(), actor=actor),
    "refuse": lambda scene, actor: signing.refuse(signature=scene.line(), reason="Chưa nhất trí", actor=actor),
    "complete": lambda scene, actor: signing.complete(pledge=scene.pledge, actor=actor),
    "amend": lambda scene, actor: scene.amend(actor),
    "open addendum": lambda scene, actor: signing.open_addendum(addendum=scene.addendum(), beside=NOTHING, actor=actor),
    "close": lambda scene, actor: signing.close(pledge=scene.pledge, outcomes=scene.outcomes(), actor=actor),
    "leave office": lambda scene, _actor: Appointment.objects.filter(agency=scene.agency, role="head").update(
        valid_to=dates.today() + timedelta(days=1)
    ),
}


class Scene:
    """A pledge with everybody who may have to do with it; ``agency`` is whom the act is about."""

    def __init__(self, world, pledge):
        self.world, self.pk, self.step, self.agency = world, pledge.pk, 0, world.enforcement[1]
        heads = covenants.heads_of(world)
        self.people = {name: world.users.get(name) for name in ACTORS}
        self.people |= {"leading": heads[world.enforcement[0].pk], "third": heads[world.enforcement[2].pk]}

    @property
    def pledge(self) -> Pledge:
        return Pledge.objects.select_related("season__cluster").get(pk=self.pk)

    def refuse(self):
        raise Refusal("nothing_there")

    def addendum(self):
        return self.pledge.addenda.last() or self.refuse()

    def line(self) -> PledgeSignature:
        rows = PledgeSignature.objects.filter(pledge=self.pk, agency=self.agency, voided_at=None)
        return rows.order_by("-pk").first() or self.refuse()

    def hash(self) -> str:
        row = self.line()
        return (row.addendum or row.pledge).text_hash

    def amend(self, actor):
        made = addenda.begin_addendum(pledge=self.pledge, day=dates.today(), text="Điều chỉnh", actor=actor)
        addenda.save_addendum_item(addendum=made, said=Promised(kind="task", text="Thêm"), actor=actor)

    def outcomes(self):
        return {item.pk: signing.PromiseOutcome(value=Decimal(1), kept=True) for item in items_of(self.pledge)}


def check(scene: Scene) -> None:
    pledge = scene.pledge
    whole = WholePledge.read(pledge)
    assert checking.broken_of(whole) == []
    assert (pledge.state == PledgeState.DRAFT) == (pledge.text_hash == "")
    for addendum in (None, *whole.addenda):
        rows = whole.signatures_of(addendum)
        subject = addendum or pledge
        if subject.state in (PledgeState.SIGNED, PledgeState.CLOSED, AddendumState.SIGNED):
            assert rows
            assert all(row.signed_at for row in rows)
        assert {row.signed_hash for row in rows if row.signed_at} <= {subject.text_hash}
    for row in PledgeSignature.objects.exclude(signed_at=None):
        held = Appointment.objects.valid_on(row.signed_on).filter(person=row.person, agency=row.agency, role="head")
        assert held.exists()
    assert replayed() == pledge.state


def replayed() -> str:
    """The state to which the record leads."""
    leads = {"open": "open", "take_back": "draft", "close": "closed"}
    state = "draft"
    for entry in AuditEntry.objects.filter(action__startswith="pledge.").order_by("pk"):
        step = entry.action.removeprefix("pledge.")
        if step == "complete" and entry.target_type == "pledges.pledge":
            state = "signed"
        state = leads.get(step, state)
    return state


@pytest.mark.parametrize("days", [0, 100])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["open", "sign", "sign", "sign", *ACTS]), st.sampled_from(ACTORS), st.integers(0, 2)),
        min_size=4,
        max_size=14,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_course_leaves_a_pledge_that_is_right(world, clock, days, acts):
    clock(datetime(2024, 10, 2, 9, tzinfo=dates.TIME_ZONE))
    with transaction.atomic():
        scene = Scene(world, covenants.drafted(world))
        done = 0
        for step, (name, actor, about) in enumerate(acts):
            scene.step, scene.agency = step, world.enforcement[about]
            clock(datetime(2024, 10, 2, 9, tzinfo=dates.TIME_ZONE) + timedelta(days=days * step // 10, minutes=step))
            user = scene.people[actor]
            forget(user)
            try:
                with transaction.atomic():
                    ACTS[name](scene, user)
                done += 1
            except REFUSED:
                pass
            check(scene)
        transaction.set_rollback(True)


def test_the_whole_course_is_among_them(world, clock):
    """Left to those whose step it is, the acts lead from the draft to the closed pledge."""
    scene = Scene(world, covenants.drafted(world))
    secretariat, heads = scene.people["secretariat"], covenants.heads_of(world)
    ACTS["open"](scene, secretariat)
    for agency in world.enforcement:
        scene.agency = agency
        ACTS["sign"](scene, heads[agency.pk])
        check(scene)
    ACTS["amend"](scene, secretariat)
    ACTS["open addendum"](scene, secretariat)
    for agency in world.enforcement:
        scene.agency = agency
        ACTS["sign"](scene, heads[agency.pk])
        check(scene)
    clock(datetime(2025, 1, 6, 9, tzinfo=dates.TIME_ZONE))
    forget(secretariat)
    ACTS["close"](scene, secretariat)
    check(scene)
    assert scene.pledge.state == PledgeState.CLOSED
