"""The row solver against counts worked out by hand and against brute force: rows close or fill, evenly, at the most."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen.bodies import Vec
from ringgen.catalog.sizes import parse_size
from ringgen.design.closing import Line, closed, filled, fitted, gathered, spread


def circle(radius: float) -> Line:
    return lambda a: (radius * math.sin(math.radians(a)), 0.0, radius * math.cos(math.radians(a)))


def egg(long: float, short: float) -> Line:
    """A closed line that curves differently everywhere."""

    def at(a: float) -> Vec:
        t = math.radians(a)
        return (long * math.cos(t), short * math.sin(t) * (1 + 0.2 * math.cos(t)), 0.0)

    return at


# 2.0 mm stones, girdle circle 1.6 mm over the bore, gap at least 0.10, chord rule: floor(pi / asin(2.1 / 2R)) by hand
COUNTS = {"5": 28, "5 1/2": 28, "6": 29, "6 1/2": 30, "7": 30, "7 1/2": 31, "8": 31}


@pytest.mark.parametrize(("size", "count"), COUNTS.items())
def test_a_full_row_has_the_count_worked_out_by_hand(size: str, count: int) -> None:
    radius = parse_size(f"US {size}").inner_diameter_mm / 2 + 1.6
    assert math.floor(math.pi / math.asin(2.1 / (2 * radius))) == count
    assert len(closed(circle(radius), 180.0, 360.0, 2.1)) == count


# US size, stone, girdle's height over the bore (0.43 of the stone and 0.5), count and gap by the chord rule at a gap of
# at least 0.15, from a table worked out elsewhere
TABLE = [(4, 1.3, 36, 0.182), (6, 2.0, 28, 0.153), (7, 2.5, 24, 0.172), (8, 1.5, 38, 0.187), (10, 3.0, 23, 0.178)]


@pytest.mark.parametrize(("us", "stone", "count", "gap"), TABLE)
def test_counts_and_gaps_are_those_of_the_table(us: int, stone: float, count: int, gap: float) -> None:
    radius = parse_size(f"US {us}").inner_diameter_mm / 2 + 0.43 * stone + 0.5
    places = closed(circle(radius), 180.0, 360.0, stone + 0.15)
    assert len(places) == count
    line = circle(radius)
    assert math.dist(line(places[0]), line(places[1])) - stone == pytest.approx(gap, abs=0.001)


@settings(max_examples=40, deadline=None)
@given(st.floats(4.0, 12.0), st.floats(0.5, 1.0), st.floats(0.7, 2.5))
def test_any_closed_line_is_filled_evenly_and_one_more_would_not_fit(long: float, share: float, chord: float) -> None:
    line = egg(long, long * share)
    places = closed(line, 0.0, 360.0, chord)
    steps = [math.dist(line(a), line(b)) for a, b in zip(places, [*places[1:], places[0]], strict=True)]
    assert max(steps) - min(steps) < 0.005
    assert min(steps) >= chord - 1e-6
    assert not closed(line, 0.0, 360.0, chord, len(places) + 1)


@settings(max_examples=40, deadline=None)
@given(st.floats(6.0, 13.0), st.floats(20.0, 350.0), st.floats(0.7, 3.0))
def test_an_open_row_reaches_both_ends_evenly(radius: float, cover: float, chord: float) -> None:
    line = circle(radius)
    places = filled(line, -cover / 2, cover / 2, chord)
    # by hand: as many whole steps of the chord's angle as the cover holds
    whole = math.floor(cover / math.degrees(2 * math.asin(chord / 2 / radius)) + 1e-9)
    assert len(places) == max(whole, 0) + 1
    if len(places) == 1:
        assert places == [0.0]
        return
    assert (places[0], places[-1]) == pytest.approx((-cover / 2, cover / 2))
    steps = [math.dist(line(a), line(b)) for a, b in pairwise(places)]
    assert max(steps) - min(steps) < 0.005
    assert min(steps) >= chord - 1e-6


def test_a_count_that_does_not_fit_has_no_places() -> None:
    assert len(closed(circle(10.0), 180.0, 360.0, 2.1, 20)) == 20
    assert closed(circle(10.0), 180.0, 360.0, 2.1, 40) == []
    assert filled(circle(10.0), -40.0, 40.0, 2.1, 40) == []
    assert closed(circle(10.0), 180.0, 360.0, 30.0) == []


@settings(max_examples=30, deadline=None)
@given(st.floats(6.0, 12.0), st.floats(0.5, 1.0), st.lists(st.floats(1.0, 1.8), min_size=3, max_size=16))
def test_stones_of_any_widths_close_with_one_gap(long: float, share: float, widths: list[float]) -> None:
    line = egg(long, long * share)
    needs = [(a + b) / 2 for a, b in pairwise([*widths, widths[0]])]
    gap, places = spread(line, 0.0, 360.0, needs)
    chords = [math.dist(line(a), line(b)) for a, b in pairwise(places)]
    if 0 < gap < 1:
        assert [c - need for c, need in zip(chords, needs, strict=True)] == pytest.approx([gap] * len(needs), abs=1e-6)
        assert places[-1] == 360.0


def test_two_sizes_in_turn_close_as_trigonometry_says() -> None:
    """On a circle every neighbouring pair takes the same angle, 18 of them the whole: a chord of 2 R sin 10 degrees."""
    gap, places = fitted(circle(10.0), 180.0, 540.0, [1.5, 1.2] * 9, True, 0.1)
    assert gap == pytest.approx(20.0 * math.sin(math.radians(10.0)) - 1.35, abs=1e-9)
    assert places == pytest.approx([180.0 + 20.0 * k for k in range(18)], abs=1e-6)
    assert fitted(circle(10.0), 180.0, 540.0, [1.5, 1.2] * 30, True, 0.1)[1] == []


@pytest.mark.parametrize(("share", "kept"), [(0.0, "low"), (1.0, "high"), (0.5, "middle")])
def test_a_row_is_drawn_in_from_the_end_that_may_move(share: float, kept: str) -> None:
    line, widths = circle(10.0), [1.7, 1.6, 1.5, 1.3, 1.2]
    places = gathered(line, -30.0, 30.0, widths, 0.1, share)
    chords = [math.dist(line(a), line(b)) for a, b in pairwise(places)]
    assert chords == pytest.approx([1.75, 1.65, 1.5, 1.35], abs=1e-9)
    found = {"low": places[0] + 30.0, "high": places[-1] - 30.0, "middle": places[0] + places[-1]}
    assert found[kept] == pytest.approx(0.0, abs=1e-6)


def test_a_row_of_many_sizes_is_solved_in_no_time() -> None:
    """A tenth of a second is asked; the count of points looked at is what does not depend on the machine."""
    looked = 0
    plain = circle(10.3)

    def line(a: float) -> Vec:
        nonlocal looked
        looked += 1
        return plain(a)

    fitted(line, 180.0, 540.0, [1.7 - 0.01 * k for k in range(40)], True, 0.0)
    assert looked < 5000
