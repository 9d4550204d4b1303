"""Released figures written by a command: all three files or none, refusals in plain words."""

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import export_open_data as command
from results.figures.read import Unsettled
from tests.support.files.opendata import body, rows_of_csv, rows_of_json
from tests.support.pages import address

NAMES = ["figures.csv", "figures.json", "schema.json"]


@pytest.fixture
def released(world):
    world.set_targets()
    world.fill_all()
    for code in ("THADS-2024-12m", "STP-2024-year_first"):
        world.release(world.periods[code])
    return world


@pytest.fixture(autouse=True)
def usual_mask():
    """A shell's mask of rights: a web server that was started in this process may have left its stricter one."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def output(tmp_path):
    """A folder of its own, so that what is left beside the output is seen."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "open-data"


def export(output, **options):
    said = io.StringIO()
    asked = {"cluster": "CTN", "year": 2024, "output": output} | options
    call_command("export_open_data", stdout=said, **asked)
    return said.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_command_writes_the_files_that_the_page_offers(released, as_user, output):
    said = export(output)
    assert names(output) == NAMES and names(output.parent) == ["open-data"]
    assert "448" in said and released.season.version_code in said
    client = as_user("officer")
    for name, place in zip(NAMES, ("open_data_csv", "open_data_json", "open_data_schema"), strict=True):
        assert (output / name).read_bytes() == body(client.get(address(released, f"reports:{place}")))
    assert [oct((output / name).stat().st_mode)[-3:] for name in (".", *NAMES)] == ["755", "644", "644", "644"]


def test_mark_and_language_are_chosen(released, output):
    export(output, bom=False, language="en")
    content = (output / "figures.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert json.loads((output / "figures.json").read_bytes())["meta"]["language"] == "en"
    assert rows_of_csv(content) == rows_of_json((output / "figures.json").read_bytes())


def test_earlier_export_and_empty_folder_are_replaced_as_a_whole(released, output):
    output.mkdir()
    export(output)
    (output / "figures.csv").write_text("old")
    (output / "schema.json").unlink()
    export(output)
    assert names(output) == NAMES and names(output.parent) == ["open-data"]
    assert (output / "figures.csv").read_text(encoding="utf-8") != "old"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"cluster": "nowhere"}, 2, "Không có năm thi đua 2024 của cụm “nowhere”"),
        ({"year": 1999}, 2, "Không có năm thi đua 1999 của cụm “CTN”"),
        ({"output": Path("/proc/none/x")}, 3, "Không ghi được"),
    ],
)
def test_command_refuses_in_plain_words(released, output, change, code, words):
    with pytest.raises(CommandError) as refused:
        export(**({"output": output} | change))
    assert refused.value.returncode == code
    assert words in str(refused.value)
    assert not output.exists()


def test_command_speaks_the_language_it_was_asked_for(released, output):
    with pytest.raises(CommandError, match="There is no season 1999 of the cluster “CTN”"):
        export(output, year=1999, language="en")


def test_nothing_released_is_nothing_to_write(world, output):
    world.fill_all()
    with pytest.raises(CommandError) as refused:
        export(output)
    assert (refused.value.returncode, names(output.parent)) == (4, [])
    assert str(refused.value) == "CTN-2024-v1 chưa công bố số liệu nào; không có gì để ghi."


def test_folder_with_other_files_is_left_alone(released, output):
    output.mkdir()
    (output / "thu.docx").write_text("x")
    with pytest.raises(CommandError) as refused:
        export(output)
    assert (refused.value.returncode, names(output)) == (3, ["thu.docx"])
    assert "thu.docx" in str(refused.value)


def test_file_in_the_place_of_the_folder_is_left_alone(released, output):
    output.write_text("x")
    with pytest.raises(CommandError) as refused:
        export(output)
    assert (refused.value.returncode, output.read_text()) == (3, "x")


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), ZeroDivisionError()])
def test_fault_in_the_middle_keeps_the_earlier_export(released, output, monkeypatch, fault):
    export(output)
    before = {name: (output / name).read_bytes() for name in NAMES}
    chunks = command.files.chunks

    def breaks(file, *args):
        yield from list(chunks(file, *args))[:1]
        if file == command.files.JSON:
            raise fault

    monkeypatch.setattr(command.files, "chunks", breaks)
    with pytest.raises((CommandError, ZeroDivisionError)):
        export(output)
    assert {name: (output / name).read_bytes() for name in NAMES} == before
    assert names(output.parent) == ["open-data"]


def test_fault_at_the_last_rename_brings_the_earlier_export_back(released, output, monkeypatch):
    export(output)
    rename = Path.rename

    def refuse(path, target):
        if path.name.endswith(".part"):
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CommandError) as refused:
        export(output)
    assert (refused.value.returncode, names(output), names(output.parent)) == (3, NAMES, ["open-data"])


def test_figures_in_motion_are_told(released, output, monkeypatch):
    def unsettled(*args, **options):
        raise Unsettled

    monkeypatch.setattr(command, "read_released", unsettled)
    with pytest.raises(CommandError, match="Số liệu đang được thay đổi"):
        export(output)
