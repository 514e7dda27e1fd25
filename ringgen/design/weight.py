"""Solving one field of a spec so that the finished ring has the weight asked for.

The shank's volume is known in closed form; what the head adds is learnt from the last build. So each build corrects
the next guess almost completely, and two or three suffice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import load_rules
from ringgen.design.band import shank_of
from ringgen.design.model import Solved
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.spec.change import changed, get, owner
from ringgen.spec.fields import FieldDoc, describe
from ringgen.spec.models import Spec
from ringgen.units import grams, number_of

DEFAULT_FIELD = "band.thickness"
TOLERANCE = 0.001  # of the target: half of the 0.2 % promised
MOST_BUILDS = 8
Measure = Callable[[Spec], float]


@dataclass(frozen=True)
class Bound:
    """An end of the range the field may be solved in, and whose limit it is."""

    value: float
    reason: str


def solve(spec: Spec, measure: Measure) -> tuple[Spec, Solved | None]:
    """The spec with its solved field set, and what was solved; the spec itself where it asks for no weight.

    `measure` builds a spec and gives its weight in grams. InputError when no allowed value meets the weight: which
    limit binds, and the nearest weight that can be had.
    """
    if spec.weight is None:
        return spec, None
    field = spec.solve or DEFAULT_FIELD
    return _Search(spec, field, spec.weight, measure).run()


class _Search:
    def __init__(self, spec: Spec, field: str, target: float, measure: Measure) -> None:
        start = get(spec, field)
        self.spec, self.field, self.target, self.measure = spec, field, target, measure
        self.density = find_metal(spec.metal, spec.density).density_g_cm3
        self.builds = 0
        low, high = _range(spec, field)
        first = (low.value + high.value) / 2 if start is None else float(start)
        self.start = min(max(first, low.value), high.value)
        self.start = self._drawable_start(low.value, high.value)
        self.low, self.high = self._drawable(low), self._drawable(high)

    def run(self) -> tuple[Spec, Solved]:
        x, seen = self.start, list[tuple[float, float]]()
        while self.builds < MOST_BUILDS:
            weight = self._weigh(x)
            if abs(weight - self.target) <= TOLERANCE * self.target:
                met = changed(self.spec, self.field, x)
                return met, Solved(self.field, round(x, 6), f"weight {grams(self.target)}", self.builds)
            seen.append((x, weight))
            x = self._next(seen)
        raise InputError.one(
            "weight", f"{grams(self.target)} was not met by changing {self.field}", nearest=grams(weight)
        )

    def _weigh(self, x: float) -> float:
        self.builds += 1
        return self.measure(changed(self.spec, self.field, x))

    def _next(self, seen: list[tuple[float, float]]) -> float:
        """The next value to try; InputError when the last one already was the bound."""
        x, weight = seen[-1]
        wanted = self._corrected(x, weight) if self._moves_shank() else self._secant(seen)
        bound = self.low if wanted < self.low.value else self.high if wanted > self.high.value else None
        if bound is None:
            return wanted
        if abs(x - bound.value) < 1e-9:
            raise InputError.one(
                "weight",
                f"{grams(self.target)} cannot be met by {self.field}: {bound.reason}",
                f"at {self.field} = {number_of(bound.value)} the ring weighs {grams(weight)}",
                grams(_inwards(weight, self.target)),
            )
        return bound.value

    def _moves_shank(self) -> bool:
        """Whether the field changes a shank whose weight is known without building it."""
        if shank_of(changed(self.spec, self.field, self.start)).volume() is None:
            return False
        return abs(self._shank(self.high.value) - self._shank(self.low.value)) > 1e-9

    def _shank(self, x: float) -> float:
        """Weight of the bare shank, g."""
        return (shank_of(changed(self.spec, self.field, x)).volume() or 0.0) * self.density / 1000

    def _corrected(self, x: float, weight: float) -> float:
        """Where the bare shank weighs what the target leaves for it, taking the rest as last built."""
        wanted = self.target - (weight - self._shank(x))
        low, high = self.low.value, self.high.value
        rising = self._shank(high) > self._shank(low)
        if wanted < min(self._shank(low), self._shank(high)):
            return low - 1.0 if rising else high + 1.0
        if wanted > max(self._shank(low), self._shank(high)):
            return high + 1.0 if rising else low - 1.0
        for _ in range(50):
            middle = (low + high) / 2
            if (self._shank(middle) < wanted) == rising:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def _secant(self, seen: list[tuple[float, float]]) -> float:
        x, weight = seen[-1]
        if len(seen) == 1:
            step = 0.05 * (self.high.value - self.low.value)
            return x + step if x + step <= self.high.value else x - step
        x0, w0 = seen[-2]
        if abs(weight - w0) < 1e-9:
            raise InputError.one(
                "solve", f"{self.field} does not change the weight", f"{DEFAULT_FIELD}, band.width", DEFAULT_FIELD
            )
        under = [pair for pair in seen if pair[1] < self.target]
        over = [pair for pair in seen if pair[1] > self.target]
        if under and over:  # a chord between the nearest on either side stays between them, whatever comes or goes
            (x0, w0), (x, weight) = min(((u, o) for u in under for o in over), key=lambda p: abs(p[0][0] - p[1][0]))
        return x + (self.target - weight) * (x - x0) / (weight - w0)

    def _drawable_start(self, low: float, high: float) -> float:
        """The value to begin at: as asked, else the first in the range that makes a design."""
        values = [self.start, *(low + (high - low) * i / 16 for i in range(17))]
        for x in values:
            if self._why_not(x) is None:
                return x
        raise InputError(self._why_not(self.start).problems)  # type: ignore[union-attr]

    def _drawable(self, bound: Bound) -> Bound:
        """The bound, drawn in to where a design can still be made, with that design's refusal as the reason."""
        why = self._why_not(bound.value)
        if why is None:
            return bound
        good, bad = self.start, bound.value
        for _ in range(24):
            middle = (good + bad) / 2
            again = self._why_not(middle)
            good, bad = (middle, bad) if again is None else (good, middle)
            why = again or why
        return Bound(good, "; ".join(str(p) for p in why.problems))

    def _why_not(self, x: float) -> InputError | None:
        try:
            resolve(changed(self.spec, self.field, x))
        except InputError as error:
            return error
        return None


def _inwards(weight: float, target: float) -> float:
    """A weight at the end of what can be had, rounded so that it can still be had."""
    return math.ceil(100 * weight) / 100 if weight > target else math.floor(100 * weight) / 100


def _range(spec: Spec, field: str) -> tuple[Bound, Bound]:
    """The field's own range, narrowed by the making rules for it."""
    doc = _doc(spec, field)
    rules, group = load_rules(spec.making.rules), find_metal(spec.metal).group
    low = Bound(doc.minimum or 0.0, f"{field} starts at {doc.minimum:g} {doc.unit}")
    high = Bound(doc.maximum or 1e3, f"{field} ends at {doc.maximum:g} {doc.unit}")
    if field.startswith("band."):
        limit = rules.limit(field.replace(".top", "").replace(".", "-"), group)
        if limit and limit.value > low.value:
            low = Bound(limit.value, f"{rules.name} asks for at least {limit.value:g} mm there ({limit.source})")
    return low, high


def _doc(spec: Spec, field: str) -> FieldDoc:

    record, name = owner(spec, field)
    doc = next(d for d in describe(type(record)) if d.name == name)
    if doc.minimum is None or doc.maximum is None or doc.kind not in ("length", "ratio", "angle"):
        raise InputError.one("solve", f'"{field}" is not a measure that can be solved', DEFAULT_FIELD, DEFAULT_FIELD)
    return doc
