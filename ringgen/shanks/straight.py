"""One hoop, the same all round or tapered by `band.top`."""

from __future__ import annotations

from ringgen.spec.fields import ShankParams

ALIASES = ("plain", "tapered")


class Params(ShankParams):
    """Nothing: `band.top` tapers it."""
