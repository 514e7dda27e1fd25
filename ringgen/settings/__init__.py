"""Settings: one file per way of holding a stone.

A setting is a module named as a spec names it. It is written in its stone's frame and knows of the ring only the
`Ground` it stands on. It declares

    class Params(SettingParams)                its own parameters, each with unit, range, default and words
    def lift(p, stone, depth)                  how far the culet stands over a band `depth` mm thick, mm
    def arrange(p, stone, solid, ground, id)   an `Arrangement`: parts as data, what the checks hold it to, notes

and never does a boolean. `refuse(p, stone, ground, id)` may give the `Problem`s its numbers have;
`deeper(p, stone, ground)` how much lower than `lift` says its stone lies on the band it then finds itself on, mm;
`PROTECTS = True` says that metal stands all round the girdle; `HELD` what holding asks of the stone: "tension" squeezes
it, "flush" is hammered shut beside it, "channel" lies under two walls, "bars" between two bars.

A setting that holds a row of stones has, in place of `lift` and `arrange` (`_row.py` says what passes),

    class Params(RowParams)                    where the row lies and how many stones it has, and its own parameters
    def rise(p, stone, under)                  how far the girdles lie over the band's outside, mm; negative: under it
    def beyond(p, stone, under)                from a row's last stone's middle to where nothing else may stand, mm
    def lay(p, row, id)                        an `Arrangement` of the row laid out, in ring coordinates
    def refuse(p, stone, under, id)            the `Problem`s its numbers have on the band they lie on

A row that goes round another stone's head has, in place of `rise`, `beyond` and `lay` (`_around.py` says what passes),

    class Params(AroundParams)                 which head, and its own parameters
    def plan(p, stone, middle, gap, solid, id) a `Plan`: how it lies beside the middle stone; `solid` is its own stone's
    def encircle(p, found, plan, id)           an `Arrangement` of the row found, in that stone's frame; None: not there
    def refuse(p, stone, id)                   the `Problem`s its numbers have

and one on a collar under that stone, whose `plan` is a `Collar`, an `encircle` for each stretch of it and

    def collar(p, found, plan, id)             the collar itself, `Placed`

`STEADY = True`, or `steady(p)` where that hangs on the parameters, asks for a band that is the same all round;
`MOST_GAP` or `most_gap(p, stone)` is how far apart two neighbours may be, mm, `least_gap(p, stone, beside=None)` how
far they must be, or one must from a smaller or larger one. `MIXED = True` says that a row's stones may differ from one
another, "gems" that they may in all but cut and size; `on_arches(p)` whether it may lie on arches.
"""

from __future__ import annotations

from ringgen import plugins


def holds_row(name: str) -> bool:
    """Whether this setting holds a row of stones."""
    return hasattr(plugins.load(__name__, name), "lay") or goes_round(name)


def goes_round(name: str) -> bool:
    """Whether this setting's row goes round another stone's head."""
    return hasattr(plugins.load(__name__, name), "encircle")


def is_collar(name: str) -> bool:
    """Whether this setting's row lies on a collar under the stone it goes round."""
    return hasattr(plugins.load(__name__, name), "collar")


def heads() -> tuple[str, ...]:
    """The settings that hold one stone each."""
    return tuple(n for n in plugins.names(__name__) if not holds_row(n))


def rows() -> tuple[str, ...]:
    """The settings that hold rows."""
    return tuple(n for n in plugins.names(__name__) if holds_row(n))
