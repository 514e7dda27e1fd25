"""Every cut with a curved outline: sound facets, exact measures, the trade's weight, prongs' places, a seat it fits.

Weights are against the diamond formulas of Octonus, Pricescope and Esslinger (5 %: real girdles vary more than the
formulas allow for), cabochons against Dendritics' factor; one-carat sizes are those of a retailers' size chart, printed
to the half millimetre.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from test_facets import assert_sound, normal_of
from test_straight_cuts import facets, measured, solid

from ringgen import plugins
from ringgen.bodies import Body, Faceted, Revolved, Stacked
from ringgen.catalog.gems import find_gem
from ringgen.catalog.stones import proportions, weight
from ringgen.errors import InputError
from ringgen.facets import volume
from ringgen.outline import bounds, circle, corners, gauge
from ringgen.plane import Arc, Curve, area, at, points
from ringgen.settings._arrangement import seat
from ringgen.spec.fields import describe
from ringgen.spec.models import Stone
from ringgen.stones import Measures

BRILLIANT = ("round", "oval", "pear", "marquise", "cushion", "heart", "trillion", "trilliant", "half-moon")
SMOOTH = ("cabochon", "oval-cabochon", "pearl")
CUTS = (*BRILLIANT, "rose-cut", *SMOOTH)
WEIGHED = tuple(c for c in CUTS if weight(c, 1.0, 1.0, 1.0) is not None)
CLEARANCE, LEAST_CLEARANCE, MOST_CLEARANCE = 0.05, 0.04, 0.15


def usual(cut: str, **params: float) -> Measures:
    """A stone 5 mm wide of the cut's usual shape."""
    return measured(cut, 5.0 * proportions(cut).lw, 5.0, **params)


@st.composite
def stones(draw: st.DrawFn, cuts: tuple[str, ...] = CUTS) -> tuple[str, Measures]:
    """Any stone of one of the cuts: its size, its length over width, its depth and its own parameters."""
    cut = draw(st.sampled_from(cuts))
    row = proportions(cut)
    width = draw(st.floats(1.2, min(15.0, 29.0 / row.lw_max)))
    ratio = draw(st.floats(row.lw_min, row.lw_max))
    depth = draw(st.none() | st.floats(row.depth_min, row.depth_max).map(lambda d: d * width))
    params = {
        d.name: draw(st.floats(d.minimum, d.maximum))
        for d in describe(plugins.load("ringgen.cuts", cut).Params)
        if d.kind == "ratio" and d.minimum is not None and d.maximum is not None
    }
    off = st.floats(-0.1, 0.1).map(lambda s: s * width)
    params["culet_y"] = draw(st.just(0.0) | off)
    params["culet_x"] = 0.0 if cut == "heart" else draw(st.just(0.0) | off)
    return cut, measured(cut, ratio * width, width, depth, **params)


def right_half(cut: str, body: Faceted) -> Faceted:
    """A heart's right half, closed by its flat side; any other stone as it is."""
    if cut != "heart":
        return body
    faces = [f for f in body.faces if all(body.vertices[i][0] > -1e-9 for i in f)]
    edges = {(i, j) for f in faces for i, j in zip(f, f[1:] + f[:1], strict=True)}
    following = {j: i for i, j in edges if (j, i) not in edges}
    loop = [next(iter(following))]
    while following[loop[-1]] != loop[0]:
        loop.append(following[loop[-1]])
    used = sorted({i for f in faces for i in f})
    number = {old: new for new, old in enumerate(used)}
    every = [*faces, tuple(loop)]
    return Faceted(tuple(body.vertices[i] for i in used), tuple(tuple(number[i] for i in f) for f in every))


@settings(max_examples=150, deadline=None)
@given(stones())
def test_it_is_closed_convex_and_exactly_as_large_as_measured(found: tuple[str, Measures]) -> None:
    """A heart is two convex halves, each of them closed."""
    cut, m = found
    body = solid(cut, m)
    assert_sound(right_half(cut, body))
    edges = Counter((i, j) for f in body.faces for i, j in zip(f, f[1:] + f[:1], strict=True))
    assert set(edges.values()) == {1}
    assert all((j, i) in edges for i, j in edges)
    for axis, (low, high) in enumerate(
        ((-m.width / 2, m.width / 2), (-m.length / 2, m.length / 2), (-m.pavilion, m.girdle + m.crown))
    ):
        assert min(v[axis] for v in body.vertices) == pytest.approx(low, abs=1e-4 * m.width)
        assert max(v[axis] for v in body.vertices) == pytest.approx(high, abs=1e-4 * m.width)


