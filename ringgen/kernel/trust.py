"""Whether to believe a boolean: its mesh must close, every cutter must have cut, and another kernel must agree.

A boolean can come back as one valid solid and still be wrong: inner walls left standing, a part not joined. Neither its
own validity check nor the closed mesh shows it. Union and difference of the parts' own triangles do, and cost a
fraction of the boolean.
"""

from __future__ import annotations

from collections.abc import Callable

from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import Parts
from ringgen.kernel.bites import deepest
from ringgen.kernel.mesh import ANGULAR, tessellate
from ringgen.kernel.second import NOTHING, Known, Opinion, answered, ask, opinion
from ringgen.triangles import TriangleMesh, open_edges

CLOSER = (1.0, 0.3)  # of the deviation: where the first look differs, chords may be to blame, and a closer one tells
AGREEMENT = 1.5e-3  # relative; triangles of the same surfaces come to within 1.1e-3, looked at closer within 5e-4
UNCUT = 0.03  # mm; meshes stray by 0.01, a moved head by as much again; a bite that was missed leaves 0.1 and more
MANY = 40  # bodies, from which the other kernel is asked in a process of its own: what starting one takes
# A mesh that does not close is made again finer: where faces meet at a small angle, coarse triangles of both can fall
# into one another.
FINER = (1.0, 0.5, 0.25)


Early = Callable[[TriangleMesh], object]
"""Told of a mesh that closes, before the other kernel is asked: it may yet be refused."""


class Trust:
    """Judges every candidate solid of the same parts; `known` are meshes of some of them, within `deviation` mm."""

    def __init__(self, parts: Parts, deviation: float, early: Early = lambda _: None, known: Known = NOTHING) -> None:
        self._parts, self._deviation, self._early, self._known = parts, deviation, early, known
        self._opinions: dict[float, Opinion] = {}
        many = sum(len(p.places) for p in (*parts.metal, *parts.cutters)) >= MANY
        self._asked = ask(parts, deviation, known) if many else None

    def meshed(self, shape: TopoDS_Shape, premeshed: float | None = None) -> tuple[TriangleMesh | None, str]:
        """The candidate's mesh, or None and why it is not believed.

        `premeshed` is the angle between facets, rad, of triangles that some of its faces have already.
        """
        for share in FINER:
            mesh = tessellate(
                shape,
                self._deviation * share,
                (premeshed or ANGULAR) * share,
                premeshed is not None and share == FINER[0],
            )
            left = open_edges(mesh)
            if not left:
                break
        else:
            return None, f"a mesh with {left} open edges"
        self._early(mesh)
        if self._single:
            return mesh, ""
        bite = deepest(self._parts, mesh)
        if bite.depth > UNCUT:
            return None, f"{bite.part}: metal is left {bite.depth:.2f} mm within it"
        return self._compared(shape, mesh)

    @property
    def _single(self) -> bool:
        """One body, uncut: there was no boolean to doubt."""
        metal = sum(len(p.places) for p in self._parts.metal)
        return metal == 1 and not self._parts.cutters

    def _compared(self, shape: TopoDS_Shape, mesh: TriangleMesh) -> tuple[TriangleMesh | None, str]:
        looked = mesh
        for share in CLOSER:
            other = self._second(share)
            if other.bodies != 1:
                return None, f"another kernel finds {other.bodies} bodies"
            if share < 1.0:
                looked = tessellate(shape, self._deviation * share, ANGULAR)
            if abs(looked.volume - other.volume) <= AGREEMENT * other.volume:
                return mesh, ""
        return None, f"{looked.volume:.2f} mm³ where another kernel finds {other.volume:.2f} mm³"

    def _second(self, share: float) -> Opinion:
        if share == 1.0 and self._asked is not None:
            found, self._asked = answered(self._asked), None
            if found is not None:
                self._opinions[share] = found
        if share not in self._opinions:
            self._opinions[share] = opinion(
                self._parts, self._deviation * share, self._known if share == 1.0 else NOTHING
            )
        return self._opinions[share]
