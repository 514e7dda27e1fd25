"""A ring built from one cell is the ring one fuse and one cut make, and is not believed where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from kernel.rows import BAND, BEAD, SEAT, eternity, on_hoop, open_row, with_seat_moved
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.ShapeAnalysis import ShapeAnalysis_FreeBounds
from OCP.TopAbs import TopAbs_EDGE, TopAbs_SHELL, TopAbs_SOLID

from ringgen import load
from ringgen.bodies import Frame, Parts, Placed, Revolved
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError
from ringgen.kernel import cells, wedges
from ringgen.kernel._shapes import explore
from ringgen.kernel.realise import Realiser
from ringgen.kernel.solid import Solid, build, volume
from ringgen.plane import polyline
from ringgen.triangles import open_edges

SAME = 1e-4  # relative: what two ways of cutting the same bodies may differ by


def names(parts: Parts) -> list[str]:
    return [name for name, _ in cells.ways(parts, Realiser(), 0.01)]


def at_once(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Solid:
    """The same parts with one fuse and one cut."""
    with monkeypatch.context() as patch:
        patch.setattr(cells, "ways", lambda *_: iter(()))
        return build(parts)


def sound(made: Solid) -> None:
    assert BRepCheck_Analyzer(made.shape, True).IsValid()
    assert len(explore(made.shape, TopAbs_SOLID)) == len(explore(made.shape, TopAbs_SHELL)) == 1
    free = ShapeAnalysis_FreeBounds(made.shape)
    assert not explore(free.GetClosedWires(), TopAbs_EDGE)
    assert not explore(free.GetOpenWires(), TopAbs_EDGE)
    assert open_edges(made.mesh) == 0
    assert volume(made.shape) == pytest.approx(made.volume, rel=1e-7)


@pytest.mark.parametrize("parts", [eternity(12), open_row(8)], ids=["closed", "open"])
def test_it_is_the_ring_one_fuse_and_one_cut_make(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    made = build(parts)
    assert made.rungs == ()
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)


@pytest.mark.parametrize("parts", [eternity(12), open_row(8)], ids=["closed", "open"])
def test_wherever_the_cells_are_divided_they_come_to_the_same(parts: Parts) -> None:
    volumes = [way().volume for _, way in cells.ways(parts, Realiser(), 0.01)]
    assert len(volumes) == len(cells.SHIFTS)
    assert volumes[0] == pytest.approx(volumes[1], rel=1e-6)


def test_one_seat_moved_is_built_apart_from_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = with_seat_moved(eternity(12), 3, 0.2)
    made = build(parts)
    assert made.rungs == ()
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)
    assert made.volume != pytest.approx(build(eternity(12)).volume, rel=1e-6)


def test_seats_moved_all_over_are_fused_and_cut_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MANY", 99)  # the row is the same on both sides of the band's middle
    parts = eternity(12)
    for k in range(12):
        parts = with_seat_moved(parts, k, 0.01 * (k % 5) - 0.02 * (k % 3))
    assert names(parts) == []
    made = build(parts)
    assert made.rungs == ()
    assert len(explore(made.shape, TopAbs_SOLID)) == 1


def test_a_bore_cuts_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    outline = polyline((0.0, -5.0), (6.2, -5.0), (6.2, 5.0), (0.0, 5.0), (0.0, -5.0))
    bore = Placed("bore", Revolved(outline), (Frame(x=(1.0, 0.0, 0.0), z=(0.0, -1.0, 0.0)),))
    parts = replace(eternity(12), cutters=(*eternity(12).cutters, bore))
    made = build(parts)
    assert made.rungs == ()
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)


@pytest.mark.parametrize("preset", ["eternity/channel-full", "eternity/channel-half"])
def test_a_channel_is_led_through_every_cell(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = resolve(load(preset).spec).parts
    made = build(parts)
    assert made.rungs == ()
    assert names(parts)
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=1e-6)


def test_a_stretch_that_is_its_own_image_is_built_as_a_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = open_row(8)
    monkeypatch.setattr(cells, "MANY", 4)
    folded = [(name, way) for name, way in cells.ways(parts, Realiser(), 0.01) if "mirrored" in name]
    assert len(folded) == len(cells.SHIFTS)
    made = build(parts)
    assert made.rungs == ()
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)


@pytest.mark.parametrize("halves", [1, 2])
def test_a_ring_where_nothing_repeats_is_built_as_its_half(halves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seats at no equal steps, the same before and behind; beads on one side of the band leave one plane of two."""
    across = (-0.7, 0.7) if halves == 2 else (0.7,)
    seats = Placed("seat", SEAT, tuple(on_hoop(a) for a in (-55.0, -21.0, 21.0, 55.0)))
    found = Placed("bead", BEAD, tuple(on_hoop(a, y) for a in (-70.0, -38.0, 38.0, 70.0) for y in across))
    parts = Parts((Placed("shank", BAND), found), (seats,))
    monkeypatch.setattr(cells, "MANY", 4)
    assert names(parts) == ["stretches mirrored"]
    planes: list[int] = []
    folds = cells._Way._folds
    monkeypatch.setattr(cells._Way, "_folds", lambda *a: planes.append(len(folds(*a))) or folds(*a))
    made = build(parts)
    assert set(planes) == {halves}
    assert made.rungs == ()
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["halo/hidden", "halo/cushion"])
def test_halos_are_the_rings_one_fuse_and_one_cut_make(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = resolve(load(preset).spec).parts
    made = build(parts)
    assert made.rungs == ()
    assert "stretches mirrored" in names(parts)[0]
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["eternity/half", "pave/three-row", "pave/solitaire"])
def test_rows_are_the_rings_one_fuse_and_one_cut_make(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = resolve(load(preset).spec).parts
    made = build(parts)
    assert made.rungs == ()
    assert names(parts)
    sound(made)
    assert made.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=1e-6)


