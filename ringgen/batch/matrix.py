"""A run of one design: every size of a range in every alloy of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ringgen.batch.orders import Book, Order, named
from ringgen.catalog.metals import find_metal
from ringgen.catalog.sizes import parse_size
from ringgen.errors import InputError
from ringgen.spec.load import load
from ringgen.spec.problems import shown

MOST = 500  # sizes of one range: a step that small is a slip of the pen
_ALLOWED = '"US 4..10 by 1/2", "UK J..T", "EU 48..60 by 2", "16.5 mm, 17 mm"'
_NUMBER = r"\d+(?:[.]\d+)?(?: \d+/\d+)?|\d+/\d+|[A-Z](?: 1/2)?"
_RANGE = re.compile(
    rf"(?P<system>[A-Za-z ]*?)\s*(?P<low>{_NUMBER})\s*(?:\.\.|…|–)\s*(?P<high>{_NUMBER})\s*(?P<unit>mm|in)?"
    rf"(?:\s+by\s+(?P<step>{_NUMBER}))?"
)


def read_matrix(source: str, sizes: str | None, metals: str | None, overrides: Sequence[str] = ()) -> Book:
    """A ring in every size and metal; in its own where none is named. InputError for a spec or a list that is wrong."""
    first = load(source, overrides)
    across = size_run(sizes) if sizes else (None,)
    alloys = [find_metal(m.strip()).id for m in metals.split(",") if m.strip()] if metals else [None]
    found: list[Order] = []
    for metal in alloys or [None]:
        for size in across:
            words = [first.spec.name, *(w for w in (size, metal if len(alloys) > 1 else None) if w)]
            changes = [f'size="{size}"'] if size else []
            changes += [f'metal="{metal}"'] if metal else []
            name = " ".join(words).replace("\\", " ").replace('"', " ")
            found.append(_order(len(found) + 1, source, name, (*overrides, f'name="{name}"', *changes)))
    return Book(first.source, named(found))


def _order(number: int, source: str, name: str, overrides: tuple[str, ...]) -> Order:
    where = f"ring {number}"
    order = Order(number, where, name, "", None)
    try:
        loaded = load(source, overrides)
    except InputError as error:
        return Order(number, where, name, "", None, problems=order.placed(error))
    return Order(number, where, name, "", loaded)


def size_run(text: str) -> tuple[str, ...]:
    """Every size of a list of sizes and ranges, each once, as people write them. InputError for what is none."""
    found: list[str] = []
    for part in (p.strip() for p in text.split(",")):
        if not part:
            continue
        found += _range(part) if re.search(r"\.\.|…", part) else [str(_sized(part))]
    if not found:
        raise InputError.one("--sizes", "names no size", _ALLOWED)
    return tuple(dict.fromkeys(found))


def _range(part: str) -> list[str]:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise InputError.one("--sizes", f'"{shown(part)}" is no range of sizes', _ALLOWED, "US 4..10 by 1/2")
    letters = match["low"][0].isalpha()
    if letters != match["high"][0].isalpha():
        raise InputError.one("--sizes", f'"{shown(part)}" goes from a letter to a number', _ALLOWED, "UK J..T")
    low, high, step = (_value(match[k] or "1") for k in ("low", "high", "step"))
    if (match["step"] or "1")[0].isalpha() or step <= 0 or high < low or (high - low) / step >= MOST:
        raise InputError.one("--sizes", f'"{shown(part)}" counts up to nothing', _ALLOWED, "US 4..10 by 1/2")
    count = int((high - low) / step) + 1
    return [str(_sized(_written(match, low + k * step, letters))) for k in range(count)]


def _sized(text: str) -> str:
    """The size as it is asked for; InputError, which says so, where there is none."""
    try:
        parse_size(text)
    except InputError as error:
        p = error.problems[0]
        raise InputError.one("--sizes", p.message, p.allowed, p.nearest) from None
    return text


def _value(said: str) -> Fraction:
    """A number, or a letter counted from A, with its half."""
    whole, _, part = said.partition(" ")
    first = Fraction(ord(whole) - ord("A")) if whole.isalpha() else Fraction(whole)
    return first + (Fraction(part) if part else 0)


def _written(match: re.Match[str], value: Fraction, letters: bool) -> str:
    whole, part = divmod(value, 1)
    if match["unit"] or (part and part.denominator not in (2, 4)):
        number = f"{float(value):.4f}".rstrip("0").rstrip(".")
    else:
        head = chr(ord("A") + int(whole)) if letters else str(int(whole))
        number = f"{head} {part}" if part else head
    return " ".join(w for w in (match["system"].strip(), number, match["unit"]) if w)
