"""The sizes a row's stones may have: a range of half-tenths, or what a shop has of each; as text, a list or a file."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEP = 0.05  # mm from one size of melee to the next
LEAST, MOST = 0.5, 30.0  # mm, of any stone
MOST_SIZES = 60
MOST_BYTES = 64 * 1024
FILES = (".csv", ".toml")
WORKS = '"1.3 to 1.7", "40 x 1.5, 12 x 1.45", [{diameter = 1.5, count = 40}], "melee.csv"'

_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:mm)?\s*(?:\.\.|to|-|–)\s*{_NUMBER}\s*(?:mm)?")
_ENTRY = re.compile(rf"(?:(\d+)\s*[x×*]\s*)?{_NUMBER}\s*(?:mm)?")


@dataclass(frozen=True)
class Size:
    """Stones of one width, mm, and how many there are; None: as many as are needed."""

    width: float
    count: int | None = None


def parse_sizes(said: Any) -> tuple[Size, ...]:
    """The sizes a text or a list names, in its order. ValueError, in words, for one that names none."""
    if isinstance(said, list):
        return _held([_row(row) for row in said])
    if isinstance(said, int | float) and not isinstance(said, bool):
        return _held([Size(float(said))])
    if not isinstance(said, str):
        raise ValueError(f"needs sizes: {WORKS}")
    if span := _RANGE.fullmatch(said.strip()):
        low, high = sorted(float(v) for v in span.groups())
        steps = math.floor((high - low) / STEP + 1e-6)
        return _held([Size(round(low + k * STEP, 3)) for k in range(steps + 1)])
    found = []
    for part in re.split(r"[,;]", said):
        entry = _ENTRY.fullmatch(part.strip())
        if entry is None:
            raise ValueError(f"needs sizes: {WORKS}")
        found.append(Size(float(entry[2]), int(entry[1]) if entry[1] else None))
    return _held(found)


def told(sizes: tuple[Size, ...]) -> str:
    """Sizes as the text that names them."""
    return ", ".join(f"{s.width:g}" if s.count is None else f"{s.count} x {s.width:g}" for s in sizes)


def from_file(path: Path) -> list[dict[str, Any]]:
    """The rows of a shop's list: a CSV with `diameter` and `count`, or a TOML with `stones`. ValueError in words."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ValueError("is no list of stones that can be read beside the spec") from None
    if len(data) > MOST_BYTES:
        raise ValueError(f"is too large a list: up to {MOST_BYTES // 1024} KiB")
    if path.suffix.casefold() == ".toml":
        try:
            rows = tomllib.loads(text).get("stones")
        except ValueError as error:
            raise ValueError(f"cannot be read: {error}") from None
        if not isinstance(rows, list):
            raise ValueError("has no stones = [{diameter = 1.5, count = 40}, ...]")
        return rows
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    return [{k.strip(): _number(v) for k, v in row.items() if k and v} for row in reader]


def _number(text: str | list[str]) -> Any:
    said = text[0] if isinstance(text, list) else text
    try:
        value = float(said)
    except ValueError:
        return said
    return int(value) if value.is_integer() and "." not in said else value


def _row(row: Any) -> Size:
    if not isinstance(row, Mapping) or not set(row) <= {"diameter", "width", "count"}:
        raise ValueError("a size is written {diameter = 1.5, count = 40}")
    width, count = row.get("diameter", row.get("width")), row.get("count")
    if isinstance(width, bool) or not isinstance(width, int | float):
        raise ValueError("a size is written {diameter = 1.5, count = 40}")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 0):
        raise ValueError("a count is a whole number")
    return Size(float(width), count)


def _held(sizes: list[Size]) -> tuple[Size, ...]:
    """The same, each width once; ValueError for what is no stone's size."""
    counts: dict[float, int | None] = {}
    for s in sizes:
        if not LEAST <= s.width <= MOST:
            raise ValueError(f"a stone of {s.width:g} mm is none: {LEAST:g} to {MOST:g} mm")
        had = counts.get(s.width, 0)
        counts[s.width] = None if s.count is None or had is None else had + s.count
    if not 1 <= len(counts) <= MOST_SIZES:
        raise ValueError(f"names {len(counts)} sizes: 1 to {MOST_SIZES}")
    return tuple(Size(width, count) for width, count in counts.items())
