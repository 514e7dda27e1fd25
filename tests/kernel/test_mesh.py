"""Triangles of a solid: closed, no further from it than asked, and with the surface's own normals for pictures."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from OCP.TopAbs import TopAbs_FACE, TopAbs_REVERSED

from ringgen.bodies import Frame, Hoop, Parts, Placed, Revolved
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError
from ringgen.kernel._shapes import compound, explore
from ringgen.kernel.bored import CLOSER
from ringgen.kernel.mesh import ANGULAR, shaded, tessellate
from ringgen.kernel.realise import Realiser, realise
from ringgen.kernel.solid import build
from ringgen.plane import Arc, Curve, Line, polyline
from ringgen.spec.load import load, read_text
from ringgen.spec.sources import Text
from ringgen.triangles import TriangleMesh, open_edges

BALL, RING, TUBE = 3.0, 9.0, 1.2  # radii, mm: a ball, and a torus with its tube
FLOAT32 = 2e-6  # mm: rounding of corners up to 10.2 mm from the origin
Points = npt.NDArray[np.float64]


def ball() -> Any:
    half = Arc((0.0, 0.0), BALL, -math.pi / 2, math.pi / 2)
    return realise(Revolved((half, Line((0.0, BALL), (0.0, -BALL)))))


def torus() -> Any:
    return realise(Revolved((Arc((RING, 0.0), TUBE, 0.0, math.tau),)))


def ball_height(p: Points) -> Points:
    """How far over the ball a point is, mm."""
    return np.asarray(np.linalg.norm(p, axis=1) - BALL)


def torus_height(p: Points) -> Points:
    """How far over the torus a point is, mm."""
    return np.asarray(np.hypot(np.hypot(p[:, 0], p[:, 1]) - RING, p[:, 2]) - TUBE)


SHAPES = [
    pytest.param(ball, ball_height, 4 / 3 * math.pi * BALL**3, id="ball"),
    pytest.param(torus, torus_height, 2 * math.pi**2 * RING * TUBE**2, id="torus"),
]


def closed(mesh: TriangleMesh) -> bool:
    """Whether every edge is walked once each way: no hole, no fold, no triangle facing the wrong way."""
    edges = np.concatenate([mesh.faces[:, [i, (i + 1) % 3]] for i in range(3)])
    n = len(mesh.vertices)
    there, back = edges[:, 0] * n + edges[:, 1], edges[:, 1] * n + edges[:, 0]
    once = len(np.unique(there)) == len(there)
    return once and np.array_equal(np.sort(there), np.sort(back))


def inside_points(mesh: TriangleMesh) -> Points:
    """Points spread over every triangle: its centroid and the middles of its sides, where a chord errs most."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    return np.concatenate([(a + b + c) / 3, (a + b) / 2, (b + c) / 2, (c + a) / 2])


@pytest.mark.parametrize(("make", "height", "exact"), SHAPES)
@pytest.mark.parametrize("deviation", [0.05, 0.01])
def test_a_mesh_is_closed_and_within_its_deviation(make: Any, height: Any, exact: float, deviation: float) -> None:
    mesh = tessellate(make(), deviation)
    assert closed(mesh)
    assert np.abs(height(mesh.vertices)).max() <= deviation
    assert np.abs(height(inside_points(mesh))).max() <= deviation
    assert mesh.volume == pytest.approx(exact, rel=3 * deviation / TUBE)  # shell of that thickness over r/3 at worst
    assert mesh.volume > 0


def test_an_inscribed_ball_is_smaller_and_grows_towards_the_true_one() -> None:
    coarse, fine = (tessellate(ball(), d).volume for d in (0.05, 0.005))
    assert coarse < fine < 4 / 3 * math.pi * BALL**3


def test_flat_faces_are_met_exactly() -> None:
    mesh = tessellate(realise(Revolved(polyline((2.0, -1.0), (4.0, -1.0), (4.0, 1.0), (2.0, 1.0), (2.0, -1.0)))), 0.02)
    assert closed(mesh)
    assert np.abs(mesh.vertices[:, 2]).min() == pytest.approx(1.0, abs=1e-6)
    radii = np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 1])
    assert np.minimum(np.abs(radii - 2), np.abs(radii - 4)).max() <= FLOAT32


def test_small_radii_stay_round_however_coarse_the_deviation() -> None:
    # neighbouring facets turn by ANGULAR at most, so a full turn has at least this many
    mesh = tessellate(torus(), 5.0)
    outer = mesh.vertices[np.abs(mesh.vertices[:, 2]) < 1e-6]
    assert len(np.unique(np.round(np.arctan2(outer[:, 1], outer[:, 0]), 6))) >= math.tau / ANGULAR


def test_coarse_after_fine_is_coarse() -> None:
    shape = torus()
    first = tessellate(shape, 0.05)
    fine = tessellate(shape, 0.005)
    again = tessellate(shape, 0.05)
    assert len(fine.faces) > 3 * len(first.faces)
    assert np.array_equal(again.faces, first.faces)
    assert np.array_equal(again.vertices, first.vertices)


