"""The shank a spec asks for, in numbers, and what the rules would refuse of it."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen import plugins
from ringgen.bodies import Frame
from ringgen.catalog.fit import Fit, fit_allowance
from ringgen.catalog.rules import Rules
from ringgen.catalog.sizes import parse_size
from ringgen.design.shank import Shank, Styled, shank
from ringgen.errors import InputError, Problem
from ringgen.settings._arrangement import Ground
from ringgen.spec.models import Spec, Stone

ROUND_TO = 1e-6
ONE_CARAT = 6.5  # mm: a round brilliant of one carat

ALONG = tuple(range(-90, 91, 6))  # degrees round the hoop from a stone at which a head is told how the band goes on


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
        diameter += fit_of(profile, max(width, top_width)).delta_mm
    course = Styled(plugins.load("ringgen.shanks", spec.band.shank.style), spec.band.shank.params)
    shoulders = Styled(plugins.load("ringgen.shoulders", spec.band.shoulders.style), spec.band.shoulders.params)
    base, top = (width, thickness), (top_width, top_thickness)
    styles_fit(Shank(profile, spec.band.params, diameter / 2, *base, *top, None, course, shoulders, _largest(spec)))
    band = shank(profile, spec.band.params, diameter / 2, base, top, course, shoulders, _largest(spec))
    widest = max(band.angles, key=band.width_at)
    _drawable(spec, profile, ((*band.size_at(0), "at the top"), (*band.size_at(widest), "where it is widest")))
    return band


def _largest(spec: Spec) -> float:
    """The largest stone's size, near enough to leave it room on the band, mm."""
    stones = [s.stone for s in spec.settings if s.stone]
    return max((_about(s) for s in stones), default=0.0)


def _about(stone: Stone) -> float:
    measured = max(stone.diameter or 0.0, stone.length or 0.0, stone.width or 0.0)
    return measured or ONE_CARAT * (stone.carat or 1.0) ** (1 / 3)


def styles_fit(band: Shank) -> None:
    """Refuse a course whose own numbers do not go together, or not with this profile, or not with what it carries."""
    problems = band.course.ask("refuse", band)
    if problems:
        raise InputError([replace(p, field=f"band.{p.field}") for p in problems])


def ground(band: Shank, frame: Frame, degrees: float = 0.0) -> Ground:
    """The band under a stone whose frame stands at that many degrees from the top."""
    outside = band.outside_at(degrees)
    depth = max((h for y, h in outside if abs(y) == min(abs(p[0]) for p in outside)), default=0.0)
    top = band.bore_radius + depth
    far = math.hypot(frame.origin[0], frame.origin[2])
    crown = tuple((y, h - depth) for y, h in outside)
    course = tuple((a, *_half_and_radius(band, degrees + a)) for a in ALONG)
    return Ground(top - far, max(y for y, _ in outside), top, depth, crown, frame, course)


def _half_and_radius(band: Shank, degrees: float) -> tuple[float, float]:
    width, thickness = band.size_at(degrees)
    return width / 2, band.bore_radius + thickness


def fit_of(profile: object, width: float) -> Fit:
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


def thick_enough(spec: Spec, band: Shank, rules: Rules, group: str) -> None:
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
