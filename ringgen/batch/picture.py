"""A small picture of a ring for the summary, in a tenth of a second: one ray a point, no graphics library.

Parallel rays are sent at the file as written and at its stones; what they hit is shaded by how it faces the light.
`ringgen render` draws the handsome ones.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.catalog.gems import find_gem
from ringgen.checks._rays import engine
from ringgen.checks.meshfile import MeshFile
from ringgen.design.model import Design
from ringgen.modelling import stone_meshes

Floats = npt.NDArray[np.float64]
Colour = tuple[float, float, float]

AZIMUTH, ELEVATION = 35.0, 28.0  # degrees: a three-quarter view, from above
ACROSS = 2  # rays a point, each way: edges without steps
MARGIN = 1.06
AMBIENT = 0.30
_LIGHTS = (((-0.5, -0.6, 0.8), 0.62), ((0.8, 0.1, 0.5), 0.25))


def drawn(mesh: MeshFile, design: Design, pixels: int) -> bytes:
    """The PNG of a ring's file with its stones, `pixels` wide and high; its rays are those the checks send."""
    stones = _stones(design)
    vertices = np.concatenate([mesh.vertices, stones.vertices])
    right, up, back = _camera()
    seen = np.array([right, up]) @ vertices.T
    low, high = seen.min(axis=1), seen.max(axis=1)
    middle, half = (low + high) / 2, float((high - low).max()) / 2 * MARGIN
    far = 3.0 * float(np.ptp(vertices))
    n = pixels * ACROSS
    steps = ((np.arange(n) + 0.5) / n * 2.0 - 1.0) * half
    u, v = (some.ravel() for some in np.meshgrid(middle[0] + steps, middle[1] - steps))
    origins = u[:, None] * right + v[:, None] * up + far * back
    ways = np.broadcast_to(-back, origins.shape)
    reach, hit = mesh.rays.first(origins, ways)
    if len(stones.faces):
        (left, lowest), (most, highest) = (f(seen[:, len(mesh.vertices) :], axis=1) for f in (np.min, np.max))
        near = np.flatnonzero((u >= left) & (u <= most) & (v >= lowest) & (v <= highest))
        before, stone = engine(stones.vertices, stones.faces).first(origins[near], ways[near])
        first = before < reach[near]
        hit[near[first]] = len(mesh.faces) + stone[first]
    metal = _shaded(mesh.vertices, mesh.faces, np.array(design.metal.rgb), back)
    white = np.ones((1, 3))  # -1: nothing was hit
    shades = np.concatenate([metal, _shaded(stones.vertices, stones.faces, stones.tint, back), white])
    colours = shades.astype(np.float32)[hit].reshape(n, n, 3)
    parts = [colours[i::ACROSS, j::ACROSS] for i in range(ACROSS) for j in range(ACROSS)]
    small = sum(parts[1:], parts[0]) / len(parts)
    return png((np.clip(small, 0.0, 1.0) ** (1 / 2.2) * 255.0 + 0.5).astype(np.uint8))


@dataclass(frozen=True, eq=False)
class _Stones:
    """All stones' corners (n, 3) in mm, triangles (m, 3), and each triangle's own colour (m, 3)."""

    vertices: Floats
    faces: npt.NDArray[np.int64]
    tint: Floats


def _stones(design: Design) -> _Stones:
    corners, tints = [np.zeros((0, 3, 3))], [np.zeros((0, 3))]
    for stone, mesh in zip(design.witness.stones, stone_meshes(design), strict=True):
        corners.append(mesh.vertices[mesh.faces])
        tints.append(np.broadcast_to(np.asarray(find_gem(stone.gem).rgb) * 0.9, (len(mesh.faces), 3)))
    vertices = np.concatenate(corners).reshape(-1, 3)
    return _Stones(vertices, np.arange(len(vertices), dtype=np.int64).reshape(-1, 3), np.concatenate(tints))


def _camera() -> tuple[Floats, Floats, Floats]:
    a, e = np.radians(AZIMUTH), np.radians(ELEVATION)
    back = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = np.array([np.cos(a), np.sin(a), 0.0])
    return right, np.cross(back, right), back


def _shaded(vertices: Floats, faces: npt.NDArray[np.int64], tint: Floats, back: Floats) -> Floats:
    """Each triangle's colour in linear light: what it is made of (all or each), by how it faces lamps and the eye."""
    corners = vertices[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
    light = np.full(len(faces), AMBIENT)
    gloss = np.zeros(len(faces))
    for way, strength in _LIGHTS:
        lamp = np.array(way) / np.linalg.norm(way)
        light += strength * np.maximum(normal @ lamp, 0.0)
        between = (lamp + back) / np.linalg.norm(lamp + back)
        gloss += strength * np.maximum(normal @ between, 0.0) ** 30
    shaded: Floats = tint * light[:, None] + 0.5 * gloss[:, None]
    return shaded


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Rows of red, green and blue as a PNG."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + chunk(b"IEND", b"")
    )
