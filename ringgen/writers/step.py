"""STEP (AP242): the exact solids, one assembly of named, coloured bodies in millimetres; what another CAD edits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, screen, system

FORMAT = "step"
SUFFIX = ".step"
OF_SOLIDS = True

_STONE_OPACITY = 0.4


def write(model: Model, path: Path) -> None:
    """`metal` with its alloy and density, then `stone-1`, `stone-2`… in the design's order."""
    from ringgen.kernel.step import StepBody, StepHeader, StepMaterial, step_bytes

    metal = model.metal
    material = StepMaterial(metal.id, metal.name, metal.density_g_cm3)
    bodies = [StepBody("metal", model.solid, screen(metal.rgb), 1.0, material)]
    for number, (stone, solid) in enumerate(zip(model.drawn, model.stone_solids, strict=True), 1):
        bodies.append(StepBody(f"stone-{number}", solid, screen(stone.rgb), _STONE_OPACITY))
    description = f"spec sha256 {model.spec_sha256}"
    header = StepHeader(model.slug + SUFFIX, description, system(), _stamp())
    put(path, step_bytes(plain_text(model.name) or model.slug, bodies, header))


def verify(path: Path, model: Model) -> None:
    """Whole from its first line to its last, one closed solid for the metal and one a stone, each with its name."""
    text = path.read_bytes()
    if not text.startswith(b"ISO-10303-21;") or not text.rstrip().endswith(b"END-ISO-10303-21;"):
        raise WriteError("it does not end as a STEP file does")
    members = _records(text, b"NEXT_ASSEMBLY_USAGE_OCCURRENCE(")
    names = [found[1] for record in members if (found := re.match(rb"'\d+','([^']*)'", record))]
    wanted = [b"metal", *(b"stone-%d" % (i + 1) for i in range(len(model.drawn)))]
    if names != wanted:
        raise WriteError(f"its bodies are called {b', '.join(names).decode('ascii', 'replace') or 'nothing'}")
    solids = sum(1 for kind in (b"MANIFOLD_SOLID_BREP(", b"BREP_WITH_VOIDS(") for _ in _records(text, kind))
    if not 0 < solids <= len(names):
        raise WriteError(f"it holds {solids} closed solids for {len(names)} bodies")


def _records(text: bytes, kind: bytes) -> Iterator[bytes]:
    """What stands in the records of a kind, each the first thing on its line; a file has a hundred thousand others."""
    at = text.find(kind)
    while at >= 0:
        if re.fullmatch(rb"#\d+ = ", text[text.rfind(b"\n", 0, at) + 1 : at]):
            yield text[at + len(kind) : text.find(b"\n", at)]
        at = text.find(kind, at + len(kind))


def _stamp() -> str:
    """The header's time: the same spec makes the same file, so not the clock's, but the one builders agree on."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "0")
    seconds = int(epoch) if epoch.isdecimal() and len(epoch) <= 11 else 0
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
