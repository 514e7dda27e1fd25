"""Every cut with straight sides: sound facets, exact measures, the trade's weight, prongs' places, a seat it fits.

Weights are against the diamond formulas of Octonus, Pricescope and Esslinger (5 %: real girdles vary more than the
formulas allow for); one-carat sizes are those of a retailers' size chart, which is printed to the half millimetre.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_facets import assert_sound, normal_of

from ringgen import plugins
from ringgen.bodies import Faceted, Vec
from ringgen.catalog.gems import find_gem
from ringgen.catalog.stones import proportions, weight
from ringgen.errors import InputError
from ringgen.facets import volume
from ringgen.outline import bounds, corners, gauge, straight
from ringgen.plane import area as enclosed
from ringgen.settings._arrangement import seat
from ringgen.spec.fields import describe
from ringgen.spec.models import Stone
from ringgen.stones import Anchor, Measures

CORNERED = ("emerald", "asscher", "radiant", "flanders")
STEPPED = {  # cut: sides, rows over and under the girdle
    "emerald": (8, 3, 3),
    "asscher": (8, 3, 3),
    "octagon": (8, 2, 3),
    "square": (4, 2, 3),
    "baguette": (4, 2, 2),
    "tapered-baguette": (4, 2, 2),
    "trapezoid": (4, 2, 3),
    "triangle": (3, 2, 3),
    "hexagon": (6, 2, 3),
    "lozenge": (4, 2, 3),
    "kite": (4, 2, 3),
    "shield": (5, 2, 3),
}
BRILLIANT = {"princess": (16, 20), "radiant": (20, 28), "flanders": (20, 28)}  # facets over and under the girdle
CUTS = (*STEPPED, *BRILLIANT)
WEIGHED = tuple(c for c in CUTS if weight(c, 1.0, 1.0, 1.0) is not None)
CLEARANCE, LEAST_CLEARANCE = 0.05, 0.04


def measured(cut: str, length: float, width: float, depth: float | None = None, **params: float) -> Measures:
    module = plugins.load("ringgen.cuts", cut)
    found: Measures = module.measure(Stone(cut=cut, length=length, width=width, depth=depth), module.Params(**params))
    return found


def solid(cut: str, m: Measures) -> Faceted:
    body: Faceted = plugins.load("ringgen.cuts", cut).solid(m)
    return body


@st.composite
def stones(draw: st.DrawFn, cuts: tuple[str, ...] = CUTS) -> tuple[str, Measures]:
    """Any stone of one of the cuts: its size, its length over width, its depth and its own parameters."""
    cut = draw(st.sampled_from(cuts))
    row = proportions(cut)
    width = round(draw(st.floats(1.2, min(12.0, 29.0 / row.lw_max))), 2)
    ratio = draw(st.floats(row.lw_min + 0.01, row.lw_max - 0.01))
    depth = draw(st.none() | st.floats(row.depth_min + 0.01, row.depth_max - 0.01).map(lambda d: d * width))
    params = {
        d.name: draw(st.floats(d.minimum, d.maximum))
        for d in describe(plugins.load("ringgen.cuts", cut).Params)
        if d.name in ("corner", "shoulder", "point") and d.minimum is not None and d.maximum is not None
    }
    return cut, measured(cut, ratio * width, width, depth, **params)


def facets(body: Faceted) -> Counter[str]:
    found: Counter[str] = Counter()
    for face in body.faces:
        n = normal_of(body, face)
        up = n[2] / math.hypot(*n)
        found["girdle" if abs(up) < 1e-6 else "table" if up > 1 - 1e-9 else "crown" if up > 0 else "pavilion"] += 1
    return found


@settings(max_examples=150, deadline=None)
@given(stones())
def test_it_is_closed_convex_and_exactly_as_large_as_measured(found: tuple[str, Measures]) -> None:
    cut, m = found
    body = solid(cut, m)
    assert_sound(body)
    for axis, (low, high) in enumerate(
        ((-m.width / 2, m.width / 2), (-m.length / 2, m.length / 2), (-m.pavilion, m.girdle + m.crown))
    ):
        assert min(v[axis] for v in body.vertices) == pytest.approx(low, abs=1e-6)
        assert max(v[axis] for v in body.vertices) == pytest.approx(high, abs=1e-6)


@settings(deadline=None)
@given(stones())
def test_its_girdle_stands_on_its_outline(found: tuple[str, Measures]) -> None:
    """Every corner of the outline is a corner of the stone, at both of the girdle's edges."""
    cut, m = found
    assert straight(m.outline)
    assert enclosed(m.outline) > 0
    (x0, y0), (x1, y1) = bounds(m.outline)
    assert (x0, y0, x1, y1) == pytest.approx((-m.width / 2, -m.length / 2, m.width / 2, m.length / 2))
    body = solid(cut, m)
    for c in m.outline:
        for z in (0.0, m.girdle):
            assert min(math.dist(v, (*c.start, z)) for v in body.vertices) < 1e-6


