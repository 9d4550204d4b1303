"""Outputs as texts that are equal when the outputs are.

Left out or put in one form, and nothing else:

- in pages: the tokens of forms (``csrfmiddlewaretoken``, ``X-CSRFToken``, ``once``), the digest in the name of a static
  file, white space at the ends of texts and its amount (each tag stands on its own line);
- in packed files (.xlsx, .docx, .zip): the packing, the order of the parts, the days in ``docProps``; a part that is
  no text is told by its digest;
- in JSON: white space between values;
- in PDF: everything but the text as ``pdftotext -layout`` reads it and the number of pages.

The moment is frozen while outputs are collected, so times need no rule.
"""

import io
import json
import re
import subprocess
import zipfile
from hashlib import sha256

_TOKEN = re.compile(r"""(name=["'](csrfmiddlewaretoken|once)["'] value=["'])[^"']*(?=["'])""")
_SCRIPT_TOKEN = re.compile(r"""(["']X-CSRFToken["']: ?["'])[^"']*(?=["'])""")
_STATIC = re.compile(r"(/static/[^\"'\s)]*?)\.[0-9a-f]{12}(?=\.\w+)")
_TAG = re.compile(r"(<[^<>]*>)")
_DAYS = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(?=<)")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of(content: bytes, content_type: str = "") -> str:
    """What the output says, line by line."""
    if content.startswith(b"%PDF"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"{len(content)} bytes, sha256 {sha256(content).hexdigest()}\n"
    if "html" in content_type:
        return _page(text)
    if "json" in content_type:
        return _json(text)
    if text.startswith("<?xml"):
        return "".join(f"{piece}\n" for piece in _TAG.split(text) if piece)  # spaces of a paper or cell are content
    return text


def _page(text: str) -> str:
    """A tag or a text a line."""
    text = _SCRIPT_TOKEN.sub(r"\1…", _TOKEN.sub(r"\1…", text))
    pieces = (_SPACE.sub(" ", piece).strip(" ") for piece in _TAG.split(_STATIC.sub(r"\1", text)))
    return "".join(f"{piece}\n" for piece in pieces if piece)


def _json(text: str) -> str:
    """A value a line; as it is where it is none that can be read."""
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    except ValueError:
        return text


def _packed(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = sorted(archive.namelist())
        return "".join(f"== {name}\n{_part(name, archive.read(name))}" for name in parts)


def _part(name: str, content: bytes) -> str:
    if name.startswith("docProps/"):
        content = _DAYS.sub(rb"\1-", content)
    text = text_of(content, "json" if name.endswith(".json") else "")
    return text if text.endswith("\n") else f"{text}\n"


def _pdf(content: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return f"{text.count(chr(12))} pages\n{text}"
