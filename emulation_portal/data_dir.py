"""The folder of data: private to whoever runs the portal, and nothing in it trusted to be whole."""

import contextlib
import json
import logging
import os
import secrets
import stat
import tempfile
import time
from pathlib import Path

logger = logging.getLogger(__name__)

PRIVATE_MASK = 0o077
FILE_MODE, FOLDER_MODE = 0o600, 0o700
SHORTEST_SECRET = 50


def private_folder(path: Path) -> Path:
    """A folder for the owner alone; what stands in its place and is no folder is laid aside."""
    if path.exists() and not path.is_dir():
        aside = path.with_name(f"{path.name}.hong-{time.time_ns()}")
        path.rename(aside)
        logger.error("%s is no folder; it was laid aside as %s", path, aside.name)
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return path


def own_secret(path: Path) -> str:
    """The secret of this installation, made once; one that is damaged is made anew, which ends all sessions."""
    held = _read_secret(path)
    if held:
        return held
    private_folder(path.parent)
    if path.exists():
        logger.error("%s was damaged and has been made anew; everybody has to sign in again", path)
        path.rename(path.with_name(f"{path.name}.hong-{time.time_ns()}"))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SHORTEST_SECRET))
    with contextlib.suppress(FileExistsError):
        os.link(name, path)  # of two that start at once, one makes it and the other one reads it
    Path(name).unlink()
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    try:
        held = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return held if len(held) >= SHORTEST_SECRET and held.isprintable() else ""


def make_private(folder: Path) -> None:
    """Take from everybody else what an earlier version or another program left readable; links are left alone."""
    for place, folders, files in os.walk(folder):
        for names, mode in ((folders, FOLDER_MODE), (files, FILE_MODE)):
            for name in names:
                _restrict(Path(place, name), mode)
    _restrict(folder, FOLDER_MODE)


def _restrict(path: Path, mode: int) -> None:
    with contextlib.suppress(OSError):
        now = path.lstat().st_mode
        if not stat.S_ISLNK(now) and stat.S_IMODE(now) & PRIVATE_MASK:
            path.chmod(mode)


def drop_damaged_messages(folder: Path) -> int:
    """Remove messages of the queue that no worker could read; the runs they spoke of wait in the database and are swept
    up. How many there were."""
    dropped = 0
    for path in folder.glob("*.msg"):
        try:
            json.loads(path.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            path.unlink(missing_ok=True)
            dropped += 1
    if dropped:
        logger.warning("%s damaged messages of the queue were removed", dropped)
    return dropped
