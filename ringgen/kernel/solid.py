"""The metal as one solid: cells copied where the ring repeats, else its head and then the whole ring.

Where neither comes to a sound solid, all metal is fused once and all cutters taken once; the bore is among the cutters
and therefore last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt, gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_FACE
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import Parts
from ringgen.errors import BuildError
from ringgen.kernel import cells, heads
from ringgen.kernel._boolean import Joined, boolean, sound
from ringgen.kernel._shapes import explore
from ringgen.kernel._shapes import volume as volume  # what a solid's volume is, for whoever has one
from ringgen.kernel.measured import metal as metal_of
from ringgen.kernel.mesh import ANGULAR, tessellate
from ringgen.kernel.realise import Realiser
from ringgen.kernel.second import NOTHING, Known
from ringgen.kernel.trust import Early, Trust
from ringgen.triangles import TriangleMesh

FUZZY = 1e-3  # mm; one retry at this tolerance healed every failure seen in 2,200 random rings
COARSE = 3e-3  # mm; under the chord error of any mesh; heals thin wires that cross almost along one another
TURN = 0.1  # degrees; 0.006 mm at a head's rim, under any setter's tolerance
SHIFT = 0.013  # mm; under a polishing wheel's first touch
BORE = "bore"  # the part whose place is the size itself


def faces(shape: TopoDS_Shape) -> int:
    """How many faces a shape has."""
    return len(explore(shape, TopAbs_FACE))


@dataclass(frozen=True)
class Solid:
    """The ring as one solid, its surface as triangles, its stones beside it, and how it came about.

    `volume` is mm³ of the fused metal; `rungs` names the retries that were needed, empty when none was.
    """

    shape: TopoDS_Shape
    mesh: TriangleMesh
    stones: tuple[TopoDS_Shape, ...]
    volume: float
    rungs: tuple[str, ...] = ()

    def to_cadquery(self) -> Any:
        """The metal as a `cadquery.Solid`."""
        from cadquery import Shape

        return Shape.cast(self.shape)


Sooner = Callable[[TopoDS_Shape, tuple[TopoDS_Shape, ...]], object]
"""Told of a sound solid and its stones, before it is meshed: it may yet be refused."""


def build(
    parts: Parts, deviation: float = 0.01, early: Early = lambda _: None, sooner: Sooner = lambda *_: None
) -> Solid:
    """Realise, build, mesh within `deviation` mm, and believe it only if another kernel agrees.

    Cells where the ring repeats, else the head first; one fuse and one cut where they fail. `sooner` is told of each
    solid before it is meshed, `early` of each mesh before it is believed: the last of them is the ring's. Raises
    BuildError with the part or the step that failed.
    """
    realiser = Realiser()
    metal = [s for p in parts.metal for s in realiser.shapes(p)]
    bore = [s for p in parts.cutters if p.part == BORE for s in realiser.shapes(p)]
    pieces = _Pieces(
        metal[0], metal[1:], [s for p in parts.cutters if p.part != BORE for s in realiser.shapes(p)], bore
    )
    stones = tuple(s for p in parts.stones for s in realiser.stones(p))
    tried: list[str] = []
    trust = Trust(parts, deviation, early, _drawn(parts, realiser, deviation))
    for name, way, meshed in _ways(parts, pieces, realiser, deviation):
        try:
            joined = way()
        except BuildError as error:
            tried.append(f"{name}: {error}")
            continue
        except Exception as error:  # the kernel raises types of its own, some of them bare
            tried.append(f"{name}: the kernel gave up: {error}")
            continue
        sooner(joined.shape, stones)
        mesh, why = trust.meshed(joined.shape, meshed)
        if mesh is not None:
            return Solid(
                joined.shape, mesh, stones, metal_of(joined.volume, joined.shape, mesh, deviation), tuple(tried)
            )
        tried.append(f"{name}: {why}")
    names = ", ".join(dict.fromkeys(p.part for p in parts.metal))
    raise BuildError(f"the parts ({names}) did not join into one sound solid; " + "; ".join(tried))


def _ways(
    parts: Parts, pieces: _Pieces, realiser: Realiser, deviation: float
) -> Iterator[tuple[str, Callable[[], Joined], float | None]]:
    """Each way to build the ring: its name, itself, and the angle between facets where faces come with triangles."""
    for name, way in cells.ways(parts, realiser, deviation):
        yield name, way, cells.MELEE
    for name, way in heads.ways(parts, realiser, deviation):
        yield name, way, ANGULAR
    for name, rung in _LADDER:
        yield name, partial(rung, pieces), None


def _drawn(parts: Parts, realiser: Realiser, deviation: float) -> Known:
    """The shank's triangles, for the other kernel; they stay on its faces too, for those that no boolean touches."""
    first = parts.metal[0]
    if len(first.places) > 1 or len(parts.metal) == 1:
        return NOTHING
    return {first.body: tessellate(realiser.shapes(first)[0], deviation)}


@dataclass(frozen=True)
class _Pieces:
    """What is joined: the shank (the first metal), all other metal, the cutters, and the bore's, which never moves."""

    shank: TopoDS_Shape
    others: Sequence[TopoDS_Shape]
    cutters: Sequence[TopoDS_Shape]
    bore: Sequence[TopoDS_Shape]

    def moved(self, by: gp_Trsf) -> _Pieces:
        """The same with everything but the shank and its bore moved a hair: surfaces that just touched now cross."""
        place = TopLoc_Location(by)
        others, cutters = ([s.Moved(place) for s in shapes] for shapes in (self.others, self.cutters))
        return _Pieces(self.shank, others, cutters, self.bore)


def _plain(pieces: _Pieces) -> Joined:
    return _fuse_and_cut(pieces, 0.0)


def _fuzzy(pieces: _Pieces) -> Joined:
    return _fuse_and_cut(pieces, FUZZY)


def _fused_coarsely(pieces: _Pieces) -> Joined:
    return _fuse_and_cut(pieces, COARSE, cut_fuzzy=0.0)


def _turned(pieces: _Pieces) -> Joined:
    turn = gp_Trsf()
    turn.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1)), math.radians(TURN))
    return _fuse_and_cut(pieces.moved(turn), 0.0)


def _shifted(pieces: _Pieces) -> Joined:
    shift = gp_Trsf()
    shift.SetTranslation(gp_Vec(0.3 * SHIFT, 0.5 * SHIFT, SHIFT))
    return _fuse_and_cut(pieces.moved(shift), 0.0)


_LADDER: tuple[tuple[str, Callable[[_Pieces], Joined]], ...] = (
    ("one fuse, one cut", _plain),
    (f"the same within {FUZZY} mm", _fuzzy),
    (f"the head turned {TURN} degrees", _turned),
    (f"the head raised {SHIFT} mm", _shifted),
    (f"fused within {COARSE} mm, cut as it is", _fused_coarsely),
)


def _fuse_and_cut(pieces: _Pieces, fuzzy: float, cut_fuzzy: float | None = None) -> Joined:
    body = boolean(BRepAlgoAPI_Fuse, [pieces.shank], pieces.others, fuzzy)
    cutters = [*pieces.cutters, *pieces.bore]
    made = sound(boolean(BRepAlgoAPI_Cut, [body], cutters, fuzzy if cut_fuzzy is None else cut_fuzzy))
    return Joined(made, volume(made))
