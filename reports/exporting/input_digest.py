"""The digest of what a file is made of: equal input, equal file, whatever version of the data it was read at."""

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from pathlib import Path

# Labels of a reading and places of files: they say nothing of what is printed.
LABELS = frozenset({"data_version", "version_code", "path"})


def input_digest(*parts: object) -> str:
    """SHA-256 over plain values: dataclasses, mappings, sets, sequences, numbers, texts, days.

    Mappings and sets count in any order, sequences in theirs. TypeError for a value that has no plain form.
    """
    found = hashlib.sha256()
    for part in parts:
        found.update(_hash(part))
    return found.hexdigest()


def _hash(value: object) -> bytes:
    """The digest of one value, so that no two shapes can run into each other."""
    if value is None or isinstance(value, (str, bytes, int, float)):
        return _digest(type(value).__name__, [_plain(value)])
    if is_dataclass(value):
        held = ((f.name, getattr(value, f.name)) for f in fields(value) if f.name not in LABELS)
        return _digest(type(value).__name__, (name.encode() + _hash(each) for name, each in held))
    if isinstance(value, Mapping):
        return _digest("mapping", sorted(_hash(key) + _hash(each) for key, each in value.items()))
    if isinstance(value, Set):
        return _digest("set", sorted(_hash(each) for each in value))
    if isinstance(value, (list, tuple)):
        return _digest("sequence", (_hash(each) for each in value))
    return _digest(type(value).__name__, [_plain(value)])


def _plain(value: object) -> bytes:
    if isinstance(value, Path):
        return b""
    if type(value).__repr__ is object.__repr__:
        raise TypeError(f"{type(value).__name__} has no plain form")
    return repr(value).encode() if not isinstance(value, str) else str(value).encode()


def _digest(kind: str, pieces: Iterable[bytes]) -> bytes:
    found = hashlib.sha256(kind.encode() + b"\0")
    for piece in pieces:
        found.update(hashlib.sha256(piece).digest())
    return found.digest()


__all__ = ["input_digest"]
