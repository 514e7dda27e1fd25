"""Who would take a ring: what its checks measured, held to what each house states for itself.

A ring is measured once. Each finding is judged again by the rows a house's own file states; those it begins with are
the bench's and no house's. A file that does not close is taken by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ringgen.catalog.rules import BENCH, Rules, load_rules, rule_ids
from ringgen.checks.subject import judged_again
from ringgen.findings import Finding

SOUND = ("watertight", "shells")
"""Checks of the file itself, which every house makes; one that takes parts minds no second shell."""


@dataclass(frozen=True)
class House:
    """One house, and every finding that its own rules fail or warn of."""

    rules: Rules
    findings: tuple[Finding, ...]

    @property
    def takes(self) -> bool:
        """Whether nothing it states refuses the ring."""
        return not any(f.refuses for f in self.findings)


def unasked(rules: Rules) -> Rules:
    """The limits of every set on what these rules do not measure: what is to be measured beside."""
    known = {row.check for row in rules.rows}
    rows = [row for rules_id in rule_ids() for row in load_rules(rules_id).rows if row.check not in known]
    return Rules("unasked", "", tuple(rows), rules.mesh_deviation_mm, "", rules.source, rules.confidence)


def houses(findings: Sequence[Finding], group: str, file_format: str | None = None) -> tuple[House, ...]:
    """Every house, those that take the ring first; `file_format` is what a file at hand is in."""
    found = [_house(load_rules(i), findings, group, file_format) for i in rule_ids() if i != BENCH]
    return tuple(sorted(found, key=lambda h: (not h.takes, len(h.findings), h.rules.id)))


def _house(rules: Rules, findings: Sequence[Finding], group: str, file_format: str | None) -> House:
    sound = [check for check in SOUND if check != "shells" or rules.terms.bodies != "parts"]
    broken = [f for f in findings if f.status == "could-not-run" or (f.check in sound and f.refuses)]
    for f in findings:
        own = tuple(row for row in rules.limits(f.check, group, f.kind) if row.whose == rules.id)
        if own and f.measured is not None:
            broken.append(judged_again(f, own))
        elif own and f.status == "fail":  # nothing could be measured: what refused it refuses it here
            broken.append(f)
    taken = rules.terms.formats
    if file_format is not None and taken and file_format not in taken:
        said = f"it takes {', '.join(taken)}, not {file_format}"
        broken.append(Finding("format", "fail", None, None, source=rules.terms.source, message=said))
    return House(rules, tuple(f for f in broken if f.status != "pass"))
