"""A shop's own rules file, read with every mistake in it named: which row, which key, what is right."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from ringgen.catalog._tables import shown
from ringgen.catalog.metals import metals
from ringgen.errors import InputError, Problem
from ringgen.plugins import nearest

TOP = ("name", "note", "date", "extends", "process", "drop", "mesh", "terms", "limit", "finish", "shrink")
MESH = ("deviation_mm", "source", "confidence")
TERMS = ("formats", "stones", "bodies", "shrinkage", "source", "confidence")
ROW = ("check", "value", "unit", "severity", "direction", "groups", "kinds", "source", "confidence", "note")
WORDS = {
    "severity": ("fail", "warn"),
    "direction": ("min", "max"),
    "confidence": ("H", "M", "L"),
    "stones": ("in", "out"),
    "bodies": ("one", "parts"),
    "shrinkage": ("house", "customer"),
    "process": ("cast", "print"),
}
OWN = "the shop's own"
FACTORS = {"finish": ("bore", "outside", "edges", "seats"), "shrink": ("print", "mould", "casting")}
FACTOR = ("value", "uncertainty", "unit", "readings", "source", "date")
Data = dict[str, Any]


def read(text: str, path: str, checks: Mapping[str, tuple[str, ...]], ways: Mapping[tuple[str, str], str]) -> Data:
    """The file's tables, every row complete. InputError with all that is wrong.

    `checks` are those there are limits for, each with its units; `ways` which way the limits of a check go, by check
    and severity ("" for any), where there is one way only.
    """
    data = tomllib.loads(text)
    problems = [*_unknown(data, TOP, ""), *_words(data, ("process",), "")]
    if not isinstance(data.get("extends"), str):
        problems.append(Problem("extends", "is needed: whose rules these begin with", '"cast-standard"'))
    problems += [p for key in ("name", "note", "date") for p in _texts(data, key)]
    drop = data.get("drop", [])
    if not isinstance(drop, list):
        problems.append(Problem("drop", "is to be a list of checks", '["snag"]'))
        drop = []
    problems += [p for name in drop for p in _check(name, checks, "drop")]
    problems += _table(data, "mesh", MESH, _mesh)
    problems += _table(data, "terms", TERMS, _terms)
    problems += [p for name in FACTORS for p in _factors(data, name)]
    rows = data.get("limit", [])
    if not isinstance(rows, list):
        problems.append(Problem("limit", "is to be a list of tables", "[[limit]]"))
        rows = []
    whole = []
    for n, row in enumerate(rows, 1):
        found, wrong = _row(row, f"limit {n}", checks, ways)
        problems += wrong
        whole.append(found)
    if problems:
        raise InputError(problems, path)
    stem = path.replace("\\", "/").rpartition("/")[2]
    return {"name": stem, **data, "limit": whole}


def factors(data: Data) -> dict[str, dict[str, float]]:
    """A file's stock and shrinkage, by surface and step; less than nothing is nothing: a fit of -0.0001 is none."""
    named = {name: data.get(name, {}) for name in FACTORS}
    return {
        name: {k: max(float(factor["value"]), 0.0) for k, factor in table.items()}
        for name, table in named.items()
        if table
    }


def _factors(data: Data, name: str) -> list[Problem]:
    def each(table: Data) -> Iterable[Problem]:
        for key, factor in table.items():
            at = f"{name}.{key}"
            if not isinstance(factor, dict):
                yield Problem(at, "is to be a table", f"[{at}]")
                continue
            yield from _unknown(factor, FACTOR, f"{at}.")
            value = factor.get("value")
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                yield Problem(f"{at}.value", f"needs a number, not {shown(str(value))}", "0.05")

    return _table(data, name, FACTORS[name], lambda table: list(each(table)))


