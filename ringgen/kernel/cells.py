"""A ring whose metal repeats round the hoop: one cell built exactly, copied round, sewn.

What a boolean costs grows faster than the bodies it joins; a row's forty seats are one seat, forty times. One wedge of
the hoop is fused, trimmed on two planes through the finger axis and cut; its skin is copied for every wedge like it,
and what is left of the hoop is built as a wedge of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut, BRepAlgoAPI_Fuse
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeSolid, BRepBuilderAPI_Sewing, BRepBuilderAPI_Transform
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.BRepLib import BRepLib
from OCP.BRepPrimAPI import BRepPrimAPI_MakeRevol
from OCP.GeomAbs import GeomAbs_Plane
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt, gp_Trsf
from OCP.TopAbs import TopAbs_FACE, TopAbs_SHELL, TopAbs_VERTEX
from OCP.TopoDS import TopoDS, TopoDS_Shape

from ringgen.bodies import Groove, Hoop, Parts, Placed, Revolved
from ringgen.errors import BuildError
from ringgen.kernel._boolean import boolean
from ringgen.kernel._shapes import PointAt, compound, explore, face_of, volume
from ringgen.kernel.mesh import premesh
from ringgen.kernel.realise import Realiser
from ringgen.kernel.runs import FULL, Item, Layout, Run, layout, runs
from ringgen.plane import Curve, polyline, reflected, shifted

SEWING = 1e-5  # mm; neighbours' borders come from equal booleans, a turn apart
MARGIN = 0.5  # of a step: how far a wedge's band goes on beyond it, to be trimmed with all that stands there
TRIMMER = (100.0, 0.1)  # mm: the largest and the least radius of what trims a wedge; beyond any ring, and off the axis
LOOKED_AT = 2  # of a run's copies whether each face is sound: the first, one between two others, and the last
SHIFTS = (0.0, 0.5)  # of a step from a row's first place: planes through the middle of places, and half way between
FINGER = gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 1, 0))
ON_PLANE = 1e-6  # mm, and of a unit vector


@dataclass(frozen=True)
class Sewn:
    """The ring as one solid, and its volume in mm³: every cell's once, times as many as there are."""

    shape: TopoDS_Shape
    volume: float


def ways(parts: Parts, realiser: Realiser, deviation: float) -> Iterator[tuple[str, Callable[[], Sewn]]]:
    """The ways the parts can be built from cells, each with its name; none where nothing repeats.

    A cell is meshed within `deviation` mm before it is copied. A way raises BuildError if its pieces do not
    come to one closed solid.
    """
    if not any(len(p.places) > 1 for p in parts.metal + parts.cutters):
        return
    sorted_parts = layout(parts)
    for shift in SHIFTS:
        found = runs(sorted_parts, shift)
        if found:
            copied = sum(run.count for run in found)
            where = "through" if shift == 0.0 else "between"
            name = f"{copied} wedges copied, cut {where} the places"
            yield name, _Way(sorted_parts, found, realiser, deviation).sewn


@dataclass(frozen=True)
class _Wedge:
    """A stretch of the hoop with all that stands in it or reaches in: degrees from the top."""

    low: float
    high: float
    items: tuple[Item, ...]
    margin: float


@dataclass(frozen=True)
class _Cell:
    """The first wedge of a run: what of its surface is the ring's, and its volume, mm³."""

    run: Run
    skin: list[TopoDS_Shape]
    volume: float


