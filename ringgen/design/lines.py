"""Which lines a row follows: the band's outside, an arm of it, or arches; and what keeps it off those."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from ringgen.design.arch import Arch
from ringgen.design.laid import Laid
from ringgen.design.paths import ARMS, Path, RowPath, divided
from ringgen.design.placing import Placement, cut
from ringgen.design.shank import Shank
from ringgen.design.stock import widest
from ringgen.design.surface import Surface
from ringgen.errors import InputError, Problem
from ringgen.settings._row import RowParams
from ringgen.spec.models import Setting

ON_ARCHES = "arches"
WHOLE, MIDDLE = 360.0, 0.0  # degrees: what a row on arches has for its cover, and for the middle of that


def where(asked: Setting) -> str:
    """Where a row is to lie."""
    return str(getattr(asked.params, "where", ""))


def followed(
    asked: Setting, band: Shank, heads: Sequence[Placement | Laid], arches: Sequence[Arch]
) -> Sequence[RowPath]:
    """The lines a row follows: one, or one on each arm or arch. InputError where there are none."""
    field = f"settings.{asked.id}.where"
    if where(asked) == ON_ARCHES:
        if not arches:
            why = "there are no arches: the shoulders are no cathedral ones"
            raise InputError.one(field, why, "shoulders, or cathedral shoulders", "shoulders")
        if divided(band) is not None:
            why = "the arches of a split shank meet the head aslant, and are too slender there for stones on them"
            raise InputError.one(field, why, "arms, or a straight shank", "arms")
        from ringgen.design.archway import rise, ways_on  # numpy takes longer to import than a plain ring to resolve

        if not rise(arches, band, heads):
            why = "the arches rise too little over the band to this head for stones on them"
            raise InputError.one(field, why, "hoop, or a head set high without a halo", "hoop")
        return ways_on(arches, band, heads, cut(widest(asked)).stone.width, asked.across)
    if where(asked) != "arms":
        return [Path(Surface(band), asked.across)]
    if divided(band) is None:
        why = "the band does not divide into arms"
        raise InputError.one(field, why, "shoulders, or a split shank", "shoulders")
    surface = Surface(band)
    return [Path(surface, asked.across, k) for k in range(ARMS)]


def off_arches(asked: Setting, setting: ModuleType) -> list[Problem]:
    """What keeps a row off the arches it is asked to lie on."""
    if where(asked) != ON_ARCHES:
        return []
    own, bears = f"settings.{asked.id}", getattr(setting, "on_arches", None)
    assert isinstance(asked.params, RowParams)
    if bears is None or not bears(asked.params):
        why = "arches are too slender, and bend too much, for a row like this one"
        return [Problem(f"{own}.where", why, "shoulders, or pave in one line of shared beads or prongs", "shoulders")]
    for name, value, usual in (("at", asked.at, MIDDLE), ("cover", asked.params.cover, WHOLE)):
        if value is not None and value != usual:
            why = "a row on arches begins at the head, on both sides alike; count says where it ends"
            return [Problem(f"{own}.{name}", why, f"{usual:g}, or leave it out", f"{usual:g}")]
    if asked.params.leave is not None:
        return [Problem(f"{own}.leave", "nothing of an arch is left free on purpose", "leave it out")]
    return []
