"""A ring a kernel makes in a moment: a torus for the metal, two equal blocks for stones, one over the other."""

from __future__ import annotations

import math
from typing import Any

from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeTorus
from OCP.gp import gp_Trsf, gp_Vec
from OCP.TopLoc import TopLoc_Location

from ringgen.bodies import Frame
from ringgen.catalog.metals import find_metal
from ringgen.kernel.mesh import tessellate
from ringgen.witness import Stone
from ringgen.writers import Model, StoneModel

RADIUS, WIRE = 9.5, 1.0
TORUS_VOLUME = 2 * math.pi**2 * RADIUS * WIRE**2
STONE_VOLUME = 2.0 * 2.0 * 1.5


def stone_at(z: float) -> Any:
    move = gp_Trsf()
    move.SetTranslation(gp_Vec(0.0, 0.0, z))
    return move


def stone(n: int, frame: Frame, setting: str = "centre", carat: float = 0.3) -> Stone:
    """One of the blocks as a design has it, its girdle half way up."""
    return Stone(
        id=f"stone-{n}",
        setting=setting,
        cut="square",
        gem="diamond",
        length=2.0,
        width=2.0,
        depth=1.5,
        table=2.0,
        crown=0.7,
        girdle=0.1,
        pavilion=0.7,
        carat=carat,
        placeholder=False,
        frame=frame,
        outline=((1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)),
    )


def model(name: str = "Ana – née O'Hara", spec_sha256: str = "5eed" * 16) -> Model:
    solid = BRepPrimAPI_MakeTorus(RADIUS, WIRE).Solid()
    block = BRepPrimAPI_MakeBox(2.0, 2.0, 1.5).Solid()
    places = [TopLoc_Location(stone_at(z)) for z in (11.0, 15.0)]
    return Model(
        name=name,
        slug="ana",
        metal=find_metal("18k-yellow"),
        mesh=tessellate(solid, 0.05),
        solid=solid,
        spec_sha256=spec_sha256,
        stones=tuple(
            StoneModel(f"stone-{n}", "diamond", (0.9, 0.95, 1.0), placed=stone(n, Frame((1.0, 1.0, z + 0.7))))
            for n, z in ((1, 11.0), (2, 15.0))
        ),
        stone_solids=tuple(block.Located(place) for place in places),
    )
