"""The flow as a whole: what is released, what is withheld, what is left when something fails."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ringgen import InputError, WriteError, build, check, load, reading
from ringgen.spec.load import Loaded

THIN = """
name = "Thin wire"
size = "US 7"
metal = "silver-925"
band = { profile = "concave", width = 3.0, thickness = 1.2, hollow = 0.65, rim = 0.6, edge = 0.0 }
"""
BAND = 'name = "Plain"\nsize = "US 7"\nmetal = "14k-yellow"\nband = { profile = "d", width = 3.0 }\n'


def spec(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ring.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_ring_is_released_with_the_sums_of_its_files(tmp_path: Path) -> None:
    outcome = build(load(spec(tmp_path, BAND)), out=tmp_path / "out")
    assert outcome.released
    assert outcome.report["verdict"] == "released"
    assert {f["format"] for f in outcome.report["files"]} == {"stl", "step", "3mf"}
    for f in outcome.report["files"]:
        data = (tmp_path / "out" / f["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (f["bytes"], f["sha256"])
    assert json.loads((tmp_path / "out" / "plain.report.json").read_bytes()) == outcome.report


def test_the_same_spec_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = spec(tmp_path, BAND)
    build(load(path), out=tmp_path / "one")
    command = [sys.executable, "-m", "ringgen", "build", str(path), "-o", str(tmp_path / "two")]
    subprocess.run(command, check=True, capture_output=True)
    for suffix in ("stl", "step", "3mf"):
        assert (tmp_path / "one" / f"plain.{suffix}").read_bytes() == (
            tmp_path / "two" / f"plain.{suffix}"
        ).read_bytes()
    reports = [json.loads((tmp_path / n / "plain.report.json").read_bytes()) for n in ("one", "two")]
    assert [r.pop("timings_s") is not None for r in reports] == [True, True]
    assert reports[0] == reports[1]


def test_a_fix_changes_nothing_that_was_set(tmp_path: Path) -> None:
    outcome = build(load(spec(tmp_path, THIN)), out=tmp_path / "out", fix=True)
    assert not outcome.released
    assert "fixed" not in outcome.report
    assert outcome.report["mend"]  # what would pass is said all the same


def test_a_fix_is_made_built_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thin = load(spec(tmp_path, THIN))
    monkeypatch.setattr(Loaded, "pinned", lambda _, field: field == "band.hollow")
    outcome = build(thin, out=tmp_path / "out", fix=True)
    assert outcome.released
    assert outcome.report["mend"] == []
    changes = [f"{f['field']}={f['now']}" for f in outcome.report["fixed"]]
    assert not any(c.startswith("band.hollow") for c in changes)
    assert outcome.report["fixed"][0]["was"] is not None
    again = build(thin.over(changes), out=tmp_path / "again")
    assert again.released
    assert (tmp_path / "out" / "thin-wire.stl").read_bytes() == (tmp_path / "again" / "thin-wire.stl").read_bytes()


def test_a_refused_ring_leaves_its_report_and_no_model_not_even_an_older_one(tmp_path: Path) -> None:
    thin, out = load(spec(tmp_path, THIN)), tmp_path / "out"
    assert build(thin, out=out, force=True).report["verdict"] == "refused"
    assert (out / "thin-wire.stl").is_file()
    outcome = build(thin, out=out)
    assert not outcome.released
    failed = [f for f in outcome.report["findings"] if f["status"] == "fail"]
    assert [f["check"] for f in failed] == ["wall"]
    # 1.2 mm thick with a hollow of 0.65 mm: 0.55 mm of metal under its middle
    assert failed[0]["measured"] == pytest.approx(0.55, abs=0.02)
    assert [p.name for p in out.iterdir()] == ["thin-wire.report.json"]


def test_the_fix_of_a_failed_check_is_an_override_that_passes(tmp_path: Path) -> None:
    path = spec(tmp_path, THIN)
    finding = next(f for f in build(load(path), out=tmp_path / "out").report["findings"] if f["check"] == "wall")
    assert finding["fix"]
    again = check(load(path, [finding["fix"]]))
    assert next(f["status"] for f in again.report["findings"] if f["check"] == "wall") != "fail"


def test_what_cannot_be_designed_writes_nothing_and_imports_no_kernel(tmp_path: Path) -> None:
    path = spec(tmp_path, BAND.replace("width = 3.0", "width = 3.0, thickness = 0.9"))
    code = (
        "import sys, ringgen\n"
        f"try: ringgen.build(ringgen.load({str(path)!r}), out=__import__('pathlib').Path({str(tmp_path / 'out')!r}))\n"
        "except ringgen.InputError as error: print(error.problems[0].field, error.problems[0].line)\n"
        "assert 'OCP' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["band.thickness", "4"]
    assert not (tmp_path / "out").exists()


def test_a_folder_whose_parent_is_missing_is_an_error_and_stays_missing(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="does not exist"):
        build(load(spec(tmp_path, BAND)), out=tmp_path / "no" / "such")
    assert not (tmp_path / "no").exists()


def test_an_unknown_format_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3mf"):
        build(load(spec(tmp_path, BAND)), out=tmp_path / "out", formats=("obj",))


def test_only_the_formats_asked_for_are_left(tmp_path: Path) -> None:
    build(load(spec(tmp_path, BAND)), out=tmp_path / "out", formats=("step",))
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["plain.report.json", "plain.step"]


def test_a_format_may_have_a_name_of_its_own_and_is_withheld_like_the_others(tmp_path: Path) -> None:
    report = build(load(spec(tmp_path, BAND)), out=tmp_path / "out", formats=("gem-map",)).report
    assert [(f["path"], f["format"]) for f in report["files"]] == [("plain.gem-map.svg", "gem-map")]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["plain.gem-map.svg", "plain.report.json"]
    thin, out = load(spec(tmp_path, THIN)), tmp_path / "thin"
    assert build(thin, out=out, formats=("gem-map",), force=True, mend=False).report["files"]
    build(thin, out=out, formats=("gem-map",), mend=False)
    assert [p.name for p in out.iterdir()] == ["thin-wire.report.json"]


def test_every_stone_is_on_the_gem_map_under_its_number(tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = build(load("three-stone/round"), out=out, formats=("gem-map",), force=True, mend=False).report
    text = (out / f"{report['slug']}.gem-map.svg").read_text(encoding="utf-8")
    assert [text.count(f'id="stone-{n}"') for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert [row["numbers"] for row in report["setter"]["rows"]] == [[[1, 1]], [[2, 3]]]
    found = next(f for f in report["findings"] if f["check"] == "stone-stone")
    least = min(row["nearest_mm"] for row in report["setter"]["rows"])
    assert least == pytest.approx(found["measured"], abs=1e-4)


def test_a_step_file_is_meshed_without_its_stones(ring: object) -> None:
    made = ring("solitaire/six-prong")  # type: ignore[operator]
    triangles = reading.step_triangles(made.file("step")).astype(float)
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    volume = float((a * __import__("numpy").cross(b, c)).sum() / 6)
    assert volume == pytest.approx(made.report["volume_mm3"], rel=3e-3)


def test_a_file_that_is_no_step_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.step"
    path.write_text("ISO-10303-21;\nHEADER;\ngarbage", encoding="ascii")
    with pytest.raises(InputError, match=r"no STEP file|no solid"):
        reading.step_triangles(path)
