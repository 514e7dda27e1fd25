"""Finished size in, wax file out: the written files measured by code of this test's own, against arithmetic."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ringgen import build, load
from ringgen.report.terminal import render

BORE, WIDTH, THICK = 17.0, 4.0, 2.0
INSIDE, OUTSIDE, EDGES = 0.05, 0.08, 0.06
SCALE = 1 / 0.985 / 0.997
FLAT = f"""
name = "Plain flat"
size = "{BORE} mm"
metal = "18k-yellow"
band = {{profile = "flat", width = {WIDTH}, thickness = {THICK}, edge = 0}}

[making]
finish = {{bore = {INSIDE}, outside = {OUTSIDE}, edges = {EDGES}, seats = 0}}
shrink = {{casting = "1.5 %", print = "0.3 %"}}
"""
CHORD = 0.01  # mm: how far the file's triangles may lie off the metal


def corners(path: Path) -> npt.NDArray[np.float64]:
    """The corners (n, 3, 3) of a binary STL."""
    data = path.read_bytes()
    record = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
    found: npt.NDArray[np.float64] = np.frombuffer(data, record, offset=84)["corners"].astype(np.float64)
    return found


def volume(triangles: npt.NDArray[np.float64]) -> float:
    a, b, c = (triangles[:, k] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def tube(bore: float, width: float, thick: float) -> float:
    return math.pi * ((bore / 2 + thick) ** 2 - (bore / 2) ** 2) * width


def test_a_flat_band_s_wax_polishes_down_to_the_ring_of_the_spec(tmp_path: Path) -> None:
    path = tmp_path / "ring.toml"
    path.write_text(FLAT, encoding="utf-8")
    outcome = build(load(path), out=tmp_path / "out")
    assert outcome.released
    read = corners(tmp_path / "out" / "plain-flat.stl")
    away = np.hypot(read[..., 0], read[..., 2])
    bore, outer, wide = 2 * float(away.min()), 2 * float(away.max()), float(np.ptp(read[..., 1]))
    # what is in the file, by arithmetic
    cast = (BORE - 2 * INSIDE, WIDTH + 2 * EDGES, THICK + INSIDE + OUTSIDE)
    assert bore == pytest.approx(SCALE * cast[0], abs=1e-3)
    assert outer == pytest.approx(SCALE * (cast[0] + 2 * cast[2]), abs=1e-3)
    assert wide == pytest.approx(SCALE * cast[1], abs=1e-3)
    assert volume(read) == pytest.approx(SCALE**3 * tube(*cast), rel=2e-3)  # chords keep a little less
    # and back: shrunk, then polished
    assert bore / SCALE + 2 * INSIDE == pytest.approx(BORE, abs=0.005)
    assert (outer - bore) / 2 / SCALE - INSIDE - OUTSIDE == pytest.approx(THICK, abs=0.005)
    assert wide / SCALE - 2 * EDGES == pytest.approx(WIDTH, abs=0.005)
    # the report says all three
    told = outcome.report["stages"]
    assert told["finished"]["volume_mm3"] == pytest.approx(tube(BORE, WIDTH, THICK), rel=1e-6)
    assert told["cast"]["volume_mm3"] == pytest.approx(tube(*cast), rel=1e-6)
    assert told["wax"]["volume_mm3"] == pytest.approx(SCALE**3 * tube(*cast), rel=1e-6)
    assert told["wax"]["measured_bore_mm"] == pytest.approx(bore, abs=2 * CHORD)
    assert outcome.report["weight_g"] == pytest.approx(15.55e-3 * tube(BORE, WIDTH, THICK), rel=1e-4)
    assert outcome.report["size"]["measured_mm"] == pytest.approx(BORE, abs=0.02)
    assert "finished  17.00" in render(outcome.report)
    step = (tmp_path / "out" / "plain-flat.step").read_text()
    assert f"{SCALE * cast[0] / 2:.6f}"[:7] in step  # the bore's cylinder


def test_a_solitaire_s_seat_stays_and_its_weight_is_the_finished_one(tmp_path: Path) -> None:
    changes = [f"making.finish.{name}={value}" for name, value in (("bore", 0.05), ("outside", 0.1), ("edges", 0.05))]
    changes += ["making.shrink.casting=1 %", "metal=18k-yellow"]
    plain = build(load("solitaire/bezel", changes[4:]), out=tmp_path / "plain", formats=("stl",))
    outcome = build(load("solitaire/bezel", changes), out=tmp_path / "wax", formats=("stl", "step"))
    assert outcome.released
    assert outcome.report["weight_g"] == plain.report["weight_g"]
    one, other = ({f["check"]: f["measured"] for f in o.report["findings"]} for o in (plain, outcome))
    for check in ("band-width", "band-thickness", "bezel-wall", "bore", "culet"):
        assert other[check] == pytest.approx(one[check], abs=0.03), check  # what is left once it is polished
    assert other["stone-metal"] == pytest.approx(one["stone-metal"], abs=0.01)  # the seat is where it was
    step = (tmp_path / "wax" / next(f["path"] for f in outcome.report["files"] if f["format"] == "step")).read_text()
    assert "stone-1" not in step


def test_no_stages_leaves_the_report_s_word_for_it(tmp_path: Path) -> None:
    text = FLAT.partition("[making]")[0]
    path = tmp_path / "ring.toml"
    path.write_text(text, encoding="utf-8")
    outcome = build(load(path), out=tmp_path / "out", formats=("stl",))
    assert outcome.report["stages"] == {"finish": None, "shrink": [], "scale": 1.0}
    assert "no stock for polishing" in render(json.loads(json.dumps(outcome.report)))
