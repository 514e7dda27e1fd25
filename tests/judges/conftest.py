"""Outside programs that judge what ringgen wrote. Where one is missing its tests are skipped, and in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ringgen.spec import presets

ROOT = Path(__file__).resolve().parents[2]
JUDGES: dict[str, tuple[str, ...]] = {
    "FreeCAD": ("freecadcmd", "FreeCADCmd"),
    "PrusaSlicer": ("prusa-slicer", "PrusaSlicer"),
}


def specs() -> list[Any]:
    """Every example's path from the project's folder, and, as slow ones, every preset."""
    examples = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".toml", ".json"))
    quick = [str(p.relative_to(ROOT)) for p in examples if p.name != "golden.json"]
    return [*quick, *(pytest.param(name, marks=pytest.mark.slow) for name in presets.names())]


@pytest.fixture(scope="session")
def judge() -> Callable[[str], str]:
    """The program of a judge's name; skips the test where there is none, and fails it in CI."""

    def program(name: str) -> str:
        found = _first(shutil.which(p) for p in JUDGES[name])
        if found:
            return found
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed, and in CI every judge must be")
        pytest.skip(f"judge missing: {name}")

    return program


def _first(found: Iterable[str | None]) -> str | None:
    return next((f for f in found if f), None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `spec` is run on every preset and example."""
    if "spec" in metafunc.fixturenames:
        metafunc.parametrize("spec", specs())
