"""How many separate bodies the file holds; a ring is one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding

NAME = "shells"
MOST = 200  # shells beside the largest that are looked at
FILLS = 0.98  # of its hull: what a stone, whose girdle is faceted, fills of its own


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """Count the bodies joined by shared edges; the place is on the smallest of them when there is more than one."""
    label = bodies(mesh)
    sizes = np.bincount(label)
    count = len(sizes)
    place: Place | None = None
    said = ""
    if count > 1:
        loose = mesh.triangles[label == int(sizes.argmin())].reshape(-1, 3).mean(axis=0)
        place = locate((float(loose[0]), float(loose[1]), float(loose[2])), subject)
        said = f"{count} separate shells; the smallest has {int(sizes.min())} faces{_stones(mesh, label, sizes)}"
    return [judge(NAME, float(count), subject.limits(NAME), place, message=said, unit="shells")]


def _stones(mesh: MeshFile, label: Ints, sizes: Ints) -> str:
    """Words about the shells that are convex, as a cut stone is and a ring never; nothing where none is."""
    shells = [mesh.triangles[label == n] for n in np.argsort(sizes)[::-1][: MOST + 1]]
    shells.sort(key=lambda t: float(np.ptp(t.reshape(-1, 3), axis=0).prod()))
    convex = sum(_convex(shell) for shell in shells[:-1])
    some = "one is" if convex == 1 else f"{convex} are"
    return f"; {some} convex, as a stone is: left in the file?" if convex else ""


def _convex(triangles: Floats) -> bool:
    """Whether a closed shell, looking outwards, fills its own hull."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        hull = ConvexHull(triangles.reshape(-1, 3))
    except (QhullError, ValueError):
        return False
    centre = triangles[0, 0]
    a, b, c = (triangles[:, k] - centre for k in range(3))
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)
    return bool(volume > FILLS * hull.volume)


@lru_cache(maxsize=1)
def bodies(mesh: MeshFile) -> Ints:
    """The number of the body every face belongs to; faces that share an edge are one body.

    Kept for the check of trapped voids, which asks the same of the same file.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    table = mesh.edges
    n = len(mesh.faces)
    a, b = table.order[:-1], table.order[1:]
    same = table.key[a] == table.key[b]
    links = coo_matrix((np.ones(int(same.sum()), np.int8), (table.face[a[same]], table.face[b[same]])), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)
