"""A line of stones on the gem map: the hours over it, the stones, their numbers in them or beside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ringgen.writers._svg import INK, LINE, PALE, length, stroke, text
from ringgen.writers._unrolled import Flat, Hoop

HOUR = 1.5  # mm: letters of the hours, which stand 4.5 mm apart on the smallest finger
TICK = 0.8  # mm
LARGEST, LEAST = 3.0, 0.5  # mm: digits in a stone; smaller than that they are not read, and stand beside it
BESIDE = 0.7  # mm: those digits; two lines of 1 mm stones have theirs 0.5 mm apart
CLEAR = 0.4  # mm between the stones and what stands beside them
DIGIT, CAPITAL = 0.64, 0.73  # of the size of letters: how wide and how high a digit is in a wide sans serif
FILLED = 0.9  # of the room a stone leaves, the share its number takes
LONG = 3.5 * DIGIT * BESIDE  # mm: a number of three digits, and a space


@dataclass(frozen=True)
class _Label:
    """A number outside its stone: where it begins, and whether it is over the stones."""

    stone: Flat
    x: float
    y: float
    over: bool


class StoneLine:
    """One line of stones from `top` down to `bottom` on a page so many mm wide, the ring's top in its middle."""

    def __init__(self, stones: Sequence[Flat], hoop: Hoop, top: float, page: float) -> None:
        left, right = min(s.left for s in stones), max(s.right for s in stones)
        low, high = min(s.low for s in stones), max(s.high for s in stones)
        middle = 0.0 if max(-left, right) <= page / 2 else (left + right) / 2
        aside = page / 2 - middle
        outside = [s for s in stones if digits(s) < LEAST]
        over = [s for s in outside if round(s.middle[1] - (low + high) / 2, 3) >= 0]
        up, down = _levels(over), _levels(s for s in outside if s not in over)
        head = top + HOUR + 2 * TICK + _height(up)  # where the stones begin
        foot = head + high - low
        self.top, self.bottom = top, foot + _height(down)
        self.hours = [(hour, aside + x) for hour, x in hoop.hours(left, right)]
        self.stones = [s.turned(aside, head + high) for s in stones]
        self.labels = [
            _Label(s.turned(aside, head + high), aside + s.middle[0], head - CLEAR - y, True) for s, y in up
        ] + [_Label(s.turned(aside, head + high), aside + s.middle[0], foot + CLEAR + y, False) for s, y in down]

    def drawn(self, colours: Mapping[int, str]) -> Iterator[str]:
        """Its elements. What leads from a stone to its number lies under the stones it passes."""
        for hour, x in self.hours:
            yield text(x, self.top + HOUR, HOUR, hour, "middle", PALE)
            yield stroke(f"M{length(x)} {length(self.top + HOUR + TICK / 2)}v{TICK}")
        for label in self.labels:
            x, y = label.stone.middle
            yield stroke(f"M{length(x)} {length(y)}L{length(label.x)} {length(label.y)}")
        for stone in self.stones:
            way = "L".join(f"{length(x)} {length(y)}" for x, y in stone.outline)
            look = f'fill="{colours[stone.number]}" stroke="{INK}" stroke-width="{LINE}"'
            yield f'<path class="stone" id="stone-{stone.number}" d="M{way}Z" {look}/>'
        beside = {label.stone.number for label in self.labels}
        for stone in self.stones:
            if stone.number not in beside:
                (x, y), size = stone.middle, digits(stone)
                yield text(x, y + CAPITAL * size / 2, size, str(stone.number), "middle")
        for label in self.labels:
            x, anchor = label.x + CAPITAL * BESIDE / 2, "start" if label.over else "end"
            yield text(x, label.y, BESIDE, str(label.stone.number), anchor, upright=True)


def digits(s: Flat) -> float:
    """How large the digits of its number may be in a stone, mm."""
    half = math.hypot(DIGIT * len(str(s.number)) / 2, CAPITAL / 2)
    return min(LARGEST, FILLED * s.room / half)


def _levels(stones: Iterable[Flat]) -> list[tuple[Flat, float]]:
    """How far off the stones each number stands, upright at its stone's x: as near as those beside it leave room."""
    ends: list[float] = []
    found = []
    for s in sorted(stones, key=lambda s: s.middle[0]):
        x = s.middle[0]
        level = next((k for k, end in enumerate(ends) if end <= x), len(ends))
        ends[level : level + 1] = [x + BESIDE]
        found.append((s, level * LONG))
    return found


def _height(labels: Sequence[tuple[Flat, float]]) -> float:
    """What numbers on one side of the stones take."""
    return CLEAR + LONG + max(y for _, y in labels) if labels else 0.0
