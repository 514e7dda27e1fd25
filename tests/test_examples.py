"""The reading path in examples/: every spec there is released, with the facts golden.json has of it.

The facts were read off the reports of released rings (`python docs/make.py golden` writes them anew); a change of more
than a thousandth is a change of the ring people get, and is to be explained where it is made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN: dict[str, dict[str, float]] = json.loads((EXAMPLES / "golden.json").read_bytes())


def test_every_example_has_its_facts() -> None:
    specs = {p.name for p in EXAMPLES.iterdir() if p.suffix in (".toml", ".json")} - {"golden.json"}
    assert specs == set(GOLDEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_its_facts(name: str, ring: Callable[[str], Any]) -> None:
    report = ring(f"examples/{name}").report
    measured = {f["check"]: f["measured"] for f in report["findings"]}
    golden = GOLDEN[name]
    assert report["verdict"] == "released"
    assert report["volume_mm3"] == pytest.approx(golden["volume_mm3"], rel=1e-3)
    assert report["weight_g"] == pytest.approx(golden["weight_g"], rel=1e-3)
    assert measured["bore"] == pytest.approx(golden["bore_mm"], rel=1e-3)
    wall = min(f["measured"] for f in report["findings"] if f["check"] == "wall")
    assert wall == pytest.approx(golden["wall_mm"], abs=0.011)  # it is read to a hundredth of a millimetre


def test_the_weight_asked_for_is_met(ring: Callable[[str], Any]) -> None:
    assert ring("examples/03-to-a-weight.toml").report["weight_g"] == pytest.approx(6.0, rel=2e-3)


def test_the_library_quotes_weights_in_proportion_to_density() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "quote.py"), "band/flat"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert [row[:2] for row in rows] == [["US", "5"], ["US", "6"], ["US", "8"]]
    gold, platinum = float(rows[0][-6]), float(rows[0][-4])
    assert platinum / gold == pytest.approx(20.7 / 15.55, rel=0.005)  # two decimals of a few grams
    assert float(rows[-1][-6]) > gold


def test_orders_of_a_table_become_rings(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "ringgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ringgen "$@"\n')
    program.chmod(0o755)
    orders = "ana,US 7,18k yellow\nben,7,silver-925\n"
    env = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", str(EXAMPLES / "orders.sh"), str(tmp_path / "out")],
        input=orders,
        capture_output=True,
        text=True,
        env=env,
    )
    assert done.stdout.splitlines() == ["ana: exit 0", "ben: exit 2"], done.stderr
    assert list((tmp_path / "out" / "ana").glob("*.stl"))
    assert json.loads((tmp_path / "out" / "ben.json").read_bytes())["problems"][0]["field"] == "size"
