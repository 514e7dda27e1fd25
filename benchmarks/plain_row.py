"""A ring with rows of stones as a plain CadQuery script: one boolean at a time, STL and STEP, no check.

What a CadQuery user would write for a band with beads and seats whose places are known. The numbers are read from a
JSON file (`benchmarks/rows.py` writes it from ringgen's design), so that both rings are the same; it needs nothing of
ringgen.

    python benchmarks/plain_row.py NUMBERS.json OUT_FOLDER
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import cadquery as cq

LINEAR, ANGULAR = 0.008, 0.25  # mm, rad: what ringgen meshes at for a chord error of 0.01 mm


def outline(plane: cq.Workplane, curves: list[dict[str, list[float]]]) -> cq.Workplane:
    """A closed chain: each curve from where the last ended, through its middle if it is an arc."""
    drawn = plane.moveTo(*curves[0]["from"])
    for c in curves:
        drawn = drawn.threePointArc(tuple(c["through"]), tuple(c["to"])) if "through" in c else drawn.lineTo(*c["to"])
    return drawn.close()


def placed(body: cq.Workplane, place: dict[str, list[float]]) -> cq.Workplane:
    """The body moved to a frame: its origin, x and z axes."""
    plane = cq.Plane(origin=tuple(place["origin"]), xDir=tuple(place["x"]), normal=tuple(place["z"]))
    return cq.Workplane(body.val().moved(plane.location))


def bead(numbers: dict[str, Any]) -> cq.Workplane:
    """A round wire with domed ends, along z."""
    low, high, r = numbers["low"], numbers["high"], numbers["radius"]
    k = r * math.sqrt(0.5)
    drawn = cq.Workplane("XZ").moveTo(0, low - r).threePointArc((k, low - k), (r, low)).lineTo(r, high)
    return drawn.threePointArc((k, high + k), (0, high + r)).close().revolve(360, (0, 0), (0, 1))


def ring(numbers: dict[str, Any]) -> cq.Workplane:
    """The band turned about the finger, beads joined one by one, seats cut one by one."""
    band = outline(cq.Workplane("ZY"), numbers["band"])  # (radius, along the finger)
    made = band.revolve(360, (0, 0), (0, 1))
    for kind in numbers["beads"]:
        body = bead(kind)
        for place in kind["places"]:
            made = made.union(placed(body, place))
    for kind in numbers["seats"]:
        body = outline(cq.Workplane("XZ"), kind["outline"]).revolve(360, (0, 0), (0, 1))
        for place in kind["places"]:
            made = made.cut(placed(body, place))
    return made


def main(numbers: Path, folder: Path) -> None:
    """Write the ring and say its volume, mm³, as well as the kernel integrates it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = ring(json.loads(numbers.read_text(encoding="utf-8"))).val()
    made.exportStl(str(folder / "plain.stl"), LINEAR, ANGULAR, relative=False)
    made.exportStep(str(folder / "plain.step"))
    print(f"{made.Volume(1e-6):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
