"""A mesh file read back as it was written, with what several checks need of it worked out once."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ringgen.checks._rays import Engine, Floats, Ints, engine
from ringgen.checks._slices import Near
from ringgen.errors import InputError

if TYPE_CHECKING:
    import trimesh

SLIVER = 2e-4
"""A triangle lower than this, mm, has no normal to trust: 32-bit coordinates of a ring are good to 1e-6 mm."""

LARGEST = 1000.0
"""No ring is a metre across; a file that says so is in other units or damaged."""

MOST = 2_000_000
"""Triangles. A ring within 0.01 mm has a tenth of them; the checks of so many take 3 GB."""

MOST_BYTES = 600_000_000
"""Of a file, or of what a 3MF unpacks to: text takes five times what so many triangles do in a binary STL."""

UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "m": 1000.0}
"""Millimetres in what a file's numbers may be; an STL does not say."""

USUAL, SMALL, LARGE = 22.0, 11.0, 70.0
"""mm across: a ring as most are, a child's, and one with a tall head."""

_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_HEADER = 84


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """Every directed edge of the welded mesh, sorted so that edges with the same two ends stand together.

    Directed edge e (0 .. 3n-1) is side e // n of face e % n, from `start[e]` to `end[e]`; `order` sorts them by `key`.
    """

    start: Ints
    end: Ints
    key: Ints
    order: Ints
    face: Ints
    first: Ints
    count: Ints

    @cached_property
    def pairs(self) -> Ints:
        """Pairs of directed edges (m, 2) for the edges exactly two faces share."""
        at = self.first[self.count == 2]
        return np.stack([self.order[at], self.order[at + 1]], axis=1)


@dataclass(frozen=True, eq=False)
class MeshFile:
    """A mesh as read: `triangles` (n, 3, 3) in mm in the file's order; corners that are equal are one vertex."""

    path: Path
    format: str
    triangles: Floats = field(repr=False)

    def shrunk(self, scale: float) -> MeshFile:
        """The same with every length divided by `scale`."""
        return self if scale == 1.0 else MeshFile(self.path, self.format, self.triangles / scale)

    @cached_property
    def _welded(self) -> tuple[Floats, Ints]:
        return weld(self.triangles)

    @property
    def vertices(self) -> Floats:
        """The different corners (v, 3), mm."""
        return self._welded[0]

    @property
    def faces(self) -> Ints:
        """Vertex numbers of every triangle (n, 3), degenerate ones included."""
        return self._welded[1]

    @cached_property
    def mesh(self) -> trimesh.Trimesh:
        """The welded mesh for trimesh; nothing is repaired."""
        import trimesh

        return trimesh.Trimesh(self.vertices, self.faces, process=False)

    @cached_property
    def crosses(self) -> Floats:
        """Cross product of two sides of every face: twice its area long, outward if the file is wound so."""
        t = self.triangles
        a, b = t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]
        out = np.empty_like(a)
        for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            out[:, i] = a[:, j] * b[:, k] - a[:, k] * b[:, j]
        return out

    @cached_property
    def volume(self) -> float:
        """Signed volume, mm³: negative when the faces look inwards."""
        centre = self.triangles[0, 0]
        return float(np.einsum("ij,ij->", self.triangles[:, 0] - centre, self.crosses) / 6.0)

    @cached_property
    def outward(self) -> Floats:
        """Unit normals out of the metal (n, 3); (0, 0, 0) for a sliver, whose own normal means nothing."""
        length = np.sqrt(np.einsum("ij,ij->i", self.crosses, self.crosses))
        sign = -1.0 if self.volume < 0 else 1.0
        unit: Floats = self.crosses * (sign / np.maximum(length, 1e-30))[:, None]
        unit[length < SLIVER * self.longest] = 0.0
        return unit

    @cached_property
    def longest(self) -> Floats:
        """The longest side of every face, mm."""
        t = self.triangles
        sides = (t[:, 1] - t[:, 0], t[:, 2] - t[:, 1], t[:, 0] - t[:, 2])
        one, two, three = (np.einsum("ij,ij->i", side, side) for side in sides)
        longest: Floats = np.sqrt(np.maximum(np.maximum(one, two), three))
        return longest

    @cached_property
    def sound(self) -> npt.NDArray[np.bool_]:
        """Which faces have a normal to trust."""
        sound: npt.NDArray[np.bool_] = np.einsum("ij,ij->i", self.outward, self.outward) > 0.5
        return sound

    @cached_property
    def edges(self) -> EdgeTable:
        """The edge table, sorted once for every check."""
        f, n = self.faces, len(self.vertices)
        start = np.concatenate([f[:, 0], f[:, 1], f[:, 2]])
        end = np.concatenate([f[:, 1], f[:, 2], f[:, 0]])
        key = np.minimum(start, end) * n + np.maximum(start, end)
        order = np.argsort(key)
        ranked = key[order]
        first = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
        count = np.diff(np.append(first, len(ranked)))
        return EdgeTable(start, end, key, order, np.tile(np.arange(len(f)), 3), first, count)

    @cached_property
    def near(self) -> Near:
        """Its triangles, found by where they lie."""
        return Near(self.triangles)

    @cached_property
    def rays(self) -> Engine:
        """The ray engine over every face, in the file's own order."""
        return engine(self.vertices, self.faces)


