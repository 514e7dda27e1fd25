"""What a batch came to: a row a ring, the stones to order, the metal to order. One document; CSV and HTML show it.

Weights are g, sizes mm, stones ct. Stones and metal are those of released rings, each as often as it was ordered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ringgen.batch.run import CODES, Batch, Done
from ringgen.catalog.casting import Button
from ringgen.files import Pending, Written, commit
from ringgen.units import grams, mm, number_of, rounded

SCHEMA = "ringgen-batch/1"
Document = dict[str, Any]

RINGS = (
    "row", "name", "folder", "quantity", "client", "order", "verdict", "size", "metal", "weight_g",
    "thinnest_wall_mm", "stones", "carat_total", "seconds", "why",
)  # fmt: skip
STONES = ("cut", "gem", "length_mm", "width_mm", "count", "carat_each", "carat_total", "placeholder")
METALS = ("metal", "name", "density_g_cm3", "rings", "rings_g", "button_g", "melt_g")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take a cell for


def document(batch: Batch, button: Button) -> Document:
    """Everything there is to say about a batch."""
    from ringgen.report.document import version

    released = [d for d in batch.done if d.verdict == "released"]
    counts = {verdict: sum(d.verdict == verdict for d in batch.done) for verdict in CODES}
    whole = "released" if len(released) == len(batch.done) else "partial" if released else "refused"
    return {
        "ringgen": version(),
        "schema": SCHEMA,
        "book": batch.book.source,
        "verdict": whole,
        "exit": batch.code,
        "orders": len(batch.done),
        "counts": counts,
        "pieces": sum(d.order.quantity for d in released),
        "rings": [_ring(d) for d in batch.done],
        "stones": _stones(released),
        "metals": _metals(released, button),
        "button": {"asked": str(button), "source": button.source},
        "seconds": rounded(batch.seconds, 1),
    }


def line(done: Done) -> Document:
    """An order as one line for a script, while the batch runs."""
    return {**_ring(done), "kept": done.kept}


def _ring(done: Done) -> Document:
    order, report = done.order, done.report
    spec = order.loaded.spec if order.loaded is not None else None
    return {
        "row": order.row,
        "where": order.where,
        "name": order.name,
        "folder": order.folder if report else None,
        "quantity": order.quantity,
        "client": order.client,
        "order": order.order,
        "verdict": done.verdict,
        "size": spec.size if spec else None,
        "metal": spec.metal if spec else None,
        "weight_g": report.get("weight_g"),
        "thinnest_wall_mm": _wall(report),
        "stones": sum(s["count"] for s in report.get("stones", ())) if report else None,
        "carat_total": rounded(sum(s["carat_total"] for s in report.get("stones", ())), 4) if report else None,
        "seconds": rounded(done.seconds, 1),
        "why": why(done),
        "files": [f["path"] for f in report.get("files", ())],
    }


def why(done: Done) -> list[str]:
    """What keeps an order from being released; nothing where it is."""
    if done.problems:
        return [str(p) for p in done.problems]
    if done.why:
        return [done.why]
    if done.verdict != "refused":
        return []
    return [_finding(f) for f in done.report["findings"] if f["status"] in ("fail", "could-not-run")]


def _finding(f: Mapping[str, Any]) -> str:
    if f["status"] == "could-not-run" or f["measured"] is None:
        return f"{f['check']}: {f['message'] or 'could not be measured'}"
    limit = f" (limit {number_of(f['limit'], 2)})" if f["limit"] is not None else ""
    where = " ".join(w for w in (f["part"], f["clock"] and f"at {f['clock']}") if w)
    measured = f"{number_of(f['measured'], 2)} {f['unit']}".rstrip()
    return f"{f['check']} {measured}{limit}" + (f", {where}" if where else "")


def _wall(report: Mapping[str, Any]) -> float | None:
    walls = [f["measured"] for f in report.get("findings", ()) if f["check"] == "wall" and f["measured"] is not None]
    return min(walls) if walls else None


def _stones(released: Sequence[Done]) -> list[Document]:
    """Equal stones together, by cut, gem and size; the largest first."""
    found: dict[tuple[Any, ...], int] = {}
    for done in released:
        for s in done.report["stones"]:
            key = (s["cut"], s["gem"], *s["size_mm"], s["carat_each"], s["placeholder"])
            found[key] = found.get(key, 0) + s["count"] * done.order.quantity
    rows = [
        {
            "cut": cut,
            "gem": gem,
            "length_mm": length,
            "width_mm": width,
            "count": count,
            "carat_each": carat,
            "carat_total": rounded(count * carat, 4),
            "placeholder": placeholder,
        }
        for (cut, gem, length, width, carat, placeholder), count in found.items()
    ]
    return sorted(rows, key=lambda r: (-r["carat_each"], r["cut"], r["gem"], -r["length_mm"], -r["width_mm"]))


def _metals(released: Sequence[Done], button: Button) -> list[Document]:
    """Of each alloy: what its rings weigh as cast, the button beside them, and what is to be melted."""
    found: dict[tuple[str, str, float], list[tuple[int, float]]] = {}
    for done in released:
        metal, number = done.report["metal"], done.order.quantity
        key = (metal["id"], metal["name"], metal["density_g_cm3"])
        found.setdefault(key, []).append((number, number * cast_g(done.report)))
    rows = []
    for (metal_id, name, density), own in sorted(found.items()):
        weight = sum(g for _, g in own)
        rows.append(
            {
                "metal": metal_id,
                "name": name,
                "density_g_cm3": density,
                "rings": sum(n for n, _ in own),
                "rings_g": rounded(weight, 3),
                "button_g": rounded(button.of(weight), 3),
                "melt_g": rounded(weight + button.of(weight), 3),
            }
        )
    return rows


def cast_g(report: Mapping[str, Any]) -> float:
    """What a ring weighs as it leaves the flask, g: with its stock, where it has any."""
    cast = report["stages"].get("cast")
    return float(cast["weight_g"] if cast else report["weight_g"])


def write(batch: Batch, report: Document, out: Path) -> tuple[Written, ...]:
    """Write the summary beside the rings: three tables, a page with pictures, the document last. Or WriteError."""
    from ringgen.batch.page import page
    from ringgen.report.document import as_json

    tables = {"summary.csv": (RINGS, "rings"), "stones.csv": (STONES, "stones"), "metals.csv": (METALS, "metals")}
    pending = [Pending.of(n, "csv", _csv(columns, report[key])) for n, (columns, key) in tables.items()]
    pending.append(Pending.of("summary.html", "html", page(report, [d.picture for d in batch.done]).encode()))
    return commit(out, [*pending, Pending.of("summary.json", "json", as_json(report))])


def _csv(columns: Sequence[str], rows: Sequence[Document]) -> bytes:
    """A table that any spreadsheet opens, none of its cells taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[c]) for c in columns])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def told(report: Document, folder: str) -> str:
    """The summary as people read it at a terminal."""
    from ringgen.report.terminal import clean

    return "\n".join(clean(text) if text else "" for text in _lines(report, folder)) + "\n"


