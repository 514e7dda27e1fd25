"""Two hundred bodies of known thinnest metal: every kind of `bodies` over a range, each turned at random.

`CALIBRATION` names each body; `made(name)` gives its triangles and the thinnest metal in mm.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable

import bodies as b
from bodies import Known, spun, tri
from manifold3d import Manifold

WALLS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3)  # mm: from what no caster takes to what all do


def two_plates(apart: float) -> Manifold:
    """Plates of 0.7 mm face to face, so near that a ray through the gap meets the other: the metal is 0.7."""
    plate = b.box(8, 6, 0.7)
    return plate + plate.translate((0, 0, 0.7 + apart)) + b.box(2, 6, 1.4 + apart).translate((4.5, 0, 0.35 + apart / 2))


def cone_shell(wall: float) -> Manifold:
    """A conical shell with a half angle of 30 degrees: its wall is measured square to the cone."""
    across = wall / math.cos(math.radians(30))
    r = [(h * math.tan(math.radians(30)) + 3.0, h) for h in (0.0, 5.0)]
    return b.turned([r[0], (r[0][0] + across, 0.0), (r[1][0] + across, 5.0), r[1]], 160)


def pit_beside_a_hole(web: float) -> Manifold:
    """A blind pit whose floor lies over a channel drilled across beneath it."""
    block = b.box(10, 6, 8) - b.rod(0.8, 12, 96).rotate((0, 90, 0)).translate((0, 0, -1.2))
    return block - b.box(2, 2, 6).translate((0.4, 0.0, -1.2 + 0.8 + web + 3.0))


def off_centre_hollow(wall: float) -> Manifold:
    """A ball with a ball-shaped hollow that comes near its surface on one side."""
    return Manifold.sphere(4, 160) - Manifold.sphere(2, 160).translate((2 - wall, 0, 0))


def seat_over_the_bore(floor: float) -> Manifold:
    """A stone's conical seat sunk into a band, its tip over the finger: `floor` mm from tip to bore."""
    band = b.turned([(8.5, -3.0), (11.5, -3.0), (11.5, 3.0), (8.5, 3.0)], 192).rotate((90, 0, 0))
    deep = 1.2
    tip = 8.5 + floor
    seat = b.turned([(0.3, 0.0), (1.2, deep), (1.2, 6.0), (0.0, 6.0), (0.0, 0.0)], 64).translate((0, 0, tip))
    return band - seat


def twisted_strip(t: float) -> Manifold:
    """A strip twisted by a quarter turn over its length."""
    return b.CrossSection.square((3.0, t), True).extrude(10.0, 60, 30.0)


Family = tuple[Callable[..., Manifold], Callable[[float], tuple[float, ...]], Callable[[float], float]]


def _plain(make: Callable[..., Manifold], *more: float) -> Family:
    return make, lambda t: (t, *more), lambda t: t


FAMILIES: dict[str, Family] = {
    "tube": _plain(b.tube),
    "hollow box": _plain(b.hollow_box),
    "sphere shell": _plain(b.sphere_shell),
    "cone shell": _plain(cone_shell),
    "off-centre hollow": _plain(off_centre_hollow),
    "blind groove": _plain(b.blind_groove),
    "V groove": _plain(b.v_groove),
    "drill pit": _plain(b.drill_pit),
    "pit over a channel": _plain(pit_beside_a_hole),
    "seat over the bore": _plain(seat_over_the_bore),
    "square post": _plain(b.square_post),
    "round post": _plain(b.round_post),
    "domed prong": _plain(b.domed_prong),
    "fin": _plain(b.fin),
    "leaning fin": _plain(b.leaning_fin),
    "eccentric band": _plain(b.eccentric),
    "comfort edge": _plain(b.comfort),
    "domed comfort": _plain(b.domed_comfort),
    "sides leaning 30": _plain(b.lean_sides, 30),
    "sides leaning 60": _plain(b.lean_sides, 60),
    "wedge": _plain(b.wedge),
    "bridges": (b.bridges, lambda t: (0.3 * t,), lambda t: 0.3 * t),
    "steep diagonal web": (b.diagonal_web, lambda t: (0.5 * t, math.sqrt(0.75) * t), lambda t: t),
    "flat diagonal web": (b.diagonal_web, lambda t: (0.9 * t, math.sqrt(0.19) * t), lambda t: t),
    "hole near an edge": _plain(b.through_hole),
    "plate": _plain(b.plate),
    "bezel wall": _plain(b.bezel),
    "wire": _plain(b.wire),
    "torus": _plain(b.torus),
    "two plates": (two_plates, lambda t: (t / 10,), lambda _: 0.7),
    "twisted strip": _plain(twisted_strip),
}

CALIBRATION = tuple(f"{name} {wall:g}" for name in FAMILIES for wall in WALLS)


def made(name: str) -> Known:
    """The body of that name, turned by a number of its own."""
    family, _, wall = name.rpartition(" ")
    make, numbers, truth = FAMILIES[family]
    solid = make(*numbers(float(wall)))
    return Known(spun(tri(solid), zlib.crc32(name.encode())), truth(float(wall)))
