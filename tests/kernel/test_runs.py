"""What repeats round the hoop, read from bodies and places alone."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from kernel.rows import BAND, BEAD, OUTSIDE, SEAT, beads, eternity, on_hoop, open_row, with_seat_moved

from ringgen.bodies import Extruded, Faceted, Frame, Groove, Hoop, Parts, Placed, Revolved, spun
from ringgen.kernel.runs import LEAST, Run, layout, runs
from ringgen.plane import Line, polyline

ALONG_FINGER = Frame(x=(1.0, 0.0, 0.0), z=(0.0, -1.0, 0.0))


def found(parts: Parts, shift: float = 0.0) -> tuple[Run, ...]:
    return runs(layout(parts), shift)


@pytest.mark.parametrize("count", [LEAST, 20, 42])
def test_a_full_eternity_is_one_run_all_round(count: int) -> None:
    (run,) = found(eternity(count))
    assert run.count == count
    assert run.step == pytest.approx(360.0 / count)
    assert run.closed


def test_a_ring_of_fewer_places_than_are_worth_copying_has_no_run() -> None:
    assert found(eternity(LEAST - 1)) == ()


def test_the_wedges_begin_at_places_or_half_way_between() -> None:
    step = 18.0
    (through,), (between,) = found(eternity(20)), found(eternity(20), 0.5)
    assert through.start / (step / 2) == pytest.approx(round(through.start / (step / 2)), abs=1e-9)
    assert between.start - through.start == pytest.approx(step / 2)


def test_staggered_lanes_are_one_run() -> None:
    step = 18.0
    lanes = tuple(on_hoop((k + (lane % 2) / 2) * step, (lane - 1) * 1.7) for lane in range(3) for k in range(20))
    (run,) = found(Parts((Placed("shank", BAND),), (Placed("seat", SEAT, lanes),)))
    assert (run.count, run.closed) == (20, True)


def test_two_kinds_in_turn_repeat_at_every_second_place() -> None:
    big, small = (tuple(on_hoop(18.0 * (2 * k + odd)) for k in range(10)) for odd in (0, 1))
    other = Revolved(polyline((0.0, -3.0), (0.5, -3.0), (0.5, 0.9), (0.0, 0.9), (0.0, -3.0)))
    (run,) = found(Parts((Placed("shank", BAND),), (Placed("big", SEAT, big), Placed("small", other, small))))
    assert (run.count, run.closed) == (10, True)


def test_how_a_turned_body_is_spun_about_its_own_axis_says_nothing() -> None:
    parts = eternity(20)
    (seats,) = parts.cutters
    spun_each = tuple(spun(13.0 * k).within(f) for k, f in enumerate(seats.places))
    (run,) = found(replace(parts, cutters=(replace(seats, places=spun_each),)))
    assert run.closed


def test_how_a_square_body_is_spun_does_say_something() -> None:
    box = Extruded(polyline((-0.3, -0.3), (0.3, -0.3), (0.3, 0.3), (-0.3, 0.3), (-0.3, -0.3)), -0.5, 0.5)
    alike = tuple(on_hoop(18.0 * k) for k in range(20))
    spun_each = tuple(spun(13.0 * k).within(f) for k, f in enumerate(alike))
    shank = Placed("shank", BAND)
    assert found(Parts((shank, Placed("box", box, alike))))[0].closed
    assert found(Parts((shank, Placed("box", box, spun_each)))) == ()


@pytest.mark.parametrize("along", [2e-5, 0.02, 0.3])
def test_one_seat_moved_leaves_a_run_of_the_others(along: float) -> None:
    (run,) = found(with_seat_moved(eternity(20), 4, along))
    assert not run.closed
    assert 14 <= run.count <= 19
    assert (72.0 - run.start) % 360.0 > run.end - run.start  # where the moved one stands


def test_a_band_that_is_not_the_same_at_every_angle_has_no_run() -> None:
    parts = eternity(20)
    ((degrees, chain),) = BAND.sections
    lofted = Hoop(((degrees, chain), (300.0, chain), (420.0, chain)))
    assert found(replace(parts, metal=(Placed("shank", lofted), *parts.metal[1:]))) == ()


def test_a_bore_is_alike_at_every_angle() -> None:
    bore = Placed(
        "bore", Revolved(polyline((0.0, -5.0), (6.0, -5.0), (6.0, 5.0), (0.0, 5.0), (0.0, -5.0))), (ALONG_FINGER,)
    )
    parts = eternity(20)
    (run,) = found(replace(parts, cutters=(*parts.cutters, bore)))
    assert run.closed
    assert layout(replace(parts, cutters=(*parts.cutters, bore))).round_cutters == (bore,)


def test_an_open_row_is_a_run_within_its_ends() -> None:
    parts = open_row(10, 18.0)
    (run,) = found(parts)
    assert not run.closed
    assert 7 <= run.count <= 10
    start = (run.start + 180.0) % 360.0 - 180.0
    assert start >= -99.0
    assert start + run.step * run.count <= 99.0


def test_a_head_on_the_row_s_way_divides_it() -> None:
    head = Faceted(((-3.0, 0.0, 12.0), (3.0, 0.0, 12.0), (0.0, 1.0, 12.0), (0.0, 0.0, 7.0)), ((0, 1, 2),))
    step = 12.0
    angles = [36.0 + step * k for k in range(10)]
    places = tuple(on_hoop(s * a) for s in (1, -1) for a in angles)
    both = found(Parts((Placed("shank", BAND), Placed("head", head)), (Placed("seat", SEAT, places),)))
    assert len(both) == 2
    assert all(not r.closed and r.count >= 8 for r in both)
    (a, b) = sorted(both, key=lambda r: (r.start + 180.0) % 360.0)
    assert (a.start + a.end) / 2 % 360.0 == pytest.approx(-(b.start + b.end) / 2 % 360.0, abs=step)


def test_what_reaches_into_a_wedge_is_in_it() -> None:
    """A seat of radius 0.9 at 7.8 mm reaches asin(0.9 / 7.8) to either side of its middle at the least."""
    sorted_parts = layout(Parts((Placed("shank", BAND),), (Placed("seat", SEAT, (on_hoop(90.0),)),)))
    (item,) = sorted_parts.items
    half = math.degrees(math.asin(0.9 / 7.8))
    assert (item.low, item.high) == pytest.approx((90.0 - half, 90.0 + half))
    assert sorted_parts.between(90.0 + half - 0.1, 120.0) == [item]
    assert sorted_parts.between(90.0 + half + 0.1, 120.0) == []
    assert sorted_parts.between(-300.0, -270.0 + 5.0) == [item]
    assert sorted_parts.between(100.0, 100.0 + 360.0 - 15.0) == [item]
    assert sorted_parts.between(100.0, 100.0 + 360.0 - 20.0) == []


def test_beads_alone_repeat_too() -> None:
    shank = Placed("shank", BAND)
    (run,) = found(Parts((shank, beads(18.0 * k for k in range(20)))))
    assert run.closed
    assert BEAD.radius == 0.35


HALF_GROOVE = (Line((0.0, -0.5), (0.9, -0.5)), Line((0.9, -0.5), (0.9, 0.5)), Line((0.9, 0.5), (0.0, 0.5)))


def test_a_groove_that_goes_on_past_a_wedge_is_alike_in_it_and_its_end_is_not() -> None:
    """Seats from -60 to 60 degrees, 12 apart, in a groove as long: the wedges a whole one away from its ends repeat."""
    angles = [12.0 * k - 60.0 for k in range(11)]
    seats = Placed("seat", SEAT, tuple(on_hoop(a) for a in angles))
    sin, cos = math.sin(math.radians(-60.0)), math.cos(math.radians(-60.0))
    groove = Placed("channel", Groove(HALF_GROOVE, OUTSIDE, 120.0), (Frame(x=(cos, 0.0, -sin), z=(sin, 0.0, cos)),))
    parts = Parts((Placed("shank", BAND),), (seats, groove))
    (item,) = [i for i in layout(parts).items if i.body is groove.body]
    past = math.degrees(math.asin(0.9 / (OUTSIDE - 0.5)))  # half its width, where that is seen widest from the finger
    assert (item.low, item.high) == pytest.approx((-60.0 - past, 60.0 + past))
    assert item.along(-48.0, -36.0)
    assert not item.along(-50.0, -38.0)  # less than a wedge from its beginning
    assert not item.along(40.0, 52.0)
    (run,) = found(parts)
    start = (run.start + 180.0) % 360.0 - 180.0
    assert (start, run.count) == (pytest.approx(-48.0), 8)


def test_a_channel_beside_the_middle_is_alike_at_every_angle() -> None:
    ((degrees, chain),) = BAND.sections
    beside = Placed("channel", Hoop(((degrees, chain),)), (Frame(origin=(0.0, 1.3, 0.0)),))
    parts = eternity(20)
    (run,) = found(replace(parts, cutters=(*parts.cutters, beside)))
    assert run.closed


def test_two_runs_of_the_same_wedge_are_known_to_be_alike() -> None:
    angles = [30.0 + 12.0 * k for k in range(6)]
    sorted_parts = layout(
        Parts((Placed("shank", BAND),), (Placed("seat", SEAT, tuple(on_hoop(s * a) for s in (1, -1) for a in angles)),))
    )
    one, other = runs(sorted_parts, 0.5)
    assert sorted_parts.alike(one, other)
    assert not sorted_parts.alike(one, replace(other, start=other.start + 1.0))
    assert not sorted_parts.alike(one, replace(other, step=other.step + 0.1))
