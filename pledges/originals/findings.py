"""What was found in a signed original: of what kind it is, who signed it digitally, and what that is worth.

Plain values: the program that looks into a file writes them as JSON, the row of the original keeps that, pages read it.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Coverage(StrEnum):
    """How much of the file a signature covers: all of it, all of what there was when it was made, or neither."""

    WHOLE = "whole"
    REVISION = "revision"
    PART = "part"


class LaterChange(StrEnum):
    """What was added to the file after a signature: nothing, what keeps signatures verifiable, signatures and filled-in
    fields, or something else that changes the text or may."""

    NONE = "none"
    UPKEEP = "upkeep"
    SIGNATURES = "signatures"
    OTHER = "other"


class CertificateChain(StrEnum):
    """Whether the certificate leads to a root that the portal was told to trust; flawed: it would, but may not sign."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    FLAWED = "flawed"


class Worth(StrEnum):
    """What an original is worth as a whole, the worst first."""

    ALTERED = "altered"
    PARTLY = "partly"
    UNPROVEN = "unproven"
    UNSIGNED = "unsigned"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """One digital signature. ``claimed_at`` is the signer's own word; ``stamped_at`` is vouched for by a time stamp,
    and ``is_stamp_trusted`` tells whether its root is known. ``is_readable`` False: nothing else is told of it."""

    field: str = ""
    is_readable: bool = True
    is_intact: bool = False
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    is_stamp_trusted: bool = False
    coverage: Coverage = Coverage.PART
    later: LaterChange = LaterChange.OTHER
    chain: CertificateChain = CertificateChain.UNKNOWN

    @property
    def is_altered(self) -> bool:
        """Whether the signature does not hold for the text that is read."""
        return not self.is_readable or not self.is_intact or self.later == LaterChange.OTHER

    @property
    def signed_at(self) -> datetime | None:
        return self.stamped_at or self.claimed_at

    @property
    def is_outside_validity(self) -> bool:
        """Whether the certificate did not hold at the moment of signing; without a moment nobody can say."""
        at, since, until = self.signed_at, self.valid_from, self.valid_until
        return bool(at and ((since and at < since) or (until and at > until)))

    def has_expired(self, now: datetime) -> bool:
        return bool(self.valid_until and self.valid_until < now)

    def is_proven(self, now: datetime) -> bool:
        """Whether somebody whose root is known signed this text while the certificate held."""
        holds = not self.has_expired(now) or (self.stamped_at is not None and self.is_stamp_trusted)
        return self.chain == CertificateChain.TRUSTED and holds and not self.is_outside_validity

    def as_json(self) -> dict[str, Any]:
        return {each.name: _written(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """What ``as_json`` wrote. KeyError, ValueError."""
        given = dict(stored)
        for name in ("valid_from", "valid_until", "claimed_at", "stamped_at"):
            given[name] = datetime.fromisoformat(given[name]) if given[name] else None
        given["coverage"], given["later"] = Coverage(given["coverage"]), LaterChange(given["later"])
        given["chain"] = CertificateChain(given["chain"])
        return cls(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFindings:
    """What was found in one file. ``kind``: ``pdf``, ``jpeg`` or ``png``; ``empty_fields``: places for a signature that
    nobody has signed; ``unread``: signatures beyond those that are looked at; ``roots``: how many were trusted."""

    kind: str
    pages: int = 1
    roots: int = 0
    empty_fields: int = 0
    unread: int = 0
    signatures: tuple[FoundSignature, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether the last signature covers everything, or what was added after it only keeps it verifiable."""
        return any(
            each.coverage == Coverage.WHOLE or (each.coverage == Coverage.REVISION and each.later == LaterChange.UPKEEP)
            for each in self.signatures
        )

    def worth(self, now: datetime) -> Worth:
        if not self.signatures:
            return Worth.UNSIGNED
        if any(each.is_altered for each in self.signatures):
            return Worth.ALTERED
        if not self.is_covered or self.empty_fields or self.unread:
            return Worth.PARTLY
        return Worth.SOUND if all(each.is_proven(now) for each in self.signatures) else Worth.UNPROVEN

    def as_json(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"signatures": [each.as_json() for each in self.signatures]}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """What ``as_json`` wrote. KeyError, TypeError, ValueError."""
        return cls(**stored | {"signatures": tuple(FoundSignature.read(each) for each in stored["signatures"])})


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


__all__ = ["CertificateChain", "Coverage", "FileFindings", "FoundSignature", "LaterChange", "Worth"]
