"""Files from other CAD programs, each with one thing wrong: a clear verdict over the right check, and no traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from manifold3d import CrossSection, Manifold

from ringgen import cli

Triangles = npt.NDArray[np.float64]
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def triangles(solid: Manifold) -> Triangles:
    mesh = solid.to_mesh()
    return np.asarray(mesh.vert_properties, np.float64)[:, :3][np.asarray(mesh.tri_verts)]


SECTION = CrossSection([[(8.5, -1.5), (10.5, -1.5), (10.5, 1.5), (8.5, 1.5)]])
RING = triangles(Manifold.revolve(SECTION, 96).rotate((90, 0, 0)))
STONE = triangles(Manifold.cylinder(2.5, 0.1, 2.5, 16).translate((0, 0, 10)))


def reversed_every_other(ring: Triangles) -> Triangles:
    out = ring.copy()
    out[::2] = out[::2, ::-1]
    return out


FAULTS: dict[str, tuple[Callable[[Triangles], Triangles], str, str]] = {
    "open": (lambda r: r[5:], "watertight", "open edges"),
    "inside-out": (lambda r: r[:, ::-1], "watertight", "inside out"),
    "reversed": (reversed_every_other, "watertight", "wound against each other"),
    "twice": (lambda r: np.concatenate([r, r]), "watertight", "more than two faces"),
    "flat": (lambda r: r * (1, 0, 1), "watertight", "collapsed"),
    "two-rings": (lambda r: np.concatenate([r, r + np.array([0, 10, 0])]), "shells", "2 separate shells"),
    "stone-left-in": (lambda r: np.concatenate([r, STONE]), "shells", "left in the file?"),
    "inches": (lambda r: r / 25.4, "wall", "HMS"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_it_fails_over_the_right_check(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    harm, check, said = FAULTS[name]
    faulty = harm(RING)
    records = np.zeros(len(faulty), RECORD)
    records["corners"] = faulty
    path = tmp_path / f"{name}.stl"
    path.write_bytes(bytes(80) + len(faulty).to_bytes(4, "little") + records.tobytes())
    assert cli.main(["check", str(path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    (finding,) = [f for f in report["findings"] if f["check"] == check]
    assert finding["status"] == "fail"
    assert said in finding["message"] + finding["source"]
    assert not any(f["status"] == "could-not-run" for f in report["findings"])
    assert [n.partition(":")[0] for n in report["notes"]] == (["units"] if name == "inches" else [])


def test_a_file_in_inches_is_measured_in_inches_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = np.zeros(len(RING), RECORD)
    records["corners"] = RING / 25.4
    path = tmp_path / "inches.stl"
    path.write_bytes(bytes(80) + len(RING).to_bytes(4, "little") + records.tobytes())
    assert cli.main(["check", str(path), "--units", "in", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["size"]["measured_mm"] == pytest.approx(17.0, abs=0.01)
    assert cli.main(["check", "solitaire/six-prong", "--units", "in"]) == 2
    assert "a spec says its own units" in capsys.readouterr().err
