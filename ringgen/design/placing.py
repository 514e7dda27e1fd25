"""Each setting of a spec, arranged in its stone's frame, and where that stands on the ring."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from types import ModuleType

from ringgen import plugins
from ringgen.bodies import Faceted, Frame, Parts, Placed, Vec
from ringgen.design.band import ground
from ringgen.design.shank import Shank
from ringgen.errors import InputError, Problem
from ringgen.plane import points
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.spec import models
from ringgen.spec.models import Setting
from ringgen.stones import Measures
from ringgen.witness import Stone, Witness

OUTLINE = 0.005  # mm: how closely the outline the checks measure against follows the true one
BESIDE = 2.0  # mm: how far a head's metal reaches out beyond its girdle, at the most
OVER_BAND = 0.2  # mm a tilted girdle's lowest edge keeps over the band: a setter's tool gets under it
FOOT = 0.5  # of a stone's size: what a head stands on, at least
ON_BAND = 0.5  # of half the band's width and of half that foot: what has to stand on the band


@dataclass(frozen=True)
class Spot:
    """Where a stone stands: degrees on the hoop from the top towards +X, mm along the finger, its turn and tilt."""

    at: float = 0.0
    across: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0


@dataclass(frozen=True)
class Cut:
    """A stone as asked, with its measures and facets."""

    asked: Setting
    stone: Measures
    solid: Faceted


@dataclass(frozen=True)
class Placement:
    """One stone in its head: arranged in the stone's frame, and where that stands. `name` is what findings call it."""

    asked: Setting
    name: str
    stone: Measures
    arrangement: Arrangement
    spot: Spot
    frame: Frame
    solid: Faceted
    lift: float | None = None

    @property
    def lowest(self) -> float:
        """No metal of the head is nearer to the finger's axis than this, mm."""
        x, _, z = self.frame.origin
        lean = math.radians(abs(self.spot.tilt))
        aside = max(self.stone.length, self.stone.width) / 2  # a head opens upwards: its foot is no wider
        return math.hypot(x, z) + self.arrangement.lowest * math.cos(lean) - aside * math.sin(lean)

    @property
    def aside(self) -> float:
        """No metal of the head is further along the finger from the band's middle than this, mm."""
        return abs(self.frame.origin[1]) + max(self.stone.length, self.stone.width) / 2 + BESIDE

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of it."""
        return self.arrangement.notes

    def parts(self, number: int) -> Parts:
        """Its bodies in the ring; its stone is `stone-<number>`."""
        own = self.arrangement.parts
        metal, cutters = (tuple(replace(b, part=self.named(b.part)) for b in some) for some in (own.metal, own.cutters))
        return Parts(metal, cutters, (Placed(f"stone-{number}", self.solid),)).within(self.frame)

    def witness(self, number: int) -> Witness:
        """What the checks hold it to, in the ring."""
        made, stone = self.arrangement.witness, f"stone-{number}"
        own = replace(
            made,
            prongs=tuple(replace(p, part=self.named(p.part), stone=stone) for p in made.prongs),
            bezels=tuple(replace(b, part=self.named(b.part), stone=stone) for b in made.bezels),
            regions=tuple(replace(r, part=self.named(r.part)) for r in made.regions),
        )
        return own.within(self.frame) + Witness(
            stones=(seen(self.asked, self.stone, self.solid, self.frame, stone, self.lift),)
        )

    def named(self, part: str) -> str:
        """A part's name with the side it stands on, for one of a pair."""
        return self.name + part.removeprefix(self.asked.id) if part.startswith(self.asked.id) else part


def seen(asked: Setting, m: Measures, solid: Faceted, frame: Frame, name: str, lift: float | None = None) -> Stone:
    """A stone where it sits, as the checks see it."""
    assert asked.stone is not None
    return Stone(
        id=name,
        setting=asked.id,
        cut=asked.stone.cut,
        gem=asked.stone.gem,
        length=m.length,
        width=m.width,
        depth=m.depth,
        table=m.table,
        crown=m.crown,
        girdle=m.girdle,
        pavilion=m.pavilion,
        carat=m.carat,
        placeholder=m.placeholder,
        frame=frame,
        outline=tuple(points(m.outline, OUTLINE)),
        culet=m.culet,
        solid=solid,
        protected=bool(getattr(_setting(asked), "PROTECTS", False)),
        lift=lift,
        held=str(getattr(_setting(asked), "HELD", "")),
        carat_error=m.error,
    )


def _setting(asked: Setting) -> ModuleType:
    return plugins.load("ringgen.settings", asked.type)


def cut(asked: Setting) -> Cut:
    """The stone of a setting. InputError for one that is missing, or whose sizes its cut cannot have."""
    at = f"settings.{asked.id}"
    if asked.stone is None:
        raise InputError.one(f"{at}.stone", "is needed", 'stone = { cut = "round", diameter = 6.5, gem = "diamond" }')
    try:
        return Cut(asked, *_cut(asked.stone))
    except InputError as error:
        raise InputError([replace(p, field=f"{at}.{p.field}") for p in error.problems]) from None


@lru_cache(maxsize=128)
def _cut(asked: models.Stone) -> tuple[Measures, Faceted]:
    """A row tries many sizes, some of them more than once: a stone's facets take a twentieth of a second."""
    module = plugins.load("ringgen.cuts", asked.cut)
    stone: Measures = module.measure(asked, asked.params)
    return stone, module.solid(stone)


