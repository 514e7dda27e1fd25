"""A STEP file read back: the metal where it stands, the stones left out, and files that hold none."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeTorus
from OCP.gp import gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopLoc import TopLoc_Location

from ringgen.kernel.mesh import tessellate
from ringgen.kernel.reading import NO_SOLID, UNREADABLE, main, solids
from ringgen.kernel.solid import volume
from ringgen.kernel.step import StepBody, StepHeader, step_bytes

HEADER = StepHeader("ana.step", "spec sha256 0", "ringgen 0", "1970-01-01T00:00:00")
GOLD = (0.9, 0.7, 0.2)
BLOCK = 2.0 * 2.0 * 1.5
TORUS = 2 * math.pi**2 * 9.5 * 1.0**2


def torus(name: str = "metal") -> StepBody:
    return StepBody(name, BRepPrimAPI_MakeTorus(9.5, 1.0).Solid(), GOLD)


def blocks(*names: str) -> list[StepBody]:
    """One block in as many places, 4 mm apart on z: stored once, placed often."""
    block, found = BRepPrimAPI_MakeBox(2.0, 2.0, 1.5).Solid(), []
    for i, name in enumerate(names):
        move = gp_Trsf()
        move.SetTranslation(gp_Vec(0.0, 0.0, 20.0 + 4.0 * i))
        found.append(StepBody(name, block.Located(TopLoc_Location(move)), GOLD))
    return found


def written(folder: Path, *bodies: StepBody) -> Path:
    path = folder / "ring.step"
    path.write_bytes(step_bytes("ana", list(bodies), HEADER))
    return path


def found_in(path: Path) -> list[Any]:
    found = solids(path)
    assert found is not None
    assert {s.ShapeType() for s in found} <= {TopAbs_SOLID}
    return found


def test_a_ring_s_step_holds_one_metal_solid_and_its_stone_is_left_out(ring: Callable[[str], Any]) -> None:
    built = ring("solitaire/six-prong")
    assert b"stone-1" in built.file("step").read_bytes()
    (metal,) = found_in(built.file("step"))
    # text of 15 digits: the solid comes back to the last bit the integration can tell
    assert volume(metal) == pytest.approx(built.report["volume_mm3"], rel=1e-5)


def test_every_metal_body_is_found_where_it_stands(tmp_path: Path) -> None:
    found = found_in(written(tmp_path, torus(), *blocks("charm-1", "charm-2")))
    assert sorted(volume(s) for s in found) == pytest.approx([BLOCK, BLOCK, TORUS], rel=1e-5)
    lows = sorted(tessellate(s, 0.05).vertices[:, 2].min() for s in found)
    assert lows == pytest.approx([-1.0, 20.0, 24.0], abs=1e-3)


@pytest.mark.parametrize("name", ["stone-1", "Stone-2", "STONE", "stones"])
def test_a_body_named_a_stone_is_no_metal(tmp_path: Path, name: str) -> None:
    (metal,) = found_in(written(tmp_path, torus(), *blocks(name)))
    assert volume(metal) == pytest.approx(TORUS, rel=1e-5)


def test_a_place_called_a_stone_is_none_though_its_shape_stands_elsewhere_as_metal(tmp_path: Path) -> None:
    found = found_in(written(tmp_path, torus(), *blocks("charm-1", "stone-2")))
    assert sorted(volume(s) for s in found) == pytest.approx([BLOCK, TORUS], rel=1e-5)


def test_metal_that_only_mentions_a_stone_is_metal(tmp_path: Path) -> None:
    assert len(found_in(written(tmp_path, torus("head for a stone")))) == 1


def test_stones_alone_are_no_metal(tmp_path: Path) -> None:
    path = written(tmp_path, *blocks("stone-1", "stone-2"))
    assert solids(path) == []
    assert main(str(path), str(tmp_path / "out"), "0.05") == NO_SOLID
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_step_is_unreadable(tmp_path: Path) -> None:
    # in a process of its own, as its callers run it: the reader may end it
    path = tmp_path / "letter.step"
    path.write_text("Dear jeweller,\n")
    command = [sys.executable, "-m", "ringgen.kernel.reading", str(path), str(tmp_path / "out"), "0.05"]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert ended.returncode == UNREADABLE
    assert not (tmp_path / "out").exists()


def test_the_triangles_handed_over_are_the_metal_s(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert main(str(written(tmp_path, torus(), *blocks("stone-1"))), str(target), "0.01") == 0
    corners = np.frombuffer(target.read_bytes(), dtype="<f4").reshape(-1, 3, 3).astype(float)
    enclosed = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert enclosed == pytest.approx(TORUS, rel=0.02)
    height = np.hypot(np.hypot(corners[..., 0], corners[..., 1]) - 9.5, corners[..., 2]) - 1.0
    assert np.abs(height).max() < 0.01
