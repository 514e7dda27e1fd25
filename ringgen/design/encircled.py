"""Heads that a row goes round: which one, how high it stands for that, and how the row lies beside its stone."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set

from ringgen import plugins
from ringgen.design.placing import Cut, Placement, cut
from ringgen.design.shank import Shank
from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.settings import goes_round, holds_row
from ringgen.settings._around import AroundParams, Collar, Plan
from ringgen.settings._arrangement import round_outline
from ringgen.settings._row import GAP
from ringgen.spec.models import Setting
from ringgen.stones import Measures

CLOSE = 0.3  # mm: the least of it under a head that says how high it stands
LOW = 0.3  # mm: the lowest an unsunk culet stands over the band
PRONGS = 4  # of a round stone with a row round it: the row guards its girdle, and six leave no way between them


def made_for(settings: Sequence[Setting], band: Shank) -> tuple[list[Setting], list[str]]:
    """The settings, heads that a row goes round made for it where they leave that open; and what was decided.

    They stand so high that its plate clears the band, the plate is their gallery rail, and a round stone has four
    prongs.
    """
    found, notes = {s.id: s for s in settings}, list[str]()
    asked = {s.id: s.params.model_fields_set for s in settings}
    for around in (s for s in settings if goes_round(s.type)):
        head = found.get(_named(around, settings) or "")
        if head is None or head.stone is None or around.stone is None:
            continue
        middle = cut(head)
        plan = planned(cut(around), middle)
        change = _left_open(head, asked[head.id], middle.stone, clearing(plan, middle.stone, proud(band)))
        if change:
            found[head.id] = head.model_copy(update={"params": head.params.model_copy(update=change)})
            said = ", ".join(f"{k} {v:g}" for k, v in change.items())
            notes.append(f"{head.id}: {said}, for the {around.type} round it")
    return list(found.values()), notes


def _left_open(head: Setting, asked: Set[str], middle: Measures, lift: float) -> dict[str, float]:
    """What a head is given for a row that needs it to stand so high; the highest, where several go round it."""
    params, known = head.params, type(head.params).model_fields
    wanted: dict[str, float] = {}
    if not {"lift", "set"} & asked and lift > max(LOW, getattr(params, "lift", None) or 0.0):
        wanted["lift"] = lift
    if "rails" not in asked:
        wanted["rails"] = 1
    if "prongs" not in asked and round_outline(middle):
        wanted["prongs"] = PRONGS
    return {name: value for name, value in wanted.items() if name in known and getattr(params, name) != value}


def _named(asked: Setting, settings: Sequence[Setting]) -> str | None:
    """The id of the head a row goes round, as far as the spec tells."""
    params = asked.params
    assert isinstance(params, AroundParams)
    heads = [s.id for s in settings if not holds_row(s.type)]
    return params.around or (heads[0] if len(heads) == 1 else None)


def head_of(asked: Setting, heads: Sequence[Placement]) -> Placement:
    """The head a row goes round. InputError where it names none, or a pair."""
    params = asked.params
    assert isinstance(params, AroundParams)
    known = {h.asked.id: h for h in heads}
    at, wanted = f"settings.{asked.id}.around", params.around
    if wanted is None and len(known) == 1:
        return heads[0]
    works = ", ".join(known) or "a setting with a head"
    if wanted is None:
        raise InputError.one(at, "is needed: which head the stones go round", works, next(iter(known), None))
    if wanted not in known:
        close = nearest(wanted, list(known)) or next(iter(known), None)
        raise InputError.one(at, f'there is no head "{wanted}"', works, close)
    found = [h for h in heads if h.asked.id == wanted]
    if len(found) > 1:
        raise InputError.one(at, f"{wanted} is a pair: a row goes round one head", works)
    return found[0]


def planned(row: Cut, middle: Cut) -> Plan | Collar:
    """How a row lies beside a stone. InputError for numbers it cannot have."""
    setting, asked = plugins.load("ringgen.settings", row.asked.type), row.asked
    problems = setting.refuse(asked.params, row.stone, asked.id)
    if problems:
        raise InputError(problems)
    gap = asked.gap if asked.gap is not None else GAP
    params = asked.params.model_copy(update={"around": middle.asked.id})
    found: Plan | Collar = setting.plan(params, row.stone, middle.stone, gap, row.solid, asked.id)
    return found


def clears(plan: Plan | Collar, head: Placement, over: float, part: str) -> None:
    """InputError for a head so low that what goes round it would lie on the band, or too near to it."""
    stone = head.stone
    free = stone.pavilion + (head.lift or 0.0) + plan.foot - over
    if free < CLOSE:
        wanted = clearing(plan, stone, over)
        why = f"{part} comes within {max(free, 0.0):.2f} mm of the band, or into it"
        raise InputError.one(f"settings.{head.asked.id}.lift", why, f"{wanted:g} mm or more", f"{wanted:g}")


def clearing(plan: Plan | Collar, middle: Measures, over: float) -> float:
    """How high a culet stands over the band with a row round its stone, mm: its plate clears the band."""
    return math.ceil(20 * (plan.free + over - plan.foot - middle.pavilion)) / 20


def proud(band: Shank) -> float:
    """How much higher the band's outside is anywhere across its top than in its middle, mm."""
    outline = band.outside_at(0.0)
    return max(h for _, h in outline) - min(outline, key=lambda p: abs(p[0]))[1]
