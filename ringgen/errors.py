"""Every way ringgen can fail, each with the exit code scripts rely on.

No other exception may cross from one floor of the house to the next: the command line turns these, and only
these, into a message and an exit code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

_FIRST = re.compile(r"[^,;(]+")
"""The first of several nearest values, which commas and words part."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was asked.

    `field` is the dotted path (`settings.centre.prongs`), `line` the 1-based line of the text it came from where it
    has one, `allowed` what would be accepted, `nearest` the nearest value that works.
    """

    field: str
    message: str
    allowed: str | None = None
    nearest: str | None = None
    line: int | None = None

    @property
    def change(self) -> str | None:
        """PATH=VALUE of the field and the first of the nearest values, ready for `--set`; None where it names none."""
        found = _FIRST.match(self.nearest) if self.field and self.nearest else None
        return f"{self.field}={found[0].strip()}" if found else None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        text = f"{where}{self.field}: {self.message}" if self.field else f"{where}{self.message}"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.nearest:
            text += f"; did you mean {self.nearest}?"
        return text


class RinggenError(Exception):
    """What every error of ringgen is; never raised itself."""

    exit_code: ClassVar[int] = 3


class InputError(RinggenError):
    """The input is wrong: a spec, an option, a size, a file to check. Nothing was written."""

    exit_code = 2

    def __init__(self, problems: tuple[Problem, ...] | list[Problem], source: str = "") -> None:
        self.problems = tuple(problems)
        self.source = source
        super().__init__("\n".join(f"{source}: {p}" if source else str(p) for p in self.problems))

    @classmethod
    def one(
        cls,
        field: str,
        message: str,
        allowed: str | None = None,
        nearest: str | None = None,
        line: int | None = None,
        source: str = "",
    ) -> InputError:
        """An error about a single field."""
        return cls((Problem(field, message, allowed, nearest, line),), source)


class BuildError(RinggenError):
    """The solid could not be built; says which part and which numbers. Nothing was written.

    `changes` are the PATH=VALUE with which it was built, where such were found.
    """

    exit_code = 3

    def __init__(self, message: str, changes: tuple[str, ...] = ()) -> None:
        self.changes = changes
        super().__init__(message)


class RenderError(RinggenError):
    """No picture could be drawn, with what to install to mend it."""

    exit_code = 3


class WriteError(RinggenError):
    """A file could not be written; the files that were there before are untouched."""

    exit_code = 4