def smaller(asked: Setting, share: float, why: str) -> Problem:
    """A stone too large: the measure it was given by, at that share of its size."""
    stone = asked.stone
    assert stone is not None
    for name, power in (("diameter", 1), ("width", 1), ("length", 1), ("carat", 3)):
        given = getattr(stone, name)
        if given is not None:
            works = f"{math.floor(1000 * given * share**power) / 1000:.2g}"
            return Problem(f"settings.{asked.id}.stone.{name}", why, "smaller", works)
    return Problem(f"settings.{asked.id}.stone", why, "smaller")


def ground_at(s: Cut, band: Shank, spot: Spot) -> Ground:
    """What the head stands on there, its frame included."""
    level = ground(band, framed(Spot(spot.at), band.bore_radius, 0.0), spot.at)
    edge = 0.95 * level.half_width
    over = level.under(0.0, max(-edge, min(edge, spot.across)))
    foot = band.bore_radius + (level.depth if over is None else over)
    setting = _setting(s.asked)
    height = s.stone.pavilion + setting.lift(s.asked.params, s.stone, level.depth)
    found = replace(level, top=-height, frame=framed(spot, foot, height))
    if not hasattr(setting, "deeper"):  # only a stone set into the band itself heeds how the band falls away beside it
        return found
    height -= setting.deeper(s.asked.params, s.stone, found)
    return replace(level, top=-height, frame=framed(spot, foot, height))


def framed(spot: Spot, foot: float, height: float) -> Frame:
    """A stone's frame, its girdle `height` mm over its head's foot, which is `foot` mm from the finger's axis."""
    a, t, lean = math.radians(spot.at), math.radians(spot.turn), math.radians(spot.tilt)
    along, out = (math.cos(a), 0.0, -math.sin(a)), (math.sin(a), 0.0, math.cos(a))
    up = (out[0] * math.cos(lean), math.sin(lean), out[2] * math.cos(lean))
    tip = (
        -out[0] * math.sin(lean),
        math.cos(lean),
        -out[2] * math.sin(lean),
    )  # across the stone, towards the finger tip
    x = _mix((along, math.cos(t)), (tip, math.sin(t)))
    return Frame(_mix((out, foot), (up, height), ((0.0, 1.0, 0.0), spot.across)), x, up)


def moved(frame: Frame, degrees: float) -> Frame:
    """A frame moved round the finger, towards +X from the top."""
    a = math.radians(degrees)
    cos, sin = math.cos(a), math.sin(a)

    def to(v: Vec) -> Vec:
        return (cos * v[0] + sin * v[2], v[1], cos * v[2] - sin * v[0])

    return Frame(to(frame.origin), to(frame.x), to(frame.z))


def _mix(*shares: tuple[Vec, float]) -> Vec:
    x, y, z = (sum(v[i] * s for v, s in shares) for i in range(3))
    return (x, y, z)


def arranged(s: Cut, band: Shank, spot: Spot, name: str = "") -> Placement:
    """A setting on the band, there. InputError for numbers its stone or its head cannot have."""
    ground = ground_at(s, band, spot)
    assert ground.frame is not None
    setting, asked = _setting(s.asked), s.asked
    problems = [*_off_the_band(s, ground, spot), *_too_far_over(s, band, ground, spot)]
    problems = problems or setting.refuse(asked.params, s.stone, ground, asked.id)
    if problems:
        raise InputError(problems)
    arrangement: Arrangement = setting.arrange(asked.params, s.stone, s.solid, ground, asked.id)
    lift = -ground.top - s.stone.pavilion if "lift" in type(asked.params).model_fields else None
    return Placement(asked, name or asked.id, s.stone, arrangement, spot, ground.frame, s.solid, lift)


def _off_the_band(s: Cut, ground: Ground, spot: Spot) -> list[Problem]:
    """A stone moved so far along the finger that its head's foot would hang beside the band."""
    foot = FOOT * min(s.stone.length, s.stone.width) / 2
    most = math.floor(20 * ON_BAND * (ground.half_width + foot)) / 20
    if abs(spot.across) <= most:
        return []
    why = f"{abs(spot.across):g} mm off a band {2 * ground.half_width:.3g} mm wide leaves its head nothing to stand on"
    nearest = f"{math.copysign(most, spot.across):g}"
    return [Problem(f"settings.{s.asked.id}.across", why, f"-{most:g} to {most:g} mm", nearest)]


def _too_far_over(s: Cut, band: Shank, ground: Ground, spot: Spot) -> list[Problem]:
    """A stone leant so far that its girdle would lie on the band."""
    if not spot.tilt or _clears(s, ground):
        return []
    tilts = [math.copysign(t, spot.tilt) for t in range(math.ceil(abs(spot.tilt)) - 1, -1, -1)]
    works = next((t for t in tilts if _clears(s, ground_at(s, band, replace(spot, tilt=t)))), None)
    if works is None:
        return []
    why = f"at {spot.tilt:g}° the girdle would lie on the band or hang down beside it"
    return [Problem(f"settings.{s.asked.id}.tilt", why, nearest=f"{works:g}, or a larger lift")]


def _clears(s: Cut, ground: Ground) -> bool:
    """Whether the whole girdle stands higher than the band's outside: over the band, or out beside it."""
    assert ground.frame is not None
    girdle = [ground.frame.point((x, y, 0.0)) for x, y in points(s.stone.outline, 0.05)]
    return all(math.hypot(x, z) - ground.outside(y) >= OVER_BAND for x, y, z in girdle)
