"""An order book to orders: each row's spec read and checked for shape, its folder named, what is wrong with it told.

One bad row never stops the rest: it is an order with problems and without a spec.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ringgen.batch import tables
from ringgen.batch.tables import Row
from ringgen.catalog.rules import is_file
from ringgen.errors import InputError, Problem
from ringgen.filenames import slug
from ringgen.spec import presets
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.problems import shown
from ringgen.spec.sources import Text, read_source

MOST = 1000  # of one ring: more is a slip of the pen
LONGEST = 200  # letters of a client's name or an order's number
MOST_ALLOWED = 160  # letters of what is allowed, in a message about a row
_BOOK = ("quantity", "client", "order", "spec")
"""What of a row is no field of the spec."""
_RULES = "making.rules"
_TEXTS = ("name", "size", "metal")
"""Fields whose bare numbers are text: a size of 7 is told what it lacks, rather than read as a number."""


@dataclass(frozen=True)
class Order:
    """One ring of a book: how many of it, for whom, its spec, and the folder it goes into.

    `where` says where in the book it stands; `loaded` is None where there are `problems`. `columns` are those of the
    book, and `word` what they are called.
    """

    row: int
    where: str
    name: str
    folder: str
    loaded: Loaded | None
    quantity: int = 1
    client: str = ""
    order: str = ""
    problems: tuple[Problem, ...] = ()
    columns: tuple[str, ...] = ()
    word: str = ""

    def placed(self, error: InputError) -> tuple[Problem, ...]:
        """What is wrong with its spec, each by row and column."""
        return tuple(_placed(p, self.where, self.word, self.columns, error.source) for p in error.problems)


@dataclass(frozen=True)
class Book:
    """Orders in the order they were written, and what people call their source."""

    source: str
    orders: tuple[Order, ...]


def read_book(source: str, overrides: Sequence[str] = ()) -> Book:
    """The orders of a CSV, TOML, JSON or JSON lines file, or of standard input (`-`).

    `overrides` (`PATH=VALUE`) are laid over every ring. InputError only where the book itself is wrong.
    """
    name, rows = tables.rows_of(source)
    beside = Path() if source == tables.STDIN else Path(source).parent
    return Book(name, named([_order(row, beside, overrides) for row in rows]))


def named(orders: Sequence[Order]) -> tuple[Order, ...]:
    """The orders with a folder each: the ring's name made plain, numbered where two would be the same."""
    taken: set[str] = set()
    found = []
    for order in orders:
        stem = slug(order.name) if order.name else f"row-{order.row}"
        folder, n = stem, 1
        while folder in taken:
            n += 1
            folder = f"{stem}-{n}"
        taken.add(folder)
        found.append(replace(order, folder=folder))
    return tuple(found)


def _order(row: Row, beside: Path, overrides: Sequence[str]) -> Order:
    problems = [_placed(p, row.where, row.word, ()) for p in row.problems]
    quantity, wrong = _quantity(row.cells.get("quantity"))
    problems += [_at(p, row) for p in wrong]
    words = {}
    for key in ("client", "order"):
        words[key], wrong = _words(key, row.cells.get(key))
        problems += [_at(p, row) for p in wrong]
    loaded = None
    if not row.problems:
        try:
            loaded = read_text(*_spec(row, beside, overrides))
        except InputError as error:
            problems += [_placed(p, row.where, row.word, row.columns, error.source) for p in error.problems]
    name = loaded.spec.name if loaded is not None else row.cells.get("name")
    return Order(
        row.number,
        row.where,
        shown(name, 120) if isinstance(name, (str, int, float)) else "",
        "",
        loaded if not problems else None,
        quantity,
        words["client"],
        words["order"],
        tuple(problems),
        row.columns,
        row.word,
    )


