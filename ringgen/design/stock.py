"""Which of the sizes there are a row is made of: the one whose gap comes nearest to what is asked, of enough stones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ringgen.catalog.stones import proportions
from ringgen.design.mixing import resized
from ringgen.design.placing import cut
from ringgen.errors import InputError, Problem
from ringgen.settings._row import Kind, RowParams
from ringgen.spec.models import Setting
from ringgen.spec.sizes import Size, parse_sizes

WIDER = 0.1  # mm: how much further apart stones may lie that are too few; rhino-jewellery-mcp: gaps of 0.1 to 0.2
SIZED = ("diameter", "width", "length", "carat")


@dataclass(frozen=True)
class Choice:
    """The size a row was given: how many stones of it are used and left (None: as many as are needed), and the gap, mm.

    `others` are the sizes that are not used.
    """

    setting: str
    width: float
    used: int
    left: int | None
    gap: float
    others: tuple[Size, ...]

    def told(self) -> str:
        """In words."""
        said = f"of the sizes there are {self.width:g} mm comes nearest: {self.used} used, {self.gap:.3f} mm apart"
        rest = [] if self.left is None else [Size(self.width, self.left)]
        left = [f"{s.count} of {s.width:g}" for s in (*rest, *self.others) if s.count]
        return f"{said}; left {', '.join(left)} mm" if left else said


@dataclass(frozen=True)
class Count:
    """How many stones a row takes in how many lines, and how far apart they lie, mm."""

    stones: int
    lines: int
    gap: float


def total(counts: Iterable[Count]) -> Count:
    """What the stretches of one row come to together."""
    found = list(counts)
    return Count(sum(c.stones for c in found), sum(c.lines for c in found), max(c.gap for c in found))


Counted = Callable[[Setting], Count]
"""What a row comes to. InputError for one without room."""


@dataclass(frozen=True)
class _Tried:
    size: Size
    own: Setting
    count: Count

    @property
    def missing(self) -> int:
        return 0 if self.size.count is None else max(self.count.stones - self.size.count, 0)


def chosen(asked: Setting, counted: Counted) -> tuple[Setting, Choice]:
    """The setting with the stone it is made of, and what was chosen. InputError where the stones do not suffice."""
    assert isinstance(asked.params, RowParams)
    assert asked.params.sizes is not None
    at = f"settings.{asked.id}"
    for name in ("graduate", "alternate"):
        if getattr(asked.params, name) is not None:
            raise InputError.one(f"{at}.{name}", "sizes chooses one size for the whole row", "leave one of them out")
    sizes, errors, tried = parse_sizes(asked.params.sizes), list[InputError](), list[_Tried]()
    for size in sizes:
        try:
            own = sized(asked, size.width)
            tried.append(_Tried(size, own, counted(own)))
        except InputError as error:
            errors.append(error)
    if not tried:
        raise errors[0]
    enough = [t for t in tried if not t.missing]
    enough += [t for short in tried if short.missing and (t := _with_fewer(short, counted)) is not None]
    if not enough:
        raise InputError([_missing(asked, tried)])
    best = min(enough, key=lambda t: (round(t.count.gap, 6), -t.size.width))
    left = None if best.size.count is None else best.size.count - best.count.stones
    others = tuple(s for s in sizes if s != best.size)
    return best.own, Choice(asked.id, best.size.width, best.count.stones, left, best.count.gap, others)


def _with_fewer(short: _Tried, counted: Counted) -> _Tried | None:
    """The same row of as many stones as there are, a little further apart; None where that is too far."""
    params, has = short.own.params, short.size.count or 0
    each = has // short.count.lines
    if not isinstance(params, RowParams) or params.count is not None or each < 1:
        return None
    own = short.own.model_copy(update={"params": params.model_copy(update={"count": each})})
    try:
        found = counted(own)
    except InputError:
        return None
    near = found.gap <= short.count.gap + WIDER and found.stones <= has
    return _Tried(short.size, own, found) if near else None


def sized(asked: Setting, width: float) -> Setting:
    """The setting as if its stone were asked for in that width, and no sizes."""
    stone = asked.stone
    assert stone is not None
    if any(getattr(stone, name) is not None for name in SIZED):
        found = cut(asked)
        stone = resized(Kind(found.stone, found.solid, stone), asked, width).asked
    else:
        side = "diameter" if proportions(stone.cut).round else "width"
        stone = stone.model_copy(update={side: width})
    return asked.model_copy(update={"stone": stone, "params": asked.params.model_copy(update={"sizes": None})})


def widest(asked: Setting) -> Setting:
    """The setting with the widest of the stones it chooses from; as it is where it chooses none."""
    found = getattr(asked.params, "sizes", None)
    return sized(asked, max(size.width for size in parse_sizes(found))) if found else asked


def _missing(asked: Setting, tried: Sequence[_Tried]) -> Problem:
    """What the size there is most of lacks. Nobody can be told to have more: there is no nearest value."""
    most = max(tried, key=lambda t: t.size.count or 0)
    needed, width = most.count.stones, most.size.width
    why = f"the row takes {needed} stones of {width:g} mm and there are {most.size.count}: {most.missing} missing"
    return Problem(f"settings.{asked.id}.sizes", why, f"{needed} x {width:g}, or a smaller cover")
