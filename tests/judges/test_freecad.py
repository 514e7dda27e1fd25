"""FreeCAD, with an older release of the same kernel and code of its own around it, opens every STEP file.

Its `Part` reader is asked, not its `Import` one: that needs FreeCAD's window, and without it ends on any coloured
assembly, CadQuery's own among them.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judge

SCRIPT = """
import json, os
import Part
shape = Part.Shape()
shape.read(os.environ["JUDGED"])
solids = [{"valid": s.isValid(), "volume": s.Volume, "shells": len(s.Shells)} for s in shape.Solids]
print("SOLIDS " + json.dumps(solids))
"""


def solids(program: str, step: Path, scratch: Path) -> list[dict[str, Any]]:
    """What FreeCAD finds in a file."""
    script = scratch / "judge.py"
    script.write_text(SCRIPT, encoding="ascii")
    env = {**os.environ, "JUDGED": str(step), "HOME": str(scratch), "QT_QPA_PLATFORM": "offscreen"}
    env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [program, str(script)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, env=env
    )
    said = [line for line in done.stdout.splitlines() if "SOLIDS " in line]
    assert said, f"FreeCAD could not read {step.name}: {done.stdout[-500:]} {done.stderr[-500:]}"
    found: list[dict[str, Any]] = json.loads(said[0].partition("SOLIDS ")[2])
    return found


def test_the_metal_is_one_valid_solid_of_the_same_volume(
    spec: str, ring: Callable[[str], Any], judge: Callable[[str], str], tmp_path: Path
) -> None:
    program = judge("FreeCAD")
    made = ring(spec)
    found = solids(program, made.file("step"), tmp_path)
    assert len(found) == 1 + sum(s["count"] for s in made.report["stones"])
    assert all(s["valid"] and s["shells"] == 1 for s in found)
    # Its quick integration is up to 0.2 % off on large blended faces: a signet's 1001.43 are 999.68 by fine triangles.
    assert found[0]["volume"] == pytest.approx(made.report["volume_mm3"], rel=3e-3)


def test_it_would_have_said_so_of_a_file_that_is_none(judge: Callable[[str], str], tmp_path: Path) -> None:
    program = judge("FreeCAD")
    broken = tmp_path / "broken.step"
    broken.write_text("ISO-10303-21;\nEND-ISO-10303-21;\n")
    with pytest.raises(AssertionError, match="could not read"):
        solids(program, broken, tmp_path)
