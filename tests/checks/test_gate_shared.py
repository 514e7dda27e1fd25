"""The pipeline's gate: one process, however many prongs there are, which finds what this one finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manifold3d import CrossSection, Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import _shares, runner
from ringgen.checks.process import Gate
from ringgen.checks.subject import Subject

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


@pytest.fixture
def stl(tmp_path: Path) -> Path:
    section = CrossSection([[(8.5, -1.5), (10.5, -1.5), (10.5, 1.5), (8.5, 1.5)]])
    mesh = Manifold.revolve(section, _shares.WORTH).rotate((90, 0, 0)).to_mesh()
    records = np.zeros(len(mesh.tri_verts), RECORD)
    records["corners"] = np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts)]
    path = tmp_path / "ring.stl"
    path.write_bytes(bytes(80) + len(records).to_bytes(4, "little") + records.tobytes())
    return path


def subject(*only: str) -> Subject:
    return Subject(None, load_rules(), only=frozenset(only) or None)


def test_it_finds_what_this_process_finds_in_its_order(stl: Path) -> None:
    here = runner.run(stl, subject())
    assert all(f.status != "could-not-run" for f in here)
    with Gate.start() as gate:
        assert gate.check(stl, subject()) == here
        assert [f.check for f in gate.check(stl, subject("wall", "bore"))] == ["bore", "wall"]
        assert gate.check(stl, subject("no-such-check")) == []


def test_a_process_that_is_killed_speaks_for_every_check(stl: Path) -> None:
    with Gate.start() as gate:
        assert gate._child is not None
        gate._child.kill()
        found = gate.check(stl, subject())
    assert [f.check for f in found] == list(runner.names())
    assert {f.status for f in found} == {"could-not-run"}
