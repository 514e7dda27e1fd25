"""What kind of stone a check looks at."""

from __future__ import annotations

from ringgen.witness import Stone

TABLE = 0.05
"""A table narrower than this share of the width is none: the stone is domed, and held lower down."""


def domed(stone: Stone) -> bool:
    """Whether a stone has no table: a cabochon, a rose cut, a pearl."""
    return stone.table < TABLE * stone.width
