"""What the writers are given: the model of a ring, whole, or as much of it as there is yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ringgen.bodies import Faceted
from ringgen.catalog.gems import find_gem
from ringgen.design.model import Design
from ringgen.files import Pending
from ringgen.mending.bench import CHECKED
from ringgen.report.stages import told
from ringgen.spec.load import Loaded
from ringgen.writers import Model, StoneModel, pending

if TYPE_CHECKING:
    from ringgen.triangles import TriangleMesh

WORTH = 500  # faces, from which a file of solids takes longer than a forked process costs: a fifth of a second


def checked(loaded: Loaded, design: Design, mesh: TriangleMesh) -> Pending:
    """The file the checks read: the mesh alone."""
    return pending(Model(design.name, design.slug, design.metal, mesh, None, loaded.sha256), CHECKED)


def of_solids(
    loaded: Loaded, formats: Sequence[str], design: Design, solid: object, stones: Sequence[object]
) -> list[Pending]:
    """The files of those formats, where the solid has so many faces that a process more is worth it."""
    import numpy as np

    from ringgen.kernel.solid import faces
    from ringgen.triangles import TriangleMesh

    if not formats or faces(solid) < WORTH:
        return []
    bare = TriangleMesh(np.zeros((0, 3)), np.zeros((0, 3), np.int64))
    found = model(loaded, design, bare, solid, stones)
    return [pending(found, f) for f in formats]


def model(loaded: Loaded, design: Design, mesh: TriangleMesh, solid: object, stone_solids: Sequence[object]) -> Model:
    """A ring with its stones: metal as triangles and as the kernel's solid, stones as facets and as the kernel's."""
    stones = tuple(
        StoneModel(s.id, find_gem(s.gem).name, find_gem(s.gem).rgb, facets, s)
        for s, facets in zip(design.witness.stones, stone_meshes(design), strict=True)
    )
    return Model(
        name=design.name,
        slug=design.slug,
        metal=design.metal,
        mesh=mesh,
        solid=solid,
        spec_sha256=loaded.sha256,
        stones=stones,
        stone_solids=tuple(stone_solids),
        metadata=_metadata(design),
    )


def _metadata(design: Design) -> dict[str, str]:
    found = {"Ring size": str(design.size), "Metal": design.metal.name}
    return found if design.stages is None else {**found, "Stage": told(design.stages)}


def stone_meshes(design: Design) -> Iterator[TriangleMesh]:
    """The facets of every stone in its place, in the design's order."""
    from ringgen.triangles import of_faceted

    for placed in design.parts.stones:
        assert isinstance(placed.body, Faceted)  # what a cut gives
        for place in placed.places:
            yield of_faceted(placed.body, place)
