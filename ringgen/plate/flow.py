"""The flow of a plate: sources to rings, laid, written, measured, released with its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ringgen.files import Pending, Release
from ringgen.plate.asked import Asked

FOLDER = Path("plate")
REPORT = "plate.report.json"


def plate(
    sources: Sequence[str], asked: Asked, out: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Lay the rings of specs and files on plates and release them into a folder; the report.

    Raises InputError (what cannot be read, or does not fit), BuildError or WriteError; then nothing was written.
    """
    from ringgen.plate import laying, output, report, rings

    found = rings.rings(sources, asked.rules, asked.metal, progress)
    plates = laying.lay(found, asked, progress)
    with Release(out if out is not None else FOLDER) as release:
        progress("writing the plate and reading it back")
        files, measured = output.write(plates.plates, asked, release)
        told = report.document(plates, measured, files)
        release.add(Pending.of(REPORT, "json", report.encoded(told)))
        release.commit()
    return told
