"""3MF: the casting mesh with its unit, its alloy and its colour; the format to print from where a choice is given.

Written here rather than through the format's own library: that takes five times as long, moves coordinates by a step
of their last digit, and then could not serve as the judge that reads every file back in strict mode in the tests.
"""

from __future__ import annotations

from pathlib import Path

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, system
from ringgen.writers.package import archive, document, material, mesh_text, read

FORMAT = "3mf"
SUFFIX = ".3mf"

_METADATA = frozenset(("Copyright", "LicenseTerms", "Rating", "CreationDate", "ModificationDate"))
"""What the core specification lets a caller add to the words below; any other name would need a namespace."""


def write(model: Model, path: Path) -> None:
    """One object, `metal`, of one base material: the alloy by name and colour. Stones are not printed."""
    put(path, archive(_document(model)))


def verify(path: Path, model: Model) -> None:
    """A sound archive whose model is in millimetres, complete, with the mesh's triangles, corners, and its alloy."""
    from ringgen.writers._float32 import rounded

    text = read(path)
    mesh = rounded(model.mesh).mesh
    found = tuple(text.count(b"<%s " % tag) for tag in (b"object", b"vertex", b"triangle"))
    if found != (1, len(mesh.vertices), len(mesh.faces)):
        raise WriteError("it holds {} objects with {} corners and {} triangles".format(*found))
    if text.count(b"<base name=") != 1 or text.count(b"<item ") != 1:
        raise WriteError("it names no alloy, or prints nothing")


def _document(model: Model) -> str:
    from ringgen.writers._float32 import rounded

    metal = f'<basematerials id="1">{material(model.metal)}</basematerials>\n'
    mesh = mesh_text(rounded(model.mesh).mesh)
    body = f'<object id="2" type="model" name="metal" pid="1" pindex="0">{mesh}</object>\n'
    return document(metal + body, '<item objectid="2"/>', _words(model))


def _words(model: Model) -> dict[str, str]:
    """The core specification's well-known names; what the caller adds under others goes into the description."""
    description = [f"{n}: {text}" for n, text in model.metadata.items() if n not in _METADATA]
    description += [f"stones not included: {len(model.stones)}", f"spec sha256 {model.spec_sha256}"]
    return {
        "Title": model.name,
        "Designer": "ringgen",
        "Description": "; ".join(
            [*description, f"stones not included: {len(model.stones)}", f"spec sha256 {model.spec_sha256}"]
        ),
        "Application": system(),
        **{name: text for name, text in model.metadata.items() if name in _METADATA},
    }
