"""Two processes find what one does, each its share, and one that fails speaks for its share alone."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from manifold3d import CrossSection, Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import runner
from ringgen.checks.gates import MANY, PRONG_BY_PRONG, Gates
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


@pytest.fixture
def stl(tmp_path: Path) -> Path:
    section = CrossSection([[(8.5, -1.5), (10.5, -1.5), (10.5, 1.5), (8.5, 1.5)]])
    mesh = Manifold.revolve(section, 96).rotate((90, 0, 0)).to_mesh()
    records = np.zeros(len(mesh.tri_verts), RECORD)
    records["corners"] = np.asarray(mesh.vert_properties)[:, :3][np.asarray(mesh.tri_verts)]
    path = tmp_path / "ring.stl"
    path.write_bytes(bytes(80) + len(records).to_bytes(4, "little") + records.tobytes())
    return path


def subject(*only: str) -> Subject:
    return Subject(None, load_rules(), only=frozenset(only) or None)


def shares(gates: Gates) -> list[frozenset[str]]:
    return [share for _, share in gates._gates]


def test_a_second_process_is_for_rings_with_many_prongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with Gates.start(MANY - 1) as one, Gates.start(MANY) as two:
        assert shares(one) == [frozenset(runner.names())]
        assert frozenset.union(*shares(two)) == frozenset(runner.names())
        assert not frozenset.intersection(*shares(two))
        assert PRONG_BY_PRONG in shares(two)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with Gates.start(MANY) as alone:
        assert len(shares(alone)) == 1


def test_two_find_what_this_process_finds_in_its_order(stl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    here = runner.run(stl, subject())
    with Gates.start(MANY) as two:
        assert two.check(stl, subject()) == here
        assert [f.check for f in two.check(stl, subject("wall", "bore"))] == ["bore", "wall"]
        assert two.check(stl, subject("no-such-check")) == []


def test_one_that_fails_speaks_for_its_share_alone(stl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with Gates.start(MANY) as two:
        killed = next(gate for gate, share in two._gates if share == PRONG_BY_PRONG)
        assert killed._child is not None
        killed._child.kill()
        found = two.check(stl, subject())
    failed: list[Finding] = [f for f in found if f.status == "could-not-run"]
    assert {f.check for f in failed} == PRONG_BY_PRONG
    assert {"wall", "bore", "gap"} <= {f.check for f in found if f.status == "pass"}
