"""How a ring stands on the plate: from its file's frame to the ring's own, then as it is to be printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.checks.bore import Bore, measure
from ringgen.checks.meshfile import MeshFile

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SQUARE = 0.9999
"""Cosine of the angle, 0.8 degrees, within which a bore's axis is taken to lie along Y."""
CENTRED = 0.05  # mm: a bore whose middle is so near to the origin is on it
STANDS_OUT = 0.3  # mm: what reaches further from the finger than everything opposite to it is the top


@dataclass(frozen=True, eq=False)
class Framed:
    """A ring in its own frame: the finger along Y, the top up; corners (n, 3) mm and faces (m, 3), outward.

    `found` is False for a body without a finger hole, which stands as it does in its file.
    """

    vertices: Floats
    faces: Ints
    bore_radius: float
    found: bool = True


def framed(mesh: MeshFile) -> Framed:
    """The file's ring in the ring's frame. One that already lies in it is not moved by a hair."""
    faces = mesh.faces if mesh.volume >= 0 else mesh.faces[:, ::-1]
    bore = measure(mesh)
    if bore is None:
        return Framed(mesh.vertices, faces, 0.0, False)
    if _in_frame(bore):
        return Framed(mesh.vertices, faces, bore.radius)
    axis, centre = np.array(bore.axis), np.array(bore.centre)
    along = mesh.vertices @ axis
    centre = centre + axis * (0.5 * (along.min() + along.max()) - centre @ axis)
    out = mesh.vertices - centre
    up = _top(out, axis)
    across = np.cross(axis, up)
    return Framed(out @ np.stack([across, axis, up], axis=1), faces, bore.radius)


def _in_frame(bore: Bore) -> bool:
    """Whether the finger runs along Y through the origin."""
    x, _, z = bore.centre
    return bool(abs(bore.axis[1]) > SQUARE and np.hypot(x, z) < CENTRED)


def _top(out: Floats, axis: Floats) -> Floats:
    """The direction in which the ring reaches furthest from the finger, square to its axis.

    A band reaches as far everywhere: it is left as it stands, or turned least.
    """
    flat = out - np.outer(out @ axis, axis)
    away = np.linalg.norm(flat, axis=1)
    far = flat[away > away.max() - 1e-6].mean(axis=0)
    opposite = (flat @ -far / max(float(np.linalg.norm(far)), 1e-12)).max()
    if away.max() - opposite < STANDS_OUT:
        lean = np.eye(3)[2] if abs(axis[2]) < 0.9 else np.eye(3)[1]
        far = lean - axis * float(lean @ axis)
    unit: Floats = far / np.linalg.norm(far)
    return unit


def stood(vertices: Floats, lean_deg: float) -> Floats:
    """Corners of a ring that leans so far back from upright, its least corner at nought in all three directions.

    Leaning by 90 degrees it lies on its side.
    """
    a = np.radians(lean_deg)
    sine, cosine = (1.0, 0.0) if lean_deg == 90.0 else (np.sin(a), np.cos(a))
    turn = np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
    leant = vertices @ turn.T
    placed: Floats = leant - leant.min(axis=0)
    return placed


def turned(vertices: Floats) -> Floats:
    """The corners of a ring turned a quarter on the plate, its least corner at nought again."""
    x, y, z = vertices.T
    quarter: Floats = np.stack([y.max() - y, x, z], axis=1)
    return quarter
