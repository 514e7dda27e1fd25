"""Solids as a STEP file: AP242, millimetres, one assembly of named, coloured bodies, the same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ringgen.errors import WriteError

_STYLE = b"MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION("
_MEMBER = b" = NEXT_ASSEMBLY_USAGE_OCCURRENCE("
_MEMBER_ID = re.compile(re.escape(_MEMBER) + rb"'\d+'")
_RECORD = re.compile(rb"#(\d+) = ([^;]*);\s*")
_REFERENCE = re.compile(rb"#(\d+)")
ELEMENTARY = ("Plane", "Cylinder", "Cone", "Sphere", "Torus")

Rgb = tuple[float, float, float]
"""Red, green and blue as a screen shows them (sRGB), 0 to 1."""


@dataclass(frozen=True)
class StepMaterial:
    """What a body is made of; density in g/cm³."""

    name: str
    description: str
    density: float


@dataclass(frozen=True)
class StepBody:
    """One body of the assembly: a solid (`TopoDS_Solid`) under a name, its colour, and how opaque it is drawn."""

    name: str
    solid: Any
    rgb: Rgb
    opacity: float = 1.0
    material: StepMaterial | None = None


@dataclass(frozen=True)
class StepHeader:
    """What the file says of itself; `stamp` is an ISO 8601 time and must not be the clock's."""

    file_name: str
    description: str
    system: str
    stamp: str
    author: str = "ringgen"
    organisation: str = "ringgen"


def step_bytes(product: str, bodies: Sequence[StepBody], header: StepHeader) -> bytes:
    """The file's text; WriteError when the kernel refuses to translate or to write it.

    Bodies that share their geometry (equal stones in many places) are stored once and placed many times.
    """
    from OCP.IFSelect import IFSelect_ReturnStatus
    from OCP.Interface import Interface_Static
    from OCP.STEPCAFControl import STEPCAFControl_Controller, STEPCAFControl_Writer

    _silence()
    STEPCAFControl_Controller.Init_s()  # before it, the kernel forgets the settings below
    Interface_Static.SetCVal_s("write.step.schema", "AP242DIS")
    Interface_Static.SetCVal_s("write.step.unit", "MM")
    Interface_Static.SetIVal_s("write.surfacecurve.mode", 0 if all(map(_elementary, _unlike(bodies))) else 1)
    writer = STEPCAFControl_Writer()
    writer.SetNameMode(True)
    writer.SetColorMode(True)
    writer.SetMaterialMode(True)
    document = _document(product, bodies)
    if not writer.Transfer(document):
        raise WriteError("the kernel could not translate the solids to STEP")
    model = writer.ChangeWriter().Model()
    _set_header(model, header)
    stream = io.BytesIO()
    if writer.WriteStream(stream) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise WriteError("the kernel could not write the STEP text")
    return styles_in_order(members_from_one(stream.getvalue()))


def _unlike(bodies: Sequence[StepBody]) -> list[Any]:
    """One solid of each that share their geometry."""
    found: list[Any] = []
    for body in bodies:
        if not any(body.solid.IsPartner(solid) for solid in found):
            found.append(body.solid)
    return found


def _elementary(solid: Any) -> bool:
    """Whether planes, cylinders, cones, balls and tori are all its surfaces.

    A point in space says where it lies on one of those: their edges are not written a second time, in each surface's
    own coordinates, which is most of a file. On blended surfaces a reader would have to search.
    """
    from OCP.BRepAdaptor import BRepAdaptor_Surface
    from OCP.GeomAbs import GeomAbs_SurfaceType
    from OCP.TopAbs import TopAbs_FACE
    from OCP.TopoDS import TopoDS

    from ringgen.kernel._shapes import explore

    plain = {getattr(GeomAbs_SurfaceType, f"GeomAbs_{name}") for name in ELEMENTARY}
    return all(BRepAdaptor_Surface(TopoDS.Face_s(f), False).GetType() in plain for f in explore(solid, TopAbs_FACE))


def members_from_one(text: bytes) -> bytes:
    """A STEP text whose assembly counts its members from one: the kernel counts on through a whole process."""
    pieces, at, number = [], 0, 0
    while (start := text.find(_MEMBER, at)) >= 0:
        end = text.index(b";", start)
        record, changed = _MEMBER_ID.subn(b"%s'%d'" % (_MEMBER, number + 1), _unwrapped(text[start:end]), count=1)
        number += changed
        pieces += [text[at:start], record if changed else text[start:end]]
        at = end
    return b"".join([*pieces, text[at:]])


