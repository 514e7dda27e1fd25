"""The plate of gauges as files: every gauge by itself, all of them laid out together, and the form."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ringgen.bodies import Extruded, Frame, Parts, Placed, Revolved
from ringgen.calibration.gauges import FORM, GAP, GAUGES, Gauge, form
from ringgen.catalog.metals import find_metal
from ringgen.files import Pending, Release, Written
from ringgen.outline import polygon
from ringgen.plane import polyline
from ringgen.writers import Model, pending

if TYPE_CHECKING:
    from ringgen.triangles import TriangleMesh

DEVIATION = 0.005  # mm: half of what a ring's mesh may stray, a quarter of what a calliper reads
SLUG = "gauges"
METAL = "silver-925"  # files want one; a gauge may be cast in any


def body(gauge: Gauge) -> Revolved | Extruded:
    """A ring lying on z = 0 about the z axis, or a bar lying on z = 0 along x."""
    long, width, thick = gauge.sizes
    if gauge.kind == "ring":
        inner, outer = long / 2, long / 2 + thick
        return Revolved(polyline((inner, 0.0), (outer, 0.0), (outer, width), (inner, width), (inner, 0.0)))
    x, y = long / 2, width / 2
    return Extruded(polygon((-x, -y), (x, -y), (x, y), (-x, y)), 0.0, thick)


def layout() -> tuple[Placed, ...]:
    """Rings in one row, bars in another before it, each by size, standing on z = 0."""
    placed, x = list[Placed](), 0.0
    rings = [g for g in GAUGES if g.kind == "ring"]
    for g in rings:
        placed.append(Placed(g.name, body(g), (Frame((x + g.across / 2, 0.0, 0.0)),)))
        x += g.across + GAP
    y = -max(g.across for g in rings) / 2 - GAP
    for g in (g for g in GAUGES if g.kind == "bar"):
        y -= g.sizes[1] / 2
        placed.append(Placed(g.name, body(g), (Frame((g.across / 2, y, 0.0)),)))
        y -= g.sizes[1] / 2 + GAP
    return tuple(placed)


def write(folder: Path) -> list[Written]:
    """Write the plate (STL, 3MF), each gauge (STL) and the form into a folder, all or nothing. Raises WriteError."""
    placed = layout()
    whole = Parts(tuple(placed))
    with Release(folder) as release:
        out = [release.add(pending(_model(SLUG, whole), f)) for f in ("3mf", "stl")]
        for one in placed:
            out.append(release.add(pending(_model(one.part, Parts((Placed(one.part, one.body),))), "stl")))
        out.append(release.add(Pending.of(FORM, "csv", form().encode())))
        release.commit()
    return out


def _model(slug: str, parts: Parts) -> Model:
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return Model(
        name=f"ringgen {slug}", slug=slug, metal=find_metal(METAL), mesh=_mesh(parts), solid=None, spec_sha256=digest
    )


def _mesh(parts: Parts) -> TriangleMesh:
    from ringgen.kernel._shapes import compound
    from ringgen.kernel.mesh import tessellate
    from ringgen.kernel.realise import Realiser

    realiser = Realiser()
    return tessellate(compound([s for p in parts.metal for s in realiser.shapes(p)]), DEVIATION)
