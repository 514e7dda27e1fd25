"""How far apart the lines of a grid may lie on a curved surface, and how far triangles stray from it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.gp import gp_Pnt, gp_Vec

from ringgen.kernel.bored import is_round
from ringgen.kernel.grids import WIDE, Filled, turned

MEAN = 2 / 3  # of how far a chord strays at its middle: what it strays on the whole
TURNED = 0.9  # cosine between a triangle's normal and the surface's: further off, another way round is looked for
LEANING = 0.5  # the same: further off, it is none of the surface's; beside an arc's chord some cannot but lean
LEAN = 0.1  # rad: how far facets may lean for it at a border, whose points lie on the surface
SWERVE = 0.4  # rad: what a line of the grid may turn within the surface from one step to the next
SIDEWAYS = 0.1  # of a side: what its middle may lie beside it in the surface; further, triangles could fold over
SIDE = 0.9  # of the deviation: what sides may stray; a triangle's middle does by four ninths of all three together
MANY = 1 << 32  # more points than any face has
PASSES = 6  # a triangle at a border is three steps long at the most, and each pass halves what strays
LOOKED = 13  # lines each way along which a blend's curvature is taken
FLAT = 1e-9
NO_FACE = 1e-7  # mm²: what rounding leaves of a triangle that is but a line

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Steps:
    """A surface's two parameters, and how many steps of the grid lie up to them: `us`, `vs` and their counts ascend.

    `places` takes parameters (n, 2) to the surface (n, 3), mm, `normals` to what stands on it, and `nodes` to where
    points of a grid of cells so wide and high (steps) are to lie: a mean chord error off it, so that what cells lose
    they win, and the mesh weighs what the metal does.
    """

    us: Floats
    along: Floats
    vs: Floats
    across: Floats
    places: Callable[[Floats], Floats]
    normals: Callable[[Floats], Floats]
    nodes: Callable[[Floats, tuple[float, float]], Floats]

    def counted(self, parameters: Floats) -> Floats:
        """Parameters (n, 2) in steps."""
        u, v = parameters.T
        return np.column_stack([np.interp(u, self.us, self.along), np.interp(v, self.vs, self.across)])

    def parameters(self, counted: Floats) -> Floats:
        """Steps (n, 2) as parameters."""
        i, j = counted.T
        return np.column_stack([np.interp(i, self.along, self.us), np.interp(j, self.across, self.vs)])


def of_torus(surface: BRepAdaptor_Surface, low: Floats, high: Floats, deviation: float, angular: float) -> Steps:
    """Of a torus between parameters `low` and `high` (2,), within `deviation` mm and `angular` rad between facets."""
    torus = surface.Torus()
    major, minor = torus.MajorRadius(), torus.MinorRadius()
    facing = 1.0 if math.ceil(low[1] / math.tau) * math.tau <= high[1] else max(math.cos(v) for v in (low[1], high[1]))
    outmost = major + minor * facing  # of what there is of it: a bore's lies far inside its torus' outmost circle
    across = min(angular, _turn(deviation / 2, minor))
    most = LEAN * WIDE * across * minor
    along = min(angular, _turn(deviation - minor * _rise(across), outmost))
    frame = torus.Position()
    outwards = 1.0 if frame.Direct() else -1.0
    axes = np.array([d.Coord() for d in (frame.XDirection(), frame.YDirection(), frame.Direction())])
    centre = np.array(frame.Location().Coord())

    def places(parameters: Floats, lift: Floats | float = 0.0) -> Floats:
        u, v = parameters.T
        out = major + (minor + lift) * np.cos(v)
        round_the_axis = np.column_stack([out * np.cos(u), out * np.sin(u), (minor + lift) * np.sin(v)])
        found: Floats = centre + round_the_axis @ axes
        return found

    def normals(parameters: Floats) -> Floats:
        u, v = parameters.T
        found: Floats = np.column_stack([np.cos(v) * np.cos(u), np.cos(v) * np.sin(u), np.sin(v)]) @ axes
        return outwards * found

    def nodes(parameters: Floats, cell: tuple[float, float]) -> Floats:
        facing = np.cos(parameters[:, 1])  # outwards from the torus' axis; inside, its rings bend the other way
        rise = minor * _rise(cell[1] * across) + (major + minor * facing) * _rise(cell[0] * along) * facing
        return places(parameters, np.clip(MEAN * rise, -most, most))

    us, vs = np.array([low, high]).T
    return Steps(us, (us - low[0]) / along, vs, (vs - low[1]) / across, places, normals, nodes)


def of_blend(surface: BRepAdaptor_Surface, low: Floats, high: Floats, deviation: float, angular: float) -> Steps:
    """The same of a blended surface, closer where it is more curved."""
    us, vs = (np.linspace(low[k], high[k], LOOKED) for k in (0, 1))
    by_u, by_v = _density(surface, us, vs, deviation, angular)
    round_the_finger = is_round(surface)  # a bore's size is its corners'; they stay on it

    def places(parameters: Floats) -> Floats:
        return np.array([surface.Value(u, v).Coord() for u, v in parameters.tolist()]).reshape(-1, 3)

    def normals(parameters: Floats) -> Floats:
        point, du, dv = gp_Pnt(), gp_Vec(), gp_Vec()
        found = np.zeros((len(parameters), 3))
        for row, (u, v) in zip(found, parameters.tolist(), strict=True):
            surface.D1(u, v, point, du, dv)
            row[:] = du.Crossed(dv).Coord()
        found /= np.maximum(np.linalg.norm(found, axis=1), FLAT)[:, None]
        return found

    def nodes(parameters: Floats, cell: tuple[float, float]) -> Floats:
        if round_the_finger:
            return places(parameters)
        u, v = parameters.T
        sizes = np.column_stack([cell[0] / np.interp(u, us, by_u), cell[1] / np.interp(v, vs, by_v)])
        bent = _bent(surface, parameters)
        most = np.minimum(deviation, LEAN * WIDE * (bent.speed * sizes).min(axis=1))
        lift = np.clip(MEAN * (bent.second * sizes**2).sum(axis=1) / 8, -most, most)
        found: Floats = bent.places - lift[:, None] * bent.normals
        return found

    return Steps(us, _counts(us, by_u), vs, _counts(vs, by_v), places, normals, nodes)


def closer(steps: Steps, filled: Filled, places: Floats, edges: Ints, deviation: float) -> tuple[Filled, Floats] | None:
    """The triangles divided where they stray from the surface by `deviation` mm; None where that is no end.

    `places` (n, 3) are the points' own, on a border where its edge is; `edges` (n, 2) number the edges that a point
    ends or lies on, -1 within. Sides that lie in a border stay whole; those that lead from an edge to itself never do,
    for a neighbour may have the same, and four triangles would meet there.
    """
    near = np.zeros(0, dtype=np.int64)
    for first in (True, *[False] * PASSES):
        ends = filled.triangles[:, [[0, 1], [1, 2], [2, 0]]]
        sides = ends.min(axis=2) * MANY + ends.max(axis=2)  # one number each: quicker told apart than two
        found, which, times = np.unique(sides, return_inverse=True, return_counts=True)
        asked = np.flatnonzero((times == 2) & ~np.isin(found, near, assume_unique=True))
        pairs = np.column_stack(np.divmod(found[asked], MANY))
        halves = filled.points[pairs].mean(axis=1)
        there = steps.places(halves)
        off = there - places[pairs].mean(axis=1)
        size = np.linalg.norm(off, axis=1)
        maybe = size > SIDE * deviation
        far = maybe & (size > SIDEWAYS * np.linalg.norm(places[pairs[:, 1]] - places[pairs[:, 0]], axis=1))
        seen = maybe & ~far  # normals cost: only where they can tell
        far[seen] = np.abs((off[seen] * steps.normals(halves[seen])).sum(axis=1)) > SIDE * deviation
        if first:
            far |= _along_one(edges, pairs)
        if not far.any():
            return filled, places
        middles = np.full(len(found), -1)
        middles[asked[far]] = len(places) + np.arange(far.sum())
        triangles = _divided(filled.triangles, middles[which.reshape(-1, 3)])
        filled = Filled(np.concatenate([filled.points, halves[far]]), triangles, filled.cell)
        places = np.concatenate([places, there[far]])
        near = np.concatenate([near, found[asked[~far]]])  # as they are for good: no point ever moves
    return None


def standing(steps: Steps, filled: Filled, places: Floats, grid: range) -> Filled | None:
    """The triangles, those turned that face away from the surface; None where that does not help one of them.

    A border that runs straight in the parameters may be an arc in the surface: three of its points then make a
    triangle of which the surface has nothing. And the grid's points lie off the surface where a border's do not, by as
    much as a long triangle of the two is high. `grid` are the numbers of the grid's own points, which have no such.
    """

    def away(triangles: Ints, least: float = TURNED) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = ((triangles < grid.start) | (triangles >= grid.stop)).sum(axis=1) > 0
        seen = triangles[found]
        corners = places[seen]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        outwards = (normals * steps.normals(filled.points[seen].mean(axis=1))).sum(axis=1)
        found[found] = outwards < least * np.linalg.norm(normals, axis=1) - NO_FACE
        return found

    triangles = turned(filled.triangles, places, away)
    return None if away(triangles, LEANING).any() else Filled(filled.points, triangles, filled.cell)


def _along_one(edges: Ints, pairs: Ints) -> npt.NDArray[np.bool_]:
    """Which pairs of points lie on the same edge."""
    a, b = edges[pairs[:, 0]], edges[pairs[:, 1]]
    same: npt.NDArray[np.bool_] = ((a[:, :, None] == b[:, None, :]) & (a[:, :, None] >= 0)).any(axis=(1, 2))
    return same


def _divided(triangles: Ints, middles: Ints) -> Ints:
    """Triangles (m, 3) divided at the middles of their sides (m, 3), -1 where a side stays whole."""
    # turned so that the sides to divide come first, and the one that stays whole, if it is one, comes last
    cut = middles >= 0
    count = cut.sum(axis=1)
    first = np.where(count == 2, (np.argmin(cut, axis=1) + 1) % 3, np.argmax(cut, axis=1))
    turn = (first[:, None] + np.arange(3)) % 3
    (a, b, c), (ab, bc, ca) = (np.take_along_axis(t, turn, axis=1).T for t in (triangles, middles))
    parts = {
        0: ((a, b, c),),
        1: ((a, ab, c), (ab, b, c)),
        2: ((a, ab, c), (ab, b, bc), (ab, bc, c)),
        3: ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)),
    }
    return np.concatenate([np.column_stack(t)[count == n] for n, some in parts.items() for t in some])


def _rise(angle: float) -> float:
    """How far the chord of an angle (rad) strays from an arc of radius 1."""
    return 1 - math.cos(angle / 2)


def _turn(deviation: float, radius: float) -> float:
    """The angle whose chord strays so far from an arc, rad."""
    return 2 * math.acos(max(-1.0, 1 - deviation / radius))


def _density(
    surface: BRepAdaptor_Surface, us: Floats, vs: Floats, deviation: float, angular: float
) -> tuple[Floats, Floats]:
    """How many steps a parameter takes at `us` and at `vs`: as many as it bends, turns or twists, one in all at least.

    A chord strays by an eighth of what it bends by, a cell's diagonal by a quarter of what it twists by.
    """
    lattice = np.stack(np.meshgrid(us, vs, indexing="ij"), axis=-1).reshape(-1, 2)
    bent = _bent(surface, lattice)
    bends, speed = np.abs(bent.second), np.maximum(bent.speed, FLAT)
    dense = np.maximum(np.sqrt(bends / (8 * deviation / 2)), bends / speed / angular)
    dense = np.maximum(dense, np.abs(bent.sideways) / speed / SWERVE)
    dense = np.maximum(dense, 1 / np.array([np.ptp(us), np.ptp(vs)]))
    dense *= np.sqrt(np.maximum(1.0, np.abs(bent.twist) / (4 * deviation / 2) / dense.prod(axis=1)))[:, None]
    by_u, by_v = dense.T.reshape(2, len(us), len(vs))
    return by_u.max(axis=1), by_v.max(axis=0)


@dataclass(frozen=True)
class _Bent:
    """A surface at some parameters: places and normals (n, 3); and along both parameters (n, 2), mm per parameter,
    how much it bends out of its plane and within it, and how fast they run; and how much it twists (n,)."""

    places: Floats
    normals: Floats
    second: Floats
    sideways: Floats
    speed: Floats
    twist: Floats


def _bent(surface: BRepAdaptor_Surface, parameters: Floats) -> _Bent:
    rows = np.zeros((len(parameters), 6, 3))
    point, du, dv, duu, dvv, duv = gp_Pnt(), gp_Vec(), gp_Vec(), gp_Vec(), gp_Vec(), gp_Vec()
    for row, (u, v) in zip(rows, parameters.tolist(), strict=True):
        surface.D2(u, v, point, du, dv, duu, dvv, duv)
        row[:] = [x.Coord() for x in (point, du, dv, duu, dvv, duv)]
    first, second = rows[:, 1:3], rows[:, 3:5]
    normals = np.cross(first[:, 0], first[:, 1])
    normals /= np.maximum(np.linalg.norm(normals, axis=1), FLAT)[:, None]
    speed = np.linalg.norm(first, axis=2)
    beside = np.cross(normals[:, None], first) / np.maximum(speed, FLAT)[:, :, None]
    return _Bent(
        places=rows[:, 0],
        normals=normals,
        second=(second * normals[:, None]).sum(axis=2),
        sideways=(second * beside).sum(axis=2),
        speed=speed,
        twist=(rows[:, 5] * normals).sum(axis=1),
    )


def _counts(at: Floats, dense: Floats) -> Floats:
    """How many steps lie up to each parameter."""
    return np.concatenate([[0.0], np.cumsum((dense[1:] + dense[:-1]) / 2 * np.diff(at))])
