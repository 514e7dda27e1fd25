"""The document of a plate, and how it is told at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ringgen.catalog.casting import buttons
from ringgen.catalog.metals import Metal
from ringgen.files import Written
from ringgen.plate.laying import Cast, Laid, Plates
from ringgen.plate.output import Measured
from ringgen.report.document import as_json as encoded
from ringgen.report.document import version
from ringgen.report.terminal import clean
from ringgen.units import grams, mm, number_of, rounded

SCHEMA = "ringgen-plate/1"
Document = dict[str, Any]
__all__ = ["SCHEMA", "document", "encoded", "told"]


def document(plates: Plates, measured: Sequence[Measured], files: Sequence[Written]) -> Document:
    """Everything there is to say about the plates; mm, g, mm³, degrees.

    `verdict` is `released`; `partial` where the checks kept some rings off; `refused` where they kept off all, or would
    have if it had not been forced.
    """
    asked = plates.asked
    laid = [one for plate in plates.plates for one in plate]
    forced = any(one.cast.ring.refused for one in laid)
    verdict = "refused" if forced or not laid else "partial" if plates.left_off else "released"
    return {
        "ringgen": version(),
        "schema": SCHEMA,
        "name": "plate",
        "verdict": verdict,
        "bed_mm": [asked.bed.width, asked.bed.depth, asked.bed.height],
        "spacing_mm": asked.spacing,
        "orientation": {
            "id": asked.orientation.id,
            "lean_deg": asked.orientation.lean_deg,
            "source": asked.orientation.source,
        },
        "plates": [
            {
                "rings": len(plate),
                "nearest_mm": rounded(m.nearest, 3) if m.nearest is not None else None,
                "height_mm": rounded(m.height, 3),
            }
            for plate, m in zip(plates.plates, measured, strict=True)
        ],
        "rings": [_ring(one, asked.pattern) for one in laid],
        "left_off": [
            {"name": r.name, "count": n, "source": r.source, "rules": r.rules, "why": list(r.refused)}
            for r, n in plates.left_off
        ],
        "pattern": {"id": asked.pattern.id, "name": asked.pattern.name, "density_g_cm3": asked.pattern.density_g_cm3},
        "button": {
            "asked": str(asked.button),
            "source": asked.button.source,
            "others": [f"{b}: {b.source}" for b in buttons() if b != asked.button],
        },
        "weights": _weights(plates),
        "warnings": _warnings(plates),
        "notes": _notes(plates),
        "files": [{"path": f.path.name, "format": f.format, "bytes": f.bytes, "sha256": f.sha256} for f in files],
    }


def _ring(one: Laid, pattern: Metal) -> Document:
    ring, rod = one.cast.ring, one.cast.sprue
    return {
        "name": one.name,
        "source": ring.source,
        "plate": one.spot.plate + 1,
        "place_mm": [*(rounded(c, 3) for c in one.place), 0.0],
        "turn_deg": 90 * one.spot.turn,
        "size_mm": [rounded(s, 3) for s in one.size],
        "tag": " ".join(one.rows) or None,
        "metal": ring.metal.id if ring.metal else None,
        "weight_g": rounded(ring.weight_g, 4) if ring.weight_g is not None else None,
        "wax_g": rounded(pattern.grams(abs(one.cast.volume)), 4),
        "sprue": None
        if rod is None
        else {
            "diameter_mm": rod.diameter,
            "length_mm": rod.length,
            "clock": rod.clock,
            "volume_mm3": rounded(rod.volume, 3),
            "share": rounded(rod.share, 3),
            "metal_g": rounded(ring.metal.grams(rod.volume), 4) if ring.metal else None,
            "findings": [finding.as_dict() for finding in rod.findings],
        },
        "refused": list(ring.refused),
    }


def _weights(plates: Plates) -> list[Document]:
    """Of each alloy: the wax of its rings, their metal, that of their sprues, the button, and what is to be melted."""
    by: dict[tuple[str, float], list[Laid]] = {}
    for one in (o for plate in plates.plates for o in plate):
        metal = one.cast.ring.metal
        by.setdefault((metal.id, metal.density_g_cm3) if metal else ("", 0.0), []).append(one)
    return [_weight(laid, plates) for laid in by.values()]


def _weight(laid: Sequence[Laid], plates: Plates) -> Document:
    metal, asked = laid[0].cast.ring.metal, plates.asked
    wax = sum(asked.pattern.grams(abs(one.cast.volume)) for one in laid)
    row: Document = {"metal": metal.id if metal else None, "name": metal.name if metal else "alloy not known"}
    row |= {"rings": len(laid), "wax_g": rounded(wax, 3)}
    if metal is None:
        return row | {"rings_g": None, "sprues_g": None, "button_g": None, "melt_g": None}
    own = sum(one.cast.ring.weight_g or 0.0 for one in laid)
    rods = sum(metal.grams(one.cast.sprue.volume) for one in laid if one.cast.sprue)
    button = asked.button.of(own + rods)
    return row | {
        "rings_g": rounded(own, 3),
        "sprues_g": rounded(rods, 3),
        "button_g": rounded(button, 3),
        "melt_g": rounded(own + rods + button, 3),
    }


def _warnings(plates: Plates) -> list[str]:
    """What the findings of sprues warn of: how much, the limit, at which hour, why, and whose limit it is."""
    found = [(c.ring.name, f) for c in _casts(plates) if c.sprue for f in c.sprue.findings if f.status == "warn"]
    return [
        f"{name}: {f.check} {number_of(f.measured or 0.0)} {f.unit}, limit {number_of(f.limit or 0.0)} {f.unit}, "
        f"at {f.clock}: {f.message} ({f.source})"
        for name, f in found
    ]


def _casts(plates: Plates) -> list[Cast]:
    """Every ring that is laid, once, however often it is."""
    return list({id(one.cast): one.cast for plate in plates.plates for one in plate}.values())


def _notes(plates: Plates) -> list[str]:
    laid = [one for plate in plates.plates for one in plate]
    casts = _casts(plates)
    notes = [f"{c.ring.name}: {note}" for c in casts if c.sprue for note in c.sprue.notes]
    notes += [f"{c.ring.name} has no finger hole: it stands as it does in its file" for c in casts if not c.found]
    notes += [
        f"{c.ring.name} is laid although it is refused: {'; '.join(c.ring.refused)}" for c in casts if c.ring.refused
    ]
    if any(c.ring.metal is None for c in casts):
        notes.append("a file does not say its alloy: --metal weighs it")
    if casts:
        notes += ["tags are in no weight"] if any(one.rows for one in laid) else []
        notes.append("supports are the slicer's to add; the trunk of the tree is in no weight")
    return notes


def told(report: Document, folder: str = "") -> str:
    """The plates as people read them."""
    return "\n".join(_lines(report, folder)) + "\n"


def _lines(report: Document, folder: str) -> Iterator[str]:
    count = len(report["rings"])
    bed = " x ".join(number_of(s) for s in report["bed_mm"] if s is not None)
    beds = f"{len(report['plates'])} plates" if len(report["plates"]) != 1 else "1 plate"
    word = {"released": "RELEASED", "partial": "PARTLY RELEASED", "refused": "REFUSED"}[report["verdict"]]
    forced = " all the same (--force)" if report["verdict"] == "refused" else ""
    yield f"{word}  {_rings(count)} on {beds} of {bed} mm{forced}" if count else f"{word}  no ring is laid"
    way = report["orientation"]
    if count:
        yield f"stand   {way['id']}, leaning back {number_of(way['lean_deg'])}° from upright ({clean(way['source'])})"
    for n, plate in enumerate(report["plates"]):
        apart = f", nearest {mm(plate['nearest_mm'])} apart" if plate["nearest_mm"] is not None else ""
        yield f"plate {n + 1} {_rings(plate['rings'])}{apart}, {mm(plate['height_mm'])} high"
    if count:
        yield ""
        yield f"{'plate':<7}{'at x, y':>15}{'turn':>6}{'wax':>9}{'metal':>10}  ring"
    for row in report["rings"]:
        x, y, _ = row["place_mm"]
        metal = grams(row["weight_g"]) if row["weight_g"] is not None else "-"
        rod = row["sprue"]
        tail = f", sprue {number_of(rod['diameter_mm'], 2)} mm at {rod['clock']}" if rod else ""
        tail += f", tag {clean(row['tag'])}" if row["tag"] else ""
        where = f"{x:.1f}, {y:.1f}"
        yield (
            f"{row['plate']:<7}{where:>15}{row['turn_deg']:>5}°{grams(row['wax_g']):>9}{metal:>10}"
            f"  {clean(row['name'])}{tail}"
        )
    if count:
        yield ""
    pattern = report["pattern"]
    for row in report["weights"]:
        wax = f"{clean(row['name'])}: {_rings(row['rings'])}, {grams(row['wax_g'])} of {clean(pattern['id'])}"
        wax += f" ({number_of(pattern['density_g_cm3'])} g/cm³)"
        if row["melt_g"] is not None:
            rods = f" + sprues {grams(row['sprues_g'])}" if row["sprues_g"] else ""
            button = f" + button {grams(row['button_g'])} ({report['button']['asked']})"
            wax += f"; metal {grams(row['rings_g'])}{rods}{button} = {grams(row['melt_g'])} to melt"
        yield wax
    for row in report["left_off"]:
        times = f" ({row['count']} of it)" if row["count"] > 1 else ""
        yield f"LEFT OFF  {clean(row['name'])}{times} by {clean(row['rules'])}: {clean('; '.join(row['why']))}"
    if report["left_off"]:
        yield "  --force lays it all the same; `ringgen build` says what would mend it"
    rows = (("warn", "warnings"), ("note", "notes"))
    yield from (f"{word:<8}{clean(said)}" for word, key in rows for said in report[key])
    if report["files"]:
        yield f"in {clean(folder)}: " + ", ".join(f["path"] for f in report["files"])


def _rings(count: int) -> str:
    return f"{count} ring" if count == 1 else f"{count} rings"
