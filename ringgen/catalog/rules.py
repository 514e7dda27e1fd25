"""Making rules: whose limits a ring is held to. One data file in `rules/` is one authority's set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ringgen.catalog._tables import listing, shown, table
from ringgen.errors import InputError
from ringgen.plugins import nearest

DEFAULT_RULES = "cast-standard"


@dataclass(frozen=True)
class Limit:
    """One limit of one check: at least (`min`) or at most (`max`) `value`; breaking it fails, or only warns.

    `groups` are the metal groups it is for, `kinds` the kinds of stone or of holding it (a check says which it asks
    for: "domed", "tension"...); empty for all of them.
    """

    check: str
    value: float
    unit: str
    severity: Literal["fail", "warn"]
    direction: Literal["min", "max"]
    source: str
    confidence: str
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    note: str = ""

    def broken_by(self, measured: float) -> bool:
        """Whether a measurement breaks this limit; NaN breaks every limit."""
        kept = measured >= self.value if self.direction == "min" else measured <= self.value
        return not kept


@dataclass(frozen=True)
class Rules:
    """One set of limits. `mesh_deviation_mm` is the chord error its files may have."""

    id: str
    name: str
    rows: tuple[Limit, ...]
    mesh_deviation_mm: float
    note: str
    source: str
    confidence: str

    def limits(self, check: str, metal_group: str = "", kind: str = "") -> tuple[Limit, ...]:
        """The limits of a check for a metal group and a kind of stone, those that fail first.

        Rows that name the kind are all there is for it, where there are any. A row naming the group takes the place of
        the general row of the same severity and direction.
        """
        rows = [r for r in self.rows if r.check == check and kind in r.kinds] if kind else []
        rows = rows or [r for r in self.rows if r.check == check and not r.kinds]
        mine = [r for r in rows if metal_group in r.groups]
        taken = {(r.severity, r.direction) for r in mine}
        general = [r for r in rows if not r.groups and (r.severity, r.direction) not in taken]
        return tuple(sorted([*mine, *general], key=lambda r: (r.severity, r.direction)))

    def limit(self, check: str, metal_group: str = "", severity: str = "fail", direction: str = "min") -> Limit | None:
        """The one limit of a check with this severity and direction, if the rules have one."""
        for row in self.limits(check, metal_group):
            if (row.severity, row.direction) == (severity, direction):
                return row
        return None


def rule_ids() -> tuple[str, ...]:
    """Every set of rules there is."""
    return listing("rules")


@cache
def load_rules(rules_id: str = DEFAULT_RULES) -> Rules:
    """A set of rules by its id; InputError with the nearest id otherwise."""
    known = rule_ids()
    if rules_id not in known:
        near = nearest(rules_id, known)
        raise InputError.one("making.rules", f'no rules are called "{shown(rules_id)}"', ", ".join(known), near)
    return _rules(rules_id, table(f"rules/{rules_id}"))


def _rules(rules_id: str, data: dict[str, Any]) -> Rules:
    mesh = data["mesh"]
    return Rules(
        id=rules_id,
        name=data["name"],
        rows=tuple(_limit(row) for row in data["limit"]),
        mesh_deviation_mm=float(mesh["deviation_mm"]),
        note=data["note"],
        source=mesh["source"],
        confidence=mesh["confidence"],
    )


def _limit(row: dict[str, Any]) -> Limit:
    return Limit(
        check=row["check"],
        value=float(row["value"]),
        unit=row["unit"],
        severity=row["severity"],
        direction=row["direction"],
        source=row["source"],
        confidence=row["confidence"],
        groups=tuple(row.get("groups", ())),
        kinds=tuple(row.get("kinds", ())),
        note=row.get("note", ""),
    )
