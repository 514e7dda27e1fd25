"""Knife edge and signet shoulders: what they do to the band, and what they refuse."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from ringgen import plugins
from ringgen.bodies import Frame, Hoop, Stacked
from ringgen.design.band import ground, shank_of
from ringgen.design.resolve import resolve
from ringgen.design.shank import Shank
from ringgen.errors import InputError
from ringgen.outline import bounds
from ringgen.spec.load import read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text

R = 17.3228 / 2  # US 7


def spec(shoulders: str, profile: str = "court", more: str = "") -> Spec:
    band = f'band = {{profile = "{profile}", width = 3.0, thickness = 1.8, shoulders = {shoulders}}}\n'
    return read_text(Text(f'size = "US 7"\nmetal = "14k-yellow"\n{band}{more}', "test", ".toml")).spec


def band(shoulders: str, profile: str = "court") -> Shank:
    return shank_of(spec(shoulders, profile))


@pytest.mark.parametrize("profile", [n for n in plugins.names("ringgen.profiles") if n != "round"])
def test_a_ridge_stands_over_the_band_at_the_top_and_not_at_the_base(profile: str) -> None:
    found = band('{style = "knife-edge", rise = 0.4, side = 0.6}', profile)
    top, base = found.section_at(0), found.section_at(180)
    assert top.height_at(0.0) == pytest.approx(1.8 + 0.4, abs=0.01)
    assert base.height_at(0.5) == pytest.approx(shank_of(spec('"plain"', profile)).section_at(180).height_at(0.5))
    half = found.width_at(0) / 2
    slope = [top.height_at(half * k / 10) for k in range(3, 9)]
    falls = [a - b for a, b in pairwise(slope)]
    assert min(falls) > 0
    hoop = found.parts(math.inf).metal[0].body
    assert isinstance(hoop, Hoop)
    assert len({len(chain) for _, chain in hoop.sections}) == 1


@pytest.mark.parametrize(
    ("face", "sides"), [("oval", (11.0, 13.0)), ("cushion", (11.0, 13.0)), ("round", (13.0, 13.0))]
)
def test_a_signet_s_table_is_as_asked(face: str, sides: tuple[float, float]) -> None:
    design = resolve(spec(f'{{style = "signet", face = "{face}", length = 13, width = 11, height = 3.2}}'))
    block = next(p.body for p in design.parts.metal if p.part == "signet table")
    assert isinstance(block, Stacked)
    assert block.levels[-1][0] == pytest.approx(R + 3.2, abs=1e-3)
    low, high = bounds(block.levels[-2][1])
    assert (high[0] - low[0], high[1] - low[1]) == pytest.approx(sides, abs=1e-6)
    assert block.levels[0][0] > R + 0.5  # metal between the block and the finger


def test_the_band_under_a_table_is_wider_than_it_and_stays_under_it() -> None:
    found = band('{style = "signet", face = "oval", length = 13, width = 11, height = 3.2}')
    assert found.width_at(0) == pytest.approx(13.5)
    for degrees in range(0, 25, 3):
        assert (R + found.thickness_at(degrees)) * math.cos(math.radians(degrees)) < R + 3.2 - 0.3
    assert found.size_at(120) == pytest.approx((3.0, 1.8))


def test_a_stone_on_a_table_stands_on_the_table() -> None:
    found = band('{style = "signet", face = "oval", length = 13, width = 11, height = 3.2}')
    level = ground(found, Frame(origin=(0.0, 0.0, R + 5.0)))
    assert level.depth == pytest.approx(3.2)
    assert level.top == pytest.approx(3.2 - 5.0, abs=1e-3)
    assert level.half_width > 5.0


@pytest.mark.parametrize(
    ("shoulders", "field"),
    [
        ('{style = "signet", width = 20}', "band.shoulders.width"),
        ('{style = "signet", height = 2.0}', "band.shoulders.height"),
        ('"cathedral"', "band.shoulders"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(shoulders: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(spec(shoulders))
    problem = caught.value.problems[0]
    assert problem.field == field
    assert problem.nearest


def test_a_face_too_wide_under_two_stones_says_so_and_nothing_of_heads() -> None:
    two = "".join(
        f'[[settings]]\nid = "{name}"\ntype = "flush"\nat = {at}\nstone = {{cut = "round", diameter = 1.5}}\n'
        for name, at in (("one", -12), ("two", 12))
    )
    with pytest.raises(InputError, match="a table 20 mm wide reaches over the ring's sides"):
        resolve(spec('{style = "signet", width = 20}', more=two))


def test_on_a_split_shank_an_arch_rises_from_each_arm() -> None:
    head = '[[settings]]\nid = "centre"\ntype = "prong"\nset = "high"\nstone = {cut = "round", diameter = 6.5}\n'
    text = (
        f'size = "US 7"\nmetal = "14k-yellow"\nband = {{width = 2.6, shank = "split", shoulders = "cathedral"}}\n{head}'
    )
    design = resolve(read_text(Text(text, "test", ".toml")).spec)
    assert len([p for p in design.parts.metal if p.part == "shoulder"]) == 4


def test_a_rounded_inside_under_a_signet_is_cut_and_a_straight_one_is_the_hoops_own() -> None:
    assert [c.part for c in band('"signet"', "court").parts(math.inf).cutters] == ["bore"]
    assert band('"signet"', "flat").parts(math.inf).cutters == ()