@settings(max_examples=60, deadline=None)
@given(stones())
def test_the_outline_has_its_measures_and_runs_on_without_a_gap(found: tuple[str, Measures]) -> None:
    _, m = found
    (x0, y0), (x1, y1) = bounds(m.outline)
    assert (x0, y0, x1, y1) == pytest.approx((-m.width / 2, -m.length / 2, m.width / 2, m.length / 2), abs=1e-6)
    for a, b in zip(m.outline, (*m.outline[1:], m.outline[0]), strict=True):
        assert math.dist(a.end, b.start) < 1e-9 * m.width + 1e-9


@settings(max_examples=60, deadline=None)
@given(stones())
def test_the_girdle_follows_the_outline_within_a_five_hundredth(found: tuple[str, Measures]) -> None:
    cut, m = found
    rim = [v for v in solid(cut, m).vertices if abs(gauge(m.outline, (v[0], v[1])) - 1) < 1e-6]
    there = np.array(sorted({(round(x, 6), round(y, 6)) for x, y, _ in rim}, key=lambda p: math.atan2(p[1], p[0])))
    dense = np.array(points(m.outline, 1e-4 * m.width))
    gap = max(_from_chain(p, there) for p in dense[:: max(1, len(dense) // 400)])
    assert gap <= 0.0021 * m.width


def _from_chain(p: np.ndarray, ring: np.ndarray) -> float:
    """Distance of a point from a closed polygon."""
    a, b = ring, np.roll(ring, -1, axis=0)
    along = b - a
    share = np.clip(((p - a) * along).sum(1) / np.maximum((along**2).sum(1), 1e-18), 0, 1)
    return float(np.hypot(*(p - a - share[:, None] * along).T).min())


AREAS = {  # of length × width, by closed forms
    "round": (math.pi / 4, 1e-9),
    "oval": (math.pi / 4, 2e-3),  # an ellipse drawn in arcs
    "cabochon": (math.pi / 4, 1e-9),
    "oval-cabochon": (math.pi / 4, 2e-3),
    "rose-cut": (math.pi / 4, 1e-9),
    "pearl": (math.pi / 4, 1e-9),
    "half-moon": (math.pi / 4, 2e-3),  # half an ellipse of twice the width
}


@pytest.mark.parametrize("cut", AREAS)
def test_the_area_is_the_closed_form_s(cut: str) -> None:
    share, error = AREAS[cut]
    m = usual(cut)
    assert area(m.outline) / (m.length * m.width) == pytest.approx(share, rel=error)


def test_a_trillion_is_its_triangle_and_three_segments() -> None:
    m = usual("trillion")
    assert len(corners(m.outline)) == 3
    top = max(p[1] for p, _ in corners(m.outline))
    sides = [c for c in m.outline if isinstance(c, Arc)]
    segments = sum(c.radius**2 * (c.a1 - c.a0 - math.sin(c.a1 - c.a0)) / 2 for c in (sides[0], sides[-1]))
    upper = sides[1]
    sweep = 2 * (upper.a1 - upper.a0)  # drawn in two halves
    segments += upper.radius**2 * (sweep - math.sin(sweep)) / 2
    assert area(m.outline) == pytest.approx(m.width * (top + m.length / 2) / 2 + segments)


@pytest.mark.parametrize(
    ("cut", "over", "under"),
    [
        # mains (or table corners' mains) + stars + upper halves; lower halves + mains
        ("round", 8 + 8 + 16, 16 + 8),
        ("oval", 8 + 8 + 16, 16 + 8),
        ("cushion", 8 + 8 + 16, 16 + 8),
        ("marquise", 8 + 8 + 16, 16 + 8),
        ("pear", 8 + 8 + 16, 16 + 8),
        ("trillion", 6 + 6 + 12, 12 + 6),
        ("trilliant", 6 + 6 + 12, 12 + 6),
        ("heart", 2 * (6 + 5 + 10), 2 * (10 + 6)),
    ],
)
def test_it_has_a_brilliant_s_facets(cut: str, over: int, under: int) -> None:
    """Fewer only where a point lets some of them run together."""
    counted = facets(solid(cut, usual(cut)))
    assert counted["table"] == (2 if cut == "heart" else 1)
    assert over - 8 <= counted["crown"] <= over
    assert under - 8 <= counted["pavilion"] <= under


def test_a_full_dutch_rose_has_24_facets_over_a_flat_base() -> None:
    body = solid("rose-cut", usual("rose-cut"))
    counted = facets(body)
    assert counted["crown"] == 6 + 6 + 12
    assert counted["table"] == 0
    flat = [f for f in body.faces if normal_of(body, f)[2] / math.hypot(*normal_of(body, f)) < -1 + 1e-9]
    assert len(flat) == 1


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WEIGHED), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(1.0, 6.0))
def test_the_solid_weighs_what_the_trade_formula_says(cut: str, along: float, deep: float, width: float) -> None:
    row = proportions(cut)
    ratio = row.lw_min + along * (row.lw_max - row.lw_min)
    depth = row.depth_min + deep * (row.depth_max - row.depth_min)
    m = measured(cut, ratio * width, width, depth * width)
    assert volume(solid(cut, m)) * find_gem("diamond").sg / 200 == pytest.approx(m.carat, rel=0.05)


def test_a_pearl_weighs_a_sphere() -> None:
    m = plugins.load("ringgen.cuts", "pearl").measure(Stone(cut="pearl", gem="pearl", diameter=8.0), _params("pearl"))
    assert m.carat == pytest.approx(math.pi / 6 * 8**3 * 2.70 / 200, rel=0.02)
    assert "no trade formula" in m.source


def _params(cut: str) -> object:
    return plugins.load("ringgen.cuts", cut).Params()


@pytest.mark.parametrize(
    ("cut", "length", "width"),
    [
        ("oval", 8.0, 5.5),
        ("pear", 8.5, 5.5),
        ("marquise", 10.5, 5.0),
        ("heart", 6.7, 6.7),
        ("cushion", 6.5, 5.5),
    ],
)
def test_the_one_carat_stone_of_size_charts_weighs_a_carat(cut: str, length: float, width: float) -> None:
    """Within the formula's error and half a step of the chart (0.25 mm of half a millimetre's rounding)."""
    m = measured(cut, length, width)
    assert m.carat == pytest.approx(1.0, rel=m.error + 2 * 0.25 / (length + width))


@pytest.mark.parametrize("gem", ["diamond", "sapphire", "opal"])
@pytest.mark.parametrize("cut", CUTS)
def test_a_weight_alone_is_a_placeholder_that_weighs_it(cut: str, gem: str) -> None:
    module = plugins.load("ringgen.cuts", cut)
    alone = module.measure(Stone(cut=cut, carat=0.7, gem=gem), module.Params())
    assert alone.placeholder
    assert alone.length == pytest.approx(proportions(cut).lw * alone.width)
    again = module.measure(Stone(cut=cut, gem=gem, length=alone.length, width=alone.width), module.Params())
    assert again.carat == pytest.approx(0.7, rel=1e-6)
    assert again.error > 0
    assert not again.placeholder


@settings(max_examples=100, deadline=None)
@given(stones())
def test_prongs_stand_on_the_girdle_and_hold_it_from_all_sides(found: tuple[str, Measures]) -> None:
    """On a point where the outline has one, facing out, and no half turn left open to slide through."""
    _, m = found
    assert m.holds
    sharp = [p for p, inside in corners(m.outline) if inside < 140.0]
    for held in m.holds:
        for a in held:
            assert gauge(m.outline, a.at) == pytest.approx(1.0, abs=1e-6)
            assert math.hypot(*a.out) == pytest.approx(1.0)
            assert gauge(m.outline, (a.at[0] + 1e-3 * a.out[0], a.at[1] + 1e-3 * a.out[1])) > 1.0
            assert any(math.dist(a.at, p) < 1e-6 for p in sharp) is (a.kind == "point")
        ways = sorted(math.atan2(a.out[1], a.out[0]) for a in held)
        assert max(b - a for a, b in zip(ways, [*ways[1:], ways[0] + math.tau], strict=True)) < math.pi


@pytest.mark.parametrize(
    ("cut", "counts", "sharp"),
    [
        ("round", (6, 4, 3, 8, 5, 7), 0),
        ("oval", (4, 6, 8), 0),
        ("cushion", (4, 6), 0),
        ("pear", (5, 3, 6, 4), 1),
        ("marquise", (6, 4, 8), 2),
        ("heart", (5, 3, 7), 1),
        ("trillion", (3, 6), 3),
        ("trilliant", (3, 6), 0),
        ("half-moon", (4, 3, 5), 2),
    ],
)
def test_the_usual_prongs_come_first_and_every_point_has_one(cut: str, counts: tuple[int, ...], sharp: int) -> None:
    holds = usual(cut).holds
    assert tuple(len(h) for h in holds) == counts
    assert {sum(a.kind == "point" for a in h) for h in holds} == {sharp}


@pytest.mark.parametrize("cut", ["pear", "heart", "trillion"])
def test_the_single_point_is_at_the_front(cut: str) -> None:
    m = usual(cut)
    assert min(math.dist(p, (0.0, -m.length / 2)) for p, _ in corners(m.outline)) < 1e-6


SHAPES = [*((c, {}) for c in CUTS), ("oval", {"culet_x": 0.4}), ("round", {"culet_x": 0.3, "culet_y": -0.2})]


@pytest.mark.parametrize(("cut", "params"), SHAPES)
def test_the_seat_clears_the_stone_all_round_and_no_more_than_it_must(cut: str, params: dict[str, float]) -> None:
    m = usual(cut, **params)
    body = solid(cut, m)
    cutter = seat(m, body, CLEARANCE, "seat").body
    stone = _along_edges(body)
    away, _ = cKDTree(_surface(cutter)).query(stone)
    assert away.min() >= LEAST_CLEARANCE
    girdle = (stone[:, 2] > -0.02) & (stone[:, 2] < m.girdle + 0.02)
    assert away[girdle].max() <= MOST_CLEARANCE
    assert all(gauge(_girdle(cutter), (x, y)) < 1 for x, y, _ in body.vertices)


def _girdle(cutter: Body) -> tuple[Curve, ...]:
    """The widest of the seat's outlines."""
    if isinstance(cutter, Revolved):
        return circle(max(p[0] for p in points(cutter.outline)))
    assert isinstance(cutter, Stacked)
    return max((chain for _, chain in cutter.levels), key=area)


def _along_edges(body: Faceted) -> np.ndarray:
    """Points every 0.1 mm along the stone's edges."""
    out = []
    for face in body.faces:
        for i, j in zip(face, face[1:] + face[:1], strict=True):
            if i < j:
                a, b = np.array(body.vertices[i]), np.array(body.vertices[j])
                out.append(np.linspace(a, b, max(2, int(math.dist(a, b) / 0.1))))
    return np.vstack(out)


def _surface(cutter: Body) -> np.ndarray:
    """Points about every 0.03 mm on the sides of a seat."""
    if isinstance(cutter, Revolved):
        rows = [
            (np.array([r, z]), np.array([q, w])) for c in cutter.outline[:-1] for (r, z), (q, w) in [(c.start, c.end)]
        ]
        turns = np.linspace(0, math.tau, 600, endpoint=False)
        rings = np.vstack([np.linspace(a, b, max(2, int(math.dist(a, b) / 0.03))) for a, b in rows])
        return np.vstack([np.column_stack([r * np.cos(turns), r * np.sin(turns), np.full(600, z)]) for r, z in rings])
    assert isinstance(cutter, Stacked)
    levels = [(z, np.array([at(c, k / 60) for c in chain for k in range(60)])) for z, chain in cutter.levels]
    out = []
    for (z0, a), (z1, b) in pairwise(levels):
        for t in np.linspace(0, 1, max(2, int(max(abs(z1 - z0), np.abs(a - b).max()) / 0.03))):
            out.append(np.column_stack([a + t * (b - a), np.full(len(a), z0 + t * (z1 - z0))]))
    for z, a in (levels[0], levels[-1]):
        out += [np.column_stack([a * t + a.mean(0) * (1 - t), np.full(len(a), z)]) for t in np.linspace(0, 1, 60)]
    return np.vstack(out)


@pytest.mark.parametrize("cut", [c for c in BRILLIANT if c != "heart"])
def test_a_culet_off_its_place_takes_the_facets_along(cut: str) -> None:
    m = usual(cut, culet_x=0.2, culet_y=-0.1)
    low = [v for v in solid(cut, m).vertices if v[2] < -m.pavilion + 1e-6]
    assert all((x, y) == pytest.approx(m.culet, abs=1e-4) for x, y, _ in low)
    centred = usual(cut)
    assert (m.culet[0] - centred.culet[0], m.culet[1] - centred.culet[1]) == pytest.approx((0.2, -0.1))


def test_a_heart_s_culet_stays_between_its_halves() -> None:
    with pytest.raises(InputError) as caught:
        usual("heart", culet_x=0.2)
    assert caught.value.problems[0].field == "stone.culet_x"
    assert usual("heart", culet_y=0.2).culet[1] == pytest.approx(usual("heart").culet[1] + 0.2)


def test_a_heart_s_lobes_meet_in_a_cleft_on_its_middle_line() -> None:
    inward = [p for p, inside in corners(usual("heart").outline) if inside > 180]
    assert len(inward) == 1
    x, y = inward[0]
    assert x == pytest.approx(0.0, abs=1e-9)
    assert 2.5 * 0.5 < y < 2.5 * 0.85


@pytest.mark.parametrize("corner", [0.12, 0.2, 0.35])
def test_a_cushion_s_corners_have_the_radius_asked_for(corner: float) -> None:
    m = usual("cushion", corner=corner)
    assert min(c.radius for c in m.outline if isinstance(c, Arc)) == pytest.approx(corner * 5.0)
    assert not corners(m.outline)


def test_a_trilliant_s_cut_corners_have_the_width_asked_for() -> None:
    m = usual("trilliant", corner=0.15)
    anchors = m.holds[0]
    assert {a.kind for a in anchors} == {"corner"}
    cut_off = [c for c in m.outline if not isinstance(c, Arc)]
    assert sum(c.length for c in cut_off) == pytest.approx(3 * 0.15 * 5.0)
