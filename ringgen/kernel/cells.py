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
from OCP.GeomAbs import GeomAbs_Plane
from OCP.gp import gp_Ax2, gp_Dir, gp_Pnt, gp_Trsf
from OCP.TopAbs import TopAbs_FACE, TopAbs_SHELL, TopAbs_VERTEX
from OCP.TopoDS import TopoDS, TopoDS_Shape

from ringgen.bodies import Parts, Placed, Vec
from ringgen.errors import BuildError
from ringgen.kernel._boolean import Joined, boolean
from ringgen.kernel._shapes import compound, explore, volume
from ringgen.kernel.mesh import premesh
from ringgen.kernel.mirrors import ACROSS, along, beyond, mirrored
from ringgen.kernel.realise import Realiser
from ringgen.kernel.runs import FULL, Item, Layout, Run, layout, runs
from ringgen.kernel.wedges import FINGER, ON_PLANE, Wedge, profile, sector, trimmers

SEWING = 1e-5  # mm; neighbours' borders come from equal booleans, a turn apart
MARGIN = 0.5  # of a step: how far a wedge's band goes on beyond it, to be trimmed with all that stands there
MANY = 16  # bodies in a stretch, from which it is built as a half or a quarter and its mirror images
BROAD = 20.0  # degrees: what a step is taken to be where nothing repeats
MELEE = 0.35  # rad between a cell's facets: 18 round a bead of 0.6 mm, 0.005 mm from it, a third of the triangles saved
LOOKED_AT = 2  # of a run's copies whether each face is sound: the first, one between two others, and the last
SHIFTS = (0.0, 0.5)  # of a step from a row's first place: planes through the middle of places, and half way between


def ways(parts: Parts, realiser: Realiser, deviation: float) -> Iterator[tuple[str, Callable[[], Joined]]]:
    """The ways the parts can be built from cells, each with its name; none where nothing repeats.

    A cell is meshed within `deviation` mm before it is copied. A way raises BuildError if its pieces do not
    come to one closed solid.
    """
    if not any(len(p.places) > 1 for p in parts.metal + parts.cutters):
        return
    sorted_parts = layout(parts)
    found = [(shift, some) for shift in SHIFTS if (some := runs(sorted_parts, shift))] or [(0.0, ())]
    for fold in (True, False):
        for shift, some in found:
            way = _Way(sorted_parts, some, realiser, deviation, fold)
            if way.folds == fold and (some or fold):
                yield way.name(shift), way.sewn


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
    fold: bool

    def name(self, shift: float) -> str:
        """What is copied, in words."""
        said = ["stretches mirrored"] if self.folds else []
        if self.runs:
            where = "through" if shift == 0.0 else "between"
            said = [f"{sum(run.count for run in self.runs)} wedges copied, cut {where} the places", *said]
        return ", ".join(said)

    @property
    def folds(self) -> bool:
        """Whether anything is built as a half or a quarter of itself."""
        return any(self._folds(low, high) for low, high, _ in self._rest())

    def sewn(self) -> Joined:
        """All pieces in their places, as one solid, whose volume is every cell's as often as it stands there."""
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
            first, copies, made = self._folded(low, high, step)
            total += made
            faces += [*first, *copies]
            again += copies
        return Joined(_closed(faces, again), total)

    def _cell(self, run: Run) -> _Cell:
        low, high = run.start, run.start + run.step
        made = self._piece(Wedge(low, high, MARGIN * run.step))
        skin = _skin(made, low, high)
        premesh(compound(skin), self.deviation, MELEE)
        return _Cell(run, skin, volume(made))

    def _folded(self, low: float, high: float, step: float) -> tuple[list[TopoDS_Shape], list[TopoDS_Shape], float]:
        """The skin between two angles, as much of it as is built and what is its mirror image, and the metal's mm³."""
        middle = (low + high) / 2
        folds = self._folds(low, high)
        half = along(middle) in folds
        made = self._piece(Wedge(middle if half else low, high, MARGIN * step, ACROSS in folds))
        skin = _skin(made, middle if half else low, high)
        if not folds:
            return skin, [], volume(made)
        skin = [f for f in skin if not _flat_on(f, ACROSS)]
        premesh(compound(skin), self.deviation)
        copies = list[TopoDS_Shape]()
        for normal in folds:
            copies += _reflected([*skin, *copies], normal)
        return skin, copies, volume(made) * 2 ** len(folds)

    def _folds(self, low: float, high: float) -> list[Vec]:
        """What is square to each plane that a stretch is the same on both sides of, if that is worth a look."""
        items = self.layout.between(low, high)
        if not self.fold or len(items) < MANY:
            return []
        round_bodies = (*self.layout.round_metal, *self.layout.round_cutters)
        planes = (along((low + high) / 2), ACROSS)
        return [normal for normal in planes if mirrored(round_bodies, items, normal)]

    def _rest(self) -> Iterator[tuple[float, float, float]]:
        """What is left between the runs: from, to, and the step of the run before, degrees."""
        if not self.runs:
            yield -FULL / 2, FULL / 2, BROAD
            return
        if self.runs[0].closed:
            return
        order = sorted(self.runs, key=lambda r: r.start % FULL)
        for before, after in zip(order, [*order[1:], order[0]], strict=True):
            gap = (after.start - before.end) % FULL
            if gap > ON_PLANE:
                yield before.end, before.end + gap, before.step

    def _piece(self, wedge: Wedge) -> TopoDS_Shape:
        """The metal between two angles."""
        items = self.layout.between(wedge.low, wedge.high)
        items = [i for i in items if not (wedge.halved and beyond(i, ACROSS))]
        metal = [*self._sectors(self.layout.round_metal, wedge, 1.0), *self._bodies(items)]
        cutters = [*self._cutters(wedge, items), *self._sectors(self.layout.round_cutters, wedge, 1.5)]
        joined = boolean(BRepAlgoAPI_Fuse, [metal[0]], metal[1:], 0.0)
        # Trimmed in the same cut, not before it: half a bead without its seam is bitten without the kernel seeing it.
        return boolean(BRepAlgoAPI_Cut, [joined], [*cutters, *trimmers(wedge, items)], 0.0)

    def _bodies(self, items: Sequence[Item]) -> Iterator[TopoDS_Shape]:
        """The metal among what stands in a wedge."""
        for item in items:
            if not item.cutter:
                yield from self.realiser.shapes(item.placed)

    def _cutters(self, wedge: Wedge, items: Sequence[Item]) -> list[TopoDS_Shape]:
        out = list[TopoDS_Shape]()
        for item in items:
            if item.cutter and item.along(wedge.low, wedge.high):
                out += self._sectors([item.placed], wedge, 1.5)
            elif item.cutter:
                out += self.realiser.shapes(item.placed)
        return out

    def _sectors(self, bodies: Sequence[Placed], wedge: Wedge, share: float) -> list[TopoDS_Shape]:
        """Of what is round about the finger: the part in the wedge and `share` of a margin more on either side."""
        low, high = wedge.low - share * wedge.margin, wedge.high + share * wedge.margin
        return [sector(profile(p, k), low, high) for p in bodies for k in range(len(p.places))]


