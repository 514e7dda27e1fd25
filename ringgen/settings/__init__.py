"""Settings: one file per way of holding a stone.

A setting is a module named as a spec names it. It is written in its stone's frame and knows of the ring only the
`Ground` it stands on. It declares

    class Params(SettingParams)                its own parameters, each with unit, range, default and words
    def lift(p, stone, depth)                  how far the culet stands over a band `depth` mm thick, mm
    def arrange(p, stone, solid, ground, id)   an `Arrangement`: parts as data, what the checks hold it to, notes

and never does a boolean. `refuse(p, stone, ground, id)` may give the `Problem`s its numbers have;
`deeper(p, stone, ground)` how much lower than `lift` says its stone lies on the band it then finds itself on, mm;
`PROTECTS = True` says that metal stands all round the girdle; `HELD` what holding asks of the stone: "tension" squeezes
it, "flush" is hammered shut beside it, "channel" lies under two walls.

A module for rows of stones has in place of `lift` and `arrange` (`_row.py` says what passes)

    def rise(p, stone, under)          how high the girdles lie over the band's outside (negative: under it), mm
    def beyond(p, stone, under)        from the last stone's middle to where nothing else may stand, mm
    def lay(p, row, id)                an `Arrangement` in the ring's own coordinates

`STEADY = True` asks for a band that is the same all round; `MOST_GAP` is how far apart two neighbours may be, mm.
"""
