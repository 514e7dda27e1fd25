"""The least change that makes a refused ring pass: tried, built and measured before it is named.

A refused ring helps nobody by itself. `way_out` tries what `offers` lists with rings of triangles, which take a second
or two each. A change that leaves fewer checks failing is kept and the rest is sought from there; what passes is made in
earnest, so that what a report offers has been a ring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.design.weight import DEFAULT_FIELD
from ringgen.errors import BuildError, InputError
from ringgen.findings import Finding
from ringgen.mending.offers import brought, fixes, offers, other_kinds
from ringgen.spec.change import Change, Changes, field_of, joined
from ringgen.spec.load import Loaded

MOST_DRAFTS = 60  # a minute or two; what is not found by then is a different ring
MOST_MADE = 4  # rings made in earnest, where drafts passed or the kernel had refused
NEARER = 0.7  # of what a ring is short of its limits: nearer by that is worth going on from
MOST_ASKED = 4  # refusals of a design that are followed, one uncovering the next


class Tries(Protocol):
    """How a ring is tried, as `bench.Bench` does."""

    def progress(self, said: str, /) -> None:
        """Says what is being done."""

    def draft(self, loaded: Loaded) -> Sequence[Finding]:
        """What the checks find on a ring of triangles. InputError or BuildError where there is none."""

    def make(self, loaded: Loaded) -> Sequence[Finding]:
        """What they find on the ring itself. InputError or BuildError where there is none."""


@dataclass(frozen=True)
class Mended:
    """`changes` are the PATH=VALUE which, together, make a ring that passes; `tried` is how many rings that took."""

    changes: Changes
    tried: int


@dataclass(frozen=True)
class _Ring:
    """A ring tried: the changes that lead to it and what the checks say of it."""

    changes: Changes
    findings: Sequence[Finding]

    @property
    def failing(self) -> int:
        return len(self._bad)

    @property
    def short(self) -> float:
        """How far its failed checks are from their limits, as shares of them, together."""
        return sum(_short(f) for f in self._bad)

    @property
    def _bad(self) -> list[Finding]:
        return [f for f in self.findings if f.refuses]


def _short(finding: Finding) -> float:
    """How far it is from its limit, as a share of that; 1 where that cannot be said."""
    if finding.measured is None or not finding.limit:
        return 1.0
    return abs(finding.measured - finding.limit) / finding.limit


Kept = Callable[[str], bool]
"""Whether the field at a path is to stay as it is."""


def way_out(
    loaded: Loaded, design: Design, findings: Sequence[Finding], bench: Tries, kept: Kept = lambda _: False
) -> Mended | None:
    """The least change found that makes a ring the checks pass; None where nothing tried does.

    Without findings (the kernel refused the ring) every try is made in earnest. The same ring has the same way out.
    """
    return _Search(loaded, bench, not findings, kept).run(design, findings)


def allowed(loaded: Loaded, kept: Kept) -> Changes:
    """What the design itself refuses set to the nearest that it takes, one refusal after another.

    Nothing where that would touch what the client brought or what is kept: then the refusal stands as it is.
    """
    changes: Changes = ()
    for _ in range(MOST_ASKED):
        try:
            resolve(loaded.over(changes).spec)
        except InputError as error:
            change = error.problems[0].change
            if change is None or brought(change) or kept(field_of(change)) or change in changes:
                return ()
            changes = joined(changes, (change,))
        else:
            return changes
    return ()


class _Search:
    def __init__(self, loaded: Loaded, bench: Tries, in_earnest: bool, kept: Kept) -> None:
        self.loaded, self.bench, self.in_earnest, self.kept = loaded, bench, in_earnest, kept
        self.drafts = self.made = 0
        self.seen: set[Changes] = set()
        self.misses: list[_Ring] = []

    def run(self, design: Design, findings: Sequence[Finding]) -> Mended | None:
        """From one better ring to the next; where that leads nowhere, another kind of head on the ring as asked.

        Better is a ring that fails fewer checks, else the one that fails as many by the least.
        """
        at = _Ring((), findings)
        while True:
            if at.changes:
                design = resolve(self.loaded.over(at.changes).spec)
            asked = (fixes(at.findings), *offers(self.loaded.over(at.changes).spec, design, at.findings))
            better = self._first(at, asked) or self._nearly(at)
            if better is None:
                spec = self.loaded.spec
                for start in dict.fromkeys((at.changes, ())):
                    better = better or self._first(_Ring(start, ()), other_kinds(spec, at.findings), last=True)
            if better is None or not better.failing:
                return Mended(better.changes, self.drafts + self.made) if better else None
            at = better

    def _first(self, at: _Ring, asked: Iterable[Changes], last: bool = False) -> _Ring | None:
        """The first ring that passes or, unless these are the `last` changes tried, that fails less than this one."""
        for more in asked:
            if self.drafts >= MOST_DRAFTS or self.made >= MOST_MADE:
                return None
            tried = self._tried(at.changes, more)
            if tried is not None and tried.failing and last:  # nowhere else to go on from it: mend it here
                tried = self._tried(tried.changes, fixes(tried.findings))
            if tried is None:
                continue
            if not tried.failing:
                if self._holds(tried.changes):
                    return tried
            elif not last:
                if tried.failing < at.failing:
                    return tried
                self.misses.append(tried)
        return None

    def _nearly(self, at: _Ring) -> _Ring | None:
        """Of the rings tried so far that fail as many checks, the one that fails them by the least, if by far less."""
        near = min((r for r in self.misses if r.failing == at.failing), key=lambda r: r.short, default=at)
        return near if near.short < NEARER * at.short else None

    def _tried(self, changes: Changes, more: Changes) -> _Ring | None:
        """The ring with more changes, and with those its design then asks for; None where there is no such ring."""
        if not more or any(self._untouchable(c) for c in more):
            return None
        asked = joined(changes, more)
        for _ in range(MOST_ASKED):
            if asked in self.seen:
                return None
            self.seen.add(asked)
            try:
                return _Ring(asked, self._measured(self.loaded.over(asked)))
            except InputError as error:
                change = error.problems[0].change
                if change is None or self._untouchable(change) or field_of(change) in map(field_of, more):
                    return None
                asked = joined(asked, (change,))
            except BuildError:
                return None
        return None

    def _measured(self, loaded: Loaded) -> Sequence[Finding]:
        self.bench.progress(f"looking for what would pass ({self.drafts + self.made + 1})")
        if self.in_earnest:
            self.made += 1
            return self.bench.make(loaded)
        self.drafts += 1
        return self.bench.draft(loaded)

    def _holds(self, changes: Changes) -> bool:
        """Whether the ring itself passes too; one that was made already has."""
        if self.in_earnest:
            return True
        self.made += 1
        try:
            return not any(f.refuses for f in self.bench.make(self.loaded.over(changes)))
        except (InputError, BuildError):
            return False

    def _untouchable(self, change: Change) -> bool:
        return brought(change) or self.kept(field_of(change)) or self._against_weight(change)

    def _against_weight(self, change: Change) -> bool:
        """Whether it sets the very field a weight is met by."""
        spec = self.loaded.spec
        return spec.weight is not None and field_of(change) == (spec.solve or DEFAULT_FIELD)
