"""What a plate was asked for, read from what people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ringgen.catalog.casting import Button, Orientation, buttons, find_button, find_orientation, orientations, sprue
from ringgen.catalog.metals import Metal, find_metal
from ringgen.errors import InputError, Problem
from ringgen.units import Kind, QuantityError, number_of, parse

BED = (96.0, 54.0)  # mm: a desktop resin printer's screen of 1920 by 1080 dots, 0.05 mm each
SMALLEST_BED, LARGEST_BED = 10.0, 500.0  # mm: less holds no ring, more is no wax printer
SPACING = 1.0  # mm
LARGEST_SPACING = 50.0  # mm
DIAMETERS = (0.8, 8.0)  # mm: thinner freezes before the ring is full, thicker than any shank
LENGTHS = (2.0, 40.0)  # mm
MOST_COPIES, MOST_PLATES = 500, 100
WAX = "wax"
BED_WORDS = 'its width and depth in mm, as "96x54", and if you like its height, as "96x54x120"'

T = TypeVar("T")


@dataclass(frozen=True)
class Bed:
    """What the printer can build on, mm; no height where none was said."""

    width: float
    depth: float
    height: float | None = None

    def __str__(self) -> str:
        sides = [self.width, self.depth] + ([self.height] if self.height is not None else [])
        return " x ".join(number_of(s) for s in sides) + " mm"


@dataclass(frozen=True)
class SprueAsked:
    """A sprue's diameter and length, mm; without a diameter it is as thick as the section it feeds."""

    diameter: float | None
    length: float


@dataclass(frozen=True)
class Asked:
    """Everything a plate is told beside its rings."""

    bed: Bed = Bed(*BED)
    copies: int = 1
    spacing: float = SPACING
    orientation: Orientation = field(default_factory=lambda: orientations()[0])
    sprue: SprueAsked | None = None
    tags: bool = False
    plates: int = 1
    pattern: Metal = field(default_factory=lambda: find_metal(WAX))
    metal: Metal | None = None
    button: Button = field(default_factory=lambda: buttons()[0])
    rules: str | None = None
    force: bool = False


def read(
    *,
    bed: str | None = None,
    copies: int = 1,
    spacing: str = "1",
    orient: str = "tilted",
    tilt: str | None = None,
    plates: int = 1,
    sprue: str | None = None,
    sprue_length: str | None = None,
    tags: bool = False,
    pattern: str = WAX,
    metal: str | None = None,
    button: str | None = None,
    rules: str | None = None,
    force: bool = False,
) -> Asked:
    """The options as typed; InputError with every one that is wrong, not the first alone."""
    problems: list[Problem] = []

    def tried(what: Callable[[], T], otherwise: T) -> T:
        try:
            return what()
        except InputError as error:
            problems.extend(error.problems)
            return otherwise

    usual = Asked()
    rod = tried(lambda: _sprue(sprue, sprue_length), None)
    found = Asked(
        bed=tried(lambda: read_bed(bed), usual.bed) if bed is not None else usual.bed,
        copies=tried(lambda: _count("--copies", copies, MOST_COPIES), 1),
        spacing=tried(lambda: _length("--spacing", spacing, 0.0, LARGEST_SPACING), SPACING),
        orientation=tried(lambda: read_orientation(orient, tilt), usual.orientation),
        sprue=rod,
        tags=tags,
        plates=tried(lambda: _count("--plates", plates, MOST_PLATES), 1),
        pattern=tried(lambda: _pattern(pattern), usual.pattern),
        metal=tried(lambda: _metal("--metal", metal), None) if metal is not None else None,
        button=tried(lambda: find_button(button), usual.button) if button is not None else usual.button,
        rules=rules,
        force=force,
    )
    if problems:
        raise InputError(problems)
    return found


def read_bed(text: str) -> Bed:
    """`96x54`, `96 x 54 mm`, `96 × 54 × 120`, `3.8 x 2.1 in`: width, depth and perhaps height."""
    plain = text.strip().casefold()
    unit = next((u for u in ("mm", "cm", "in", '"') if plain.endswith(u)), "")
    parts = re.split(r"\s*[x×*]\s*", plain)
    if not 2 <= len(parts) <= 3 or not all(parts):
        raise InputError.one("--bed", f'"{text[:40]}" is no size of a bed', BED_WORDS, "96x54")
    sides = [_length("--bed", p if p.endswith(unit) else p + unit, SMALLEST_BED, LARGEST_BED) for p in parts]
    return Bed(*sides)


def _sprue(diameter: str | None, length: str | None) -> SprueAsked | None:
    if diameter is None:
        if length is not None:
            raise InputError.one("--sprue-length", "there is no sprue to be so long", "with --sprue", "--sprue auto")
        return None
    thick = None if diameter.strip().casefold() == "auto" else _length("--sprue", diameter, *DIAMETERS, ", or auto")
    return SprueAsked(thick, sprue().length_mm if length is None else _length("--sprue-length", length, *LENGTHS))


def _count(field: str, number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise InputError.one(field, f"{number} is out of range", f"1 to {most}", str(min(max(number, 1), most)))
    return number


def read_orientation(text: str, lean: str | None) -> Orientation:
    """The orientation of that name, leaning as far as was asked."""
    row = find_orientation(text)
    if lean is None:
        return row
    if row.id != "tilted":
        raise InputError.one("--tilt", f"a ring that stands {row.id} does not lean", "with --orient tilted")
    degrees = _measure("--tilt", lean, "angle", 0.0, 90.0, "°")
    return Orientation(row.id, degrees, row.note, "as asked", "H")


def _pattern(text: str) -> Metal:
    """What the plate is printed in: a row of the catalog that is for weighing models."""
    found = _metal("--pattern", text)
    if found.group != "pattern":
        raise InputError.one("--pattern", f"{found.name} is cast, not printed", "wax, resin", WAX)
    return found


def _metal(field: str, text: str) -> Metal:
    try:
        return find_metal(text)
    except InputError as error:
        raise InputError([replace(p, field=field) for p in error.problems]) from None


def _length(field: str, text: str, low: float, high: float, more: str = "") -> float:
    return _measure(field, text, "length", low, high, " mm", more)


def _measure(field: str, text: str, kind: Kind, low: float, high: float, unit: str, more: str = "") -> float:
    allowed = f"{number_of(low)} to {number_of(high)}{unit}{more}"
    try:
        value = parse(_number(text), kind)
    except QuantityError as error:
        raise InputError.one(field, str(error), allowed) from None
    if not low <= value <= high:
        near = number_of(min(max(value, low), high))
        raise InputError.one(field, f"{number_of(value)}{unit} is out of range", allowed, near)
    return value


def _number(text: str) -> float | str:
    """A bare number is in the unit of its kind."""
    try:
        return float(text)
    except ValueError:
        return text.strip()
