"""Reading released figures back as a stranger's program would: by the written description, without our code."""

import csv
import io
import json

WHOLE = {"year", "value", "numerator", "denominator", "members", "members_with_value"}
YES_NO = {"nothing_arose", "provisional", "is_illustrative"}
DECIMALS = {"percent", "target"}
REQUIRED_WORDS = {"unit"}


def rows_of_csv(content: bytes) -> list[dict]:
    """Rows with values as the JSON document holds them; empty is None."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    names = next(lines)
    return [{name: _value(name, cell) for name, cell in zip(names, line, strict=True)} for line in lines]


def _value(name: str, cell: str):
    if name in YES_NO:
        return {"true": True, "false": False}[cell]
    if cell == "" and name not in REQUIRED_WORDS:
        return None
    if name in WHOLE:
        return int(cell)
    return cell if name in DECIMALS else cell.removeprefix("'")


def rows_of_json(content: bytes) -> list[dict]:
    return json.loads(content)["rows"]


def by_key(rows: list[dict]) -> dict[tuple, dict]:
    """Rows by block, period, agency (None for the total) and indicator; each key once."""
    found = {(r["block"], r["period_code"], r["agency_code"], r["indicator_code"]): r for r in rows}
    assert len(found) == len(rows)
    return found


def body(response) -> bytes:
    """What a download holds."""
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content
