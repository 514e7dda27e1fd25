"""Making rules: whose limits a ring is held to. One data file in `rules/` is one house's, and says where it begins.

A file that `extends` another has all of its rows; a row of its own stands in place of one with the same check,
severity, direction, groups and kinds; `drop` names checks whose rows are left out first. A shop's own file is the same
anywhere on a disk.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ringgen.catalog import _rulefile
from ringgen.catalog._tables import listing, shown, table
from ringgen.errors import InputError
from ringgen.plugins import nearest

DEFAULT_RULES = "cast-standard"
BENCH = "bench"
"""The rules every other set begins with: what holds whoever casts."""

SUFFIX = ".toml"
MOST_BYTES = 64 * 1024
DEEPEST = 4  # files that extend one another


@dataclass(frozen=True)
class Limit:
    """One limit of one check: at least (`min`) or at most (`max`) `value`; breaking it fails, or only warns.

    `groups` are the metal groups it is for, `kinds` the kinds of stone or of holding it (a check says which it asks
    for: "domed", "tension"...); empty for all of them. `whose` is the id of the rules that state it.
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
    whose: str = ""

    def broken_by(self, measured: float) -> bool:
        """Whether a measurement breaks this limit; NaN breaks every limit."""
        kept = measured >= self.value if self.direction == "min" else measured <= self.value
        return not kept

    @property
    def place(self) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
        """What it is a limit of: of two rows with the same, the later stands."""
        return self.check, self.severity, self.direction, tuple(sorted(self.groups)), tuple(sorted(self.kinds))


@dataclass(frozen=True)
class Terms:
    """What else a house says of what it takes: None, or empty, where it says nothing.

    `formats` are ids of file formats; `stones` are to be "in" or "out" of the file; `bodies` "one" or "parts";
    `shrinkage` is made up for by the "house" or the "customer".
    """

    formats: tuple[str, ...] = ()
    stones: str | None = None
    bodies: str | None = None
    shrinkage: str | None = None
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class Rules:
    """One set of limits. `mesh_deviation_mm` is the chord error its files may have; `date` is when it was stated.

    `process` is what the house does (cast, print); `past` marks one that no longer takes orders. `factors` are a shop's
    own stock (`finish`, mm) and shrinkage (`shrink`, shares), by surface and step, where it has fitted any. `digest` is
    the sum of a shop's own file and all it extends; empty for the sets that come with ringgen.
    """

    id: str
    name: str
    rows: tuple[Limit, ...]
    mesh_deviation_mm: float
    note: str
    source: str
    confidence: str
    date: str = ""
    extends: str | None = None
    process: str = "cast"
    past: bool = False
    terms: Terms = field(default_factory=Terms)
    factors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    digest: str = ""

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
    """Every set of rules that comes with ringgen."""
    return listing("rules")


def is_file(rules: str) -> bool:
    """Whether it is the path of a shop's own rules, not a name."""
    return rules.casefold().endswith(SUFFIX)


def load_rules(rules: str = DEFAULT_RULES) -> Rules:
    """A set of rules by its id, or a shop's own by the path of its file.

    InputError with the nearest id, or with every row and key of a file that is wrong.
    """
    return _shop(Path(rules), 1) if is_file(rules) else _known(rules)


@cache
def _known(rules_id: str, named: str = "making.rules") -> Rules:
    known = rule_ids()
    if rules_id not in known:
        near = nearest(rules_id, known)
        more = f"{', '.join(known)}, or the path of a .toml file"
        raise InputError.one(named, f'no rules are called "{shown(rules_id)}"', more, near)
    data = table(f"rules/{rules_id}")
    return _rules(rules_id, data, _known(data["extends"]) if "extends" in data else None)


def _shop(path: Path, deep: int) -> Rules:
    """The rules of a shop's own file."""
    text = _text(path)
    data = _rulefile.read(text, str(path), known_checks(), _directions())
    if deep > DEEPEST:
        raise InputError.one("extends", f"goes deeper than {DEEPEST} files", source=str(path))
    base = data["extends"]
    try:
        under = _shop((path.parent / base), deep + 1) if is_file(base) else _known(base, "extends")
    except InputError as error:
        raise InputError(list(error.problems), error.source or str(path)) from None
    digest = hashlib.sha256((under.digest + text).encode()).hexdigest()
    return _rules(path.stem, data, under, digest)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise InputError.one("making.rules", f"{shown(str(path))} is too large for rules", "64 KiB")
        text = data.decode("utf-8")
        tomllib.loads(text)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise InputError.one("making.rules", f"{shown(str(path))} cannot be read as rules ({why})") from None
    return text


@cache
def known_checks() -> dict[str, tuple[str, ...]]:
    """Every check that rules which come with ringgen limit, and the units of those limits, the usual first."""
    found: dict[str, dict[str, None]] = {}
    for rules_id in rule_ids():
        for row in sorted(_known(rules_id).rows, key=lambda r: bool(r.kinds)):
            found.setdefault(row.check, {})[row.unit] = None
    return {check: tuple(units) for check, units in found.items()}


@cache
def _directions() -> dict[tuple[str, str], str]:
    """Which way each check's limits of a severity go, where they go one way only."""
    found: dict[tuple[str, str], set[str]] = {}
    for rules_id in rule_ids():
        for row in _known(rules_id).rows:
            for severity in (row.severity, ""):
                found.setdefault((row.check, severity), set()).add(row.direction)
    return {key: next(iter(ways)) for key, ways in found.items() if len(ways) == 1}


def _rules(rules_id: str, data: dict[str, Any], base: Rules | None, digest: str = "") -> Rules:
    own = [_limit(row, rules_id) for row in data.get("limit", ())]
    dropped, replaced = set(data.get("drop", ())), {row.place for row in own}
    under = base.rows if base else ()
    kept = [row for row in under if row.check not in dropped and row.place not in replaced]
    mesh = data.get("mesh")
    terms = data.get("terms")
    usual = base.terms if base else Terms()
    return Rules(
        id=rules_id,
        name=data["name"],
        rows=(*kept, *own),
        mesh_deviation_mm=float(mesh["deviation_mm"]) if mesh else _of(base).mesh_deviation_mm,
        note=data.get("note", ""),
        source=mesh["source"] if mesh else _of(base).source,
        confidence=mesh["confidence"] if mesh else _of(base).confidence,
        date=data.get("date", ""),
        extends=data.get("extends"),
        process=data.get("process", base.process if base else "cast"),
        past=bool(data.get("past", False)),
        terms=Terms(**{**terms, "formats": tuple(terms.get("formats", ()))}) if terms else usual,
        factors={**(base.factors if base else {}), **_rulefile.factors(data)},
        digest=digest,
    )


def _of(base: Rules | None) -> Rules:
    assert base is not None  # the sets that come with ringgen say it, and a shop's own extends one
    return base


def _limit(row: dict[str, Any], whose: str) -> Limit:
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
        whose=whose,
    )
