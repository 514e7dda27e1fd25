"""Reading a STEP file's metal into triangles, as a process of its own: `python -m ringgen.kernel.reading IN OUT DEV`.

The kernel's reader can end the process on a malformed file, so whoever calls this must survive its death.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from OCP.IFSelect import IFSelect_RetDone
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDF import TDF_LabelSequence
from OCP.TDocStd import TDocStd_Document
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape
from OCP.XCAFDoc import XCAFDoc_DocumentTool, XCAFDoc_ShapeTool

from ringgen.files import put
from ringgen.kernel._shapes import compound, explore
from ringgen.kernel.mesh import tessellate

STONE = "stone"  # bodies whose name begins so are not metal
UNREADABLE, NO_SOLID = 10, 11


def solids(path: Path) -> list[TopoDS_Shape] | None:
    """Every solid that is not a stone, where it stands; None for a file that cannot be read."""
    document = TDocStd_Document(TCollection_ExtendedString("ringgen"))
    reader = STEPCAFControl_Reader()
    reader.SetNameMode(True)
    if reader.ReadFile(str(path)) != IFSelect_RetDone or not reader.Transfer(document):
        return None
    tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    roots = TDF_LabelSequence()
    tool.GetFreeShapes(roots)
    found = [s for label in _each(roots) for s in _metal(label, TopLoc_Location(), "")]
    return [solid for shape in found for solid in explore(shape, TopAbs_SOLID)]


def _metal(label: Any, place: TopLoc_Location, name: str) -> Iterator[TopoDS_Shape]:
    name = _name(label) or name
    if XCAFDoc_ShapeTool.IsAssembly_s(label):
        parts = TDF_LabelSequence()
        XCAFDoc_ShapeTool.GetComponents_s(label, parts)
        for part in _each(parts):
            here = place.Multiplied(XCAFDoc_ShapeTool.GetLocation_s(part))
            referred = type(part)()
            XCAFDoc_ShapeTool.GetReferredShape_s(part, referred)
            own = _name(part)
            if not own.casefold().startswith(STONE):
                yield from _metal(referred, here, own)
    elif not name.casefold().startswith(STONE):
        yield XCAFDoc_ShapeTool.GetShape_s(label).Moved(place)


def _name(label: Any) -> str:
    name = TDataStd_Name()
    if not label.FindAttribute(TDataStd_Name.GetID_s(), name):
        return ""
    return str(name.Get().ToExtString())


def _each(labels: Any) -> Iterator[Any]:
    return (labels.Value(i) for i in range(1, labels.Length() + 1))


def main(source: str, target: str, deviation: str) -> int:
    """Write the metal of a STEP file as triangles: 32-bit corners (n, 3, 3), as an STL would hold them."""
    found = solids(Path(source))
    if found is None:
        return UNREADABLE
    if not found:
        return NO_SOLID
    mesh = tessellate(compound(found), float(deviation))
    put(Path(target), mesh.vertices[mesh.faces].astype("<f4").tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