def _row(
    row: Any, at: str, checks: Mapping[str, tuple[str, ...]], ways: Mapping[tuple[str, str], str]
) -> tuple[Data, list[Problem]]:
    """A row with what it leaves out filled in, and what is wrong with it."""
    if not isinstance(row, dict):
        return {}, [Problem(at, "is to be a table", "[[limit]]")]
    check = row.get("check")
    problems = [*_unknown(row, ROW, f"{at}."), *_check(check, checks, f"{at}.check")]
    problems += _words(row, ("severity", "direction", "confidence"), f"{at}.")
    problems += [p for key in ("source", "note") for p in _texts(row, key, f"{at}.")]
    value = row.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        problems.append(Problem(f"{at}.value", f"needs a number, not {shown(str(value))}", "0.8"))
    units = checks.get(str(check), ("mm",))
    unit = row.get("unit", units[0])
    if unit not in units and check in checks:
        said = shown(str(unit))
        problems.append(
            Problem(f"{at}.unit", f'"{said}" is not what {check} is measured in', ", ".join(units), units[0])
        )
    severity = row.get("severity", "fail")
    way = row.get("direction", ways.get((str(check), str(severity)), ways.get((str(check), ""))))
    if way is None and check in checks:
        problems.append(Problem(f"{at}.direction", f"is needed: {check} has limits both ways", "min, max"))
    groups = _list(row, "groups", sorted({m.group for m in metals()}), at, problems)
    kinds = _list(row, "kinds", None, at, problems)
    usual = {"unit": unit, "severity": severity, "direction": way, "source": OWN, "confidence": "H"}
    return {**usual, **row, "groups": groups, "kinds": kinds}, problems


def _list(row: Data, key: str, known: list[str] | None, at: str, problems: list[Problem]) -> list[str]:
    said = row.get(key, [])
    if not isinstance(said, list) or not all(isinstance(s, str) for s in said):
        problems.append(Problem(f"{at}.{key}", "is to be a list of words", f'["{(known or ["melee"])[0]}"]'))
        return []
    for word in said:
        if known is not None and word not in known:
            problems.append(
                Problem(f"{at}.{key}", f'"{shown(word)}" is none', ", ".join(known), nearest(word, tuple(known)))
            )
    return said


def _mesh(table: Data) -> list[Problem]:
    value = table.get("deviation_mm")
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0.001 <= value <= 0.1
    problems = [] if good else [Problem("mesh.deviation_mm", "needs a length", "0.001 to 0.1 mm")]
    table.setdefault("source", OWN)
    table.setdefault("confidence", "H")
    return problems


def _terms(table: Data) -> list[Problem]:
    said = table.get("formats", [])
    good = isinstance(said, list) and all(isinstance(s, str) for s in said)
    problems = [] if good else [Problem("terms.formats", "is to be a list of formats", '["stl", "step"]')]
    table.setdefault("source", OWN)
    table.setdefault("confidence", "H")
    return problems + list(_words(table, ("stones", "bodies", "shrinkage"), "terms."))


def _table(data: Data, key: str, known: tuple[str, ...], more: Any) -> list[Problem]:
    if key not in data:
        return []
    table = data[key]
    if not isinstance(table, dict):
        return [Problem(key, "is to be a table", f"[{key}]")]
    return [*_unknown(table, known, f"{key}."), *more(table)]


def _check(name: Any, checks: Mapping[str, tuple[str, ...]], at: str) -> list[Problem]:
    if isinstance(name, str) and name in checks:
        return []
    if name is None:
        return [Problem(at, "is needed: what is measured", ", ".join(sorted(checks)))]
    near = nearest(str(name), tuple(checks))
    return [Problem(at, f'there is no check called "{shown(str(name))}"', ", ".join(sorted(checks)), near)]


def _unknown(table: Mapping[str, Any], known: tuple[str, ...], at: str) -> Iterable[Problem]:
    for key in table:
        if key not in known:
            yield Problem(f"{at}{shown(key)}", "is no key of rules", ", ".join(known), nearest(key, known))


def _words(table: Mapping[str, Any], keys: tuple[str, ...], at: str) -> Iterable[Problem]:
    for key in keys:
        if key in table and table[key] not in WORDS[key]:
            said, words = str(table[key]), WORDS[key]
            yield Problem(f"{at}{key}", f'"{shown(said)}" is none', ", ".join(words), nearest(said, words))


def _texts(table: Mapping[str, Any], key: str, at: str = "") -> Iterable[Problem]:
    if key in table and not isinstance(table[key], str):
        yield Problem(f"{at}{key}", "needs a text")
