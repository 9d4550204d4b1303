"""What a pack is put together from."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PackFile:
    """A finished part as the pack holds it."""

    kind: str
    name: str
    path: Path
    size: int
    sha256: str
    data_version: str


__all__ = ["PackFile"]
