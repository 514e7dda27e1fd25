"""Pavé: how many stones, how far apart in space, what stands between them, and rings of it held to every rule."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from matrix.asked import design_of, followed, refusal, ring, solitaire
from matrix.trial import trial

from ringgen.checks.subject import current
from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.errors import Problem
from ringgen.settings import heads, holds_row, rows
from ringgen.settings._beads import Bite, side_bead
from ringgen.witness import Stone

BAND = 'profile = "flat", width = 2.6, thickness = 1.9'
SOLITAIRE = solitaire(6.5)


def text(more: str = "", d: float = 1.5, band: str = BAND, size: str = "US 7", head: str = "") -> str:
    return ring("pave", f'cut = "round", diameter = {d}', band, more, head, size)


def designed(*args: object, **more: object) -> Design:
    return design_of(text(*args, **more))  # type: ignore[arg-type]


def refused(*args: object, **more: object) -> Problem:
    return refusal(text(*args, **more))  # type: ignore[arg-type]


def row_of(design: Design) -> list[Stone]:
    return [s for s in design.witness.stones if s.setting == "row"]


def gaps(stones: list[Stone]) -> list[float]:
    """From each stone to the next, solid from solid, mm."""
    ring = [*stones, stones[0]]
    return [between(a.solid, a.frame, b.solid, b.frame) for a, b in pairwise(ring)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "d"), [("US 4", 1.5), ("US 7", 2.0), ("US 11", 1.3)])
def test_a_full_row_closes_with_equal_gaps_in_space(size: str, d: float) -> None:
    design = designed("", d, 'profile = "flat", width = 3.0, thickness = 2.0', size)
    stones = row_of(design)
    found = gaps(stones)
    assert max(found) - min(found) < 0.005
    assert min(found) >= 0.1  # the chord rule is on the safe side of the girdles' own distance
    radius = math.hypot(stones[0].frame.origin[0], stones[0].frame.origin[2])
    assert 2 * radius * math.sin(math.pi / (len(stones) + 1)) < d + 0.1  # one more would not fit


def test_a_row_is_solved_anew_for_every_size() -> None:
    counts = [len(row_of(designed(size=f"US {n}"))) for n in range(4, 12)]
    assert counts == sorted(set(counts))


def test_a_half_row_ends_where_it_is_told_to() -> None:
    stones = row_of(designed("cover = 180"))
    reach = [
        math.degrees(math.atan2(x, z) + side * math.asin(0.75 / math.hypot(x, z)))
        for (x, _, z), side in ((stones[0].frame.origin, -1), (stones[-1].frame.origin, 1))
    ]
    assert reach == pytest.approx([-90.0, 90.0], abs=0.2)


def test_shoulders_leave_the_head_room_and_are_alike_on_both_sides() -> None:
    design = designed('where = "shoulders"', 1.3, head=SOLITAIRE)
    stones, centre = row_of(design), design.witness.stones[0]
    sides = [[s for s in stones if side * s.frame.origin[0] > 0] for side in (-1, 1)]
    assert len(sides[0]) == len(sides[1]) > 4
    away = sorted(round(abs(s.frame.origin[0]), 6) for s in stones)
    assert away[::2] == pytest.approx(away[1::2], abs=1e-4)
    nearest = min(between(s.solid, s.frame, centre.solid, centre.frame) for s in stones)  # type: ignore[arg-type]
    assert nearest > 0.2
    assert refused('where = "shoulders"', 1.3).nearest == "hoop"


@pytest.mark.parametrize("lanes", [2, 3, 4])
def test_lines_are_staggered_and_every_stone_has_three_beads_at_least(lanes: int) -> None:
    design = designed(f"lanes = {lanes}\ncover = 100", 1.4, 'profile = "flat", width = 9.0, thickness = 1.9')
    stones = row_of(design)
    apart = [math.dist(a.frame.origin, b.frame.origin) for a, b in combinations(stones, 2)]
    first = math.dist(stones[0].frame.origin, stones[1].frame.origin)
    assert min(apart) == pytest.approx(first, abs=0.005)  # to the next line as to the next in the line
    for s in stones:
        near = [p for p in design.witness.prongs if math.dist(p.axis[-1], s.frame.point((0, 0, 0.6))) < 1.3]
        assert len(near) >= 3


def test_beads_at_the_sides_let_metal_flow_between_them() -> None:
    for width in (1.0, 1.3, 2.0, 3.0):
        across, radius = side_bead(width, width + 0.1, Bite(0.4, 0.19))
        assert across - radius >= 0.12 - 0.01
        assert math.hypot((width + 0.1) / 2, across) - (radius - 0.19) == pytest.approx(width / 2)


@pytest.mark.parametrize(
    ("more", "d", "band", "field"),
    [
        ("", 1.5, 'profile = "flat", width = 1.4, thickness = 1.9', "band.width"),
        ("", 3.0, 'profile = "flat", width = 4.0, thickness = 1.2', "band.thickness"),
        ("lanes = 3\ngap = 0.1", 1.4, 'profile = "flat", width = 7.0, thickness = 1.9', "settings.row.gap"),
        ("count = 90", 1.5, BAND, "settings.row.count"),
    ],
)
def test_a_refusal_names_what_works(more: str, d: float, band: str, field: str) -> None:
    problem = refused(more, d, band)
    assert problem.field == field
    if problem.change:
        design_of(text(more, d, band), problem.change)
    else:
        assert field == "settings.row.count"


@pytest.mark.parametrize("shank", ["bypass", "twisted"])
def test_strands_are_no_line_for_a_row(shank: str) -> None:
    assert refused(band=f'{BAND}, shank = "{shank}"').nearest == "straight"


@pytest.mark.parametrize("more", ['beside = "row"', "tilt = 10", "turn = 90", 'side = "left"'])
def test_what_places_a_single_stone_is_never_left_unheeded(more: str) -> None:
    assert refused(more).field == f"settings.row.{more.partition(' ')[0]}"


def test_a_band_is_measured_beside_its_rows_not_through_their_seats() -> None:
    found = trial(text("at = 75\ncover = 60", 2.0, 'profile = "flat", width = 3.0, thickness = 2.0'), draft=True)
    assert found.good
    assert not found.changes


def test_heads_and_rows_are_told_apart() -> None:
    assert holds_row("pave")
    assert "prong" in heads()
    assert not set(heads()) & set(rows())


@pytest.mark.parametrize(
    ("more", "d", "band", "head"),
    [
        ("", 1.5, BAND, ""),
        ("cover = 180", 2.0, 'profile = "flat", width = 2.8, thickness = 2.0', ""),
        ("lanes = 3\ncover = 60", 1.4, 'profile = "flat", width = 6.4, thickness = 1.9', ""),
        ('where = "shoulders"', 1.3, 'profile = "flat", width = 2.2, thickness = 1.8', SOLITAIRE),
    ],
    ids=["full", "half", "three lines", "shoulders"],
)
def test_a_ring_of_it_keeps_every_rule(more: str, d: float, band: str, head: str) -> None:
    """Joined as triangles and read by every check, as a release is."""
    found = trial(text(more, d, band, head=head), draft=True)
    assert found.good, found
    assert not found.changes


@pytest.mark.parametrize("places", [(40.0,), (-35.0, 35.0)])
def test_a_row_is_interrupted_where_heads_stand_and_nowhere_else(places: tuple[float, ...]) -> None:
    head = "".join(
        f'[[settings]]\nid = "h{k}"\ntype = "prong"\nat = {at}\nstone = {{cut = "round", diameter = 3.5}}\n'
        for k, at in enumerate(places)
    )
    stones = row_of(designed("", 1.3, head=head))
    angles = sorted(math.degrees(math.atan2(x, z)) % 360 for x, _, z in (s.frame.origin for s in stones))
    wide = [(a, b) for a, b in pairwise([*angles, angles[0] + 360]) if b - a > 10]
    middles = sorted((a + b) / 2 % 360 for a, b in wide)
    assert middles == pytest.approx(sorted(at % 360 for at in places), abs=1.0)


def test_lines_without_room_for_two_stones_are_refused() -> None:
    band = 'profile = "flat", width = 7.5, thickness = 3.0'
    assert refused("lanes = 2\ncover = 20", 2.5, band).change == "settings.row.stone.diameter=2"


def test_a_thin_bead_is_mended_by_its_neck_not_by_its_diameter() -> None:
    design = designed("neck = 0.33")
    beads = [p for p in design.witness.prongs if p.setting == "row"]
    assert beads
    assert all(p.asked == 0.33 and p.diameter > p.asked for p in beads)
    assert current("settings.row.neck", design) == 0.33


def test_fine_beads_of_one_line_are_parted_and_those_of_several_never_are() -> None:
    band = 'profile = "flat", width = 7.0, thickness = 2.2'
    one, three = (designed(more, 1.1, band) for more in ("cover = 90", "cover = 90\nlanes = 3"))
    assert [any(c.part == "row saw" for c in d.parts.cutters) for d in (one, three)] == [True, False]


def test_stones_too_small_for_their_beads_are_refused_with_a_size_that_is_not() -> None:
    (change,) = followed(text("", 0.7))
    field, _, works = change.partition("=")
    assert field == "settings.row.stone.diameter"
    assert 0.7 < float(works) <= 0.9