def weld(triangles: Floats) -> tuple[Floats, Ints]:
    """Vertices and faces of loose triangles; only corners equal to the last bit become one."""
    corners = np.ascontiguousarray(triangles.reshape(-1, 3)) + 0.0
    bits = corners.view(np.uint64)
    mixed = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    for column, prime in ((1, 0xC2B2AE3D27D4EB4F), (2, 0x165667B19E3779F9)):
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(prime) + bits[:, column]
    mixed ^= mixed >> np.uint64(29)
    _, at, inverse = np.unique(mixed, return_index=True, return_inverse=True)
    vertices = corners[at]
    if not np.array_equal(vertices[inverse], corners):  # two different corners fell on one number
        vertices, inverse = np.unique(corners, axis=0, return_inverse=True)
    return vertices, inverse.reshape(-1, 3).astype(np.int64)


def read_mesh(path: str | Path, units: str = "mm") -> MeshFile:
    """Read an STL (binary or text) or 3MF file; InputError, in plain words, for anything that is not one.

    `units` are what an STL's numbers are in, one of `UNITS`; a 3MF says so itself.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError.one(
            "file",
            f"a {path.suffix or 'nameless'} file is not read here",
            ", ".join(sorted(_READERS)),
            source=str(path),
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, f"has {path.stat().st_size / 1e6:.0f} MB, more than {MOST_BYTES / 1e6:.0f} MB")
        triangles = reader(path)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}") from error
    if not len(triangles):
        raise _refused(path, "holds no triangles")
    if not np.isfinite(triangles).all():
        raise _refused(path, "has coordinates that are not numbers")
    if len(triangles) > MOST:
        raise _refused(path, f"holds {len(triangles)} triangles, more than {MOST}: a tenth is enough for any ring")
    kind = path.suffix.lower().lstrip(".")
    if kind == "stl" and units != "mm":
        triangles = triangles * UNITS[units]
    extent = max(float(np.ptp(triangles[:, :, k])) for k in range(3))
    near = unit_of(extent) if kind == "stl" and units == "mm" else None
    hint = f"--units {near}" if near else None
    if extent > LARGEST or np.abs(triangles).max() > 1e6:
        raise _refused(path, f"is {extent:.4g} mm across: too large for a ring; is it in millimetres?", hint)
    if extent < 0.5:
        raise _refused(path, f"is {extent:.3g} mm across: too small for a ring; is it in millimetres?", hint)
    return MeshFile(path, kind, triangles)


def unit_of(extent: float) -> str | None:
    """The unit in which a thing so large is a ring; None where it is one in millimetres, or in no unit."""
    if SMALL <= extent <= LARGE:
        return None
    fitting = {u: abs(math.log(extent * f / USUAL)) for u, f in UNITS.items() if SMALL <= extent * f <= LARGE}
    return min(fitting, key=lambda u: fitting[u], default=None)


def _refused(path: Path, why: str, nearest: str | None = None) -> InputError:
    return InputError.one("file", why, None, nearest, source=str(path))


def _read_stl(path: Path) -> Floats:
    data = path.read_bytes()
    if not data:
        raise _refused(path, "is empty")
    count = int.from_bytes(data[80:_HEADER], "little") if len(data) >= _HEADER else -1
    if count >= 0 and len(data) == _HEADER + count * _RECORD.itemsize:
        records = np.frombuffer(data, _RECORD, count, _HEADER)
        return np.ascontiguousarray(records["corners"], np.float64)
    if data.lstrip()[:5].lower() == b"solid":
        return _read_text_stl(path, data)
    if count >= 0 and len(data) > _HEADER + count * _RECORD.itemsize:
        raise _refused(
            path, f"has {len(data) - _HEADER - count * _RECORD.itemsize} bytes more than its {count} triangles"
        )
    raise _refused(path, "is cut short or is not an STL file")


def _read_text_stl(path: Path, data: bytes) -> Floats:
    words = data.split()
    at = [n + 1 for n, word in enumerate(words) if word.lower() == b"vertex"]
    try:
        flat = [float(words[n + k]) for n in at for k in range(3)]
    except (ValueError, IndexError):
        raise _refused(path, "is a text STL with a vertex that is not three numbers") from None
    if len(at) % 3 or words[-1].lower() == b"vertex" or b"endsolid" not in data[-200:].lower():
        raise _refused(path, "is a text STL that breaks off")
    return np.array(flat, np.float64).reshape(-1, 3, 3)


def _read_3mf(path: Path) -> Floats:
    if not path.stat().st_size:
        raise _refused(path, "is empty")
    if not zipfile.is_zipfile(path):
        raise _refused(path, "is not a 3MF file (not a zip archive)")
    with zipfile.ZipFile(path) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
            raise _refused(path, f"unpacks to more than {MOST_BYTES / 1e6:.0f} MB")
    try:
        import lib3mf
    except ImportError:  # it has no wheel for every machine
        raise _refused(path, "is a 3MF file, which lib3mf reads, and that is not installed; its STL is read") from None

    wrapper: Any = lib3mf.Wrapper()
    model = wrapper.CreateModel()
    try:
        model.QueryReader("3mf").ReadFromFile(str(path))
        return _three_mf_triangles(model) * _unit_mm(model)
    except lib3mf.ELib3MFException as error:
        raise _refused(path, f"is not a sound 3MF file: {error}") from error


def _unit_mm(model: Any) -> float:
    """Millimetres in one unit of a 3MF model: micron, millimetre, centimetre, inch, foot, metre in its order."""
    return (0.001, 1.0, 10.0, 25.4, 304.8, 1000.0)[int(model.GetUnit())]


def _three_mf_triangles(model: Any) -> Floats:
    """Every triangle the build items place, in model units."""
    out: list[Floats] = []
    items = model.GetBuildItems()
    while items.MoveNext():
        item = items.GetCurrent()
        out += _placed(item.GetObjectResource(), _matrix(item.GetObjectTransform()), model)
    return np.concatenate(out) if out else np.zeros((0, 3, 3))


def _matrix(transform: Any) -> Floats:
    """A 3MF transform (4 rows of 3) as a (4, 3) array for row vectors."""
    return np.array([[transform.Fields[row][column] for column in range(3)] for row in range(4)], np.float64)


def _placed(resource: Any, outer: Floats, model: Any, depth: int = 0) -> list[Floats]:
    if depth > 16:
        raise InputError.one("file", "nests its 3MF components more than 16 deep")
    if resource.IsMeshObject():
        mesh = model.GetMeshObjectByID(resource.GetResourceID())
        points = np.array([tuple(v.Coordinates) for v in mesh.GetVertices()], np.float64).reshape(-1, 3)
        index = np.array([tuple(t.Indices) for t in mesh.GetTriangleIndices()], np.int64).reshape(-1, 3)
        return [(points @ outer[:3] + outer[3])[index]]
    found: list[Floats] = []
    whole = model.GetComponentsObjectByID(resource.GetResourceID())
    for n in range(whole.GetComponentCount()):
        part = whole.GetComponent(n)
        inner = _matrix(part.GetTransform()) if part.HasTransform() else np.eye(4, 3)
        joined = np.vstack([inner[:3] @ outer[:3], inner[3] @ outer[:3] + outer[3]])
        found += _placed(part.GetObjectResource(), joined, model, depth + 1)
    return found


_READERS: dict[str, Callable[[Path], Floats]] = {".stl": _read_stl, ".3mf": _read_3mf}
