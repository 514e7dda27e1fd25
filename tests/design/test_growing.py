"""Bodies with stock on them: their volumes by formula."""

from __future__ import annotations

import math

import pytest

from ringgen.bodies import Arm, Extruded, Hoop, Rail, Revolved, Stacked, Wire
from ringgen.design.growing import GrowthError, grown
from ringgen.outline import circle, polygon
from ringgen.plane import Arc, Line, area, moment, polyline

ROD = Revolved(polyline((0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (0.0, 2.0), (0.0, 0.0)))


def turned_volume(body: Revolved) -> float:
    """By Pappus, mm³: the outline lies in (r, z), so r is the height over the axis."""
    flipped = tuple(
        Line((c.start[1], c.start[0]), (c.end[1], c.end[0])) if isinstance(c, Line) else c for c in body.outline
    )
    return abs(math.tau * moment(flipped))


@pytest.mark.parametrize("by", [0.1, -0.1])
def test_a_turned_rod_keeps_its_axis(by: float) -> None:
    found = grown(ROD, by)
    assert isinstance(found, Revolved)
    assert turned_volume(found) == pytest.approx(math.pi * (1 + by) ** 2 * (2 + 2 * by), rel=1e-9)
    assert min(c.start[0] for c in found.outline) == 0.0


def test_which_way_an_outline_runs_makes_no_difference() -> None:
    back = Revolved(tuple(Line(c.end, c.start) for c in reversed(ROD.outline)))  # type: ignore[union-attr]
    found = grown(back, 0.1)
    assert isinstance(found, Revolved)
    assert turned_volume(found) == pytest.approx(math.pi * 1.1**2 * 2.2, rel=1e-9)


def test_wires_rails_and_arms_are_thicker_by_the_stock_all_round() -> None:
    line = (Line((0.0, 0.0), (0.0, 3.0)),)
    assert grown(Wire(line, 0.5), 0.08) == Wire(line, 0.58)
    assert grown(Rail(circle(3.0), 1.0, 0.5), 0.08) == Rail(circle(3.0), 1.0, 0.58)
    section = ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    assert grown(Arm(((*section, 0.5, 0.75),)), 0.25) == Arm(((*section, 0.75, 1.0),))


def test_plates_grow_on_their_faces_too_and_keep_their_hole() -> None:
    square = polygon((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    plate = grown(Extruded(square, 0.0, 0.5), 0.1)
    assert isinstance(plate, Extruded)
    assert (area(plate.outline), plate.z1 - plate.z0) == (pytest.approx(2.2**2), pytest.approx(0.7))
    hole = circle(0.3)
    stacked = grown(Stacked(((0.0, square), (1.0, square)), hole), 0.1)
    assert isinstance(stacked, Stacked)
    assert [z for z, _ in stacked.levels] == [-0.1, 1.1]
    assert stacked.hole == hole


def test_what_would_close_up_or_has_no_way_to_grow_is_refused() -> None:
    notch = Arc((0.0, 1.0), 0.05, 0.0, -math.pi)  # a groove of 0.05 mm in the top of a plate
    plate = Extruded(
        (
            *polyline((-1.0, 1.0), (-1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.05, 1.0)),
            notch,
            Line((-0.05, 1.0), (-1.0, 1.0)),
        ),
        0.0,
        1.0,
    )
    with pytest.raises(GrowthError, match="close up"):
        grown(plate, 0.06)
    with pytest.raises(GrowthError, match="nothing would be left"):
        grown(Wire((Line((0.0, 0.0), (0.0, 1.0)),), 0.05), -0.06)
    with pytest.raises(GrowthError, match="hoop takes no stock"):
        grown(Hoop(((0.0, circle(1.0)),)), 0.1)
