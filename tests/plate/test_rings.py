"""What a plate takes from a ring's own report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ringgen.checks.meshfile import MeshFile
from ringgen.plate.rings import _reported

REPORT: dict[str, Any] = {
    "name": "Band",
    "metal": {"id": "18k-yellow", "density_g_cm3": 15.5},
    "weight_g": 4.0,
    "findings": [],
    "rules": {"id": "cast-standard"},
    "stages": {"finish": None, "shrink": [], "scale": 1.0},
}


@pytest.mark.parametrize(
    ("stages", "weight"), [(REPORT["stages"], 4.0), (REPORT["stages"] | {"cast": {"weight_g": 4.4}}, 4.4)]
)
def test_what_is_melted_is_the_ring_as_cast(stages: dict[str, Any], weight: float) -> None:
    mesh = MeshFile(Path("band.stl"), "stl", np.zeros((1, 3, 3)))
    assert _reported("band.toml", REPORT | {"stages": stages}, mesh).weight_g == weight


POROSITY: dict[str, Any] = {
    "check": "porosity",
    "status": "pass",
    "measured": None,
    "limit": 1.7,
    "unit": "times",
    "source": "our founder",
    "part": None,
    "clock": None,
    "message": "",
}


@pytest.mark.parametrize(
    ("limit", "held"), [(1.7, [("porosity", 1.7, "times", "warn", "max", "our founder")]), (None, [])]
)
def test_a_ring_with_a_sprue_is_held_to_what_its_own_report_held_it_to(limit: float | None, held: list[Any]) -> None:
    """A shop's own rules are not there for a plate to read."""
    mesh = MeshFile(Path("band.stl"), "stl", np.zeros((1, 3, 3)))
    findings = [POROSITY | {"check": "wall", "limit": 0.8}, POROSITY | {"limit": limit}]
    ring = _reported("band.toml", REPORT | {"findings": findings}, mesh)
    assert [(r.check, r.value, r.unit, r.severity, r.direction, r.source) for r in ring.lumps] == held
