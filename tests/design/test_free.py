"""Which stretches of the hoop a row may take, and rows with room left on purpose."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from matrix.trial import trial

from ringgen.design.free import Free, Taken, free, left, merged
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.sources import Text
from ringgen.witness import Stone

PAVE = ("pave", 'profile = "flat", width = 2.8, thickness = 2.0')
CHANNEL = ("channel", 'profile = "flat", width = 3.8, thickness = 2.2')
SOLITAIRE = '[[settings]]\nid = "centre"\ntype = "prong"\nstone = {cut = "round", diameter = 6.5}\n'


def text(kind: tuple[str, str], more: str, head: str = "") -> str:
    ring = f'size = "US 7"\nmetal = "14k-yellow"\nband = {{{kind[1]}}}\n{head}[[settings]]\nid = "row"\n'
    return f'{ring}type = "{kind[0]}"\n{more}\nstone = {{cut = "round", diameter = 1.7}}\n'


def loaded(kind: tuple[str, str], more: str, head: str = "") -> Loaded:
    return read_text(Text(text(kind, more, head), "test", ".toml"))


def stones(kind: tuple[str, str], more: str, head: str = "") -> list[Stone]:
    return [s for s in resolve(loaded(kind, more, head).spec).witness.stones if s.setting == "row"]


def angles(some: list[Stone]) -> list[float]:
    return [math.degrees(math.atan2(s.frame.origin[0], s.frame.origin[2])) % 360.0 for s in some]


def test_the_hoop_is_closed_where_nothing_is_in_the_way() -> None:
    assert free((-180.0, 180.0), []) == [Free(-180.0, 180.0)]
    assert [f.stretch for f in free((-90.0, 90.0), [])] == ["middle"]


def test_heads_and_room_left_free_part_it() -> None:
    ways = merged([Taken(-20.0, 20.0), *left(180.0, 60.0, (-180.0, 180.0))])
    assert free((-180.0, 180.0), ways) == [
        Free(20.0, 150.0, "head", "left", "first"),
        Free(210.0, 340.0, "left", "head", "last"),
    ]
    assert free((-180.0, 180.0), ways[:1]) == [Free(20.0, 340.0, "head", "head", "ends")]
    assert free((-180.0, 180.0), ways[1:]) == [Free(210.0, 510.0, "left", "left", "middle")]
    assert left(180.0, 60.0, (-90.0, 90.0)) == []
    assert [(t.low, t.high) for t in left(180.0, 60.0, (-175.0, 175.0))] == [(-210.0, -150.0), (150.0, 210.0)]
    assert merged([Taken(10.0, 30.0, "left"), Taken(0.0, 12.0)]) == [Taken(0.0, 30.0, "head")]


@pytest.mark.parametrize("kind", [PAVE, CHANNEL], ids=["pave", "channel"])
@pytest.mark.parametrize(("leave", "at"), [(60.0, 180.0), (30.0, 90.0), (100.0, -150.0)])
def test_a_row_lies_even_and_alike_about_what_it_leaves_free(kind: tuple[str, str], leave: float, at: float) -> None:
    found = stones(kind, f"leave = {leave}\nleave_at = {at}")
    away = sorted((a - at) % 360.0 for a in angles(found))
    radius = math.hypot(found[0].frame.origin[0], found[0].frame.origin[2])
    free_metal = math.degrees(0.85 / radius)  # half a stone
    assert away[0] - free_metal >= leave / 2
    assert away[0] < leave / 2 + math.degrees(2.2 / radius)
    assert [360.0 - a for a in reversed(away)] == pytest.approx(away, abs=1e-6)
    steps = [b - a for a, b in pairwise(away)]
    assert max(steps) - min(steps) < math.degrees(0.005 / radius)


def test_no_bead_stands_in_what_is_left_free() -> None:
    design = resolve(loaded(PAVE, "leave = 60").spec)
    for p in design.witness.prongs:
        for x, _, z in p.axis:
            off = abs(math.degrees(math.atan2(x, z)))
            assert 180.0 - off - math.degrees(p.diameter / 2 / math.hypot(x, z)) >= 30.0 - 0.3  # leant, in its foot


def test_shoulders_and_what_is_left_free_leave_two_rows_alike() -> None:
    found = angles(stones(PAVE, "leave = 90\ngraduate = 1.4", SOLITAIRE))
    right, gone = [a for a in found if a < 180.0], [360.0 - a for a in found if a > 180.0]
    assert sorted(right) == pytest.approx(sorted(gone), abs=1e-6)
    assert max(right) < 135.0


def test_no_room_is_refused_with_what_works() -> None:
    asked = loaded(PAVE, "cover = 40\nleave_at = 0\nleave = 90")
    with pytest.raises(InputError) as caught:
        resolve(asked.spec)
    assert caught.value.problems[0].field == "settings.row.leave"


def test_a_caliper_keeps_off_the_last_stone_too() -> None:
    design = resolve(loaded(PAVE, "leave = 60").spec)
    (region,) = [r for r in design.witness.regions if r.part == "row seats"]
    last = angles([s for s in design.witness.stones if s.setting == "row"])[-1]
    covered = max(math.degrees(math.atan2(x, z)) % 360.0 for x, _, z in region.points if x > 0)
    assert covered > last


@pytest.mark.parametrize("kind", [PAVE, CHANNEL], ids=["pave", "channel"])
def test_a_ring_of_it_keeps_every_rule(kind: tuple[str, str]) -> None:
    found = trial(text(kind, "leave = 240"), draft=True)
    assert found.good, found
    assert not found.changes
