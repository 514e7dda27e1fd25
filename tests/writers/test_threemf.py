from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import lib3mf
import numpy as np
import pytest
from sample_ring import TORUS_VOLUME, model

from ringgen.errors import WriteError
from ringgen.triangles import TriangleMesh
from ringgen.writers import threemf
from ringgen.writers._model import screen

CORE = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"


def read_strict(path: Path) -> object:
    wrapper = lib3mf.get_wrapper()
    document = wrapper.CreateModel()
    reader = document.QueryReader("3mf")
    reader.SetStrictModeActive(True)
    reader.ReadFromFile(str(path))
    assert reader.GetWarningCount() == 0
    return document


def test_the_format_s_own_library_reads_it_back_in_strict_mode(tmp_path: Path) -> None:
    ring = model()
    threemf.write(ring, tmp_path / "ana.3mf")
    document = read_strict(tmp_path / "ana.3mf")
    assert document.GetUnit() == lib3mf.ModelUnit.MilliMeter
    objects = document.GetMeshObjects()
    assert objects.Count() == 1
    objects.MoveNext()
    metal = objects.GetCurrentMeshObject()
    assert metal.GetName() == "metal"
    assert metal.IsManifoldAndOriented()
    vertices = np.array([v.Coordinates[:] for v in metal.GetVertices()], dtype=np.float64)
    faces = np.array([t.Indices[:] for t in metal.GetTriangleIndices()], dtype=np.int64)
    assert vertices == pytest.approx(ring.mesh.vertices, abs=1e-6)  # that library is off by a last digit of 32 bits
    assert (faces == ring.mesh.faces).all()
    assert TriangleMesh(vertices, faces).volume == pytest.approx(TORUS_VOLUME, rel=0.01)


def test_it_says_what_it_is_of_which_alloy_and_in_which_colour(tmp_path: Path) -> None:
    ring = replace(model(), metadata={"Ring size": "US 7", "Copyright": "Ana & sons"})
    threemf.write(ring, tmp_path / "ana.3mf")
    document = read_strict(tmp_path / "ana.3mf")
    words = document.GetMetaDataGroup()
    found = {words.GetMetaData(i).GetName(): words.GetMetaData(i).GetValue() for i in range(words.GetMetaDataCount())}
    assert found["Title"] == "Ana – née O'Hara"
    assert found["Application"].startswith("ringgen")
    assert found["Copyright"] == "Ana & sons"
    assert found["Description"].startswith("Ring size: US 7; stones not included: 2; spec sha256 5eed5eed")
    materials = document.GetBaseMaterialGroups()
    materials.MoveNext()
    group = materials.GetCurrentBaseMaterialGroup()
    (alloy,) = group.GetAllPropertyIDs()
    assert group.GetName(alloy) == model().metal.name
    colour = group.GetDisplayColor(alloy)
    assert (colour.Red, colour.Green, colour.Blue) == tuple(round(255 * c) for c in screen(model().metal.rgb))


def test_every_coordinate_comes_back_as_the_32_bit_number_it_was(tmp_path: Path) -> None:
    ring = model()
    threemf.write(ring, tmp_path / "ana.3mf")
    with zipfile.ZipFile(tmp_path / "ana.3mf") as archive:
        root = ElementTree.fromstring(archive.read("3D/3dmodel.model"))
    corners = [[c.get(axis, "") for axis in "xyz"] for c in root.iter(f"{CORE}vertex")]
    assert (np.array(corners).astype(np.float32) == ring.mesh.vertices).all()


def test_the_archive_carries_no_date_and_no_chance(tmp_path: Path) -> None:
    for turn in (1, 2):
        threemf.write(model(), tmp_path / f"{turn}.3mf")
    assert (tmp_path / "1.3mf").read_bytes() == (tmp_path / "2.3mf").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.3mf") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'unit="millimeter"', b'unit="inch"', "not in millimetres"),
        (b"</model>", b"", "not whole"),
        (b'<vertex x="', b'<vertix x="', "corners"),
        (b"<item ", b"<itim ", "prints nothing"),
    ],
)
def test_a_model_that_lost_something_is_refused(tmp_path: Path, old: bytes, new: bytes, words: str) -> None:
    threemf.write(model(), tmp_path / "ana.3mf")
    with zipfile.ZipFile(tmp_path / "ana.3mf") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "bad.3mf", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new, 1))
    with pytest.raises(WriteError, match=words):
        threemf.verify(tmp_path / "bad.3mf", model())