def _lines(report: Document, folder: str) -> Iterator[str]:
    counts = report["counts"]
    words = {"released": "released", "refused": "refused", "wrong": "wrong in the book", "failed": "not built"}
    said = ", ".join(f"{counts[k]} {words[k]}" for k in words if counts[k])
    yield f"{report['verdict'].upper()}  {report['orders']} orders: {said}; {number_of(report['seconds'], 1)} s"
    for row in report["rings"]:
        if row["verdict"] != "released":
            name = f" {row['name']}" if row["name"] else ""
            for reason in row["why"] or [""]:
                at = "" if reason.startswith(row["where"]) else f"{row['where']}{name}: "
                yield f"{row['verdict']:<9} {at}{reason}"
    yield ""
    for s in report["stones"]:
        size = mm(s["length_mm"]) if s["length_mm"] == s["width_mm"] else f"{s['length_mm']:g} × {s['width_mm']:g} mm"
        placeholder = ", to be measured" if s["placeholder"] else ""
        yield f"stones  {s['count']} × {s['cut']} {s['gem']}, {size}, {s['carat_total']:.2f} ct{placeholder}"
    for m in report["metals"]:
        button = f"button {grams(m['button_g'])} ({report['button']['asked']})"
        rings = "1 ring" if m["rings"] == 1 else f"{m['rings']} rings"
        yield f"metal   {m['name']}: {rings}, {grams(m['rings_g'])} + {button} = {grams(m['melt_g'])} to melt"
    yield f"in {folder}: summary.html, summary.csv, stones.csv, metals.csv, summary.json"
