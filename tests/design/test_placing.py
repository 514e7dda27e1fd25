"""Stones beside one another, turned, tilted and moved: gaps by another reckoning, mirrored pairs, and what is refused.

The gap is measured here between the stones' edges as segments, sampled and then refined by ternary search; the code
under test walks a simplex through the difference of the two stones. They share nothing but the stones.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ringgen import pipeline
from ringgen.bodies import Body, Extruded, Faceted, Frame, Hoop, Placed, Rail, Revolved, Stacked, Wire, spun
from ringgen.design.apart import HeadsApart, apart, between, pieces
from ringgen.design.model import Design
from ringgen.design.placing import Spot, framed, moved
from ringgen.design.resolve import resolve
from ringgen.design.skins import skin
from ringgen.errors import InputError, Problem
from ringgen.facets import prism
from ringgen.outline import circle, polygon
from ringgen.plane import Arc, Line
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.sources import Text
from ringgen.witness import Stone

Floats = NDArray[np.float64]
RANGE = settings(max_examples=4, deadline=None, derandomize=True)
CENTRE = 'id = "centre"\ntype = "prong"\nprongs = 4\nstone = {cut = "round", diameter = 6.0}'
SIDES = 'id = "sides"\ntype = "prong"\nprongs = 4\nbeside = "centre"\nstone = {cut = "round", diameter = 4.0}'
PEARS = 'id = "sides"\ntype = "bezel"\nbeside = "centre"\nstone = {cut = "pear", length = 6.0, width = 4.0}'


def loaded(*heads: str, band: str = "width = 2.4, thickness = 1.9") -> Loaded:
    rows = "\n".join(f"[[settings]]\n{h}\n" for h in heads)
    return read_text(Text(f'size = "US 7"\nmetal = "18k-yellow"\nband = {{{band}}}\n{rows}', "test", ".toml"))


def design(*heads: str, band: str = "width = 2.4, thickness = 1.9") -> Design:
    return resolve(loaded(*heads, band=band).spec)


def refused(*heads: str) -> Problem:
    with pytest.raises(InputError) as caught:
        design(*heads)
    return caught.value.problems[0]


def edges(stone: Stone) -> Floats:
    """Every edge of a stone in the ring, as (n, 2, 3)."""
    assert stone.solid is not None
    spots = [stone.frame.point(v) for v in stone.solid.vertices]
    pairs = {(min(i, j), max(i, j)) for f in stone.solid.faces for i, j in zip(f, f[1:] + f[:1], strict=True)}
    return np.array([[spots[i], spots[j]] for i, j in sorted(pairs)])


def edge_distance(a: Stone, b: Stone) -> float:
    """The least distance between any edge of one stone and any of the other; mm."""
    one, two = edges(a), edges(b)
    low, high = np.zeros((len(one), len(two))), np.ones((len(one), len(two)))
    for _ in range(60):  # along an edge of `a`, the distance to an edge of `b` is convex
        third, twice = low + (high - low) / 3, high - (high - low) / 3
        left = _to_edges(one, third, two) < _to_edges(one, twice, two)
        high, low = np.where(left, twice, high), np.where(left, low, third)
    return float(_to_edges(one, (low + high) / 2, two).min())


def _to_edges(one: Floats, share: Floats, two: Floats) -> Floats:
    """Distances from points that share of the way along edges of one to edges of two."""
    p = one[:, None, 0] + share[..., None] * (one[:, None, 1] - one[:, None, 0])
    start, along = two[None, :, 0], (two[:, 1] - two[:, 0])[None]
    t = np.clip(((p - start) * along).sum(-1) / (along**2).sum(-1), 0.0, 1.0)
    found: Floats = np.linalg.norm(p - start - t[..., None] * along, axis=-1)
    return found


def angle_of(stone: Stone) -> float:
    return math.degrees(math.atan2(stone.frame.origin[0], stone.frame.origin[2]))


@RANGE
@given(st.floats(2.2, 3.5), st.floats(3.4, 5.0))
def test_the_gap_is_the_one_asked_for(gap: float, diameter: float) -> None:
    sides = SIDES.replace("4.0", f"{diameter:.2f}") + f"\ngap = {gap:.3f}"
    centre, right, left = design(CENTRE, sides).witness.stones
    assert edge_distance(centre, right) == pytest.approx(round(gap, 3), abs=1e-3)
    assert edge_distance(centre, left) == pytest.approx(round(gap, 3), abs=1e-3)


def test_round_stones_on_a_level_are_as_far_apart_as_chords_say() -> None:
    """Two equal discs whose girdles' lower edges are nearest, on either side of the plane between them."""
    alike = CENTRE.replace("6.0", "4.0"), SIDES + "\ngap = 1.5"
    centre, right, _ = design(*alike).witness.stones
    radius, half = centre.frame.origin[2], math.radians(angle_of(right)) / 2
    # half the gap lies between the bisecting plane and the lower edge of either girdle, 2 mm out from its axis
    assert 2 * (radius * math.sin(half) - 2.0 * math.cos(half)) == pytest.approx(1.5, abs=2e-3)


