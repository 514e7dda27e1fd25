"""Finished, cast and wax side by side: what the files are, and by which numbers they came of the ring asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringgen.catalog.casting import buttons
from ringgen.catalog.metals import find_metal
from ringgen.design.model import Design, Stages
from ringgen.units import grams, mm, number_of, rounded

Document = dict[str, Any]

NAMES = ("finished", "cast", "wax")
SPEC = "the spec"
WAX = "wax"  # what a model is weighed as, in the catalog of metals
OFF = "finished size in the files: no stock for polishing, no shrinkage"
SURFACES = ("bore", "outside", "edges", "seats")


def none_asked() -> Document:
    """What the report has of stages where the files are the ring itself."""
    return {"finish": None, "shrink": [], "scale": 1.0}


def stages(design: Design, finished_mm3: float, cast_mm3: float, measured_mm: float | None) -> Document:
    """The three sizes. `measured_mm` is the finished bore the written file comes to, as the check read it."""
    found = design.stages
    if found is None:
        return none_asked()
    stock, k, metal, base = found.stock, found.scale, design.metal, design.band
    width, thick = base.width + 2 * stock.edges, base.thickness + stock.bore + stock.outside
    bore = 2 * (design.bore_radius - stock.bore)
    matter, cast_g = find_metal(WAX, found.wax_density), metal.grams(cast_mm3)
    more = [button for button in buttons() if button.share]  # one in grams is for a whole tree, not for a ring
    read = None if measured_mm is None else k * (measured_mm - 2 * stock.bore)
    return {
        "finish": {name: getattr(stock, name) for name in SURFACES} | {"source": found.finish_source or SPEC},
        "shrink": [
            {"step": step, "share": share, "source": found.shrink_source or SPEC} for step, share in found.shrink
        ],
        "scale": rounded(k, 6),
        "finished": _stage(2 * design.bore_radius, base.width, base.thickness, finished_mm3, metal.grams(finished_mm3)),
        "cast": _stage(bore, width, thick, cast_mm3, cast_g)
        | {
            "poured_g": [rounded(cast_g + pick(b.of(cast_g) for b in more), 4) for pick in (min, max)],
            "poured_source": "; ".join(dict.fromkeys(b.source for b in more)),
        },
        "wax": _stage(k * bore, k * width, k * thick, k**3 * cast_mm3, matter.grams(k**3 * cast_mm3))
        | {
            "measured_bore_mm": None if read is None else rounded(read, 4),
            "density_g_cm3": matter.density_g_cm3,
            "density_source": matter.source,
        },
    }


def _stage(bore: float, width: float, thick: float, volume: float, weight: float) -> Document:
    return {
        "bore_mm": rounded(bore, 4),
        "width_mm": rounded(width, 4),
        "thickness_mm": rounded(thick, 4),
        "volume_mm3": rounded(volume, 3),
        "weight_g": rounded(weight, 4),
    }


def told(found: Stages) -> str:
    """What the files of a ring with stages are, in one line."""
    stock = ", ".join(f"{name} {getattr(found.stock, name):g}" for name in SURFACES if getattr(found.stock, name))
    finish = f"{stock} mm for polishing in it" if stock else "no stock for polishing in it"
    if not found.shrink:
        return f"cast size, {finish}; not scaled for shrinkage"
    return f"wax to print as it is, {finish}, scaled by {found.scale:.5f} for shrinkage; do not scale it again"


def lines(report: Document) -> Iterator[str]:
    """The table for a terminal, or the line that says there is none."""
    found = report.get("stages")
    if found is None:
        return
    if "wax" not in found:
        yield OFF
        return
    rows: list[tuple[str, ...]] = [("", "bore", "width", "thick", "volume", "weight")]
    for name in NAMES:
        one = found[name]
        sizes = [mm(one[key]).removesuffix(" mm") for key in ("bore_mm", "width_mm", "thickness_mm")]
        rows.append((name, *sizes, f"{number_of(one['volume_mm3'], 1)} mm³", grams(one["weight_g"])))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join([f"{row[0]:<{wide[0]}}", *(f"{c:>{w}}" for c, w in zip(row[1:], wide[1:], strict=True))])
    yield _factors(found)
    low, high = (grams(g) for g in found["cast"]["poured_g"])
    yield f"with button {low} to {high} are poured ({found['cast']['poured_source']})"
    wax_of = found["wax"]
    yield f"the files are the wax; it is weighed at {number_of(wax_of['density_g_cm3'])} g/cm³"


def _factors(found: Document) -> str:
    finish = found["finish"]
    stock = ", ".join(f"{name} {number_of(finish[name])}" for name in SURFACES)
    steps = ", ".join(f"{s['step']} {number_of(100 * s['share'])} %" for s in found["shrink"]) or "none"
    shrunk = f" ({found['shrink'][0]['source']})" if found["shrink"] else ""
    return f"stock {stock} mm ({finish['source']}); shrinkage {steps}{shrunk}; scaled by {found['scale']:g}"
