"""Heat map of wall thickness (PLY): a colour and the thickness in mm at every corner; for mesh viewers."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, system

if TYPE_CHECKING:
    import numpy as np

FORMAT = "heat.ply"
SUFFIX = ".heat.ply"
SHOWS = True
"""It is looked at and not cast: it is written of a refused ring, too, and shows where that is thin."""

NONE = -1.0
"""The thickness of a corner that has none: readers of numbers do not all take nan."""

_END = b"end_header\n"
_LINE = 100  # letters of a comment
_BOX_TOLERANCE_MM = 1e-4


def legend(model: Model) -> str:
    """The colours in words, for the report."""
    from ringgen.writers._heat import heat

    return heat(model).legend


def write(model: Model, path: Path) -> None:
    """The legend as comments, then corners and triangles, binary."""
    import numpy as np

    from ringgen.writers._heat import heat

    found = heat(model)
    corners = np.zeros(len(found.mesh.vertices), _corner())
    corners["at"], corners["rgb"] = found.mesh.vertices, found.bytes_rgb
    corners["thickness"] = np.where(np.isfinite(found.values), found.values, NONE)
    faces = np.zeros(len(found.mesh.faces), _face())
    faces["count"], faces["corners"] = 3, found.mesh.faces
    put(path, _header(model, found.legend, len(corners), len(faces)) + corners.tobytes() + faces.tobytes())


def verify(path: Path, model: Model) -> None:
    """Whole, in the ring's own box, its least thickness the one the wall check measures."""
    import numpy as np

    from ringgen.writers._heat import heat

    found, data = heat(model), path.read_bytes()
    head, end, body = data.partition(_END)
    counts = [int(line.split()[2]) for line in head.decode("ascii").splitlines() if line.startswith("element")]
    if not end or len(counts) != 2 or len(body) != counts[0] * _corner().itemsize + counts[1] * _face().itemsize:
        raise WriteError("it is not whole")
    corners = np.frombuffer(body, _corner(), counts[0])
    faces = np.frombuffer(body, _face(), counts[1], corners.nbytes)["corners"]
    at, own = corners["at"], model.mesh.vertices[model.mesh.faces].reshape(-1, 3)
    off = max(np.abs(at.min(axis=0) - own.min(axis=0)).max(), np.abs(at.max(axis=0) - own.max(axis=0)).max())
    if off > _BOX_TOLERANCE_MM or faces.min() < 0 or faces.max() >= len(at):
        raise WriteError(f"it is another body: its box is {off:.2g} mm off")
    told = corners["thickness"][corners["thickness"] != NONE]
    if np.isfinite(found.least) and abs(float(told.min()) - found.least) > 1e-5:
        raise WriteError(f"its thinnest is {told.min():.4f} mm, measured were {found.least:.4f} mm")


def _header(model: Model, told: str, corners: int, faces: int) -> bytes:
    words = [f"{system()}, mm, spec {model.spec_sha256}", plain_text(model.name), *textwrap.wrap(told, _LINE)]
    lines = ["ply", "format binary_little_endian 1.0"]
    lines += [f"comment {w.encode('ascii', 'replace').decode('ascii')}" for w in words]
    lines += [f"comment thickness {NONE:g}: none", f"element vertex {corners}"]
    lines += [f"property float {axis}" for axis in "xyz"]
    lines += [f"property uchar {colour}" for colour in ("red", "green", "blue")]
    lines += ["property float thickness", f"element face {faces}", "property list uchar int vertex_indices"]
    return "\n".join(lines).encode("ascii") + b"\n" + _END


def _corner() -> np.dtype[Any]:
    import numpy as np

    return np.dtype([("at", "<f4", 3), ("rgb", "u1", 3), ("thickness", "<f4")])


def _face() -> np.dtype[Any]:
    import numpy as np

    return np.dtype([("count", "u1"), ("corners", "<i4", 3)])