@RANGE
@given(st.floats(5.0, 7.0), st.floats(3.4, 4.6), st.sampled_from(["round", "oval", "emerald", "cushion"]))
def test_stones_side_by_side_never_overlap(centre: float, side: float, cut: str) -> None:
    held = f'id = "sides"\ntype = "bezel"\nbeside = "centre"\nstone = {{cut = "{cut}", SIZE}}'
    size = f"diameter = {side:.2f}" if cut == "round" else f"length = {1.3 * side:.2f}, width = {side:.2f}"
    stones = design(CENTRE.replace("6.0", f"{centre:.2f}"), held.replace("SIZE", size)).witness.stones
    assert min(edge_distance(stones[0], s) for s in stones[1:]) >= 0.1 - 1e-3


def test_a_pair_is_mirrored() -> None:
    _, right, left = design(CENTRE, PEARS).witness.stones
    assert right.solid is not None
    assert left.solid is not None
    flip = sorted((round(-x, 6), round(y, 6), round(z, 6)) for x, y, z in map(left.frame.point, left.solid.vertices))
    assert flip == sorted(
        (round(x, 6), round(y, 6), round(z, 6)) for x, y, z in map(right.frame.point, right.solid.vertices)
    )


def test_a_pear_points_away_from_the_middle() -> None:
    _, right, left = design(CENTRE, PEARS).witness.stones
    for stone, sign in ((right, 1), (left, -1)):
        tip = max(stone.outline, key=lambda p: math.hypot(*p))  # the point is further from the middle than any curve
        assert sign * stone.frame.direction((*tip, 0.0))[0] > 2.5


def test_the_turn_of_a_pair_is_mirrored() -> None:
    _, right, left = design(CENTRE, PEARS + "\nturn = 30").witness.stones
    assert right.frame.x[1] == pytest.approx(0.5)
    assert left.frame.x[1] == pytest.approx(-0.5)


def test_parts_and_stones_have_names_of_their_own() -> None:
    found = design(CENTRE, SIDES)
    assert [s.id for s in found.witness.stones] == ["stone-1", "stone-2", "stone-3"]
    assert {p.part for p in found.witness.prongs if p.stone == "stone-3"} == {
        f"sides left prong {n}" for n in range(1, 5)
    }
    assert {p.setting for p in found.witness.prongs if p.stone == "stone-2"} == {"sides"}
    assert {p.field for p in found.witness.prongs if p.stone == "stone-2"} == {"settings.sides.diameter"}
    bodies = {p.part: p.body for p in found.parts.metal}
    assert bodies["sides right prong"] == bodies["sides left prong"]  # equal bodies are built once


def test_five_stones_stand_in_a_row_outwards() -> None:
    outer = SIDES.replace('"sides"', '"outer"').replace('"centre"', '"sides"')
    stones = design(CENTRE.replace("6.0", "4.5"), SIDES, outer).witness.stones
    angles = [angle_of(s) for s in stones]
    assert angles[0] == 0.0
    assert 0 < angles[1] < angles[3]
    assert angles[2] == pytest.approx(-angles[1])
    assert angles[4] == pytest.approx(-angles[3])