@pytest.mark.parametrize("cut", STEPPED)
def test_a_step_cut_has_its_rows_of_facets(cut: str) -> None:
    sides, over, under = STEPPED[cut]
    counted = facets(solid(cut, measured(cut, 5.0 * proportions(cut).lw, 5.0)))
    assert counted == {"table": 1, "crown": sides * over, "girdle": sides, "pavilion": sides * under}


@pytest.mark.parametrize("cut", BRILLIANT)
def test_a_brilliant_has_its_chevrons(cut: str) -> None:
    over, under = BRILLIANT[cut]
    row = proportions(cut)
    for ratio in (row.lw_min, row.lw, row.lw_max):
        counted = facets(solid(cut, measured(cut, 5.0 * ratio, 5.0)))
        assert (counted["table"], counted["crown"], counted["pavilion"]) == (1, over, under)


@pytest.mark.parametrize("cut", CUTS)
def test_the_table_is_as_wide_as_its_measure_says(cut: str) -> None:
    m = measured(cut, 5.0 * proportions(cut).lw, 5.0)
    body = solid(cut, m)
    table = [x for x, _, z in body.vertices if z > m.girdle + m.crown - 1e-9]
    assert max(table) - min(table) == pytest.approx(m.table, rel=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WEIGHED), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(1.0, 6.0))
def test_the_solid_weighs_what_the_trade_formula_says(cut: str, along: float, deep: float, width: float) -> None:
    row = proportions(cut)
    ratio = row.lw_min + along * (row.lw_max - row.lw_min)
    depth = row.depth_min + deep * (row.depth_max - row.depth_min)
    m = measured(cut, ratio * width, width, depth * width)
    assert volume(solid(cut, m)) * find_gem("diamond").sg / 200 == pytest.approx(m.carat, rel=0.05)


@pytest.mark.parametrize("cut", [c for c in CUTS if c not in WEIGHED])
def test_a_cut_without_a_formula_weighs_what_its_solid_does_and_says_so(cut: str) -> None:
    m = measured(cut, 5.0 * proportions(cut).lw, 5.0)
    assert m.carat == pytest.approx(volume(solid(cut, m)) * find_gem("diamond").sg / 200)
    assert m.error >= 0.10
    assert "no trade formula" in m.source


@pytest.mark.parametrize(("cut", "factor"), [("octagon", 0.00683), ("flanders", 0.0073)])
def test_it_is_as_full_as_the_model_other_tools_draw(cut: str, factor: float) -> None:
    """JewelCraft's volumes, as carats of diamond per length × width × depth."""
    m = measured(cut, 5.0, 5.0)
    assert m.carat == pytest.approx(factor * 25 * m.depth, rel=0.02)


@pytest.mark.parametrize(
    ("cut", "length", "width"),
    [("princess", 5.5, 5.5), ("emerald", 6.5, 5.0), ("asscher", 5.5, 5.5), ("radiant", 6.0, 5.5)],
)
def test_the_one_carat_stone_of_size_charts_weighs_a_carat(cut: str, length: float, width: float) -> None:
    m = measured(cut, length, width)
    assert m.carat == pytest.approx(1.0, rel=m.error)


@pytest.mark.parametrize("cut", CUTS)
def test_a_weight_alone_is_a_placeholder_that_weighs_it(cut: str) -> None:
    module = plugins.load("ringgen.cuts", cut)
    alone = module.measure(Stone(cut=cut, carat=0.7), module.Params())
    assert alone.placeholder
    assert alone.length == pytest.approx(proportions(cut).lw * alone.width)
    again = measured(cut, alone.length, alone.width)
    assert again.carat == pytest.approx(0.7, rel=1e-6)
    assert not again.placeholder


