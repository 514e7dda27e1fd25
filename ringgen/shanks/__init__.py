"""Shanks: one file per course the band takes from the base to the top.

A shank is a module named as a spec's `band.shank` names it, `ALIASES` its other names. It declares

    class Params(ShankParams)             its own parameters, each with unit, range, default and words

and, of these, what differs from a straight band; `p` are its parameters, `band` the `Shank` being drawn, angles are
degrees from the top:

    def refuse(p, band)                   the `Problem`s its numbers have (fields as in `band.shank`)
    def size(p, band, degrees)            (width, thickness) there, in place of `band.tapered`
    def mould(p, band)                    a `Mould` that shapes the outside of the sections
    def angles(p, band)                   where the sections stand, ascending from 180 and not as far as 540
    def metal(p, band, blank)             bodies in place of one hoop of sections
    def cutters(p, band)                  bodies taken away from all metal
    def volume(p, band)                   volume, mm³, where the sections do not say it; None: nobody can
    def outside(p, band, degrees)         (y, height over the bore) across the band's outside, in place of the section's
    def rails(p, band, degrees)           (middle y, half width) of each strand of metal there, in place of one
    def reach(p, band)                    half the width of all its metal together, where that is not its widest section
    def regions(p, band)                  `Region`s of parts that findings should name

`BLANK = True` asks for the bore to be cut last in any case, `CYLINDER = True` for a straight bore, `BRIDGED = True`
for `band.foot`: how far between its strands the heads at the top need metal.
"""
