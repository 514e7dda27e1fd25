from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_check import band

from ringgen import cli


def test_a_plate_of_files_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (str(band(tmp_path / f"{n}.stl", 2.0)) for n in ("one", "two"))
    out = tmp_path / "out"
    assert cli.main(["plate", one, two, one, "-o", str(out), "--metal", "14k yellow", "--sprue", "auto"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("RELEASED  3 rings on 1 plate of 96 x 54 mm")
    for words in ("leaning back 37.5°", "one #2, sprue 2.7 mm at 6:00", "14k yellow gold: 3 rings", "g to melt"):
        assert words in said.err
    assert sorted(p.name for p in out.iterdir()) == ["plate.3mf", "plate.report.json", "plate.stl"]


def test_what_a_sprue_feeds_through_too_thin_a_shank_is_told_on_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dataclasses import replace

    from ringgen.checks import porosity
    from ringgen.findings import Finding

    found = Finding("porosity", "warn", 2.5, 2.0, "times", clock="11:58", source="a founder", message="a lump is fed")
    monkeypatch.setattr(porosity, "fed_from", lambda *_: [found, replace(found, status="pass", message="not told")])
    path = str(band(tmp_path / "one.stl", 2.0))
    assert cli.main(["plate", path, "-o", str(tmp_path / "out"), "--sprue", "auto"]) == 0
    said = capsys.readouterr().err
    assert "\nwarn    one: porosity 2.5 times, limit 2 times, at 11:58: a lump is fed (a founder)\nnote" in said
    assert "not told" not in said


def test_json_is_the_report_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(band(tmp_path / "thin.stl", 0.4))
    assert cli.main(["plate", path, "-o", str(tmp_path / "out"), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == json.loads((tmp_path / "out" / "plate.report.json").read_bytes())
    assert (json.loads(said.out)["verdict"], said.err) == ("refused", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["missing.stl"], "missing.stl: file: cannot be read"),
        (["band/cort"], "did you mean band/court?"),
        (["ring.stl", "--bed", "9x9"], "--bed: 9 mm is out of range; allowed: 10 to 500 mm; did you mean 10?"),
        (["ring.stl", "--orient", "side"], "--orient: there is no orientation called"),
        (["ring.stl", "--copies", "0"], "--copies: 0 is out of range; allowed: 1 to 500; did you mean 1?"),
        (["ring.stl", "--rules", "nobody"], "no rules are called"),
        (["ring.stl", "--copies", "99"], "of 99 rings fit on a bed of 96 x 54 mm"),
        ([], "Missing argument"),
    ],
)
def test_wrong_input_is_said_in_a_line_and_nothing_is_written(
    args: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    band(tmp_path / "ring.stl", 2.0)
    assert cli.main(["plate", *args]) == 2
    assert words in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["ring.stl"]