@settings(deadline=None)
@given(stones())
def test_prongs_stand_on_the_girdle_and_face_out(found: tuple[str, Measures]) -> None:
    _, m = found
    assert m.holds
    sharp = {(round(p[0], 9), round(p[1], 9)): angle for p, angle in corners(m.outline)}
    for anchor in (a for held in m.holds for a in held):
        assert gauge(m.outline, anchor.at) == pytest.approx(1.0, abs=1e-6)
        assert math.hypot(*anchor.out) == pytest.approx(1.0)
        assert gauge(m.outline, _moved(anchor, 1e-3)) > 1.0
        at_corner = (round(anchor.at[0], 9), round(anchor.at[1], 9)) in sharp
        assert at_corner is (anchor.kind == "point")


@settings(deadline=None)
@given(stones())
def test_each_set_of_prongs_holds_the_stone_from_all_sides(found: tuple[str, Measures]) -> None:
    """No half turn is left open: the stone cannot slide out between two prongs."""
    _, m = found
    for held in m.holds:
        ways = sorted(math.atan2(a.out[1], a.out[0]) for a in held)
        gaps = [b - a for a, b in zip(ways, [*ways[1:], ways[0] + math.tau], strict=True)]
        assert max(gaps) < math.pi


def _moved(anchor: Anchor, by: float) -> tuple[float, float]:
    return (anchor.at[0] + by * anchor.out[0], anchor.at[1] + by * anchor.out[1])


@pytest.mark.parametrize("cut", CUTS)
def test_what_the_trade_holds_is_held_first(cut: str) -> None:
    """Points in V-prongs, cut corners at their middle."""
    usual = measured(cut, 5.0 * proportions(cut).lw, 5.0).holds[0]
    kinds = {a.kind for a in usual}
    assert kinds == {"corner" if cut in (*CORNERED, "octagon") else "point"}
    assert len(usual) == {"triangle": 3, "shield": 3, "hexagon": 6}.get(cut, 4)


@settings(max_examples=60, deadline=None)
@given(stones())
def test_the_seat_is_larger_all_round(found: tuple[str, Measures]) -> None:
    cut, m = found
    body = solid(cut, m)
    cutter = seat(m, body, CLEARANCE, "seat").body
    assert isinstance(cutter, Faceted)
    for face in cutter.faces:
        n = normal_of(cutter, face)
        size = math.hypot(*n)
        if size > 1e-6:
            out = max(_dot(n, v) for v in body.vertices) / size
            assert _dot(n, cutter.vertices[face[0]]) / size - out >= LEAST_CLEARANCE


def _dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@pytest.mark.parametrize("cut", CUTS)
def test_the_culet_lies_where_the_stone_is_deepest(cut: str) -> None:
    m = measured(cut, 5.0 * proportions(cut).lw, 5.0, culet_x=0.2, culet_y=-0.1)
    body = solid(cut, m)
    assert_sound(body)
    low = [v for v in body.vertices if v[2] < -m.pavilion + 1e-6]
    xs, ys = [v[0] for v in low], [v[1] for v in low]
    assert (min(xs) + max(xs)) / 2 == pytest.approx(m.culet[0], abs=1e-6)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(m.culet[1], abs=1e-6)
    centred = measured(cut, 5.0 * proportions(cut).lw, 5.0)
    assert (m.culet[0] - centred.culet[0], m.culet[1] - centred.culet[1]) == pytest.approx((0.2, -0.1))


@pytest.mark.parametrize("cut", CORNERED)
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_corners_are_cut_by_their_share_of_the_width(cut: str, end: str) -> None:
    doc = next(d for d in describe(plugins.load("ringgen.cuts", cut).Params) if d.name == "corner")
    share = getattr(doc, end)
    m = measured(cut, 5.0 * proportions(cut).lw, 5.0, corner=share)
    assert all(m.outline[i].length == pytest.approx(share * 5.0 * math.sqrt(2)) for i in (1, 3, 5, 7))
    weighs = volume(solid(cut, m)) * find_gem("diamond").sg / 200
    assert weighs == pytest.approx(m.carat, rel=0.05)


