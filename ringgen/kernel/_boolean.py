"""The one way a boolean is asked of the kernel, and what is to come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from OCP.BRepAlgoAPI import BRepAlgoAPI_Fuse
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.TopAbs import TopAbs_SOLID
from OCP.TopoDS import TopoDS_Shape
from OCP.TopTools import TopTools_ListOfShape

from ringgen.errors import BuildError
from ringgen.kernel._shapes import explore


@dataclass(frozen=True)
class Joined:
    """The ring as one solid, and its volume in mm³."""

    shape: TopoDS_Shape
    volume: float


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


def sound(made: TopoDS_Shape) -> TopoDS_Shape:
    """The one valid solid a boolean came to, or BuildError."""
    solids = explore(made, TopAbs_SOLID)
    if len(solids) != 1:
        raise BuildError(f"{len(solids)} bodies instead of one")
    if not BRepCheck_Analyzer(solids[0], True).IsValid():
        raise BuildError("an invalid solid")
    return solids[0]


def _list(shapes: Sequence[TopoDS_Shape]) -> TopTools_ListOfShape:
    out = TopTools_ListOfShape()
    for s in shapes:
        out.Append(s)
    return out
