"""Models made elsewhere, read as triangles: STL, 3MF and STEP."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ringgen.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ringgen.checks.meshfile import MeshFile

STEP = (".step", ".stp")
NO_SOLID = 11  # what the reader of STEP files ends with when there is nothing in one


def read_model(path: Path, units: str | None = None) -> MeshFile:
    """A model's triangles: of an STL in `units` (else millimetres), a 3MF, or a STEP meshed as finely as rings are.

    InputError for what is none of these, or says its own units.
    """
    from ringgen.checks.meshfile import MeshFile, read_mesh

    suffix = path.suffix.casefold()
    if units and suffix != ".stl":
        raise InputError.one("--units", f"a {suffix} file says its own units", "an STL file", source=str(path))
    if suffix in STEP:
        return MeshFile(path, "step", step_triangles(path).astype("f8"))
    return read_mesh(path, units or "mm")


def step_triangles(path: Path, deviation_mm: float = 0.01) -> npt.NDArray[np.float32]:
    """The corners (n, 3, 3) of a STEP file's metal, meshed; mm. InputError for a file that holds none.

    The reading happens in a process of its own: a malformed file can take the kernel down with it.
    """
    if not path.is_file():
        raise InputError.one("", f"there is no file {path}")
    import numpy as np

    with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
        target = Path(folder) / "metal"
        command = [sys.executable, "-m", "ringgen.kernel.reading", str(path.absolute()), str(target), str(deviation_mm)]
        paths = os.pathsep.join(str(Path(p).absolute()) for p in sys.path if p)
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": paths}, timeout=600)
        if done.returncode or not target.is_file():
            what = "holds no solid" if done.returncode == NO_SOLID else "is no STEP file the CAD kernel can read"
            raise InputError.one("", f"it {what}", "a STEP file with a solid in it", source=str(path))
        return np.fromfile(target, dtype="<f4").reshape(-1, 3, 3)
