"""Every form says in its own words what is wrong, and a text of nothing that can be seen is empty (B47, B51)."""

import gettext
import html
import re
from pathlib import Path

import django
import pytest
from django.urls import reverse

from awards.models import Nomination
from clusters.models import Cluster, Person
from pledges.models import Movement
from tests.architecture.matrix import MATRIX, ROLES, Scene

LIBRARY = Path(django.__file__).parent / "conf" / "locale"
DONE = (200, 302, 422)
TYPED = {"empty": "", "long": "Dài " * 6000, "of a wrong kind": "không phải số -1,5e", "with NUL": "a\0b"}
INVISIBLE = "\u200b\u00ad\u2060"
NOT_TYPED = {"csrfmiddlewaretoken", "once", "kept", "seen"}


def sentences(language: str) -> dict[str, re.Pattern]:
    """What the library says in a language, each as a pattern of any values."""
    catalogue = gettext.translation("django", LIBRARY, [language])._catalog
    texts = {text if language == "en" else said for text, said in _flat(catalogue) if text.endswith(".")}
    texts = {" ".join(text.split()) for text in texts if len(text.split()) > 2 and text.endswith(".")}
    return {text: re.compile(re.sub(r"%(?:\\\([a-z_]+\\\))?[ds]", ".{1,80}?", re.escape(text))) for text in texts}


def _flat(catalogue):
    for key, said in catalogue.items():
        yield (key[0] if isinstance(key, tuple) else key).split("\x04")[-1], said


STOCK = {language: sentences(language) for language in ("vi", "en")}


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<textarea.*?</textarea>", " ", response.content.decode(), flags=re.S))
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def fields_of(client, address: str, known: dict) -> list[str]:
    """The fields of the forms that post to the address, and those the matrix knows of."""
    page = client.get(address)
    found = re.findall(r'name="([^"]+)"', page.content.decode()) if page.status_code == 200 else []
    return [name for name in dict.fromkeys([*known, *found]) if name not in NOT_TYPED]


@pytest.fixture
def scene(world, settings, tmp_path):
    settings.RUNS_DIR = tmp_path

    def make(row) -> Scene:
        for agency in (*world.agencies, *world.other_agencies):
            if agency != world.enforcement[1]:
                world.fill(agency)
        kept = world.fill(world.enforcement[1], state=row.state) if row.state else None
        days = {
            f"phase-{phase.pk}-{name}": day.strftime("%d/%m/%Y")
            for phase in world.season.phases.all()
            for name, day in (("opens", phase.opens), ("last_day", phase.closes))
        }
        return Scene(world, kept, extra={"phases": days | {"reason": "Đơn vị đề nghị"}})

    return make


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(name for name, row in MATRIX.items() if set(row.post.values()) & set(DONE)))
def test_no_form_speaks_in_words_of_the_library(scene, client, name, language):
    row = MATRIX[name]
    made = scene(row)
    address = reverse(name, args=row.arguments(made)) + row.query
    known = row.data(made)
    role = next(role for role in reversed(ROLES) if row.post[role] in DONE)
    client.raise_request_exception = False
    if role != "anonymous":
        user = made.world.users[role]
        user.language = language
        user.save()
        client.force_login(user, backend="accounts.backends.AccountBackend")
    client.cookies["language"] = language
    fields = fields_of(client, address, known)
    for kind, text in TYPED.items():
        answer = client.post(address, dict.fromkeys(fields, text))
        assert answer.status_code < 500, f"{name}: {kind}"
        told = words(answer)
        met = [said for said, pattern in STOCK[language].items() if pattern.search(told)]
        assert not met, f"{name}, {kind}: {met}"


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