@dataclass(frozen=True)
class _Way:
    """Where the hoop is divided, and how each piece is made."""

    layout: Layout
    runs: tuple[Run, ...]
    realiser: Realiser
    deviation: float

    def sewn(self) -> Sewn:
        """All pieces in their places, as one solid."""
        try:
            return self._sewn()
        except BuildError:
            raise
        except Exception as error:  # the kernel raises types of its own, some of them bare
            raise BuildError(f"the kernel gave up: {error}") from error

    def _sewn(self) -> Sewn:
        faces, total = list[TopoDS_Shape](), 0.0
        known, again = list[_Cell](), list[TopoDS_Shape]()
        for run in self.runs:
            cell = next((c for c in known if self.layout.alike(c.run, run)), None) or self._cell(run)
            known.append(cell)
            total += run.count * cell.volume
            for k in range(run.count):
                copies = _turned(cell.skin, run.start - cell.run.start + k * run.step)
                faces += copies
                if LOOKED_AT <= k < run.count - 1:
                    again += copies
        for low, high, step in self._rest():
            made = self._piece(low, high, step)
            total += volume(made)
            faces += _skin(made, low, high)
        return Sewn(_closed(faces, again), total)

    def _cell(self, run: Run) -> _Cell:
        low, high = run.start, run.start + run.step
        made = self._piece(low, high, run.step)
        skin = _skin(made, low, high)
        premesh(compound(skin), self.deviation)
        return _Cell(run, skin, volume(made))

    def _rest(self) -> Iterator[tuple[float, float, float]]:
        """What is left between the runs: from, to, and the step of the run before, degrees."""
        if self.runs[0].closed:
            return
        order = sorted(self.runs, key=lambda r: r.start % FULL)
        for before, after in zip(order, [*order[1:], order[0]], strict=True):
            gap = (after.start - before.end) % FULL
            if gap > ON_PLANE:
                yield before.end, before.end + gap, before.step

    def _piece(self, low: float, high: float, step: float) -> TopoDS_Shape:
        """The metal between two angles."""
        wedge = _Wedge(low, high, tuple(self.layout.between(low, high)), MARGIN * step)
        over = max([wedge.margin, *(_over(wedge, i) for i in wedge.items if not i.cutter)]) + wedge.margin
        if high - low + 2 * over > FULL:
            raise BuildError("what stands at one end of a wedge reaches round to the other")
        metal = [*self._sectors(self.layout.round_metal, wedge, 1.0), *self._bodies(wedge)]
        cutters = [*self._cutters(wedge), *self._sectors(self.layout.round_cutters, wedge, 1.5)]
        joined = boolean(BRepAlgoAPI_Fuse, [metal[0]], metal[1:], 0.0)
        # Trimmed in the same cut, not before it: half a bead without its seam is bitten without the kernel seeing it.
        return boolean(BRepAlgoAPI_Cut, [joined], [*cutters, *self._trimmers(wedge, over)], 0.0)

    def _bodies(self, wedge: _Wedge) -> Iterator[TopoDS_Shape]:
        """The metal that stands in the wedge."""
        for item in wedge.items:
            if not item.cutter:
                yield from self.realiser.shapes(item.placed)

    def _cutters(self, wedge: _Wedge) -> list[TopoDS_Shape]:
        out = list[TopoDS_Shape]()
        for item in wedge.items:
            if item.cutter and item.along(wedge.low, wedge.high):
                out += self._sectors([item.placed], wedge, 1.5)
            elif item.cutter:
                out += self.realiser.shapes(item.placed)
        return out

    def _sectors(self, bodies: Sequence[Placed], wedge: _Wedge, share: float) -> list[TopoDS_Shape]:
        """Of what is round about the finger: the part in the wedge and `share` of a margin more on either side."""
        low, high = wedge.low - share * wedge.margin, wedge.high + share * wedge.margin
        return [_sector(_profile(p, k), low, high) for p in bodies for k in range(len(p.places))]

    def _trimmers(self, wedge: _Wedge, over: float) -> list[TopoDS_Shape]:
        """What takes away all metal beyond the wedge's planes."""
        far, near = TRIMMER
        box = polyline((-far, near), (far, near), (far, far), (-far, far), (-far, near))
        ends = (wedge.low - over, wedge.low), (wedge.high, wedge.high + over)
        return [_sector(_Profile(box), a, b) for a, b in ends]


@dataclass(frozen=True)
class _Profile:
    """What is turned about the finger axis: a chain in (along the finger, radius)."""

    chain: Sequence[Curve]
    base: float = 0.0
    way: float = 1.0
    swapped: bool = False

    def at(self, degrees: float) -> PointAt:
        """The chain's points at that angle from the top."""
        sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

        def point(p: tuple[float, float]) -> gp_Pnt:
            along, radius = (p[1], p[0]) if self.swapped else p
            return gp_Pnt(radius * sin, self.base + self.way * along, radius * cos)

        return point


