"""Sections of every profile: closed, counter-clockwise, over the bore, and whole under their eased corners."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ringgen import plugins
from ringgen.plane import Arc, Curve, Point, area, points
from ringgen.section import LEG, Bore, Section, bore_of, section

PROFILES = "ringgen.profiles"
NAMES = plugins.names(PROFILES)
names = st.sampled_from(NAMES)
widths, thicknesses, edges = st.floats(1.0, 20.0), st.floats(0.8, 6.0), st.floats(0.0, 0.6)


def drawn(name: str, width: float, thickness: float, edge: float | None = None) -> tuple[Section, Bore | None] | None:
    """The section of a profile with its defaults; None where the profile refuses those measures."""
    profile = plugins.load(PROFILES, name)
    width = thickness if getattr(profile, "SQUARE", False) else width
    has_edge = edge is not None and "edge" in profile.Params.model_fields
    params: Any = profile.Params(edge=edge) if has_edge else profile.Params()
    if hasattr(profile, "refuse") and profile.refuse(params, width, thickness):
        return None
    bore = bore_of(profile, params, width, thickness)
    return section(profile, params, width, thickness, bore), bore


def gap(chain: tuple[Curve, ...]) -> float:
    return max(math.dist(a.end, b.start) for a, b in pairwise([*chain, chain[0]]))


def crossings(ring: list[Point]) -> int:
    """How many pairs of a polygon's sides cross: none for an outline one can fill with metal."""

    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    sides = list(pairwise([*ring, ring[0]]))
    found = 0
    for i, (a, b) in enumerate(sides):
        for c, d in sides[i + 2 : len(sides) - (i == 0)]:
            found += turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
    return found


@given(names, widths, thicknesses, edges)
def test_a_section_is_closed_runs_counter_clockwise_and_never_crosses_itself(
    name: str, width: float, thickness: float, edge: float
) -> None:
    made = drawn(name, width, thickness, edge)
    assume(made is not None)
    assert made is not None
    for chain in (made[0].finished, made[0].blank):
        assert gap(chain) < 1e-9
        assert area(chain) > 0
        assert crossings(points(chain, 0.02)) == 0


@given(names, widths, thicknesses, edges)
def test_a_section_is_as_wide_and_as_thick_as_asked(name: str, width: float, thickness: float, edge: float) -> None:
    made = drawn(name, width, thickness, edge)
    assume(made is not None)
    assert made is not None
    ring = points(made[0].finished, 1e-4)
    across, heights = [y for y, _ in ring], [h for _, h in ring]
    wide = thickness if name == "round" else width
    assert max(across) == pytest.approx(wide / 2, abs=1e-3)
    assert min(across) == pytest.approx(-wide / 2, abs=1e-3)
    assert max(heights) == pytest.approx(thickness, abs=2e-3)
    assert min(heights) == pytest.approx(0.0, abs=2e-3)


@given(names, widths, thicknesses, edges)
def test_no_metal_of_a_finished_section_lies_inside_the_bore(
    name: str, width: float, thickness: float, edge: float
) -> None:
    made = drawn(name, width, thickness, edge)
    assume(made is not None)
    assert made is not None
    chain, bore = made
    assert all(h >= (bore.height(y) if bore else 0.0) - 1e-6 for y, h in points(chain.finished, 1e-3))


@given(names, st.floats(4.0, 20.0), thicknesses)
def test_a_section_is_the_same_on_both_sides(name: str, width: float, thickness: float) -> None:
    made = drawn(name, width, thickness)
    assume(made is not None)
    assert made is not None
    ends = [p for c in made[0].finished for p in (c.start, c.end)]
    for y, h in ends:
        assert min(math.dist((-y, h), q) for q in ends) < 1e-6


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_is_the_section_with_metal_for_the_bore_to_bite(name: str) -> None:
    """What the bore takes from a blank is what lies under the inside of the band: legs of LEG mm and the barrel."""
    made = drawn(name, 4.0, 2.0)
    assert made is not None
    chain, bore = made
    if bore is None:
        assert chain.blank == chain.finished
        return
    feet = chain.finished[0].start[0], chain.finished[0].start[1]
    width, height = 2 * feet[0], feet[1]
    under_barrel = width * (LEG + height)
    if bore.rise > 0:
        half = math.asin(feet[0] / bore.radius)
        under_barrel -= bore.radius**2 * (half - math.sin(half) * math.cos(half))
    drawn_in = 2 * (feet[0] - chain.blank[0].start[0]) * (LEG + height)  # the legs stand where the eased edges end
    assert -1e-6 <= under_barrel - (area(chain.blank) - area(chain.finished)) <= drawn_in + 1e-6


@pytest.mark.parametrize("name", [n for n in NAMES if "edge" in plugins.load(PROFILES, n).Params.model_fields])
def test_eased_edges_of_a_blank_run_on_under_the_bore(name: str) -> None:
    made = drawn(name, 4.0, 2.0, 0.15)
    assert made is not None
    chain, bore = made
    assert bore is not None
    y, h = chain.blank[0].start
    assert h < bore.height(y) - 0.01


@pytest.mark.parametrize("name", [n for n in NAMES if "edge" in plugins.load(PROFILES, n).Params.model_fields])
def test_an_eased_edge_takes_little_metal_and_never_adds_any(name: str) -> None:
    sharp, soft = drawn(name, 4.0, 2.0, 0.0), drawn(name, 4.0, 2.0, 0.2)
    assert sharp is not None
    assert soft is not None
    taken = area(sharp[0].finished) - area(soft[0].finished)
    assert 0 < taken < 0.05 * area(sharp[0].finished)


@pytest.mark.parametrize("name", [n for n in NAMES if "edge" in plugins.load(PROFILES, n).Params.model_fields])
def test_every_outer_corner_is_eased(name: str) -> None:
    """No convex kink but at the bore, which the edge meets at an angle on purpose."""
    made = drawn(name, 4.0, 2.0, 0.15)
    assert made is not None
    outside = made[0].finished[:-1]
    for one, following in pairwise(outside):
        (ux, uy), (vx, vy) = one.tangent(at_end=True), following.tangent()
        assert ux * vy - uy * vx < 1e-5, f"a convex kink at {one.end}"


@given(st.floats(0.5, 10.0), st.floats(0.02, 0.4))
def test_a_barrel_rises_by_its_rise_at_its_half_width(half: float, share: float) -> None:
    bore = Bore(half, share * half)
    assert bore.height(0.0) == pytest.approx(0.0, abs=1e-9)
    assert bore.height(half) == pytest.approx(share * half)
    inside = bore.curve((-half, bore.rise), (half, bore.rise))
    assert isinstance(inside, Arc)
    assert inside.start == pytest.approx((-half, bore.rise))
    assert inside.mid == pytest.approx((0.0, 0.0), abs=1e-9)
    assert inside.end == pytest.approx((half, bore.rise))


@given(names, widths, thicknesses, st.floats(-0.49, 0.49))
def test_height_at_is_the_outside_at_that_place(name: str, width: float, thickness: float, share: float) -> None:
    made = drawn(name, width, thickness)
    assume(made is not None)
    assert made is not None
    y = share * (thickness if name == "round" else width)
    ring = points(made[0].finished, 1e-5)
    at = [
        h0 + (h1 - h0) * (y - y0) / (y1 - y0)
        for (y0, h0), (y1, h1) in pairwise([*ring, ring[0]])
        if y0 != y1 and min(y0, y1) <= y <= max(y0, y1)
    ]
    assert made[0].height_at(y) == pytest.approx(max(at), abs=0.01)