@pytest.mark.parametrize("cut", ["emerald", "radiant"])
def test_a_long_stone_may_have_two_more_prongs_on_its_long_sides(cut: str) -> None:
    more = measured(cut, 7.0, 5.0).holds[1]
    assert Counter(a.kind for a in more) == {"corner": 4, "side": 2}
    assert {a.at for a in more if a.kind == "side"} == {(2.5, 0.0), (-2.5, 0.0)}


def test_an_octagon_as_long_as_wide_has_eight_equal_sides() -> None:
    sides = {round(c.length, 9) for c in measured("octagon", 5.0, 5.0).outline}
    assert len(sides) == 1


def test_the_triangle_and_the_kite_are_as_steep_on_every_side() -> None:
    for cut in ("triangle", "kite"):
        m = measured(cut, 5.0 * proportions(cut).lw, 5.0)
        away = {
            round(abs((m.culet[0] - c.start[0]) * c.tangent()[1] - (m.culet[1] - c.start[1]) * c.tangent()[0]), 9)
            for c in m.outline
        }
        assert len(away) == 1


@pytest.mark.parametrize("cut", ["triangle", "kite", "shield"])
def test_the_single_point_is_at_the_front(cut: str) -> None:
    m = measured(cut, 5.0 * proportions(cut).lw, 5.0)
    assert [c.start for c in m.outline if c.start[1] < -m.length / 2 + 1e-9] == [(0.0, -m.length / 2)]


def test_a_tapered_baguette_narrows_and_its_keel_rises_with_it() -> None:
    m = measured("tapered-baguette", 5.0, 2.5, narrow=1.5)
    assert m.outline[-1].length == pytest.approx(1.5)
    assert m.outline[1].length == pytest.approx(2.5)
    assert m.carat == pytest.approx(0.00915 * 5.0 * 2.0 * m.depth)  # Octonus: the mean of the two ends
    keel = [v for v in solid("tapered-baguette", m).vertices if abs(v[0]) < 1e-6]
    wide, narrow = max(keel, key=lambda v: v[1]), min(keel, key=lambda v: v[1])
    assert wide[2] == pytest.approx(-m.pavilion)
    assert narrow[2] > wide[2] + 0.1


@pytest.mark.parametrize("cut", ["tapered-baguette", "trapezoid"])
@pytest.mark.parametrize("narrow", [0.5, 4.9, 12.0])
def test_a_narrow_end_that_is_none_is_refused_with_one_that_works(cut: str, narrow: float) -> None:
    length = 5.0 * proportions(cut).lw
    with pytest.raises(InputError) as caught:
        measured(cut, length, 5.0, narrow=narrow)
    problem = caught.value.problems[0]
    assert problem.field == "stone.narrow"
    assert measured(cut, length, 5.0, narrow=float(problem.nearest or "nan"))


def test_a_narrow_end_without_a_width_is_refused() -> None:
    module = plugins.load("ringgen.cuts", "trapezoid")
    with pytest.raises(InputError) as caught:
        module.measure(Stone(cut="trapezoid", carat=1.0), module.Params(narrow=2.0))
    assert caught.value.problems[0].field == "stone.narrow"


def test_a_keel_too_short_to_see_is_a_point() -> None:
    """4 % of the width longer than wide: eight facets meet in one culet."""
    m = measured("asscher", 5.2, 5.0)
    lowest = [v for v in solid("asscher", m).vertices if v[2] < -m.pavilion + 1e-6]
    assert len({(round(x, 6), round(y, 6)) for x, y, _ in lowest}) == 1
    longer = measured("emerald", 7.0, 5.0)
    ends = [v for v in solid("emerald", longer).vertices if v[2] < -longer.pavilion + 1e-6]
    assert max(v[1] for v in ends) - min(v[1] for v in ends) == pytest.approx(2.0)


def test_a_deeper_stone_keeps_its_table_and_stretches_its_heights() -> None:
    usual = measured("princess", 5.5, 5.5)
    deep = measured("princess", 5.5, 5.5, 4.4)
    assert deep.table == usual.table
    assert deep.crown / usual.crown == pytest.approx(4.4 / usual.depth)
    assert replace(deep, source="").depth == pytest.approx(4.4)
