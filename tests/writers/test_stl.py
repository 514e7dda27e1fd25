from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from sample_ring import RADIUS, TORUS_VOLUME, WIRE, model

from ringgen.errors import WriteError
from ringgen.triangles import TriangleMesh
from ringgen.writers import stl


def test_another_reader_finds_a_closed_mesh_of_the_metal_alone(tmp_path: Path) -> None:
    stl.write(model(), tmp_path / "ana.stl")
    mesh = trimesh.load_mesh(tmp_path / "ana.stl")
    assert mesh.is_volume
    assert mesh.body_count == 1
    assert mesh.volume == pytest.approx(TORUS_VOLUME, rel=0.01)  # a chord error of 0.05 mm on a wire of 1 mm
    assert mesh.extents == pytest.approx([2 * (RADIUS + WIRE)] * 2 + [2 * WIRE], abs=0.05)


def test_the_header_names_unit_spec_and_ring_and_is_no_text_format(tmp_path: Path) -> None:
    stl.write(model(name="solid Élodie"), tmp_path / "ana.stl")
    header = (tmp_path / "ana.stl").read_bytes()[:80]
    assert not header.lower().startswith(b"solid")
    assert b" mm spec 5eed5eed5eed solid Elodie" in header


def test_the_first_triangle_leaves_no_doubt_that_this_is_no_text(tmp_path: Path) -> None:
    plain, telling = bytes(50), bytes(10) + b"\x80" + bytes(39)
    assert stl._first_binary(plain + plain + telling + plain) == 2
    assert stl._first_binary(plain + plain) == 0
    stl.write(model(), tmp_path / "ana.stl")
    data = (tmp_path / "ana.stl").read_bytes()
    assert not data[84:134].isascii()
    (tmp_path / "ana.stl").write_bytes(data[:84] + bytes(150) + data[234:])
    with pytest.raises(WriteError, match="take it for a text file"):
        stl.verify(tmp_path / "ana.stl", model())


def test_normals_point_out_of_the_metal(tmp_path: Path) -> None:
    stl.write(model(), tmp_path / "ana.stl")
    records = np.frombuffer((tmp_path / "ana.stl").read_bytes(), stl._record(), offset=84)
    middle = records["corners"].mean(axis=1)
    ring = np.c_[middle[:, :2] / np.linalg.norm(middle[:, :2], axis=1, keepdims=True) * RADIUS, np.zeros(len(middle))]
    out = (middle - ring) / np.linalg.norm(middle - ring, axis=1, keepdims=True)
    assert (np.einsum("ij,ij->i", records["normal"], out) > 0.9).all()
    assert np.linalg.norm(records["normal"], axis=1) == pytest.approx(1.0, abs=1e-6)


def test_a_mesh_of_the_wrong_size_or_with_a_hole_in_its_numbers_is_refused(tmp_path: Path) -> None:
    ring, path = model(), tmp_path / "ana.stl"
    stl.write(ring, path)
    with pytest.raises(WriteError, match="bounding box"):
        stl.verify(path, replace(ring, mesh=TriangleMesh(ring.mesh.vertices * 1.001, ring.mesh.faces)))
    data = bytearray(path.read_bytes())
    data[96:100] = np.float32(np.nan).tobytes()
    path.write_bytes(bytes(data))
    with pytest.raises(WriteError, match="not a number"):
        stl.verify(path, ring)
