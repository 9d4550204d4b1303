"""Who may go where: one row for every named address, one status for every role, for reading and for acting.

A status is that of the bare answer: 302 is a redirect (to the sign-in page for somebody anonymous, onwards after an
act), 403 is yours but not allowed, 404 is not yours, 405 is a method the address does not have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.enums import NominationState
from notices.models import Notice
from pledges.covenants import services, signing
from pledges.movements import services as movements
from reports.models import ReportRun
from reports.runs import build, queue, requests
from results.enums import State
from results.models import DayOff
from tests.factories import covenants
from tests.factories.accounts import PASSWORD
from tests.factories.awards import (
    AnnualClassificationFactory,
    AwardFactory,
    AwardRecordFactory,
    LedgerImportFactory,
    NominationFactory,
)
from tests.factories.clusters import (
    AgencyFactory,
    ClusterFactory,
    MembershipFactory,
    PersonFactory,
    SeasonFactory,
)
from tests.factories.pledges import MovementFactory, WaveFactory
from tests.factories.reports import SavedViewFactory, SelectionFactory
from tests.support.signing import picture
from tests.support.world import World

ROLES = (
    "anonymous",
    "nobody",
    "officer",
    "head",
    "secretariat",
    "cluster_head",
    "deputy",
    "other_officer",
    "ministry",
    "approver",
    "bureau",
    "administrator",
)
SIGNED_IN = ROLES[1:]
MEMBERS = ("officer", "head", "secretariat", "cluster_head", "deputy")
SECRETARIAT = ("secretariat", "cluster_head")
BOTH_BLOCKS = ("ministry", "approver")
MINISTRY = (*BOTH_BLOCKS, "bureau")  # the bureau is of the enforcement block alone


@dataclass
class Scene:
    """The small season with figures everywhere, and the report of the officer's agency in the state a row needs."""

    world: World
    submission: object
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def place(self) -> list:
        return [self.world.cluster.slug, self.world.season.year]

    @property
    def agency(self):
        """The agency of ``officer`` and ``head``."""
        return self.world.enforcement[1]

    @property
    def sheet(self) -> list:
        return [self.agency.code, "THADS-2024-12m"]

    @cached_property
    def run(self):
        """A finished report of the officer's agency, asked for by the officer and by the secretariat."""
        users = self.world.users
        parameters = {
            "blocks": ["civil_enforcement"],
            "periods": {"civil_enforcement": "12m"},
            "agency": self.agency.code,
        }
        for actor in (users["officer"], users["secretariat"]):
            made = requests.request_run(
                kind="cluster-workbook", season=self.world.season, parameters=parameters, actor=actor, language="vi"
            )
        build.build(queue.claim(made.pk))
        made.refresh_from_db()
        return made


Arguments = Callable[[Scene], list]
Data = Callable[[Scene], dict]


@dataclass(frozen=True)
class Row:
    """Expected statuses of one address by role; ``state`` is that of the officer's agency's report."""

    arguments: Arguments
    get: Mapping[str, int]
    post: Mapping[str, int]
    data: Data = lambda scene: {}
    query: str = ""
    state: str = State.DRAFT


def statuses(default: int, **of: int) -> dict[str, int]:
    """The default for everybody signed in; a sign-in page for somebody anonymous; exceptions by role."""
    return {"anonymous": 302} | dict.fromkeys(SIGNED_IN, default) | of


def only(roles, status: int, *, seen=(), refused: int = 403, otherwise: int = 404) -> dict[str, int]:
    """``roles`` get the status, those who see the thing are refused, for everybody else it does not exist."""
    return statuses(otherwise, **dict.fromkeys(seen, refused) | dict.fromkeys(roles, status))


def everywhere(status: int) -> dict[str, int]:
    return dict.fromkeys(ROLES, status)


NOT_A_METHOD = statuses(405)
OF_THE_SEASON = (*MEMBERS, *MINISTRY)
REQUESTERS = ("officer", "secretariat")


def nothing(_scene) -> list:
    return []


def page(arguments: Arguments, get: Mapping[str, int], state: str = State.DRAFT) -> Row:
    """An address that is only read."""
    return Row(arguments, get, NOT_A_METHOD, state=state)


def act(arguments: Arguments, post: Mapping[str, int], data: Data = lambda scene: {}, state: str = State.DRAFT) -> Row:
    """An address that is only posted to."""
    return Row(arguments, NOT_A_METHOD, post, data=data, state=state)


def for_administrator(arguments: Arguments, *, get: int, post: int, data: Data = lambda scene: {}) -> Row:
    def answers(status: int) -> dict[str, int]:
        return NOT_A_METHOD if status == 405 else statuses(403, administrator=status)

    return Row(arguments, answers(get), answers(post), data=data)


