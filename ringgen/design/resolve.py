"""A spec to a design: every default filled in with its reason, everything refused that needs no geometry to refuse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ringgen.bodies import Parts
from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import Rules, load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.design.arch import Arch
from ringgen.design.band import fit_of, shank_of, styles_fit, thick_enough
from ringgen.design.borne import borne
from ringgen.design.encircled import made_for
from ringgen.design.laid import Laid, told
from ringgen.design.laying import laid
from ringgen.design.model import Band, Design
from ringgen.design.placing import Placement, Spot
from ringgen.design.row import row
from ringgen.design.shank import Head, Shank
from ringgen.design.stages import Pieces, asked, staged
from ringgen.errors import InputError
from ringgen.filenames import slug
from ringgen.settings import goes_round, holds_row
from ringgen.spec.models import Setting, Spec
from ringgen.witness import Witness


def resolve(spec: Spec) -> Design:
    """The design of a spec. InputError for numbers that cannot be made into a ring."""
    rules = load_rules(spec.making.rules)
    metal = find_metal(spec.metal, spec.density)
    size = parse_size(spec.size)
    band = shank_of(spec)
    settings, fitted = made_for(spec.settings, band)
    heads, rows = [[s for s in settings if holds_row(s.type) is long] for long in (False, True)]
    halos = [s for s in rows if goes_round(s.type)]
    sets, decided = row(heads, band, *(_least(rules, check, metal.group) for check in ("gap", "tool-room")))
    band = _footed(band, sets)
    band = replace(band, borne=borne(rows, band, _head(sets)))
    risen, seen = _shoulders(band, sets)
    rounds = _rounds(halos, sets, band, risen)
    plain = [s for s in rows if s not in halos]
    lines, counted = laid(plain, band, [*sets, *rounds], seen.regions, _arches(band, sets))
    counted = [*fitted, *(f"{one.asked.id}: {told(one)}" for one in rounds), *counted]
    everyone: list[Placement | Laid] = [*sets, *rounds, *lines]
    lowest = min((s.lowest for s in everyone), default=math.inf)
    aside = max((s.aside for s in everyone), default=0.0)
    others, witness, notes = Parts(), Witness(), [*_notes(spec, band), *decided, *counted]
    for s in everyone:
        number = len(witness.stones) + 1
        others += s.parts(number)
        witness += s.witness(number)
        notes += [n for n in (f"{s.asked.id}: {n}" for n in s.notes) if n not in notes]
    pieces = Pieces(risen, band, others, lowest, aside)
    witness = witness + seen + Witness(regions=band.regions())
    thick_enough(spec, band, rules, metal.group)
    design = Design(
        name=spec.name,
        slug=slug(spec.name),
        size=size,
        bore_radius=band.bore_radius,
        fit_mm=round(2 * band.bore_radius - size.inner_diameter_mm, 6),
        band=_decided(spec, band),
        metal=metal,
        rules=rules,
        parts=pieces.joined(),
        witness=witness,
        notes=tuple(notes),
        chosen=tuple(one.choice for one in lines if one.choice),
    )
    return staged(design, spec, pieces) if asked(spec.making) else design


def _rounds(halos: list[Setting], sets: list[Placement], band: Shank, arches: Parts) -> list[Laid]:
    """The rows that go round heads."""
    if not halos:
        return []
    from ringgen.design.circling import circled  # numpy takes longer to import than a plain ring to resolve

    return circled(halos, sets, band, arches)


def _footed(band: Shank, sets: list[Placement]) -> Shank:
    """A band in strands, knowing how much metal the heads at its top need between them."""
    if not getattr(band.course.module, "BRIDGED", False):
        return band
    from ringgen.design.footing import footing  # numpy takes longer to import than a plain ring to resolve

    heads = [s.parts(1) for s in sets if s.spot.at == 0.0]
    found = replace(band, foot=max((footing(band, h.metal, h.cutters) for h in heads), default=0.0))
    styles_fit(found)
    return found


def _least(rules: Rules, check: str, group: str) -> float:
    """The least measure the rules pass without a word, mm."""
    return max((limit.value for limit in rules.limits(check, group)), default=0.0)


def _shoulders(band: Shank, sets: list[Placement]) -> tuple[Parts, Witness]:
    head = _head(sets)
    problems = band.shoulders.ask("refuse", band, head)
    if problems and sets and head is None:
        why = "they rise to one head, upright in the middle of the top"
        problems = [replace(p, message=why) if p.field == "shoulders" else p for p in problems]
    if problems:
        raise InputError([replace(p, field=f"band.{p.field}") for p in problems])
    found: tuple[Parts, Witness] | None = band.shoulders.ask("arrange", band, head)
    return found or (Parts(), Witness())


def _arches(band: Shank, sets: list[Placement]) -> Sequence[Arch]:
    """The arches its shoulders have."""
    found: Sequence[Arch] | None = band.shoulders.ask("arches", band, _head(sets))
    return found or ()


def _head(sets: list[Placement]) -> Head | None:
    """What shoulders may rise to: the one head there is, where it stands upright in the middle of the top."""
    if len(sets) != 1 or sets[0].spot != Spot(turn=sets[0].spot.turn) or not sets[0].arrangement.carry:
        return None
    return Head(sets[0].arrangement.carry, sets[0].frame.origin[2])


def _decided(spec: Spec, band: Shank) -> Band:
    sizes = (band.width, band.thickness, band.top_width, band.top_thickness, band.widest)
    return Band(spec.band.profile, *sizes, spec.band.shank.style, spec.band.shoulders.style)


def _notes(spec: Spec, band: Shank) -> list[str]:
    """What was decided for the client, so that nothing is silent."""
    notes = []
    if spec.fit == "auto":
        fit = fit_of(band.profile, max(band.width, band.top_width))
        notes.append(f"fit: bore changed by {fit.delta_mm:+.2f} mm ({fit.reason}; {fit.source})")
    else:
        notes.append('fit: the size is the bore, unchanged for width or inside (fit = "auto" would say by how much)')
    if spec.density is not None:
        notes.append(f"density: {spec.density:g} g/cm³ as given, in place of the catalog's")
    return notes
