"""Order books as text: CSV, TOML, JSON or JSON lines to rows of cells, read in a bounded way.

A row that cannot be read is a row with a problem; only a book that cannot be told apart into rows is refused.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringgen.bounded import MIB, Kind, decoded, from_file, from_stdin, refused
from ringgen.errors import InputError, Problem
from ringgen.plugins import nearest
from ringgen.spec import presets
from ringgen.spec.problems import shown

BOOK = Kind("order book", 8 * MIB, "CSV (UTF-8)", "one row a ring")
MAX_ROWS = 10_000
STDIN = "-"
LISTS = ("orders", "order", "rings", "ring")
"""What the list of a TOML or JSON book may be called."""
OWN = ("name", "preset", "spec", "size", "metal", "quantity", "client", "order")
"""The columns of every book; all others are fields of the spec, by their dotted path."""
FIELDS = ("weight", "density", "solve", "fit")
GROUPS = ("band.", "making.", "settings.")
_KINDS = "a .csv, .toml, .json or .jsonl file, or - for standard input"


@dataclass(frozen=True)
class Row:
    """One ring of a book as written: the cells that say something, by column, and where they stand."""

    number: int
    where: str
    cells: Mapping[str, Any]
    word: str = ""
    """What a column is called in messages about this row: `column ` in a table."""
    problems: tuple[Problem, ...] = ()
    head: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column there is: those of the table, or those the entry fills."""
        return self.head or tuple(self.cells)


def rows_of(source: str) -> tuple[str, list[Row]]:
    """What people call a book, and its rows. InputError for one that is none."""
    name = "standard input" if source == STDIN else shown(source, 200)
    text = _text(source, name)
    suffix = Path(source).suffix.casefold() if source != STDIN else ""
    found: list[Row] = []
    for row in _read(text, suffix, name):
        found.append(row)
        if len(found) > MAX_ROWS:
            raise refused(name, "holds too many rings", f"up to {MAX_ROWS} in one book")
    if not found:
        raise refused(name, "holds no rings", "one row a ring")
    return name, found


def _read(text: str, suffix: str, name: str) -> Iterator[Row]:
    start = text.lstrip()[:1]
    if suffix == ".toml":
        return _listed(_toml(text, name), name)
    if suffix in (".jsonl", ".ndjson"):
        return _json_lines(text)
    if start == "[" or (suffix == ".json" and start == "{"):
        return _listed(_json(text, name), name)
    if start == "{":
        return _json_lines(text) if _is_lines(text) else _listed(_json(text, name), name)
    if suffix in (".csv", ".tsv", ".txt", ""):
        return _csv(text, name)
    raise refused(name, f"is no order book: {shown(suffix)} is not read", _KINDS)


def _is_lines(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return first.rstrip().endswith("}")  # one bad line is a bad ring, not a bad book
    return not (isinstance(found, dict) and any(isinstance(found.get(k), list) for k in LISTS))


def _csv(text: str, name: str) -> Iterator[Row]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=lambda d: (head.count(d), d == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    number, columns = 0, None
    while True:
        number += 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            if columns is None:
                raise refused(name, f"row {number} cannot be read: {error}") from None
            said = Problem("", f"cannot be read, nor what follows it: {error}", "quotes in pairs")
            yield Row(number, f"row {number}", {}, "column ", (said,))
            return
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells, name)
            continue
        yield _row(number, columns, cells)


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    more = [c for c in cells[len(columns) :] if c]
    problems = []
    if more:
        said = f'has more cells than there are columns: "{shown(more[0])}" has none'
        problems.append(Problem("", said, "quotes round a cell that holds a separator"))
    found = {c: cell for c, cell in zip(columns, cells, strict=False) if cell and c}
    return Row(number, f"row {number}", found, "column ", tuple(problems), tuple(c for c in columns if c))


def _columns(cells: list[str], name: str) -> list[str]:
    """The columns by their right names; InputError for any that is none, or is there twice."""
    found, problems = list[str](), list[Problem]()
    for n, cell in enumerate(cells, 1):
        plain = cell.casefold() if cell.casefold() in (*OWN, *FIELDS) else cell
        if cell and plain in found:
            problems.append(Problem(f"column {n}", f'"{shown(cell)}" is there twice', "each column once"))
        elif cell and not known(plain):
            near = nearest(plain, (*OWN, *FIELDS)) or _nearest_path(plain)
            said = f'there is no column "{shown(cell)}"'
            problems.append(Problem(f"column {n}", said, f"{', '.join(OWN)}, or a field such as band.width", near))
        found.append(plain)
    if not any(c in ("preset", "spec") for c in found) and not problems:
        said = "a column preset or spec is needed: what each ring is"
        problems.append(Problem("", said, f"{', '.join(OWN)}, or a field such as band.width"))
    if problems:
        raise InputError(problems, name)
    return found


def known(column: str) -> bool:
    """Whether a column may be there at all; whether its path leads to a field is for each row's spec to say."""
    return column in OWN or column in FIELDS or any(column.startswith(g) and column != g for g in GROUPS)


def _nearest_path(column: str) -> str | None:
    head, dot, rest = column.partition(".")
    near = nearest(head, [g.rstrip(".") for g in GROUPS]) if dot and rest else None
    return f"{near}.{rest}" if near else None


def _toml(text: str, name: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(name, f"is not TOML: {shown(str(error), 120)}") from None


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        said = f"is not JSON: {shown(error.msg, 80)}"
        raise InputError.one("", said, line=error.lineno, source=name) from None
    except (ValueError, RecursionError):
        raise refused(name, "is not JSON that can be read") from None


def _listed(data: Any, name: str) -> Iterator[Row]:
    """The rings of a list, or of the one list of a table."""
    found = data
    if isinstance(data, dict):
        keys = [k for k in LISTS if isinstance(data.get(k), list)]
        if not keys and {"size", "band", "settings", "preset"} & data.keys():
            said = "is one spec, not a list of rings"
            raise refused(name, said, "[[orders]] in TOML, a list in JSON; or --sizes and --metals for a run of it")
        if len(keys) != 1 or len(data) > 1:
            raise refused(name, "is no list of rings", "[[orders]] in TOML; a list, or {orders: [...]}, in JSON")
        found = data[keys[0]]
    for number, entry in enumerate(found, 1):
        yield _entry(number, entry)


def _entry(number: int, entry: Any) -> Row:
    where = f"ring {number}"
    if not isinstance(entry, dict):
        said = Problem("", f"needs a table of fields, not {shown(entry)}", '{"preset": "...", "size": "..."}')
        return Row(number, where, {}, problems=(said,))
    return Row(number, where, {str(k): v for k, v in entry.items() if v is not None and v != ""})


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            said = shown(getattr(error, "msg", "nested too deep, or a number too long"), 80)
            problem = Problem("", f"is not JSON: {said}", "one object a line")
            yield Row(number, f"line {number}", {}, problems=(problem,))
            continue
        row = _entry(number, entry)
        yield Row(number, f"line {number}", row.cells, problems=row.problems)


def _text(source: str, name: str) -> str:
    data = from_stdin(BOOK) if source == STDIN else from_file(source, name, BOOK, lambda: _missing(source, name))
    if data.startswith(b"PK\x03\x04"):
        raise refused(name, "is a workbook; save the sheet as CSV (UTF-8)", _KINDS)
    return decoded(data, name, BOOK)


def _missing(path: str, name: str) -> InputError:
    if path in presets.names():
        said = f'a run of it: ringgen batch {path} --sizes "US 5..8 by 1/2"'
        return refused(name, "is one design, and no order book", said)
    return refused(name, "there is no such order book", _KINDS)
