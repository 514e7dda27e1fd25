"""Rings with rows of stones beside a plain CadQuery script of the same ring, and the time each stone costs.

    python benchmarks/rows.py [--rounds N] [--stones]

Both sides are whole processes, timed in turn, A B A B; a figure is the median of the rounds' ratios. `--stones` adds
the time per stone from 20 to 300 stones, ours alone: the plain script would take an hour. `run.py` has both.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT, ROOT / "benchmarks"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from measuring import Figure, command, measure, ringgen  # noqa: E402  (the folder first)

from ringgen.bodies import Body, Extruded, Frame, Hoop, Parts, Placed, Revolved, Stacked, Wire  # noqa: E402
from ringgen.plane import Arc, Curve, polyline  # noqa: E402

ETERNITY = """name = "eternity"
size = "US 7"
metal = "14k-yellow"
band = {profile = "flat", width = 2.4, thickness = 1.8}
[[settings]]
id = "row"
type = "pave"
stone = {cut = "round", diameter = 1.5}
"""
THREE_ROWS = """name = "three-rows"
size = "US 7"
metal = "14k-yellow"
band = {profile = "flat", width = 6.0, thickness = 1.8}
[[settings]]
id = "row"
type = "pave"
lanes = 3
cover = 180
stone = {cut = "round", diameter = 1.3}
"""
HALO = """preset = "halo/round"
name = "halo"
[[settings]]
id = "shoulders"
cover = 210
"""


@dataclass(frozen=True)
class Case:
    """A ring, what it is called, and the share of the plain script's time aimed at."""

    id: str
    name: str
    text: str
    aim: float


CASES = (
    Case("eternity", "a full eternity", ETERNITY, 1 / 5),
    Case("three-rows", "three staggered rows", THREE_ROWS, 1 / 7),
    Case("halo", "a halo and shoulders", HALO, 1 / 4),
)
FIVE_ROWS = """name = "five-rows"
size = "US 13"
metal = "14k-yellow"
band = {profile = "flat", width = 8.6, thickness = 1.8}
[[settings]]
id = "row"
type = "pave"
lanes = 5
cover = COVER
stone = {cut = "round", diameter = 1.1}
"""
MANY = (24, 72, 144, 216, 360)  # degrees of five rows: 20 to 300 stones
MADE = (0, 1)  # exit codes: released, or made and found wanting; the time is the same


def numbers(parts: Parts) -> dict[str, Any]:
    """What the plain script draws the ring with: every body of metal and every cutter, in the order they are taken."""

    def told(bodies: Sequence[Placed]) -> list[dict[str, Any]]:
        return [{**drawn(p.body), "part": p.part, "places": [_place(f) for f in p.places]} for p in bodies]

    return {"metal": told(parts.metal), "cutters": told(parts.cutters)}


@singledispatch
def drawn(body: Body) -> dict[str, Any]:
    """One body as the plain script reads it."""
    raise TypeError(f"the plain script draws no {type(body).__name__}")


@drawn.register
def _hoop(body: Hoop) -> dict[str, Any]:
    ((_, chain),) = body.sections
    return {"kind": "hoop", "outline": _chain(chain, swapped=True)}


@drawn.register
def _revolved(body: Revolved) -> dict[str, Any]:
    return {"kind": "revolved", "outline": _chain(body.outline)}


@drawn.register
def _wire(body: Wire) -> dict[str, Any]:
    ends = {"starts": list(body.path[0].tangent()), "radius": body.radius}
    return {"kind": "wire", "path": _chain(body.path), **ends}


@drawn.register
def _stacked(body: Stacked) -> dict[str, Any]:
    """A round plate, which nobody would draw but by turning its profile."""
    hole = _radius(body.hole) if body.hole else 0.0
    low, high = body.levels[0][0], body.levels[-1][0]
    corners = [(hole, low), *((_radius(chain), z) for z, chain in body.levels), (hole, high), (hole, low)]
    return {"kind": "revolved", "outline": _chain(polyline(*corners))}


def _radius(chain: Sequence[Curve]) -> float:
    """Of a circle about the middle, mm."""
    (circle,) = {(c.centre, round(c.radius, 9)) if isinstance(c, Arc) else None for c in chain}
    if circle is None or circle[0] != (0.0, 0.0):
        raise TypeError("the plain script draws round plates alone")
    return circle[1]


