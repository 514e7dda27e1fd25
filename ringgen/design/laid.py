"""A row of stones in its place on the ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import repeat

from ringgen.bodies import Faceted, Frame, Parts, Placed
from ringgen.design.placing import seen
from ringgen.design.stock import Choice
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._row import Kind, Row
from ringgen.spec.models import Setting
from ringgen.stones import Measures
from ringgen.witness import RowLine, Witness


@dataclass(frozen=True)
class Laid:
    """A row in its place, in one piece or on either side of a head: what a `Placement` is for one stone."""

    asked: Setting
    rows: tuple[Row, ...]
    arrangements: tuple[Arrangement, ...]
    aside: float
    choice: Choice | None = None
    steady: bool = True
    """Whether the band is the same all along it."""
    on: str = "the band's outside"

    @property
    def lowest(self) -> float:
        """No metal of the row is nearer to the finger's axis than this, mm."""
        return min(a.lowest for a in self.arrangements)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of it."""
        return tuple(dict.fromkeys(n for a in self.arrangements for n in a.notes))

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Every stone's, in the order they are numbered."""
        return tuple(f for row in self.rows for f in row.frames)

    def parts(self, number: int) -> Parts:
        """Its bodies in the ring; its first stone is `stone-<number>`."""
        solids = [solid for row in self.rows for _, solid, _ in self._each(row)]
        placed = enumerate(zip(solids, self.frames, strict=True))
        stones = tuple(Placed(f"stone-{number + k}", solid, (f,)) for k, (solid, f) in placed)
        return sum((a.parts for a in self.arrangements), Parts()) + Parts(stones=stones)

    def witness(self, number: int) -> Witness:
        """What the checks hold it to."""
        found, first = Witness(), number
        for row, arrangement in zip(self.rows, self.arrangements, strict=True):
            own = arrangement.witness
            prongs = tuple(replace(p, stone=f"stone-{first + int(p.stone)}") for p in own.prongs)
            bezels = tuple(replace(b, stone=f"stone-{first + int(b.stone)}") for b in own.bezels)
            held = enumerate(zip(self._each(row), row.frames, strict=True))
            stones = tuple(seen(asked, stone, solid, f, f"stone-{first + k}") for k, ((stone, solid, asked), f) in held)
            lines = self._lines(row, arrangement, [s.id for s in stones])
            found += replace(own, prongs=prongs, bezels=bezels) + Witness(stones=stones, lines=lines)
            first += len(row.frames)
        return found

    def _lines(self, row: Row, arrangement: Arrangement, names: list[str]) -> tuple[RowLine, ...]:
        """A row's lines, from one side of the band to the other."""
        out, first, last = [], 0, len(row.lanes) - 1
        for k, lane in enumerate(row.lanes):
            end = first + len(lane.stones)
            sides = tuple(side for side, outermost in ((-1.0, k == 0), (1.0, k == last)) if outermost)
            holes, stones = arrangement.holes[first:end], tuple(names[first:end])
            bare = self.steady and arrangement.bare and not last
            outside = tuple((y, h - row.rise) for y, h in row.under.across) if bare else ()
            field, fans = row.under.fields[0], arrangement.fans
            out.append(RowLine(self.asked.id, stones, lane.closed, row.rise, sides, outside, holes, field, fans))
            first = end
        return tuple(out)

    def _each(self, row: Row) -> Iterator[tuple[Measures, Faceted, Setting]]:
        """Every stone of a row: its measures, its facets, and the setting as if it were asked for it alone."""
        if not row.kinds:
            return repeat((row.stone, row.solid, self.asked), len(row.frames))
        kinds = [(k.stone, k.solid, self.asked.model_copy(update={"stone": k.asked})) for k in row.kinds]
        return (kinds[n] for lane in row.lanes for n in lane.kinds)


def told(one: Laid) -> str:
    """How many stones it came to, how far apart, and how high."""
    row, counts = one.rows[0], [len(row.frames) for row in one.rows]
    beside = f" ({' and '.join(map(str, counts))})" if len(counts) > 1 else ""
    lanes = f" in {len(row.lanes)} lines" if len(row.lanes) > 1 else ""
    leave = getattr(one.asked.params, "leave", None)
    open_for = f"; {leave:g} degrees left free" if leave else ""
    high = f"girdles {abs(row.rise):.2f} mm {'over' if row.rise >= 0 else 'under'} {one.on}"
    near = [row.gap for row in one.rows if len(row.frames) > 1]  # one stone alone is not apart from anything
    apart = f", {min(near):.3f} mm apart" if near else ""
    return f"{_stones(one, sum(counts))}{beside}{lanes}{apart}; {high}{open_for}"


def _stones(one: Laid, count: int) -> str:
    """How many of which: the largest first, and what they are where that differs."""
    if not one.rows[0].kinds:
        return f"{count} stones of {one.rows[0].stone.width:g} mm"
    found = Counter((k.asked.cut, k.asked.gem, k.stone.width) for k in _kinds(one))
    cuts, gems = len({c for c, _, _ in found}) > 1, len({g for _, g, _ in found}) > 1
    said = [
        " ".join([f"{n}", *([gem] if gems else []), *([cut] if cuts else []), f"of {width:g}"])
        for (cut, gem, width), n in sorted(found.items(), key=lambda row: -row[0][2])
    ]
    return f"{count} stones ({', '.join(said)} mm)"


def _kinds(one: Laid) -> Iterator[Kind]:
    return (row.kinds[n] for row in one.rows for lane in row.lanes for n in lane.kinds)
