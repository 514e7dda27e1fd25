"""How many separate bodies the file holds; a ring is one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ringgen.checks._rays import Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding

NAME = "shells"


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
        said = f"{count} separate shells; the smallest has {int(sizes.min())} faces"
    return [judge(NAME, float(count), subject.limits(NAME), place, message=said, unit="shells")]


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
