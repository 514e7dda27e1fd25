"""Several lines of stones that fall in size: gaps, stones apart in space, beads amid three, and every rule kept."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from matrix.asked import design_of, followed, refusal, ring, solitaire
from matrix.trial import trial

from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.settings._graded_beads import amid
from ringgen.witness import Stone

WIDE = 'profile = "flat", width = {}, thickness = 2.0'
TAPERED = 'profile = "flat", width = 5.2, thickness = 2.0, top = {width = 7.4}'


def text(more: str, d: float = 1.8, band: str = WIDE.format(7.4), head: str = "") -> str:
    return ring("pave", f'cut = "round", diameter = {d}', band, f"graduate = 1.2\n{more}", head, "US 7")


def lines(design: Design) -> list[list[Stone]]:
    known = {s.id: s for s in design.witness.stones}
    return [[known[name] for name in line.stones] for line in design.witness.lines]


def gaps(line: list[Stone], whole: bool) -> list[float]:
    """By the chord rule, from middle to middle less half of either stone."""
    around = [*line, line[0]] if whole else line
    return [math.dist(a.frame.origin, b.frame.origin) - (a.width + b.width) / 2 for a, b in pairwise(around)]


@pytest.mark.parametrize("lanes", [2, 3, 4, 5])
@pytest.mark.parametrize("cover", [150, 360])
@pytest.mark.parametrize("profile", ["flat", "court"])
def test_every_line_falls_with_equal_gaps_and_no_two_stones_meet(lanes: int, cover: int, profile: str) -> None:
    band = WIDE.format(2.4 + 2.2 * lanes).replace("flat", profile).replace("2.0", "3.0")
    found = lines(design_of(text(f"lanes = {lanes}\ncover = {cover}", band=band)))
    assert len(found) == lanes
    for line in found:
        apart = gaps(line, cover == 360)
        assert max(apart) - min(apart) < 0.005
        assert min(apart) >= 0.1
        by_height = [s.width for s in sorted(line, key=lambda s: -s.frame.origin[2])]
        assert all(b <= a + 1e-9 for a, b in pairwise(by_height))
        assert by_height[0] >= 1.75 - 1e-9
        assert by_height[-1] <= 1.25 + 1e-9
    near = [(a, b) for a, b in combinations([s for line in found for s in line], 2) if _near(a, b)]
    assert len(near) > sum(len(line) for line in found)
    assert min(between(a.solid, a.frame, b.solid, b.frame) for a, b in near) > 0.2  # type: ignore[arg-type]


def _near(a: Stone, b: Stone) -> bool:
    return math.dist(a.frame.origin, b.frame.origin) < (a.width + b.width) / 2 + 0.6


def test_lines_draw_together_as_their_stones_grow_smaller() -> None:
    """Three alike that are as far from one another stand in two lines, half the root of 3 of that apart."""
    outer = lines(design_of(text("lanes = 3\ncover = 180")))[2]
    for stone in (outer[0], outer[len(outer) // 2]):
        assert stone.frame.origin[1] == pytest.approx((stone.width + 0.32) * math.sqrt(3) / 2, abs=0.02)


def test_stones_stand_opposite_the_gaps_of_the_next_line() -> None:
    for cover in (150, 360):
        found = lines(design_of(text(f"lanes = 3\ncover = {cover}")))
        angles = [[math.degrees(math.atan2(s.frame.origin[0], s.frame.origin[2])) for s in line] for line in found]
        for one, other in ((0, 1), (2, 1)):
            ways = [(a, b) for a, b in pairwise(angles[one]) if b > a]
            shares = [(x - a) / (b - a) for x, (a, b) in zip(angles[other], ways, strict=False)]
            assert all(0.4 < s < 0.6 for s in shares)


@pytest.mark.parametrize("radii", [(1.0, 1.0, 1.0), (1.0, 0.9, 0.7), (2.0, 1.0, 0.5)])
def test_a_bead_amid_three_touches_each_as_descartes_says(radii: tuple[float, float, float]) -> None:
    """Of circles that touch one another: with a, b, c for 1 / radius, 1 / (a + b + c + 2 root(ab + bc + ca))."""
    a, b, c = (1 / r for r in radii)
    room = 1 / (a + b + c + 2 * math.sqrt(a * b + b * c + c * a))
    p, q, r = radii
    x = ((p + r) ** 2 - (q + r) ** 2 + (p + q) ** 2) / (2 * (p + q))
    spots = ((0.0, 0.0, p), (p + q, 0.0, q), (x, math.sqrt((p + r) ** 2 - x * x), r))
    found = amid(*spots)
    assert found[2] == pytest.approx(room)
    for sx, sy, radius in spots:
        assert math.dist(found[:2], (sx, sy)) == pytest.approx(radius + room)


def test_every_stone_has_three_beads_that_stand_clear_of_one_another() -> None:
    design = design_of(text("lanes = 3\ncover = 150"))
    prongs = design.witness.prongs
    for a, b in combinations(prongs, 2):
        for end in (0, -1):
            assert math.dist(a.axis[end], b.axis[end]) - (a.diameter + b.diameter) / 2 > 0.2
    for stone in design.witness.stones:
        x, y, z = stone.frame.origin
        reach = [math.dist(p.axis[-1], (x, y, z)) - p.diameter / 2 - stone.width / 2 for p in prongs]
        assert sum(r < 0.35 for r in reach) >= 3


def test_the_band_may_draw_in_with_the_stones() -> None:
    found = design_of(text("lanes = 3\ncover = 180", band=TAPERED))
    straight = design_of(text("lanes = 3\ncover = 180"))
    assert len(found.witness.stones) == len(straight.witness.stones)
    assert all(hole > 0.2 for line in found.witness.lines for hole in line.holes)
    even = refusal(text("lanes = 3\ncover = 180", band=TAPERED.replace("7.4", "5.2")))
    assert even.field == "band.width"


@pytest.mark.parametrize(
    ("more", "field", "nearest"),
    [
        ("lanes = 2\ngap = 0.2", "settings.row.gap", "0.32"),
        ("lanes = 2\ngap = 0.7", "settings.row.gap", "0.51"),
        ('lanes = 2\nstyle = "four-bead"', "settings.row.style", "shared"),
    ],
)
def test_a_refusal_names_the_field_and_what_works(more: str, field: str, nearest: str) -> None:
    problem = refusal(text(more))
    assert (problem.field, problem.nearest) == (field, nearest)
    assert followed(text(more)) == [f"{field}={nearest}"]


@pytest.mark.parametrize(
    ("more", "d", "band", "head"),
    [
        ("lanes = 3\ncover = 180", 1.8, TAPERED, ""),
        ('lanes = 2\nwhere = "shoulders"', 1.6, WIDE.format(4.8), solitaire(6.5)),
    ],
    ids=["three lines on a tapered band", "two lines on shoulders"],
)
def test_a_ring_of_it_keeps_every_rule(more: str, d: float, band: str, head: str) -> None:
    """Joined as triangles and read by every check, as a release is."""
    found = trial(text(more, d, band, head), draft=True)
    assert found.good, found
    assert not found.changes
