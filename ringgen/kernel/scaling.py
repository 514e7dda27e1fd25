"""A solid a little larger about the ring's centre: the wax of a cast."""

from __future__ import annotations

from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.gp import gp_Pnt, gp_Trsf
from OCP.TopAbs import TopAbs_SOLID

from ringgen.errors import BuildError
from ringgen.kernel._shapes import explore
from ringgen.kernel.solid import Solid
from ringgen.triangles import scaled as scaled_mesh


def scaled(solid: Solid, by: float) -> Solid:
    """The metal `by` times as large, without its stones, which do not shrink. Raises BuildError."""
    if by == 1.0:
        return Solid(solid.shape, solid.mesh, (), solid.volume, solid.rungs)
    larger = gp_Trsf()
    larger.SetScale(gp_Pnt(0, 0, 0), by)
    found = explore(BRepBuilderAPI_Transform(solid.shape, larger, True).Shape(), TopAbs_SOLID)
    if len(found) != 1:
        raise BuildError(f"the kernel made {len(found)} bodies of the ring in scaling it to its wax")
    return Solid(found[0], scaled_mesh(solid.mesh, by), (), solid.volume * by**3, solid.rungs)
