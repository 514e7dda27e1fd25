"""The metal as one solid: cells copied where the ring repeats, else all metal fused once, all cutters taken once.

The bore is among the cutters and therefore last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt, gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape

from ringgen.bodies import Parts
from ringgen.errors import BuildError
from ringgen.kernel import cells
from ringgen.kernel._boolean import boolean as _boolean
from ringgen.kernel._shapes import explore
from ringgen.kernel._shapes import volume as volume  # what a solid's volume is, for whoever has one
from ringgen.kernel.measured import metal as metal_of
from ringgen.kernel.realise import Realiser
from ringgen.kernel.trust import Early, Trust
from ringgen.triangles import TriangleMesh

FUZZY = 1e-3  # mm; one retry at this tolerance healed every failure seen in 2,200 random rings
COARSE = 3e-3  # mm; under the chord error of any mesh; heals thin wires that cross almost along one another
TURN = 0.1  # degrees; 0.006 mm at a head's rim, under any setter's tolerance
SHIFT = 0.013  # mm; under a polishing wheel's first touch
BORE = "bore"  # the part whose place is the size itself


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


def build(parts: Parts, deviation: float = 0.01, early: Early = lambda _: None) -> Solid:
    """Realise, build, mesh within `deviation` mm, and believe it only if another kernel agrees.

    Cells where the ring repeats; one fuse and one cut where it does not, or where they fail. `early` is told of each
    mesh before it is believed: the last of them is the solid's. Raises BuildError with the part or the step that
    failed.
    """
    realiser = Realiser()
    metal = [s for p in parts.metal for s in realiser.shapes(p)]
    bore = [s for p in parts.cutters if p.part == BORE for s in realiser.shapes(p)]
    pieces = _Pieces(
        metal[0], metal[1:], [s for p in parts.cutters if p.part != BORE for s in realiser.shapes(p)], bore
    )
    stones = tuple(s for p in parts.stones for s in realiser.shapes(p))
    tried: list[str] = []
    trust = Trust(parts, deviation, early)
    for name, way in cells.ways(parts, realiser, deviation):
        try:
            sewn = way()
        except BuildError as error:
            tried.append(f"{name}: {error}")
            continue
        mesh, why = trust.meshed(sewn.shape, premeshed=True)
        if mesh is not None:
            return Solid(sewn.shape, mesh, stones, metal_of(sewn.volume, sewn.shape, mesh, deviation), tuple(tried))
        tried.append(f"{name}: {why}")
    for name, rung in _LADDER:
        shape, why = rung(pieces)
        if shape is not None:
            mesh, why = trust.meshed(shape)
            if mesh is not None:
                return Solid(shape, mesh, stones, metal_of(volume(shape), shape, mesh, deviation), tuple(tried))
        tried.append(f"{name}: {why}")
    names = ", ".join(dict.fromkeys(p.part for p in parts.metal))
    raise BuildError(f"the parts ({names}) did not join into one sound solid; " + "; ".join(tried))


Result = tuple[TopoDS_Shape | None, str]


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


def _plain(pieces: _Pieces) -> Result:
    return _fuse_and_cut(pieces, 0.0)


def _fuzzy(pieces: _Pieces) -> Result:
    return _fuse_and_cut(pieces, FUZZY)


def _fused_coarsely(pieces: _Pieces) -> Result:
    return _fuse_and_cut(pieces, COARSE, cut_fuzzy=0.0)


def _turned(pieces: _Pieces) -> Result:
    turn = gp_Trsf()
    turn.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1)), math.radians(TURN))
    return _fuse_and_cut(pieces.moved(turn), 0.0)


def _shifted(pieces: _Pieces) -> Result:
    shift = gp_Trsf()
    shift.SetTranslation(gp_Vec(0.3 * SHIFT, 0.5 * SHIFT, SHIFT))
    return _fuse_and_cut(pieces.moved(shift), 0.0)


_LADDER: tuple[tuple[str, Callable[[_Pieces], Result]], ...] = (
    ("one fuse, one cut", _plain),
    (f"the same within {FUZZY} mm", _fuzzy),
    (f"the head turned {TURN} degrees", _turned),
    (f"the head raised {SHIFT} mm", _shifted),
    (f"fused within {COARSE} mm, cut as it is", _fused_coarsely),
)


def _fuse_and_cut(pieces: _Pieces, fuzzy: float, cut_fuzzy: float | None = None) -> Result:
    try:
        body = _boolean(BRepAlgoAPI_Fuse, [pieces.shank], pieces.others, fuzzy)
        cutters = [*pieces.cutters, *pieces.bore]
        body = _boolean(BRepAlgoAPI_Cut, [body], cutters, fuzzy if cut_fuzzy is None else cut_fuzzy)
    except BuildError as error:
        return None, str(error)
    solids = explore(body, TopAbs_SOLID)
    if len(solids) != 1:
        return None, f"{len(solids)} bodies instead of one"
    if not BRepCheck_Analyzer(solids[0], True).IsValid():
        return None, "an invalid solid"
    return solids[0], ""
