"""What kind of stone a check looks at, and where it lies in the ring."""

from __future__ import annotations

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.witness import Stone

TABLE = 0.3
"""A table narrower than this share of the width is the crest of a dome: such a stone is held lower down."""


def domed(stone: Stone) -> bool:
    """Whether a stone has no table: a cabochon, a rose cut, a pearl."""
    return stone.table < TABLE * stone.width


def in_ring(stone: Stone, points: Floats) -> Floats:
    """Points (n, 3) of a stone's frame in ring coordinates."""
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    found: Floats = np.array(stone.frame.origin) + points @ axes
    return found