def _profile(placed: Placed, place: int) -> _Profile:
    frame = placed.places[place]
    if isinstance(placed.body, Hoop):
        return _Profile(placed.body.sections[0][1], frame.origin[1])
    if isinstance(placed.body, Groove):
        half = shifted(placed.body.half, 0.0, placed.body.radius)
        return _Profile((*half, *(reflected(c) for c in reversed(half))), frame.origin[1])
    assert isinstance(placed.body, Revolved)
    return _Profile(placed.body.outline, frame.origin[1], frame.z[1], swapped=True)


def _sector(profile: _Profile, low: float, high: float) -> TopoDS_Shape:
    """The profile turned from one angle to another."""
    face = face_of(profile.chain, profile.at(low))
    solid = BRepPrimAPI_MakeRevol(face, FINGER, math.radians(high - low)).Shape()
    BRepLib.OrientClosedSolid_s(TopoDS.Solid_s(solid))
    return solid


def _over(wedge: _Wedge, item: Item) -> float:
    """How far a body reaches out of the wedge where it reaches out furthest, degrees."""
    wide, room = item.high - item.low, wedge.high - wedge.low
    begins = (item.low - wedge.low) % FULL
    if begins <= room:
        return max(0.0, begins + wide - room)
    before = FULL - begins
    return max(before, wide - before - room)


def _skin(made: TopoDS_Shape, low: float, high: float) -> list[TopoDS_Shape]:
    """The faces of a wedge's metal without those on its two planes."""
    faces = explore(made, TopAbs_FACE)
    return [f for f in faces if not _on(f, low) and not _on(f, high)]


def _on(face: TopoDS_Shape, degrees: float) -> bool:
    """Whether a face lies in the half plane at that angle."""
    surface = BRepAdaptor_Surface(TopoDS.Face_s(face))
    if surface.GetType() != GeomAbs_Plane:
        return False
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    normal, spot = surface.Plane().Axis().Direction(), surface.Plane().Location()
    corner = BRep_Tool.Pnt_s(TopoDS.Vertex_s(explore(face, TopAbs_VERTEX)[0]))
    return bool(
        abs(normal.X() * sin + normal.Z() * cos) < ON_PLANE
        and abs(normal.Y()) < ON_PLANE
        and abs(spot.X() * cos - spot.Z() * sin) < ON_PLANE
        and corner.X() * sin + corner.Z() * cos > 0.0
    )


def _turned(skin: list[TopoDS_Shape], degrees: float) -> list[TopoDS_Shape]:
    """Copies turned about the finger axis, in their geometry: faces that only know their place mesh a hair apart.

    Triangles are copied too; those at the cells' borders are made anew when the ring is meshed.
    """
    turn = gp_Trsf()
    turn.SetRotation(FINGER, math.radians(degrees))
    return explore(BRepBuilderAPI_Transform(compound(skin), turn, True, True).Shape(), TopAbs_FACE)


def _closed(faces: list[TopoDS_Shape], again: list[TopoDS_Shape]) -> TopoDS_Shape:
    """The faces sewn into one valid solid, or BuildError; `again` are those of them whose like stands before them."""
    sewing = BRepBuilderAPI_Sewing(SEWING)
    for face in faces:
        sewing.Add(face)
    sewing.Perform()
    shells = explore(sewing.SewedShape(), TopAbs_SHELL)
    left = sewing.NbFreeEdges() + sewing.NbMultipleEdges()
    if left or len(shells) != 1:
        raise BuildError(f"{left} open edges, {len(shells)} shells instead of one")
    solid = BRepBuilderAPI_MakeSolid(TopoDS.Shell_s(shells[0])).Solid()
    BRepLib.OrientClosedSolid_s(solid)
    alike = {hash(sewing.ModifiedSubShape(face)) for face in again}
    looked_at = [face for face in explore(solid, TopAbs_FACE) if hash(face) not in alike]
    if not BRepCheck_Analyzer(compound(looked_at), True).IsValid():
        raise BuildError("an invalid solid")
    return solid
