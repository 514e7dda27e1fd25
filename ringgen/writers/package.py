"""The 3MF archive: what every 3MF file of ringgen is made of, and one that holds several things side by side."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ringgen.errors import WriteError
from ringgen.writers._model import plain_text, screen

if TYPE_CHECKING:
    from ringgen.catalog.metals import Metal
    from ringgen.triangles import TriangleMesh

MODEL = "3D/3dmodel.model"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
COLOURS = "http://schemas.microsoft.com/3dmanufacturing/material/2015/02"
_LARGEST_XML = 1 << 30
LEVEL = 4  # of 9: 6 % more bytes than 6 gives, in less than half the time

PARTS = {
    "[Content_Types].xml": f"""{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/>
</Types>
""",
    "_rels/.rels": f"""{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rel0" Target="/{MODEL}" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/>
</Relationships>
""",
}


@dataclass(frozen=True, eq=False)
class Part:
    """One named thing of several: a mesh in 32-bit coordinates, where its own nought lies, whether a quarter turned.

    Things that are the same mesh object share its triangles in the file. `metal` colours it, where it is known.
    """

    name: str
    mesh: TriangleMesh = field(repr=False)
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    quarter: bool = False
    metal: Metal | None = None


def archive(document: str) -> bytes:
    """The file's bytes: no clock and no chance in them, so that the same model gives the same file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as parts:
        for name, text in {**PARTS, MODEL: document}.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            parts.writestr(entry, text.encode("utf-8"), zipfile.ZIP_DEFLATED, LEVEL)
    return data.getvalue()


def read(path: Path) -> bytes:
    """The model document of a written file, every part's sum checked; WriteError for a damaged or partial one."""
    try:
        with zipfile.ZipFile(path) as parts:
            if any(info.file_size > _LARGEST_XML for info in parts.infolist()):
                raise WriteError("its archive claims a gigabyte")
            if missing := {MODEL, *PARTS} - set(parts.namelist()):
                raise WriteError(f"its archive lacks {', '.join(sorted(missing))}")
            text = [parts.read(name) for name in (*PARTS, MODEL)][-1]
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise WriteError(f"its archive is damaged: {error}") from error
    if b'<model unit="millimeter"' not in text or not text.rstrip().endswith(b"</model>"):
        raise WriteError("its model is not whole or not in millimetres")
    return text


def document(resources: str, items: str, words: Mapping[str, str]) -> str:
    """A model in millimetres of these resources and build items, with the core specification's well-known words."""
    said = "".join(f'<metadata name="{n}">{escape(plain_text(t, 1000))}</metadata>\n' for n, t in words.items())
    return (
        f'{XML}<model unit="millimeter" xml:lang="en-US" xmlns="{CORE}">\n'
        f"{said}<resources>\n{resources}</resources>\n<build>{items}</build>\n</model>\n"
    )


def material(metal: Metal) -> str:
    """An alloy by name and colour, as a group's one base."""
    red, green, blue = (round(255 * c) for c in screen(metal.rgb))
    alloy = quoteattr(plain_text(metal.name))
    return f'<base name={alloy} displaycolor="#{red:02X}{green:02X}{blue:02X}FF"/>'


def mesh_text(mesh: TriangleMesh) -> str:
    """Nine digits bring every 32-bit coordinate back as itself. One format for all: a call per corner takes longer."""
    corners = '<vertex x="%.9g" y="%.9g" z="%.9g"/>\n' * len(mesh.vertices) % tuple(mesh.vertices.ravel().tolist())
    faces = '<triangle v1="%d" v2="%d" v3="%d"/>\n' * len(mesh.faces) % tuple(mesh.faces.ravel().tolist())
    return f"<mesh>\n<vertices>\n{corners}</vertices>\n<triangles>\n{faces}</triangles>\n</mesh>"


def several(parts: Sequence[Part], words: Mapping[str, str]) -> str:
    """The document of many things: each an object of its own name, made of a mesh it may share with its likes."""
    metals = list(dict.fromkeys(p.metal.id for p in parts if p.metal))
    rows = [material(next(p.metal for p in parts if p.metal and p.metal.id == i)) for i in metals]
    out = [f'<basematerials id="1">{"".join(rows)}</basematerials>\n'] if rows else []
    meshes: dict[tuple[int, str], int] = {}
    items, number = [], 2
    for part in parts:
        metal = part.metal.id if part.metal else ""
        key = (id(part.mesh), metal)
        if key not in meshes:
            look = f' pid="1" pindex="{metals.index(metal)}"' if metal else ""
            name = quoteattr(plain_text(part.name.partition(" #")[0]))
            out.append(f'<object id="{number}" type="model" name={name}{look}>{mesh_text(part.mesh)}</object>\n')
            meshes[key], number = number, number + 1
        name = quoteattr(plain_text(part.name))
        inner = f'<components><component objectid="{meshes[key]}"/></components>'
        out.append(f'<object id="{number}" type="model" name={name}>{inner}</object>\n')
        items.append(f'<item objectid="{number}" transform="{_transform(part)}"/>')
        number += 1
    return document("".join(out), "".join(items), words)


def _transform(part: Part) -> str:
    """Rows of the matrix for row vectors, then the shift: a quarter turn sends x to y and y to -x."""
    turn = "0 1 0 -1 0 0 0 0 1" if part.quarter else "1 0 0 0 1 0 0 0 1"
    return turn + "".join(f" {v:.9g}" for v in part.at)


def placed(path: Path) -> list[tuple[str, TriangleMesh]]:
    """Every thing a written file prints, by its object's name, its triangles where they lie; mm.

    It reads what `several` writes: objects of triangles, and objects that place one such. WriteError for others.
    """
    from xml.etree import ElementTree

    import numpy as np

    from ringgen.triangles import TriangleMesh

    tag = f"{{{CORE}}}"
    try:
        root = ElementTree.fromstring(read(path))
        objects = {o.get("id", ""): o for o in root.iter(f"{tag}object")}
        meshes: dict[str, TriangleMesh] = {}
        for number, thing in objects.items():
            if thing.find(f"{tag}mesh") is not None:
                corners = [[v.get(axis, "") for axis in "xyz"] for v in thing.iter(f"{tag}vertex")]
                faces = [[t.get(v, "") for v in ("v1", "v2", "v3")] for t in thing.iter(f"{tag}triangle")]
                meshes[number] = TriangleMesh(np.array(corners, np.float64), np.array(faces, np.int64))
        found = []
        for item in root.iter(f"{tag}item"):
            thing = objects[item.get("objectid", "")]
            (part,) = thing.iter(f"{tag}component")
            mesh = meshes[part.get("objectid", "")]
            move = np.array(item.get("transform", "").split(), np.float64).reshape(4, 3)
            found.append((thing.get("name", ""), TriangleMesh(mesh.vertices @ move[:3] + move[3], mesh.faces)))
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise WriteError(f"its model cannot be read back: {error}") from error
    return found
