"""3MF: the casting mesh with its unit, its alloy and its colour; the format to print from where a choice is given."""

from __future__ import annotations

import ctypes
import io
import struct
import uuid
import zipfile
from pathlib import Path
from typing import Any

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, screen, system

FORMAT = "3mf"
SUFFIX = ".3mf"

_DECIMALS = 9
"""Digits after the point, mm: every 32-bit coordinate of a ring comes back as itself."""

_NAMESPACE = uuid.UUID("6e2d7f5c-52b1-5d43-9a0e-0d5f5c1f3b7a")
_DOS_DATE = (1 << 5) | 1  # 1980-01-01, the first day an archive can hold
_LARGEST_XML = 1 << 30
_NAMES = ("3D/3dmodel.model", "[Content_Types].xml", "_rels/.rels")


def write(model: Model, path: Path) -> None:
    """One object, `metal`, of one base material: the alloy by name and colour. Stones are not printed."""
    import lib3mf

    try:
        data = _encoded(model)
    except lib3mf.ELib3MFException as error:
        raise WriteError(f"the 3MF library refused the mesh: {error}") from error
    put(path, _dated(data))


def verify(path: Path, model: Model) -> None:
    """A sound archive whose model is in millimetres and has every triangle, corner and the alloy of the mesh."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.file_size > _LARGEST_XML for info in archive.infolist()) or archive.testzip():
                raise WriteError("its archive is damaged")
            if missing := set(_NAMES) - set(archive.namelist()):
                raise WriteError(f"its archive lacks {', '.join(sorted(missing))}")
            text = archive.read(_NAMES[0])
    except zipfile.BadZipFile as error:
        raise WriteError("it is not an archive") from error
    triangles, objects = text.count(b"<triangle "), text.count(b"<object ")
    if objects != 1 or b'unit="millimeter"' not in text or not 0 < triangles <= len(model.mesh.faces):
        raise WriteError(f"it holds {objects} objects with {triangles} triangles of {len(model.mesh.faces)}")
    if b"<base name=" not in text or text.count(b"<item ") != 1:
        raise WriteError("it names no alloy, or prints nothing")


def _encoded(model: Model) -> bytes:
    import lib3mf

    wrapper = lib3mf.get_wrapper()
    document = wrapper.CreateModel()
    document.SetUnit(lib3mf.ModelUnit.MilliMeter)
    _describe(document, model)
    metal = document.AddMeshObject()
    metal.SetName("metal")
    _fill(metal, model)
    materials = document.AddBaseMaterialGroup()
    colour = wrapper.FloatRGBAToColor(*screen(model.metal.rgb), 1.0)
    alloy = materials.AddMaterial(plain_text(model.metal.name), colour)
    metal.SetObjectLevelProperty(materials.GetResourceID(), alloy)
    item = document.AddBuildItem(metal, wrapper.GetIdentityTransform())
    for part, setter in (("build", document.SetBuildUUID), ("metal", metal.SetUUID), ("item", item.SetUUID)):
        setter(str(uuid.uuid5(_NAMESPACE, f"{model.spec_sha256} {part}")))
    return _streamed(lib3mf, document.QueryWriter("3mf"))


def _describe(document: Any, model: Model) -> None:
    """The core specification's well-known names first, then what the caller adds."""
    words = {
        "Title": model.name,
        "Designer": "ringgen",
        "Description": f"{model.metal.name}, {len(model.stones)} stones not included; spec sha256 {model.spec_sha256}",
        "Application": system(),
        **{name: text for name, text in model.metadata.items() if name in _WELL_KNOWN},
    }
    group = document.GetMetaDataGroup()
    for name, text in words.items():
        group.AddMetaData("", name, plain_text(text, 400), "xs:string", True)


_WELL_KNOWN = frozenset(
    ("Title", "Designer", "Description", "Copyright", "LicenseTerms", "Rating", "CreationDate", "ModificationDate")
)


def _fill(metal: Any, model: Model) -> None:
    import lib3mf
    import numpy as np

    from ringgen.writers._float32 import rounded

    mesh = rounded(model.mesh).mesh
    corners = np.ascontiguousarray(mesh.vertices, dtype="<f4").tobytes()
    indices = np.ascontiguousarray(mesh.faces, dtype="<u4").tobytes()
    metal.SetGeometry(
        (lib3mf.Position * len(mesh.vertices)).from_buffer_copy(corners),
        (lib3mf.Triangle * len(mesh.faces)).from_buffer_copy(indices),
    )


def _streamed(lib3mf: Any, writer: Any) -> bytes:
    """The file in memory: it reaches the disk through the one place that knows how to say why it could not."""
    writer.SetDecimalPrecision(_DECIMALS)
    stream = io.BytesIO()

    def write(address: int, count: int, _: Any) -> None:
        stream.write(ctypes.string_at(address, count))

    def seek(position: int, _: Any) -> None:
        stream.seek(position)

    writer.WriteToCallback(lib3mf.WriteCallback(write), lib3mf.SeekCallback(seek), 0)
    return stream.getvalue()


def _dated(data: bytes) -> bytes:
    """The archive with a date that exists: the library writes the zeroth day of 1980."""
    fixed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.start_dir
        for info in archive.infolist():
            struct.pack_into("<HH", fixed, info.header_offset + 10, 0, _DOS_DATE)
            struct.pack_into("<HH", fixed, entry + 12, 0, _DOS_DATE)
            lengths = struct.unpack_from("<HHH", fixed, entry + 28)
            entry += 46 + sum(lengths)
    return bytes(fixed)
