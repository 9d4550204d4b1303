"""Handing out a kept file: as a download under a name of our own, never as something a browser runs."""

from typing import Protocol

from django.http import FileResponse

from .storing import StoredFile, path_of_original

TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ENDINGS = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}


class KindOfFile(StoredFile, Protocol):
    """A row that keeps a file and knows its kind by its content."""

    kind: str


def handed_out(kept: KindOfFile, name: str) -> FileResponse:
    """The file as a download. ``name`` has no ending; the one it came with may pass itself off as another kind."""
    content = path_of_original(kept).open("rb")
    response = FileResponse(content, as_attachment=True, filename=f"{name}.{ENDINGS[kept.kind]}")
    response["Content-Type"] = TYPES[kept.kind]
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{kept.sha256}"'
    return response


__all__ = ["handed_out"]