def _spec(row: Row, beside: Path, overrides: Sequence[str]) -> tuple[Text, tuple[str, ...]]:
    """The text of a row's spec, and what the row lays over it. InputError where there is none."""
    cells = _ruled({k: v for k, v in row.cells.items() if k not in _BOOK}, beside)
    path = row.cells.get("spec")
    if path is not None and "preset" in cells:
        raise InputError.one("spec", "there is a preset, too", "one of both")
    if path is not None:
        text = _file(path, beside)
        return text, (*(_override(k, v) for k, v in _flat(cells).items()), *overrides)
    if "preset" not in cells and row.word:
        raise InputError.one("preset", "is empty, and so is spec", "what the ring is: `ringgen presets` lists some")
    if "preset" in cells:
        presets.text(str(cells["preset"]))  # InputError with the nearest, before anything else of the row is read
    own = {k: v for k, v in cells.items() if "." not in k}
    over = {k: v for k, v in cells.items() if "." in k}
    try:
        body = json.dumps(_plain(own), ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise InputError.one("", "holds what no spec does, such as a date", "text, numbers and tables") from None
    return Text(body, row.where, ".json"), (*(_override(k, v) for k, v in over.items()), *overrides)


def _ruled(cells: dict[str, Any], beside: Path) -> dict[str, Any]:
    """The same with a shop's own rules, a file beside the book, named from wherever this runs."""

    def found(rules: Any) -> Any:
        return str(beside / rules) if isinstance(rules, str) and is_file(rules) else rules

    making = cells.get("making")
    if isinstance(making, dict) and "rules" in making:
        cells = {**cells, "making": {**making, "rules": found(making["rules"])}}
    return {**cells, _RULES: found(cells[_RULES])} if _RULES in cells else cells


def _file(path: Any, beside: Path) -> Text:
    if not isinstance(path, str) or "\0" in path:
        raise InputError.one("spec", f"needs a path, not {shown(path)}", "a .toml or .json file beside the book")
    if path == tables.STDIN:
        raise InputError.one("spec", "standard input is no spec of one row", "a .toml or .json file beside the book")
    found = beside / path
    if not found.is_file():
        said = f'there is no file "{shown(path, 80)}" beside the book'
        raise InputError.one("spec", said, "a .toml or .json file; for a ready spec the column is preset")
    return read_source(found)


def _plain(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A spec as JSON has it: a name that looks like a number is still a name."""
    texts = {k: str(cells[k]) for k in _TEXTS if k in cells and isinstance(cells[k], (int, float))}
    return {**cells, **texts}


def _flat(cells: Mapping[str, Any], at: str = "", deep: int = 0) -> dict[str, Any]:
    """Tables as dotted paths. InputError for a list, which no path leads into."""
    found: dict[str, Any] = {}
    for key, value in cells.items():
        path = f"{at}{key}"
        if isinstance(value, dict) and deep < 6:
            found |= _flat(value, f"{path}.", deep + 1)
        elif isinstance(value, (list, dict)):
            raise InputError.one(path, "cannot be laid over a spec as a list", "fields by path: settings.centre.prongs")
        else:
            found[path] = value
    return found


def _override(path: str, value: Any) -> str:
    """PATH=VALUE of a cell, as `--set` takes it."""
    if isinstance(value, (dict, list)):
        raise InputError.one(path, f"needs one value, not {shown(value)}", "fields by path: settings.centre.prongs")
    if isinstance(value, str) and path not in _TEXTS:
        return f"{path}={value}"
    return f"{path}={json.dumps(str(value) if path in _TEXTS else value, ensure_ascii=False)}"


def _quantity(said: Any) -> tuple[int, list[Problem]]:
    if said is None:
        return 1, []
    text = str(said).strip()
    if not isinstance(said, bool) and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= MOST:
        return int(text), []
    try:
        near = min(max(round(float(text.replace(",", "."))), 1), MOST)
    except (ValueError, OverflowError):
        near = 1
    return 1, [Problem("quantity", f'"{shown(said)}" is no number of rings', f"1 to {MOST}", str(near))]


def _words(key: str, said: Any) -> tuple[str, list[Problem]]:
    if said is None:
        return "", []
    if isinstance(said, bool) or not isinstance(said, (str, int, float)):
        return "", [Problem(key, f"needs text, not {shown(said)}", "one short line")]
    text = str(said)
    if len(text) > LONGEST or not text.isprintable():
        return shown(text, LONGEST), [Problem(key, "is no short line of text", f"up to {LONGEST} letters")]
    return text, []


def _at(problem: Problem, row: Row) -> Problem:
    return _placed(problem, row.where, row.word, row.columns)


def _placed(problem: Problem, where: str, word: str, columns: Sequence[str], source: str = "") -> Problem:
    """The problem by row and column; one of a field no column fills says which file it stands in."""
    field = problem.field.removeprefix("--set")
    column = max((c for c in columns if field == c or field.startswith(f"{c}.")), key=len, default="")
    inside = source and source != where and not column
    said = f"{source}: {f'line {problem.line}: ' if problem.line else ''}{problem.message}" if inside else None
    at = f"{where}, {word if column else ''}{field}" if field else where
    return replace(problem, field=at, message=said or problem.message, line=None, allowed=_short(problem.allowed))


def _short(allowed: str | None) -> str | None:
    """The first of what is allowed, where that is a whole catalog: a hundred rows are to be read."""
    if allowed is None or len(allowed) <= MOST_ALLOWED:
        return allowed
    return allowed[:MOST_ALLOWED].rpartition(", ")[0] + ", …"
