"""Pledges in each state of their life, made by the services that lead there."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from clusters.models import Agency
from pledges.covenants import addenda, services, signing
from pledges.covenants.services import Promised
from pledges.enums import ItemKind
from pledges.models import Pledge, PledgeAddendum, PledgeSignature, SignedOriginal
from pledges.originals.services import keep_original
from tests.support.signing import picture
from tests.support.world import World, appointed

BLOCK = "civil_enforcement"


def heads_of(world: World) -> dict[int, User]:
    """The head of every enforcement agency, by the agency's id; those that the world lacks are made once."""
    held = {world.enforcement[1].pk: world.users["head"]}
    for number, agency in enumerate(world.enforcement):
        if agency.pk not in held:
            name = f"thu-truong-{number}"
            known = User.objects.filter(username=name).first()
            held[agency.pk] = known or appointed(agency, "head", name=name, valid_from=date(2020, 1, 1))
    return held


def drafted(world: World) -> Pledge:
    """A draft with a measured promise, an award and a task."""
    actor = world.users["secretariat"]
    pledge = services.begin(season=world.season, block=BLOCK, title="Giao ước thi đua năm 2024", actor=actor)
    rate = world.indicators["completion_rate_cases"]
    for said in (
        Promised(kind=ItemKind.INDICATOR, text="Thi hành xong về việc", indicator=rate, value=Decimal("84.5")),
        Promised(kind=ItemKind.AWARD, text="Đơn vị đề nghị tặng Cờ thi đua ngành", value=Decimal(1)),
        Promised(kind=ItemKind.TASK, text="Gửi báo cáo đúng kỳ hạn"),
    ):
        services.save_item(pledge=pledge, said=said, actor=actor)
    return pledge


def opened(world: World) -> Pledge:
    return signing.open_pledge(pledge=drafted(world), beside={}, actor=world.users["secretariat"])


def lines(pledge: Pledge, addendum: PledgeAddendum | None = None) -> list[PledgeSignature]:
    """The lines of signing that are not void, in their order."""
    rows = PledgeSignature.objects.filter(pledge=pledge, addendum=addendum, voided_at=None)
    return list(rows.select_related("agency").order_by("ordinal"))


def sign(row: PledgeSignature, heads: dict[int, User], text: str = "") -> PledgeSignature:
    subject = row.addendum or Pledge.objects.get(pk=row.pledge_id)
    return signing.sign(signature=row, read_hash=text or subject.text_hash, actor=heads[row.agency_id])


def sign_all(pledge: Pledge, heads: dict[int, User], addendum: PledgeAddendum | None = None) -> Pledge:
    for row in lines(pledge, addendum):
        sign(row, heads)
    return Pledge.objects.get(pk=pledge.pk)


def signed(world: World) -> Pledge:
    return sign_all(opened(world), heads_of(world))


def amended(world: World) -> PledgeAddendum:
    """A draft of an addendum that adds a task."""
    actor, pledge = world.users["secretariat"], signed(world)
    made = addenda.begin_addendum(pledge=pledge, day=pledge.signed_on, text="Điều chỉnh chỉ tiêu", actor=actor)
    addenda.save_addendum_item(addendum=made, said=Promised(kind=ItemKind.TASK, text="Việc thêm"), actor=actor)
    return made


def amended_and_signed(world: World) -> PledgeAddendum:
    made = amended(world)
    signing.open_addendum(addendum=made, beside={}, actor=world.users["secretariat"])
    sign_all(made.pledge, heads_of(world), made)
    return PledgeAddendum.objects.get(pk=made.pk)


def original(world: World, pledge: Pledge, content: bytes = b"", **said: object) -> SignedOriginal:
    """The signed original of a pledge, a scan where nothing else is given; ``settings.ORIGINALS_DIR`` is the test's."""
    given = {"file_name": "ban-goc.png", "seen": 0, "actor": world.users["secretariat"]} | said
    return keep_original(pledge=pledge, chunks=[content or picture()], **given)


def line_of(pledge: Pledge, agency: Agency) -> PledgeSignature:
    return next(row for row in lines(pledge) if row.agency_id == agency.pk)


__all__ = [
    "BLOCK",
    "amended",
    "amended_and_signed",
    "drafted",
    "heads_of",
    "line_of",
    "lines",
    "opened",
    "original",
    "sign",
    "sign_all",
    "signed",
]
