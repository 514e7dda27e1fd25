"""Each setting of a spec, arranged in its stone's frame, and where that stands on the ring."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ringgen import plugins
from ringgen.bodies import Faceted, Frame, Placed
from ringgen.design.shank import Shank
from ringgen.errors import InputError
from ringgen.plane import points
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.spec.models import Setting
from ringgen.stones import Measures
from ringgen.witness import Stone, Witness

OUTLINE = 0.005  # mm: how closely the outline the checks measure against follows the true one


@dataclass(frozen=True)
class Placement:
    """One setting, arranged in its stone's frame, with the stone and where it stands."""

    asked: Setting
    stone: Measures
    arrangement: Arrangement
    frame: Frame
    body: Placed
    solid: Faceted


def arranged(asked: Setting, band: Shank) -> Placement:
    """A setting at the top of the band. InputError for numbers its stone or its head cannot have."""
    at = f"settings.{asked.id}"
    setting = plugins.load("ringgen.settings", asked.type)
    if asked.stone is None:
        raise InputError.one(f"{at}.stone", "is needed", 'stone = { cut = "round", diameter = 6.5, gem = "diamond" }')
    cut = plugins.load("ringgen.cuts", asked.stone.cut)
    try:
        stone: Measures = cut.measure(asked.stone, asked.stone.params)
    except InputError as error:
        raise InputError([replace(p, field=f"{at}.{p.field}") for p in error.problems]) from None
    top = band.bore_radius + band.section_at(0).height_at(0.0)
    height = stone.pavilion + setting.lift(asked.params, stone, top - band.bore_radius)
    frame = Frame(origin=(0.0, 0.0, top + height))
    ground = Ground(-height, band.width_at(0) / 2, top, top - band.bore_radius, band.section_at(0).crown(), frame)
    problems = setting.refuse(asked.params, stone, ground, asked.id)
    if problems:
        raise InputError(problems)
    solid = cut.solid(stone)
    arrangement: Arrangement = setting.arrange(asked.params, stone, solid, ground, asked.id)
    return Placement(asked, stone, arrangement, frame, Placed("stone", solid), solid)


def stone_of(number: int, s: Placement) -> Stone:
    """The stone as the checks see it."""
    m, asked = s.stone, s.asked.stone
    assert asked is not None
    return Stone(
        id=f"stone-{number}",
        setting=s.asked.id,
        cut=asked.cut,
        gem=asked.gem,
        length=m.length,
        width=m.width,
        depth=m.depth,
        table=m.table,
        crown=m.crown,
        girdle=m.girdle,
        pavilion=m.pavilion,
        carat=m.carat,
        placeholder=m.placeholder,
        frame=s.frame,
        outline=tuple(points(m.outline, OUTLINE)),
        culet=m.culet,
        solid=s.solid,
        protected=bool(getattr(plugins.load("ringgen.settings", s.asked.type), "PROTECTS", False)),
    )


def named(seen: Witness, stone: str) -> Witness:
    """A setting's witness with the id its stone has in this ring."""
    return replace(
        seen,
        prongs=tuple(replace(p, stone=stone) for p in seen.prongs),
        bezels=tuple(replace(b, stone=stone) for b in seen.bezels),
    )
