"""Every course of a shank: measures at the base and the top, what is refused, and the strands a head stands on."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen import plugins
from ringgen.bodies import Hoop, Lofted
from ringgen.design.apart import pieces
from ringgen.design.band import shank_of
from ringgen.design.resolve import resolve
from ringgen.design.shank import Shank
from ringgen.errors import InputError
from ringgen.shanks.twisted import CALM, PER_TURN
from ringgen.spec.load import read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text

R = 17.3228 / 2  # US 7
HEAD = '[[settings]]\nid = "centre"\ntype = "prong"\nstone = {cut = "round", diameter = 6.5}\n'
RIBBONS = ("court", "flat", "d", "bevel", "knife-edge")


def spec(shank: str, *sets: str, profile: str = "court", more: str = "") -> Spec:
    band = f'band = {{profile = "{profile}", width = 2.4, thickness = 1.8, shank = "{shank}"}}\n'
    return read_text(Text(f'size = "US 7"\nmetal = "14k-yellow"\n{band}{more}', "test", ".toml"), sets).spec


def band(shank: str, *sets: str, profile: str = "court", more: str = "") -> Shank:
    return shank_of(spec(shank, *sets, profile=profile, more=more))


@pytest.mark.parametrize("name", plugins.names("ringgen.shanks"))
def test_every_course_has_the_band_s_measures_at_its_base(name: str) -> None:
    assert band(name).size_at(180) == pytest.approx((2.4, 1.8))


@pytest.mark.parametrize("name", plugins.names("ringgen.shanks"))
@pytest.mark.parametrize("profile", plugins.names("ringgen.profiles"))
def test_every_profile_is_drawn_or_refused_with_one_that_works(name: str, profile: str) -> None:
    try:
        parts = band(name, profile=profile).parts(math.inf)
    except InputError as error:
        refused = error.problems
        parts = None
    if parts is None:
        assert all(p.nearest for p in refused)
        return
    body = parts.metal[0].body
    assert isinstance(body, (Hoop, Lofted))
    assert len({len(chain) for _, chain in body.sections}) == 1


def test_a_split_is_two_arms_and_the_gap_wide_at_the_top() -> None:
    found = band("split", "band.shank.gap=1.6", "band.shank.arm=1.2")
    assert found.width_at(0) == pytest.approx(1.2 + 1.6 + 1.2)
    (right, half), (left, other) = found.rails_at(0)
    assert (right, left) == pytest.approx((1.4, -1.4))
    assert (half, other) == pytest.approx((0.6, 0.6))
    assert found.rails_at(120) == ((0.0, found.width_at(120) / 2),)


@given(gap=st.floats(0.7, 4.0), arm=st.floats(1.0, 2.5), angle=st.floats(40.0, 90.0))
@settings(max_examples=40, deadline=None)
def test_no_arm_is_narrower_than_a_shank_may_be(gap: float, arm: float, angle: float) -> None:
    sets = (f"band.shank.gap={gap:.3f}", f"band.shank.arm={arm:.3f}", f"band.shank.angle={angle:.2f}")
    try:
        found = band("split", *sets)
    except InputError as error:
        refused, found = error.problems, None
    if found is None:
        assert refused[0].nearest
        return
    for k in range(20):
        for _, half in found.rails_at(angle * k / 20):
            assert 2 * half >= 1.0 - 1e-3


def test_a_split_leaves_a_bridge_under_a_head_and_none_without() -> None:
    assert len(resolve(spec("split")).parts.cutters) == 1
    slots = [c for c in resolve(spec("split", more=HEAD)).parts.cutters if c.part == "split"]
    assert len(slots) == 2
    for slot in slots:
        assert isinstance(slot.body, Lofted)
        nearest = min(abs(f.z[2]) for f, _ in slot.body.sections)
        assert (
            math.degrees(math.asin(nearest)) * math.radians(1) * (R + 1.8) > 0.5 * 0.7 * 6.5
        )  # the feet of its prongs


def test_an_opening_too_short_is_refused_with_an_angle_that_works() -> None:
    with pytest.raises(InputError) as caught:
        band("split", "band.shank.angle=25", "band.shank.bridge=8")
    problem = caught.value.problems[0]
    assert problem.field == "band.shank.angle"
    assert band("split", f"band.shank.angle={problem.nearest}", "band.shank.bridge=8")


def test_a_european_base_is_flat_and_no_thinner_anywhere() -> None:
    found = band("european", "band.shank.flat=0.4", "band.shank.corner=2")
    hoop = R + 1.8
    for degrees in (180.0, 170.0, 160.0):  # the flat: as far below the middle as the hoop at its base
        outer = R + found.thickness_at(degrees)
        assert -outer * math.cos(math.radians(degrees)) == pytest.approx(hoop, abs=1e-6)
    assert all(found.thickness_at(a) >= 1.8 - 1e-9 for a in range(0, 360, 5))
    assert found.thickness_at(0) == pytest.approx(1.8)
    corner = math.hypot(0.4 * hoop, hoop - 2.0) + 2.0  # the corner's circle, seen from the middle
    assert max(found.thickness_at(a / 2) for a in range(720)) == pytest.approx(corner - R, abs=1e-3)


def test_a_twist_makes_whole_turns_and_lies_flat_at_the_top() -> None:
    body = band("twisted", "band.shank.turns=6", profile="flat").parts(math.inf).metal[0].body
    assert isinstance(body, Hoop)
    assert len(body.sections) == 6 * PER_TURN + 2 * len(CALM)
    heights = {a: max(p[1] for c in chain for p in (c.start, c.end)) for a, chain in body.sections}
    assert heights[360.0] == pytest.approx(heights[180.0])
    assert max(heights.values()) > heights[360.0] + 0.1


def test_a_plain_base_is_not_twisted() -> None:
    body = band("twisted", "band.shank.base=90", profile="flat").parts(math.inf).metal[0].body
    assert isinstance(body, Hoop)
    base = [chain for a, chain in body.sections if abs(a - 180) <= 45 or abs(a - 540) <= 45]
    assert len(base) > 4
    assert len({tuple((round(c.start[0], 9), round(c.start[1], 9)) for c in chain) for chain in base}) == 1


@pytest.mark.parametrize("name", ["twisted", "bypass"])
def test_the_bore_of_a_twist_and_of_a_bypass_is_cut(name: str) -> None:
    assert [c.part for c in band(name, profile="flat").parts(math.inf).cutters] == ["bore"]


def test_the_ends_of_a_bypass_pass_with_the_gap_between_them() -> None:
    found = band("bypass", "band.shank.gap=0.9", "band.shank.taper=0.8")
    strands = found.rails_at(0)
    assert len(strands) == 2
    (one, half), (other, _) = strands
    assert abs(one - other) - 2 * half == pytest.approx(0.9)
    assert 2 * half == pytest.approx(0.8 * 2.4)
    assert found.rails_at(180) == ((pytest.approx(0.0), pytest.approx(1.2)),)


@pytest.mark.parametrize("name", ["split", "european", "bypass"])
@pytest.mark.parametrize("profile", RIBBONS)
def test_a_thicker_band_has_more_volume(name: str, profile: str) -> None:
    thin, thick = (band(name, f"band.thickness={t}", profile=profile).volume() for t in (1.8, 2.0))
    assert thin is not None
    assert thick is not None
    assert 1.05 < thick / thin < 1.25  # about 2.0 / 1.8


@pytest.mark.slow
@pytest.mark.parametrize(("name", "profile"), [("split", "court"), ("european", "d"), ("bypass", "flat")])
def test_a_built_shank_is_one_body_of_the_volume_foretold(name: str, profile: str) -> None:
    from ringgen.kernel.solid import build

    asked = spec(name, profile=profile)
    solid = build(resolve(asked).parts)
    assert solid.rungs == ()
    assert solid.volume == pytest.approx(shank_of(asked).volume(), rel=3e-3)


def test_the_params_are_documented() -> None:
    for name in plugins.names("ringgen.shanks"):
        module: Any = plugins.load("ringgen.shanks", name)
        assert module.Params.__doc__
        assert plugins.headline("ringgen.shanks", name).endswith(".")


@pytest.mark.parametrize("head", ['type = "bezel"\nset = "sunk"', 'type = "bar"\nset = "sunk"', 'type = "prong"'])
@pytest.mark.parametrize("cut", ["baguette", "radiant"])
def test_a_bridge_is_as_long_as_the_foot_of_its_head(head: str, cut: str) -> None:
    """Between the arms no metal of the head comes near the edge of an opening, and none hangs over it."""
    stone = f'[[settings]]\nid = "centre"\n{head}\nstone = {{cut = "{cut}", carat = 1.0}}\n'
    parts = resolve(spec("split", more=stone)).parts
    slot = next(c.body for c in parts.cutters if c.part == "split")
    assert isinstance(slot, Lofted)
    end = min(abs(math.degrees(math.asin(f.z[2]))) for f, _ in slot.sections)
    half = max(abs(c.start[0]) for _, chain in slot.sections for c in chain)
    for piece in pieces(p for p in parts.metal if p.part != "shank"):
        points = piece.points[(abs(piece.points[:, 1]) < half) & (piece.points[:, 2] < R + 1.8 + 0.1)]
        assert all(abs(math.degrees(math.atan2(x, z))) < end - 0.4 for x, _, z in points)  # 0.07 mm
