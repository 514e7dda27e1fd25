"""The whole flow on files of known bodies: what is written, what is measured on it, what is refused."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import lib3mf
import numpy as np
import pytest
import trimesh
from manifold3d import Manifold, Mesh
from waxes import BORE, WALL, WIDTH, band, headed, saved, with_block

from ringgen.catalog.metals import find_metal
from ringgen.errors import BuildError, InputError
from ringgen.plate import flow, output
from ringgen.plate.asked import Asked, read
from ringgen.writers import package


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    bodies = {"ana": with_block(), "ben": band(), "wide": band(width=6.0)}
    return [str(saved(tmp_path / f"{name}.stl", body)) for name, body in bodies.items()]


def lay(files: list[str], out: Path, **options: object) -> dict[str, object]:
    return flow.plate(files, read(**{"rules": "cast-standard", **options}), out)  # type: ignore[arg-type]


def things(path: Path) -> list[trimesh.Trimesh]:
    """What an independent reader finds, ring by ring: trimesh splits an STL into what hangs together."""
    found = trimesh.load(path, process=True)
    return list(found.split(only_watertight=False))


@pytest.mark.parametrize("orient", ["tilted", "upright", "flat"])
@pytest.mark.parametrize("spacing", ["0.6", "1.5"])
def test_rings_are_closed_on_the_bed_and_apart_in_the_written_file(
    files: list[str], orient: str, spacing: str, tmp_path: Path
) -> None:
    report = lay(files, tmp_path / "out", orient=orient, spacing=spacing, copies=2, sprue="2")
    found = things(tmp_path / "out" / "plate.stl")
    assert len(found) == 6
    assert all(t.is_watertight and t.is_winding_consistent for t in found)
    box = np.array([t.bounds for t in found])
    assert box[:, 0].min() >= -1e-4
    assert (box[:, 1].max(axis=0)[:2] <= np.array([96.0, 54.0]) + 1e-4).all()
    assert box[:, 0, 2] == pytest.approx(0.0, abs=1e-5)  # each stands on the plate
    bodies = [Manifold(Mesh(t.vertices.astype(np.float32), t.faces.astype(np.uint32))) for t in found]
    reach = float(spacing) + 3.0
    gaps = [a.min_gap(b, reach) for a, b in itertools.combinations(bodies, 2)]
    assert min(gaps) >= float(spacing) - 1e-4
    (plate,) = report["plates"]  # type: ignore[misc]
    assert float(spacing) - 1e-4 <= plate["nearest_mm"] <= min(gaps) + 1e-3  # seen from above, never more than in space


def test_the_3mf_names_every_ring_and_holds_what_the_stl_does(files: list[str], tmp_path: Path) -> None:
    lay(files[:2], tmp_path, copies=2)
    model = lib3mf.get_wrapper().CreateModel()
    reader = model.QueryReader("3mf")
    reader.SetStrictModeActive(True)
    reader.ReadFromFile(str(tmp_path / "plate.3mf"))
    assert reader.GetWarningCount() == 0
    items, names = model.GetBuildItems(), []
    while items.MoveNext():
        names.append(items.GetCurrent().GetObjectResource().GetName())
    assert names == ["ana #1", "ana #2", "ben #1", "ben #2"]
    with zipfile.ZipFile(tmp_path / "plate.3mf") as archive:
        root = ElementTree.fromstring(archive.read("3D/3dmodel.model"))
    tag = f"{{{package.CORE}}}"
    assert len([o for o in root.iter(f"{tag}object") if o.find(f"{tag}mesh") is not None]) == 2  # copies share theirs
    in_3mf = sorted(tuple(np.round(m.vertices.min(axis=0), 3)) for _, m in package.placed(tmp_path / "plate.3mf"))
    in_stl = sorted(tuple(np.round(t.bounds[0], 3)) for t in things(tmp_path / "plate.stl"))
    assert np.array(in_3mf) == pytest.approx(np.array(in_stl), abs=2e-3)


def test_the_same_rings_come_to_the_same_bytes(files: list[str], tmp_path: Path) -> None:
    for name in ("one", "two"):
        lay(files, tmp_path / name, copies=2, sprue="auto")
    for name in ("plate.3mf", "plate.stl", "plate.report.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_weights_are_volumes_times_densities(files: list[str], tmp_path: Path) -> None:
    """14k yellow, wax of 0.96 g/cm³, a button of a tenth; a band of 96 facets has 0.07 % less than Pappus says."""
    report = lay([files[1]], tmp_path, copies=3, metal="14k-yellow", sprue="2", orient="flat")
    ring = 2 * np.pi * (BORE + WALL / 2) * WALL * WIDTH
    rod = np.pi * 1.0**2 * 8.0
    gold = find_metal("14k-yellow").density_g_cm3 / 1000
    (row,) = report["weights"]  # type: ignore[misc]
    assert row["wax_g"] == pytest.approx(3 * (ring + rod) * 0.96 / 1000, rel=3e-3)
    assert row["rings_g"] == pytest.approx(3 * ring * gold, rel=2e-3)
    assert row["sprues_g"] == pytest.approx(3 * rod * gold, rel=0.02)
    assert row["button_g"] == pytest.approx(0.1 * (row["rings_g"] + row["sprues_g"]), abs=1e-3)
    assert row["melt_g"] == pytest.approx(row["rings_g"] + row["sprues_g"] + row["button_g"], abs=2e-3)


def test_without_an_alloy_only_wax_is_weighed_and_that_is_said(files: list[str], tmp_path: Path) -> None:
    report = lay([files[1]], tmp_path)
    (row,) = report["weights"]  # type: ignore[misc]
    assert (row["metal"], row["melt_g"]) == (None, None)
    assert any("--metal" in note for note in report["notes"])  # type: ignore[attr-defined]


def test_a_head_fed_through_a_thin_shank_is_laid_and_warned_of_once(files: list[str], tmp_path: Path) -> None:
    """3 mm through 1.2: by the block's own flats, and by those of a band of 96 facets."""
    head = str(saved(tmp_path / "head.stl", headed(1.2)))
    report = lay([head, files[1]], tmp_path / "out", copies=2, sprue="auto")
    assert report["verdict"] == "released"
    (warning,) = report["warnings"]  # type: ignore[misc]
    assert warning.startswith("head: porosity 2.5 times, limit 2 times, at 1")
    assert "a lump 3.00 mm thick, of " in warning
    assert "is fed through 1.20 mm at " in warning
    assert warning.endswith("(Chvorinov))")
    found = [(row["name"], f) for row in report["rings"] for f in row["sprue"]["findings"]]  # type: ignore[attr-defined]
    told = [("head #1", "warn"), ("head #2", "warn"), ("ben #1", "pass"), ("ben #2", "pass")]
    assert [(name, f["status"]) for name, f in found] == told
    finding = found[0][1]
    assert finding["point_mm"] == pytest.approx([0.0, 0.0, 12.0], abs=2.0)  # the ring's own place, not the plate's
    assert lay([head], tmp_path / "none")["warnings"] == []  # without a sprue nothing is known of one


