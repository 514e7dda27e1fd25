"""Rings to a plate: each stood, given its sprue, named, and laid where it goes; what does not fit is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ringgen.errors import InputError
from ringgen.plate.asked import MOST_PLATES, Asked
from ringgen.plate.packing import Outline, Spot, outline, pack
from ringgen.plate.rings import Ring
from ringgen.plate.sprue import Sprue, with_sprue
from ringgen.plate.stance import Floats, Framed, framed, stood, turned
from ringgen.triangles import TriangleMesh, open_edges
from ringgen.units import number_of

if TYPE_CHECKING:
    from ringgen.writers.package import Part

Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Pose:
    """What is laid as one thing, in one of its turns: its outline, and where ring and tag have their least corners."""

    outline: Outline = field(repr=False)
    ring: tuple[float, float] = (0.0, 0.0)
    tag: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Cast:
    """A ring as it is printed: stood, with its sprue where it has one; laid once or many times.

    `mesh` has its least corner at nought, `bare` are its own outlines as it stands and a quarter turned, `poses` the
    same with the tag in front, which takes `room` (width and depth, mm); without a tag they are the same.
    """

    ring: Ring
    mesh: TriangleMesh = field(repr=False)
    sprue: Sprue | None
    found: bool
    bare: tuple[Outline, Outline] = field(repr=False)
    poses: tuple[Pose, Pose] = field(repr=False)
    room: tuple[float, float] | None = None

    @property
    def volume(self) -> float:
        """Ring and sprue, mm³."""
        return self.mesh.volume

    @property
    def turns(self) -> tuple[Outline, Outline]:
        """What is packed."""
        return self.poses[0].outline, self.poses[1].outline


@dataclass(frozen=True, eq=False)
class Laid:
    """One ring on a plate: under which name, where, and what its tag says (nothing where it has none)."""

    name: str
    cast: Cast
    spot: Spot
    rows: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[float, float]:
        """Where the ring's own least corner is, mm."""
        x, y = self.cast.poses[self.spot.turn].ring
        return self.spot.x + x, self.spot.y + y

    @property
    def size(self) -> tuple[float, float, float]:
        """The ring's width, depth and height as it lies, mm."""
        return self.cast.bare[self.spot.turn].size

    @property
    def parts(self) -> tuple[Part, ...]:
        """It, and its tag, as the plate's file holds them."""
        from ringgen.plate.tag import tag
        from ringgen.writers.package import Part

        quarter = self.spot.turn == 1
        x, y = self.place
        # A quarter turn sends x to y and y to -x: what was deepest is then at nought.
        across = x + (self.cast.bare[0].size[1] if quarter else 0.0)
        own = Part(self.name, self.cast.mesh, (across, y, 0.0), quarter, self.cast.ring.metal)
        if not self.rows or self.cast.room is None:
            return (own,)
        dx, dy = self.cast.poses[self.spot.turn].tag
        label = tag(self.rows, self.cast.room)
        return own, Part(f"{self.name} tag", label, (self.spot.x + dx, self.spot.y + dy, 0.0))


@dataclass(frozen=True, eq=False)
class Plates:
    """All plates: what lies on each, and the rings the checks keep off them, each with how many of it."""

    asked: Asked
    plates: tuple[tuple[Laid, ...], ...]
    left_off: tuple[tuple[Ring, int], ...]


def lay(rings: Sequence[Ring], asked: Asked, progress: Progress = lambda _: None) -> Plates:
    """Lay every ring, as often as copies are asked for. InputError for what does not fit, with how many do."""
    named = _named([ring for ring in rings for _ in range(asked.copies)])
    refused = Counter(id(ring) for _, ring in named if ring.refused and not asked.force)
    left_off = tuple((r, refused[id(r)]) for r in {id(r): r for _, r in named}.values() if refused[id(r)])
    wanted = [(name, ring) for name, ring in named if not ring.refused or asked.force]
    rows = _tags([name for name, _ in wanted]) if asked.tags else [()] * len(wanted)
    made: dict[int, Cast] = {}
    for _, ring in wanted:
        if id(ring) not in made:
            progress(f"standing {ring.name}")
            own = [row for row, (_, other) in zip(rows, wanted, strict=True) if other is ring and row]
            made[id(ring)] = _cast(ring, asked, own)
    casts = [made[id(ring)] for _, ring in wanted]
    _fits_alone(casts, asked)
    progress("laying the plate")
    spots = pack([c.turns for c in casts], asked.bed.width, asked.bed.depth, asked.spacing, asked.plates)
    if missing := sum(spot is None for spot in spots):
        raise _too_many(casts, asked, len(spots) - missing)
    told = zip(wanted, casts, spots, rows, strict=True)
    laid = [Laid(name, cast, spot, row) for (name, _), cast, spot, row in told if spot is not None]
    count = max((one.spot.plate + 1 for one in laid), default=0)
    return Plates(asked, tuple(tuple(one for one in laid if one.spot.plate == n) for n in range(count)), left_off)


