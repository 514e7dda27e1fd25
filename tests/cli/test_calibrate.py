"""The command's own work: where it writes, what it says, what it refuses."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ringgen import cli
from ringgen.calibration.gauges import form


def filled(tmp_path: Path, shrink: float = 0.02) -> Path:
    """A form whose castings are all so much smaller than their files."""
    lines = []
    for line in form().splitlines():
        cells = line.split(",")
        if not line.startswith("#") and cells[0] != "gauge":
            cells[4] = f"{float(cells[2]) * (1 - shrink):.2f}"
        lines.append(",".join(cells))
    path = tmp_path / "readings.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_form_becomes_a_rules_file_and_lines_for_a_spec(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "shop.toml"
    assert cli.main(["calibrate", "fit", str(filled(tmp_path)), "-o", str(out)]) == 0
    said = capsys.readouterr()
    table = tomllib.loads(out.read_text(encoding="utf-8"))
    assert table["shrink"]["casting"]["value"] == pytest.approx(0.02, abs=5e-4)
    assert tomllib.loads(said.out)["making"]["shrink"]["casting"] == pytest.approx(0.02, abs=5e-4)
    assert "casting shrinks 2.0" in said.err or "casting shrinks 1.9" in said.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["fit", "nowhere.csv", "-o", "a.toml"], "nowhere.csv: there is no such form"),
        (["fit", "readings.csv", "-o", "a.txt"], "no name for a rules file"),
        (["fit", "readings.csv", "-o", "there.toml"], "is already there"),
        (["fit", "empty.csv", "-o", "a.toml"], "holds no readings"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(tmp_path)
    (tmp_path / "there.toml").write_text("# mine\n")
    (tmp_path / "empty.csv").write_text(form())
    before = sorted(p.name for p in tmp_path.iterdir())
    assert cli.main(["calibrate", *args]) == 2
    assert said in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert (tmp_path / "there.toml").read_text() == "# mine\n"
