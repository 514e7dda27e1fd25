"""3MF: the casting mesh with its unit, its alloy and its colour; the format to print from where a choice is given.

Written here rather than through the format's own library: that takes five times as long, moves coordinates by a step
of their last digit, and then could not serve as the judge that reads every file back in strict mode in the tests.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, screen, system

if TYPE_CHECKING:
    from ringgen.triangles import TriangleMesh

FORMAT = "3mf"
SUFFIX = ".3mf"

_MODEL = "3D/3dmodel.model"
_LARGEST_XML = 1 << 30
_METADATA = frozenset(("Copyright", "LicenseTerms", "Rating", "CreationDate", "ModificationDate"))
"""What the core specification lets a caller add to the words below; any other name would need a namespace."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PARTS = {
    "[Content_Types].xml": f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>
</Types>
""",
    "_rels/.rels": f"""{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rel0" Target="/{_MODEL}" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
</Relationships>
""",
}


def write(model: Model, path: Path) -> None:
    """One object, `metal`, of one base material: the alloy by name and colour. Stones are not printed."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        for name, text in {**_PARTS, _MODEL: _document(model)}.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # no clock: the same ring, the same bytes
            entry.create_system = 3
            parts.writestr(entry, text.encode("utf-8"), zipfile.ZIP_DEFLATED, 6)
    put(path, archive.getvalue())


def verify(path: Path, model: Model) -> None:
    """A sound archive whose model is in millimetres, complete, with the mesh's triangles, corners, and its alloy."""
    from ringgen.writers._float32 import rounded

    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.file_size > _LARGEST_XML for info in archive.infolist()):
                raise WriteError("its archive claims a gigabyte")
            if missing := {_MODEL, *_PARTS} - set(archive.namelist()):
                raise WriteError(f"its archive lacks {', '.join(sorted(missing))}")
            text = [archive.read(name) for name in (*_PARTS, _MODEL)][-1]  # reading checks each part's sum
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise WriteError(f"its archive is damaged: {error}") from error
    if b'<model unit="millimeter"' not in text or not text.rstrip().endswith(b"</model>"):
        raise WriteError("its model is not whole or not in millimetres")
    mesh = rounded(model.mesh).mesh
    found = tuple(text.count(b"<%s " % tag) for tag in (b"object", b"vertex", b"triangle"))
    if found != (1, len(mesh.vertices), len(mesh.faces)):
        raise WriteError("it holds {} objects with {} corners and {} triangles".format(*found))
    if text.count(b"<base name=") != 1 or text.count(b"<item ") != 1:
        raise WriteError("it names no alloy, or prints nothing")


def _document(model: Model) -> str:
    from ringgen.writers._float32 import rounded

    red, green, blue = (round(255 * c) for c in screen(model.metal.rgb))
    alloy = quoteattr(plain_text(model.metal.name))
    return (
        f'{_XML}<model unit="millimeter" xml:lang="en-US" '
        'xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">\n'
        f"{_metadata(model)}<resources>\n"
        f'<basematerials id="1"><base name={alloy} displaycolor="#{red:02X}{green:02X}{blue:02X}FF"/></basematerials>\n'
        f'<object id="2" type="model" name="metal" pid="1" pindex="0"><mesh>\n{_mesh(rounded(model.mesh).mesh)}'
        '</mesh></object>\n</resources>\n<build><item objectid="2"/></build>\n</model>\n'
    )


def _metadata(model: Model) -> str:
    """The core specification's well-known names; what the caller adds under others goes into the description."""
    description = [f"{n}: {text}" for n, text in model.metadata.items() if n not in _METADATA]
    description += [f"stones not included: {len(model.stones)}", f"spec sha256 {model.spec_sha256}"]
    words = {
        "Title": model.name,
        "Designer": "ringgen",
        "Description": "; ".join(
            [*description, f"stones not included: {len(model.stones)}", f"spec sha256 {model.spec_sha256}"]
        ),
        "Application": system(),
        **{name: text for name, text in model.metadata.items() if name in _METADATA},
    }
    return "".join(f'<metadata name="{n}">{escape(plain_text(text, 1000))}</metadata>\n' for n, text in words.items())


def _mesh(mesh: TriangleMesh) -> str:
    """Nine digits bring every 32-bit coordinate back as itself. One format for all: a call per corner takes longer."""
    corners = '<vertex x="%.9g" y="%.9g" z="%.9g"/>\n' * len(mesh.vertices) % tuple(mesh.vertices.ravel().tolist())
    faces = '<triangle v1="%d" v2="%d" v3="%d"/>\n' * len(mesh.faces) % tuple(mesh.faces.ravel().tolist())
    return f"<vertices>\n{corners}</vertices>\n<triangles>\n{faces}</triangles>\n"
