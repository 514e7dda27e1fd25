"""What a check kept in memory, written: all files and the report, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ringgen.errors import InputError
from ringgen.files import Pending, Release, Written
from ringgen.pipeline import Held, Outcome


def release(outcome: Outcome, out: Path | str | None = None) -> tuple[Written, ...]:
    """Write the files and the report of `check(loaded, formats=...)` into a folder: the ring's slug, unless named.

    Of a ring the checks refused, and of one that was not asked for by `force`, that is the report alone. What is
    written are the very bytes that were measured. Raises WriteError, and InputError where the check kept no files.
    """
    listed = [f["path"] for f in outcome.report["files"]]
    if listed != [f.name for f in outcome.files]:
        raise InputError.one("formats", "the check kept no files", 'check(loaded, formats=("stl", "step", "3mf"))')
    with Release(Path(out) if out is not None else Path(outcome.report["slug"])) as folder:
        for file in pending(outcome.report, outcome.files):
            folder.add(file)
        return folder.commit()


def pending(report: Mapping[str, Any], held: Iterable[Held]) -> list[Pending]:
    """Files kept in memory, and the report last: its name on a file vouches for the others."""
    from ringgen.report.document import as_json

    files = [Pending.of(f.name, f.format, f.data) for f in held]
    return [*files, Pending.of(f"{report['slug']}.report.json", "json", as_json(dict(report)))]
