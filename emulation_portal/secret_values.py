"""Settings that are secrets: given in the environment, or in a file that ``NAME_FILE`` names, never in both.

The library's ``FileAwareEnv`` is not used: it keeps the line end of the file, takes an empty file for a value, reads
the file where both are given, and takes a value that begins with "$" for the name of another variable.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str, default: str = "") -> str:
    """The value of a secret setting; a file that cannot be read or holds no single line is told in words.

    The words name the variable and the file, never what the file holds.
    """
    given, file = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if given and file:
        raise ImproperlyConfigured(f"{name} và {name}_FILE cùng được đặt; chỉ đặt một trong hai.")
    return _line_of(Path(file), f"{name}_FILE") if file else given or default


def _line_of(path: Path, variable: str) -> str:
    named = f"tệp {path} ghi ở {variable}"
    try:
        value = path.read_text(encoding="utf-8-sig").strip()
    except FileNotFoundError as error:
        raise ImproperlyConfigured(f"không có {named}.") from error
    except PermissionError as error:
        raise ImproperlyConfigured(f"không có quyền đọc {named}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{named} không phải là văn bản UTF-8.") from error
    except OSError as error:
        raise ImproperlyConfigured(f"không đọc được {named}.") from error
    if not value:
        raise ImproperlyConfigured(f"{named} rỗng.")
    if len(value.splitlines()) > 1:
        raise ImproperlyConfigured(f"{named} có nhiều dòng; tệp chỉ được có một dòng là giá trị.")
    return value
