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


@click.command("check")
@click.argument("file", metavar="FILE|SPEC", shell_complete=shared.complete_spec_or_file)
@set_option
@shared.rules_option
@click.option("--metal", metavar="NAME", help="What FILE is to be cast in: limits differ by metal.")
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
    heatmap: bool,
    out: Path | None,
    as_json: bool,
    mend: bool,
) -> int:
    """Measure FILE (STL, 3MF or STEP), or the ring a SPEC describes, and say what a caster would refuse.

    Ends with 0 if it passes, and with 1 if it fails. `--rules all` says which casters would take it, measured once; the
    verdict is then by the spec's own rules, or by what most casters ask.
    """
    shown = _Shown(heatmap, out)
    if _is_spec(file):
        _refuse_heat(file, shown)
        report = _of_spec(file, (*overrides, f"metal={metal}") if metal else overrides, rules, mend)
    else:
        report = _of_file(Path(file), overrides, rules, metal, shown)
    shared.show(report, as_json)
    return 0 if report["verdict"] == "pass" else 1


def _is_spec(file: str) -> bool:
    """A preset's name, standard input or a text file; anything else that has a suffix is taken for a model."""
    from ringgen.spec import presets

    return file in ("-", *presets.names()) or Path(file).suffix.casefold() in ("", *shared.SPECS)


def _of_spec(spec: str, overrides: tuple[str, ...], rules: str | None, mend: bool) -> dict[str, Any]:
    from ringgen.spec.load import load

    every = rules == shared.ALL
    loaded = load(spec, shared.with_rules(overrides, None if every else rules))
    from ringgen import pipeline

    with shared.progress() as say:
        outcome = pipeline.check(loaded, mend=mend, houses=every, progress=say)
    return {**outcome.report, "verdict": "pass" if outcome.released else "fail", "files": []}


@dataclass(frozen=True)
class _Shown:
    """Whether a heat map is asked for, and where."""

    heatmap: bool
    out: Path | None


def _refuse_heat(spec: str, shown: _Shown) -> None:
    from ringgen.errors import InputError

    if shown.heatmap or shown.out is not None:
        field, what = ("--heatmap", "a spec's heat map") if shown.heatmap else ("--out", "a spec's files")
        raise InputError.one(field, f"{what} is written by build", f"ringgen build {spec} --heatmap")


def _of_file(
    path: Path, overrides: tuple[str, ...], rules_id: str | None, metal: str | None, shown: _Shown
) -> dict[str, Any]:
    from ringgen.catalog.metals import find_metal
    from ringgen.catalog.rules import DEFAULT_RULES, load_rules
    from ringgen.errors import InputError

    if overrides:
        raise InputError.one("--set", f"{path.name} is a model, and has no fields to set", "a spec", source=str(path))
    if shown.out is not None and not shown.heatmap:
        raise InputError.one("--out", "nothing is written without it", "with --heatmap", "--heatmap")
    every = rules_id == shared.ALL
    rules = load_rules(DEFAULT_RULES if every or rules_id is None else rules_id)
    group = find_metal(metal).group if metal else ""
    from ringgen.checks import houses, runner
    from ringgen.checks.subject import Subject
    from ringgen.report.document import file_document

    start = time.perf_counter()
    mesh = _read(path)
    data = path.read_bytes()
    read = time.perf_counter()
    with shared.progress() as say:
        say(f"measuring {path.name}")
        findings = runner.run_checks(mesh, Subject(None, rules, group))
    taken = None
    if every:
        more = houses.unasked(rules)
        only = frozenset(row.check for row in more.rows)
        beside = runner.run_checks(mesh, Subject(None, more, group, only))
        taken = houses.houses([*findings, *beside], group, mesh.format)
    timings = {"read": read - start, "check": time.perf_counter() - read}
    notes = _heat(mesh, Subject(None, rules, group), shown) if shown.heatmap else []
    said = (len(data), hashlib.sha256(data).hexdigest())
    report = file_document(path, mesh.format, said, abs(mesh.volume), rules, findings, timings, taken)
    return {**report, "notes": [*report["notes"], *notes]}


def _heat(mesh: MeshFile, subject: Subject, shown: _Shown) -> list[str]:
    """Write the heat maps; what their colours mean, and where they are."""
    from ringgen.pipeline import heat_maps

    made = heat_maps(mesh, subject, shown.out)
    return [*made.legends, *(f"wrote {f.path}" for f in made.files)]


def _read(path: Path) -> MeshFile:
    """The file's triangles; a STEP's solids are meshed as finely as rings are."""
    from ringgen.checks.meshfile import MeshFile, read_mesh

    if path.suffix.casefold() not in (".step", ".stp"):
        return read_mesh(path)
    from ringgen.pipeline import step_triangles

    return MeshFile(path, "step", step_triangles(path).astype("f8"))
