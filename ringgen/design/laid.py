"""A row of stones in its place on the ring."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ringgen.bodies import Frame, Parts, Placed
from ringgen.design.placing import seen
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._row import Row
from ringgen.spec.models import Setting
from ringgen.witness import Witness


@dataclass(frozen=True)
class Laid:
    """A row in its place, in one piece or on either side of a head: what a `Placement` is for one stone."""

    asked: Setting
    rows: tuple[Row, ...]
    arrangements: tuple[Arrangement, ...]
    aside: float
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
        solid = self.rows[0].solid
        stones = tuple(Placed(f"stone-{number + k}", solid, (f,)) for k, f in enumerate(self.frames))
        return sum((a.parts for a in self.arrangements), Parts()) + Parts(stones=stones)

    def witness(self, number: int) -> Witness:
        """What the checks hold it to."""
        found, first = Witness(), number
        for row, arrangement in zip(self.rows, self.arrangements, strict=True):
            own = arrangement.witness
            prongs = tuple(replace(p, stone=f"stone-{first + int(p.stone)}") for p in own.prongs)
            stones = tuple(
                seen(self.asked, row.stone, row.solid, f, f"stone-{first + k}") for k, f in enumerate(row.frames)
            )
            found += replace(own, prongs=prongs) + Witness(stones=stones)
            first += len(row.frames)
        return found


def told(one: Laid) -> str:
    """How many stones it came to, how far apart, and how high."""
    row, counts = one.rows[0], [len(row.frames) for row in one.rows]
    beside = f" ({' and '.join(map(str, counts))})" if len(counts) > 1 else ""
    lanes = f" in {len(row.lanes)} lines" if len(row.lanes) > 1 else ""
    high = f"girdles {abs(row.rise):.2f} mm {'over' if row.rise >= 0 else 'under'} {one.on}"
    near = min(row.gap for row in one.rows if len(row.frames) > 1 or len(one.rows) == 1)
    return f"{sum(counts)} stones of {row.stone.width:g} mm{beside}{lanes}, {near:.3f} mm apart; {high}"