def together(roles) -> Row:
    """Several reports at once: nothing is chosen, so that a post leads back to the list and nothing moves."""
    return Row(nothing, only(roles, 200), only(roles, 302))


def step(roles, state: str) -> Row:
    """A step of the workflow: its page asks, its post acts."""
    return Row(
        lambda scene: [scene.submission.pk],
        only(roles, 200, seen=OF_THE_SEASON),
        only(roles, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"note": "Số liệu cần đối chiếu lại"},
        state=state,
    )


def for_approver(arguments: Arguments, data: Data) -> Row:
    """What the Ministry's approver of both blocks does in the set-up room."""
    allowed = ("approver",)
    return Row(arguments, only(allowed, 200, otherwise=403), only(allowed, 302, otherwise=403), data=data)


def for_ministry(arguments: Arguments, data: Data) -> Row:
    """What every body of the Ministry does in its own blocks."""
    return Row(arguments, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 302, otherwise=403), data=data)


def opened_by_mistake() -> tuple[str, int]:
    """The place of a season in which nothing was entered."""
    made = SeasonFactory(year=2022)
    return made.cluster.slug, made.year


def just_submitted(scene: Scene) -> list:
    """A submission that the head of its agency has sent a moment ago."""
    before = {"submitted_at": None, "late_days": 0}
    taken = {
        "action": "submit",
        "by": scene.world.users["head"].pk,
        "state": State.AWAITING_SIGNATURE,
        "before": before,
    }
    type(scene.submission).objects.filter(pk=scene.submission.pk).update(last_step=taken)
    return [scene.submission.pk]


def season(scene: Scene) -> list:
    return scene.place


def person(scene: Scene) -> list:
    return [scene.world.users["officer"].person.pk]


def period_of_release(scene: Scene) -> list:
    return [*scene.place, scene.world.period_of(scene.agency).pk]


def released_period(scene: Scene) -> list:
    scene.world.release(scene.world.period_of(scene.agency))
    return period_of_release(scene)


def on_release(arguments: Arguments) -> Row:
    """A release or its withdrawal: its page asks, its post acts."""
    chair = ("cluster_head",)
    return Row(arguments, only(chair, 200, seen=OF_THE_SEASON), only(chair, 302, seen=OF_THE_SEASON))


def day_off(scene: Scene) -> list:
    return [DayOff.objects.create(date=date(2024, 10, 7), reason="Nghỉ bù").pk]


def report(scene: Scene) -> list:
    return [*scene.place, "cluster-report"]


def run(scene: Scene) -> list:
    return [scene.run.pk]


def rate(scene: Scene) -> list:
    return [*scene.place, "completion_rate_cases"]


def kept_view(scene: Scene) -> list:
    """A view that the officer keeps."""
    return [SavedViewFactory(user=scene.world.users["officer"]).pk]


def classified(scene: Scene) -> list:
    """The officer's agency, classified for the year."""
    AnnualClassificationFactory(agency=scene.agency)
    return [*scene.place, scene.agency.code]


WAVE = {"name": "Đợt 1", "opens": "01/04/2024", "ends": "30/06/2024"}
MOVEMENT = {
    "name": "Phong trào thi đua",
    "kind": "regular",
    "plan": "",
    "launched_on": "01/03/2024",
    "ends": "",
    "result": "",
}
EVERY_APPOINTEE = tuple(role for role in SIGNED_IN if role not in ("nobody", "administrator"))
SEE_NOMINATION = ("officer", "head", *SECRETARIAT, "deputy", *MINISTRY)


def plan_file(scene: Scene) -> list:
    row = MovementFactory(season=scene.world.season)
    actor = scene.world.users["secretariat"]
    kept = movements.keep_plan(movement=row, chunks=[picture()], file_name="ke-hoach.png", actor=actor)
    return [*scene.place, row.pk, kept.pk]


def wave(scene: Scene) -> list:
    row = WaveFactory(movement__season=scene.world.season)
    return [*scene.place, row.movement_id, row.pk]


def movement(scene: Scene) -> list:
    return [*scene.place, MovementFactory(season=scene.world.season).pk]


# -- pledges of the enforcement block ----------------------------------------------------------------------------------
BLOCK_MEMBERS = ("officer", "head", "deputy")
PROMISE = {"text": "Xác minh, phân loại án đúng quy định"}
DAY, WHY = "02/10/2024", {"reason": "Sửa theo ý kiến của đơn vị"}


def of_block(scene: Scene) -> list:
    return [*scene.place, covenants.BLOCK]