def test_two_stones_are_centred_on_the_top_together() -> None:
    moi = SIDES.replace("sides", "moi") + '\nside = "right"\nacross = -1.0'
    toi, right = design(CENTRE.replace("6.0", "5.0") + "\nacross = 1.0", moi).witness.stones
    ends = [
        math.degrees(math.atan2(x, z))
        for s in (toi, right)
        for x, _, z in (s.frame.point((px, py, 0.0)) for px, py in s.outline)
    ]
    assert min(ends) == pytest.approx(-max(ends), abs=0.01)
    assert (toi.frame.origin[1], right.frame.origin[1]) == (1.0, -1.0)


def test_a_turned_stone_is_turned_about_its_own_axis() -> None:
    (stone,) = design(CENTRE + "\nturn = 90").witness.stones
    assert stone.frame.x == pytest.approx((0.0, 1.0, 0.0))
    assert stone.frame.z == pytest.approx((0.0, 0.0, 1.0))


@given(st.floats(-20.0, 20.0))
@RANGE
def test_a_tilted_stone_leans_to_the_finger_tip_over_its_foot(tilt: float) -> None:
    (stone,) = design(CENTRE + f"\ntilt = {tilt:.2f}").witness.stones
    lean = math.radians(round(tilt, 2))
    assert stone.frame.z == pytest.approx((0.0, math.sin(lean), math.cos(lean)))
    foot = 17.3228 / 2 + 1.9  # US 7, and the band's thickness: where the stone's axis meets the band
    back = stone.frame.origin[1] / math.sin(lean) if abs(lean) > 1e-3 else 0.0
    assert stone.frame.origin[2] - back * math.cos(lean) == pytest.approx(foot, abs=1e-6) or abs(lean) <= 1e-3


@given(st.floats(-75, 75), st.floats(-3, 3), st.floats(-180, 180), st.floats(-45, 45), st.floats(-30, 30))
def test_frames_are_right_handed_and_turn_round_the_finger(
    at: float, y: float, t: float, lean: float, by: float
) -> None:
    frame = framed(Spot(at, y, t, lean), 10.0, 3.0)
    assert float(np.dot(frame.x, frame.z)) == pytest.approx(0.0, abs=1e-12)
    assert np.linalg.norm(frame.y) == pytest.approx(1.0)
    further, same = moved(frame, by), framed(Spot(at + by, y, t, lean), 10.0, 3.0)
    for a, b in ((further.origin, same.origin), (further.x, same.x), (further.z, same.z)):
        assert a == pytest.approx(b, abs=1e-9)


def test_a_side_without_a_stone_is_given_one() -> None:
    bare = SIDES.replace('stone = {cut = "round", diameter = 4.0}', "")
    found = design(CENTRE, bare)
    assert found.witness.stones[1].length == pytest.approx(0.67 * 6.0)  # MES: 0.60 to 0.75 of the centre
    assert any("0.67" in n for n in found.notes)


WIDE = SIDES.replace("4.0", "10.0").replace("prongs = 4", "prongs = 6")
REFUSALS = [
    ("settings.sides.beside", "no setting", "centre", (CENTRE, SIDES.replace('"centre"', '"center"'))),
    ("settings.a.beside", "circle", "centre", (CENTRE, *(
        SIDES.replace("sides", a).replace('"centre"', f'"{b}"') for a, b in (("a", "b"), ("b", "a"))
    ))),
    ("settings.second.beside", "stands where centre", '"centre"', (CENTRE, CENTRE.replace("centre", "second"))),
    ("settings.more.beside", "stands there already", "sides", (CENTRE, SIDES, SIDES.replace("sides", "more"))),
    ("settings.sides.at", "decides where", "leave it out", (CENTRE, SIDES + "\nat = 20")),
    ("settings.sides.gap", "bite or crowd", "leave it out", (CENTRE, SIDES + "\ngap = 0.05")),
    ("settings.centre.across", "nothing to stand on", "1.3", (CENTRE + "\nacross = 3.5",)),
    ("settings.outer.stone", "down the hoop", "mm wide", (CENTRE, WIDE, WIDE.replace("sides", "outer").replace(
        "centre", "sides"
    ))),
    ("settings.centre.tilt", "hang down beside", "lift", (CENTRE + "\ntilt = 45\nlift = -1",)),
]  # fmt: skip


