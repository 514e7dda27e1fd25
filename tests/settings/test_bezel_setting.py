"""Full bezels: the cup and its pocket, drawn as dense points and measured here; then a few built and judged as files.

Stones are round at the catalog's proportions. The cup's metal lies between the outline and the pocket.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen import pipeline
from ringgen.bodies import Faceted, Revolved
from ringgen.cuts import round as brilliant
from ringgen.plane import Arc, Curve
from ringgen.settings import bezel
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.spec.load import read_text
from ringgen.spec.models import Stone
from ringgen.spec.sources import Text
from ringgen.stones import Measures

RANGE = settings(deadline=None, max_examples=40)
DIAMETERS = st.integers(20, 120).map(lambda tenths: tenths / 10)
SETS = st.sampled_from(["low", "high"])
WALLS, BASES, LIPS = st.floats(0.4, 1.0), st.floats(0.5, 0.95), st.floats(0.3, 1.0)
STEP = 0.02  # mm between points
SLACK = 0.003  # mm: a distance between points this dense is at most so much over the curves' own
Points = npt.NDArray[np.float64]


@cache
def stone_of(diameter: float) -> Measures:
    return brilliant.measure(Stone(diameter=diameter), brilliant.Params())


@cache
def faceted(stone: Measures) -> Faceted:
    return brilliant.solid(stone)


def ground(p: bezel.Params, stone: Measures) -> Ground:
    """A band 2.2 mm wide and 1.8 mm thick under a culet as high as the cup sets it."""
    return Ground(-(stone.pavilion + bezel.lift(p, stone, 1.8)), 1.1, 10.5, 1.8)


def cup(p: bezel.Params, stone: Measures) -> Arrangement:
    return bezel.arrange(p, stone, faceted(stone), ground(p, stone), "centre")


def outlines(found: Arrangement) -> tuple[tuple[Curve, ...], tuple[Curve, ...]]:
    """The cup's and the pocket's, closed chains in (radius, height)."""
    metal, pocket = found.parts.metal[0].body, found.parts.cutters[0].body
    assert isinstance(metal, Revolved)
    assert isinstance(pocket, Revolved)
    return metal.outline, pocket.outline


def dense(chain: tuple[Curve, ...]) -> Points:
    """Points along a chain, those on the axis left out."""
    out = []
    for c in chain:
        for s in np.linspace(0.0, 1.0, max(2, math.ceil(c.length / STEP) + 1)):
            (x0, y0), (x1, y1) = c.start, c.end
            on_line = (x0 + s * (x1 - x0), y0 + s * (y1 - y0))
            out.append(c.at(c.a0 + s * (c.a1 - c.a0)) if isinstance(c, Arc) else on_line)
    spots = np.array(out)
    return spots[spots[:, 0] > 1e-6]


def thinnest(found: Arrangement, stone: Measures, lip: float) -> float:
    """The least metal between the cup's side and its pocket, mm, below the rounded edge of the lip."""
    metal, pocket = (dense(o) for o in outlines(found))
    edge = stone.girdle + lip * stone.crown - 0.35
    bottom = metal[:, 1].min()
    side = metal[(metal[:, 1] < edge) & (metal[:, 1] > bottom + 1e-6)]
    inside = pocket[pocket[:, 1] < edge]
    return float(np.sqrt(((side[:, None] - inside[None]) ** 2).sum(axis=2)).min())


@RANGE
@given(DIAMETERS, SETS, WALLS, BASES, LIPS)
def test_the_wall_is_as_thick_as_asked_all_the_way_down(
    d: float, high: str, wall: float, base: float, lip: float
) -> None:
    stone = stone_of(d)
    p = bezel.Params(wall=wall, set=high, base=base, lip=lip)
    assert not bezel.refuse(p, stone, ground(p, stone), "centre")
    assert thinnest(cup(p, stone), stone, lip) >= wall - SLACK


@RANGE
@given(DIAMETERS, WALLS)
def test_round_the_girdle_it_is_exactly_as_thick_as_asked(d: float, wall: float) -> None:
    found = cup(bezel.Params(wall=wall), stone_of(d))
    metal, pocket = (dense(o) for o in outlines(found))
    assert metal[:, 0].max() - pocket[:, 0].max() == pytest.approx(wall, abs=1e-9)
    assert 0.03 <= pocket[:, 0].max() - d / 2 <= 0.1  # room for the girdle: 0.1 to 0.2 mm on the diameter at most
    assert found.witness.bezels[0].wall == pytest.approx(wall)


@RANGE
@given(DIAMETERS, SETS, LIPS)
def test_the_lip_stands_at_the_asked_share_of_the_crown(d: float, high: str, lip: float) -> None:
    stone = stone_of(d)
    found = cup(bezel.Params(lip=lip, set=high), stone)
    metal, pocket = (dense(o) for o in outlines(found))
    assert metal[:, 1].max() - stone.girdle == pytest.approx(lip * stone.crown, abs=1e-9)
    assert found.witness.bezels[0].lip == pytest.approx(lip * stone.crown)
    assert pocket[:, 1].max() > metal[:, 1].max()  # open above


