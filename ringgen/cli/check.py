"""`ringgen check`: hold a file, whoever made it, or a spec to a caster's limits; nothing is written."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringgen.cli import _options as shared
from ringgen.cli._set import set_option

if TYPE_CHECKING:
    from ringgen.checks.meshfile import MeshFile
    from ringgen.checks.subject import Subject

WORDS = {"mm": "millimetres", "cm": "centimetres", "in": "inches", "m": "metres"}


@click.command("check")
@click.argument("file", metavar="FILE|SPEC", shell_complete=shared.complete_spec_or_file)
@set_option
@shared.rules_option
@click.option("--metal", metavar="NAME", help="What FILE is to be cast in: limits differ by metal.")
@click.option("--units", type=click.Choice(list(WORDS)), help="What an STL is in; else millimetres.")
@shared.heat_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the heat map; a new one named after the file.",
)
@shared.json_option
@shared.mend_option
def command(
    file: str,
    overrides: tuple[str, ...],
    rules: str | None,
    metal: str | None,
    units: str | None,
    heatmap: bool,
    out: Path | None,
    as_json: bool,
    mend: bool,
) -> int:
    """Measure FILE (STL, 3MF or STEP), or the ring a SPEC describes, and say what a caster would refuse.

    Ends with 0 if it passes, and with 1 if it fails. `--rules all` says which casters would take it, measured once; the
    verdict is then by the spec's own rules, or by what most casters ask.
    """
    asked = _Asked(rules, metal, units, heatmap, out)
    from ringgen.spec.sources import is_spec

    report = _of_spec(file, overrides, asked, mend) if is_spec(file) else _of_file(Path(file), overrides, asked)
    shared.show(report, as_json)
    return 0 if report["verdict"] == "pass" else 1


@dataclass(frozen=True)
class _Asked:
    """Whose rules, and what only a file can be asked: its metal and units, a heat map and where."""

    rules: str | None
    metal: str | None
    units: str | None
    heatmap: bool
    out: Path | None

    @property
    def every(self) -> bool:
        """Whether every house's rules are asked for."""
        return self.rules == shared.ALL


def _of_spec(spec: str, overrides: tuple[str, ...], asked: _Asked, mend: bool) -> dict[str, Any]:
    from ringgen.errors import InputError

    if asked.heatmap or asked.out is not None:
        field, what = ("--heatmap", "a spec's heat map") if asked.heatmap else ("--out", "a spec's files")
        raise InputError.one(field, f"{what} is written by build", f"ringgen build {spec} --heatmap")
    if asked.units:
        raise InputError.one("--units", "a spec says its own units", "an STL file")
    from ringgen.spec.load import load

    metal = (f"metal={asked.metal}",) if asked.metal else ()
    loaded = load(spec, shared.with_rules((*overrides, *metal), None if asked.every else asked.rules))
    from ringgen import pipeline

    with shared.progress() as say:
        outcome = pipeline.check(loaded, mend=mend, houses=asked.every, progress=say)
    return {**outcome.report, "verdict": "pass" if outcome.released else "fail", "files": []}


def _of_file(path: Path, overrides: tuple[str, ...], asked: _Asked) -> dict[str, Any]:
    from ringgen.catalog.metals import find_metal
    from ringgen.catalog.rules import DEFAULT_RULES, load_rules
    from ringgen.errors import InputError

    if overrides:
        raise InputError.one("--set", f"{path.name} is a model, and has no fields to set", "a spec", source=str(path))
    if asked.out is not None and not asked.heatmap:
        raise InputError.one("--out", "nothing is written without it", "with --heatmap", "--heatmap")
    rules = load_rules(DEFAULT_RULES if asked.every or asked.rules is None else asked.rules)
    group = find_metal(asked.metal).group if asked.metal else ""
    from ringgen.checks import houses, runner
    from ringgen.checks.subject import Subject
    from ringgen.reading import read_model
    from ringgen.report.document import file_document

    start = time.perf_counter()
    mesh = read_model(path, asked.units)
    data = path.read_bytes()
    read = time.perf_counter()
    with shared.progress() as say:
        say(f"measuring {path.name}")
        findings = runner.run_checks(mesh, Subject(None, rules, group))
    taken = None
    if asked.every:
        more = houses.unasked(rules)
        beside = Subject(None, more, group, frozenset(row.check for row in more.rows))
        taken = houses.houses([*findings, *runner.run_checks(mesh, beside)], group, mesh.format)
    timings = {"read": read - start, "check": time.perf_counter() - read}
    notes = [*_about(mesh, asked.units), *(_heat(mesh, Subject(None, rules, group), asked) if asked.heatmap else ())]
    said = (len(data), hashlib.sha256(data).hexdigest())
    return file_document(path, mesh.format, said, abs(mesh.volume), rules, findings, timings, taken, notes)


def _heat(mesh: MeshFile, subject: Subject, asked: _Asked) -> list[str]:
    """Write the heat maps; what their colours mean, and where they are."""
    from ringgen.pipeline import heat_maps

    made = heat_maps(mesh, subject, asked.out)
    return [*made.legends, *(f"wrote {f.path}" for f in made.files)]


def _about(mesh: MeshFile, units: str | None) -> list[str]:
    """What is to be said of a file's units: as what they were read, or that they can hardly be millimetres."""
    import numpy as np

    from ringgen.checks.meshfile import UNITS, unit_of

    if units not in (None, "mm"):
        return [f"units: its numbers were read as {WORDS[units]}, {UNITS[units]:g} mm each"]
    size = float(np.ptp(mesh.vertices, axis=0).max())
    near = unit_of(size) if mesh.format == "stl" and units is None else None
    if near is None:
        return []
    across = f"{size * UNITS[near]:.3g} mm across"
    return [f"units: {size:.3g} mm across is no ring; were it in {WORDS[near]}, it is {across}: --units {near}"]
