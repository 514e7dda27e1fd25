from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from waxes import BORE, WALL, WIDTH, arrays, band, saved, with_block

from ringgen.checks.meshfile import read_mesh
from ringgen.plate.stance import framed, stood, turned

OUTER = BORE + WALL


def test_a_ring_in_its_own_frame_is_not_moved_by_a_hair(tmp_path: Path) -> None:
    mesh = read_mesh(saved(tmp_path / "a.stl", with_block()))
    assert (framed(mesh).vertices == mesh.vertices).all()


def test_a_ring_that_lies_anyhow_is_brought_upright_its_head_on_top(tmp_path: Path) -> None:
    lying = with_block(6.0).rotate((25, 40, 70)).translate((30, -12, 8))
    ring = framed(read_mesh(saved(tmp_path / "a.stl", lying)))
    assert ring.bore_radius == pytest.approx(BORE * np.cos(np.pi / 96), abs=0.01)  # the facets' flats
    assert ring.vertices[:, 2].max() == pytest.approx(OUTER + 6.0, abs=0.02)
    assert ring.vertices[:, 2].min() == pytest.approx(-OUTER, abs=0.02)
    assert np.abs(ring.vertices[:, 1]).max() == pytest.approx(WIDTH / 2, abs=0.02)


def test_faces_that_look_inwards_are_turned_out(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.stl", band())
    mesh = read_mesh(path)
    inside_out = type(mesh)(path, "stl", mesh.triangles[:, ::-1])
    ring = framed(inside_out)
    a, b, c = (ring.vertices[ring.faces[:, k]] for k in range(3))
    assert np.einsum("ij,ij->", a, np.cross(b, c)) > 0


def test_a_body_without_a_hole_stands_as_it_is(tmp_path: Path) -> None:
    from manifold3d import Manifold

    ring = framed(read_mesh(saved(tmp_path / "a.stl", Manifold.cube((12, 4, 3)))))
    assert not ring.found


@pytest.mark.parametrize(
    ("lean", "size"),
    [
        (0.0, (2 * OUTER, WIDTH, 2 * OUTER)),
        (90.0, (2 * OUTER, 2 * OUTER, WIDTH)),
        # a cylinder that leans by 30 degrees: depth and height by its two extents, cos and sin of the angle
        (30.0, (2 * OUTER, WIDTH * 0.8660 + 2 * OUTER * 0.5, WIDTH * 0.5 + 2 * OUTER * 0.8660)),
    ],
)
def test_how_much_room_a_band_takes(lean: float, size: tuple[float, float, float]) -> None:
    vertices = stood(arrays(band())[0], lean)
    assert vertices.min(axis=0) == pytest.approx([0, 0, 0], abs=1e-9)
    assert vertices.max(axis=0) == pytest.approx(size, abs=0.005)


def test_the_head_stays_up_and_leans_to_the_front() -> None:
    vertices, _ = arrays(with_block(6.0))
    head = vertices[:, 2].argmax()
    leant = stood(vertices, 37.5)
    assert leant[head, 2] > 0.9 * leant[:, 2].max()
    assert leant[head, 1] < 0.2 * leant[:, 1].max()


def test_a_quarter_turn_sends_x_to_y() -> None:
    vertices = np.array([(0.0, 0.0, 1.0), (5.0, 0.0, 0.0), (5.0, 2.0, 0.0)])
    assert turned(vertices).tolist() == [[2.0, 0.0, 1.0], [2.0, 5.0, 0.0], [0.0, 5.0, 0.0]]
