"""What is the same on both sides of a plane is seen to be, however it is drawn; what is not, is not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel.rows import BAND, BEAD, SEAT, eternity, on_hoop

from ringgen.bodies import Arm, Body, Extruded, Frame, Groove, Hoop, Parts, Placed, Rail, Revolved, Stacked, Wire
from ringgen.kernel.mirrors import ACROSS, along, beyond, mirrored
from ringgen.kernel.runs import layout
from ringgen.plane import Arc, Line, polyline

CIRCLE = (Arc((0.0, 0.0), 3.0, 0.0, math.tau),)
ODDLY = tuple(Arc((0.0, 0.0), 3.0, a, b) for a, b in ((0.4, 1.9), (1.9, 5.1), (5.1, 0.4 + math.tau)))
SQUARE = polyline((2.0, -1.0), (2.0, 1.0), (-2.0, 1.0), (-2.0, -1.0), (2.0, -1.0))
SLANTED = polyline((2.0, -1.0), (2.5, 1.0), (-2.0, 1.0), (-2.0, -1.0), (2.0, -1.0))
DIVIDED = polyline((2.0, -1.0), (2.0, 0.3), (2.0, 1.0), (-2.0, 1.0), (-2.0, -1.0), (1.1, -1.0), (2.0, -1.0))
HIGH = Frame((0.0, 0.0, 9.0))


def seen(parts: Parts, degrees: float = 0.0) -> tuple[bool, bool]:
    """Whether the parts are the same before and behind an angle, and on both sides of the band's middle."""
    sorted_parts = layout(parts)
    round_bodies = (*sorted_parts.round_metal, *sorted_parts.round_cutters)
    before, across = (mirrored(round_bodies, sorted_parts.items, n) for n in (along(degrees), ACROSS))
    return before, across


def one(body: Body, *places: Frame) -> Parts:
    return Parts((Placed("body", body, places or (HIGH,)),))


def test_a_whole_row_is_the_same_on_both_sides_of_its_seats_and_of_what_is_half_way() -> None:
    assert [seen(eternity(12), a) for a in (0.0, 15.0, 90.0)] == [(True, True)] * 3
    assert seen(eternity(12), 7.0) == (False, True)


@given(st.floats(0.01, 0.3), st.integers(0, 11))
def test_one_seat_aside_is_seen(aside: float, which: int) -> None:
    (seats,) = eternity(12).cutters
    places = list(seats.places)
    places[which] = replace(places[which], origin=places[which].point((0.0, aside, 0.0)))
    assert seen(replace(eternity(12), cutters=(replace(seats, places=tuple(places)),))) == (which in (0, 6), False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Extruded(SQUARE, 0.0, 1.0), (True, True)),
        (Extruded(DIVIDED, 0.0, 1.0), (True, True)),
        (Extruded(SLANTED, 0.0, 1.0), (False, False)),
        (Rail(ODDLY, 0.0, 0.4), (True, True)),
        (Stacked(((0.0, CIRCLE), (1.0, ODDLY)), ODDLY), (True, True)),
        (Stacked(((0.0, SQUARE), (1.0, SLANTED))), (False, False)),
        (Wire((Line((1.0, 0.0), (2.0, 2.0)),), 0.4), (False, True)),
        (Arm((((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, 0.4),)), (False, True)),
        (Groove(((Line((0.0, -0.5), (0.5, 0.0))),), 7.0, 90.0), (False, True)),
        (Revolved(polyline((0.0, 0.0), (1.0, 0.0), (0.0, 2.0), (0.0, 0.0))), (True, True)),
    ],
    ids=["box", "divided", "slanted", "rail", "round-plate", "leaning", "wire", "arm", "groove", "cone"],
)
def test_a_body_is_known_by_its_shape(body: Body, expected: tuple[bool, bool]) -> None:
    place = Frame() if isinstance(body, Groove) else HIGH
    assert seen(one(body, place)) == expected


def test_a_groove_is_the_same_about_its_middle() -> None:
    groove = one(Groove(((Line((0.0, -0.5), (0.5, 0.0))),), 7.0, 90.0), Frame())
    assert seen(groove, 45.0) == (True, True)


def test_a_cone_that_leans_is_its_neighbour_s_image() -> None:
    cone = Revolved(polyline((0.0, 0.0), (1.0, 0.0), (0.0, 2.0), (0.0, 0.0)))
    left, right = on_hoop(-20.0, 0.5, 11.0), on_hoop(20.0, 0.5, 73.0)  # turned about itself it is the same
    assert seen(one(cone, left, right)) == (True, False)
    assert seen(one(cone, left)) == (False, False)


def test_what_is_metal_here_is_no_cutter_there() -> None:
    left, right = on_hoop(-20.0), on_hoop(20.0)
    assert seen(one(SEAT, left, right)) == (True, True)
    assert seen(Parts((Placed("a", SEAT, (left,)),), (Placed("b", SEAT, (right,)),))) == (False, True)


def test_beads_of_two_sizes_are_no_pair() -> None:
    thin = replace(BEAD, radius=0.3)
    left, right = on_hoop(-20.0), on_hoop(20.0)
    assert seen(Parts((Placed("a", BEAD, (left,)), Placed("b", thin, (right,))))) == (False, True)


def test_a_band_wider_on_one_side_is_not_the_same_across() -> None:
    moved = Placed("shank", BAND, (Frame((0.0, 0.2, 0.0)),))
    assert seen(Parts((moved,))) == (True, False)


def test_a_band_thicker_on_one_side_is_not_the_same_before_and_behind() -> None:
    (_, thin), *_ = BAND.sections
    thick = polyline((1.3, 6.0), (1.3, 8.2), (-1.3, 8.2), (-1.3, 6.0), (1.3, 6.0))
    even = Hoop(((0.0, thick), (90.0, thin), (180.0, thin), (270.0, thin)))
    odd = Hoop(((0.0, thin), (90.0, thick), (180.0, thin), (270.0, thin)))
    assert seen(one(even, Frame())) == (True, True)
    assert seen(one(odd, Frame())) == (False, True)


def test_only_what_lies_wholly_on_the_other_side_is_beyond() -> None:
    (items,) = (layout(one(BEAD, *(on_hoop(0.0, y, 20.0) for y in (-0.5, -0.3, 0.5)))).items,)
    assert [beyond(i, ACROSS) for i in items] == [True, False, False]  # its radius is 0.35
