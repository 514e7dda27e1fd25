"""`ringgen size`: what a ring size is in millimetres, on whose authority, and in every other system."""

from __future__ import annotations

import json
from typing import Any

import click

from ringgen.catalog.sizes import RingSize, disagreements, equivalents, parse_size
from ringgen.units import mm, rounded


@click.command("size")
@click.argument("size", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else.")
def command(size: tuple[str, ...], as_json: bool) -> None:
    """Convert a ring SIZE: "US 6 1/2", UK N, EU 53, JP 13, 16.9 mm, or a rival chart: "UK N (retail)"."""
    found = parse_size(" ".join(size))
    if as_json:
        click.echo(json.dumps(_document(found), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found)))


def _document(size: RingSize) -> dict[str, Any]:
    return {
        "asked": size.asked,
        "system": size.system,
        "label": size.label,
        "inner_diameter_mm": rounded(size.inner_diameter_mm, 3),
        "inner_circumference_mm": rounded(size.circumference_mm, 3),
        "authority": size.authority,
        "source": size.source,
        "confidence": size.confidence,
        "equivalents": equivalents(size.inner_diameter_mm),
        "disagreements": disagreements(size),
    }


def _lines(size: RingSize) -> list[str]:
    lines = [
        f"{size}: {mm(size.inner_diameter_mm)} inner diameter, {mm(size.circumference_mm)} inner circumference",
        f"by {size.authority} [{size.confidence}]: {size.source}",
        "",
        f"{'system':<14}{'nearest':<12}{'exact':>8}{'diameter':>12}{'off by':>12}",
    ]
    for row in equivalents(size.inner_diameter_mm):
        lines.append(_row(row["system"], row["label"], row["exact"], row["inner_diameter_mm"], row["difference_mm"]))
    rivals = disagreements(size)
    if rivals:
        lines += ["", "Charts disagree on this label:"]
    for r in rivals:
        read = f"{r['size']}: {mm(r['inner_diameter_mm'])} ({rounded(r['difference_mm'], 2):+.2f})"
        lines.append(f"  {read} by {r['authority']} [{r['confidence']}]")
    return lines


def _row(system: str, label: str | None, exact: float, diameter: float | None, difference: float | None) -> str:
    if label is None or diameter is None or difference is None:
        return f"{system:<14}past the ends of its scale"
    return f"{system:<14}{label:<12}{exact:>8.2f}{mm(diameter):>12}{rounded(difference, 2):>+9.2f} mm"
