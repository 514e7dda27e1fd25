"""A spec or a model file as a ring to be laid: its triangles as written and checked, its metal, what was found."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.catalog.metals import Metal, find_metal
from ringgen.catalog.rules import DEFAULT_RULES, Limit, load_rules, rule_ids
from ringgen.errors import InputError

if TYPE_CHECKING:
    from ringgen.checks.meshfile import MeshFile

Progress = Callable[[str], None]
POROSITY = "porosity"


@dataclass(frozen=True, eq=False)
class Ring:
    """One ring as its file holds it. `weight_g` is what it weighs as cast, None where no alloy is known.

    `refused` says why the checks refuse it, each reason in a line; empty for one they pass. `lumps` are the limits that
    its metal is held to once it is known from where it is fed.
    """

    name: str
    source: str
    mesh: MeshFile = field(repr=False)
    metal: Metal | None
    weight_g: float | None
    refused: tuple[str, ...]
    rules: str
    lumps: tuple[Limit, ...] = ()


def rings(
    sources: Sequence[str], rules: str | None, metal: Metal | None, progress: Progress = lambda _: None
) -> list[Ring]:
    """The ring of every source, in their order; each built or read once, however often it is named.

    Every source that cannot be read is refused before any ring is built. InputError, or BuildError.
    """
    from ringgen.spec.sources import is_spec

    loaded = {s: _loaded(s, rules) for s in dict.fromkeys(sources) if is_spec(s)}
    load_rules(rules or DEFAULT_RULES)
    from ringgen.reading import read_model

    files = {s: read_model(Path(s)) for s in dict.fromkeys(sources) if s not in loaded}
    made: dict[str, Ring] = {}
    for source in dict.fromkeys(sources):
        made[source] = (
            _of_spec(source, loaded[source], progress)
            if source in loaded
            else _of_file(source, files[source], rules, metal, progress)
        )
    return [made[s] for s in sources]


def _loaded(source: str, rules: str | None) -> Any:
    from ringgen.spec.load import load

    return load(source, (f"making.rules={rules}",) if rules else ())


def _of_spec(source: str, loaded: Any, progress: Progress) -> Ring:
    """Built, written to a folder that is thrown away, checked there, and read back."""
    from ringgen import pipeline
    from ringgen.checks.meshfile import read_mesh
    from ringgen.mending.bench import CHECKED

    with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
        outcome = pipeline.build(
            loaded, out=Path(folder), formats=(CHECKED,), force=True, mend=False, progress=progress
        )
        mesh = read_mesh(Path(folder) / outcome.report["files"][0]["path"])
    return _reported(source, outcome.report, mesh)


def _reported(source: str, report: dict[str, Any], mesh: MeshFile) -> Ring:
    """A ring with what ringgen's own report says of it."""
    return Ring(
        name=report["name"],
        source=source,
        mesh=mesh,
        metal=find_metal(report["metal"]["id"], report["metal"]["density_g_cm3"]),
        weight_g=report.get("stages", {}).get("cast", report)["weight_g"],
        refused=_reasons(report["findings"]),
        rules=report["rules"]["id"],
        lumps=_lumps(report["findings"]),
    )


def _of_file(source: str, mesh: MeshFile, rules: str | None, metal: Metal | None, progress: Progress) -> Ring:
    """As the report beside it says, where that is about this very file; else held to the checks of `ringgen check`."""
    if report := _vouched(mesh.path, rules):
        return _reported(source, report, mesh)
    from ringgen.checks import runner
    from ringgen.checks.subject import Subject

    progress(f"measuring {mesh.path.name}")
    chosen = load_rules(rules or DEFAULT_RULES)
    findings = [f.as_dict() for f in runner.run_checks(mesh, Subject(None, chosen, metal.group if metal else ""))]
    weight = metal.grams(abs(mesh.volume)) if metal else None
    return Ring(mesh.path.stem, source, mesh, metal, weight, _reasons(findings), chosen.id, _lumps(findings))


def _vouched(path: Path, rules: str | None) -> dict[str, Any] | None:
    """The report that lies beside a file ringgen released: about these very bytes, and by the rules asked for.

    The checks know of that ring which metal is a bead, and which a prong; of a bare file they do not.
    """
    beside = path.with_name(f"{path.stem}.report.json")
    try:
        report = json.loads(beside.read_bytes())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        ours = str(report["schema"]).startswith("ringgen-report/")
        same = any(f["sha256"] == digest and f["path"] == path.name for f in report["files"])
        asked = rules is None or (
            rules in rule_ids() and report["rules"]["id"] == rules
        )  # a shop's own file may change
        whole = report["verdict"] in ("released", "refused") and find_metal(report["metal"]["id"]) is not None
        return report if ours and same and asked and whole else None
    except (OSError, ValueError, KeyError, TypeError, InputError):
        return None


def _reasons(findings: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Each finding that refuses, in words: what was measured, the limit, where."""
    return tuple(_reason(f) for f in findings if f["status"] in ("fail", "could-not-run"))


def _lumps(findings: Sequence[dict[str, Any]]) -> tuple[Limit, ...]:
    """The limit that the porosity check held a ring to, by its own finding: a shop's own rules may be elsewhere.

    It only warns: where a sprue stands is the caster's to change.
    """
    held = [f for f in findings if f["check"] == POROSITY and f["limit"] is not None]
    return tuple(Limit(POROSITY, f["limit"], f["unit"], "warn", "max", f["source"] or "", "") for f in held)


def _reason(finding: dict[str, Any]) -> str:
    text = str(finding["check"])
    if finding["measured"] is not None and finding["limit"] is not None:
        text += f" {finding['measured']:g} {finding['unit']}, limit {finding['limit']:g} {finding['unit']}"
    elif finding["message"]:
        text += f": {finding['message']}"
    where = [finding["part"] or "", f"at {finding['clock']}" if finding["clock"] else ""]
    said = " ".join(w for w in where if w)
    return f"{text} ({said})" if said else text