def of_draft(*more: str) -> Arguments:
    """A draft; ``item`` in the address names its task, ``comment`` the officer's comment."""

    def made(scene: Scene) -> list:
        pledge = covenants.drafted(scene.world)
        task = pledge.items.get(kind="task")
        named = {"item": task.pk}
        if "comment" in more:
            said = {"pledge": pledge, "item": None, "agency": scene.agency, "text": "Đề nghị ghi rõ"}
            named["comment"] = services.comment(**said, actor=scene.world.users["officer"]).pk
        return [*of_block(scene), *(named.get(each, each) for each in more)]

    return made


def of_open(scene: Scene) -> list:
    """The line that waits for the officer's agency, after the leading agency has signed."""
    pledge, heads = covenants.opened(scene.world), covenants.heads_of(scene.world)
    covenants.sign(covenants.lines(pledge)[0], heads)
    row = covenants.line_of(pledge, scene.agency)
    scene.extra["hash"] = pledge.text_hash
    return [*of_block(scene), row.pk]


def of_signed(scene: Scene) -> list:
    covenants.signed(scene.world)
    return of_block(scene)


def of_addendum(*more: str, opened: bool = False) -> Arguments:
    def made(scene: Scene) -> list:
        addendum = covenants.amended(scene.world)
        named = {"item": addendum.items.get().pk, "promise": addendum.pledge.items.filter(addendum=None).last().pk}
        if opened:
            signing.open_addendum(addendum=addendum, beside={}, actor=scene.world.users["secretariat"])
        return [*of_block(scene), addendum.number, *(named.get(each, each) for each in more)]

    return made


def of_signed_addendum(scene: Scene) -> list:
    return [*of_block(scene), covenants.amended_and_signed(scene.world).number]


def of_original(scene: Scene) -> list:
    return [*of_block(scene), covenants.original(scene.world, covenants.signed(scene.world)).pk]


def a_scan(_scene) -> dict:
    return {"seen": "0", "file": SimpleUploadedFile("ban-goc.png", picture())}


def by_writers(arguments: Arguments, data: Data = lambda scene: {}, post: int = 302) -> Row:
    """Asked and done by the secretariat; who is of the season may know of it."""
    return Row(
        arguments,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, post, seen=OF_THE_SEASON),
        data=data,
    )


def row_of_the_ledger(scene: Scene) -> list:
    row = AwardRecordFactory(
        agency=scene.agency,
        achievement_year=2023,
        decision_number="7/QĐ-BTP",
        decision_date=date(2024, 2, 5),
        issuer="Bộ trưởng",
    )
    return [row.pk]


def nominated(scene: Scene, state: str):
    """A nomination of the officer's agency."""
    return NominationFactory(season=scene.world.season, agency=scene.agency, state=state)


def nomination(state: str = NominationState.PROPOSED) -> Arguments:
    return lambda scene: [nominated(scene, state).pk]


def on_nomination(roles, state: str) -> Row:
    """A step of a nomination: its page asks, its post acts."""
    return Row(
        nomination(state),
        only(roles, 200, seen=SEE_NOMINATION),
        only(roles, 302, seen=SEE_NOMINATION),
        data=lambda scene: {"note": "Hồ sơ cần bổ sung"},
    )


