"""The one JSON document: everything there is to say about a ring, every number of it measured or decided.

Lengths are mm, volumes mm³, weights g, stones ct. Names and meanings of the keys do not change; keys may be added.
The same ring gives the same document but for `timings_s`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.catalog.rules import Rules
from ringgen.catalog.sizes import equivalents
from ringgen.checks.houses import House
from ringgen.design.model import Design
from ringgen.design.stock import Choice
from ringgen.files import Written
from ringgen.findings import Finding
from ringgen.report.stages import stages
from ringgen.spec.change import Field
from ringgen.units import rounded
from ringgen.witness import Stone

if TYPE_CHECKING:
    from ringgen.report.setter import Kind, Row

SCHEMA = "ringgen-report/1"

Document = dict[str, Any]


def document(
    design: Design,
    volume_mm3: float,
    findings: Sequence[Finding],
    files: Sequence[Written],
    spec_sha256: str,
    released: bool,
    timings: Mapping[str, float],
    retries: Sequence[str] = (),
    mend: Sequence[str] = (),
    fixed: Sequence[Field] = (),
    houses: Sequence[House] | None = None,
    cast_mm3: float | None = None,
) -> Document:
    """The report on a ring that was built.

    `files` lie beside the report; `retries` are the steps it took twice; `mend` are the changes that pass,
    `fixed` those that were made, `houses` who would take it, where that was asked; `cast_mm3` is the metal as cast,
    where that is not the finished ring's.
    """
    return {
        **_head(design.name, design.slug, "released" if released else "refused"),
        "size": _size(design, findings),
        "fit": {"mm": rounded(design.fit_mm, 4), "bore_mm": rounded(2 * design.bore_radius, 4)},
        "metal": _metal(design),
        "volume_mm3": rounded(volume_mm3, 3),
        "weight_g": rounded(design.metal.grams(volume_mm3), 4),
        "band": _band(design),
        "stages": stages(design, volume_mm3, volume_mm3 if cast_mm3 is None else cast_mm3, _measured(findings)),
        "solved": [
            {"field": s.field, "value": rounded(s.value, 4), "target": s.target, "builds": s.builds}
            for s in design.solved
        ],
        "stones": _stones(design.witness.stones),
        "setter": _setter(_rows(design.witness.stones)),
        **({"stock": [_choice(c) for c in design.chosen]} if design.chosen else {}),
        "rules": {"id": design.rules.id, "name": design.rules.name},
        "findings": _findings(findings),
        "mend": list(mend),
        **({"fixed": [{"field": f.path, "was": f.was, "now": f.now} for f in fixed]} if fixed else {}),
        **({"houses": [_house(h) for h in houses]} if houses is not None else {}),
        "files": [_file(f) for f in files],
        "notes": list(design.notes),
        "retries": list(retries),
        "spec_sha256": spec_sha256,
        "timings_s": _timings(timings),
    }


def file_document(
    path: Path,
    format_id: str,
    data: tuple[int, str],
    volume_mm3: float,
    rules: Rules,
    findings: Sequence[Finding],
    timings: Mapping[str, float],
    houses: Sequence[House] | None = None,
    notes: Sequence[str] = (),
) -> Document:
    """The report on a file somebody made: what can be measured without knowing what was asked.

    `data` is the file's size in bytes and its SHA-256. The verdict is `pass` or `fail`.
    """
    measured = _measured(findings)
    passed = not any(f.refuses for f in findings)
    return {
        **_head(path.stem, None, "pass" if passed else "fail"),
        "size": {
            "asked": None,
            "inner_diameter_mm": None,
            "measured_mm": measured,
            "equivalents": _equivalents(measured) if measured else [],
        },
        "metal": None,
        "volume_mm3": rounded(volume_mm3, 3),
        "weight_g": None,
        "solved": [],
        "stones": [],
        "setter": _setter(()),
        "rules": {"id": rules.id, "name": rules.name},
        "findings": _findings(findings),
        **({"houses": [_house(h) for h in houses]} if houses is not None else {}),
        "files": [{"path": str(path), "format": format_id, "bytes": data[0], "sha256": data[1]}],
        "notes": list(notes),
        "spec_sha256": None,
        "timings_s": _timings(timings),
    }


def as_json(report: Document) -> bytes:
    """The document as its file holds it."""
    return (json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def version() -> str:
    """The version of ringgen that is running; "source" when it runs from its source folder without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("ringgen")
    except PackageNotFoundError:
        return "source"


