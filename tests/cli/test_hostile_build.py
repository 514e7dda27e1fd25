"""Hostile specs at the command line: exit 2, one line a problem, no traceback, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ringgen.cli import main

FOLDER = Path(__file__).parent.parent / "corpus" / "hostile"
FILES = sorted(p for p in FOLDER.iterdir() if p.name != "expected.toml" and not p.name.startswith("."))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_build_refuses_it_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert all(line.startswith("error: ") for line in said.err.splitlines())
    assert main(["build", str(path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["exit"] == 2
    assert not list(tmp_path.iterdir())
