from __future__ import annotations

import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from bodies import box, split, tri

from ringgen.checks import meshfile
from ringgen.checks.meshfile import read_mesh, unit_of, weld
from ringgen.errors import InputError

BOX = tri(box(4, 3, 2))


def binary(triangles: np.ndarray) -> bytes:
    body = b"".join(struct.pack("<12fH", 0, 0, 0, *t.ravel(), 0) for t in triangles)
    return bytes(80) + struct.pack("<I", len(triangles)) + body


def text(triangles: np.ndarray) -> str:
    lines = ["solid box"]
    for t in triangles:
        lines += ["facet normal 0 0 0", "outer loop", *(f"vertex {x:.6f} {y:.6f} {z:.6f}" for x, y, z in t)]
        lines += ["endloop", "endfacet"]
    return "\n".join([*lines, "endsolid box"])


def three_mf(folder: Path, unit: str = "millimeter", move: str = "1 0 0 0 1 0 0 0 1 5 0 0") -> Path:
    vertices, faces = weld(BOX)
    points = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in vertices)
    index = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in faces)
    model = (
        f'<?xml version="1.0"?><model unit="{unit}" '
        'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02"><resources>'
        f'<object id="1" type="model"><mesh><vertices>{points}</vertices><triangles>{index}</triangles></mesh></object>'
        f'</resources><build><item objectid="1" transform="{move}"/></build></model>'
    )
    kinds = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>'
    )
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Target="/3D/3dmodel.model" Id="r" '
        'Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>'
    )
    path = folder / "box.3mf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr("_rels/.rels", relation)
        archive.writestr("3D/3dmodel.model", model)
    return path


def test_binary_and_text_stl_read_the_same(tmp_path: Path) -> None:
    (tmp_path / "b.stl").write_bytes(binary(BOX))
    (tmp_path / "t.stl").write_text(text(BOX))
    one, two = read_mesh(tmp_path / "b.stl"), read_mesh(tmp_path / "t.stl")
    assert np.allclose(one.triangles, two.triangles)
    assert (len(one.vertices), len(one.faces)) == (8, 12)
    assert one.volume == pytest.approx(24.0)


def test_a_binary_stl_whose_header_says_solid_is_binary(tmp_path: Path) -> None:
    (tmp_path / "b.stl").write_bytes(b"solid" + binary(BOX)[5:])
    assert len(read_mesh(tmp_path / "b.stl").faces) == 12


@pytest.mark.parametrize(("unit", "scale"), [("millimeter", 1.0), ("centimeter", 10.0), ("inch", 25.4)])
def test_three_mf_is_read_in_place_and_in_its_unit(tmp_path: Path, unit: str, scale: float) -> None:
    mesh = read_mesh(three_mf(tmp_path, unit))
    assert mesh.volume == pytest.approx(24.0 * scale**3, rel=1e-5)
    assert mesh.vertices[:, 0].min() == pytest.approx(3.0 * scale)


BAD = {
    "nothing.stl": (b"", "is empty"),
    "words.stl": (b"this is not a mesh at all", "cut short or is not an STL"),
    "short.stl": (binary(BOX)[:-20], "cut short"),
    "long.stl": (binary(BOX) + b"abc", "3 bytes more"),
    "none.stl": (binary(BOX[:0]), "holds no triangles"),
    "nan.stl": (binary(BOX * np.nan), "not numbers"),
    "huge.stl": (binary(BOX * 1e4), "too large for a ring"),
    "tiny.stl": (binary(BOX * 1e-3), "too small for a ring"),
    "broken.stl": (text(BOX).rsplit("endsolid")[0].encode(), "breaks off"),
    "words2.stl": (b"solid x\nvertex a b c\nendsolid", "not three numbers"),
    "nothing.3mf": (b"", "is empty"),
    "plain.3mf": (b"no zip archive", "not a 3MF"),
    "ring.obj": (b"v 0 0 0", "not read here"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_file_that_is_no_mesh_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=words):
        read_mesh(tmp_path / name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_mesh(tmp_path / "absent.stl")
    (tmp_path / "folder.stl").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_mesh(tmp_path / "folder.stl")


def test_a_zip_that_is_no_3mf_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.3mf", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(InputError):
        read_mesh(tmp_path / "x.3mf")


def test_slivers_have_no_normal_of_their_own(tmp_path: Path) -> None:
    cut = split(BOX, 1.0, 3)
    cut[0, 2] = cut[0, 0] + (cut[0, 1] - cut[0, 0]) * 0.5 + 1e-5
    (tmp_path / "b.stl").write_bytes(binary(cut))
    mesh = read_mesh(tmp_path / "b.stl")
    assert not mesh.sound[0]
    assert not mesh.outward[0].any()


@pytest.mark.parametrize(("unit", "size"), [("in", 25.4), ("cm", 10.0), ("m", 1000.0)])
def test_an_stl_s_numbers_are_what_they_are_said_to_be(tmp_path: Path, unit: str, size: float) -> None:
    ring = BOX * 5.25  # 21 mm across
    (tmp_path / "ring.stl").write_bytes(binary(ring / size))
    assert unit_of(21.0 / size) == unit
    read = read_mesh(tmp_path / "ring.stl", unit)
    assert np.ptp(read.vertices, axis=0).max() == pytest.approx(21.0, rel=1e-6)


def test_a_ring_in_millimetres_is_left_alone_and_so_is_what_no_unit_makes_a_ring() -> None:
    assert [unit_of(mm) for mm in (11.0, 21.0, 70.0, 200.0, 1e-6)] == [None] * 5


def test_a_file_too_small_in_millimetres_is_told_the_unit_it_fits(tmp_path: Path) -> None:
    (tmp_path / "ring.stl").write_bytes(binary(BOX * 0.00525))
    with pytest.raises(InputError, match="did you mean --units m"):
        read_mesh(tmp_path / "ring.stl")


def test_what_no_machine_should_swallow_is_refused_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box.stl").write_bytes(binary(BOX))
    monkeypatch.setattr(meshfile, "MOST", 11)
    with pytest.raises(InputError, match="12 triangles, more than 11"):
        read_mesh(tmp_path / "box.stl")
    monkeypatch.setattr(meshfile, "MOST_BYTES", 600)
    with pytest.raises(InputError, match="MB, more than"):
        read_mesh(tmp_path / "box.stl")
    packed = tmp_path / "bomb.3mf"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("3D/3dmodel.model", b" " * 10_000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_mesh(packed)


def test_where_nothing_reads_3mf_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lib3mf", None)
    with pytest.raises(InputError, match="lib3mf"):
        read_mesh(three_mf(tmp_path))
