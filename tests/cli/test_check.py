from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manifold3d import CrossSection, Manifold
from test_build import REPORT

from ringgen import cli, pipeline

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def band(path: Path, thickness: float) -> Path:
    """A plain band of 17 mm bore, 3 mm wide, as a binary STL."""
    outline = [(8.5, -1.5), (8.5 + thickness, -1.5), (8.5 + thickness, 1.5), (8.5, 1.5)]
    solid = Manifold.revolve(CrossSection([outline]), 192).rotate((90, 0, 0)).to_mesh()
    records = np.zeros(len(solid.tri_verts), RECORD)
    records["corners"] = np.asarray(solid.vert_properties)[:, :3][np.asarray(solid.tri_verts)]
    path.write_bytes(b"\0" * 80 + len(records).to_bytes(4, "little") + records.tobytes())
    return path


def test_a_sound_file_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = band(tmp_path / "ring.stl", 2.0)
    assert cli.main(["check", str(path), "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["verdict"] == "pass"
    assert document["size"]["measured_mm"] == pytest.approx(17.0, abs=0.005)
    # Pappus: 3 x 2 mm on a radius of 9.5; 192 facets take 0.02 % of it
    assert document["volume_mm3"] == pytest.approx(6 * 2 * np.pi * 9.5, rel=3e-4)
    assert document["files"][0]["bytes"] == path.stat().st_size
    assert {f["check"] for f in document["findings"]} >= {"wall", "bore", "watertight", "shells", "band-thickness"}
    assert said.err == ""
    assert list(tmp_path.iterdir()) == [path]


def test_a_thin_file_fails_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(band(tmp_path / "thin.STL", 0.4))]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("FAIL  thin")
    assert "0.40 mm" in said.err


@pytest.mark.parametrize(
    "args",
    [["missing.stl"], ["ring.xyz"], ["broken.stl"], ["ring.stl", "--rules", "none"], ["ring.stl", "--set", "a=1"]],
)
def test_wrong_input(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    band(tmp_path / "ring.stl", 2.0)
    (tmp_path / "broken.stl").write_bytes(b"half")
    (tmp_path / "ring.xyz").write_bytes(b"half")
    assert cli.main(["check", *args]) == 2
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("released", [True, False])
def test_a_spec_is_built_checked_and_not_kept(
    released: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Any] = []

    def check(loaded: Any, **_: Any) -> pipeline.Outcome:
        asked.append(loaded.spec)
        return pipeline.Outcome(REPORT | {"verdict": "released" if released else "refused"}, released)

    monkeypatch.setattr(pipeline, "check", check)
    args = ["check", "solitaire/six-prong", "--set", "band.width=2.5", "--rules", "cast-standard", "--json"]
    assert cli.main(args) == (0 if released else 1)
    document = json.loads(capsys.readouterr().out)
    assert (document["verdict"], document["files"]) == ("pass" if released else "fail", [])
    assert asked[0].band.width == 2.5


def test_who_would_take_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A 0.7 mm band: i.materialise takes walls of 0.6 and bands of 1.0, HMS asks 0.6 of gold and 0.8 of silver."""
    path = band(tmp_path / "thin.stl", 0.7)
    assert cli.main(["check", str(path), "--rules", "all", "--metal", "925 silver", "--json"]) == 1  # most ask for 1.0
    houses = {h["id"]: h for h in json.loads(capsys.readouterr().out)["houses"]}
    assert [(f["check"], f["measured"], f["limit"]) for f in houses["hms"]["findings"]] == [("wall", 0.7, 0.8)]
    assert not houses["hms"]["takes"]
    assert houses["morris-watson"]["takes"]
    assert [f["check"] for f in houses["imaterialise"]["findings"]] == ["band-thickness", "wall"]
    assert cli.main(["check", str(path), "--rules", "all", "--metal", "18k-yellow"]) == 1
    text = capsys.readouterr().err
    assert "ok    hms" in text
    assert "wall 0.70 mm, limit 2.00 mm: flo2-cad, materials of Shapeways: rings of steel" in " ".join(text.split())


def test_who_would_take_a_spec_is_told_beside_the_verdict_of_its_own_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = tmp_path / "band.toml"
    ring.write_text('size = "US 7"\nmetal = "18k-yellow"\nband = {profile = "flat", width = 3, thickness = 1.9}\n')
    assert cli.main(["check", str(ring), "--rules", "all", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    refusing = {h["id"]: h["findings"] for h in document["houses"] if not h["takes"]}
    assert set(refusing) == {"shapeways-steel"}  # printed in steel, 2.0 mm all over
    assert document["rules"]["id"] == "cast-standard"


def test_a_shop_s_own_rules_are_a_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, rules = band(tmp_path / "ring.stl", 2.0), tmp_path / "ours.toml"
    rules.write_text('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = 2.5\n')
    assert cli.main(["check", str(path), "--rules", str(rules)]) == 1
    assert "the shop's own" in capsys.readouterr().err
    rules.write_text('extends = "hms"\n[[limit]]\ncheck = "wal"\nvalue = 2.5\n')
    assert cli.main(["check", str(path), "--rules", str(rules)]) == 2
    assert "limit 1.check" in capsys.readouterr().err
