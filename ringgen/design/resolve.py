"""A spec to a design: every default filled in with its reason, everything refused that needs no geometry to refuse."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ringgen import plugins
from ringgen.bodies import Frame, Parts, Placed
from ringgen.catalog.fit import Fit, fit_allowance
from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import Rules, load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.design.model import Band, Design
from ringgen.design.shank import Shank, shank
from ringgen.design.shoulders import cathedral
from ringgen.errors import InputError, Problem
from ringgen.filenames import slug
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.spec.models import Setting, Spec
from ringgen.stones import Measures
from ringgen.witness import Stone, Witness

ROUND_TO = 1e-6


@dataclass(frozen=True)
class _Set:
    """One setting, arranged in its stone's frame, with the stone and where it stands."""

    asked: Setting
    stone: Measures
    arrangement: Arrangement
    frame: Frame
    body: Placed


def resolve(spec: Spec) -> Design:
    """The design of a spec. InputError for numbers that cannot be made into a ring."""
    rules = load_rules(spec.making.rules)
    metal = find_metal(spec.metal, spec.density)
    size = parse_size(spec.size)
    band = shank_of(spec)
    sets = [_arranged(s, band) for s in spec.settings]
    _only_one_at_the_top(sets)
    lowest = min((s.frame.origin[2] + s.arrangement.lowest for s in sets), default=math.inf)
    parts, witness, notes = band.parts(lowest), Witness(), _notes(spec, band)
    for number, s in enumerate(sets, 1):
        parts += replace(s.arrangement.parts, stones=(replace(s.body, part=f"stone-{number}"),)).within(s.frame)
        witness += _named(s.arrangement.witness, f"stone-{number}").within(s.frame)
        witness += Witness(stones=(_stone(number, s),))
        notes += [f"{s.asked.id}: {n}" for n in s.arrangement.notes]
    if spec.band.shoulders == "cathedral":
        arches, seen = _shoulders(band, sets)
        parts, witness = arches + parts, witness + seen
        parts = _shank_first(parts)
    _thick_enough(spec, band, rules, metal.group)
    return Design(
        name=spec.name,
        slug=slug(spec.name),
        size=size,
        bore_radius=band.bore_radius,
        fit_mm=round(2 * band.bore_radius - size.inner_diameter_mm, 6),
        band=Band(spec.band.profile, band.width, band.thickness, band.top_width, band.top_thickness),
        metal=metal,
        rules=rules,
        parts=parts,
        witness=witness,
        notes=tuple(notes),
    )


def shank_of(spec: Spec) -> Shank:
    """The shank a spec asks for. InputError with the fields that do not go together."""
    profile = plugins.load("ringgen.profiles", spec.band.profile)
    width, thickness = spec.band.width, spec.band.thickness
    if getattr(profile, "SQUARE", False):
        width = _as_thick_as_wide(spec)
    top_width = spec.band.top.width if spec.band.top.width is not None else width
    top_thickness = spec.band.top.thickness if spec.band.top.thickness is not None else thickness
    if getattr(profile, "SQUARE", False):
        if abs(top_width - top_thickness) > ROUND_TO and spec.band.top.width is not None:
            why = f"a {spec.band.profile} band is as thick as it is wide ({top_thickness:g} mm at the top)"
            raise InputError.one("band.top.width", why, nearest=f"{top_thickness:g}")
        top_width = top_thickness
    _drawable(spec, profile, ((width, thickness, "band"), (top_width, top_thickness, "band.top")))
    diameter = parse_size(spec.size).inner_diameter_mm
    if spec.fit == "auto":
        diameter += _fit(profile, max(width, top_width)).delta_mm
    return shank(profile, spec.band.params, diameter / 2, (width, thickness), (top_width, top_thickness))


def _fit(profile: object, width: float) -> Fit:
    """What a band of that width and inside adds to the size a finger needs."""
    return fit_allowance(width, hasattr(profile, "rise") or hasattr(profile, "whole"))


def _as_thick_as_wide(spec: Spec) -> float:
    asked = spec.band.width if spec.given("band.width") else spec.band.thickness
    if abs(asked - spec.band.thickness) > ROUND_TO and spec.weight is None:
        raise InputError.one(
            "band.thickness",
            f"a {spec.band.profile} band is as thick as it is wide ({asked:g} mm)",
            nearest=f'{asked:g}, or band.profile = "oval"',
        )
    return spec.band.thickness


