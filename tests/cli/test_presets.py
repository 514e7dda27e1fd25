"""`ringgen presets`, and that every preset is what it says."""

from __future__ import annotations

import json

import pytest

from ringgen.cli import main
from ringgen.spec import presets
from ringgen.spec.load import load


def test_each_is_listed_with_whom_it_suits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert main(["presets", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(lines) == len(rows) == len(presets.names())
    assert "solitaire/six-prong" in [row["name"] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        assert row["name"] in line
        assert row["about"] in line


@pytest.mark.parametrize("name", presets.names())
def test_each_says_whom_it_suits_and_loads(name: str) -> None:
    assert len(presets.headline(name)) > 20
    spec = load(name).spec
    assert spec.preset is None
    assert spec.name != "ring"
