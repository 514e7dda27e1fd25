"""A second opinion: the same parts joined by another kernel, as triangles, for its body count and volume.

Only the shapes of single bodies come from the first kernel; placing, uniting and subtracting are manifold3d's own,
which never gives an open result. Where both agree, neither boolean lost or invented a piece.
"""

from __future__ import annotations

import atexit
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from ringgen.bodies import Body, Frame, Parts, Placed
from ringgen.errors import BuildError
from ringgen.kernel.beside import Asked, Pieces, joined, one_of
from ringgen.kernel.heads import Head
from ringgen.kernel.mesh import tessellate
from ringgen.kernel.realise import realise
from ringgen.triangles import TriangleMesh, welded

DEVIATION = 0.003  # mm; triangles then keep 99.6 % of a wire 1.2 mm thick, the thinnest band there is, or more
KEPT = 200  # bodies: some ten rings' worth, a few hundred MB at the most
HEADS = 16  # kept, each of some ten thousand triangles
DUST = 1e-3  # mm³: what two triangulations of one curved border leave between them, not a body anyone could hold

Key = TypeVar("Key")
Known = Mapping[Body, TriangleMesh]
NOTHING: Known = MappingProxyType({})


@dataclass(frozen=True)
class Opinion:
    """The volume of the metal in mm³, and of how many separate bodies it is; `dust` counts the specks left out."""

    volume: float
    bodies: int
    dust: int = 0


def opinion(parts: Parts, deviation: float = DEVIATION, known: Known = NOTHING) -> Opinion:
    """What manifold3d makes of the parts; `known` are bodies' meshes within `deviation` mm, for whoever has some.

    Raises BuildError naming a part whose surface does not close.
    """
    ring = _standing(deviation).ring(parts, known)
    return _counted(float(ring.volume()), [piece.volume() for piece in ring.decompose()])


def ask(parts: Parts, deviation: float = DEVIATION, known: Known = NOTHING) -> Asked:
    """The same, asked of a process of its own while something else is done here."""
    bodies = ([_pieces(p, deviation, known) for p in some] for some in (parts.metal, parts.cutters))
    return Asked(*bodies)


def answered(asked: Asked) -> Opinion | None:
    """What came of it; None where nothing did."""
    found = asked.answer()
    return _counted(*found) if found is not None else None


def _counted(volume: float, sizes: list[float]) -> Opinion:
    bodies = sum(s > DUST for s in sizes)
    return Opinion(volume, bodies, len(sizes) - bodies)


class Drafts:
    """Rings of triangles: closed, in a fraction of the exact boolean's time, and no solids.

    For what is tried many times before anything is made: the rules can be held to them, no client's file is written of
    one. Bodies that stand in one after another of them are meshed once.
    """

    def __init__(self, deviation: float = DEVIATION) -> None:
        self._shop = _Shop(deviation)

    def draft(self, parts: Parts) -> TriangleMesh:
        """The ring's surface. BuildError naming a part whose surface does not close, or for several bodies."""
        ring = self._shop.joined(parts)
        real = [piece for piece in ring.decompose() if piece.volume() > DUST]
        if len(real) != 1:
            raise BuildError(f"the parts come to {len(real)} bodies instead of one")
        mesh = real[0].to_mesh()
        vertices, faces = np.asarray(mesh.vert_properties, dtype=np.float32), np.asarray(mesh.tri_verts)
        return welded(vertices[:, :3][faces])


class _Shop:
    """Bodies as this kernel's own, within a deviation, mm; the last used of them are kept."""

    def __init__(self, deviation: float) -> None:
        self._deviation = deviation
        self._kept: OrderedDict[Body, Any] = OrderedDict()
        self._heads: OrderedDict[Head, Any] = OrderedDict()

    def ring(self, parts: Parts, known: Known = NOTHING) -> Any:
        """The same ring by its head, which is the same on every size of a design: it is joined and cut once."""
        if len(parts.metal) < 2:
            return self.joined(parts, known)
        shank = list(self.placed(parts.metal[0], known))
        clear, rest = list[Placed](), list[Any]()
        for cutter in parts.cutters:
            bodies = list(self.placed(cutter, NOTHING))
            if any(_meet(body, part) for body in bodies for part in shank):
                rest += bodies
            else:
                clear.append(cutter)
        head, origin = Head.of(parts, clear)
        return joined([*shank, self._head(head).translate(origin)], rest)

    def _head(self, head: Head) -> Any:
        if head not in self._heads:
            self._heads[head] = made = self.joined(Parts(head.metal, head.cutters))
            made.status()  # it is worked out now, not with every ring that has it
        return _lately(self._heads, head, HEADS)

    def joined(self, parts: Parts, known: Known = NOTHING) -> Any:
        """All metal united, all cutters taken away."""
        return joined(*([m for p in some for m in self.placed(p, known)] for some in (parts.metal, parts.cutters)))

    def placed(self, placed: Placed, known: Known = NOTHING) -> Iterator[Any]:
        """Equal bodies in their places."""
        body = self._body(placed, known)
        for place in placed.places:
            yield body.transform(_matrix(place))

    def _body(self, placed: Placed, known: Known) -> Any:
        """One of equal bodies; what is known is not kept, for what is kept is not to depend on who came before."""
        if placed.body in known:
            return _manifold(placed, self._deviation, known)
        if placed.body not in self._kept:
            self._kept[placed.body] = _manifold(placed, self._deviation, known)
        return _lately(self._kept, placed.body, KEPT)


def _lately(kept: OrderedDict[Key, Any], key: Key, most: int) -> Any:
    """What is kept under a key, asked for last now; what was asked for longest ago goes where there are more."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[key]


def _meet(body: Any, other: Any) -> bool:
    """Whether the boxes about two bodies have anything in common."""
    a, b = (np.array(some.bounding_box()).reshape(2, 3) for some in (body, other))
    return bool((a[0] <= b[1]).all() and (b[0] <= a[1]).all())


@lru_cache(maxsize=2)
def _standing(deviation: float) -> _Shop:
    """The one whose bodies outlive a ring: heads and cutters of one design are the same in many sizes."""
    atexit.unregister(_standing.cache_clear)  # it is to be there once, however many deviations come
    atexit.register(_standing.cache_clear)  # what the library finds alive at the very end it reports as leaks
    return _Shop(deviation)


def _pieces(placed: Placed, deviation: float, known: Known) -> Pieces:
    mesh = known[placed.body] if placed.body in known else tessellate(realise(placed.body), deviation)
    places = np.stack([_matrix(place) for place in placed.places])
    return Pieces(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32), places)


def _manifold(placed: Placed, deviation: float, known: Known) -> Any:
    try:
        return one_of(_pieces(placed, deviation, known))
    except ValueError as error:
        raise BuildError(f"{placed.part}: {error}") from None


def _matrix(frame: Frame) -> Any:
    """A frame as three rows of four: the axes in columns, then the origin."""
    return np.column_stack([frame.x, frame.y, frame.z, frame.origin]).astype(np.float64)