@pytest.mark.parametrize(("field", "word", "offer", "heads"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_cannot_stand_is_refused(field: str, word: str, offer: str, heads: tuple[str, ...]) -> None:
    problem = refused(*heads)
    assert problem.field == field
    assert word in problem.message
    assert offer in f"{problem.allowed} {problem.nearest}"


def test_the_gap_offered_works() -> None:
    nearest = refused(CENTRE, SIDES + "\ngap = 0.05").nearest or ""
    design(CENTRE, SIDES + f"\ngap = {nearest.partition(',')[0]}")


def test_the_gap_left_open_is_told() -> None:
    assert any(n.startswith("sides: its stone and centre's are") for n in design(CENTRE, SIDES).notes)


def seen_apart(a: Stone, b: Stone) -> float:
    """How far apart two girdles are seen from above, mm."""
    one, two = (np.array([s.frame.point((x, y, 0.0))[:2] for x, y in s.outline]) for s in (a, b))
    return float(np.linalg.norm(one[:, None] - two[None], axis=-1).min())


@RANGE
@given(st.floats(5.0, 7.0), st.floats(0.60, 0.75))
def test_side_stones_nestle(size: float, share: float) -> None:
    """As the trade draws three rounds (sides 0.60 to 0.75 of the centre): seen from above, under a prong's width."""
    sides = SIDES.replace("4.0", f"{share * size:.2f}")
    centre, right, _ = design(CENTRE.replace("6.0", f"{size:.2f}"), sides).witness.stones
    assert 0.1 < seen_apart(centre, right) < 1.0


def test_a_smaller_side_stone_stands_higher_unless_its_height_is_given() -> None:
    _, raised, _ = design(CENTRE, SIDES).witness.stones
    for given_so in ("lift = 0.4", 'set = "low"'):
        _, low, _ = design(CENTRE, f"{SIDES}\n{given_so}").witness.stones
        assert raised.lift is not None
        assert low.lift is not None
        assert raised.lift > low.lift + 0.2


def two_wires(away: float, *, holds: bool) -> float:
    """What is missing between two uprights of 1 mm that far apart, of which either, or neither, holds a stone."""
    heads = HeadsApart.__new__(HeadsApart)
    (wire,) = pieces((Placed("a", Wire((Line((0.0, 0.0), (0.0, 4.0)),), 0.5)),), ("a",) if holds else ())
    heads.clear, heads.metal, heads.other_metal, heads.cutters, heads.other_cutters = 0.3, (wire,), (wire,), (), ()
    return heads.short(Frame(origin=(1.0 + away, 0.0, 0.0)))


@pytest.mark.parametrize(("away", "prongs", "rails"), [(0.4, True, True), (0.1, False, False), (-0.22, False, True)])
def test_rails_grow_together_sooner_than_prongs(away: float, prongs: bool, rails: bool) -> None:
    assert (two_wires(away, holds=True) <= 0) is prongs
    assert (two_wires(away, holds=False) <= 0) is rails


def test_arches_do_not_rise_to_a_row() -> None:
    with pytest.raises(InputError) as caught:
        design(CENTRE, SIDES, band='width = 2.4, thickness = 1.9, shoulders = "cathedral"')
    assert caught.value.problems[0].nearest == "plain"


CUBE = prism([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)], -1.0, 1.0)


@pytest.mark.parametrize(
    ("frame", "distance"),
    [
        (Frame(origin=(3.0, 0.0, 0.0)), 1.0),  # face to face
        (Frame(origin=(3.0, 4.0, 0.0)), math.hypot(1.0, 2.0)),  # edge to edge
        (Frame(origin=(3.0, 4.0, 4.0)), 3.0),  # corner to corner
        (Frame(origin=(1.5, 0.3, 0.2)), 0.0),
        (Frame((1.0 + 0.25 + math.sqrt(2), 0.0, 0.0), x=spun(45).x), 0.25),  # an edge to a face
    ],
)
def test_distance_between_cubes(frame: Frame, distance: float) -> None:
    assert between(CUBE, Frame(), CUBE, frame) == pytest.approx(distance, abs=1e-7)


SKINS: dict[type[Body], tuple[Body, float]] = {  # a body, and how far its skin reaches along +x
    Revolved: (Revolved((Arc((2.0, 0.0), 0.5, 0.0, math.tau),)), 2.5),
    Wire: (Wire((Line((0.0, 0.0), (0.0, 3.0)),), 0.5), 0.5),
    Rail: (Rail(circle(2.0), 1.0, 0.4), 2.4),
    Extruded: (Extruded(circle(1.5), 0.0, 2.0), 1.5),
    Stacked: (Stacked(((0.0, circle(1.0)), (1.0, circle(2.0)))), 2.0),
    Faceted: (CUBE, 1.0),
}


@pytest.mark.parametrize("kind", SKINS, ids=lambda k: k.__name__)
def test_a_skin_lies_on_its_body_and_looks_out(kind: type[Body]) -> None:
    body, reach = SKINS[kind]
    points, normals = skin(body)
    assert points[:, 0].max() == pytest.approx(reach, abs=0.03)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0)
    outermost = points[:, 0] > points[:, 0].max() - 1e-9
    assert normals[outermost, 0].max() > 0.4


