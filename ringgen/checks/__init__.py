"""Checks: one file per check, each measuring the written file with code that did not build it.

A check is a module named as its findings are. It declares

    NAME                                                  the check's name in findings and rules
    def check(mesh: MeshFile, subject: Subject)           its findings; none where it does not apply

`ringgen.checks.runner` finds and runs them all; `MACHINERY` are the modules here that are no checks.
"""

from __future__ import annotations

MACHINERY = frozenset({"houses", "meshfile", "process", "runner", "subject"})