def _head(name: str, slug: str | None, verdict: str) -> Document:
    return {"ringgen": version(), "schema": SCHEMA, "name": name, "slug": slug, "verdict": verdict}


def _size(design: Design, findings: Iterable[Finding]) -> Document:
    return {
        "asked": design.size.asked,
        "inner_diameter_mm": rounded(design.size.inner_diameter_mm, 4),
        "measured_mm": _measured(findings),
        "authority": design.size.authority,
        "equivalents": _equivalents(design.size.inner_diameter_mm),
    }


def _measured(findings: Iterable[Finding]) -> float | None:
    """The bore as read from the file."""
    read = next((f.measured for f in findings if f.check == "bore"), None)
    return rounded(read, 4) if read is not None else None


def _equivalents(diameter_mm: float) -> list[Document]:
    return [{k: _plain(v) for k, v in row.items()} for row in equivalents(diameter_mm)]


def _metal(design: Design) -> Document:
    metal = design.metal
    return {
        "id": metal.id,
        "name": metal.name,
        "density_g_cm3": metal.density_g_cm3,
        "source": metal.source,
        "confidence": metal.confidence,
    }


def _band(design: Design) -> Document:
    band = design.band
    return {
        "profile": band.profile,
        "width_mm": rounded(band.width, 4),
        "thickness_mm": rounded(band.thickness, 4),
        "top_width_mm": rounded(band.top_width, 4),
        "top_thickness_mm": rounded(band.top_thickness, 4),
        "shank": band.shank,
        "shoulders": band.shoulders,
    }


def _stones(stones: Iterable[Stone]) -> list[Document]:
    """Equal stones are one row with a count, in the order they first appear."""
    from ringgen.report.setter import Kind

    return [_alike(kind, count) for kind, count in Counter(Kind.of(s) for s in stones).items()]


def _alike(kind: Kind, count: int) -> Document:
    return {
        "cut": kind.cut,
        "gem": kind.gem,
        "count": count,
        "size_mm": [kind.length, kind.width],
        "carat_each": kind.carat,
        "carat_total": rounded(count * kind.carat, 4),
        "carat_error": kind.carat_error,
        "placeholder": kind.placeholder,
    }


def _rows(stones: Sequence[Stone]) -> tuple[Row, ...]:
    """Measured only now: a spec that is refused is to be answered before arrays are imported."""
    from ringgen.report.setter import rows

    return rows(stones)


def _setter(rows: Sequence[Row]) -> Document:
    """The setter's table, the largest stones first, and what all of them come to."""
    table = [
        {
            "setting": row.setting,
            **_alike(row.kind, len(row.numbers)),
            "gap_mm": row.gap,
            "nearest_mm": row.nearest,
            "numbers": [list(run) for run in row.runs],
        }
        for row in rows
    ]
    total = {"count": sum(len(r.numbers) for r in rows), "carat_total": rounded(sum(r.total for r in rows), 4)}
    return {"rows": table, "total": total}


def _choice(c: Choice) -> Document:
    """What a row was made of, of the sizes there were, and what is left of them; None: as many as are needed."""
    left = [{"size_mm": s.width, "count": s.count} for s in c.others]
    left = [{"size_mm": c.width, "count": c.left}, *left]
    return {"setting": c.setting, "size_mm": c.width, "used": c.used, "gap_mm": rounded(c.gap, 4), "left": left}


def _findings(findings: Iterable[Finding]) -> list[Document]:
    return [{k: _plain(v) for k, v in f.as_dict().items()} for f in findings]


def _house(house: House) -> Document:
    rules, terms = house.rules, house.rules.terms
    said = {
        "formats": list(terms.formats),
        "stones": terms.stones,
        "bodies": terms.bodies,
        "shrinkage": terms.shrinkage,
    }
    return {
        "id": rules.id,
        "name": rules.name,
        "process": rules.process,
        "past": rules.past,
        "takes": house.takes,
        "findings": _findings(house.findings),
        "terms": {k: v for k, v in said.items() if v},
        "date": rules.date,
    }


def _file(written: Written) -> Document:
    return {
        "path": written.path.name,
        "format": written.format,
        "bytes": written.bytes,
        "sha256": written.sha256,
    }


def _timings(timings: Mapping[str, float]) -> dict[str, float]:
    return {step: rounded(seconds, 3) for step, seconds in timings.items()}


def _plain(value: Any) -> Any:
    """Numbers to a ten-thousandth, points among them; a number that is none becomes null."""
    if isinstance(value, float):
        return rounded(value, 4) if abs(value) < float("inf") else None
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