@drawn.register
def _extruded(body: Extruded) -> dict[str, Any]:
    return {"kind": "extruded", "outline": _chain(body.outline), "low": body.z0, "high": body.z1}


def _chain(curves: Sequence[Curve], swapped: bool = False) -> list[dict[str, list[float]]]:
    """Each curve with its ends, and its middle if it is an arc; (along the finger, radius) the other way round."""

    def spot(p: tuple[float, float]) -> list[float]:
        return [p[1], p[0]] if swapped else [p[0], p[1]]

    def one(c: Curve) -> dict[str, list[float]]:
        ends = {"from": spot(c.start), "to": spot(c.end)}
        return {**ends, "through": spot(c.mid)} if isinstance(c, Arc) else ends

    return [one(c) for c in curves]


def _place(frame: Frame) -> dict[str, list[float]]:
    return {"origin": list(frame.origin), "x": list(frame.x), "z": list(frame.z)}


def parts_of(text: str) -> Parts:
    from ringgen.design.resolve import resolve
    from ringgen.spec.load import read_text
    from ringgen.spec.sources import Text

    return resolve(read_text(Text(text, "case", ".toml")).spec).parts


def figures(folder: Path) -> list[Figure]:
    """Each ring from its spec to checked STL and STEP, beside the plain script without checks; files go to `folder`."""
    return [_figure(case, folder) for case in CASES]


def _figure(case: Case, folder: Path) -> Figure:
    spec, drawn = folder / f"{case.id}.toml", folder / f"{case.id}.json"
    spec.write_text(case.text, encoding="utf-8")
    parts = parts_of(case.text)
    drawn.write_text(json.dumps(numbers(parts)), encoding="utf-8")
    script, out = str(ROOT / "benchmarks" / "plain_row.py"), str(folder / case.id)
    ours = ringgen("build", str(spec), "--format", "stl,step", "--no-mend", "--force", "-o", out, expect=MADE)
    plain = command(script, str(drawn), str(folder / f"plain-{case.id}"))
    stones = sum(len(p.places) for p in parts.stones)
    name = f"{case.name}, {stones} stones: spec to checked STL and STEP"
    return Figure(name, "a plain CadQuery script: no checks, no stones", case.aim, ours, plain)


def apart(folder: Path) -> str:
    """How far the plain rings' meshes are from our volumes, in words; the rings of `figures` have been made."""
    return "; ".join(f"{case.name} {100 * _apart(case, folder):+.2f} %" for case in CASES)


def _apart(case: Case, folder: Path) -> float:
    report = json.loads(next((folder / case.id).glob("*.report.json")).read_bytes())
    path = str(folder / f"plain-{case.id}" / "plain.stl")
    code = f"import trimesh; print(trimesh.load({path!r}).volume)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout) / float(report["volume_mm3"]) - 1


def per_stone() -> list[str]:
    """Seconds in the kernel for each stone of ever longer rows, in this process with everything imported."""
    from ringgen.kernel.solid import build

    build(parts_of(ETERNITY), 0.02)
    out = []
    for cover in MANY:
        parts = parts_of(FIVE_ROWS.replace("COVER", str(cover)))
        begin = time.perf_counter()
        made = build(parts, 0.01)
        seconds, stones = time.perf_counter() - begin, sum(len(p.places) for p in parts.stones)
        tried = f"; tried before: {len(made.rungs)}" if made.rungs else ""
        out.append(f"{stones} stones in five rows: {seconds:.2f} s, {1000 * seconds / stones:.0f} ms each{tried}")
    return out


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--stones", action="store_true", help="the time per stone as well")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ringgen-benchmark-") as scratch:
        for figure in figures(Path(scratch)):
            result = measure(figure, asked.rounds)
            print(f"{result.row}   ({result.seconds[0]:.2f} s / {result.seconds[1]:.2f} s)", flush=True)
        print(f"the plain rings' meshes beside our volumes: {apart(Path(scratch))}")
    for line in per_stone() if asked.stones else ():
        print(line, flush=True)


if __name__ == "__main__":
    main()
