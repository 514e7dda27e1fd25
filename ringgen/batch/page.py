"""The summary as a page: one file that needs no other, with a small picture of each ring."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

Document = dict[str, Any]

LARGEST = 200_000  # bytes of one picture; a larger one is none of ours
_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222;background:#fff}
table{border-collapse:collapse;margin:0 0 2em}td,th{padding:.3em .8em .3em 0;text-align:left;vertical-align:top}
th{border-bottom:1px solid #888;font-weight:600}td{border-bottom:1px solid #ddd}td.n,th.n{text-align:right}
img{width:96px;height:96px;display:block}.released{color:#176b2c}.refused,.failed,.wrong{color:#a3161f}
small{color:#555}@media print{body{margin:0;font-size:11px}img{width:64px;height:64px}}
"""
_RINGS = (("ring", ""), ("size", ""), ("metal", ""), ("pieces", "n"), ("weight", "n"), ("wall", "n"), ("stones", "n"))


def page(report: Document, pictures: Sequence[Path | None]) -> str:
    """The whole page; `pictures` are those of its rings, in their order."""
    counts = ", ".join(f"{n} {verdict}" for verdict, n in report["counts"].items() if n)
    title = f"{report['orders']} orders of {report['book']}"
    rings = "".join(_ring(r, p) for r, p in zip(report["rings"], pictures, strict=True))
    head = "".join(f'<th class="{c}">{w}</th>' for w, c in (("", ""), *_RINGS, ("", "")))
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>\n<h1>{escape(title)}</h1>\n"
        f"<p>{escape(counts)}; {report['pieces']} pieces to cast; {report['seconds']:g} s. "
        f"<small>ringgen {escape(report['ringgen'])}</small></p>\n"
        f"<table><tr>{head}</tr>\n{rings}</table>\n{_stones(report)}{_metals(report)}</html>\n"
    )


def _ring(row: Document, picture: Path | None) -> str:
    who = ", ".join(escape(str(w)) for w in (row["client"], row["order"]) if w)
    name = f"{escape(row['name'] or row['where'])}<br><small>{escape(row['where'])}{', ' if who else ''}{who}</small>"
    why = "<br>".join(f"<small>{escape(w)}</small>" for w in row["why"])
    cells = [
        (name, ""),
        (escape(row["size"] or ""), ""),
        (escape(row["metal"] or ""), ""),
        (str(row["quantity"]), "n"),
        (_number(row["weight_g"], "g"), "n"),
        (_number(row["thinnest_wall_mm"], "mm"), "n"),
        (str(row["stones"] or ""), "n"),
        (f'<span class="{row["verdict"]}">{row["verdict"]}</span>{"<br>" if why else ""}{why}', ""),
    ]
    return f"<tr><td>{_image(picture)}</td>" + "".join(f'<td class="{c}">{t}</td>' for t, c in cells) + "</tr>\n"


def _image(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    if len(data) > LARGEST:
        return ""
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(data).decode()}">'


def _stones(report: Document) -> str:
    if not report["stones"]:
        return ""
    rows = "".join(
        f'<tr><td class="n">{s["count"]}</td><td>{escape(s["cut"])}</td><td>{escape(s["gem"])}</td>'
        f"<td>{s['length_mm']:g} × {s['width_mm']:g} mm</td>"
        f'<td class="n">{s["carat_total"]:.2f} ct</td><td>{"to be measured" if s["placeholder"] else ""}</td></tr>\n'
        for s in report["stones"]
    )
    return f"<h2>Stones to order</h2>\n<table>{rows}</table>\n"


def _metals(report: Document) -> str:
    if not report["metals"]:
        return ""
    button = escape(report["button"]["asked"])
    head = f'<tr><th>alloy</th><th class="n">rings</th><th class="n">as cast</th><th class="n">button, {button}</th>'
    rows = "".join(
        f'<tr><td>{escape(m["name"])}</td><td class="n">{m["rings"]}</td>'
        + "".join(f'<td class="n">{_number(m[k], "g")}</td>' for k in ("rings_g", "button_g", "melt_g"))
        + "</tr>\n"
        for m in report["metals"]
    )
    return f'<h2>Metal to order</h2>\n<table>{head}<th class="n">to melt</th></tr>\n{rows}</table>\n'


def _number(value: float | None, unit: str) -> str:
    return f"{value:.2f} {unit}" if value is not None else ""
