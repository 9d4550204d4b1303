"""Every form says in its own words what is wrong, and a text of nothing that can be seen is empty (B47, B51)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import Nomination
from clusters.models import Cluster, Person
from pledges.models import Movement
from tests.architecture.matrix import MATRIX, ROLES, Scene
from tests.support.pages import named_addresses
from tests.support.stock import stock, words

DONE = (200, 302, 422)
OPEN_TO_ALL = ("account_login", "set_language")
LONG = "Dài " * 6000
TYPED = {"empty": "", "long": LONG, "of a wrong kind": "không phải số -1,5e", "with NUL": "a\0b"}
FILES = {"empty": ("trong.xlsx", b""), "long": ("dài" * 90 + ".xlsx", b"PK"), "of a wrong kind": ("tep.exe", b"MZ\0")}
INVISIBLE = "\u200b\u00ad\u2060"
NOT_TYPED = {"csrfmiddlewaretoken", "once", "kept", "seen"}
STOCK = {language: stock(language) for language in ("vi", "en")}


def met(response, language: str) -> list[str]:
    """The libraries' own texts on the page."""
    told = words(response)
    return [each.text for each in STOCK[language] if each.is_in(told)]


def fields_of(client, address: str, known: dict) -> tuple[list[str], list[str]]:
    """The fields of the forms that post to the address with those the matrix knows of, and those that take files."""
    page = client.get(address)
    shown = "" if page.streaming or page.status_code != 200 else page.content.decode(errors="replace")
    inputs = re.findall(r"<(?:input|select|textarea|button)[^>]*>", shown)
    named = {name[1]: tag for tag in inputs if (name := re.search(r'name="([^"]+)"', tag))}
    files = [name for name, tag in named.items() if 'type="file"' in tag]
    return [name for name in dict.fromkeys([*known, *named]) if name not in {*NOT_TYPED, *files}], files


@pytest.fixture
def scene(world, kept_rows, settings, tmp_path):
    settings.RUNS_DIR = settings.ORIGINALS_DIR = tmp_path

    def fill():
        for agency in (*world.agencies, *world.other_agencies):
            if agency != world.enforcement[1]:
                world.fill(agency)

    def make(row) -> Scene:
        kept_rows("everybody else has submitted", fill)
        kept = world.fill(world.enforcement[1], state=row.state) if row.state else None
        days = {
            f"phase-{phase.pk}-{name}": day.strftime("%d/%m/%Y")
            for phase in world.season.phases.all()
            for name, day in (("opens", phase.opens), ("last_day", phase.closes))
        }
        return Scene(world, kept, extra={"phases": days | {"reason": "Đơn vị đề nghị"}})

    return make


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(named_addresses()))
def test_no_form_speaks_in_words_of_the_library(scene, client, name, language):
    """What is typed wrongly, by somebody who has not signed in and by one who may send the form."""
    row = MATRIX[name]
    made = scene(row)
    address = reverse(name, args=row.arguments(made)) + row.query
    client.raise_request_exception = False
    client.cookies["language"] = language
    _type_wrongly(client, address, row.data(made), language, whole=name in OPEN_TO_ALL)
    role = next((role for role in reversed(ROLES) if row.post[role] in DONE and role != "anonymous"), "ministry")
    user = made.world.users[role]
    user.language = language
    user.save()
    client.force_login(user, backend="accounts.backends.AccountBackend")
    _type_wrongly(client, address, row.data(made), language, whole=row.post[role] in DONE)