def test_a_placed_solid_is_meshed_where_it_stands() -> None:
    here = Frame(origin=(1.0, 2.0, 13.0), x=(0.0, 1.0, 0.0), z=(1.0, 0.0, 0.0))
    body = Revolved((Arc((RING, 0.0), TUBE, 0.0, math.tau),))
    (shape,) = Realiser().shapes(Placed("rail", body, (here,)))
    mesh = tessellate(shape, 0.03)
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    assert (low + high) / 2 == pytest.approx([1.0, 2.0, 13.0], abs=0.03)
    assert high[0] - low[0] == pytest.approx(2 * TUBE, abs=0.06)


def test_nothing_cannot_be_meshed() -> None:
    with pytest.raises(BuildError):
        tessellate(compound([]), 0.05)


@pytest.mark.parametrize("place", [Frame(), Frame(origin=(0.0, 1.0, 12.0), x=(0.0, 1.0, 0.0), z=(1.0, 0.0, 0.0))])
def test_shaded_normals_are_the_surface_s_own_and_point_outwards(place: Frame) -> None:
    body = Revolved((Arc((RING, 0.0), TUBE, 0.0, math.tau),))
    (shape,) = Realiser().shapes(Placed("rail", body, (place,)))
    found = shaded(shape, 0.02)
    axes = np.array([place.x, place.y, place.z])
    local = (found.mesh.vertices - np.array(place.origin)) @ axes.T
    assert np.abs(torus_height(local)).max() <= 1e-6
    middle = local * [1.0, 1.0, 0.0]
    middle *= RING / np.linalg.norm(middle, axis=1, keepdims=True)
    true = (local - middle) / TUBE
    assert np.linalg.norm(found.normals, axis=1) == pytest.approx(1.0, abs=1e-9)
    assert np.einsum("ij,ij->i", found.normals @ axes.T, true).min() > 1 - 1e-6