def _named(rings: Sequence[Ring]) -> list[tuple[str, Ring]]:
    """A name for each of them: its own, with its number where several would have the same."""
    times, seen = Counter(r.name for r in rings), Counter[str]()
    out = []
    for ring in rings:
        seen[ring.name] += 1
        out.append((f"{ring.name} #{seen[ring.name]}" if times[ring.name] > 1 else ring.name, ring))
    return out


def _tags(names: Sequence[str]) -> list[tuple[str, ...]]:
    """What the tag of each says; two that would say the same are told apart by their number on the list."""
    from ringgen.plate.tag import lines

    rows = [lines(name, f"NO {n}") for n, name in enumerate(names, 1)]
    times = Counter(rows)
    return [
        row if times[row] == 1 else lines(f"{name.rpartition(' #')[0] or name} #{n}", f"NO {n}")
        for n, (name, row) in enumerate(zip(names, rows, strict=True), 1)
    ]


def _cast(ring: Ring, asked: Asked, rows: Sequence[tuple[str, ...]]) -> Cast:
    """`rows` are what the tags of all its copies say."""
    from ringgen.plate.tag import size
    from ringgen.writers._float32 import rounded

    own = framed(ring.mesh)
    body, rod = (own, None) if asked.sprue is None else with_sprue(own, asked.sprue, ring.name, ring.lumps)
    mesh = rounded(TriangleMesh(_stood(body, asked), body.faces)).mesh
    if (torn := open_edges(mesh)) and not ring.refused:
        raise InputError.one("", f"{ring.name} does not stay closed as it is stood: {torn} edges are open")
    seen = outline(mesh.vertices, mesh.faces)
    quarter = outline(turned(mesh.vertices), mesh.faces)
    room = None
    if rows:
        sizes = [size(row) for row in rows]
        room = max(w for w, _ in sizes), max(d for _, d in sizes)
    poses = (_pose(seen, room, asked.spacing), _pose(quarter, room, asked.spacing))
    return Cast(ring, mesh, rod, own.found, (seen, quarter), poses, room)


def _pose(ring: Outline, room: tuple[float, float] | None, gap: float) -> Pose:
    """The ring with its tag in front of its middle, as far off as any two things are."""
    if room is None:
        return Pose(ring)
    width, depth = max(ring.size[0], room[0]), room[1] + gap + ring.size[1]
    at, label = ((width - ring.size[0]) / 2, room[1] + gap), ((width - room[0]) / 2, 0.0)
    corners = np.array([(0.0, 0.0), (room[0], 0.0), room, (0.0, room[1])])
    polygons = (*(p + np.array(at) for p in ring.polygons), corners + np.array(label))
    return Pose(Outline(polygons, (width, depth, ring.size[2])), at, label)


def _stood(body: Framed, asked: Asked) -> Floats:
    return stood(body.vertices, asked.orientation.lean_deg if body.found else 0.0)


def _fits_alone(casts: Sequence[Cast], asked: Asked) -> None:
    """InputError for a ring that is larger than the whole bed."""
    bed = asked.bed
    for cast in casts:
        width, depth, height = cast.turns[0].size
        size = f"{number_of(width, 1)} x {number_of(depth, 1)} mm and {number_of(height, 1)} mm high"
        fits = any(turn.size[0] <= bed.width and turn.size[1] <= bed.depth for turn in cast.turns)
        if not fits or (bed.height is not None and height > bed.height):
            high = "" if bed.height is None else f"x{np.ceil(max(height, bed.height)):.0f}"
            larger = f"{np.ceil(max(width, bed.width)):.0f}x{np.ceil(max(depth, bed.depth)):.0f}{high}"
            tagged = " with its tag" if cast.room else ""
            raise InputError.one("--bed", f"{cast.ring.name}{tagged} is {size}, and the bed {bed}", None, larger)


def _too_many(casts: Sequence[Cast], asked: Asked, fit: int) -> InputError:
    """How many fit, and on how many plates all would."""
    spots = pack([c.turns for c in casts], asked.bed.width, asked.bed.depth, asked.spacing, MOST_PLATES)
    needed = 1 + max((s.plate for s in spots if s is not None), default=0)
    where = f"a bed of {asked.bed}" if asked.plates == 1 else f"{asked.plates} beds of {asked.bed}"
    known = all(s is not None for s in spots)
    return InputError.one(
        "--plates",
        f"{fit} of {len(casts)} rings fit on {where}, {number_of(asked.spacing, 2)} mm apart",
        f"{needed} plates take all of them, or a larger --bed" if known else "fewer rings, or a larger --bed",
        str(needed) if known else None,
    )
