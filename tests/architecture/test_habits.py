"""Checks before a commit, in CI and by hand are the same ones, with the same versions."""

import importlib.machinery
import importlib.util
import re

import pytest
import yaml

from tests.support.project import ROOT

COMMIT_OF_AN_ACTION = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


@pytest.fixture(scope="module")
def run():
    """The start-up program as a module."""
    loader = importlib.machinery.SourceFileLoader("portal_run", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("portal_run", loader))
    loader.exec_module(module)
    return module


def read(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def workflows():
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / ".github" / "workflows").glob("*.yml"))


def test_hooks_before_a_commit_are_the_steps_of_lint(run):
    repositories = read(".pre-commit-config.yaml")["repos"]
    # A repository of its own would bring its own version of a tool.
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert [hook["id"] for hook in hooks] == list(run.lint_steps())
    assert [hook["entry"] for hook in hooks] == [f"./run lint {step}" for step in run.lint_steps()]
    assert {(hook["language"], hook["pass_filenames"]) for hook in hooks} == {("system", False)}


def test_lint_names_a_step_that_it_does_not_know(run, monkeypatch):
    monkeypatch.setattr(run, "prepare_environment", lambda kind: pytest.fail("nothing is installed for it"))
    with pytest.raises(SystemExit, match="no step spelling; the steps are format, lint"):
        run.lint(["format", "spelling"])


def test_lint_runs_the_steps_named_and_tells_which_failed(run, monkeypatch, capsys):
    steps = {"right": ["true"], "wrong": ["false"], "left out": ["false"]}
    monkeypatch.setattr(run, "prepare_environment", lambda kind: None)
    monkeypatch.setattr(run, "lint_steps", lambda: steps)
    assert run.lint(["right"]) == 0
    assert run.lint(["right", "wrong"]) == 1
    assert "failed: wrong\n" in capsys.readouterr().out
    assert run.lint([]) == 1
    assert "failed: wrong, left out\n" in capsys.readouterr().out


@pytest.mark.parametrize("name", workflows())
def test_a_workflow_reads_only_and_uses_actions_by_their_commit(name):
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert "cancel-in-progress" in workflow["concurrency"]
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert [action for action in used if not COMMIT_OF_AN_ACTION.fullmatch(action)] == []
    assert all("permissions" not in job and job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


def test_ci_of_the_repository_is_the_script_that_anybody_runs():
    steps = [step for name in workflows() for job in read(name)["jobs"].values() for step in job["steps"]]
    assert ".ci/run" in [step.get("run", "").strip() for step in steps]


def test_updates_are_proposed_for_packages_and_actions():
    updates = read(".github/dependabot.yml")["updates"]
    assert sorted(update["package-ecosystem"] for update in updates) == ["github-actions", "pip"]


def test_every_package_is_pinned():
    lines = [line for name in ("requirements.txt", "requirements-dev.txt") for line in (ROOT / name).open()]
    wanted = [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if not re.fullmatch(r'[\w.-]+==[\w.]+(; python_version >= "[\d.]+")?', line)] == []
