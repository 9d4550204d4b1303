"""Asking the program that looks into files; what it is asked and what it answers is all that passes between."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from emulation_portal.lib.refusal import Refusal

from .findings import FileFindings

logger = logging.getLogger(__name__)

SECONDS = 45  # by the clock; the program limits its own time of the processor
PROGRAM = "pledges.originals.inspecting"


def examined(path: Path) -> FileFindings:
    """What is found in a file. Refusal: ``kind``, ``encrypted``, ``broken``, ``heavy``."""
    roots = settings.ORIGINAL_ROOTS_DIR
    if roots is not None and not roots.is_dir():
        logger.error("ORIGINAL_ROOTS_DIR %s is no folder; no root is trusted", roots)
        roots = None
    command = [sys.executable, "-m", PROGRAM, str(path.resolve()), *([str(roots.resolve())] if roots else [])]
    try:
        done = subprocess.run(  # noqa: S603 - a program of this project; the file is named by us
            command, cwd=settings.BASE_DIR, env={"PYTHONUTF8": "1"}, capture_output=True, timeout=SECONDS, check=False
        )
        answer = json.loads(done.stdout) if done.stdout else {"fault": "heavy"}
    except (subprocess.TimeoutExpired, ValueError):
        raise Refusal("heavy") from None
    if done.stderr:
        logger.warning("%s: %s", PROGRAM, done.stderr.decode(errors="replace")[-2000:])
    if "fault" in answer:
        raise Refusal(answer["fault"])
    return FileFindings.read(answer["findings"])


__all__ = ["examined"]
