"""The channel: what its section comes to by hand, what it refuses, and rings of it held to every rule."""

from __future__ import annotations

import math

import pytest
from matrix.asked import design_of, followed, ring
from matrix.trial import trial

from ringgen.bodies import Extruded, Groove, Hoop, Revolved
from ringgen.design.model import Design
from ringgen.errors import InputError, Problem
from ringgen.plane import points

FLAT = 'profile = "flat", width = 4.0, thickness = 2.2'
ROUND = 'cut = "round", diameter = 2.0'


def text(more: str = "", stone: str = ROUND, band: str = FLAT, size: str = "US 7") -> str:
    return ring("channel", stone, band, more, size=size)


def designed(more: str = "", stone: str = ROUND, band: str = FLAT) -> Design:
    return design_of(text(more, stone, band))


def refused(more: str = "", stone: str = ROUND, band: str = FLAT) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        designed(more, stone, band)
    return list(caught.value.problems)


def test_a_full_row_lies_in_one_groove_turned_about_the_finger() -> None:
    design = designed()
    groove, azures = design.parts.cutters
    assert isinstance(groove.body, Hoop)
    ((seam, section),) = groove.body.sections
    assert len(azures.places) == len(design.witness.stones)
    outside = design.bore_radius + 2.2
    stone = design.witness.stones[0]
    girdle = math.hypot(stone.frame.origin[0], stone.frame.origin[2])
    spots = points(section, 0.01)
    assert max(y for y, r in spots if r > outside) == pytest.approx(0.45 * 2.0)  # 0.9 of the width from wall to wall
    assert max(y for y, _ in spots) == pytest.approx(1.0 + 0.05, abs=1e-6)  # the notch: half the stone and 0.05
    assert girdle + stone.girdle + stone.crown < outside  # the table under the walls' edges
    assert min(r for _, r in spots) >= design.bore_radius + 0.8  # the floor, as thick as casters like it
    places = [math.degrees(math.atan2(s.frame.origin[0], s.frame.origin[2])) for s in design.witness.stones]
    nearest = min(abs((seam - a + 180.0) % 360.0 - 180.0) for a in places)
    assert nearest == pytest.approx(180.0 / len(places), abs=1e-6)  # between two stones, clear of every hole


def test_a_half_row_of_round_stones_ends_round_under_its_last_ones() -> None:
    design = designed("cover = 180")
    groove = design.parts.cutters[0].body
    assert isinstance(groove, Groove)
    assert groove.rounded
    first, last = (design.witness.stones[k].frame.origin for k in (0, -1))
    between = math.degrees(math.atan2(last[0], last[2]) - math.atan2(first[0], first[2]))
    assert groove.degrees == pytest.approx(between)
    assert isinstance(design.parts.cutters[1].body, Revolved)


def test_straight_sided_stones_have_flat_ends_beside_them_and_holes_as_long_as_they_are() -> None:
    design = designed(
        "cover = 180", 'cut = "baguette", width = 2.0, length = 3.5', 'width = 6.0, thickness = 2.6, profile = "flat"'
    )
    groove, azures = (p.body for p in design.parts.cutters)
    assert isinstance(groove, Groove)
    assert not groove.rounded
    a = design.witness.stones[0].frame.origin
    assert groove.degrees / 2 == pytest.approx(
        math.degrees(-math.atan2(a[0], a[2]) + math.atan((1.0 + 0.05) / math.hypot(a[0], a[2])))
    )
    assert isinstance(azures, Extruded)
    x, y = (max(p[k] for p in points(azures.outline)) for k in (0, 1))
    assert y / x == pytest.approx(3.5 / 2.0)


def test_the_notch_is_cut_for_a_stone_with_a_step_just_above_the_ledge() -> None:
    """A baguette twice as long as wide has a row of facets end at 0.75 of its girdle, where the ledge begins."""
    design = designed(
        "", 'cut = "baguette", width = 2.0, length = 4.0', FLAT.replace("4.0", "6.5").replace("2.2", "2.6")
    )
    groove = design.parts.cutters[0].body
    assert isinstance(groove, Hoop)
    assert max(y for y, _ in points(groove.sections[0][1], 0.01)) == pytest.approx(2.05, abs=1e-6)


def test_a_row_of_one_stone_is_its_own_turned_seat() -> None:
    design = designed("cover = 20\ncount = 1")
    assert [type(p.body) for p in design.parts.cutters] == [Revolved, Revolved]
    assert len(design.witness.stones) == 1


def test_an_open_row_s_stones_lie_no_further_apart_than_they_keep_one_another() -> None:
    a, b = (s.frame.origin for s in designed("cover = 26").witness.stones)
    assert math.dist(a, b) == pytest.approx(2.0 + 0.3, abs=0.003)


REFUSED = [
    ("", ROUND, FLAT.replace("4.0", "3.0"), "band.width"),
    ("", ROUND, FLAT.replace("2.2", "1.6"), "band.thickness"),
    ("", ROUND, 'profile = "court", width = 3.6, thickness = 1.8', "band.width"),
    ("", ROUND, 'profile = "d", width = 3.6, thickness = 2.0', "band.width"),
    ("", ROUND, 'profile = "concave", width = 4.0, thickness = 2.0', "band.thickness"),
    ("", ROUND, FLAT + ", top = {width = 3.0}", "band.top.width"),
    ("across = 0.5", ROUND, FLAT, "band.width"),
    ("across = 0.5", ROUND, 'profile = "court", width = 6.0, thickness = 2.6', "settings.row.across"),
    ("sink = 0.05", ROUND, FLAT, "settings.row.sink"),
    ("count = 12", ROUND, FLAT, "settings.row.count"),
]


@pytest.mark.parametrize(("more", "stone", "band", "field"), REFUSED)
def test_what_is_refused_comes_with_values_that_lead_to_a_ring(more: str, stone: str, band: str, field: str) -> None:
    """A crowned band made thicker is crowned the more: it may take another step or two."""
    assert refused(more, stone, band)[0].field == field
    followed(text(more, stone, band))


def test_only_round_and_straight_sided_stones_lie_between_two_walls() -> None:
    for cut in ("oval", "tapered-baguette", "emerald"):
        (problem,) = refused(stone=f'cut = "{cut}", length = 4.0, width = 2.2')
        assert problem.field == "settings.row.stone.cut"


def test_a_band_in_strands_or_one_that_swells_has_no_outside_for_it() -> None:
    (problem,) = refused(band=FLAT + ', shank = "european"')
    assert (problem.field, problem.nearest) == ("band.shank", "straight")


RINGS = [
    ("", 'cut = "round", diameter = 1.5', 'profile = "flat", width = 3.4, thickness = 1.85', "US 4"),
    ("cover = 180", 'cut = "round", diameter = 3.0', 'profile = "flat", width = 4.9, thickness = 2.9', "US 11"),
    ("", 'cut = "round", diameter = 2.0', 'profile = "d", width = 6.0, thickness = 2.6', "US 7"),
    ("cover = 120", 'cut = "princess", width = 2.0', 'profile = "flat", width = 4.2, thickness = 2.6', "US 7"),
    (
        "cover = 180",
        'cut = "baguette", width = 2.0, length = 3.5',
        'profile = "flat", width = 6.0, thickness = 2.6',
        "US 7",
    ),
]


@pytest.mark.parametrize(("more", "stone", "band", "size"), RINGS)
def test_rings_of_it_keep_every_rule(more: str, stone: str, band: str, size: str) -> None:
    found = trial(text(more, stone, band, size), draft=True)
    assert found.good, found
    assert not found.changes
