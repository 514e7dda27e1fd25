"""How much metal there is: the exact integral where triangles bear it out, and theirs where they do not.

On a solid with a vertex so loose that its surfaces nearly part there, the kernel's integral is off whatever accuracy is
asked of it: an eternity ring whose beads just touch the band's eased edge came out 0.83 % too heavy, while its
triangles, finer and finer, went to the right volume.
"""

from __future__ import annotations

from OCP.TopoDS import TopoDS_Shape

from ringgen.kernel.mesh import tessellate
from ringgen.triangles import TriangleMesh

DOUBTED = 2e-3  # relative; triangles drawn within 0.01 mm keep 0.1 % less of most rings, and up to 0.3 % of thin bands
WRONG = 5e-4  # relative, to what finer and finer triangles come to
LOOKS = (0.4, 0.2, 0.1)  # of the chord error: how finely it is drawn to see; most need but the first, quick look


def metal(exact: float, shape: TopoDS_Shape, mesh: TriangleMesh, deviation: float) -> float:
    """Volume in mm³; `exact` is the kernel's, `mesh` the triangles it was believed by, drawn within `deviation` mm."""
    if abs(exact - mesh.volume) <= DOUBTED * mesh.volume:
        return exact
    coarse, strayed = mesh.volume, deviation
    for look in (share * deviation for share in LOOKS):
        fine = tessellate(shape, look).volume
        # what triangles keep less goes with how far they stray
        drawn = fine + (fine - coarse) * look / (strayed - look)
        if abs(exact - drawn) <= WRONG * drawn:
            return exact
        coarse, strayed = fine, look
    return drawn
