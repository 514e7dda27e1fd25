"""What stands on a shank, joined and cut before it meets the shank: it is the same on every size of a design.

A cutter that does not reach the shank takes nothing from it, so it may cut before the two are joined; the ring is the
same, and two booleans of few faces take less time than one of many. The head is data of its own, without where it
stands: a process builds it once, and copies it with its triangles for the next ring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from OCP.Bnd import Bnd_Box
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.gp import gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import Parts, Placed, Vec
from ringgen.kernel._boolean import Joined, boolean, sound
from ringgen.kernel._shapes import explore, volume
from ringgen.kernel.mesh import premesh
from ringgen.kernel.realise import Realiser

NAME = "the head first"
KEPT = 16  # heads, each of a few hundred faces at the most and their triangles: some ten MB
DIGITS = 9  # after the point of a millimetre, in which a head's parts lie apart: sizes differ in the last bits


@dataclass(frozen=True)
class Head:
    """Metal other than the shank, and the cutters that do not reach the shank, seen from where the first body lies."""

    metal: tuple[Placed, ...]
    cutters: tuple[Placed, ...]

    @classmethod
    def of(cls, parts: Parts, clear: Sequence[Placed]) -> tuple[Head, Vec]:
        """A ring's head, the cutters in it being `clear` of the shank; and where it stands."""
        origin = parts.metal[1].places[0].origin
        return cls(_seen_from(origin, parts.metal[1:]), _seen_from(origin, clear)), origin


def ways(parts: Parts, realiser: Realiser, deviation: float) -> Iterator[tuple[str, Callable[[], Joined]]]:
    """The way the ring is built by its head, with its name; none where nothing stands on the shank.

    A head is meshed within `deviation` mm before it is copied. The way raises BuildError if it gives no sound solid.
    """
    if len(parts.metal) < 2:  # a hole through a bare band changes all its faces
        return
    yield NAME, lambda: _joined(parts, realiser, deviation)


def _joined(parts: Parts, realiser: Realiser, deviation: float) -> Joined:
    shank = realiser.shapes(parts.metal[0])
    reach = _box(shank)
    clear, rest = list[Placed](), list[TopoDS_Shape]()
    for cutter in parts.cutters:
        shapes = realiser.shapes(cutter)
        if _box(shapes).IsOut(reach):
            clear.append(cutter)
        else:
            rest += shapes
    head, origin = Head.of(parts, clear)
    stands = _moved(_built(head, deviation), origin)
    body = boolean(BRepAlgoAPI_Fuse, shank[:1], [*shank[1:], *explore(stands, TopAbs_SOLID)], 0.0)
    made = sound(boolean(BRepAlgoAPI_Cut, [body], rest, 0.0))
    return Joined(made, volume(made))


@lru_cache(maxsize=KEPT)
def _built(head: Head, deviation: float) -> TopoDS_Shape:
    """The head where its first body's origin is the middle of all, with triangles. What it is given stays as it is."""
    realiser = Realiser()
    metal, cutters = ([s for p in placed for s in realiser.shapes(p)] for placed in (head.metal, head.cutters))
    made = boolean(BRepAlgoAPI_Fuse, metal[:1], metal[1:], 0.0)
    made = boolean(BRepAlgoAPI_Cut, [made], cutters, 0.0)
    premesh(made, deviation)
    return made


def _seen_from(origin: Vec, placed: Sequence[Placed]) -> tuple[Placed, ...]:
    def near(a: float, b: float) -> float:
        return round(a - b, DIGITS) + 0.0  # no minus nought: it is the same place

    return tuple(
        replace(
            p,
            places=tuple(replace(f, origin=tuple(map(near, f.origin, origin))) for f in p.places),  # type: ignore[arg-type]
        )
        for p in placed
    )


def _moved(shape: TopoDS_Shape, by: Vec) -> TopoDS_Shape:
    """A copy in its geometry and with its triangles: faces that only know their place mesh a hair apart."""
    move = gp_Trsf()
    move.SetTranslation(gp_Vec(*by))
    return BRepBuilderAPI_Transform(shape, move, True, True).Shape()


def _box(shapes: Sequence[TopoDS_Shape]) -> Bnd_Box:
    """A box in which the shapes lie: a close one where they have triangles, for poles of a surface lie well outside."""
    found = Bnd_Box()
    for shape in shapes:
        BRepBndLib.Add_s(shape, found, True)
    return found