def test_a_refused_ring_is_left_off_named_and_laid_if_forced(files: list[str], tmp_path: Path) -> None:
    thin = str(saved(tmp_path / "thin.stl", band(wall=0.4)))
    report = lay([*files[:1], thin], tmp_path / "out", copies=2)
    assert report["verdict"] == "partial"
    (row,) = report["left_off"]  # type: ignore[misc]
    assert (row["name"], row["count"]) == ("thin", 2)
    assert any(why.startswith("wall 0.4 mm, limit 0.6 mm") for why in row["why"])
    assert len(report["rings"]) == 2  # type: ignore[arg-type]
    report = lay([*files[:1], thin], tmp_path / "out", copies=2, force=True)
    assert (report["verdict"], len(report["rings"])) == ("refused", 4)  # type: ignore[arg-type]
    assert any("thin is laid although it is refused" in note for note in report["notes"])  # type: ignore[attr-defined]


def test_where_all_are_refused_there_is_a_report_and_no_plate(tmp_path: Path) -> None:
    thin = str(saved(tmp_path / "thin.stl", band(wall=0.4)))
    assert lay([thin], tmp_path / "out")["verdict"] == "refused"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["plate.report.json"]


def test_more_than_fit_are_refused_with_how_many_do_and_spread_when_asked(files: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"3 of 8 rings fit on a bed of 72 x 24 mm, 1 mm apart.*did you mean 3\?"):
        lay([files[1]], tmp_path / "out", copies=8, bed="72x24", orient="flat")
    assert not (tmp_path / "out").exists()
    report = lay([files[1]], tmp_path / "out", copies=8, bed="72x24", orient="flat", plates=3)
    assert [p["rings"] for p in report["plates"]] == [3, 3, 2]  # type: ignore[attr-defined]
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {"plate.report.json", *(f"plate-{n}.{f}" for n in (1, 2, 3) for f in ("stl", "3mf"))}
    lay([files[1]], tmp_path / "out")  # one plate again: the others are not left to be printed by mistake
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"plate.3mf", "plate.stl", "plate.report.json"}


