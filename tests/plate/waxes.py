"""Rings to lay, each a body of known numbers in a file, as somebody else's program may have written it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from manifold3d import CrossSection, Manifold

BORE, WIDTH, WALL = 8.5, 3.0, 2.0  # mm: inner radius, along the finger, thickness
FACETS = 96
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


def band(bore: float = BORE, width: float = WIDTH, wall: float = WALL) -> Manifold:
    """A flat band, the finger along Y."""
    outline = [(bore, -width / 2), (bore + wall, -width / 2), (bore + wall, width / 2), (bore, width / 2)]
    return Manifold.revolve(CrossSection([outline]), FACETS).rotate((90, 0, 0))


def with_block(high: float = 6.0) -> Manifold:
    """A band with a block for a head on its top, its upper face at `high` over the band."""
    block = Manifold.cube((4.0, 2.5, high + 1.0), True).translate((0, 0, BORE + WALL + high / 2 - 0.5))
    return band() + block


def headed(wall: float) -> Manifold:
    """A band of that thickness with a block on its top that is 3 mm thick, and thicker than that nowhere."""
    block = Manifold.cube((5.0, 3.0, 5.0), True).translate((0, 0, BORE + wall + 2.3))
    hole = Manifold.cylinder(9.0, BORE, circular_segments=FACETS, center=True).rotate((90, 0, 0))
    return band(wall=wall) + block - hole


def bored(clock_deg: float) -> Manifold:
    """A band with a hole of 1.2 mm drilled from outside, so far round from its base."""
    drill = Manifold.cylinder(30.0, 0.6, circular_segments=24).rotate((180, 0, 0)).rotate((0, -clock_deg, 0))
    return band() - drill


def arrays(body: Manifold) -> tuple[np.ndarray, np.ndarray]:
    mesh = body.to_mesh()
    return np.asarray(mesh.vert_properties, np.float64)[:, :3], np.asarray(mesh.tri_verts, np.int64)


def saved(path: Path, body: Manifold) -> Path:
    """The body as a binary STL."""
    vertices, faces = arrays(body)
    records = np.zeros(len(faces), RECORD)
    records["corners"] = vertices[faces]
    path.write_bytes(b"\0" * 80 + len(records).to_bytes(4, "little") + records.tobytes())
    return path
