"""A filled form read, and a shop's rules file written."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path

from ringgen.bounded import MIB, Kind, decoded, from_file, refused
from ringgen.calibration.fit import Factor, Fitted, Reading
from ringgen.calibration.gauges import COLUMNS, rows
from ringgen.errors import InputError, Problem

MOST_OFF = 0.2  # of the nominal size: a reading further off is of another gauge, or has lost its point
FORM = Kind("form", MIB, "UTF-8", "the form `ringgen calibrate` writes, filled in")


def read(path: Path) -> list[Reading]:
    """The readings of a form. InputError with every line that is wrong."""
    name = str(path)
    text = decoded(from_file(name, name, FORM, lambda: refused(name, "there is no such form")), name, FORM)
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    mark = ";" if lines and lines[0][1].count(";") > lines[0][1].count(",") else ","
    table = [(n, [c.strip() for c in next(csv.reader([line], delimiter=mark))]) for n, line in lines]
    if not table or tuple(table[0][1]) != COLUMNS:
        raise InputError.one("form", "does not begin with the form's own columns", mark.join(COLUMNS), source=str(path))
    known = {(gauge, measure): nominal for gauge, measure, nominal in rows()}
    readings, problems = list[Reading](), list[Problem]()
    for n, cells in table[1:]:
        try:
            readings.append(_reading(n, cells, known))
        except ValueError as error:
            problems.append(Problem(f"line {n}", str(error)))
    seen: dict[tuple[str, str], int] = {}
    for r in readings:
        first = seen.setdefault((r.gauge, r.measure), r.line)
        if first != r.line:
            problems.append(Problem(f"line {r.line}", f"{r.name} is on line {first} already"))
    if problems:
        raise InputError(problems, str(path))
    return readings


def _reading(n: int, cells: list[str], known: dict[tuple[str, str], float]) -> Reading:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"has {len(cells)} cells, not {len(COLUMNS)}; a comma in a number needs ; between cells")
    gauge, measure = cells[:2]
    nominal = known.get((gauge, measure))
    if nominal is None:
        raise ValueError(f"there is no gauge {gauge[:40]} with a {measure[:40]}")
    wax, cast, polished = (_size(c, nominal) for c in cells[3:])
    return Reading(gauge, measure, nominal, wax, cast, polished, n)


def _size(cell: str, nominal: float) -> float | None:
    if not cell:
        return None
    try:
        found = float(cell.replace(",", "."))
    except ValueError:
        raise ValueError(f'"{cell[:20]}" is no size in mm') from None
    if not math.isfinite(found) or abs(found - nominal) > MOST_OFF * nominal + 0.3:
        raise ValueError(f"{cell[:20]} mm is far from its nominal {nominal:g} mm: another gauge, or a slip of the pen")
    return found


def rules_text(found: Fitted, source: str, date: str, extends: str = "cast-standard") -> str:
    """The rules file: whose limits it extends, and a table for each factor."""
    lines = [
        'name = "Our own printer and caster"',
        f"extends = {json.dumps(extends)}",
        f'note = "Factors fitted by ringgen calibrate on {date}; an uncertainty holds in 95 of 100 cases."',
    ]
    for group, factors in (("finish", found.finish), ("shrink", found.shrink)):
        for f in factors:
            lines += ["", f"[{group}.{f.name}]", *_table(f, "mm" if group == "finish" else "share", source, date)]
    return "\n".join(lines) + "\n"


def _table(f: Factor, unit: str, source: str, date: str) -> Iterator[str]:
    yield f"value = {f.value:.5f}"
    yield f"uncertainty = {f.uncertainty:.5f}"
    yield f"unit = {json.dumps(unit)}"
    yield f"readings = {f.readings}"
    yield f"source = {json.dumps(source, ensure_ascii=False)}"
    yield f"date = {date}"


def making_text(found: Fitted) -> str:
    """The same as a spec's `making`. Less than nothing is nothing: a factor of -0.0001 is none."""
    finish = ", ".join(f"{f.name} = {max(f.value, 0.0):.3f}" for f in found.finish)
    shrink = ", ".join(f"{f.name} = {max(f.value, 0.0):.4f}" for f in found.shrink)
    parts = [f"{name} = {{{text}}}" for name, text in (("finish", finish), ("shrink", shrink)) if text]
    return "[making]\n" + "\n".join(parts) + "\n"
