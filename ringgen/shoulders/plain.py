"""Nothing rises: the band runs through under the head."""

from __future__ import annotations

from ringgen.spec.fields import ShoulderParams

ALIASES = ("none",)


class Params(ShoulderParams):
    """Nothing."""
