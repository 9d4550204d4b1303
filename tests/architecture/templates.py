"""What the content security policy would refuse, found in the templates before a browser does.

`python -m tests.architecture.templates` prints each place and fails if there is any.
"""

import re
import sys

from tests.support.project import ROOT

REFUSED = {
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.I),
    "event attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["'{]""", re.I),
    "script address": re.compile(r"""=\s*["']\s*javascript:""", re.I),
    "file of another host": re.compile(
        r"""<(?:script|link|img|iframe|source|use)\b[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I
    ),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.S)


def refused(source: str) -> list[tuple[int, str]]:
    """Line and kind of everything in a template that the policy refuses; comments do not count."""
    source = COMMENT.sub(lambda match: "\n" * match.group().count("\n"), source)
    found = [
        (source.count("\n", 0, match.start()) + 1, kind)
        for kind, pattern in REFUSED.items()
        for match in pattern.finditer(source)
    ]
    return sorted(found)


def report() -> list[str]:
    """The same for every template of the project, as lines to print."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {kind}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for line, kind in refused(path.read_text(encoding="utf-8"))
    ]


if __name__ == "__main__":
    sys.exit("\n".join(report()) or 0)
