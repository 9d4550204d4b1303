"""Where the files of signed originals lie: taken in beside them first, looked into, then put in their place."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from django.conf import settings

from emulation_portal.data_dir import private_folder
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import Refusal

INCOMING = "incoming"
CHUNK = 1 << 20
LEFT_BEHIND = 24 * 3600  # seconds after which an incoming file is nobody's: its process was killed


class StoredFile(Protocol):
    """A row that keeps a file: where it lies, and what it was when it was kept."""

    file_path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that was sent and is not kept yet."""

    path: Path
    size: int
    sha256: str


@contextlib.contextmanager
def taken_in(chunks: Iterable[bytes]) -> Iterator[IncomingFile]:
    """The bytes on the disk, gone afterwards unless they were put in their place.

    Refusal: ``empty``, ``too_large`` (about the limit in MB), ``not_stored`` where the disk does not take them.
    """
    try:
        folder = private_folder(settings.ORIGINALS_DIR / INCOMING)
        _forget_left_behind(folder)
        handle, name = tempfile.mkstemp(dir=folder)
    except OSError:
        raise Refusal("not_stored") from None
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            size, digest = _written(file, chunks)
        if not size:
            raise Refusal("empty")
        yield IncomingFile(path, size, digest)
    finally:
        path.unlink(missing_ok=True)


def _written(file: BinaryIO, chunks: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if size > settings.ORIGINAL_MAX_MB << 20:
            raise Refusal("too_large", settings.ORIGINAL_MAX_MB)
        digest.update(chunk)
        try:
            file.write(chunk)
        except OSError:
            raise Refusal("not_stored") from None
    file.flush()
    os.fsync(file.fileno())
    return size, digest.hexdigest()


def _forget_left_behind(folder: Path) -> None:
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - LEFT_BEHIND:
                path.unlink()


def put_in_place(incoming: IncomingFile, kind: str) -> str:
    """Move the file to a name that no other ever had: its place in the folder of originals. Refusal: ``not_stored``."""
    place = f"{dates.today().year}/{uuid4().hex}.{kind}"
    try:
        target = settings.ORIGINALS_DIR / place
        private_folder(target.parent)
        incoming.path.rename(target)
    except OSError:
        raise Refusal("not_stored") from None
    return place


def path_of_original(original: StoredFile) -> Path:
    return settings.ORIGINALS_DIR / original.file_path


def is_as_stored(original: StoredFile) -> bool:
    """Whether the file is there, byte for byte as it was sent."""
    path = path_of_original(original)
    try:
        if path.stat().st_size != original.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == original.sha256
    except OSError:
        return False


__all__ = ["IncomingFile", "StoredFile", "is_as_stored", "path_of_original", "put_in_place", "taken_in"]
