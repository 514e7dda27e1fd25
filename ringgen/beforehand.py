"""Files that need the solid alone, written by a forked process while the solid is still being meshed and doubted.

A STEP file of many faces takes as long as its mesh does, and one core has nothing to do meanwhile. What was written
counts only if its solid is the one that is released; where the process fails, the file is written once more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType

from ringgen import forks
from ringgen.design.model import Design
from ringgen.files import Pending, Release

PATIENCE_S = 120.0
"""What is being written when everything else is done takes seconds; one that takes minutes is done here again."""


@dataclass(frozen=True)
class _Begun:
    """A solid, the process that writes its files, and where they lie."""

    solid: object
    process: forks.Fork
    folder: Path


class Beforehand:
    """Has the files of a solid written beside whatever goes on, one solid at a time.

    `pending` says which there are, and gives none where that is not worth a process. Left, it leaves no process.
    """

    def __init__(
        self, release: Release, pending: Callable[[Design, object, Sequence[object]], Sequence[Pending]]
    ) -> None:
        self._release, self._pending = release, pending
        self._begun: _Begun | None = None

    def begin(self, design: Design, solid: object, stones: Sequence[object]) -> None:
        """Begin on a solid; what was begun on another is dropped. WriteError as of the release."""
        self._drop()
        files = self._pending(design, solid, stones)
        if not files or not forks.possible() or not forks.harmless():
            return
        folder = self._release.aside()

        def write(_: int) -> None:
            for file in files:
                file.write(folder / file.name)

        process = forks.fork(write)
        if process is not None:
            self._begun = _Begun(solid, process, folder)

    def taken(self, solid: object, pending: Pending) -> Pending:
        """The same file of that solid, written by now if it was begun."""
        if self._begun is None or self._begun.solid is not solid:
            return pending
        return replace(pending, write=partial(self._take, pending))

    def _take(self, pending: Pending, path: Path) -> None:
        if self._begun is not None:
            begun, self._begun = self._begun, None
            _, why = begun.process.heard(PATIENCE_S)
            written = begun.folder / pending.name
            if not why and written.exists():
                os.replace(written, path)
                return
        pending.write(path)

    def _drop(self) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.process.end()

    def __enter__(self) -> Beforehand:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._drop()
