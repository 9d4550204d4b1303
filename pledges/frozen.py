"""The text of a pledge as it stands still while it is signed: one canonical form, and where another text differs.

The canonical form is the JSON of RFC 8785 (sorted keys, one way of writing everything), so that the same promises give
the same SHA-256 on every machine. Figures are written as text, since the JSON of that RFC knows binary floats alone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785

FORM = 1  # of the canonical text: rises when it is put together in another way


@dataclass(frozen=True, slots=True)
class FrozenItem:
    """A promise as it is signed. ``replaces``: the number of the promise of the pledge in whose place it stands."""

    ordinal: int
    kind: str
    text: str
    indicator: str = ""
    comparator: str = ""
    value: Decimal | None = None
    assigned: Decimal | None = None
    last_value: Decimal | None = None
    reason: str = ""
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenText:
    """A pledge, or an addendum of one (``addendum`` its number, ``of`` the hash of the pledge), as it is signed.

    ``parts`` are the sections in words by their name; ``signers`` the codes of the agencies in the order of signing.
    """

    cluster: str
    year: int
    block: str
    title: str
    parts: Mapping[str, str]
    items: tuple[FrozenItem, ...]
    signers: tuple[str, ...]
    order: str
    sign_until: date | None = None
    addendum: int | None = None
    day: date | None = None
    of: str = ""


def canonical(text: FrozenText) -> str:
    """The canonical JSON of the text."""
    whole: dict[str, Any] = {
        "form": FORM,
        "cluster": text.cluster,
        "year": text.year,
        "block": text.block,
        "title": text.title,
        "parts": dict(text.parts),
        "items": [_item(item) for item in text.items],
        "signers": list(text.signers),
        "order": text.order,
        "sign_until": text.sign_until.isoformat() if text.sign_until else None,
    }
    if text.addendum is not None:
        whole |= {"addendum": text.addendum, "day": text.day.isoformat() if text.day else None, "of": text.of}
    return rfc8785.dumps(whole).decode()


def hash_of(canonical_text: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal digits."""
    return hashlib.sha256(canonical_text.encode()).hexdigest()


def _item(item: FrozenItem) -> dict[str, Any]:
    return {
        "ordinal": item.ordinal,
        "kind": item.kind,
        "text": item.text,
        "indicator": item.indicator,
        "comparator": item.comparator,
        "value": plain(item.value),
        "assigned": plain(item.assigned),
        "last_value": plain(item.last_value),
        "reason": item.reason,
        "replaces": item.replaces,
    }


def plain(value: Decimal | None) -> str | None:
    """A figure without idle zeros: 84, 84.5; both engines give it back alike."""
    if value is None:
        return None
    written = format(value.normalize(), "f")
    return "0" if written in ("-0", "") else written


# -- comparing ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Difference:
    """A place of the text (``items.2.value``, ``parts.measures``), what was frozen there and what stands there now."""

    place: str
    frozen: str
    now: str


def differences(frozen: str, now: str) -> tuple[Difference, ...]:
    """Where two canonical texts differ; one that is no JSON any more differs as a whole."""
    try:
        before, after = json.loads(frozen), json.loads(now)
    except ValueError:
        return (Difference("", frozen[:200], now[:200]),)
    return tuple(_differing("", before, after))


def _differing(place: str, before: Any, after: Any) -> Iterable[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from _differing(f"{place}.{key}".lstrip("."), before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            yield from _differing(
                f"{place}.{index + 1}",
                before[index] if index < len(before) else None,
                after[index] if index < len(after) else None,
            )
    else:
        yield Difference(place, _shown(before), _shown(after))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or "")
    return "" if value is None else str(value)


__all__ = ["FORM", "Difference", "FrozenItem", "FrozenText", "canonical", "differences", "hash_of", "plain"]
