"""The shank: its measures all round, its volume by Pappus and by another quadrature, and when the bore is cut."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen import plugins
from ringgen.bodies import Hoop, Revolved
from ringgen.design.shank import NEAR, REACH, SECTIONS, Shank, shank
from ringgen.plane import Line, area, points
from ringgen.section import LEG

R = 8.6614  # US 7
NAMES = plugins.names("ringgen.profiles")


def made(name: str, base: tuple[float, float], top: tuple[float, float] | None = None, **params: Any) -> Shank:
    profile = plugins.load("ringgen.profiles", name)
    return shank(profile, profile.Params(**params), R, base, top or base)


def swept(ring: list[tuple[float, float]]) -> float:
    """What a fine polygon in (y, height over the bore) sweeps in one turn: trapezia, each by Simpson's rule."""
    total = 0.0
    for (y0, h0), (y1, h1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        r0, r1 = R + h0, R + h1
        total -= (y1 - y0) * (r0 * r0 + 4 * ((r0 + r1) / 2) ** 2 + r1 * r1) / 6 / 2
    return math.tau * total


def test_measures_at_the_base_at_the_top_and_between() -> None:
    band = made("flat", (2.0, 1.5), (5.0, 2.5))
    assert (band.width_at(180), band.thickness_at(180)) == pytest.approx((2.0, 1.5))
    assert (band.width_at(0), band.thickness_at(0)) == pytest.approx((5.0, 2.5))
    assert (band.width_at(360), band.thickness_at(-180)) == pytest.approx((5.0, 1.5))
    for side in (90.0, -90.0, 270.0):  # half way round is half way between: the share is a cosine
        assert (band.width_at(side), band.thickness_at(side)) == pytest.approx((3.5, 2.0))
    assert band.width_at(60) == pytest.approx(2.0 + 3.0 * 0.75)  # (1 + cos 60°) / 2 = 3/4


@given(st.floats(-720, 720))
def test_both_sides_are_alike_and_nothing_is_outside_base_and_top(degrees: float) -> None:
    band = made("flat", (2.0, 2.5), (5.0, 1.5))
    assert band.width_at(degrees) == pytest.approx(band.width_at(-degrees))
    assert 2.0 <= band.width_at(degrees) <= 5.0
    assert 1.5 <= band.thickness_at(degrees) <= 2.5


def test_a_square_edged_flat_band_is_a_tube() -> None:
    # pi (R2^2 - R1^2) w, by hand; edges of 0 leave the corners
    band = made("flat", (4.0, 1.8), edge=0.0)
    assert band.volume() == pytest.approx(math.pi * ((R + 1.8) ** 2 - R**2) * 4.0, rel=1e-12)


def test_a_wire_is_a_torus() -> None:
    # 2 pi^2 R r^2 with the wire's axis one radius over the bore
    assert made("round", (2.0, 2.0)).volume() == pytest.approx(2 * math.pi**2 * (R + 1.0) * 1.0**2, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_a_constant_band_sweeps_its_section(name: str) -> None:
    # the section as a polygon within 0.0001 mm, summed by Simpson's rule: no closed form of ringgen's in it
    size = (2.2, 2.2) if name == "round" else (4.0, 2.2)
    band = made(name, size)
    assert band.constant
    polygon = points(band.section_at(0).finished, 1e-4)
    assert band.volume() == pytest.approx(swept(polygon), rel=2e-4)


@pytest.mark.parametrize("name", NAMES)
def test_a_blended_band_is_the_integral_of_its_sections(name: str) -> None:
    # Gauss-Legendre with 5 nodes on eight pieces of the half hoop, against the trapezium rule used
    base, top = ((2.0, 2.0), (3.0, 3.0)) if name == "round" else ((3.0, 2.0), (4.5, 2.6))
    band = made(name, base, top)
    assert not band.constant
    nodes = (0.0, 0.5384693101056831, 0.9061798459386640)
    weights = (128 / 225, 0.47862867049936647, 0.23692688505618908)
    rule = [(s * x, w) for x, w in zip(nodes, weights, strict=True) for s in ((1, -1) if x else (1,))]
    total = 0.0
    for piece in range(8):
        middle, half = 22.5 * (piece + 0.5), 11.25
        for x, w in rule:
            total += w / 16 * band.section_at(middle + half * x).volume_per_turn(R)
    assert band.volume() == pytest.approx(total, rel=1e-6)


def test_a_blended_rectangle_by_hand() -> None:
    # w = w0 + dw s, t = t0 + dt s, s = (1 + cos a) / 2; the means of s, s^2, s^3 over a turn are 1/2, 3/8, 5/16
    w0, dw, t0, dt = 2.0, 3.0, 1.5, 1.0
    band = made("flat", (w0, t0), (w0 + dw, t0 + dt), edge=0.0)
    mean_wt = w0 * t0 + (w0 * dt + dw * t0) / 2 + dw * dt * 3 / 8
    mean_wtt = w0 * t0**2 + (2 * w0 * t0 * dt + dw * t0**2) / 2 + (w0 * dt**2 + 2 * dw * t0 * dt) * 3 / 8
    mean_wtt += dw * dt**2 * 5 / 16
    assert band.volume() == pytest.approx(math.tau * (R * mean_wt + mean_wtt / 2), rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.floats(1.2, 8.0), st.floats(1.0, 4.0), st.floats(0.01, 1.0))
def test_more_metal_is_more_volume(width: float, thickness: float, more: float) -> None:
    band = made("flat", (width, thickness)).volume()
    assert made("flat", (width + more, thickness)).volume() > band
    assert made("flat", (width, thickness), (width, thickness + more)).volume() > band


def test_a_band_with_nothing_near_the_finger_has_its_bore_in_its_own_surface() -> None:
    parts = made("court", (4.0, 2.0)).parts(lowest=R + NEAR)
    assert parts.cutters == ()
    (placed,) = parts.metal
    assert placed.part == "shank"
    assert isinstance(placed.body, Hoop)
    ((degrees, chain),) = placed.body.sections
    assert degrees == 180.0  # the seam at the base, where no head stands
    assert min(y for _, y in points(chain)) == pytest.approx(R, abs=1e-3)


def test_metal_near_the_finger_brings_the_bore_cutter_and_a_blank_to_bite() -> None:
    band = made("flat", (4.0, 2.0), (5.0, 2.0))
    parts = band.parts(lowest=R + NEAR - 1e-6)
    (cutter,) = parts.cutters
    assert cutter.part == "bore"
    assert isinstance(cutter.body, Revolved)
    assert max(r for r, _ in points(cutter.body.outline)) == pytest.approx(R)
    reach = [z for _, z in points(cutter.body.outline)]
    assert (min(reach), max(reach)) == pytest.approx((-2.5 - REACH, 2.5 + REACH))
    (place,) = cutter.places
    assert place.z == (0.0, 1.0, 0.0)  # along the finger
    body = parts.metal[0].body
    assert isinstance(body, Hoop)
    assert len(body.sections) == SECTIONS
    for _, chain in body.sections:
        assert min(h for _, h in points(chain)) == pytest.approx(R - LEG)


def test_a_rounded_inside_is_cut_by_a_barrel() -> None:
    band = made("court", (4.0, 2.0))
    assert band.bore is not None
    (cutter,) = band.parts(lowest=0.0).cutters
    assert isinstance(cutter.body, Revolved)
    outline = points(cutter.body.outline, 1e-5)
    # narrowest in the middle: the bore itself; wider by the bore's own rise at the band's edges
    narrow = min(r for r, z in outline if r > 1.0 and abs(z) < 0.1)
    assert narrow == pytest.approx(R, abs=1e-4)
    wide = min(outline, key=lambda p: (p[0] < 1.0, abs(p[1] - 2.0)))
    assert wide[0] == pytest.approx(R + band.bore.height(wide[1]), abs=1e-4)
    assert band.bore.rise > 0.05


def test_a_wire_is_whole_and_needs_no_bore() -> None:
    parts = made("round", (2.0, 2.0)).parts(lowest=0.0)
    assert made("round", (2.0, 2.0)).bore is None
    assert parts.cutters == ()


def test_the_sections_of_a_blend_start_at_the_base_and_go_once_round() -> None:
    body = made("flat", (2.0, 1.5), (3.0, 1.5)).parts(lowest=20.0).metal[0].body
    assert isinstance(body, Hoop)
    angles = [a for a, _ in body.sections]
    assert angles == pytest.approx([180 + 360 * i / SECTIONS for i in range(SECTIONS)])
    assert area(body.sections[0][1]) < area(body.sections[SECTIONS // 2][1])
    assert len({len(chain) for _, chain in body.sections}) == 1


def test_a_changing_band_has_one_bore_all_round() -> None:
    # a barrel as wide as the widest section and as low as the thinnest allows
    band = made("court", (3.0, 2.4), (5.0, 1.6))
    assert band.bore == made("court", (5.0, 1.6)).bore
    feet = [min(h for _, h in points(band.section_at(a).finished, 1e-5)) for a in (0, 90, 180)]
    assert feet == pytest.approx([0.0] * 3, abs=1e-4)
    assert not any(isinstance(c, Line) and c.length < 1e-9 for c in band.section_at(90).finished)
