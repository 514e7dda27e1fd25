"""How much of a prong its seat takes: one less the thickness left at the girdle over the thickness below it."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._prongs import Sections, every_prong
from ringgen.checks._settings import by_setting, lowered, stone_of
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Prong, Stone

NAME = "seat-share"

Seat = tuple[float, int, Prong, Sections]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its deepest seat."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    seats: list[tuple[str, Seat]] = []
    for prong, found in every_prong(mesh, witness):
        if prong.kind:  # a shared bead has a seat on either side: what is left between them is the prong check's
            continue
        stone = stone_of(witness, prong.setting, prong.stone)
        if stone is not None:
            seats.append((prong.setting, _seat(prong, found, stone)))
    return [_deepest(group, subject) for group in by_setting(seats).values()]


def _seat(prong: Prong, found: Sections, stone: Stone) -> Seat:
    """The share taken, the number of the section, and whose it is.

    The free prong is its narrowest section well below the girdle: rails and shank only make sections larger. Where
    nothing of it is free, its designed diameter stands in.
    """
    near = (found.heights > -prong.diameter / 2) & (found.heights < stone.girdle + prong.diameter / 2)
    below = found.heights < -prong.diameter
    free = min(float(found.thickness[below].min(initial=np.inf)), prong.diameter)
    left = np.where(near, found.thickness, np.inf)
    k = int(left.argmin())
    share = 1.0 - float(left[k]) / free if near.any() and free > 0 else 1.0
    return max(share, 0.0), k, prong, found


def _deepest(seats: list[Seat], subject: Subject) -> Finding:
    share, k, prong, found = max(seats, key=lambda seat: seat[0])
    limits = subject.limits(NAME)
    wanted = min((limit.value for limit in limits), default=math.inf)
    field = f"settings.{prong.setting}.seat_share"
    place = Place.at(prong.part, found.points[k], field)
    fix = lowered(field, prong.seat_share - (share - wanted), 0.01) if math.isfinite(wanted) else None
    return judge(NAME, round(share, 4), limits, place, fix, f"the deepest of {len(seats)} seats", "share")
