"""Shoulders: one file per thing that rises to either side of the top.

Shoulders are a module named as a spec's `band.shoulders` names it, `ALIASES` their other names. It declares

    class Params(ShoulderParams)                   its own parameters, each with unit, range, default and words

and, of these, what it does; `p` are its parameters, `band` the `Shank` it stands on, angles are degrees from the top:

    def refuse(p, band, head)                      the `Problem`s its numbers have; `head`: what it may rise to, if any
    def size(p, band, degrees, width, thickness)   the band's width and thickness there, changed
    def mould(p, band)                             a `Mould` that shapes the outside of the sections
    def angles(p, band)                            as a shank's, where it needs more sections
    def arrange(p, band, head)                     (Parts, Witness) it adds
    def arches(p, band, head)                      the `Arch`es of it on which rows of stones may lie
    def outside(p, band, degrees)                  (y, height over the bore) of the outside, where not the section's

`BLANK = True` asks for the bore to be cut last in any case; `SWOLLEN = True` says that the band widens so fast that a
rounded inside has to be.
"""
