"""A built file that was damaged on the disk is not handed out; it is built again."""

import html

from reports.runs import files
from tests.support.running import built


def test_damaged_file_is_not_handed_out_but_built_again(as_user, world, settings, tmp_path):
    settings.RUNS_DIR = tmp_path / "runs"
    world.fill_all()
    run = built(world)
    path = files.path_of(run)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100] + b"\0" * 100)
    client = as_user("secretariat")
    answer = client.get(f"/reports/{run.pk}/file/", follow=True)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Tệp không còn hoặc đã bị hỏng" in html.unescape(answer.content.decode())
    assert not path.exists(), "so that asking again builds it anew"
