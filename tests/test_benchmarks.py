"""The benchmark compares like with like: the plain script's ring is the preset's, meshed as finely."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLAIN = ROOT / "benchmarks" / "plain_solitaire.py"


def test_it_needs_nothing_of_ringgen_and_calls_no_kernel_but_through_cadquery() -> None:
    found: set[str] = set()
    for node in ast.walk(ast.parse(PLAIN.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    assert found == {"__future__", "math", "sys", "pathlib", "cadquery"}


@pytest.mark.slow
def test_the_plain_script_makes_the_same_ring(tmp_path: Path, ring: Callable[[str], Any]) -> None:
    from ringgen.kernel.mesh import ANGULAR, SAFETY

    done = subprocess.run([sys.executable, str(PLAIN), str(tmp_path)], capture_output=True, text=True, check=True)
    report = ring("solitaire/six-prong").report
    assert float(done.stdout) == pytest.approx(report["volume_mm3"], rel=0.01)
    assert {p.name for p in tmp_path.iterdir()} == {"plain.stl", "plain.step"}
    assert f"LINEAR, ANGULAR = {0.01 * SAFETY:g}, {ANGULAR:g} " in PLAIN.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_runner_says_how_it_is_used() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "100"})
    assert "--quick" in said.stdout
