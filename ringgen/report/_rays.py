"""Which triangle a ray meets first: the studio's light is followed with Embree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F = NDArray[np.float32]
I = NDArray[np.int32]  # noqa: E741


def unit(v: NDArray[np.floating]) -> F:
    """Each row at length one."""
    out: F = (v / np.maximum(np.sqrt((v * v).sum(-1, keepdims=True)), 1e-20)).astype(np.float32)
    return out


def dot(a: F, b: F) -> F:
    """Row by row."""
    out: F = np.einsum("ij,ij->i", a, b)
    return out


def mirror(d: F, n: F) -> F:
    """Each direction `d` mirrored at the normal `n`."""
    out: F = d - 2 * dot(d, n)[:, None] * n
    return out


@dataclass(frozen=True)
class Hits:
    """What `n` rays met: the triangle (-1 for none) and how far off, in the ray's own lengths."""

    face: I
    distance: F

    @property
    def met(self) -> NDArray[np.bool_]:
        """Which rays met anything."""
        out: NDArray[np.bool_] = self.face >= 0
        return out


class Rays:
    """A triangle mesh ready to be shot at."""

    def __init__(self, vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> None:
        self.vertices = np.ascontiguousarray(vertices, dtype=np.float32)
        self.faces = np.ascontiguousarray(faces, dtype=np.int32)
        a, b, c = (vertices[faces[:, i]] for i in range(3))
        self.normals = unit(np.cross(b - a, c - a))
        self._corner = self.vertices[self.faces[:, 0]]
        self._scene = _embree(self.vertices, self.faces) if len(faces) else None

    def first(self, origins: F, directions: F) -> Hits:
        """What each ray meets first."""
        if self._scene is None or not len(origins):
            return Hits(np.full(len(origins), -1, np.int32), np.full(len(origins), np.inf, np.float32))
        o = np.ascontiguousarray(origins, dtype=np.float32)
        d = np.ascontiguousarray(directions, dtype=np.float32)
        face = self._scene.run(o, d).astype(np.int32)
        n = self.normals[face]
        with np.errstate(divide="ignore", invalid="ignore"):
            t = dot(self._corner[face] - o, n) / dot(d, n)
        return Hits(face, np.where(face >= 0, t, np.inf).astype(np.float32))

    def weights(self, face: I, points: F) -> F:
        """How much each corner of `face` counts at `points` that lie in it: (n, 3), adding up to one."""
        a, b, c = (self.vertices[self.faces[face, k]] for k in range(3))
        n = self.normals[face]
        doubled = np.maximum(dot(np.cross(b - a, c - a), n), np.float32(1e-20))
        out = np.empty((len(face), 3), np.float32)
        out[:, 1] = dot(np.cross(points - a, c - a), n) / doubled
        out[:, 2] = dot(np.cross(b - a, points - a), n) / doubled
        out[:, 0] = 1 - out[:, 1] - out[:, 2]
        return np.clip(out, 0, 1)

    def blocked(self, origins: F, directions: F) -> NDArray[np.bool_]:
        """Which rays meet anything at all."""
        if self._scene is None or not len(origins):
            return np.zeros(len(origins), np.bool_)
        out: NDArray[np.bool_] = self._scene.run(origins, directions) >= 0
        return out


def joined(one: Rays, other: Rays) -> Rays:
    """Both meshes in one."""
    vertices = np.concatenate([one.vertices, other.vertices])
    return Rays(vertices, np.concatenate([one.faces, other.faces + len(one.vertices)]))


def _embree(vertices: F, faces: I) -> Any:
    """The mesh in Embree's own tree; trimesh's slower engine stands in where Embree has no build."""
    try:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene
    except ImportError:
        return _Slow(vertices, faces)
    scene = EmbreeScene()
    TriangleMesh(scene, vertices, faces)
    return scene


class _Slow:
    """The same answers from trimesh's r-tree."""

    def __init__(self, vertices: F, faces: I) -> None:
        from trimesh import Trimesh
        from trimesh.ray.ray_triangle import RayMeshIntersector

        self._engine = RayMeshIntersector(Trimesh(vertices, faces, process=False))

    def run(self, origins: F, directions: F) -> I:
        """The first triangle of each ray, -1 for none."""
        out: I = self._engine.intersects_first(origins, directions).astype(np.int32)
        return out
