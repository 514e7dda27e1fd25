"""The six-prong solitaire preset as a plain CadQuery script: one boolean at a time, STL and STEP, no check.

What a CadQuery user would write for this one ring, with the numbers of the preset's design written out. It needs
nothing of ringgen; `benchmarks/run.py` sets it beside `ringgen build solitaire/six-prong`.

    python benchmarks/plain_solitaire.py OUT_FOLDER
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import cadquery as cq

BORE = 16.9164 / 2  # US 6 1/2
BASE_WIDTH, BASE_THICKNESS = 2.2, 1.8
TOP_WIDTH, TOP_THICKNESS = 1.8, 1.6
EDGE = 0.15
INSIDE = 3.154555555555556  # radius, across the finger, of the court's rounded inside
SECTIONS = 24

GIRDLE = 13.1532  # over the ring's centre
PRONGS, PRONG = 6, 0.6  # count, radius
FOOT = (1.625, -3.179)  # where a prong's axis begins: distance from the stone's axis, height from the girdle
BEND_START, BEND_MID, BEND_END = (3.189137, -1.058466), (3.560994, -0.026145), (3.306769, 1.041250)
TIP = (3.269963, 1.105000)  # where its axis ends and its dome begins
RAIL = (2.808528, -1.574466, 0.516)  # the gallery rail's radius, height, half thickness
BASE = ((0, -3.815), (1.625, -3.815)), (2.135647, -2.799875), ((1.016198, -2.995), (0, -2.995))  # line, arc, line
SEAT = ((0, -2.8588609), (3.3, -0.0774924), (3.3, 0.236387), (2.5070469, 0.851531), (1.8637008, 1.155), (0, 1.155))
LINEAR, ANGULAR = 0.008, 0.25  # mm, rad: what ringgen meshes at for a chord error of 0.01 mm


def section(degrees: float) -> cq.Wire:
    """The court at that angle from the top: rounded inside, domed outside, eased edges."""
    share = (1 + math.cos(math.radians(degrees))) / 2
    width = BASE_WIDTH + (TOP_WIDTH - BASE_WIDTH) * share
    thickness = BASE_THICKNESS + (TOP_THICKNESS - BASE_THICKNESS) * share
    half, top = width / 2, BORE + thickness
    inside = BORE + INSIDE - math.sqrt(INSIDE**2 - half**2)
    side = top - 0.38 * (thickness - 0.09 * width)
    plane = cq.Plane(
        origin=(0, 0, 0),
        xDir=(0, 1, 0),
        normal=(math.cos(math.radians(degrees)), 0, -math.sin(math.radians(degrees))),
    )
    outline = (
        cq.Workplane(plane)
        .moveTo(half, inside)
        .lineTo(half, side)
        .threePointArc((0, top), (-half, side))
        .lineTo(-half, inside)
        .threePointArc((0, BORE), (half, inside))
        .close()
        .val()
    )
    return outline.fillet2D(EDGE, outline.Vertices())


def shank() -> cq.Workplane:
    """Sections round the finger, lofted and closed on themselves."""
    wires = [section(180 + 360 * i / SECTIONS) for i in range(SECTIONS)]
    return cq.Workplane(cq.Solid.makeLoft([*wires, wires[0]]))


def prong() -> cq.Workplane:
    """A round wire from the base rail out and up over the girdle, its ends domed."""
    path = cq.Workplane("XZ").moveTo(*FOOT).lineTo(*BEND_START).threePointArc(BEND_MID, BEND_END).lineTo(*TIP)
    along = (BEND_START[0] - FOOT[0], 0, BEND_START[1] - FOOT[1])
    across = cq.Plane(origin=(FOOT[0], 0, FOOT[1]), xDir=(0, 1, 0), normal=along)
    wire = cq.Workplane(across).circle(PRONG).sweep(path)
    for x, z in (FOOT, TIP):
        wire = wire.union(cq.Workplane("XY", origin=(x, 0, z)).sphere(PRONG))
    return wire


def ring() -> cq.Workplane:
    """Shank, base, rail and prongs joined one by one; the seat cut at the end."""
    (start, low), over, (high, end) = BASE
    base = cq.Workplane("XZ").moveTo(*start).lineTo(*low).threePointArc(over, high).lineTo(*end).close()
    made = shank().union(base.revolve(360, (0, 0), (0, 1)).translate((0, 0, GIRDLE)))
    radius, height, half = RAIL
    made = made.union(cq.Workplane(cq.Solid.makeTorus(radius, half, (0, 0, GIRDLE + height))))
    claw = prong()
    for i in range(PRONGS):
        placed = claw.rotate((0, 0, 0), (0, 0, 1), 360 / PRONGS * i).translate((0, 0, GIRDLE))
        made = made.union(placed)
    seat = cq.Workplane("XZ").polyline(SEAT).close().revolve(360, (0, 0), (0, 1)).translate((0, 0, GIRDLE))
    return made.cut(seat)


def main(folder: Path) -> None:
    """Write the ring and say its volume, mm³."""
    folder.mkdir(parents=True, exist_ok=True)
    made = ring().val()
    made.exportStl(str(folder / "plain.stl"), LINEAR, ANGULAR, relative=False)
    made.exportStep(str(folder / "plain.step"))
    print(f"{made.Volume():.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
