"""What the checks of settings share: grouping, fixes, and the stone a setting holds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeVar

from ringgen.checks.subject import STEP
from ringgen.findings import Finding
from ringgen.witness import Stone, Witness

T = TypeVar("T")


def by_setting(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Values under the setting they belong to, in the order they came."""
    groups: dict[str, list[T]] = {}
    for setting, value in pairs:
        groups.setdefault(setting, []).append(value)
    return groups


def stone_of(witness: Witness, setting: str, stone: str) -> Stone | None:
    """The stone a prong or bezel holds: by its own name, else the first of its setting."""
    named = [s for s in witness.stones if s.id == stone]
    mine = [s for s in witness.stones if s.setting in (stone, setting)]
    return next(iter(named or mine), None)


RANK = {"pass": 0, "warn": 1, "could-not-run": 2, "fail": 2}


def worst_of(pairs: Iterable[tuple[str, Finding]]) -> list[Finding]:
    """The worst finding of each setting; of equal ones that with the least measure, the first where that is equal."""

    def key(found: Finding) -> tuple[int, float]:
        return -RANK[found.status], found.measured if found.measured is not None else -math.inf

    return [min(group, key=key) for group in by_setting(pairs).values()]


def raised(field: str, value: float, step: float = STEP) -> str:
    """`field=value`, rounded up to a step a bench works to."""
    return f"{field}={math.ceil(value / step - 1e-6) * step:.2f}"


def lowered(field: str, value: float, step: float) -> str:
    """`field=value`, rounded down."""
    return f"{field}={math.floor(value / step + 1e-6) * step:.2f}"
