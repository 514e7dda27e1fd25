"""Grids on rounded edges: within the deviation asked for by the torus' own formula, closed with their neighbours."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.BRepFilletAPI import BRepFilletAPI_MakeFillet
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCylinder
from OCP.GeomAbs import GeomAbs_Circle
from OCP.gp import gp_Ax2, gp_Dir, gp_Pnt
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Shape

from ringgen.kernel._shapes import explore
from ringgen.kernel.eased import grid, griddable, is_eased, step_along
from ringgen.kernel.mesh import tessellate
from ringgen.triangles import open_edges

ALONG_FINGER = gp_Ax2(gp_Pnt(0, -2, 0), gp_Dir(0, 1, 0))
OUTSIDE, WIDTH = 10.0, 4.0  # mm: a disk, its two edges rounded


def disk(radius: float, angle: float = 2 * math.pi) -> TopoDS_Shape:
    """A disk, or a sector of one, whose outer edges are rounded."""
    body = BRepPrimAPI_MakeCylinder(ALONG_FINGER, OUTSIDE, WIDTH, angle).Shape()
    fillet = BRepFilletAPI_MakeFillet(body)
    for edge in explore(body, TopAbs_EDGE):
        edge = TopoDS.Edge_s(edge)
        if round_it(edge):
            fillet.Add(radius, edge)
    return fillet.Shape()


def round_it(edge: object) -> bool:
    return bool(BRepAdaptor_Curve(edge).GetType() == GeomAbs_Circle)


def eased(shape: TopoDS_Shape) -> list[TopoDS_Face]:
    return [f for f in map(TopoDS.Face_s, explore(shape, TopAbs_FACE)) if is_eased(f)]


def triangles(face: TopoDS_Face) -> Any:
    """The corners (n, 3, 3) of a face's triangles, mm."""
    found = BRep_Tool.Triangulation_s(face, TopLoc_Location())
    nodes = [found.Node(n) for n in range(1, found.NbNodes() + 1)]
    faces = [found.Triangle(n).Get() for n in range(1, found.NbTriangles() + 1)]
    return np.array([[p.X(), p.Y(), p.Z()] for p in nodes])[np.array(faces) - 1]


def off_the_torus(points: np.ndarray, major: float, minor: float, y: float) -> Any:
    """How far points are from a torus about y: (radius in the ring's plane - R)² + (height)² = r²."""
    return np.abs(np.hypot(np.hypot(points[:, 0], points[:, 2]) - major, points[:, 1] - y) - minor)


@settings(max_examples=12, deadline=None)
@given(
    radius=st.floats(0.08, 0.9),
    deviation=st.sampled_from((0.02, 0.01, 0.005)),
    angle=st.sampled_from((2 * math.pi, 0.15, 1.9)),
)
def test_a_rounded_edge_is_met_within_the_deviation_and_the_surface_closes(
    radius: float, deviation: float, angle: float
) -> None:
    shape = disk(radius, angle)
    assert open_edges(tessellate(shape, deviation)) == 0
    shares = np.array([[2, 2, 2], [3, 3, 0], [0, 3, 3], [3, 0, 3]]) / 6  # the middle, and that of every side
    for face in eased(shape):
        corners = triangles(face)
        looked = np.einsum("sk,nkx->nsx", shares, corners).reshape(-1, 3)
        middle = math.copysign(WIDTH / 2 - radius, corners[:, :, 1].mean())
        assert off_the_torus(corners.reshape(-1, 3), OUTSIDE - radius, radius, middle).max() <= 1e-6
        assert off_the_torus(looked, OUTSIDE - radius, radius, middle).max() <= deviation


@pytest.mark.parametrize("angle", [2 * math.pi, 0.5])
def test_a_grid_takes_as_few_triangles_as_its_chords_need(angle: float) -> None:
    shape = disk(0.15, angle)
    faces = eased(shape)
    assert len(faces) == 2
    assert all(griddable(face) for face in faces)
    for face in faces:
        grid(face, step_along(faces, 0.008, 0.25), 0.008)
    # 5 across a quarter (0.35 rad); along, the chord over 10 mm may stray 0.008 - 0.15 (1 - cos 0.175) mm.
    left = 0.008 - 0.15 * (1 - math.cos(0.175))
    most = 2 * 5 * math.ceil(angle / (2 * math.acos(1 - left / 10.0)))
    assert [len(triangles(face)) for face in faces] == [most, most]


def test_an_edge_bitten_into_gets_no_grid_and_is_meshed_closely_all_the_same() -> None:
    tool = BRepPrimAPI_MakeBox(gp_Pnt(-0.5, 1.9, 9.9), gp_Pnt(0.7, 3, 11)).Shape()
    shape = BRepAlgoAPI_Cut(disk(0.3), tool).Shape()
    assert not all(griddable(face) for face in eased(shape))
    mesh = tessellate(shape, 0.01)
    assert open_edges(mesh) == 0
    assert BRepAdaptor_Surface(eased(shape)[0]).Torus().MinorRadius() == pytest.approx(0.3)


def test_edges_of_two_radii_that_meet_share_their_border() -> None:
    """A concave band: its rims, 0.15 mm, run into a hollow of 0.95 mm, all of them tori."""
    from ringgen.design.resolve import resolve
    from ringgen.kernel.realise import Realiser
    from ringgen.spec.load import load

    changes = ["band.width=3", "band.thickness=1.2", "band.hollow=0.65", "band.rim=0.6"]
    design = resolve(load("band/concave", changes).spec)
    (shape,) = Realiser().shapes(design.parts.metal[0])
    assert len({round(BRepAdaptor_Surface(face).Torus().MinorRadius(), 3) for face in eased(shape)}) == 2
    mesh = tessellate(shape, 0.01)
    assert open_edges(mesh) == 0
    assert len(mesh.faces) < 15_000
