"""PrusaSlicer, which a caster's printer may well be fed by, opens every STL and 3MF file."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judge

LAYER = 0.025  # mm; wax printers for jewellery run at 25 µm


def run(program: str, *arguments: str, home: Path, seconds: float = 120) -> str:
    """What it says; its exit code is 0 whatever it found, so only the words count."""
    env = {**os.environ, "HOME": str(home)}
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=seconds, env=env)
    return done.stdout + done.stderr


def info(program: str, file: Path, home: Path) -> dict[str, str]:
    """Its `--info` as a mapping."""
    return dict(re.findall(r"^(\w+) = +(\S.*?) *$", run(program, "--info", str(file), home=home), re.MULTILINE))


@pytest.mark.parametrize("format_id", ["stl", "3mf"])
def test_it_is_manifold_and_one_part_of_the_same_volume(
    spec: str, format_id: str, ring: Callable[[str], Any], judge: Callable[[str], str], tmp_path: Path
) -> None:
    program = judge("PrusaSlicer")
    made = ring(spec)
    said = info(program, made.file(format_id), tmp_path)
    assert said["manifold"] == "yes"
    assert said["number_of_parts"] == "1"
    # A mesh of chords 0.01 mm off at most lies a little inside the metal's round sides.
    assert float(said["volume"]) == pytest.approx(made.report["volume_mm3"], rel=5e-3)


def test_it_would_have_said_so_of_an_open_mesh(
    ring: Callable[[str], Any], judge: Callable[[str], str], tmp_path: Path
) -> None:
    program = judge("PrusaSlicer")
    whole = ring("solitaire/six-prong").file("stl").read_bytes()
    torn = tmp_path / "torn.stl"
    kept = int.from_bytes(whole[80:84], "little") - 200
    torn.write_bytes(whole[:80] + kept.to_bytes(4, "little") + whole[84 : 84 + 50 * kept])
    assert info(program, torn, tmp_path)["manifold"] == "no"


@pytest.mark.slow
def test_it_slices_a_ring_for_a_resin_printer(
    ring: Callable[[str], Any], judge: Callable[[str], str], tmp_path: Path
) -> None:
    program = judge("PrusaSlicer")
    made = ring("solitaire/six-prong")
    sliced = tmp_path / "ring.sl1"
    layers = f"--layer-height={LAYER}", f"--initial-layer-height={LAYER}"
    options = ("--supports-enable=0", "--pad-enable=0", "--faded-layers=3", "--support-object-elevation=0")
    said = run(
        program,
        "--export-sla",
        *layers,
        *options,
        "--output",
        str(sliced),
        str(made.file("stl")),
        home=tmp_path,
        seconds=500,
    )
    assert sliced.is_file(), said[-800:]
    with zipfile.ZipFile(sliced) as archive:
        pictures = [n for n in archive.namelist() if n.endswith(".png") and "thumbnail" not in n]
    height = float(info(program, made.file("stl"), tmp_path)["size_z"])
    assert len(pictures) == pytest.approx(height / LAYER, abs=2)


def test_it_slices_a_plate_as_it_lies(ring: Callable[[str], Any], judge: Callable[[str], str], tmp_path: Path) -> None:
    """Two rings on their sprues: every object manifold, and as many layers as the plate is high."""
    from ringgen.plate import flow
    from ringgen.plate.asked import read

    program = judge("PrusaSlicer")
    made = ring("solitaire/six-prong")
    report = flow.plate([str(made.file("stl"))], read(copies=2, sprue="auto"), tmp_path / "plate")
    plate = tmp_path / "plate" / "plate.3mf"
    told = run(program, "--info", str(plate), home=tmp_path)
    assert re.findall(r"^manifold = +(\S+)", told, re.MULTILINE) == ["yes", "yes"]
    sliced = tmp_path / "plate.sl1"
    options = ["--supports-enable=0", "--pad-enable=0", "--faded-layers=3", "--support-object-elevation=0"]
    options += [f"--layer-height={LAYER}", f"--initial-layer-height={LAYER}", "--dont-arrange"]
    said = run(program, "--export-sla", *options, "--output", str(sliced), str(plate), home=tmp_path, seconds=170)
    assert sliced.is_file(), said[-800:]
    with zipfile.ZipFile(sliced) as archive:
        pictures = [n for n in archive.namelist() if n.endswith(".png") and "thumbnail" not in n]
    assert len(pictures) == pytest.approx(report["plates"][0]["height_mm"] / LAYER, abs=2)