@RANGE
@given(DIAMETERS, SETS, WALLS, BASES)
def test_a_ledge_carries_the_stone_and_nothing_reaches_into_it(d: float, high: str, wall: float, base: float) -> None:
    stone = stone_of(d)
    _, outline = outlines(cup(bezel.Params(wall=wall, set=high, base=base), stone))
    pocket = dense(outline)
    slope = stone.pavilion / (d / 2)
    under = pocket[(pocket[:, 1] < -1e-9) & (pocket[:, 1] > -stone.pavilion)]
    room = under[:, 0] - (under[:, 1] + stone.pavilion) / slope  # from the pavilion outwards to the metal
    assert room.min() >= 0.0
    near = under[(room - room.min()) < 0.01 * d]  # where the metal runs along the pavilion, its facets and all
    assert np.ptp(near[:, 0]) >= min(0.35, 0.2 * d / 2)  # a bearing, not an edge
    assert near[:, 1].max() > -0.05 * d / 2  # right under the girdle
    assert room.min() <= 0.06 + 0.005 * d


@RANGE
@given(DIAMETERS, SETS, WALLS, BASES)
def test_the_pocket_clears_the_culet_and_leaves_a_floor(d: float, high: str, wall: float, base: float) -> None:
    stone = stone_of(d)
    found = cup(bezel.Params(wall=wall, set=high, base=base), stone)
    metal, pocket = (dense(o) for o in outlines(found))
    assert -stone.pavilion - pocket[:, 1].min() >= 0.1
    assert pocket[:, 1].min() - metal[:, 1].min() >= 0.3
    assert found.lowest == pytest.approx(metal[:, 1].min())


@RANGE
@given(DIAMETERS, SETS, WALLS, BASES, LIPS)
def test_both_outlines_are_closed_and_run_counter_clockwise(
    d: float, high: str, wall: float, base: float, lip: float
) -> None:
    for chain in outlines(cup(bezel.Params(wall=wall, set=high, base=base, lip=lip), stone_of(d))):
        assert max(math.dist(a.end, b.start) for a, b in pairwise([*chain, chain[0]])) < 1e-9
        assert min(c.length for c in chain) > 1e-6
        spots = [(c.start, c.end) for c in chain]
        assert sum(a[0] * b[1] - a[1] * b[0] for a, b in spots) > 0


@RANGE
@given(DIAMETERS, SETS)
def test_the_foot_reaches_into_the_band(d: float, high: str) -> None:
    stone, p = stone_of(d), bezel.Params(set=high)
    assert ground(p, stone).top - cup(p, stone).lowest >= 0.15  # parts overlap at least 0.15 mm (Stuller)


@pytest.mark.parametrize(
    ("d", "lift", "wall", "base"),
    [(2.5, 0.25, 1.2, 0.5), (3.5, 0.25, 1.5, 0.4), (2.0, 0.25, 2.5, 0.5), (6.5, 0.1, 2.5, 0.4), (2.0, 8.0, 0.82, 0.3)],
)
def test_a_wall_that_leaves_no_pocket_is_refused_and_what_is_offered_has_its_wall(
    d: float, lift: float, wall: float, base: float
) -> None:
    stone, p = stone_of(d), bezel.Params(wall=wall, lift=lift, base=base)
    problems = bezel.refuse(p, stone, ground(p, stone), "centre")
    if problems:
        field = problems[0].field.rpartition(".")[2]
        p = p.model_copy(update={field: float(str(problems[0].nearest))})
        assert not bezel.refuse(p, stone, ground(p, stone), "centre")
    assert thinnest(cup(p, stone), stone, 0.6) >= p.wall - SLACK


BUILT = {
    "low, small": 'stone = {cut = "round", diameter = 3.5, gem = "diamond"}',
    "high, large": 'set = "high"\nstone = {cut = "round", diameter = 8.0, gem = "diamond"}',
    "thick wall, narrow foot": 'wall = 0.9\nbase = 0.4\nstone = {cut = "round", diameter = 5.2, gem = "sapphire"}',
}


@pytest.mark.parametrize("name", [n if n == "low, small" else pytest.param(n, marks=pytest.mark.slow) for n in BUILT])
def test_a_built_bezel_is_one_sound_solid_that_is_released(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from OCP.BRepCheck import BRepCheck_Analyzer
    from OCP.TopAbs import TopAbs_SOLID

    from ringgen.kernel._shapes import explore

    text = f'size = "US 7"\nmetal = "14k-yellow"\n[[settings]]\nid = "centre"\ntype = "bezel"\n{BUILT[name]}\n'
    made: list[Any] = []
    monkeypatch.setattr(pipeline, "make", spied(pipeline.make, made))
    outcome = pipeline.build(read_text(Text(text, "test", ".toml")), out=tmp_path / "out", formats=("stl",))
    solid = made[0].solid
    assert BRepCheck_Analyzer(solid.shape, True).IsValid()
    assert len(explore(solid.shape, TopAbs_SOLID)) == 1
    assert solid.rungs == ()
    assert [f for f in outcome.report["findings"] if f["status"] not in ("pass", "warn")] == []
    assert {"bezel-wall", "bezel-lip", "culet", "shells"} <= {f["check"] for f in outcome.report["findings"]}
    assert outcome.report["verdict"] == "released"


def spied(make: Any, seen: list[Any]) -> Any:
    """`make`, its result kept."""

    def kept(*args: Any, **kwargs: Any) -> Any:
        seen.append(make(*args, **kwargs))
        return seen[-1]

    return kept
