"""What keeps the portal from starting, in words: Vietnamese, because catalogues may not be compiled yet."""

import errno
import sys

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, InterfaceError, OperationalError

FULL = {errno.ENOSPC, errno.EDQUOT}


def words_for(error: BaseException) -> str:
    """Why a command cannot go on and what to do; empty for a fault of the portal itself."""
    if isinstance(error, PermissionError):
        return (
            f"Không có quyền ghi vào {error.filename}. Cấp quyền ghi, hoặc đặt PORTAL_DATA_DIR là một thư mục ghi được."
        )
    if isinstance(error, OSError) and error.errno in FULL:
        return f"Ổ đĩa đã đầy, không ghi được {error.filename or 'tệp'}. Giải phóng dung lượng rồi chạy lại."
    if isinstance(error, OSError) and error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EROFS):
        return f"Không dùng được {error.filename} làm nơi lưu dữ liệu. Kiểm tra PORTAL_DATA_DIR."
    if isinstance(error, ImproperlyConfigured):
        return f"Cấu hình chưa đúng: {error} Xem docs/settings.md."
    if isinstance(error, OperationalError | InterfaceError):
        return _no_database(error)
    if isinstance(error, DatabaseError) and "not a database" in str(error):
        return "Tệp cơ sở dữ liệu bị hỏng. Khôi phục từ bản sao lưu, hoặc chuyển tệp đi nơi khác để bắt đầu lại."
    return ""


def _no_database(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    if "no such table" in first or "no such column" in first:
        return ""
    if "is locked" in first:
        return "Cơ sở dữ liệu đang bận vì một chương trình khác đang ghi. Chờ ít phút rồi chạy lại."
    return f"Không kết nối được cơ sở dữ liệu: {first}. Kiểm tra DATABASE_URL và máy chủ cơ sở dữ liệu."


def run(arguments: list[str]) -> None:
    """Django's command line; what the operator can mend is told in a line, with ``--traceback`` as a trace."""
    try:
        from django.conf import settings  # noqa: PLC0415 - a fault of the settings is told, not raised
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - as above  # noqa: PLC0415 - as above

        settings.INSTALLED_APPS  # noqa: B018 - settings that cannot be read are told now, not as an unknown command
        execute_from_command_line(arguments)
    except Exception as error:
        words = words_for(error)
        if not words or "--traceback" in arguments:
            raise
        sys.exit(words)
