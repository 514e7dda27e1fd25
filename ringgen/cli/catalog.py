"""`ringgen catalog`: what may be asked for, kind by kind, each row with its source."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import click

from ringgen import plugins
from ringgen.catalog import _tables

Row = dict[str, Any]

# Plug-in kinds: the folder is the list.
_FOLDERS = ("profiles", "shanks", "shoulders", "cuts", "settings", "checks")


@click.command("catalog")
@click.argument("kind", type=click.Choice(["sizes", "metals", "gems", "rules", "stones", *_FOLDERS, "formats"]))
@click.argument("rules", required=False, metavar="[RULES]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else.")
def command(kind: str, rules: str | None, as_json: bool) -> None:
    """List what may be asked for, of one KIND.

    `rules` lists what each house states of itself; with the name of one, or a shop's own .toml file, all that a ring is
    held to by it, and whose limit each is.
    """
    if rules is not None and kind != "rules":
        raise click.UsageError(f"only rules are listed one by one, not {kind}")
    rows = _rules_of(rules) if rules is not None else _rows(kind)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_columns([_line(kind, row) for row in rows])))


def _rows(kind: str) -> list[Row]:
    if kind in _FOLDERS:
        package = f"ringgen.{kind}"
        return [
            {"id": n, "about": plugins.headline(package, n), "aliases": list(plugins.aliases(package, n))}
            for n in plugins.names(package)
        ]
    readers: dict[str, Callable[[], list[Row]]] = {
        "sizes": _sizes,
        "metals": _metals,
        "gems": _gems,
        "rules": _rules,
        "stones": _stones,
        "formats": _formats,
    }
    return readers[kind]()


def _sizes() -> list[Row]:
    data = _tables.table("sizes")
    return [s | {"charts": [c for c in data["chart"] if c["system"] == s["id"]]} for s in data["system"]]


def _metals() -> list[Row]:
    from ringgen.catalog.metals import metals

    return [dataclasses.asdict(m) for m in metals()]


def _gems() -> list[Row]:
    from ringgen.catalog.gems import gems

    return [dataclasses.asdict(g) for g in gems()]


def _rules() -> list[Row]:
    from ringgen.catalog.rules import load_rules, rule_ids

    stated = [(i, row) for i in rule_ids() for row in load_rules(i).rows if row.whose == i]
    return [{"rules": i} | dataclasses.asdict(row) for i, row in stated]


def _rules_of(rules: str) -> list[Row]:
    from ringgen.catalog.rules import load_rules

    found = sorted(load_rules(rules).rows, key=lambda row: row.check)
    return [{"rules": row.whose} | dataclasses.asdict(row) for row in found]


def _stones() -> list[Row]:
    data = _tables.table("stones")
    return [{"about": about} | row for about in ("proportions", "weight", "prongs") for row in data[about]]


def _formats() -> list[Row]:
    package = "ringgen.writers"
    found = [(plugins.load(package, n), plugins.headline(package, n)) for n in plugins.names(package)]
    rows = [{"id": module.FORMAT, "suffix": module.SUFFIX, "about": about} for module, about in found]
    return sorted(rows, key=lambda row: row["id"])


def _line(kind: str, row: Row) -> list[str]:
    """The cells people want to see of a row; the rest is in the JSON."""
    if kind in _FOLDERS:
        return [row["id"], row["about"], _also(row)]
    if kind == "formats":
        return [row["id"], row["suffix"], row["about"]]
    if kind == "sizes":
        return [row["id"], row["name"], row["reads"], "charts: " + ", ".join(c["id"] for c in row["charts"])]
    if kind == "metals":
        return [row["id"], row["name"], f"{row['density_g_cm3']:.2f} g/cm3", f"[{row['confidence']}]", _also(row)]
    if kind == "gems":
        return [row["id"], row["name"], f"SG {row['sg']:.2f}", f"Mohs {row['mohs']}", row["wear"], _also(row)]
    if kind == "rules":
        sign = "at least" if row["direction"] == "min" else "at most"
        groups = ", ".join(row["groups"])
        limit = f"{sign} {row['value']:g} {row['unit']}"
        return [row["rules"], row["check"], row["severity"], limit, groups, f"[{row['confidence']}] {row['source']}"]
    values = ", ".join(f"{k} {v}" for k, v in row.items() if k not in ("about", "source", "confidence"))
    return [row["about"], values, f"[{row['confidence']}] {row['source']}"]


def _also(row: Row) -> str:
    return "also: " + ", ".join(row["aliases"]) if row["aliases"] else ""


def _columns(lines: list[list[str]]) -> list[str]:
    """Cells under one another; the last column is left ragged."""
    if not lines:
        return ["nothing yet"]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]