def test_every_kind_of_body_has_a_skin() -> None:
    assert set(get_args(Body)) <= set(skin.registry), "a new kind of body needs its skin in design/skins.py"
    assert len(skin(Hoop(()))[0]) == 0


@pytest.mark.parametrize("away", [0.9, 0.3, 0.1, -0.1, -0.3])
def test_wires_side_by_side_are_read_as_far_apart_as_they_are(away: float) -> None:
    wire = Wire((Line((0.0, 0.0), (0.0, 4.0)),), 0.5)
    (a,) = pieces((Placed("a", wire),))
    (b,) = pieces((Placed("b", wire, (Frame(origin=(1.0 + away, 0.0, 0.0)),)),))
    assert apart(a, b, 1.0) == pytest.approx(away, abs=0.05)


def test_a_body_far_away_is_of_no_interest() -> None:
    (a,) = pieces((Placed("a", Extruded(polygon((-1, -1), (1, -1), (1, 1), (-1, 1)), 0, 1)),))
    assert apart(a, a.at(Frame(origin=(9.0, 0.0, 0.0))), 0.5) == 0.5


RINGS = {
    "three-stone": (CENTRE, SIDES),
    "five-stone": (
        CENTRE.replace("6.0", "4.6") + "\nrails = 1",
        SIDES.replace("4.0", "4.2") + "\nrails = 1",
        SIDES.replace('"sides"', '"outer"').replace('"centre"', '"sides"') + "\nrails = 1",
    ),
    "toi-et-moi": (
        CENTRE.replace("6.0", "5.0") + "\nacross = 1.0",
        SIDES.replace("sides", "moi").replace("4.0", "5.0") + '\nside = "right"\nacross = -1.0',
    ),
    "east-west": ('id = "centre"\ntype = "prong"\nturn = 90\nstone = {cut = "oval", length = 8.0, width = 6.0}',),
    "tilted": (CENTRE + "\ntilt = 14\nturn = 20",),
}
BUILT = [pytest.param(n, marks=() if n == "tilted" else pytest.mark.slow) for n in RINGS]


@pytest.mark.parametrize("name", BUILT)
def test_a_ring_of_each_kind_is_released(name: str, tmp_path: Path) -> None:
    """What the checks read in the file is a whole ring: no head bites a stone, no opening closes up."""
    outcome = pipeline.build(loaded(*RINGS[name]), out=tmp_path / "out", formats=("stl",))
    assert [f for f in outcome.report["findings"] if f["status"] not in ("pass", "warn")] == []
    assert outcome.report["verdict"] == "released"
