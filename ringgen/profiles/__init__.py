"""Band profiles: one file per cross-section.

A profile is a module. Its file name is its name in a spec (`flat_court.py` is `flat-court`), `ALIASES` its other
names. It declares

    class Params(EasedParams)                 its own parameters, each with unit, range, default and words
    def top(p, width, thickness)              the outside as an open chain of curves, right side to left side, in
                                              (y, height over the bore); the sides below it are added and eased
    def rise(p, width, thickness)             optional: how much wider the bore is at the edges (a rounded inside)
    def refuse(p, width, thickness)           optional: why these numbers cannot be drawn, or None

or, for a wire, `whole(p, width, thickness)`: the closed section, its inside included.
"""
