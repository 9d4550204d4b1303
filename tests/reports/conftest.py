"""Fixtures of the tests of runs."""

import pytest

from reports.runs import queue


@pytest.fixture
def folder(settings, tmp_path):
    settings.RUNS_DIR = tmp_path / "runs"
    return settings.RUNS_DIR


@pytest.fixture
def sent(monkeypatch):
    """What was handed to the broker."""
    found = []
    monkeypatch.setattr(queue.app, "send_task", lambda name, args, **options: found.append((name, *args)))
    return found


@pytest.fixture
def full(world):
    world.fill_all()
    return world