def _type_wrongly(client, address: str, known: dict, language: str, *, whole: bool) -> None:
    """Every kind of wrong value; one is enough where no form is taken at all."""
    fields, files = fields_of(client, address, known)
    for kind, text in TYPED.items() if whole else [("empty", "")]:
        sent = {name: SimpleUploadedFile(*FILES[kind]) for name in files if kind in FILES}
        answer = client.post(address, dict.fromkeys(fields, text) | sent, follow=True)
        assert answer.status_code < 500, f"{address}: {kind}"
        found = met(answer, language)
        assert not found, f"{address}, {kind}: {found}"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("", "", ""),
        ("sai", "Hoa-sen-trang-9", "Hoa-sen-trang-9"),
        ("mot-mat-khau", "ngan", "ngan"),
        ("mot-mat-khau", "officer", "officer"),
        ("mot-mat-khau", "officer-2", "officer-2"),
        ("mot-mat-khau", "1234567890", "1234567890"),
        ("mot-mat-khau", "thidua-2024", "thidua-2024"),
        ("mot-mat-khau", "Hoa-sen-trang-9", "Hoa-sen-trang-8"),
        ("mot-mat-khau", "Hoa-sen-trang-9", "Hoa-sen-trang-9"),
    ],
)
def test_hints_and_answers_of_passwords_are_our_own(client, world, language, old, new, again):
    user = world.users["officer"]
    user.language = language
    user.set_password("mot-mat-khau")
    user.save()
    client.force_login(user, backend="accounts.backends.AccountBackend")
    address = reverse("account_change_password")
    assert met(client.get(address), language) == []
    typed = {"oldpassword": old, "password1": new, "password2": again}
    assert met(client.post(address, typed, follow=True), language) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("typed", ["mot-mat-khau", "sai"])
def test_sign_in_and_out_speak_our_own_words(client, world, language, active, typed):
    user = world.users["officer"]
    user.language, user.is_active = language, active
    user.set_password("mot-mat-khau")
    user.save()
    client.cookies["language"] = language
    came = client.post(reverse("account_login"), {"login": user.username, "password": typed}, follow=True)
    assert met(came, language) == []
    assert met(client.post(reverse("account_logout"), follow=True), language) == []


def test_the_libraries_texts_are_found_where_they_stand():
    assert len(STOCK["vi"]) > len(STOCK["en"]) > 300
    said = {each.text for each in STOCK["vi"]}
    assert {"This field is required.", "Trường này là bắt buộc.", "You must type the same password each time."} <= said
    assert {
        "Your password can’t be entirely numeric.",
        "Select a valid choice. That choice is not one of the available choices.",
    } <= said


# -- B51: nothing that can be seen is nothing --
@pytest.mark.parametrize("field", ["full_name"])
def test_person_needs_a_name_that_can_be_seen(as_user, world, field):
    answer = as_user("administrator").post("/people/new/", {field: INVISIBLE, "username": "", "email": ""})
    assert not Person.objects.filter(full_name="").exists()
    assert "Không được để trống mục này." in words(answer)


def test_movement_needs_a_name_that_can_be_seen(as_user, world):
    fields = {"name": INVISIBLE, "kind": "regular", "launched_on": "01/03/2024"}
    answer = as_user("secretariat").post(f"/s/{world.cluster.slug}/2024/movements/new/", fields)
    assert not Movement.objects.exists()
    assert "Không được để trống mục này." in words(answer)


def test_cluster_needs_names_and_a_decision_that_can_be_seen(as_user, world):
    fields = {"name_vi": INVISIBLE, "short_name_vi": "Cụm mới", "code": "CM", "valid_from": "01/01/2024"}
    answer = as_user("approver").post("/entry/setup/cluster/", fields | {"decision": INVISIBLE})
    assert not Cluster.objects.filter(code="CM").exists()
    assert words(answer).count("Không được để trống mục này.") >= 2


def test_merits_of_a_nomination_must_be_seen(as_user, world):
    from tests.factories.awards import AwardFactory

    agency = world.enforcement[1]
    fields = {"agency": agency.pk, "award": AwardFactory().pk, "merits": INVISIBLE, "person": "", "title": ""}
    as_user("officer").post(f"/s/{world.cluster.slug}/2024/awards/new/", fields)
    assert not Nomination.objects.exists()


def test_invisible_characters_do_not_count_for_the_length(as_user, world):
    name = "Nguyễn Văn An"
    as_user("administrator").post("/people/new/", {"full_name": name + "\u200b" * 200, "username": "", "email": ""})
    assert Person.objects.filter(full_name=name).exists()


def test_reason_of_a_return_must_be_seen(as_user, world):
    submission = world.fill(world.enforcement[1], state="submitted")
    answer = as_user("secretariat").post(f"/entry/submission/{submission.pk}/return/", {"note": INVISIBLE})
    submission.refresh_from_db()
    assert (submission.state, answer.status_code) == ("submitted", 422)
