"""A ring's file checked while its solid is still being doubted.

What another kernel has to say takes about as long as the checks do, and nearly always it agrees. The file that was
checked counts only if its mesh is the one that is released.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.files import Pending, Release, Written
from ringgen.findings import Finding

if TYPE_CHECKING:
    from ringgen.triangles import TriangleMesh

Check = Callable[[Path, Subject], list[Finding]]


@dataclass(frozen=True)
class Begun:
    """A mesh, its file in a release's private folder, and what the checks are finding on it."""

    mesh: TriangleMesh
    written: Written
    findings: Future[list[Finding]]


class Ahead:
    """Writes a mesh and has it checked beside whatever goes on: one at a time. Left, it waits for the last answer."""

    def __init__(self, release: Release, pending: Callable[[Design, TriangleMesh], Pending], check: Check) -> None:
        self.seconds = 0.0
        """What writing took."""
        self._release, self._pending, self._check = release, pending, check
        self._beside = ThreadPoolExecutor(1)
        self._begun: Begun | None = None

    def begin(self, design: Design, mesh: TriangleMesh) -> Begun:
        """Write a mesh and begin its checks, unless that was done. WriteError as of the release."""
        if self._begun is None or self._begun.mesh is not mesh:
            self.settle()  # the file of a mesh that was refused is not overwritten while it is read
            start = time.perf_counter()
            written = self._release.add(self._pending(design, mesh))
            self.seconds += time.perf_counter() - start
            self._begun = Begun(mesh, written, self._beside.submit(self._check, written.path, Subject.of(design)))
        return self._begun

    def settle(self) -> None:
        """Wait until nothing is being checked any more."""
        if self._begun is not None:
            self._begun.findings.exception()

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._beside.shutdown()
