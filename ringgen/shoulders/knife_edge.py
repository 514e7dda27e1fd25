"""The outside passes from the profile at the base to a knife edge ridge towards the top."""

from __future__ import annotations

from ringgen.design.moulding import Mould
from ringgen.design.shank import Shank
from ringgen.spec.fields import ShoulderParams, angle, length, ratio

ALIASES = ("knife", "ridge")

RADIUS = 0.22  # mm: half the rounded ridge's width; a sharp one wears flat in months


class Params(ShoulderParams):
    """How high the ridge stands, and from where."""

    rise: float = length(0.35, ge=0.0, le=1.5, doc="how far the ridge stands over the band at the top")
    side: float = ratio(0.62, ge=0.45, le=0.9, doc="height of the slopes' lower edge, as a share of the thickness")
    reach: float = angle(80.0, ge=40.0, le=150.0, doc="degrees from the top at which the ridge begins")


def mould(p: Params, band: Shank) -> Mould:
    """Two slopes and a rounded ridge, the more of them the nearer the top."""

    def ridge(degrees: float) -> float:
        return min(RADIUS / (band.width_at(degrees) / 2), 0.3)

    def cuts(degrees: float) -> tuple[float, ...]:
        r = ridge(degrees)
        return (r, -r)

    def height(degrees: float, share: float, now: float) -> float:
        away = abs((degrees + 180.0) % 360.0 - 180.0)
        x = max(0.0, min(1.0, (p.reach - away) / (0.75 * p.reach)))
        thickness, r, u = band.thickness_at(degrees), ridge(degrees), abs(share)
        crest, low = thickness + p.rise, p.side * thickness
        slope = (crest - low) / (1 - r / 2)
        knife = crest - slope * (u - r / 2) if u >= r else crest - slope * u * u / (2 * r)
        return now + (knife - now) * x * x * (3 - 2 * x)

    return Mould(cuts, height)
