"""Programs of the machine that tests read files with."""

import shutil
import subprocess


def said(name: str, *arguments: object, **options) -> str:
    """What a program prints; it has to be there and to end well."""
    program = shutil.which(name)
    assert program, f"{name} is needed"
    command = [program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout
