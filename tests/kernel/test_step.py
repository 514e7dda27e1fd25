from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.BRepGProp import BRepGProp
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeTorus
from OCP.gp import gp_Trsf, gp_Vec
from OCP.GProp import GProp_GProps
from OCP.Quantity import Quantity_Color, Quantity_TypeOfColor
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDF import TDF_Label, TDF_LabelSequence
from OCP.TDocStd import TDocStd_Document
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopExp import TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool, XCAFDoc_ShapeTool

from ringgen.bodies import Frame, Lofted
from ringgen.design.resolve import resolve
from ringgen.kernel.realise import Realiser, realise
from ringgen.kernel.step import StepBody, StepHeader, StepMaterial, members_from_one, step_bytes, styles_in_order
from ringgen.plane import Line
from ringgen.spec.load import load

HEADER = StepHeader("ana.step", "spec sha256 0", "ringgen 0", "1970-01-01T00:00:00")
GOLD, ICE = (0.9, 0.7, 0.2), (0.8, 0.9, 1.0)


def bodies() -> list[StepBody]:
    """A torus for the metal and one block in two places."""
    block = BRepPrimAPI_MakeBox(2.0, 2.0, 1.5).Solid()
    found = [StepBody("metal", BRepPrimAPI_MakeTorus(9.5, 1.0).Solid(), GOLD, 1.0, StepMaterial("18k", "gold", 15.5))]
    for number, z in ((1, 11.0), (2, 15.0)):
        move = gp_Trsf()
        move.SetTranslation(gp_Vec(0.0, 0.0, z))
        found.append(StepBody(f"stone-{number}", block.Located(TopLoc_Location(move)), ICE, 0.4))
    return found


def named(label: Any) -> str:
    name = TDataStd_Name()
    assert label.FindAttribute(TDataStd_Name.GetID_s(), name)
    return str(name.Get().ToExtString())


def members(path: Path) -> tuple[str, list[tuple[str, Any, Any]], Any]:
    """The assembly's name, and (name, label of its geometry, placed shape) of each of its bodies."""
    document = TDocStd_Document(TCollection_ExtendedString("XmlOcaf"))
    XCAFApp_Application.GetApplication_s().InitDocument(document)
    reader = STEPCAFControl_Reader()
    reader.SetNameMode(True)
    reader.SetColorMode(True)
    reader.SetMatMode(True)
    reader.ReadFile(str(path))
    assert reader.Transfer(document)
    free, parts = TDF_LabelSequence(), TDF_LabelSequence()
    XCAFDoc_DocumentTool.ShapeTool_s(document.Main()).GetFreeShapes(free)
    assert free.Length() == 1
    XCAFDoc_ShapeTool.GetComponents_s(free.Value(1), parts)
    found = []
    for i in range(1, parts.Length() + 1):
        geometry = TDF_Label()
        assert XCAFDoc_ShapeTool.GetReferredShape_s(parts.Value(i), geometry)
        found.append((named(parts.Value(i)), geometry, XCAFDoc_ShapeTool.GetShape_s(parts.Value(i))))
    return named(free.Value(1)), found, document


def properties(shape: Any) -> GProp_GProps:
    result = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape, result)
    return result


def solids(shape: Any) -> int:
    explorer, count = TopExp_Explorer(shape, TopAbs_SOLID), 0
    while explorer.More():
        count += 1
        explorer.Next()
    return count


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "ana.step"
    path.write_bytes(step_bytes("Ana – née O'Hara 指輪", bodies(), HEADER))
    return path


def test_the_kernel_reads_back_one_valid_solid_a_body_with_its_name_volume_and_place(written: Path) -> None:
    title, found, _ = members(written)
    assert title == "Ana – née O'Hara 指輪"
    assert [name for name, _, _ in found] == ["metal", "stone-1", "stone-2"]
    for _, _, shape in found:
        assert solids(shape) == 1
        assert BRepCheck_Analyzer(shape).IsValid()
    volumes = [properties(shape).Mass() for _, _, shape in found]
    assert volumes == pytest.approx([2 * math.pi**2 * 9.5, 6.0, 6.0], rel=1e-9)
    assert [properties(s).CentreOfMass().Z() for _, _, s in found] == pytest.approx([0, 11.75, 15.75], abs=1e-9)


def test_colours_and_the_alloys_density_come_back(written: Path) -> None:
    _, found, document = members(written)
    colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
    for (_, label, _), wanted in zip(found, (GOLD, ICE, ICE), strict=True):
        colour = Quantity_Color()
        assert colours.GetColor_s(label, XCAFDoc_ColorType.XCAFDoc_ColorSurf, colour)
        assert colour.Values(Quantity_TypeOfColor.Quantity_TOC_sRGB) == pytest.approx(wanted, abs=1e-4)
    assert b"POSITIVE_RATIO_MEASURE(15.5)" in written.read_bytes()
    assert b"DESCRIPTIVE_REPRESENTATION_ITEM('18k','gold')" in written.read_bytes()