def _skin(made: TopoDS_Shape, low: float, high: float) -> list[TopoDS_Shape]:
    """The faces of a wedge's metal without those on its two planes."""
    faces = explore(made, TopAbs_FACE)
    return [f for f in faces if not _on(f, low) and not _on(f, high)]


def _on(face: TopoDS_Shape, degrees: float) -> bool:
    """Whether a face lies in the half plane at that angle."""
    if not _flat_on(face, along(degrees)):
        return False
    corner = BRep_Tool.Pnt_s(TopoDS.Vertex_s(explore(face, TopAbs_VERTEX)[0]))
    return bool(corner.X() * math.sin(math.radians(degrees)) + corner.Z() * math.cos(math.radians(degrees)) > 0.0)


def _flat_on(face: TopoDS_Shape, normal: Vec) -> bool:
    """Whether a face lies in the plane through the ring's middle square to that."""
    surface = BRepAdaptor_Surface(TopoDS.Face_s(face))
    if surface.GetType() != GeomAbs_Plane:
        return False
    square, spot = gp_Dir(*normal), surface.Plane().Location()
    off = spot.X() * normal[0] + spot.Y() * normal[1] + spot.Z() * normal[2]
    return bool(surface.Plane().Axis().Direction().IsParallel(square, ON_PLANE) and abs(off) < ON_PLANE)


def _turned(skin: list[TopoDS_Shape], degrees: float) -> list[TopoDS_Shape]:
    """Copies turned about the finger axis, in their geometry: faces that only know their place mesh a hair apart.

    Triangles are copied too; those at the cells' borders are made anew when the ring is meshed.
    """
    turn = gp_Trsf()
    turn.SetRotation(FINGER, math.radians(degrees))
    return explore(BRepBuilderAPI_Transform(compound(skin), turn, True, True).Shape(), TopAbs_FACE)


def _reflected(skin: list[TopoDS_Shape], normal: Vec) -> list[TopoDS_Shape]:
    """Mirror images in the plane through the ring's middle square to `normal`."""
    mirror = gp_Trsf()
    mirror.SetMirror(gp_Ax2(gp_Pnt(0, 0, 0), gp_Dir(*normal)))
    return explore(BRepBuilderAPI_Transform(compound(skin), mirror, True, False).Shape(), TopAbs_FACE)


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