def test_two_rows_alike_share_one_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = open_row(5, 18.0), open_row(5, 18.0)
    parts = Parts(
        (left.metal[0], *(placed_round(p, s) for p in left.metal[1:] for s in (-90.0, 90.0))),
        tuple(placed_round(p, s) for p in right.cutters for s in (-90.0, 90.0)),
    )
    made, cell = [], cells._Way._cell
    monkeypatch.setattr(cells._Way, "_cell", lambda way, run: made.append(run) or cell(way, run))
    found = build(parts)
    assert found.rungs == ()
    assert len(made) == 1
    sound(found)
    assert found.volume == pytest.approx(at_once(parts, monkeypatch).volume, rel=SAME)


def placed_round(placed: Placed, degrees: float) -> Placed:
    """The same body further round the hoop."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return placed.within(Frame(x=(cos, 0.0, -sin), z=(sin, 0.0, cos)))


def test_nothing_that_repeats_no_cells() -> None:
    assert names(Parts(eternity(12).metal[:1])) == []


def test_a_cell_that_lost_a_cut_is_noticed_and_the_ring_built_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    right, cut = cells.boolean, cells.BRepAlgoAPI_Cut
    cuts: list[Any] = []

    def losing(operation: Any, arguments: Any, tools: Any, fuzzy: float) -> Any:
        if operation is cut:
            cuts.append(tools)
            if len(cuts) == 1:  # the first way's; the last two of its tools trim
                tools = tools[-2:]
        return right(operation, arguments, tools, fuzzy)

    monkeypatch.setattr(cells, "boolean", losing)
    made = build(eternity(12))
    assert len(made.rungs) == 1
    assert "seat: metal is left" in made.rungs[0]
    sound(made)


def test_cells_that_do_not_close_leave_the_ring_to_one_fuse_and_one_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    right = cells._skin
    monkeypatch.setattr(cells, "_skin", lambda *a: right(*a)[1:])  # a face lost
    made = build(eternity(12))
    assert len(made.rungs) == len(cells.SHIFTS)
    assert all("open edges" in rung for rung in made.rungs)
    assert len(explore(made.shape, TopAbs_SOLID)) == 1


def test_a_kernel_that_throws_is_a_way_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def thrown(*_: Any) -> Iterator[Any]:
        raise RuntimeError("Standard_NoSuchObject")

    monkeypatch.setattr(cells, "_closed", thrown)
    made = build(eternity(12))
    assert made.rungs
    assert "Standard_NoSuchObject" in made.rungs[0]


def test_what_reaches_all_round_is_refused() -> None:
    item = cells.Item(eternity(12).cutters[0].body, "x", Frame(), False, -180.0, 180.0)
    with pytest.raises(BuildError, match="reaches round"):
        wedges.trimmers(wedges.Wedge(0.0, 10.0, 5.0), [item])
    with pytest.raises(BuildError, match="open edges"):
        cells._closed([], [])
