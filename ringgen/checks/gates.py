"""The checks of a ring with many prongs in two processes: prong by prong in one, all the rest in the other.

A row has as many beads as stones have corners, and each is measured section by section; that takes as long as all other
checks together.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from ringgen.checks import runner
from ringgen.checks.process import TIMEOUT_S, Gate
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

PRONG_BY_PRONG = frozenset({"prong", "seat-share"})
"""The checks that measure every section of every prong; the second asks for what the first has measured."""

MANY = 24  # prongs, from which a second process is worth what starting it takes


class Gates:
    """One process for each share of the checks. `start` it early; `check` blocks until the findings are there."""

    def __init__(self, gates: Sequence[tuple[Gate, frozenset[str]]]) -> None:
        self._gates = tuple(gates)

    @classmethod
    def start(cls, prongs: int = 0) -> Gates:
        """Start what a ring with so many prongs is worth, and return at once."""
        every = frozenset(runner.names())
        two = prongs >= MANY and (os.cpu_count() or 1) > 1
        shares = (every - PRONG_BY_PRONG, PRONG_BY_PRONG) if two else (every,)
        return cls([(Gate.start(), share) for share in shares])

    def check(self, path: str | Path, subject: Subject, timeout: float = TIMEOUT_S) -> list[Finding]:
        """Every check's findings on a written mesh file, in the order of the checks' names."""
        asked = [(gate, share if subject.only is None else share & subject.only) for gate, share in self._gates]

        def found(gate: Gate, share: frozenset[str]) -> list[Finding]:
            findings = gate.check(path, replace(subject, only=share), timeout)
            return [f for f in findings if f.check in share]  # a process that fails speaks for all checks there are

        with ThreadPoolExecutor(len(asked)) as beside:
            parts = list(beside.map(lambda one: found(*one), [one for one in asked if one[1]]))
        order = {name: n for n, name in enumerate(runner.names())}
        return sorted((f for part in parts for f in part), key=lambda f: order[f.check])

    def close(self) -> None:
        """End the processes."""
        for gate, _ in self._gates:
            gate.close()

    def __enter__(self) -> Gates:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with ExitStack() as all_of_them:
            for gate, _ in self._gates:
                all_of_them.push(gate)
