"""Heat maps: the wall check's own figure at the thinnest place, the rules' limits where the colours turn."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import lib3mf
import numpy as np
import pytest
import trimesh
from manifold3d import CrossSection, Manifold
from sample_ring import model as sample

from ringgen import cli, files, pipeline, writers
from ringgen.catalog.rules import Limit, load_rules
from ringgen.checks import wall
from ringgen.checks.meshfile import read_mesh
from ringgen.checks.subject import Subject
from ringgen.errors import WriteError
from ringgen.spec.load import load
from ringgen.triangles import TriangleMesh
from ringgen.writers import Model, heat_glb, heat_ply, stl
from ringgen.writers._heat import divided
from ringgen.writers._scale import GREY, Scale

BORE, WIDTH = 8.5, 3.0  # mm
FORMATS = ("heat.ply", "heat.glb", "heat.3mf")


def band(wall_mm: float, facets: int = 192) -> Model:
    """A flat band of known thickness; its facets' flats are as far apart as its corners, less a hair."""
    outline = [(BORE, -WIDTH / 2), (BORE + wall_mm, -WIDTH / 2), (BORE + wall_mm, WIDTH / 2), (BORE, WIDTH / 2)]
    mesh = Manifold.revolve(CrossSection([outline]), facets).rotate((90, 0, 0)).to_mesh()
    triangles = TriangleMesh(
        np.asarray(mesh.vert_properties, np.float64)[:, :3], np.asarray(mesh.tri_verts).astype(np.int64)
    )
    return replace(sample(), mesh=triangles, subject=Subject(None, load_rules("cast-standard")))


