"""The Vietnamese catalogues: which texts the sources hold, which catalogue each belongs to, and what is wrong with it.

Needs neither gettext's programs nor a compiler: Python sources are read as syntax trees, templates through Django's own
`templatize`, catalogues by polib. Scripts take their texts from data attributes of the templates and hold none.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

APPS = ("accounts", "notices", "clusters", "pledges", "results", "awards", "setup", "reports", "dashboards", "demo")
SHARED = "emulation_portal"
LANGUAGE = "vi"

# name of the function -> positions of its context (None: no context), text, plural (None: no plural)
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL})(?:,\s*({LITERAL}))?(?:,\s*({LITERAL}))?")
NAMED = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[sdifrx]")
POSITIONAL = re.compile(r"(?<!%)(?:%%)*%([sdifrx])")
BRACED = re.compile(r"(?<!\{)\{(\w*)(?:[:!][^{}]*)?\}(?!\})")


@dataclass(frozen=True, slots=True)
class Text:
    """One translatable text; two texts with the same words and another context are two."""

    words: str
    plural: str | None = None
    context: str | None = None


def catalogue_of(source: Path) -> str:
    """The app whose catalogue holds the texts of `source`, a path relative to the project."""
    parts = source.parts[1:] if source.parts[0] == "templates" else source.parts
    return parts[0] if parts[0] in APPS and len(parts) > 1 else SHARED


def catalogue_path(root: Path, app: str) -> Path:
    """Where the catalogue of an app is kept."""
    return root / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[Path]:
    """Every file that may hold texts, relative to the project; migrations and tests hold none of their own."""
    for app in (SHARED, *APPS):
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(root)
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path.relative_to(root)


def texts_of_python(source: str) -> Iterator[Text]:
    """The texts of a Python source; raises ValueError where a text is put together before it is translated."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        if name not in CALLS:
            continue
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args[:1]):
            raise ValueError(f"line {node.lineno}: translate first, put the parts in afterwards")
        words = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
        yield from _texts(name, words)


def texts_of_template(source: str) -> Iterator[Text]:
    """The texts of a Django template."""
    for match in TEMPLATE_CALL.finditer(templatize(source)):
        name, *literals = match.groups()
        yield from _texts(name, [None if literal is None else ast.literal_eval(literal) for literal in literals])


def _texts(call: str, words: list[str | None]) -> Iterator[Text]:
    context, text, plural = CALLS[call]

    def at(position: int | None) -> str | None:
        return words[position] if position is not None and position < len(words) else None

    # gettext("") is the header of the catalogue, and a variable is translated where its words are written
    if at(text):
        yield Text(at(text), at(plural), at(context))


def texts_by_catalogue(root: Path) -> dict[str, dict[Text, Path]]:
    """For each catalogue its texts in the order met, each with the first file that holds it."""
    found: dict[str, dict[Text, Path]] = {app: {} for app in (SHARED, *APPS)}
    for path in sources(root):
        content = (root / path).read_text(encoding="utf-8")
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        try:
            texts = list(read(content))
        except (SyntaxError, ValueError) as fault:
            raise ValueError(f"{path}: {fault}") from fault
        for text in texts:
            found[catalogue_of(path)].setdefault(text, path)
    return {app: _with_plurals(texts) for app, texts in found.items()}


def _with_plurals(texts: dict[Text, Path]) -> dict[Text, Path]:
    """Words used with and without a plural are one entry of a catalogue: the one that has it."""
    counted = {(text.words, text.context) for text in texts if text.plural}
    return {text: path for text, path in texts.items() if text.plural or (text.words, text.context) not in counted}


def open_catalogue(path: Path) -> polib.POFile:
    """The catalogue at `path`, or a new one with its header."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Project-Id-Version": "emulation portal",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def entries(catalogue: polib.POFile) -> dict[Text, polib.POEntry]:
    """The entries in force of a catalogue by their text."""
    return {Text(e.msgid, e.msgid_plural or None, e.msgctxt): e for e in catalogue if not e.obsolete}


def add_missing(root: Path) -> dict[str, int]:
    """Append every text a catalogue lacks, untranslated; returns how many were added to each."""
    added = {}
    for app, texts in texts_by_catalogue(root).items():
        path = catalogue_path(root, app)
        catalogue = open_catalogue(path)
        known = entries(catalogue)
        missing = [text for text in texts if text not in known]
        for text in missing:
            catalogue.append(_new_entry(text))
        if missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
        added[app] = len(missing)
    return added


def _new_entry(text: Text) -> polib.POEntry:
    formatted = NAMED.search(text.words) or POSITIONAL.search(text.words)
    entry = polib.POEntry(msgid=text.words, msgctxt=text.context, flags=["python-format"] if formatted else [])
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: ""}
    return entry


def faults(root: Path) -> list[str]:
    """Everything that keeps the catalogues from being complete, one line each; empty when they are.

    All catalogues are one at run time, so words that two of them translate differently are said in one way everywhere.
    """
    lines: list[str] = []
    first: dict[tuple[str, str | None], polib.POEntry] = {}
    for app, texts in texts_by_catalogue(root).items():
        catalogue = open_catalogue(catalogue_path(root, app))
        known = entries(catalogue)
        lines += [f"{app}: missing {text.words!r} ({path})" for text, path in texts.items() if text not in known]
        lines += [f"{app}: no longer used {text.words!r}" for text in known if text not in texts]
        lines += [f"{app}: obsolete entry {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
        lines += [f"{app}: {fault} {text.words!r}" for text, entry in known.items() if (fault := entry_fault(entry))]
        lines += [f"{app}: twice {words!r}" for words in _repeated(catalogue)]
        for text, entry in known.items():
            said = first.setdefault((text.words, text.context), entry)
            if said.msgstr and entry.msgstr and said.msgstr != entry.msgstr:
                lines.append(f"{app}: {text.words!r} is translated otherwise elsewhere; tell them apart by a context")
    return lines


def entry_fault(entry: polib.POEntry) -> str | None:
    """What is wrong with the translation of one entry, or None."""
    if entry.fuzzy:
        return "fuzzy"
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not translations or not all(translations):
        return "untranslated"
    original = entry.msgid_plural or entry.msgid
    if any(placeholders(translation) != placeholders(original) for translation in translations):
        return "other placeholders in the translation of"
    return None


def placeholders(text: str) -> list[str]:
    """The places where values go in, in an order that does not depend on the language."""
    return sorted(NAMED.findall(text)) + POSITIONAL.findall(text) + sorted(BRACED.findall(text))


def _repeated(catalogue: polib.POFile) -> list[str]:
    seen: set[tuple[str, str | None]] = set()
    repeated = []
    for entry in catalogue:
        key = (entry.msgid, entry.msgctxt)
        if key in seen:
            repeated.append(entry.msgid)
        seen.add(key)
    return repeated


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue newer than its compiled form; returns those written. Safe to run side by side."""
    written = []
    for app in (SHARED, *APPS):
        source = catalogue_path(root, app)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns):
            continue
        # Its own name per process: two that compile at once each rename a whole file.
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        written.append(target)
    return written
