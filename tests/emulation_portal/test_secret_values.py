"""Secrets from the environment or from files: the same value either way, every fault told without the secret."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from emulation_portal.secret_values import secret


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    for name in ("SECRET_KEY", "SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def in_file(tmp_path, monkeypatch):
    """``in_file(bytes)`` writes a file and names it in ``SECRET_KEY_FILE``."""

    def written(content: bytes):
        path = tmp_path / "secret"
        path.write_bytes(content)
        monkeypatch.setenv("SECRET_KEY_FILE", str(path))
        return path

    return written


def test_without_either_the_default_holds():
    assert secret("SECRET_KEY") == ""
    assert secret("SECRET_KEY", "made here") == "made here"


@pytest.mark.parametrize(
    "content",
    [b"hoa-sen", b"hoa-sen\n", b"hoa-sen\r\n", b"\xef\xbb\xbfhoa-sen\n", b"  hoa-sen \n\n"],
    ids=["bare", "line end", "line end of Windows", "byte order mark", "blanks around"],
)
def test_a_file_gives_its_line_without_what_editors_add(in_file, content):
    in_file(content)
    assert secret("SECRET_KEY", "default") == "hoa-sen"


def test_a_value_that_begins_with_a_dollar_is_no_reference(in_file, monkeypatch):
    monkeypatch.setenv("HOME_OF_SECRETS", "something else")
    in_file(b"$HOME_OF_SECRETS")
    assert secret("SECRET_KEY") == "$HOME_OF_SECRETS"
    monkeypatch.delenv("SECRET_KEY_FILE")
    monkeypatch.setenv("SECRET_KEY", "$HOME_OF_SECRETS")
    assert secret("SECRET_KEY") == "$HOME_OF_SECRETS"


def test_both_at_once_are_refused_but_an_empty_one_counts_as_unset(in_file, monkeypatch):
    in_file(b"of the file")
    monkeypatch.setenv("SECRET_KEY", "")
    assert secret("SECRET_KEY") == "of the file"
    monkeypatch.setenv("SECRET_KEY", "of the environment")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY và SECRET_KEY_FILE cùng được đặt"):
        secret("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", "")
    assert secret("SECRET_KEY") == "of the environment"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b" \n\t\n", "rỗng"),
        (b"\xff\xfehoa-sen", "không phải là văn bản UTF-8"),
        (b"hoa-sen\nhoa-mai\n", "có nhiều dòng"),
    ],
    ids=["empty", "blank", "not a text", "two lines"],
)
def test_a_file_that_holds_no_value_is_named_but_not_quoted(in_file, content, words):
    path = in_file(content)
    with pytest.raises(ImproperlyConfigured, match=words) as refused:
        secret("SECRET_KEY", "default")
    assert f"{path} ghi ở SECRET_KEY_FILE" in str(refused.value)
    assert "hoa" not in str(refused.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match=r"không có tệp .*/none ghi ở SECRET_KEY_FILE"):
        secret("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match="không đọc được tệp"):
        secret("SECRET_KEY")


def test_a_file_that_may_not_be_read_is_named(in_file, monkeypatch):
    path = in_file(b"hoa-sen")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything: the system's answer is given in its place
        monkeypatch.setattr("pathlib.Path.read_text", _refuse)
    with pytest.raises(ImproperlyConfigured, match="không có quyền đọc tệp"):
        secret("SECRET_KEY")


def _refuse(*args, **kwargs):
    raise PermissionError(13, "Permission denied")
