"""STL, binary: the casting mesh alone, in millimetres; what a wax printer or a caster takes."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, system

if TYPE_CHECKING:
    import numpy as np

FORMAT = "stl"
SUFFIX = ".stl"

_HEADER = 80
_TRIANGLE = 50
_SNIFFED = 128
_BOX_TOLERANCE_MM = 1e-5  # 32-bit numbers of a ring's size are good to 2e-6 mm


def write(model: Model, path: Path) -> None:
    """Name, unit and the spec's digest in the header, then every triangle with its own normal."""
    import numpy as np

    from ringgen.writers._float32 import normals, rounded

    mesh = rounded(model.mesh).mesh
    records = np.zeros(len(mesh.faces), dtype=_record())
    corners = mesh.vertices[mesh.faces]
    records["corners"] = corners
    records["normal"] = normals(corners)
    records = np.roll(records, -_first_binary(records.tobytes()))
    put(path, _header(model) + len(records).to_bytes(4, "little") + records.tobytes())


def verify(path: Path, model: Model) -> None:
    """Every triangle there, finite, not a point or a line, and in the box the mesh has."""
    import numpy as np

    data = path.read_bytes()
    count = int.from_bytes(data[_HEADER : _HEADER + 4], "little")
    if len(data) != _HEADER + 4 + _TRIANGLE * count or not 0 < count <= len(model.mesh.faces):
        raise WriteError(f"it holds {len(data)} bytes, which is not {count} triangles")
    if data[_HEADER + 4 : _HEADER + 4 + _SNIFFED].isascii():
        raise WriteError("slicers would take it for a text file")
    corners = np.frombuffer(data, dtype=_record(), offset=_HEADER + 4)["corners"]
    if not np.isfinite(corners).all():
        raise WriteError("a coordinate in it is not a number")
    used = model.mesh.vertices[model.mesh.faces].reshape(-1, 3)
    flat = corners.reshape(-1, 3)
    off = max(np.abs(flat.min(axis=0) - used.min(axis=0)).max(), np.abs(flat.max(axis=0) - used.max(axis=0)).max())
    if off > _BOX_TOLERANCE_MM:
        raise WriteError(f"its bounding box is {off:.2g} mm off the mesh")


def _first_binary(records: bytes) -> int:
    """The first triangle with a byte no text holds.

    Readers of admesh's line (PrusaSlicer's too) call a file text when the 128 bytes after the header are all ASCII,
    so the file starts with a triangle that leaves no doubt.
    """
    starts = range(0, len(records), _TRIANGLE)
    return next((i for i, at in enumerate(starts) if not records[at : at + _TRIANGLE].isascii()), 0)


def _header(model: Model) -> bytes:
    """80 bytes of ASCII that do not begin with "solid", by which readers tell the text format."""
    name = unicodedata.normalize("NFKD", plain_text(model.name)).encode("ascii", "ignore").decode("ascii")
    text = f"{system()} mm spec {model.spec_sha256[:12]} {name}"
    return text.encode("ascii")[:_HEADER].ljust(_HEADER, b" ")


def _record() -> np.dtype[Any]:
    import numpy as np

    return np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
