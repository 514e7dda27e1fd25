"""Prong heads round every outline: where prongs stand, what holds a point, where rails run, and what is refused.

Numbers of the trade: rails 0.25 mm clear of a pavilion (Ganoksin, "CAD modeling prong settings"), nothing but a V on a
point (GIA, princess bench guide), 0.3 mm between two claws at the least, so that no crevice is left in the mould.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ringgen import pipeline, plugins
from ringgen.bodies import Extruded, Faceted, Rail, Stacked, Wire
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.outline import corners, gauge
from ringgen.plane import Arc, points
from ringgen.settings import crown, peg, prong, trellis
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._heads import HeadParams
from ringgen.spec.load import read_text
from ringgen.spec.models import Stone
from ringgen.spec.sources import Text
from ringgen.stones import Measures

SIZES = {
    "round": (6.5, 6.5),
    "oval": (8.0, 6.0),
    "emerald": (8.0, 6.0),
    "princess": (5.5, 5.5),
    "pear": (9.0, 6.0),
    "marquise": (10.0, 5.0),
    "heart": (7.0, 7.0),
    "cushion": (7.0, 7.0),
    "trillion": (7.0, 7.0),
}
POINTED = ("princess", "pear", "marquise", "heart", "trillion")
HEADS = (prong, peg, trellis, crown)


@cache
def stone_of(cut: str) -> Measures:
    module = plugins.load("ringgen.cuts", cut)
    length, width = SIZES[cut]
    found: Measures = module.measure(Stone(cut=cut, length=length, width=width), module.Params())
    return found


@cache
def faceted(cut: str) -> Faceted:
    found: Faceted = plugins.load("ringgen.cuts", cut).solid(stone_of(cut))
    return found


def ground(head: ModuleType, p: HeadParams, stone: Measures) -> Ground:
    return Ground(-(stone.pavilion + head.lift(p, stone, 1.8)), 1.2, 10.4, 1.8)


def problems(head: ModuleType, p: HeadParams, cut: str) -> list[Any]:
    stone = stone_of(cut)
    return list(head.refuse(p, stone, ground(head, p, stone), "centre"))


def made(head: ModuleType, p: HeadParams, cut: str) -> Arrangement:
    assert problems(head, p, cut) == []
    stone = stone_of(cut)
    found: Arrangement = head.arrange(p, stone, faceted(cut), ground(head, p, stone), "centre")
    return found


@pytest.mark.parametrize("cut", SIZES)
def test_prongs_stand_where_the_cut_says(cut: str) -> None:
    stone = stone_of(cut)
    found = made(prong, prong.Params(), cut)
    usual = stone.holds[0]
    assert len(found.witness.prongs) == len(usual)
    for anchor, one in zip(usual, found.witness.prongs, strict=True):
        girdle = min(one.axis, key=lambda v: abs(v[2]))
        assert math.dist(girdle[:2], anchor.at) < one.diameter  # at the girdle, each is beside its own spot


@pytest.mark.parametrize("cut", POINTED)
@pytest.mark.parametrize("style", ["auto", "v", "claw", "double", "tab"])
def test_a_point_is_always_held_in_a_v(cut: str, style: str) -> None:
    found = made(prong, prong.Params(style=style), cut)
    sharp = [a for a in stone_of(cut).holds[0] if a.kind == "point"]
    relieved = [c for c in found.parts.cutters if "point" in c.part]
    assert sum(len(c.places) for c in relieved) == len(sharp)
    assert all(isinstance(c.body, Extruded) for c in relieved)
    arms = [m for m in found.parts.metal if m.part == "centre prong" and isinstance(m.body, Stacked)]
    assert sum(len(m.places) for m in arms) >= len(sharp)


@pytest.mark.parametrize("cut", POINTED)
def test_a_round_prong_on_a_point_is_refused_with_what_works(cut: str) -> None:
    problem = problems(prong, prong.Params(style="round"), cut)[0]
    assert (problem.field, problem.nearest) == ("settings.centre.style", "v")
    assert problems(prong, prong.Params(style="v"), cut) == []


@pytest.mark.parametrize("cut", ["round", "oval"])
def test_a_v_on_a_smooth_girdle_is_refused_with_what_works(cut: str) -> None:
    problem = problems(prong, prong.Params(style="v"), cut)[0]
    assert problems(prong, prong.Params(style=problem.nearest), cut) == []


@pytest.mark.parametrize("cut", SIZES)
def test_a_count_the_cut_has_no_place_for_is_refused_with_one_it_has(cut: str) -> None:
    counts = {len(h) for h in stone_of(cut).holds}
    missing = next(n for n in (11, 12) if n not in counts)
    problem = problems(prong, prong.Params(prongs=missing), cut)[0]
    assert problem.field == "settings.centre.prongs"
    assert int(problem.nearest) in counts


@pytest.mark.parametrize("cut", [c for c in SIZES if c != "round"])
@pytest.mark.parametrize("high", ["low", "high"])
def test_rails_have_no_corner_and_bend_wider_than_their_wire(cut: str, high: str) -> None:
    found = made(prong, prong.Params(set=high), cut)
    rails = [m.body for m in found.parts.metal if isinstance(m.body, Rail)]
    assert rails
    for rail in rails:
        assert corners(rail.path) == []
        assert all(c.radius > rail.radius for c in rail.path if isinstance(c, Arc))


@pytest.mark.parametrize("cut", [c for c in SIZES if c != "round"])
def test_the_gallery_rail_is_clear_of_every_vertex_of_the_pavilion(cut: str) -> None:
    found = made(prong, prong.Params(set="high"), cut)
    rail = next((m.body for m in found.parts.metal if "gallery" in m.part), None)
    assert isinstance(rail, Rail)
    path = points(rail.path, 0.002)
    for x, y, z in faceted(cut).vertices:
        if z < -1e-6:
            away = min(math.hypot(math.dist((x, y), p), z - rail.z) for p in path)
            assert away - rail.radius >= 0.24


@pytest.mark.parametrize("cut", [c for c in SIZES if c != "round"])
def test_the_gallery_rail_runs_outside_of_the_stone_it_carries(cut: str) -> None:
    found = made(prong, prong.Params(set="high"), cut)
    rail = next(m.body for m in found.parts.metal if "gallery" in m.part)
    assert isinstance(rail, Rail)
    stone = stone_of(cut)
    share = 1.0 + rail.z / stone.pavilion
    assert min(gauge(stone.outline, p, stone.culet) for p in points(rail.path)) > share


def test_the_two_claws_of_a_pair_stand_clearly_apart() -> None:
    found = made(prong, prong.Params(style="double"), "cushion")
    seen = found.witness.prongs
    assert len(seen) == 2 * len(stone_of("cushion").holds[0])
    for a, b in zip(seen[::2], seen[1::2], strict=True):
        near = min(math.dist(p, q) for p in a.axis for q in b.axis)
        assert near - a.diameter >= 0.3


def test_a_claw_tapers_to_a_rounded_point_over_the_stone() -> None:
    plain, claw = (made(prong, prong.Params(style=s, prongs=4), "round") for s in ("round", "claw"))
    tip = next(m for m in claw.parts.metal if m.part == "centre prong tip")
    assert len(tip.places) == 4
    assert claw.witness.prongs[0].tip >= plain.witness.prongs[0].tip - 0.1

    def over(found: Arrangement) -> float:
        return min(math.hypot(*v[:2]) for v in found.witness.prongs[0].axis if v[2] > 0)

    assert over(claw) < over(plain)


@pytest.mark.parametrize("head", HEADS, ids=lambda h: h.__name__.rsplit(".", 1)[-1])
@pytest.mark.parametrize("cut", SIZES)
def test_every_head_takes_a_cut_or_says_what_does(head: ModuleType, cut: str) -> None:
    found = problems(head, head.Params(), cut)
    if not found:
        arrangement = made(head, head.Params(), cut)
        assert arrangement.carry is not None
        assert 0.0 < arrangement.carry.radius <= stone_of(cut).width / 2 + 1.0
        assert all(p.tip > stone_of(cut).girdle for p in arrangement.witness.prongs)
        return
    problem = found[0]
    field, value = problem.field.rpartition(".")[2], problem.nearest
    assert value is not None
    if field == "type":
        assert problems(plugins.load("ringgen.settings", value), prong.Params(), cut) == []
        return
    number = int(value) if field == "prongs" else value if field == "style" else float(value)
    assert problems(head, head.Params(**{field: number}), cut) == []


@pytest.mark.parametrize("n", [4, 6])
def test_the_prongs_of_a_trellis_cross_in_pairs_and_one_passes_in_front(n: int) -> None:
    found = made(trellis, trellis.Params(prongs=n), "round")
    crossed = 0
    seen = found.witness.prongs
    for i, a in enumerate(seen):
        for b in seen[:i]:
            (f, g), (s, t) = (a.axis[0], a.axis[1]), (b.axis[0], b.axis[1])
            turn = (g[0] - f[0]) * (t[1] - s[1]) - (g[1] - f[1]) * (t[0] - s[0])
            u = ((s[0] - f[0]) * (t[1] - s[1]) - (s[1] - f[1]) * (t[0] - s[0])) / turn
            v = ((s[0] - f[0]) * (g[1] - f[1]) - (s[1] - f[1]) * (g[0] - f[0])) / turn
            if 0 < u < 1 and 0 < v < 1:  # seen from above, one runs over the other
                crossed += 1
    assert crossed >= n // 2


def test_an_odd_number_of_prongs_cannot_cross() -> None:
    problem = problems(trellis, trellis.Params(prongs=5), "round")[0]
    assert problem.field == "settings.centre.prongs"
    assert problems(trellis, trellis.Params(prongs=int(problem.nearest)), "round") == []


@pytest.mark.parametrize("cut", ["oval", "marquise"])
def test_a_base_that_overhangs_the_falling_band_is_filled_down_to_it(cut: str) -> None:
    """The stone's length along the hoop: the band falls away under both its ends."""
    stone = stone_of(cut)
    p = prong.Params()
    lift = prong.lift(p, stone, 1.8)
    from ringgen.bodies import Frame

    height = stone.pavilion + lift
    frame = Frame((0.0, 0.0, 9.0 + height), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    turned = Ground(-height, 1.2, 9.0, 1.8, (), frame)
    found = prong.arrange(p, stone, faceted(cut), turned, "centre")
    base = [m.body for m in found.parts.metal if m.part.startswith("centre base")]
    lowest = min(b.z0 for b in base if isinstance(b, Extruded))
    rail = next(b for b in base if isinstance(b, Rail))
    under = [turned.under(*p) for p in points(rail.path)]
    assert lowest < min(h for h in under if h is not None)


@pytest.mark.parametrize(("lift", "fine"), [(-0.5, True), (-1.5, False)])
def test_a_stone_sunk_too_deep_is_refused_with_a_lift_that_works(lift: float, fine: bool) -> None:
    p = prong.Params(lift=lift)
    found = problems(prong, p, "round")
    assert (found == []) is fine
    if not fine:
        assert found[0].field == "settings.centre.lift"
        assert problems(prong, prong.Params(lift=float(found[0].nearest)), "round") == []


def test_a_sunk_head_stands_lower_than_a_low_one_and_leaves_metal_over_the_finger() -> None:
    stone = stone_of("round")
    low, sunk = (prong.lift(prong.Params(set=s), stone, 1.8) for s in ("low", "sunk"))
    assert sunk < 0.0 < low
    assert 1.8 + sunk >= 0.6


@pytest.mark.parametrize("cut", ["oval", "emerald"])
def test_a_stone_with_a_keel_is_sunk_to_the_band_and_no_deeper_unasked(cut: str) -> None:
    stone = stone_of(cut)
    assert prong.lift(prong.Params(set="sunk"), stone, 1.8) == 0.0
    assert prong.lift(prong.Params(set="sunk", lift=-0.4), stone, 1.8) == -0.4


BUILT = {
    "oval basket": 'type = "prong"\nstone = {cut = "oval", length = 8.0, width = 6.0}',
    "princess in V-prongs": 'type = "prong"\nset = "high"\nstone = {cut = "princess", length = 5.5, width = 5.5}',
    "pear, claws": 'type = "prong"\nstyle = "claw"\nset = "high"\nstone = {cut = "pear", length = 9.0, width = 6.0}',
    "emerald, scalloped": 'type = "prong"\ngallery = "scalloped"\nstone = {cut = "emerald", length = 8.0, width = 6.0}',
    "emerald, tabs": 'type = "prong"\nstyle = "tab"\nset = "high"\nstone = {cut = "emerald", length = 7, width = 5}',
    "cushion, pairs": 'type = "prong"\nstyle = "double"\nstone = {cut = "cushion", length = 8.0, width = 8.0}',
    "round on a peg": 'type = "peg"\nstone = {cut = "round", diameter = 6.5}',
    "oval on a peg": 'type = "peg"\nstone = {cut = "oval", length = 8.0, width = 6.0}',
    "round trellis": 'type = "trellis"\nprongs = 4\nstone = {cut = "round", diameter = 6.5}',
    "round crown": 'type = "crown"\nstone = {cut = "round", diameter = 6.5}',
    "oval crown, arched": 'type = "crown"\nedge = "arched"\nstone = {cut = "oval", length = 8, width = 6}',
    "sunk": 'type = "prong"\nset = "sunk"\nstone = {cut = "round", diameter = 5.0}',
}


@pytest.mark.parametrize("name", [n if n == "oval basket" else pytest.param(n, marks=pytest.mark.slow) for n in BUILT])
def test_a_built_head_is_one_sound_solid_without_a_retry(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    band = 'band = {profile = "court", width = 2.6, thickness = 2.0}'
    text = f'size = "US 7"\nmetal = "18k-yellow"\n{band}\n[[settings]]\nid = "centre"\n{BUILT[name]}\n'
    seen: list[Any] = []
    make = pipeline.make

    def kept(*args: Any, **kwargs: Any) -> Any:
        seen.append(make(*args, **kwargs))
        return seen[-1]

    monkeypatch.setattr(pipeline, "make", kept)
    outcome = pipeline.build(read_text(Text(text, "test", ".toml")), out=tmp_path / "out", formats=("stl",))
    assert seen[0].solid.rungs == ()
    assert [f for f in outcome.report["findings"] if f["status"] not in ("pass", "warn")] == []
    assert outcome.report["verdict"] == "released"


def test_a_spec_is_refused_with_the_settings_own_words() -> None:
    text = 'size = "US 7"\nmetal = "18k-yellow"\n[[settings]]\nid = "c"\ntype = "prong"\nprongs = 7\n'
    text += 'stone = {cut = "oval", length = 8.0, width = 6.0}\n'
    from ringgen.design.resolve import resolve

    with pytest.raises(InputError, match="no places for 7 prongs"):
        resolve(read_text(Text(text, "test", ".toml")).spec)


def test_wires_and_rails_are_the_only_round_bodies_of_a_basket() -> None:
    kinds = {type(m.body) for m in made(prong, prong.Params(), "oval").parts.metal}
    assert kinds == {Wire, Rail, Extruded}


def shaped(cut: str, carat: float) -> tuple[Measures, Faceted]:
    module = plugins.load("ringgen.cuts", cut)
    stone = module.measure(Stone(cut=cut, carat=carat), module.Params())
    return stone, module.solid(stone)


def standing(head: ModuleType, p: HeadParams, cut: str, carat: float) -> Arrangement:
    """The head as it comes on a stone of that weight, nothing refused."""
    stone, solid = shaped(cut, carat)
    level = Ground(-(stone.pavilion + head.lift(p, stone, 1.8)), 1.2, 10.4, 1.8)
    assert head.refuse(p, stone, level, "centre") == []
    found: Arrangement = head.arrange(p, stone, solid, level, "centre")
    return found


@pytest.mark.parametrize("cut", ["cabochon", "rose-cut", "pearl"])
@pytest.mark.parametrize("carat", [0.18, 1.0, 4.0])
@pytest.mark.parametrize("style", ["round", "claw"])
def test_a_dome_takes_no_more_of_a_prong_than_casters_leave_it(cut: str, carat: float, style: str) -> None:
    """From the seat up and down: what is left beside the stone, against Gemwares' 0.6 mm."""
    found = standing(prong, prong.Params(style=style), cut, carat)
    stone, _ = shaped(cut, carat)
    side = [(share * stone.width / 2 + 0.05, z) for share, z in stone.side]  # and the seat's clearance
    for one in found.witness.prongs:
        wire = [(math.hypot(x, y), z) for x, y, z in one.axis[:-1] if z > found.lowest + 2.2 * one.diameter]
        for r, z in wire:
            away = max(_from(a, b, (r, z)) for a, b in pairwise(side))
            assert one.diameter / 2 + away >= 0.6


def _from(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> float:
    """Distance from a line, positive on the right of one that runs up: outside of a dome."""
    return ((b[1] - a[1]) * (p[0] - a[0]) - (b[0] - a[0]) * (p[1] - a[1])) / max(math.dist(a, b), 1e-9)


def test_a_v_round_a_corner_cut_as_wide_as_a_side_is_still_an_outline() -> None:
    from ringgen.settings._chevron import chevron, section

    stone, _ = shaped("octagon", 4.0)
    for hold in stone.holds:
        for a in hold:
            assert min(c.length for c in section(chevron(stone, a, 1.5, 0.28, 0.05))) > 1e-3


def test_the_wall_of_a_v_is_as_thick_at_a_sharp_point_as_beside_it() -> None:
    from ringgen.settings._chevron import Chevron, section

    for degrees in (20.0, 30.0, 45.0, 70.0):
        arms = Chevron(math.radians(degrees), 0.9, 0.23, 1.3, 1.0)
        assert max(p[0] for p in points(section(arms), 0.001)) == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize(("cut", "carat"), [("tapered-baguette", 1.0), ("hexagon", 0.18), ("baguette", 0.18)])
def test_arms_of_neighbouring_vs_are_clearly_apart_or_grown_together(cut: str, carat: float) -> None:
    from ringgen.settings._chevron import chevron

    stone, _ = shaped(cut, carat)
    spots = stone.holds[0]
    for a in spots:
        beside = min(math.dist(a.at, b.at) for b in spots if b is not a)
        left = beside - 2 * chevron(stone, a, 1.1, 0.28, 0.05, beside).length
        assert left >= 0.5 or left < -0.3


def test_no_thinner_prong_is_offered_than_is_one_beside_its_stone() -> None:
    from ringgen.settings._heads import kept
    from ringgen.settings._room import _steps_down

    p = prong.Params()
    assert min(_steps_down(p, 2.0)) * kept(p, 1.0) >= 0.6


@pytest.mark.parametrize("cut", ["triangle", "kite", "trillion"])
def test_a_crowns_wall_leans_out_by_less_than_its_height_at_a_point(cut: str) -> None:
    """Flatter, its upper edge is a fin."""
    from ringgen.outline import bounds

    found = standing(crown, crown.Params(), cut, 1.0)
    wall = next(m.body for m in found.parts.metal if m.part == "centre crown")
    assert isinstance(wall, Stacked)
    (z0, low), (z1, high) = wall.levels
    (x0, _), (x1, _) = bounds(low)[1], bounds(high)[1]
    assert x1 - x0 <= 0.9 * (z1 - z0)


def test_flat_tabs_do_not_cross() -> None:
    problem = problems(trellis, trellis.Params(style="tab"), "round")[0]
    assert problems(trellis, trellis.Params(style=problem.nearest), "round") == []


def test_what_a_crown_reaches_down_with_beside_the_band_is_cut_by_the_bore() -> None:
    """A skirt wider than the band was left standing 0.3 mm within the finger's size."""
    text = """size = "US 11"\nmetal = "14k-yellow"
        band = {width = 3.2, thickness = 2.2, shank = "split"}
        settings = [{id = "centre", type = "crown", style = "round", stone = {cut = "cabochon", carat = 4.0}}]"""
    parts = resolve(read_text(Text(text, "test", ".toml")).spec).parts
    assert "centre base" in {m.part for m in parts.metal}
    assert "bore" in {c.part for c in parts.cutters}