def test_shaded_triangles_face_the_way_their_normals_do_even_at_a_pole() -> None:
    found = shaded(ball(), 0.02)
    assert len(found.normals) == len(found.mesh.vertices)
    outward = found.mesh.vertices / BALL
    # at the poles the surface has no normal and a triangle's serves, which leans by one facet at most
    assert np.einsum("ij,ij->i", found.normals, outward).min() > math.cos(ANGULAR)
    a, b, c = (found.mesh.vertices[found.mesh.faces[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    solid = np.linalg.norm(flat, axis=1) > 1e-12
    assert np.einsum("ij,ij->i", flat, (a + b + c) / 3)[solid].min() > 0
    assert found.mesh.volume == pytest.approx(4 / 3 * math.pi * BALL**3, rel=0.02)


def test_the_inside_of_a_tube_is_shaded_towards_its_axis() -> None:
    tube = realise(Revolved(polyline((2.0, -1.0), (4.0, -1.0), (4.0, 1.0), (2.0, 1.0), (2.0, -1.0))))
    found = shaded(tube, 0.02)
    radial = found.mesh.vertices * [1.0, 1.0, 0.0]
    radius = np.linalg.norm(radial, axis=1)
    out = np.einsum("ij,ij->i", found.normals, radial) / radius
    on_side = np.abs(out) > 0.5  # the others are on the two flat rims
    assert set(np.round(radius[on_side & (out < 0)], 6)) == {2.0}
    assert set(np.round(radius[on_side & (out > 0)], 6)) == {4.0}
    assert np.abs(np.abs(found.normals[~on_side][:, 2]) - 1).max() < 1e-9


def test_faces_a_cut_turned_round_are_shaded_outwards_too() -> None:
    # a ball of 2 mm drilled to a height of 2.4 mm keeps pi 2.4^3 / 6; its bore is the drill's side, reversed
    outline = polyline((0.0, -4.0), (1.6, -4.0), (1.6, 4.0), (0.0, 4.0), (0.0, -4.0))
    half = Arc((0.0, 0.0), 2.0, -math.pi / 2, math.pi / 2)
    whole = Revolved((half, Line((0.0, 2.0), (0.0, -2.0))))
    cut = build(Parts((Placed("ball", whole),), (Placed("bore", Revolved(outline)),))).shape
    assert any(f.Orientation() == TopAbs_REVERSED for f in explore(cut, TopAbs_FACE))
    found = shaded(cut, 0.005)
    assert found.mesh.volume == pytest.approx(math.pi * 2.4**3 / 6, rel=0.02)
    a, b, c = (found.mesh.vertices[found.mesh.faces[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    leaning = np.einsum("ij,ij->i", flat, found.normals[found.mesh.faces].sum(axis=1))
    assert leaning[np.linalg.norm(flat, axis=1) > 1e-12].min() > 0


@pytest.mark.parametrize("sections", [1, 24])
def test_what_is_left_between_two_holes_in_the_finger_s_wall_is_as_round_as_the_rest(sections: int) -> None:
    """The kernel alone spans 0.82 mm between two holes with one triangle, 0.011 mm off a bore of 7.44 mm.

    On a band turned about the finger, and on one that is blended and thicker at the top.
    """
    radius, holes, web = 7.4422, 33, 0.8
    hole = radius * math.sin(math.pi / holes) - web / 2

    def section(degrees: float) -> tuple[Curve, ...]:
        out = 9.3 if sections == 1 else 9.3 + 0.2 * math.cos(math.radians(degrees))
        return polyline((-1.7, radius), (1.7, radius), (1.7, out), (-1.7, out), (-1.7, radius))

    angles = [180.0] if sections == 1 else [360.0 * k / sections - 180.0 for k in range(sections)]
    hoop = Hoop(tuple((a, section(a)) for a in angles))
    drill = Revolved(polyline((0.0, 6.5), (hole, 6.5), (hole, 10.0), (0.0, 10.0), (0.0, 6.5)))
    turns = [math.tau * k / holes for k in range(holes)]
    places = tuple(Frame(x=(math.cos(a), 0.0, -math.sin(a)), z=(math.sin(a), 0.0, math.cos(a))) for a in turns)
    mesh = build(Parts((Placed("shank", hoop),), (Placed("azure", drill, places),)), 0.01).mesh
    assert open_edges(mesh) == 0
    corners = mesh.vertices[mesh.faces]
    bore = corners[(np.abs(np.hypot(corners[..., 0], corners[..., 2]) - radius) < 4e-3).all(axis=1)]
    middles = (bore + np.roll(bore, 1, axis=1)) / 2
    assert radius - np.hypot(middles[..., 0], middles[..., 2]).min() < 0.01


def test_a_band_s_eased_edges_are_followed_as_closely_as_the_rest() -> None:
    """The kernel left to itself spans the whole quarter circle with one facet, 0.046 mm off."""
    wide, bore, out, r = 1.5, 8.0, 9.8, 0.15
    corners = [
        (Arc((wide - r, bore + r), r, -math.pi / 2, 0.0), (wide, out - r)),
        (Arc((wide - r, out - r), r, 0.0, math.pi / 2), (r - wide, out)),
        (Arc((r - wide, out - r), r, math.pi / 2, math.pi), (-wide, bore + r)),
        (Arc((r - wide, bore + r), r, math.pi, 1.5 * math.pi), (wide - r, bore)),
    ]
    chain = tuple(c for arc, end in corners for c in (arc, Line(arc.end, end)))
    (shape,) = Realiser().shapes(Placed("shank", Hoop(((180.0, chain),))))
    mesh = tessellate(shape, 0.01)
    seen = np.stack([mesh.vertices[:, 1], np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 2])], axis=1)
    for arc, _ in corners:
        # within the deviation of the arc, and in its own quarter
        away = seen - arc.centre
        quarter = away @ (np.array(arc.mid) - arc.centre) > 0.7 * r * r
        on = ((np.abs(np.linalg.norm(away, axis=1) - r) < 0.01) & quarter)[mesh.faces].all(axis=1)
        assert on.sum() > 100
        middle = mesh.vertices[mesh.faces[on]].mean(axis=1)
        flat = np.stack([middle[:, 1], np.hypot(middle[:, 0], middle[:, 2])], axis=1)
        assert np.abs(np.linalg.norm(flat - arc.centre, axis=1) - r).max() < 0.01


def test_a_bore_rounded_across_is_met_as_closely_as_a_straight_one() -> None:
    """Cut through a signet's blended shoulders by a torus about the finger, whose narrowest circle is the size."""
    band = "{width = 2, thickness = 1.7, shank = 'straight', shoulders = 'signet'}"
    spec = f'size = "US 4"\nmetal = "14k-yellow"\nband = {band}'
    peg = '\n[[settings]]\nid = "centre"\ntype = "peg"\nstone = {cut = "pearl", carat = 0.18}\n'
    design = resolve(read_text(Text(spec + peg, "test", ".toml")).spec)
    mesh = build(design.parts, 0.01).mesh
    assert lost(mesh, design.bore_radius) < CLOSER * 0.01


def lost(mesh: TriangleMesh, radius: float) -> float:
    """By how much the middle of any side is nearer to the finger's axis than a bore is, mm."""
    sides = np.concatenate([mesh.vertices[mesh.faces[:, [k, (k + 1) % 3]]].mean(axis=1) for k in range(3)])
    return float(radius - np.hypot(sides[:, 0], sides[:, 2]).min())


@pytest.mark.parametrize(
    "ring", ["band/flat", "band/court", "band/slim-d", "band/tapered", "solitaire/six-prong", "shank/bypass"]
)
def test_a_bore_s_chords_stray_half_as_far_as_others_may(ring: str) -> None:
    """Of a cylinder, of tori, of blends straight across and rounded: two that face one another are the ring's size."""
    design = resolve(load(ring).spec)
    assert lost(build(design.parts, 0.01).mesh, design.bore_radius) < CLOSER * 0.01
