"""The shank: its section at every angle, its blank, and the bore that is cut through it last.

What its style (`ringgen.shanks`) and its shoulders (`ringgen.shoulders`) do differently from a straight band is asked
of them here, and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import ModuleType
from typing import Any

from ringgen import plugins
from ringgen.bodies import Frame, Hoop, Parts, Placed, Region, Revolved
from ringgen.design.moulding import Mould, moulded
from ringgen.errors import InputError
from ringgen.plane import Arc, Curve, Point, polyline, shifted
from ringgen.section import Bore, Section, bore_of, section
from ringgen.settings._arrangement import Carry

SECTIONS = 24  # through which a changing band is blended; the bore of the blend is within 0.0002 mm of the cylinder
NEAR = 0.3  # mm over the bore; metal that comes nearer is cut by the bore, last of all
REACH = 0.5  # mm the bore's cutter stands out of the band on either side
TOLERANCE = 1e-9
SEAM = math.radians(250.0)  # from the top: the kernel misses a cut where the band has a seam or a section, too
ALONG_FINGER = Frame(x=(math.sin(SEAM), 0.0, math.cos(SEAM)), z=(0.0, 1.0, 0.0))


@dataclass(frozen=True)
class Head:
    """What shoulders may rise to: where a setting lets itself be reached, and the height of its girdle, mm."""

    carry: Carry
    girdle: float


@dataclass(frozen=True)
class Styled:
    """A plug-in with its parameters."""

    module: ModuleType
    params: Any

    def ask(self, name: str, *args: Any) -> Any:
        """What the plug-in says of something it may leave unsaid: None then."""
        found = getattr(self.module, name, None)
        return None if found is None else found(self.params, *args)

    def has(self, name: str) -> bool:
        """Whether the plug-in says anything of it."""
        return hasattr(self.module, name)


def styled(package: str, name: str) -> Styled:
    """A plug-in with its defaults."""
    module = plugins.load(package, name)
    return Styled(module, module.Params())


def straight() -> Styled:
    """The plain hoop."""
    return styled("ringgen.shanks", "straight")


def plain() -> Styled:
    """No shoulders."""
    return styled("ringgen.shoulders", "plain")


@dataclass(frozen=True)
class Shank:
    """A band profile at a size, with its measures at the base and at the top; mm."""

    profile: ModuleType
    params: Any
    bore_radius: float
    width: float
    thickness: float
    top_width: float
    top_thickness: float
    bore: Bore | None
    course: Styled = field(default_factory=straight)
    shoulders: Styled = field(default_factory=plain)
    carries: float = 0.0
    """How large the largest stone on it is, about, mm; 0: nothing is set on it."""
    foot: float = 0.0
    """How far from the top along its outside a head needs metal between the strands, mm; 0 before that is known."""
    borne: tuple[float, float] | None = None
    """Half the width and the height, mm, that rows of stones need of the arches they lie on; None: none lie there."""

    def share(self, degrees: float) -> float:
        """0 at the base, 1 at the top, smooth all the way round."""
        return (1 + math.cos(math.radians(degrees))) / 2

    def tapered(self, degrees: float) -> tuple[float, float]:
        """(width, thickness) at that angle from the top, of a band that does nothing but taper."""
        share = self.share(degrees)
        return (
            self.width + (self.top_width - self.width) * share,
            self.thickness + (self.top_thickness - self.thickness) * share,
        )

    def size_at(self, degrees: float) -> tuple[float, float]:
        """(width, thickness) at that angle from the top."""
        size = self.course.ask("size", self, degrees) or self.tapered(degrees)
        raised: tuple[float, float] = self.shoulders.ask("size", self, degrees, *size) or size
        return raised

    def width_at(self, degrees: float) -> float:
        """Width at that angle from the top."""
        return self.size_at(degrees)[0]

    def thickness_at(self, degrees: float) -> float:
        """Thickness at that angle from the top."""
        return self.size_at(degrees)[1]

    @cached_property
    def moulds(self) -> tuple[Mould, ...]:
        """What shapes the outside after the profile."""
        asked = (self.course.ask("mould", self), self.shoulders.ask("mould", self))
        return tuple(m for m in asked if m is not None)

    def section_at(self, degrees: float) -> Section:
        """The section at that angle from the top."""
        width, thickness = self.size_at(degrees)
        drawn = section(self.profile, self.params, width, thickness, self.bore)
        for mould in self.moulds:
            drawn = moulded(drawn, mould, degrees)
        return drawn

    def undrawable(self, width: float, thickness: float) -> tuple[str, str, str] | None:
        """Why the profile cannot be drawn at that size: (field, reason, what works)."""
        refuse = getattr(self.profile, "refuse", None)
        found: tuple[str, str, str] | None = refuse(self.params, width, thickness) if refuse else None
        return found

    def outside_at(self, degrees: float) -> tuple[Point, ...]:
        """The band's outside at that angle, from side to side as (y, height over the bore), mm."""
        for asked in (self.shoulders, self.course):
            found: tuple[Point, ...] | None = asked.ask("outside", self, degrees)
            if found:
                return found
        drawn = self.section_at(degrees)
        middle = drawn.height_at(0.0)
        return tuple((y, middle + h) for y, h in drawn.crown())

    def rails_at(self, degrees: float) -> tuple[tuple[float, float], ...]:
        """(middle y, half width) of each strand of metal at that angle, mm."""
        found: tuple[tuple[float, float], ...] | None = self.course.ask("rails", self, degrees)
        return found or ((0.0, self.width_at(degrees) / 2),)

    @cached_property
    def widest(self) -> float:
        """The largest width anywhere round the band, mm."""
        return max(self.width_at(a) for a in self.angles) if not self.constant else self.width

    @property
    def constant(self) -> bool:
        """Whether it is the same all round."""
        if any(s.has(n) for s in (self.course, self.shoulders) for n in ("size", "mould")):
            return False
        same_width = abs(self.width - self.top_width) < TOLERANCE
        return same_width and abs(self.thickness - self.top_thickness) < TOLERANCE

    @cached_property
    def angles(self) -> tuple[float, ...]:
        """Where the sections of the hoop stand: from the base, so that the seam lies where no head stands."""
        if self.constant:
            return (180.0,)
        asked = (s.ask("angles", self) for s in (self.course, self.shoulders))
        found: tuple[float, ...] = max((a for a in asked if a), key=len, default=())
        return found or tuple(180.0 + 360.0 * i / SECTIONS for i in range(SECTIONS))

    def volume(self) -> float | None:
        """Volume without any head, mm³: exact for a constant band, integrated round the hoop for a blended one.

        None where nobody can tell without building it.
        """
        if self.course.has("volume"):
            told: float | None = self.course.ask("volume", self)
            return told
        return self.swept()

    def swept(self) -> float:
        """The volume of its sections, swept round the finger, mm³."""
        if self.constant:
            return self.section_at(0).volume_per_turn(self.bore_radius)
        n = 96  # the integrand is smooth and periodic: the trapezium rule converges faster than any power
        return sum(self.section_at(360 * i / n).volume_per_turn(self.bore_radius) for i in range(n)) / n

    def regions(self) -> tuple[Region, ...]:
        """Where its named parts lie."""
        found: tuple[Region, ...] = self.course.ask("regions", self) or ()
        return found

    def parts(self, lowest: float, aside: float = 0.0) -> Parts:
        """The shank, for a ring whose other metal stays `lowest` mm or more from the finger's axis, and within `aside`
        mm of its middle along the finger.

        Where that metal comes near the finger, the shank is a blank and the bore is cut through all of it last, so the
        size is exact whatever a head did. Where it cannot, the bore is part of the shank's own surface: the same
        cylinder, and no boolean to make it.
        """
        near = lowest < self.bore_radius + NEAR or any(
            getattr(s.module, "BLANK", False) for s in (self.course, self.shoulders)
        )
        strays = self.bore is not None and self.bore.rise > 0 and getattr(self.shoulders.module, "SWOLLEN", False)
        blank = (near or strays) and self.bore is not None
        metal = self.course.ask("metal", self, blank) or (Placed("shank", self.hoop(blank)),)
        cutters: tuple[Placed, ...] = self.course.ask("cutters", self) or ()
        return Parts(metal, (*cutters, self._cutter(self.bore, aside)) if blank and self.bore else cutters)

    def hoop(self, blank: bool) -> Hoop:
        """The closed band through its sections; `blank` has metal below the bore, for the bore to be cut."""
        sections = [self.section_at(a) for a in self.angles]
        chains = [shifted(s.blank if blank else s.finished, 0.0, self.bore_radius) for s in sections]
        if len({len(c) for c in chains}) > 1:
            name = self.course.module.__name__.rpartition(".")[2].replace("_", "-")
            why = f"this profile's outside cannot be led through a {name} shank at these measures"
            raise InputError.one("band.profile", why, "court, flat, d", "court")
        return Hoop(tuple(zip(self.angles, chains, strict=True)))

    def _cutter(self, bore: Bore, aside: float) -> Placed:
        """A plug of the finger hole, turned about the finger axis: what is under the inside of the band goes.

        Beyond the band, where only a head may hang down beside it, it is as wide as the finger.
        """
        half = (self.course.ask("reach", self) or self.widest / 2) + REACH
        far, r = max(half, aside), self.bore_radius
        if bore.rise <= 0:
            box = polyline((0.0, -far), (r, -far), (r, far), (0.0, far), (0.0, -far))
            return Placed("bore", Revolved(box), (ALONG_FINGER,))
        edge, a = r + bore.height(half), math.asin(min(1.0, half / bore.radius))
        # in (r, y): the barrel's arc bulges towards the axis
        barrel = Arc((r + bore.radius, 0.0), bore.radius, math.pi + a, math.pi - a)
        up = ((0.0, -far), (r, -far), (r, -half), (edge, -half)) if far > half else ((0.0, -half), (edge, -half))
        down = tuple((x, -y) for x, y in reversed(up))
        outline: tuple[Curve, ...] = (*polyline(*up), barrel, *polyline(*down, up[0]))
        return Placed("bore", Revolved(outline), (ALONG_FINGER,))


def shank(
    profile: ModuleType,
    params: Any,
    bore_radius: float,
    base: tuple[float, float],
    top: tuple[float, float],
    course: Styled | None = None,
    shoulders: Styled | None = None,
    carries: float = 0.0,
) -> Shank:
    """A shank from (width, thickness) at the base and at the top."""
    course, shoulders = course or straight(), shoulders or plain()
    flat = Shank(profile, params, bore_radius, *base, *top, None, course, shoulders, carries)
    widest = max(flat.widest, base[0], top[0])
    bore = bore_of(profile, params, widest, min(base[1], top[1]))
    if bore and getattr(course.module, "CYLINDER", False):
        bore = Bore(bore.half_width)
    return replace(flat, bore=bore)