def test_the_header_is_ours_and_the_text_plain_ascii(written: Path) -> None:
    text = written.read_bytes()
    assert text.isascii()
    assert re.search(rb"FILE_NAME\('ana.step','1970-01-01T00:00:00',\('ringgen'\),\('ringgen'\)", text)
    assert b"AP242_MANAGED_MODEL_BASED_3D_ENGINEERING" in text
    assert b"SI_UNIT(.MILLI.,.METRE.)" in text


def test_equal_stones_are_stored_once(written: Path) -> None:
    assert written.read_bytes().count(b"= MANIFOLD_SOLID_BREP(") == 2


def test_the_second_file_of_a_process_is_the_first_again(capfd: pytest.CaptureFixture[str]) -> None:
    assert len({step_bytes("Ana", bodies(), HEADER) for _ in range(4)}) == 1
    assert capfd.readouterr().out == ""


def test_members_are_counted_from_one_and_a_name_cannot_pose_as_one() -> None:
    name = b"#1 = PRODUCT(' = NEXT_ASSEMBLY_USAGE_OCCURRENCE(''7''','',(#2));\n"
    before = (
        b"#3 = NEXT_ASSEMBLY_USAGE_OCCURRENCE('9','metal'\n  ,'',#5);\n#4 = NEXT_ASSEMBLY_USAGE_OCCURRENCE('10','s');\n"
    )
    after = b"#3 = NEXT_ASSEMBLY_USAGE_OCCURRENCE('1','metal','',#5);\n#4 = NEXT_ASSEMBLY_USAGE_OCCURRENCE('2','s');\n"
    assert members_from_one(name + before) == name + after


def test_colours_stand_in_the_order_of_their_bodies_whatever_order_the_kernel_wrote_them_in() -> None:
    front = b"HEADER;\nENDSEC;\nDATA;\n#7 = CONTEXT();\n#8 = CONTEXT();\n"
    style = b"MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION('',(#%d)\n  ,#%d);\n"
    shared = b"COLOUR_RGB('',1.,1.,1.);\n"
    one = b"#9 = " + style % (10, 7) + b"#10 = STYLED_ITEM(#11);\n#11 = " + shared
    one += b"#12 = " + style % (13, 8) + b"#13 = STYLED_ITEM(#11);\n"
    two = b"#9 = " + style % (10, 8) + b"#10 = STYLED_ITEM(#11);\n#11 = " + shared
    two += b"#12 = " + style % (13, 7) + b"#13 = STYLED_ITEM(#11);\n"
    end = b"ENDSEC;\nEND-ISO-10303-21;\n"
    sorted_one = styles_in_order(front + one + end)
    assert sorted_one == styles_in_order(front + two + end)
    assert sorted_one == front + one.replace(b"\n  ,", b",") + end
    assert styles_in_order(front + end) == front + end


def test_edges_on_elementary_surfaces_are_written_once_and_read_back_as_they_were(tmp_path: Path) -> None:
    torus = BRepPrimAPI_MakeTorus(9.5, 1.0).Solid()
    text = step_bytes("ring", [StepBody("metal", torus, GOLD)], HEADER)
    assert b"PCURVE(" not in text
    path = tmp_path / "ring.step"
    path.write_bytes(text)
    _, ((_, _, found),), _ = members(path)
    assert BRepCheck_Analyzer(found, True).IsValid()
    assert properties(found).Mass() == pytest.approx(2 * math.pi**2 * 9.5, rel=1e-6)


def test_edges_on_blended_surfaces_are_written_in_their_coordinates_too() -> None:
    section = (Line((-1.0, -1.0), (1.0, -1.0)), Line((1.0, -1.0), (0.0, 1.0)), Line((0.0, 1.0), (-1.0, -1.0)))
    frames = (Frame(), Frame(origin=(0.3, 0.0, 2.0)), Frame(origin=(0.0, 0.0, 4.0)))
    blended = realise(Lofted(tuple((f, section) for f in frames)))
    text = step_bytes("ring", [StepBody("metal", blended, GOLD)], HEADER)
    assert b"PCURVE(" in text


def test_a_stone_that_was_written_is_written_the_same_again() -> None:
    (placed,) = resolve(load("solitaire/bezel").spec).parts.stones
    (stone,) = Realiser().stones(placed)
    first, again = (step_bytes("Ana", [StepBody("stone-1", stone, ICE, 0.4)], HEADER) for _ in range(2))
    assert first == again
    assert (
        step_bytes("Ana", [StepBody("stone-1", realise(placed.body).Moved(stone.Location()), ICE, 0.4)], HEADER)
        == first
    )
