"""A ring with rows of stones as a plain CadQuery script: one boolean at a time, STL and STEP, no check.

What a CadQuery user would write for a band with heads, beads and seats whose places are known. The numbers are read
from a JSON file (`benchmarks/rows.py` writes it from ringgen's design), so that both rings are the same; it needs
nothing of ringgen.

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


def line(plane: cq.Workplane, curves: list[dict[str, list[float]]]) -> cq.Workplane:
    """A chain: each curve from where the last ended, through its middle if it is an arc."""
    drawn = plane.moveTo(*curves[0]["from"])
    for c in curves:
        drawn = drawn.threePointArc(tuple(c["through"]), tuple(c["to"])) if "through" in c else drawn.lineTo(*c["to"])
    return drawn


def outline(plane: cq.Workplane, curves: list[dict[str, list[float]]]) -> cq.Workplane:
    """A chain that ends where it began."""
    return line(plane, curves).close()


def placed(body: cq.Workplane, place: dict[str, list[float]]) -> cq.Workplane:
    """The body moved to a frame: its origin, x and z axes."""
    plane = cq.Plane(origin=tuple(place["origin"]), xDir=tuple(place["x"]), normal=tuple(place["z"]))
    return cq.Workplane(body.val().moved(plane.location))


def hoop(told: dict[str, Any]) -> cq.Workplane:
    """A band turned about the finger."""
    return outline(cq.Workplane("ZY"), told["outline"]).revolve(360, (0, 0), (0, 1))


def revolved(told: dict[str, Any]) -> cq.Workplane:
    """An outline in (r, z) turned about z."""
    return outline(cq.Workplane("XZ"), told["outline"]).revolve(360, (0, 0), (0, 1))


def extruded(told: dict[str, Any]) -> cq.Workplane:
    """An outline in (x, y) from one height to another."""
    base = cq.Workplane("XY", origin=(0, 0, told["low"]))
    return outline(base, told["outline"]).extrude(told["high"] - told["low"])


def wire(told: dict[str, Any]) -> cq.Workplane:
    """A round wire with domed ends along a path in (x, z)."""
    path, r = told["path"], told["radius"]
    if len(path) == 1 and path[0]["from"][0] == path[0]["to"][0] == 0.0:
        return bead(path[0]["from"][1], path[0]["to"][1], r)
    along = path[0]["from"], path[-1]["to"]
    x, z = told["starts"]
    across = cq.Plane(origin=(along[0][0], 0, along[0][1]), xDir=(0, 1, 0), normal=(x, 0, z))
    made = cq.Workplane(across).circle(r).sweep(line(cq.Workplane("XZ"), path))
    for x, z in along:
        made = made.union(cq.Workplane("XY", origin=(x, 0, z)).sphere(r))
    return made


def bead(low: float, high: float, r: float) -> cq.Workplane:
    """A straight wire along z: turned, which is one face each for its side and its domes."""
    k = r * math.sqrt(0.5)
    drawn = cq.Workplane("XZ").moveTo(0, low - r).threePointArc((k, low - k), (r, low)).lineTo(r, high)
    return drawn.threePointArc((k, high + k), (0, high + r)).close().revolve(360, (0, 0), (0, 1))


KINDS = {"hoop": hoop, "revolved": revolved, "extruded": extruded, "wire": wire}


def ring(numbers: dict[str, Any]) -> cq.Workplane:
    """The band, all other metal joined to it one by one, then cutters taken away one by one."""
    band, *others = numbers["metal"]
    made = KINDS[band["kind"]](band)
    for told in others:
        body = KINDS[told["kind"]](told)
        for place in told["places"]:
            made = made.union(placed(body, place))
    for told in numbers["cutters"]:
        body = KINDS[told["kind"]](told)
        for place in told["places"]:
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
