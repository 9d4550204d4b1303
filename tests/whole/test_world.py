"""The small world is what its description says, so that tests built on it mean what they say."""

from clusters.enums import Block
from clusters.rights import rights_of
from results.figures.read import read_figures


def test_small_world_has_two_blocks_of_three_members(world):
    figures = read_figures(world.season)
    assert {block: len(figures.blocks[block].agencies) for block in Block.values} == dict.fromkeys(Block.values, 3)


def test_small_world_roles_follow_from_appointments_and_leadership(world):
    rights = {name: rights_of(user) for name, user in world.users.items()}
    assert {name for name, r in rights.items() if r.is_secretariat(world.season.pk)} == {"secretariat", "cluster_head"}
    assert {name for name, r in rights.items() if r.heads_cluster(world.season.pk)} == {"cluster_head"}
    assert {name for name, r in rights.items() if r.deputises(world.season.pk)} == {"deputy", "deputy_officer"}
    assert {name for name, r in rights.items() if r.is_ministry} == {"ministry", "approver", "bureau"}
    assert {name for name, r in rights.items() if r.is_empty} == {"nobody", "administrator"}


def test_small_world_figures_break_no_check(world):
    world.fill_all()
    figures = read_figures(world.season)
    block = figures.blocks[Block.CIVIL_ENFORCEMENT]
    assert (block.line("completed_cases").value.amount, block.line("eligible_cases").value.amount) == (10080, 12000)
    assert block.without_value("completion_rate_money") == ()
    assert not block.is_provisional
