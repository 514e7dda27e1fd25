"""Pavé: stones side by side in one to five lines, held by the beads that stand wherever they meet, or round each."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Parts, Placed, Region, spun
from ringgen.settings import _beads as metal
from ringgen.settings import _borders as walls
from ringgen.settings import _scoops as cuts
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import BURY, Bead, Bite, beads, own_beads, side_bead
from ringgen.settings._graded_beads import between_sizes
from ringgen.settings._pave import (
    SCOOPED,
    Params,
    apart_of,
    beyond,
    bite_of,
    least_gap,
    most_gap,
    on_arches,
    refuse,
    rise,
    steady,
)
from ringgen.settings._row import BESIDE, CLEARANCE, SEAM, Row, alike, by_size, line_of
from ringgen.settings._seats import azure, seat_cutter
from ringgen.witness import Witness

__all__ = ["Params", "beyond", "lay", "least_gap", "most_gap", "on_arches", "refuse", "rise", "steady"]

ALIASES = ("pavé", "shared-prong", "bead", "bead-set", "micro-pave", "paved")
MIXED = True  # stones of one row may differ


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The beads, a seat with its azure under every stone, and what the style asks for besides."""
    part, bite = f"{setting} bead", bite_of(p, row.stone, row.under)
    found = _beads(p, row, bite)
    reach = row.stone.width / 2 + CLEARANCE + BESIDE
    thicker = "band.top.thickness" if row.under.through else row.under.fields[1]
    seen = Witness(
        prongs=metal.prongs(row, found, bite, setting, part),
        regions=tuple(
            Region(f"{setting} seats", thicker, line_of(lane, -row.stone.pavilion), reach)
            for lane in row.lanes
            if lane.stones
        ),
    )
    across, radius = side_bead(row.stone.width, row.chord, bite, apart_of(p, row.stone))
    raised = list(metal.bead_parts(row, found, part))
    parted = metal.parting(row, bite, f"{setting} saw") if p.style == "shared" and not row.sizes else ()
    holes = {alike(own.stone): 0.0 if parted else azure(own) for own in by_size(row)}
    taken: list[Placed] = [seat_cutter(own, f"{setting} seat", holes[alike(own.stone)]) for own in by_size(row)]
    taken += parted
    if p.style == "bright-cut":
        raised += walls.borders(row, walls.inside(across, radius), f"{setting} border")
    if p.style in SCOOPED:
        taken.append(cuts.scoops(row, radius, p.style == "french-cut", f"{setting} scoop"))
    if p.style == "fishtail":
        top = metal.top_of(row.stone, radius)
        taken += cuts.splits(row, across + radius, top, f"{setting} split")
        seen = replace(seen, prongs=cuts.tips(row, found, bite, setting, part))
    lowest = _nearest(row) - BURY - max(b.radius for b in found)
    under = tuple(holes[alike(stone)] for stone in row.each)
    parts, bare = Parts(tuple(raised), tuple(taken)), p.style in ("shared", "four-bead")
    return Arrangement(parts, seen, lowest, notes=_closed_under(row, under), holes=under, bare=bare)


def _nearest(row: Row) -> float:
    """How near to the finger's axis what the row lies on comes, mm."""
    if row.under.through:
        return row.under.radius
    return min(math.hypot(f.origin[0], f.origin[2]) for f in row.frames) - abs(row.rise)


def _closed_under(row: Row, holes: tuple[float, ...]) -> tuple[str, ...]:
    """What is to be said of stones that have no azure."""
    without = [stone.width for stone, hole in zip(row.each, holes, strict=True) if not hole]
    if not without:
        return ()
    which = "" if len(without) == len(holes) else f" of stones of {max(without):g} mm and less"
    return (f"no room for azures between the seats{which}: they are closed underneath",)


def _beads(p: Params, row: Row, bite: Bite) -> list[Bead]:
    """The beads of a style; turned so that no seam of theirs lies where a cutter has an edge."""
    if row.sizes and len(row.lanes) > 1:
        return between_sizes(row, lambda stone: bite_of(p, stone, row.under))
    if p.style == "shared":
        return beads(row, bite, apart_of(p, row.stone))
    found = own_beads(row, bite) if p.style == "four-bead" else beads(row, bite)
    return [replace(b, frame=spun(SEAM).within(b.frame)) for b in found]