@pytest.mark.parametrize("bed", ["18x18", "40x40x12"])
def test_a_ring_larger_than_the_bed_is_refused_with_one_that_takes_it(
    bed: str, files: list[str], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="--bed: ana is ") as caught:
        lay(files[:1], tmp_path / "out", bed=bed)
    (problem,) = caught.value.problems
    assert lay(files[:1], tmp_path / "out", bed=problem.nearest)["verdict"] == "released"


def test_a_file_beside_its_report_is_taken_at_its_word_while_it_is_that_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "thin.stl", band(wall=0.4))
    import hashlib

    said = {
        "schema": "ringgen-report/1",
        "name": "Thin but ours",
        "verdict": "released",
        "metal": {"id": "18k-yellow", "density_g_cm3": 15.5},
        "weight_g": 1.25,
        "rules": {"id": "cast-standard"},
        "findings": [],
        "files": [{"path": "thin.stl", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}],
    }
    (tmp_path / "thin.report.json").write_text(json.dumps(said))
    report = lay([str(path)], tmp_path / "out")
    assert (report["verdict"], report["rings"][0]["name"]) == ("released", "Thin but ours")  # type: ignore[index]
    assert report["weights"][0]["rings_g"] == 1.25  # type: ignore[index]
    saved(path, band(wall=0.45))  # another file under the same name
    assert lay([str(path)], tmp_path / "out")["verdict"] == "refused"


def test_a_plate_that_was_laid_too_close_is_never_released(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ringgen.plate import laying
    from ringgen.plate.packing import Spot

    monkeypatch.setattr(laying, "pack", lambda *_: [Spot(0, 0, 0.0, 0.0), Spot(0, 0, 21.1, 0.0)])
    with pytest.raises(BuildError, match=r"two things on it are 0\.1"):
        lay([files[1]], tmp_path / "out", copies=2, orient="flat")
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(laying, "pack", lambda *_: [Spot(0, 0, 0.0, 40.0)])
    with pytest.raises(BuildError, match="not on the bed"):
        lay([files[1]], tmp_path / "out", orient="flat")


def test_a_quarter_turn_lies_where_its_outline_was_packed(files: list[str], tmp_path: Path) -> None:
    report = lay([files[0]], tmp_path, bed="40x22", orient="flat", sprue="2")
    (row,) = report["rings"]  # type: ignore[misc]
    assert row["turn_deg"] == 90
    (whole,) = things(tmp_path / "plate.stl")
    assert whole.bounds[0] == pytest.approx(row["place_mm"], abs=1e-3)
    assert whole.extents == pytest.approx(row["size_mm"], abs=2e-3)


def test_the_stl_is_told_apart_by_where_rings_lie() -> None:
    assert output.OURS.fullmatch("plate-12.3mf")
    assert not output.OURS.fullmatch("plated.stl")
    assert Asked().bed.width == 96.0
