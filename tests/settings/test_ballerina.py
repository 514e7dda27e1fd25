"""Ballerinas: stones like rays round any smooth outline, equal gaps in space, held by two walls; or what works said."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from matrix.asked import design_of, refusal
from matrix.trial import trial

from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.errors import Problem
from ringgen.witness import Stone

OUTLINES = {
    "round": "diameter = 6.5",
    "oval": "length = 8.0, width = 6.0",
    "cushion": "length = 7.0, width = 7.0",
    "pear": "length = 9.0, width = 6.0",
    "princess": "length = 6.0, width = 6.0",
}
TAPERED = 'cut = "tapered-baguette", length = 3.0, width = 1.5'


def text(
    cut: str = "round", stone: str = TAPERED, skirt: str = "", head: str = 'type = "prong"', more: str = ""
) -> str:
    return (
        'size = "US 6 1/2"\nmetal = "18k-yellow"\nband = {profile = "court", width = 2.6, thickness = 1.9}\n'
        f'[[settings]]\nid = "centre"\n{head}\nstone = {{cut = "{cut}", {OUTLINES[cut]}}}\n{more}'
        f'[[settings]]\nid = "skirt"\ntype = "ballerina"\n{skirt}\nstone = {{{stone}}}\n'
    )


def designed(*args: str, **more: str) -> Design:
    return design_of(text(*args, **more))


def refused(*args: str, **more: str) -> Problem:
    return refusal(text(*args, **more))


def skirt(design: Design) -> list[Stone]:
    return [s for s in design.witness.stones if s.setting == "skirt"]


def apart(a: Stone, b: Stone) -> float:
    assert a.solid is not None
    assert b.solid is not None
    return between(a.solid, a.frame, b.solid, b.frame)


@pytest.mark.parametrize("slope", [0, 18])
@pytest.mark.parametrize("cut", ["round", "oval", "cushion"])
def test_neighbours_keep_the_same_gap_in_space_and_more_than_the_least(cut: str, slope: int) -> None:
    stones = skirt(designed(cut, skirt=f"slope = {slope}"))
    gaps = [apart(a, b) for a, b in pairwise([*stones, stones[0]])]
    assert max(gaps) - min(gaps) < 0.002
    assert min(gaps) >= 0.1 - 1e-6
    assert min(apart(a, b) for a, b in combinations(stones, 2)) >= min(gaps) - 1e-6


@pytest.mark.parametrize("cut", ["round", "oval"])
def test_the_narrow_ends_are_at_the_middle_stone_and_the_wide_ones_lower(cut: str) -> None:
    for s in skirt(designed(cut, skirt="slope = 12")):
        inner, outer = (s.frame.point((0.0, y, 0.0)) for y in (-1.5, 1.5))
        assert math.hypot(*inner[:2]) < math.hypot(*outer[:2]) - 2.5
        assert inner[2] - outer[2] == pytest.approx(3.0 * math.sin(math.radians(12)), abs=1e-9)
        narrow, wide = (max(x for x, y in s.outline if abs(y - at) < 1e-6) for at in (-1.5, 1.5))
        assert narrow < wide


def test_as_many_go_round_a_circle_as_arithmetic_says() -> None:
    """Ends 1.5 mm wide whose corners lie on a circle: n of them, a gap apart, close at 2 R tan(pi / n) = 1.5 and more.

    R is to the middles of the outer ends; one stone more would not leave the gap.
    """
    stones = skirt(designed(skirt="slope = 0"))
    radius = math.hypot(*stones[0].frame.origin[:2]) + 1.5
    gap = [2 * (radius * math.sin(math.pi / n) - 0.75 * math.cos(math.pi / n)) for n in (len(stones), len(stones) + 1)]
    assert gap[0] >= 0.1 > gap[1]
    assert gap[0] == pytest.approx(apart(*stones[:2]), abs=0.002)


def test_both_halves_are_alike() -> None:
    spots = [(s.frame.origin[0], s.frame.origin[1]) for s in skirt(designed("oval"))]
    assert all(min(math.dist((-x, y), p) for p in spots) < 1e-3 for x, y in spots)


def test_a_taper_that_does_not_close_is_said_with_the_one_that_does() -> None:
    wide = 'cut = "tapered-baguette", length = 3.0, width = 1.5, narrow = 1.1'
    said = next(n for n in designed(stone=wide).notes if "would close evenly" in n)
    even = float(said.split(" mm at the narrow end")[0].split()[-1])
    assert 0.6 < even < 1.0
    followed = designed(stone=wide.replace("1.1", f"{even}"))
    assert not any("would close evenly" in n for n in followed.notes)


def test_stones_stand_clear_of_the_head_and_of_the_middle_stone() -> None:
    design = designed(head='type = "prong"\nprongs = 6')
    middle, *stones = design.witness.stones
    assert min(apart(middle, s) for s in stones) > 0.1
    for p in design.witness.prongs:
        assert all(math.hypot(*p.axis[-3][:2]) < math.hypot(*s.frame.origin[:2]) - 1.5 for s in stones)


@pytest.mark.parametrize(
    ("more", "field", "nearest"),
    [
        ({"cut": "pear"}, "settings.centre.stone.cut", "oval"),
        ({"cut": "princess"}, "settings.centre.stone.cut", "round"),
        ({"stone": 'cut = "round", diameter = 1.5'}, "settings.skirt.stone.cut", "tapered-baguette"),
        ({"stone": 'cut = "baguette", length = 3.0, width = 1.5'}, "settings.skirt.stone.cut", "tapered-baguette"),
        ({"skirt": "sink = 0.1"}, "settings.skirt.sink", "0.4"),
        ({"skirt": "gap = 0.5"}, "settings.skirt.gap", "0.3"),
        ({"skirt": "count = 60"}, "settings.skirt.count", None),
    ],
)
def test_a_refusal_names_what_works(more: dict[str, str], field: str, nearest: str | None) -> None:
    problem = refused(**more)
    assert problem.field == field
    assert problem.nearest == nearest


@pytest.mark.parametrize(
    "more",
    [
        {"stone": TAPERED + ", narrow = 1.4"},
        {"skirt": "count = 15"},
        {"skirt": "drop = 0.3"},
    ],
)
def test_what_a_refusal_offers_is_taken(more: dict[str, str]) -> None:
    problem = refused(**more)
    assert problem.nearest is not None
    name = problem.field.rsplit(".", 1)[1]
    told = f"{name} = {problem.nearest}"
    if "stone" in more:
        assert designed(stone=f"{TAPERED}, {told}")
    else:
        assert designed(skirt=told)


def test_no_second_row_goes_round_it() -> None:
    halo = '[[settings]]\nid = "halo"\ntype = "halo"\naround = "centre"\nstone = {cut = "round", diameter = 1.3}\n'
    assert refused(more=halo, skirt='around = "centre"').field == "settings.skirt.around"


@pytest.mark.parametrize(
    ("cut", "stone", "skirt", "head"),
    [
        ("round", TAPERED, 'edge = "scalloped"\nslope = 18', 'type = "prong"'),
        ("oval", TAPERED, "", 'type = "prong"'),
        pytest.param("round", TAPERED, "slope = 0", 'type = "bezel"', marks=pytest.mark.slow),
        pytest.param("cushion", TAPERED, "slope = 25", 'type = "prong"', marks=pytest.mark.slow),
        pytest.param(
            "round", 'cut = "princess", length = 1.5, width = 1.5', "", 'type = "prong"', marks=pytest.mark.slow
        ),
    ],
)
def test_a_ballerina_is_held_to_every_rule(cut: str, stone: str, skirt: str, head: str) -> None:
    found = trial(text(cut, stone, skirt, head), draft=True)
    assert found.good, found.said
    assert not found.changes
