"""Cutting one plane after another: what comes out is convex, closed, and of the volume geometry says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.bodies import Faceted, Vec
from ringgen.facets import Plane, cut, facet, level, mirrored_halves, prism, volume

unit = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)).filter(lambda v: math.hypot(*v) > 0.1)
planes = st.lists(st.tuples(unit, st.floats(0.2, 2.0)), max_size=12)


def cube() -> Faceted:
    return prism([(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)], -1.0, 1.0)


def plane(normal: Vec, offset: float) -> Plane:
    size = math.hypot(*normal)
    return Plane((normal[0] / size, normal[1] / size, normal[2] / size), offset)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def normal_of(stone: Faceted, face: tuple[int, ...]) -> Vec:
    """Newell's: twice the area, along the outward normal."""
    total = [0.0, 0.0, 0.0]
    for i, j in zip(face, face[1:] + face[:1], strict=True):
        a, b = stone.vertices[i], stone.vertices[j]
        for k in range(3):
            total[k] += (a[(k + 1) % 3] - b[(k + 1) % 3]) * (a[(k + 2) % 3] + b[(k + 2) % 3])
    return (total[0], total[1], total[2])


def assert_sound(stone: Faceted) -> None:
    """Every edge has one face on either side, Euler's number is 2, and no vertex stands over any face."""
    edges = [(i, j) for f in stone.faces for i, j in zip(f, f[1:] + f[:1], strict=True)]
    assert len(set(edges)) == len(edges)
    assert {(j, i) for i, j in edges} == set(edges)
    assert len(stone.vertices) - len(edges) // 2 + len(stone.faces) == 2
    for face in stone.faces:
        n = normal_of(stone, face)
        size = math.hypot(*n)
        if size > 1e-7:
            height = dot(n, stone.vertices[face[0]])
            assert max(dot(n, v) - height for v in stone.vertices) <= 1e-6 * max(size, 1e-3)


@given(planes)
def test_every_cut_leaves_a_closed_convex_stone(cuts: list[tuple[Vec, float]]) -> None:
    stone = cut(cube(), [plane(n, d) for n, d in cuts])
    assert_sound(stone)


@given(planes)
def test_no_vertex_is_left_over_any_plane_that_cut(cuts: list[tuple[Vec, float]]) -> None:
    used = [plane(n, d) for n, d in cuts]
    stone = cut(cube(), used)
    assert all(dot(p.normal, v) <= p.offset + 1e-7 for p in used for v in stone.vertices)
    assert 0 < volume(stone) <= 8.0 + 1e-9


@given(unit, st.floats(0.0, 1.7))
def test_the_two_halves_of_a_cut_make_the_whole(normal: Vec, offset: float) -> None:
    p = plane(normal, offset)
    other = Plane((-p.normal[0], -p.normal[1], -p.normal[2]), -p.offset)
    if max(dot(p.normal, v) for v in cube().vertices) > offset + 1e-3:
        assert volume(cut(cube(), [p])) + volume(cut(cube(), [other])) == pytest.approx(8.0, abs=1e-6)


def test_a_corner_cut_off_a_cube_is_a_sixth_of_its_own() -> None:
    """The corner beyond x + y + z = 2 is a tetrahedron with three edges of 1 mm: 1/6 mm³."""
    stone = cut(cube(), [plane((1.0, 1.0, 1.0), 2.0 / math.sqrt(3))])
    assert volume(stone) == pytest.approx(8 - 1 / 6)
    assert len(stone.faces) == 7


def test_a_plane_that_misses_changes_nothing() -> None:
    assert cut(cube(), [plane((1.0, 0.0, 0.0), 1.5)]) == cube()


def test_a_prism_has_the_volume_of_its_outline() -> None:
    ring = [(math.cos(math.tau * i / 64), math.sin(math.tau * i / 64)) for i in range(64)]
    assert volume(prism(ring, 0.0, 2.0)) == pytest.approx(2.0 * 32 * math.sin(math.tau / 64))
    assert_sound(prism(ring, 0.0, 2.0))


@given(st.floats(0, 360), st.floats(1, 89), st.floats(0.5, 5), st.floats(-2, 2), st.booleans())
def test_a_facet_runs_through_its_point_and_faces_its_way(
    azimuth: float, slope: float, out: float, height: float, below: bool
) -> None:
    p = facet(azimuth, -slope if below else slope, (out, height))
    a = math.radians(azimuth)
    assert dot(p.normal, (out * math.cos(a), out * math.sin(a), height)) == pytest.approx(p.offset, abs=1e-9)
    assert math.hypot(*p.normal) == pytest.approx(1.0)
    assert (p.normal[2] < 0) is below
    assert math.degrees(math.acos(abs(p.normal[2]))) == pytest.approx(slope)


def test_levels_face_up_and_down() -> None:
    assert level(1.5) == Plane((0.0, 0.0, 1.0), 1.5)
    assert level(-1.5, up=False) == Plane((0.0, 0.0, -1.0), 1.5)


def test_two_halves_are_welded_into_one_closed_stone() -> None:
    """The right half of the cube of 8 mm³; the side it was cut by is gone."""
    right = cut(cube(), [Plane((-1.0, 0.0, 0.0), 0.0), plane((1.0, 0.0, 1.0), 1.2)])
    whole = mirrored_halves(right)
    assert volume(whole) == pytest.approx(2 * volume(right))
    assert_sound(whole)
    assert len(whole.faces) == 2 * (len(right.faces) - 1)
