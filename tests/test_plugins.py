from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringgen import plugins
from ringgen.errors import InputError


@pytest.fixture
def shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder of two plug-ins, one of which must not be imported by merely asking what there is."""
    package = tmp_path / "made_up_shapes"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "flat_court.py").write_text('"""Flat outside.\n\nMore."""\nALIASES = ("comfort", "Comfort Flat")\n')
    (package / "bomb.py").write_text("raise AssertionError('imported')\n")
    (package / "_private.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins.names.cache_clear()
    yield "made_up_shapes"
    plugins.names.cache_clear()
    for name in [m for m in sys.modules if m.startswith("made_up_shapes")]:
        del sys.modules[name]


def test_names_without_importing(shapes: str) -> None:
    assert plugins.names(shapes) == ("bomb", "flat-court")
    assert f"{shapes}.bomb" not in sys.modules


def test_canonical_names_import_nothing(shapes: str) -> None:
    assert plugins.resolve(shapes, "Flat Court") == "flat-court"
    assert plugins.resolve(shapes, "flat_court") == "flat-court"
    assert f"{shapes}.flat_court" not in sys.modules


def test_aliases_and_headline(shapes: str, tmp_path: Path) -> None:
    (tmp_path / shapes / "bomb.py").write_text('"""Round."""\n')
    assert plugins.resolve(shapes, "comfort flat") == "flat-court"
    assert plugins.headline(shapes, "flat-court") == "Flat outside."
    with pytest.raises(InputError) as caught:
        plugins.resolve(shapes, "comfrt")
    (problem,) = caught.value.problems
    assert problem.nearest == "comfort"
    assert problem.allowed == "bomb, flat-court"
    assert "made up shape" not in problem.field
    with pytest.raises(InputError):
        plugins.load(shapes, "../os")