def styles_in_order(text: bytes) -> bytes:
    """A STEP text whose colours stand in the order of the bodies they belong to.

    The kernel writes them in the order of addresses in memory, which is another one in another process. They are the
    last records of the file, one tree for each body's context; the trees are sorted by it and numbered anew.
    """
    at = text.find(b" = " + _STYLE)
    start, end = text.rfind(b"\n", 0, max(at, 0)) + 1, text.rindex(b"ENDSEC;")
    if not re.fullmatch(rb"#\d+", text[start:at]):
        return text
    records = {int(n): _unwrapped(record) for n, record in _RECORD.findall(text, start, end)}
    offset = min(records)
    roots = [n for n, record in records.items() if record.startswith(_STYLE)]
    roots.sort(key=lambda n: int(_REFERENCE.findall(records[n])[-1]))
    order: dict[int, int] = {}
    waiting = [*records, *reversed(roots)]
    while waiting:
        number = waiting.pop()
        if number in records and number not in order:
            order[number] = offset + len(order)
            waiting += [int(n) for n in reversed(_REFERENCE.findall(records[number]))]

    def renumbered(found: re.Match[bytes]) -> bytes:
        return b"#%d" % order.get(int(found[1]), int(found[1]))

    lines = (b"#%d = %s;\n" % (new, _REFERENCE.sub(renumbered, records[old])) for old, new in order.items())
    return text[:start] + b"".join(lines) + text[end:]


def _unwrapped(record: bytes) -> bytes:
    return re.sub(rb"\n\s*", b"", record)


def _silence() -> None:
    """The kernel reports its progress on standard output, which belongs to scripts."""
    from OCP.Message import Message, Message_Gravity

    for printer in Message.DefaultMessenger_s().Printers():
        printer.SetTraceLevel(Message_Gravity.Message_Fail)


def _document(product: str, bodies: Sequence[StepBody]) -> Any:
    from OCP.TCollection import TCollection_ExtendedString
    from OCP.TDataStd import TDataStd_Name
    from OCP.TDocStd import TDocStd_Document
    from OCP.TopLoc import TopLoc_Location
    from OCP.XCAFApp import XCAFApp_Application
    from OCP.XCAFDoc import XCAFDoc_DocumentTool

    def name(label: Any, text: str) -> None:
        TDataStd_Name.Set_s(label, TCollection_ExtendedString(_ascii(text)))

    document = TDocStd_Document(TCollection_ExtendedString("XmlOcaf"))
    XCAFApp_Application.GetApplication_s().InitDocument(document)
    shapes = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    assembly = shapes.NewShape()
    name(assembly, product)
    for body in bodies:
        geometry = body.solid.Located(TopLoc_Location())
        label = shapes.FindShape(geometry)
        if label.IsNull():
            label = shapes.AddShape(geometry, False)
            name(label, body.name)
            _paint(document, label, body)
        name(shapes.AddComponent(assembly, label, body.solid.Location()), body.name)
    shapes.UpdateAssemblies()
    return document


def _paint(document: Any, label: Any, body: StepBody) -> None:
    from OCP.Quantity import Quantity_Color, Quantity_ColorRGBA, Quantity_TypeOfColor
    from OCP.TCollection import TCollection_HAsciiString
    from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool

    colour = Quantity_ColorRGBA(Quantity_Color(*body.rgb, Quantity_TypeOfColor.Quantity_TOC_sRGB), body.opacity)
    colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
    colours.SetColor(label, colour, XCAFDoc_ColorType.XCAFDoc_ColorSurf)
    if body.material is not None:
        texts = (body.material.name, body.material.description)
        kinds = ("density measure", "POSITIVE_RATIO_MEASURE")
        name, description, density_name, density_kind = (TCollection_HAsciiString(_ascii(t)) for t in texts + kinds)
        materials = XCAFDoc_DocumentTool.MaterialTool_s(document.Main())
        materials.SetMaterial(label, name, description, body.material.density, density_name, density_kind)


def _set_header(model: Any, header: StepHeader) -> None:
    from OCP.APIHeaderSection import APIHeaderSection_MakeHeader
    from OCP.TCollection import TCollection_HAsciiString

    def text(value: str) -> Any:
        return TCollection_HAsciiString(_ascii(value))

    section = APIHeaderSection_MakeHeader(model)
    section.SetName(text(header.file_name))
    section.SetTimeStamp(text(header.stamp))
    section.SetAuthorValue(1, text(header.author))
    section.SetOrganizationValue(1, text(header.organisation))
    section.SetOriginatingSystem(text(header.system))
    section.SetDescriptionValue(1, text(header.description))


def _ascii(text: str) -> str:
    """Printable ASCII, the rest as ISO 10303-21's own escapes: readers of edition 2 know no UTF-8."""
    return re.sub(r"[^ -~]+", lambda found: _escaped(found.group()), text.replace("\\", "/"))


def _escaped(text: str) -> str:
    wide = any(ord(c) > 0xFFFF for c in text)
    code = text.encode("utf-32-be" if wide else "utf-16-be", "replace").hex().upper()
    return f"\\X4\\{code}\\X0\\" if wide else f"\\X2\\{code}\\X0\\"
