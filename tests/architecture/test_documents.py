import re

import pytest

from accounts.context import DEMO_ACCOUNTS
from demo.years.cast import PLAYERS
from tests.support.project import PACKAGES, ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "decisions").glob("*.md")]
)
DECISIONS = sorted(path.stem for path in (ROOT / "docs" / "decisions").glob("*.md") if path.stem != "README")
LINK = re.compile(r"\]\(([^)#]+)")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(document):
    links = [link for link in LINK.findall(read(document)) if "://" not in link]
    assert [link for link in links if not ((ROOT / document).parent / link).is_file()] == []


def test_settings_page_lists_exactly_the_variables_that_are_read():
    asked = re.findall(r"\b(?:env(?:\.\w+)?|secret)\(\s*\"([A-Z_]+)\"", read("emulation_portal/settings.py"))
    listed = re.findall(r"^\| `([A-Z_]+)` \|", read("docs/settings.md"), re.M)
    assert sorted(listed) == sorted(set(asked) - {"AXES_ENABLED"})


def test_settings_page_lists_exactly_the_secrets_that_may_stand_in_files():
    secrets = re.findall(r"\bsecret\(\"([A-Z_]+)\"", read("emulation_portal/settings.py"))
    section = read("docs/settings.md").split("## Secrets in files")[1].split("\n## ")[0]
    assert sorted(set(re.findall(r"`([A-Z_]+_FILE)`", section))) == sorted(f"{name}_FILE" for name in secrets)


def test_documents_and_start_command_name_the_accounts_that_are_loaded():
    accounts = sorted(player.username for player in PLAYERS)
    assert sorted(username for username, _ in DEMO_ACCOUNTS) == accounts
    readme = read("README.md").split("## Demonstration accounts")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in readme.splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`([\w.]+)`", row)) == accounts
    shown = read("run").split('ACCOUNTS = """')[1].split('"""')[0]
    assert sorted(re.findall(r"(?:^  |, )([a-z.]+)(?=,|  )", shown, re.M)) == accounts


def test_index_of_decisions_lists_every_one_once():
    listed = re.findall(r"^\| \[.+\]\((.+)\.md\) \| \d{4}-\d\d-\d\d \|$", read("docs/decisions/README.md"), re.M)
    assert sorted(listed) == DECISIONS


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_has_its_day_and_its_three_parts_and_is_short(name):
    text = read(f"docs/decisions/{name}.md")
    title, day = re.match(r"# (.+)\n\n(\d{4}-\d\d-\d\d)\n", text).groups()
    assert f"[{title}]({name}.md) | {day} |" in read("docs/decisions/README.md")
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 45


def test_contributing_names_the_commands_that_there_are():
    listed = set(re.findall(r"`\./run (\w+)", read("CONTRIBUTING.md")))
    known = set(re.findall(r"^\./run (\w+)", read("run"), re.M))
    assert listed == known


def test_every_file_that_contributing_names_is_there():
    named = re.findall(r"`((?:[\w.]+/)+[\w.]+\.(?:py|csv))`", read("CONTRIBUTING.md"))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_nothing_of_a_merge_is_left_in_a_text():
    marks = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)
    catalogues = [path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.po")]
    assert catalogues
    assert [str(name) for name in [*DOCUMENTS, *catalogues] if marks.search(read(name))] == []