MATRIX: dict[str, Row] = {
    # -- the portal itself
    "healthz": Row(nothing, everywhere(200), everywhere(405)),
    "readyz": Row(nothing, everywhere(200), everywhere(405)),
    "set_language": Row(nothing, everywhere(405), everywhere(302), data=lambda scene: {"language": "en"}),
    "account_login": Row(nothing, statuses(302, anonymous=200), statuses(302, anonymous=200)),
    "account_logout": Row(nothing, statuses(200), statuses(302)),
    "account_change_password": Row(nothing, statuses(200), statuses(200)),
    "account_reauthenticate": Row(nothing, statuses(200), statuses(200)),
    "accounts:me": Row(nothing, statuses(200), statuses(302), data=lambda scene: {"email": "", "language": "vi"}),
    # -- people and dates
    "clusters:people": for_administrator(nothing, get=200, post=405),
    "clusters:person_new": for_administrator(
        nothing, get=200, post=200, data=lambda scene: {"full_name": "Trần Thị Mới", "username": "moi", "email": ""}
    ),
    "clusters:person": for_administrator(person, get=200, post=405),
    "clusters:person_edit": for_administrator(
        person,
        get=200,
        post=302,
        data=lambda scene: {"full_name": "Trần Thị Sửa", "username": "officer", "email": "", "birth_year": ""},
    ),
    "clusters:person_withdraw": for_administrator(
        lambda scene: [PersonFactory().pk], get=200, post=302, data=lambda scene: {"reason": "Ghi hai lần"}
    ),
    "clusters:appoint": for_administrator(
        person,
        get=405,
        post=302,
        data=lambda scene: {
            "agency": scene.agency.pk,
            "role": "head",
            "title": "",
            "valid_from": "01/11/2024",
            "last_day": "",
        },
    ),
    "clusters:reset_password": for_administrator(person, get=405, post=200),
    "clusters:set_active": for_administrator(person, get=405, post=302, data=lambda scene: {"active": "1"}),
    "clusters:end_appointment": for_administrator(
        lambda scene: [scene.world.users["officer"].person.appointments.get().pk],
        get=200,
        post=302,
        data=lambda scene: {"last_day": "31/12/2024"},
    ),
    "clusters:withdraw_appointment": for_administrator(
        lambda scene: [scene.world.users["officer"].person.appointments.get().pk],
        get=200,
        post=302,
        data=lambda scene: {"reason": "Ghi nhầm đơn vị"},
    ),
    "clusters:phases": Row(
        season,
        only(OF_THE_SEASON, 200),
        only((*SECRETARIAT, "approver"), 302, seen=OF_THE_SEASON),
        data=lambda scene: scene.extra["phases"],
    ),
    # -- entry
    "results:entry": Row(
        lambda scene: scene.sheet,
        only(OF_THE_SEASON, 200),
        only(("officer", "head", *SECRETARIAT), 302, seen=OF_THE_SEASON),
    ),
    "results:cell": Row(
        lambda scene: scene.sheet,
        only(OF_THE_SEASON, 302),
        only(("officer", "head", *SECRETARIAT), 200, seen=OF_THE_SEASON),
        query="?code=eligible_cases",
        data=lambda scene: {"v-eligible_cases": "1990", "ver-eligible_cases": "1"},
    ),
    "results:start": act(
        lambda scene: scene.sheet, only(("officer", "head", *SECRETARIAT), 302, seen=OF_THE_SEASON), state=""
    ),
    # nobody is overdue there: the answer leads back and says so
    "results:nudge": act(lambda scene: scene.sheet, only((*SECRETARIAT, *MINISTRY), 302, seen=OF_THE_SEASON), state=""),
    "results:submission": page(lambda scene: [scene.submission.pk], only(OF_THE_SEASON, 200)),
    # -- the workflow
    "results:hand_over": step(("officer", "head"), State.DRAFT),
    "results:send_back": step(("head",), State.AWAITING_SIGNATURE),
    "results:submit": step(("head",), State.AWAITING_SIGNATURE),
    "results:receive": step(SECRETARIAT, State.SUBMITTED),
    "results:return": step(SECRETARIAT, State.SUBMITTED),
    "results:approve": step(("cluster_head",), State.RECEIVED),
    "results:reopen": step(("cluster_head", "approver"), State.APPROVED),
    "results:seal": step(("approver",), State.APPROVED),
    "results:recall": Row(
        just_submitted,
        only(("head",), 200, seen=OF_THE_SEASON),
        only(("head",), 302, seen=OF_THE_SEASON),
        state=State.SUBMITTED,
    ),
    "results:receive_together": together((*SECRETARIAT, "deputy", "other_officer", *MINISTRY)),
    "results:approve_together": together((*SECRETARIAT, "deputy", "other_officer", *MINISTRY)),
    "results:seal_together": together(("approver",)),
    "results:review": page(season, only((*SECRETARIAT, "deputy", *MINISTRY), 200, seen=OF_THE_SEASON)),
    "results:release": on_release(period_of_release),
    "results:withdraw_release": on_release(released_period),
    # -- the set-up of a year
    "setup:setup": page(nothing, only(MINISTRY, 200, otherwise=403)),
    "setup:cluster_new": Row(
        nothing,
        only(("approver",), 200, otherwise=403),
        only(("approver",), 302, otherwise=403),
        data=lambda scene: {
            "name_vi": "Cụm thi đua mới",
            "short_name_vi": "Cụm mới",
            "code": "CM",
            "valid_from": "01/01/2024",
            "decision": "12/QĐ-BTP",
        },
    ),
    "setup:season_new": Row(
        lambda scene: [scene.world.cluster.slug],
        only(("approver",), 200, otherwise=403),
        only(("approver",), 302, otherwise=403),
        data=lambda scene: {
            "year": "2023",
            "head": scene.world.head_agency.pk,
            "valid_from": "01/01/2023",
            "last_day": "31/12/2023",
            "grace_days": "30",
            "decision": "12/QĐ-BTP",
        },
    ),
    # -- what was set up wrongly is mended by whoever may set it up
    "setup:cluster_edit": for_approver(
        lambda scene: [scene.world.other_cluster.pk],
        lambda scene: {
            "name_vi": "Cụm khác",
            "short_name_vi": "Khác",
            "valid_from": "01/01/2020",
            "last_day": "",
            "decision": "",
            "lists_all_members": "on",
            "reason": "Sửa tên",
        },
    ),
    "setup:cluster_withdraw": for_approver(
        lambda scene: [ClusterFactory(source="portal").pk], lambda scene: {"reason": "Ghi nhầm"}
    ),
    "setup:membership_edit": for_ministry(
        lambda scene: [scene.agency.memberships.get().pk],
        lambda scene: {"valid_from": "01/01/2021", "last_day": "", "decision": "", "reason": "Sửa ngày"},
    ),
    "setup:membership_withdraw": for_ministry(
        lambda scene: [MembershipFactory(cluster=scene.world.cluster, source="portal").pk],
        lambda scene: {"reason": "Ghi nhầm"},
    ),
    "setup:leaders": page(season, only(MINISTRY, 200, otherwise=403)),
    "setup:leadership_edit": for_approver(
        lambda scene: [scene.world.season.leaderships.get(role="head").pk],
        lambda scene: {
            "agency": scene.world.head_agency.pk,
            "valid_from": "01/01/2024",
            "last_day": "31/01/2025",
            "decision": "",
            "reason": "Sửa ngày",
        },
    ),
    "setup:season_unopen": for_approver(
        lambda scene: list(opened_by_mistake()), lambda scene: {"reason": "Mở nhầm năm"}
    ),
    # -- days off: read by the Ministry, kept by a body of both blocks
    "setup:days": Row(
        nothing,
        only(MINISTRY, 200, otherwise=403),
        only(BOTH_BLOCKS, 302, otherwise=403),
        data=lambda scene: {"day": "04/10/2024", "kind": "off", "reason": "Nghỉ bù", "basis": ""},
    ),
    "setup:day": Row(
        day_off,
        only(BOTH_BLOCKS, 200, otherwise=403),
        only(BOTH_BLOCKS, 302, otherwise=403),
        data=lambda scene: {"kind": "off", "reason": "Nghỉ hoán đổi", "basis": ""},
    ),
    "setup:day_withdraw": Row(
        day_off,
        only(BOTH_BLOCKS, 200, otherwise=403),
        only(BOTH_BLOCKS, 302, otherwise=403),
        data=lambda scene: {"reason": "Ghi nhầm ngày"},
    ),
    "setup:days_proposed": Row(
        lambda scene: [2024],
        only(BOTH_BLOCKS, 200, otherwise=403),
        only(BOTH_BLOCKS, 302, otherwise=403),
        data=lambda scene: {"days": ["2024-04-30"], "basis": ""},
    ),
    # -- the catalogue: read by everybody
    "setup:catalogue": page(nothing, statuses(200)),
    "setup:catalogue_indicator": page(lambda scene: ["completion_rate_cases"], statuses(200)),
    "setup:catalogue_checks": Row(nothing, statuses(200), statuses(200)),
    "setup:catalogue_new": Row(nothing, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 422, otherwise=403)),
    "setup:catalogue_edition": Row(
        lambda scene: ["completion_rate_cases"],
        only(MINISTRY, 200, otherwise=403),
        only(MINISTRY, 422, otherwise=403),
    ),
    "setup:catalogue_workbook": page(nothing, statuses(200)),
    "setup:catalogue_upload": Row(nothing, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 422, otherwise=403)),
    "setup:targets": Row(season, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 302, otherwise=403)),
    "setup:targets_floor": Row(season, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 422, otherwise=403)),
    "setup:targets_upload": Row(season, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 422, otherwise=403)),
    "setup:targets_template": page(season, only(MINISTRY, 200, otherwise=403)),
    "setup:target": page(
        lambda scene: [*scene.place, scene.world.enforcement[0].code, "completion_rate_cases"],
        only(MINISTRY, 200, otherwise=403),
    ),
    "setup:national_targets": Row(
        lambda scene: [2024], only(MINISTRY, 200, otherwise=403), only(MINISTRY, 302, otherwise=403)
    ),
    "setup:national_target": page(lambda scene: [2024, "completion_rate_cases"], only(MINISTRY, 200, otherwise=403)),
    "setup:members": Row(
        season,
        only(MINISTRY, 200, otherwise=403),
        only(MINISTRY, 302, otherwise=403),
        data=lambda scene: {
            "agency": AgencyFactory().pk,
            "valid_from": "01/01/2024",
            "last_day": "",
            "decision": "12/QĐ-BTP",
        },
    ),
    "setup:membership_end": Row(
        lambda scene: [scene.agency.memberships.get().pk],
        only(MINISTRY, 200, otherwise=403),
        only(MINISTRY, 302, otherwise=403),
        data=lambda scene: {"last_day": "31/12/2024", "decision": "12/QĐ-BTP"},
    ),
    # -- reading
    "dashboards:home": page(nothing, statuses(200)),
    "dashboards:guide": Row(nothing, everywhere(200), everywhere(405)),
    "dashboards:ministry": page(nothing, only(MINISTRY, 200)),
    "dashboards:national": page(nothing, only(MINISTRY, 200)),
    "dashboards:national_table": page(lambda scene: ["csv"], only(MINISTRY, 200)),
    "dashboards:overview": page(season, only(OF_THE_SEASON, 200)),
    "dashboards:agency": page(lambda scene: [*scene.place, scene.agency.code], only(OF_THE_SEASON, 200)),
    "dashboards:pledge": page(of_block, only(OF_THE_SEASON, 200)),
    "dashboards:pledge_begin": by_writers(of_block, lambda scene: {"source": ""}),
    "dashboards:pledge_sections": by_writers(
        of_draft(), lambda scene: {"title": "Giao ước thi đua năm 2024", "order": "any"}
    ),
    "dashboards:pledge_discard": by_writers(of_draft()),
    "dashboards:pledge_item_new": by_writers(of_draft("task"), lambda scene: PROMISE),
    "dashboards:pledge_item": by_writers(of_draft("item"), lambda scene: PROMISE),
    "dashboards:pledge_item_remove": by_writers(of_draft("item")),
    "dashboards:pledge_item_move": act(of_draft("item", "up"), only(SECRETARIAT, 302, seen=OF_THE_SEASON)),
    "dashboards:pledge_comment": Row(
        of_draft(),
        only(BLOCK_MEMBERS, 200, seen=OF_THE_SEASON),
        only(BLOCK_MEMBERS, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"text": "Đề nghị ghi rõ"},
    ),
    "dashboards:pledge_item_comment": Row(
        of_draft("item"),
        only(BLOCK_MEMBERS, 200, seen=OF_THE_SEASON),
        only(BLOCK_MEMBERS, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"text": "Đề nghị ghi rõ"},
    ),
    "dashboards:pledge_answer": by_writers(of_draft("comment"), lambda scene: {"text": "Đã ghi rõ"}),
    "dashboards:pledge_agree": act(of_draft(), only(BLOCK_MEMBERS, 302, seen=OF_THE_SEASON)),
    "dashboards:pledge_step": by_writers(of_draft("open")),
    "dashboards:pledge_close": by_writers(of_signed, post=422),  # the year runs
    "dashboards:pledge_sign": Row(
        of_open,
        only(("head",), 200, seen=OF_THE_SEASON),
        only(("head",), 302, seen=OF_THE_SEASON),
        data=lambda scene: {"read_hash": scene.extra["hash"], "password": PASSWORD},
    ),
    "dashboards:pledge_refuse": Row(
        of_open,
        only(("head",), 200, seen=OF_THE_SEASON),
        only(("head",), 302, seen=OF_THE_SEASON),
        data=lambda scene: WHY,
    ),
    "dashboards:pledge_original": by_writers(of_signed, a_scan),
    "dashboards:pledge_original_file": page(of_original, only(OF_THE_SEASON, 200)),
    "dashboards:pledge_addendum_original": by_writers(of_signed_addendum, a_scan),
    "dashboards:pledge_addendum_new": by_writers(of_signed, lambda scene: {"date": DAY, "text": "Điều chỉnh"}),
    "dashboards:pledge_addendum": page(of_addendum(), only(OF_THE_SEASON, 200)),
    "dashboards:pledge_addendum_back": by_writers(of_addendum(opened=True), lambda scene: WHY),
    "dashboards:pledge_addendum_step": by_writers(of_addendum("open")),
    "dashboards:pledge_addendum_item_new": by_writers(of_addendum("task"), lambda scene: PROMISE),
    "dashboards:pledge_addendum_item_replace": by_writers(of_addendum("promise"), lambda scene: PROMISE),
    "dashboards:pledge_addendum_item": by_writers(of_addendum("item"), lambda scene: PROMISE),
    "dashboards:pledge_addendum_item_remove": by_writers(of_addendum("item")),
    "dashboards:indicator": page(rate, only(OF_THE_SEASON, 200)),
    "dashboards:indicator_table": page(lambda scene: [*rate(scene), "csv"], only(OF_THE_SEASON, 200)),
    # the total of a block that is not released: for those who see all of it
    "dashboards:derivation": page(rate, only((*SECRETARIAT, "deputy", *MINISTRY), 200)),
    "dashboards:derived_target": page(rate, only((*SECRETARIAT, "deputy", *MINISTRY), 200)),
    "dashboards:compare": page(season, only(OF_THE_SEASON, 200)),
    "dashboards:compare_table": page(lambda scene: [*scene.place, "csv"], only(OF_THE_SEASON, 200)),
    # -- kept views: everybody's own; keeping an address grants nothing
    "dashboards:views": Row(
        nothing,
        statuses(200),
        statuses(302),
        data=lambda scene: {"name": "Tổng quan", "address": f"/s/{scene.place[0]}/2024/"},
    ),
    "dashboards:view_rename": act(kept_view, only(("officer",), 302), data=lambda scene: {"name": "Tên mới"}),
    "dashboards:view_remove": act(kept_view, only(("officer",), 302)),
    # -- reports: of the whole cluster for those who see both blocks; a run is there for those who asked for it
    "reports:runs": Row(
        season,
        only(OF_THE_SEASON, 200),
        only((*SECRETARIAT, *BOTH_BLOCKS), 302, seen=OF_THE_SEASON),
        data=lambda scene: {"kind": "cluster-workbook", "scope": "cluster", "periods": "latest"},
    ),
    "reports:run": page(run, only(REQUESTERS, 200), state=State.SUBMITTED),
    "reports:run_progress": page(run, only(REQUESTERS, 302), state=State.SUBMITTED),
    "reports:run_download": page(run, only(REQUESTERS, 200), state=State.SUBMITTED),
    "reports:run_cancel": act(run, only(REQUESTERS, 302), state=State.SUBMITTED),
    "reports:run_retry": act(run, only(REQUESTERS, 302), state=State.SUBMITTED),
    "reports:ministry_runs": Row(
        nothing,
        only(MINISTRY, 200),
        only(MINISTRY, 302),
        data=lambda scene: {"years": ["2024"], "blocks": ["civil_enforcement"], "act": "build"},
    ),
    "reports:selection_remove": act(
        lambda scene: [SelectionFactory(user=scene.world.users["ministry"]).pk], only(("ministry",), 302)
    ),
    # -- notices: everybody's own
    "notices:notices": page(nothing, statuses(200)),
    "notices:notices_seen": act(nothing, statuses(302)),
    "notices:notice_seen": act(
        lambda scene: [Notice.objects.of(ReportRun, scene.run.pk).get(user=scene.world.users["officer"]).pk],
        only(("officer",), 302),
        state=State.SUBMITTED,
    ),
    # -- released figures: open to everybody of the season, empty before the first release
    "reports:open_data": page(season, only(OF_THE_SEASON, 200)),
    "reports:open_data_csv": page(season, only(OF_THE_SEASON, 200)),
    "reports:open_data_json": page(season, only(OF_THE_SEASON, 200)),
    "reports:open_data_schema": page(season, only(OF_THE_SEASON, 200)),
    # -- the year-end report: every member's figures, so for those who see both blocks; written while one leads
    "reports:paper": page(season, only((*SECRETARIAT, *BOTH_BLOCKS), 200, seen=OF_THE_SEASON)),
    "reports:paper_shown": page(report, only((*SECRETARIAT, *BOTH_BLOCKS), 200, seen=OF_THE_SEASON)),
    "reports:paper_text": Row(
        season,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"section": "shortcomings", "text": "Toàn cụm giữ vững kỷ luật báo cáo.", "version": "0"},
        query="?section=shortcomings",
    ),
    "reports:paper_head": act(season, only(SECRETARIAT, 302, seen=OF_THE_SEASON)),
    # -- movements and awards
    "pledges:movements": page(season, only(OF_THE_SEASON, 200)),
    "pledges:movement_new": Row(
        season,
        only((*SECRETARIAT, *MINISTRY), 200, seen=OF_THE_SEASON),
        only((*SECRETARIAT, *MINISTRY), 302, seen=OF_THE_SEASON),
        data=lambda scene: MOVEMENT,
    ),
    "pledges:movement": Row(
        movement,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: MOVEMENT,
    ),
    "pledges:movement_withdraw": Row(
        movement,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"reason": "Ghi hai lần"},
    ),
    "pledges:movement_plan": Row(
        movement,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"file": SimpleUploadedFile("ke-hoach.png", picture())},
    ),
    "pledges:movement_plan_file": page(plan_file, only(OF_THE_SEASON, 200)),
    "pledges:wave_new": Row(
        lambda scene: [*scene.place, WaveFactory(movement__season=scene.world.season).movement_id],
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: WAVE,
    ),
    "pledges:wave": Row(
        wave,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: WAVE,
    ),
    "pledges:wave_withdraw": Row(
        wave,
        only(SECRETARIAT, 200, seen=OF_THE_SEASON),
        only(SECRETARIAT, 302, seen=OF_THE_SEASON),
        data=lambda scene: {"reason": "Ghi nhầm"},
    ),
    "pledges:respond": Row(
        movement,
        only(MEMBERS, 200, seen=OF_THE_SEASON),
        # whoever names an agency that is not theirs gets the form back with the reason
        only(("officer", "head"), 302, seen=OF_THE_SEASON)
        | dict.fromkeys(("secretariat", "cluster_head", "deputy"), 422),
        data=lambda scene: {"agency": scene.agency.pk, "note": "Đã ban hành kế hoạch"},
    ),
    "awards:ledger": page(nothing, only(EVERY_APPOINTEE, 200)),
    "awards:record": page(row_of_the_ledger, only(EVERY_APPOINTEE, 200)),
    "awards:record_correct": Row(
        row_of_the_ledger,
        only(MINISTRY, 200, seen=EVERY_APPOINTEE),
        only(MINISTRY, 302, seen=EVERY_APPOINTEE),
        data=lambda scene: {
            "award": AwardFactory(recipient="collective").pk,
            "agency": scene.agency.pk,
            "year": "2023",
            "number": "8/QĐ-BTP",
            "date": "06/02/2024",
            "issuer": "Bộ trưởng",
            "reason": "Gõ nhầm số",
        },
    ),
    "awards:record_withdraw": Row(
        row_of_the_ledger,
        only(MINISTRY, 200, seen=EVERY_APPOINTEE),
        only(MINISTRY, 302, seen=EVERY_APPOINTEE),
        data=lambda scene: {"reason": "Nhập nhầm"},
    ),
    "awards:upload": Row(nothing, only(MINISTRY, 200, otherwise=403), only(MINISTRY, 422, otherwise=403)),
    "awards:template": page(nothing, only(MINISTRY, 200, otherwise=403)),
    "awards:import": Row(
        lambda scene: [LedgerImportFactory(uploaded_by=scene.world.users["ministry"]).pk],
        only(MINISTRY, 200, otherwise=403),
        only(MINISTRY, 302, otherwise=403),
    ),
    "awards:reading": page(
        lambda scene: [LedgerImportFactory(uploaded_by=scene.world.users["ministry"]).pk],
        only(MINISTRY, 204, otherwise=403),
    ),
    "awards:season": page(season, only(OF_THE_SEASON, 200)),
    "awards:nominate": Row(
        season,
        only(MEMBERS, 200, seen=OF_THE_SEASON),
        only(("officer", "head"), 302, seen=OF_THE_SEASON)
        | dict.fromkeys(("secretariat", "cluster_head", "deputy"), 422),
        data=lambda scene: {"agency": scene.agency.pk, "award": AwardFactory().pk, "merits": "Hoàn thành nhiệm vụ"},
    ),
    "awards:nomination": page(nomination(), only(SEE_NOMINATION, 200)),
    "awards:submit": on_nomination(SECRETARIAT, NominationState.PROPOSED),
    "awards:return": on_nomination(SECRETARIAT, NominationState.SUBMITTED),
    "awards:decline": on_nomination(("approver",), NominationState.SUBMITTED),
    "awards:withdraw": on_nomination(("officer", "head"), NominationState.PROPOSED),
    "awards:decide": Row(
        season,
        only(("approver",), 200, seen=OF_THE_SEASON),
        only(("approver",), 302, seen=OF_THE_SEASON),
        data=lambda scene: {
            "number": "12/QĐ-BTP",
            "date": "01/10/2024",
            "issuer": "Bộ trưởng Bộ Tư pháp",
            "nominations": [nominated(scene, NominationState.SUBMITTED).pk],
        },
    ),
    "awards:registrations": page(season, only(OF_THE_SEASON, 200)),
    "awards:registration": Row(
        lambda scene: [*scene.place, scene.agency.code],
        only(("officer", "head", *SECRETARIAT), 200, seen=OF_THE_SEASON),
        only(("officer", "head"), 302, seen=OF_THE_SEASON) | dict.fromkeys(SECRETARIAT, 422),  # theirs needs a reason
    ),
    "awards:classifications": page(season, only(OF_THE_SEASON, 200)),
    "awards:classify": Row(
        lambda scene: [*scene.place, scene.agency.code],
        only(("approver",), 200, seen=OF_THE_SEASON),
        only(("approver",), 302, seen=OF_THE_SEASON),
        data=lambda scene: {"level": "good", "number": "15/QĐ-BTP", "date": "01/10/2024", "issuer": "Bộ trưởng"},
    ),
    "awards:unclassify": Row(
        classified,
        only(("approver",), 200, seen=OF_THE_SEASON),
        only(("approver",), 302, seen=OF_THE_SEASON),
        data=lambda scene: {"reason": "Nhập nhầm"},
    ),
}