def _drawable(spec: Spec, profile: object, places: tuple[tuple[float, float, str], ...]) -> None:
    refuse = getattr(profile, "refuse", None)
    for width, thickness, where in places if refuse else ():
        reason = refuse(spec.band.params, width, thickness) if refuse else None
        if reason:
            field, why, works = reason
            raise InputError.one(f"band.{field}", f"{why} ({where}: {width:g} × {thickness:g} mm)", nearest=works)


def _arranged(asked: Setting, band: Shank) -> _Set:
    at = f"settings.{asked.id}"
    setting = plugins.load("ringgen.settings", asked.type)
    if asked.stone is None:
        raise InputError.one(f"{at}.stone", "is needed", 'stone = { cut = "round", diameter = 6.5, gem = "diamond" }')
    cut = plugins.load("ringgen.cuts", asked.stone.cut)
    try:
        stone: Measures = cut.measure(asked.stone, asked.stone.params)
    except InputError as error:
        raise InputError([replace(p, field=f"{at}.{p.field}") for p in error.problems]) from None
    height = stone.pavilion + setting.lift(asked.params, stone)
    top = band.bore_radius + band.section_at(0).height_at(0.0)
    ground = Ground(-height, band.width_at(0) / 2, top, top - band.bore_radius)
    problems = setting.refuse(asked.params, stone, ground, asked.id)
    if problems:
        raise InputError(problems)
    solid = cut.solid(stone)
    arrangement: Arrangement = setting.arrange(asked.params, stone, solid, ground, asked.id)
    frame = Frame(origin=(0.0, 0.0, top + height))
    return _Set(asked, stone, arrangement, frame, Placed("stone", solid))


def _stone(number: int, s: _Set) -> Stone:
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
    )


def _named(seen: Witness, stone: str) -> Witness:
    """A setting's witness with the id its stone has in this ring."""
    return replace(
        seen,
        prongs=tuple(replace(p, stone=stone) for p in seen.prongs),
        bezels=tuple(replace(b, stone=stone) for b in seen.bezels),
    )


def _only_one_at_the_top(sets: list[_Set]) -> None:
    if len(sets) > 1:
        second = sets[1].asked.id
        raise InputError.one(f"settings.{second}", "the top of the ring carries one setting", "one [[settings]]")


def _shoulders(band: Shank, sets: list[_Set]) -> tuple[Parts, Witness]:
    carried = [s for s in sets if s.arrangement.carry]
    if not carried:
        raise InputError.one(
            "band.shoulders", "cathedral shoulders rise to a head, and there is none", "plain", "plain"
        )
    head = carried[0]
    assert head.arrangement.carry is not None
    return cathedral(band, head.arrangement.carry, head.frame.origin[2])


def _shank_first(parts: Parts) -> Parts:
    return replace(parts, metal=tuple(sorted(parts.metal, key=lambda p: p.part != "shank")))


def _thick_enough(spec: Spec, band: Shank, rules: Rules, group: str) -> None:
    """Refuse, before any geometry, a band the rules would refuse after it."""
    checks = (
        ("band-thickness", min(band.thickness, band.top_thickness), "thickness"),
        ("band-width", min(band.width, band.top_width), "width"),
    )
    problems = []
    for check, least, name in checks:
        limit = rules.limit(check, group)
        if limit and limit.broken_by(least):
            where = "band" if getattr(band, name) <= least + ROUND_TO else "band.top"
            if name == "width" and getattr(band.profile, "SQUARE", False):
                continue  # one number: its thickness has said it
            problems.append(
                Problem(
                    f"{where}.{name}",
                    f"{least:g} mm is under what {rules.name} allows ({limit.source})",
                    f"at least {limit.value:g} mm",
                    f"{limit.value:g}",
                )
            )
    if problems:
        raise InputError(problems)


def _notes(spec: Spec, band: Shank) -> list[str]:
    """What was decided for the client, so that nothing is silent."""
    notes = []
    if spec.fit == "auto":
        fit = _fit(band.profile, max(band.width, band.top_width))
        notes.append(f"fit: bore changed by {fit.delta_mm:+.2f} mm ({fit.reason}; {fit.source})")
    else:
        notes.append('fit: the size is the bore, unchanged for width or inside (fit = "auto" would say by how much)')
    if spec.density is not None:
        notes.append(f"density: {spec.density:g} g/cm³ as given, in place of the catalog's")
    return notes