def ply(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places, colours and thicknesses (nan: none) of a written file, by trimesh's reader."""
    read = trimesh.load(path, process=False)
    thickness = np.asarray(read.metadata["_ply_raw"]["vertex"]["data"]["thickness"], np.float64).ravel()
    return read.vertices, read.visual.vertex_colors[:, :3], np.where(thickness < 0, np.nan, thickness)


@pytest.mark.parametrize("thickness", [0.5, 0.7, 1.8])
def test_half_way_across_a_flat_band_it_is_as_thick_as_the_band(thickness: float, tmp_path: Path) -> None:
    heat_ply.write(band(thickness), tmp_path / "a.heat.ply")
    at, rgb, read = ply(tmp_path / "a.heat.ply")
    middle = np.abs(at[:, 1]) < 0.5
    assert middle.sum() > 500
    assert np.nanmax(np.abs(read[middle] - thickness)) < 0.01
    assert not np.isnan(read[middle]).any()
    red = (rgb[middle, 0] > 2 * rgb[middle, 1].astype(int)).mean()
    blue = (rgb[middle, 2] > rgb[middle, 0]).mean()
    assert (red, blue) == ((1.0, 0.0) if thickness == 0.5 else (0.0, 0.0) if thickness == 0.7 else (0.0, 1.0))


@pytest.mark.parametrize("thickness", [0.5, 0.7, 1.8])
def test_the_thinnest_it_shows_is_what_the_wall_check_says_of_the_file(thickness: float, tmp_path: Path) -> None:
    ring = band(thickness)
    stl.write(ring, tmp_path / "a.stl")
    (finding,) = wall.check(read_mesh(tmp_path / "a.stl"), ring.subject)  # type: ignore[arg-type]
    heat_ply.write(ring, tmp_path / "a.heat.ply")
    assert round(float(np.nanmin(ply(tmp_path / "a.heat.ply")[2])), 2) == finding.measured
    assert f"thinnest {finding.measured:.2f} mm" in heat_ply.legend(ring)


def test_colours_turn_where_the_rules_do() -> None:
    scale = Scale(0.6, 0.8)
    red, hair, orange, yellow, green, blue, none = scale.colours(
        np.array([0.59, 0.596, 0.60, 0.79, 0.80, 9.0, np.nan])
    ).tolist()
    assert red[0] > 2 * red[1]
    assert hair == orange  # judged to 0.01 mm, 0.596 passes
    assert orange[1] > 0.6 > orange[2]
    assert yellow[1] > 0.9
    assert green[1] > 2 * green[0]
    assert blue[2] > 2 * blue[1]
    assert tuple(none) == GREY


def test_rules_without_a_limit_have_no_colour_for_it() -> None:
    limit = Limit("wall", 1.0, "mm", "fail", "min", "a house", "H")
    only_fail, none = Scale.of((limit,)), Scale.of(())
    assert (only_fail.fail, only_fail.warn) == (1.0, None)
    assert "yellow" not in only_fail.told()
    assert only_fail.colours(np.array([0.9, 1.0]))[:, 0].tolist() == pytest.approx([0.882, 0.3])
    assert "red" not in none.told()
    assert none.colours(np.array([0.1]))[0, 1] > 0.6  # green: nobody refuses it


def test_dividing_keeps_the_surface_closed_and_the_body_as_large() -> None:
    ring = band(1.8)
    fine = divided(ring.mesh)
    whole = trimesh.Trimesh(fine.vertices, fine.faces, process=False)
    assert whole.is_watertight
    assert whole.volume == pytest.approx(ring.mesh.volume, rel=1e-6)
    assert whole.edges_unique_length.max() < 0.6
    torn = divided(TriangleMesh(ring.mesh.vertices, ring.mesh.faces[:-9]))
    assert trimesh.Trimesh(torn.vertices, torn.faces).edges_unique_length.max() < 0.35


def test_a_body_as_large_as_a_file_may_hold_is_divided_less_finely() -> None:
    cube = trimesh.creation.box((900.0, 900.0, 900.0))
    fine = divided(TriangleMesh(np.asarray(cube.vertices), np.asarray(cube.faces, np.int64)))
    assert len(fine.faces) < 3_000_000


def test_the_glb_is_the_ring_in_metres_with_linear_colours(tmp_path: Path) -> None:
    ring = band(0.5)
    heat_glb.write(ring, tmp_path / "a.heat.glb")
    data = (tmp_path / "a.heat.glb").read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    told: dict[str, Any] = json.loads(data[20 : 20 + size])
    body = data[28 + size :]
    count = told["accessors"][1]["count"]
    colours = np.frombuffer(body, "u1", 4 * count, told["bufferViews"][1]["byteOffset"]).reshape(-1, 4)
    screen = np.where(colours <= 0.0031308 * 255, colours * 12.92, 255 * (1.055 * (colours / 255) ** (1 / 2.4) - 0.055))
    heat_ply.write(ring, tmp_path / "a.heat.ply")
    assert np.abs(screen[:, :3] - ply(tmp_path / "a.heat.ply")[1]).max() < 8  # a byte of linear dark is 12 on a screen
    assert "red under 0.6 mm" in told["asset"]["extras"]["legend"]
    assert told["asset"]["extras"]["thinnest_mm"] == pytest.approx(0.5, abs=0.01)
    scene = trimesh.load(tmp_path / "a.heat.glb")
    assert sorted(scene.extents * 1000) == pytest.approx([WIDTH, 18.0, 18.0], abs=0.01)
    assert scene.extents[2] * 1000 == pytest.approx(WIDTH, abs=0.01)  # glTF's up is Y: the finger lies along its Z


def test_the_3mf_is_read_in_strict_mode_and_has_a_colour_at_every_corner(tmp_path: Path) -> None:
    files.commit(tmp_path, [writers.pending(band(0.5), "heat.3mf")])
    document = lib3mf.get_wrapper().CreateModel()
    reader = document.QueryReader("3mf")
    reader.SetStrictModeActive(True)
    reader.ReadFromFile(str(tmp_path / "ana.heat.3mf"))
    assert reader.GetWarningCount() == 0
    groups = document.GetColorGroups()
    groups.MoveNext()
    group = groups.GetCurrentColorGroup()
    objects = document.GetMeshObjects()
    objects.MoveNext()
    body = objects.GetCurrentMeshObject()
    assert body.IsManifoldAndOriented()
    named = {p for t in body.GetAllTriangleProperties() for p in t.PropertyIDs}
    assert named == set(group.GetAllPropertyIDs())
    reds = [c for c in map(group.GetColor, group.GetAllPropertyIDs()) if c.Red > 2 * c.Green]
    assert reds


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_damaged_or_foreign_file_is_refused(format_id: str, tmp_path: Path) -> None:
    ring, module = band(0.7), writers.writer(format_id)
    path = tmp_path / f"a{module.SUFFIX}"
    module.write(ring, path)
    whole = path.read_bytes()
    for spoilt in (whole[:-200], whole[: len(whole) // 2], b""):
        path.write_bytes(spoilt)
        with pytest.raises(WriteError):
            module.verify(path, ring)
    module.write(band(0.9, 96), path)
    with pytest.raises(WriteError):
        module.verify(path, ring)


def test_a_refused_ring_leaves_its_heat_map_and_no_model(tmp_path: Path) -> None:
    """A court band of 1.1 mm is thin at its rims."""
    asked = load("band/court", ["band.thickness=1.1", "making.rules=cast-standard"])
    outcome = pipeline.build(asked, out=tmp_path / "out", formats=("stl", *FORMATS), mend=False)
    names = {p.name for p in (tmp_path / "out").iterdir()}
    slug = outcome.report["slug"]
    assert names == {f"{slug}.heat.ply", f"{slug}.heat.glb", f"{slug}.report.json"}  # a 3MF might be printed
    found = next(f for f in outcome.report["findings"] if f["check"] == "wall")
    at, rgb, read = ply(tmp_path / "out" / f"{slug}.heat.ply")
    thinnest = int(np.nanargmin(read))
    assert round(float(read[thinnest]), 2) == found["measured"] < 0.6
    assert rgb[thinnest, 0] > 2 * int(rgb[thinnest, 1])
    # half the metal away from the point the finding names, which lies in the middle of it
    nearest = np.linalg.norm(at[read == read[thinnest]] - np.array(found["point_mm"]), axis=1).min()
    assert nearest < found["measured"]
    assert any("red under 0.6 mm (refused)" in note for note in outcome.report["notes"])


def test_check_writes_the_heat_map_of_anybody_s_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stl.write(band(0.7), tmp_path / "theirs.stl")
    out = tmp_path / "out"
    assert (
        cli.main(["check", str(tmp_path / "theirs.stl"), "--heatmap", "-o", str(out), "--json"]) == 1
    )  # as a shank it is thin
    report = json.loads(capsys.readouterr().out)
    assert {p.name for p in out.iterdir()} == {"theirs.heat.ply", "theirs.heat.glb"}
    assert any("yellow under 0.8 mm" in note for note in report["notes"])
    assert np.nanmin(ply(out / "theirs.heat.ply")[2]) == pytest.approx(0.7, abs=0.005)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["band/court", "--heatmap"], "ringgen build band/court --heatmap"),
        (["theirs.stl", "-o", "out"], "--out: nothing is written without it"),
        (["theirs.stl", "--heatmap", "-o", "no/where"], "cannot write"),
    ],
)
def test_what_writes_no_heat_map_is_said(
    args: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    stl.write(band(0.7), tmp_path / "theirs.stl")
    assert cli.main(["check", *args]) in (2, 4)
    assert words in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["theirs.stl"]


def test_a_wax_is_coloured_by_the_metal_it_shrinks_to(tmp_path: Path) -> None:
    """A wax ten per cent larger than its cast of 0.7: the same triangles, and 0.7 all the same."""
    cast = band(0.7)
    larger = TriangleMesh(cast.mesh.vertices * 1.1, cast.mesh.faces)
    assert cast.subject is not None
    heat_ply.write(replace(cast, mesh=larger, subject=replace(cast.subject, scale=1.1)), tmp_path / "a.heat.ply")
    at, _, read = ply(tmp_path / "a.heat.ply")
    assert np.hypot(at[:, 0], at[:, 2]).min() == pytest.approx(1.1 * BORE, abs=0.01)
    assert np.nanmax(np.abs(read[np.abs(at[:, 1]) < 0.5] - 0.7)) < 0.01
