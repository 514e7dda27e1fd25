"""Cuts: one file per stone outline.

A cut is a module named as a spec names it. It declares

    class Params(StoneParams)            its own parameters beside the measured sizes
    def measure(asked, p)                the stone's measures from what was asked; InputError for too little or too much
    def solid(measures)                  the faceted stone, in its own frame

and has a row of proportions, with its range of length over width, in `catalog/stones.toml`; most measure with
`_measuring.measured`.
"""
