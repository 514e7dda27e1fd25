"""The command's own work: what it asks of the pipeline (a stand-in here), where its words go, how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ringgen import cli, pipeline
from ringgen.cli import _options
from ringgen.errors import BuildError, WriteError

REPORT: dict[str, Any] = {
    "ringgen": "0",
    "schema": "ringgen-report/1",
    "name": "Ana",
    "slug": "ana",
    "verdict": "released",
    "size": {"asked": "US 7", "inner_diameter_mm": 17.3, "measured_mm": 17.3, "equivalents": []},
    "metal": {"id": "18k-yellow", "name": "18k yellow gold", "density_g_cm3": 15.55},
    "volume_mm3": 200.0,
    "weight_g": 3.11,
    "solved": [],
    "stones": [],
    "setter": {"rows": [], "total": {"count": 0, "carat_total": 0.0}},
    "findings": [],
    "files": [{"path": "ana.stl", "format": "stl", "bytes": 84, "sha256": "ab"}],
    "notes": [],
    "spec_sha256": "cd",
    "timings_s": {},
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the pipeline was asked for; it releases everything."""
    calls: list[dict[str, Any]] = []

    def build(loaded: Any, **options: Any) -> pipeline.Outcome:
        options["progress"]("building Ana\033[2J")
        calls.append({"loaded": loaded, **options})
        return pipeline.Outcome(REPORT, True)

    monkeypatch.setattr(pipeline, "build", build)
    return calls


def test_passes_on_what_was_asked(asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    args = ["build", "solitaire/six-prong", "-o", "out", "--format", "stl, 3mf", "--format", "step"]
    args += ["--set", "band.width=2.4", "--set", "settings.centre.prongs=4", "--rules", "cast-standard", "--force"]
    assert cli.main(args) == 0
    (call,) = asked
    assert (call["out"], call["formats"], call["force"]) == (Path("out"), ("stl", "3mf", "step"), True)
    spec = call["loaded"].spec
    assert (spec.band.width, spec.setting("centre").params.prongs) == (2.4, 4)
    assert spec.given("making.rules")
    said = capsys.readouterr()
    assert said.out == ""  # people's words go to standard error
    assert said.err.startswith("RELEASED  Ana\n")
    assert "in out" in said.err
    assert "\033" not in said.err  # no terminal: no colour, and no progress line


def test_defaults(asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "solitaire/six-prong"]) == 0
    (call,) = asked
    assert (call["out"], call["formats"], call["force"]) == (None, pipeline.DEFAULT_FORMATS, False)
    assert "in ana" in capsys.readouterr().err


def test_json_is_all_there_is(asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "solitaire/six-prong", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == REPORT
    assert said.err == ""


def test_a_refused_ring_ends_with_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    refused = REPORT | {"verdict": "refused", "files": []}
    monkeypatch.setattr(pipeline, "build", lambda *_, **__: pipeline.Outcome(refused, False))
    assert cli.main(["build", "solitaire/six-prong"]) == 1
    assert capsys.readouterr().err.startswith("REFUSED")


@pytest.mark.parametrize(("error", "code"), [(BuildError("no solid"), 3), (WriteError("disk full"), 4)])
def test_errors_end_with_their_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(pipeline, "build", build)
    assert cli.main(["build", "solitaire/six-prong"]) == code
    assert str(error) in capsys.readouterr().err


def test_a_refused_spec_never_reaches_the_pipeline(asked: list[dict[str, Any]]) -> None:
    assert cli.main(["build", "solitaire/six-prong", "--set", "band.width=-1"]) == 2
    assert cli.main(["build", "solitaire/six-prong", "--rules", "none-such"]) == 2
    assert cli.main(["build", "no-such-spec"]) == 2
    assert asked == []


class Terminal:
    """Standard error, if it were a terminal."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.said = ""

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        return

    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_progress_line_and_colour(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for no_colour in (False, True):
        if no_colour:
            monkeypatch.setenv("NO_COLOR", "1")
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert cli.main(["build", "solitaire/six-prong"]) == 0
        progress, _, report = terminal.said.rpartition("\r\033[K")
        assert "building Ana" in progress
        assert "\033[2J" not in progress
        assert ("\033[32;1mRELEASED" in report) is not no_colour


def test_completion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name in ("ana.toml", "bea.json", "notes.txt", ".hidden.toml", "ring.STL", "sub/deep.toml"):
        (tmp_path / name).write_text("")
    none: Any = None

    def values(items: list[Any]) -> list[str]:
        return [item.value for item in items]

    assert values(_options.complete_spec(none, none, "sol"))[0].startswith("solitaire/")
    assert {"ana.toml", "bea.json", "sub/"} <= set(values(_options.complete_spec(none, none, "")))
    assert not {"notes.txt", "ring.STL", ".hidden.toml"} & set(values(_options.complete_spec(none, none, "")))
    assert values(_options.complete_spec(none, none, "sub/d")) == ["sub/deep.toml"]
    assert values(_options.complete_spec(none, none, "nowhere/x")) == []
    assert "ring.STL" in values(_options.complete_spec_or_file(none, none, "r"))
    assert values(_options.complete_rules(none, none, "cast-s")) == ["cast-standard"]
    assert values(_options.complete_formats(none, none, "stl,st")) == ["stl,step"]
    assert values(_options.complete_formats(none, none, "3")) == ["3mf"]
