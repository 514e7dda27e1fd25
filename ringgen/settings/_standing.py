"""How far a stone stands over the band: words for it, or a measure."""

from __future__ import annotations

from ringgen.spec.fields import SettingParams, choice, length

UNDER_CULET = 0.62  # mm of metal or air from a sunk stone's culet to the finger; Stuller asks 0.5 at least


class Standing(SettingParams):
    """What every setting that raises its stone over the band has."""

    set: str = choice(
        "low",
        ("sunk", "low", "high"),
        doc="how far the stone stands over the band; sunk: the pavilion lies in it, as deep as the finger allows",
    )
    lift: float | None = length(
        None, ge=-6.0, le=8.0, doc="culet to the band's outside, in place of `set`; negative: sunk into it"
    )


def standing(p: Standing, depth: float, low: float, high: float) -> float:
    """Culet over band, mm, on a band `depth` mm thick."""
    if p.lift is not None:
        return p.lift
    if p.set == "sunk":
        return min(low, UNDER_CULET - depth)
    return low if p.set == "low" else high
