"""Rays against the triangles of a mesh: embree where its wheel exists, trimesh's own engine elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from ringgen.checks._forked import cores

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

T = TypeVar("T")
SHARE = 16384
"""Rows a thread is worth starting for."""


class Engine(Protocol):
    """First hits: distance (inf for none) and face (-1 for none) of each ray; directions are unit vectors."""

    def first(self, origins: Floats, directions: Floats, within: Floats | None = None) -> tuple[Floats, Ints]:
        """Distance and face of the first hit of each ray, no further away than `within` where that is given."""


def shared_out(work: Callable[[slice], T], count: int) -> list[T]:
    """`work` on slices of `count` rows, each in a thread: embree and numpy let go of the interpreter meanwhile."""
    share = max(SHARE, -(-count // cores()))
    slices = [slice(i, i + share) for i in range(0, count, share)] or [slice(0, 0)]
    if len(slices) == 1:
        return [work(slices[0])]
    with ThreadPoolExecutor(len(slices)) as workers:
        return list(workers.map(work, slices))


def engine(vertices: Floats, faces: Ints) -> Engine:
    """The fastest engine this machine has."""
    try:
        return Embree(vertices, faces)
    except ImportError:
        return Plain(vertices, faces)


class Embree:
    """Embree through embreex. Single precision: good to about 1e-6 of the mesh's extent."""

    def __init__(self, vertices: Floats, faces: Ints) -> None:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self._scene: Any = EmbreeScene()
        self._mesh: Any = TriangleMesh(self._scene, vertices.astype(np.float32), faces.astype(np.int64))

    def first(self, origins: Floats, directions: Floats, within: Floats | None = None) -> tuple[Floats, Ints]:
        """Distance and face of the first hit of each ray, no further away than `within` where that is given."""
        if not len(origins):
            return np.zeros(0), np.zeros(0, np.int64)
        start, way = np.ascontiguousarray(origins, np.float32), np.ascontiguousarray(directions, np.float32)
        run = self._scene.run(start, way, None if within is None else within.astype(np.float32), output=True)
        face = run["primID"].astype(np.int64)
        return np.where(face < 0, np.inf, run["tfar"].astype(np.float64)), face


class Plain:
    """trimesh's engine on rtree: slow, for machines without an embree wheel."""

    def __init__(self, vertices: Floats, faces: Ints) -> None:
        import trimesh
        from trimesh.ray.ray_triangle import RayMeshIntersector

        self._rays: Any = RayMeshIntersector(trimesh.Trimesh(vertices, faces, process=False))

    def first(self, origins: Floats, directions: Floats, within: Floats | None = None) -> tuple[Floats, Ints]:
        """Distance and face of the first hit of each ray, no further away than `within` where that is given."""
        reach = np.full(len(origins), np.inf)
        face = np.full(len(origins), -1, np.int64)
        if len(origins):
            tri, ray, at = self._rays.intersects_id(origins, directions, multiple_hits=False, return_locations=True)
            reach[ray] = np.linalg.norm(at - origins[ray], axis=1)
            face[ray] = tri
        if within is not None:
            far = reach > within
            reach[far], face[far] = np.inf, -1
        return reach, face
