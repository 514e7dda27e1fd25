"""The one way a boolean is asked of the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from OCP.BRepAlgoAPI import BRepAlgoAPI_Fuse
from OCP.TopoDS import TopoDS_Shape
from OCP.TopTools import TopTools_ListOfShape

from ringgen.errors import BuildError


def boolean(
    operation: Any, arguments: Sequence[TopoDS_Shape], tools: Sequence[TopoDS_Shape], fuzzy: float
) -> TopoDS_Shape:
    """One operation on lists of shapes, within `fuzzy` mm. Raises BuildError if the kernel gives nothing."""
    if not tools:
        return arguments[0]
    op = operation()
    op.SetArguments(_list(arguments))
    op.SetTools(_list(tools))
    op.SetRunParallel(True)
    op.SetUseOBB(True)
    op.SetNonDestructive(bool(fuzzy) or operation is BRepAlgoAPI_Fuse)  # a retry needs its inputs as they were
    op.SetCheckInverted(False)
    if fuzzy:
        op.SetFuzzyValue(fuzzy)
    op.Build()
    if not op.IsDone() or op.Shape().IsNull():
        raise BuildError("the boolean failed")
    return op.Shape()


def _list(shapes: Sequence[TopoDS_Shape]) -> TopTools_ListOfShape:
    out = TopTools_ListOfShape()
    for s in shapes:
        out.Append(s)
    return out
