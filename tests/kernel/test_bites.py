"""Metal left within a cutter is found by where it is, however little it is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from kernel.rows import BEAD, SEAT, eternity, on_hoop
from manifold3d import Manifold, OpType

from ringgen.bodies import Extruded, Frame, Groove, Hoop, Parts, Placed, Revolved
from ringgen.kernel import bites, second
from ringgen.kernel.bites import deepest
from ringgen.kernel.mesh import tessellate
from ringgen.kernel.realise import Realiser, realise
from ringgen.kernel.solid import build
from ringgen.kernel.trust import UNCUT, Trust
from ringgen.plane import Curve, Line, polyline
from ringgen.triangles import TriangleMesh, welded

MESHED = 0.01  # mm
HERE = Frame()


def mesh_of(body: Any, place: Frame = HERE) -> TriangleMesh:
    (shape,) = Realiser().shapes(Placed("body", body, (place,)))
    return tessellate(shape, MESHED)


def square(half: float) -> tuple[Curve, ...]:
    return polyline((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))


def within(cutter: Any, place: Frame, body: Any, at: Frame = HERE) -> float:
    return deepest(Parts((), (Placed("cutter", cutter, (place,)),)), mesh_of(body, at)).depth


def test_a_ring_well_cut_has_nothing_within_its_cutters() -> None:
    parts = eternity(12)
    assert deepest(parts, build(parts).mesh).depth < MESHED


def test_one_bead_that_one_seat_did_not_bite_is_found_and_refused() -> None:
    """The metal of the whole ring is there as it should be; one bead of 42 has kept what one of its two seats takes."""
    parts = eternity(42)
    ring, taken = missed(parts)
    whole = build(parts)
    assert 0.0 < taken < 1e-3 * whole.volume  # nothing a comparison of volumes would show
    bite = deepest(parts, ring)
    assert bite.part == "seat"
    assert bite.depth > 2 * UNCUT
    assert math.hypot(bite.point[0], bite.point[2]) == pytest.approx(7.8, abs=1.0)


def missed(parts: Parts) -> tuple[TriangleMesh, float]:
    """The ring's mesh with one bead bitten by all seats but the one beside it, and how much that is, mm³."""
    shop = second._Shop(MESHED)
    whole, place = shop.joined(parts), parts.metal[1].places[0]
    (bead,) = shop.placed(Placed("bead", BEAD, (place,)))
    seats = sorted(parts.cutters[0].places, key=lambda f: math.dist(f.origin, place.origin))
    others = shop.placed(Placed("seat", SEAT, tuple(seats[1:])))
    ring = whole + Manifold.batch_boolean([bead, *others], OpType.Subtract)
    mesh = ring.to_mesh()
    corners = np.asarray(mesh.vert_properties, dtype=np.float32)[:, :3][np.asarray(mesh.tri_verts)]
    return welded(corners), float(ring.volume() - whole.volume())


def test_trust_names_the_cutter_and_how_deep_metal_is_left() -> None:
    parts = eternity(12)
    (uncut,) = Realiser().shapes(parts.metal[0])
    mesh, why = Trust(parts, MESHED).meshed(uncut)
    assert mesh is None
    assert why.startswith("seat: metal is left")


def test_a_point_s_depth_is_the_way_to_the_nearest_side() -> None:
    """A corner on the axis of a drill of radius 1 that goes on far is 1 mm deep."""
    drill = Revolved(polyline((0.0, -4.0), (1.0, -4.0), (1.0, 4.0), (0.0, 4.0), (0.0, -4.0)))
    block = Extruded(polyline((0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0), (0.0, 0.0)), 0.5, 3.0)
    assert within(drill, Frame(), block) == pytest.approx(1.0, abs=1e-6)


def test_an_extruded_cutter_ends_above_and_below() -> None:
    box, post = Extruded(square(1.0), -0.2, 0.3), Extruded(square(0.5), -3.0, 0.0)
    assert within(box, Frame(), post) == pytest.approx(0.2, abs=1e-6)
    assert within(box, Frame(origin=(0.0, 0.0, 0.2)), post) == 0.0


def test_a_groove_is_looked_into_between_its_ends() -> None:
    """A block on the hoop's outside stands 0.4 mm deep in a groove of 1 mm at 30 degrees, and not in one of 20."""
    half = (Line((0.0, -0.5), (1.0, -0.5)), Line((1.0, -0.5), (1.0, 0.5)), Line((1.0, 0.5), (0.0, 0.5)))
    block = Extruded(square(0.05), -1.0, -0.1)
    for degrees, deep in ((60.0, 0.4), (20.0, 0.0)):
        groove = Groove(half, 7.8, degrees, rounded=False)
        assert within(groove, Frame(), block, on_hoop(30.0)) == pytest.approx(deep, abs=1e-2)


def test_what_a_groove_leaves_at_its_flat_end_is_not_within_it() -> None:
    """A post at 20 degrees whose side lies 0.03 mm beyond the end, or as far within it."""
    half = (Line((0.0, -0.5), (1.0, -0.5)), Line((1.0, -0.5), (1.0, 0.5)), Line((1.0, 0.5), (0.0, 0.5)))
    post, reach = Extruded(square(0.05), -1.0, -0.1), math.degrees(0.05 / 8.0)
    for beyond, deep in ((0.03, 0.0), (-0.03, 0.03)):
        groove = Groove(half, 7.8, 20.0 - reach - math.degrees(beyond / 8.0), rounded=False)
        assert within(groove, Frame(), post, on_hoop(20.0)) == pytest.approx(deep, abs=6e-3)


def test_a_round_channel_is_looked_into_all_round() -> None:
    channel = Hoop(((180.0, polyline((1.0, 7.0), (1.0, 9.0), (-1.0, 9.0), (-1.0, 7.0), (1.0, 7.0))),))
    block = Extruded(square(0.05), -1.0, -0.1)
    for degrees in (-100.0, 0.0, 190.0):
        assert within(channel, Frame(), block, on_hoop(degrees)) == pytest.approx(0.7, abs=1e-2)
    assert within(channel, Frame(origin=(0.0, 2.0, 0.0)), block, on_hoop(0.0)) == 0.0


def test_between_two_angles_across_where_they_are_counted_from() -> None:
    surface = bites._Surface.of(mesh_of(eternity(12).metal[0].body))
    low, high = surface.between(-10.0, 5.0), surface.between(350.0, 365.0)
    assert len(low) == len(high) > 0
    angles = np.degrees(np.arctan2(low[:, 0], low[:, 2]))
    assert (np.abs(angles + 2.5) <= 7.5 + 1e-9).all()
    assert len(surface.between(0.0, 360.0)) == len(surface.spots)


def test_points_lie_no_further_apart_than_asked() -> None:
    """A block of 1 mm: every spot on its faces has a point within a step of it."""
    mesh = tessellate(realise(Extruded(square(0.5), -0.5, 0.5)), MESHED)
    spots = bites._Surface.of(mesh).spots
    for spot in ((0.5, 0.13, 0.27), (-0.31, 0.22, 0.5), (0.05, -0.5, -0.41)):
        assert np.linalg.norm(spots - np.array(spot), axis=1).min() < bites.BROAD


def test_a_cutter_no_formula_knows_is_left_to_the_volume() -> None:
    parts = replace(eternity(12), cutters=(Placed("rod", BEAD, (on_hoop(0.0),)),))
    (uncut,) = Realiser().shapes(parts.metal[0])
    assert deepest(parts, tessellate(uncut, MESHED)).depth == 0.0
