"""Rows on cathedral arches: where their stones lie, how wide the arches are for them, and what is refused."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from matrix.asked import design_of, followed, ring, solitaire
from matrix.trial import trial

from ringgen.bodies import Lofted, Vec
from ringgen.design.model import Design
from ringgen.witness import Stone

BAND = 'profile = "flat", width = 2.4, thickness = 1.8, shoulders = "cathedral"'
STONE = 'cut = "round", diameter = 1.3'
HEAD = solitaire(6.5).replace('prong"\n', 'prong"\nset = "high"\n')
RISE = 0.3  # mm, about


def text(more: str = "", stone: str = STONE, band: str = BAND, head: str = HEAD) -> str:
    return ring("pave", stone, band, f'where = "arches"\n{more}', head, size="US 6 1/2")


def designed(more: str = "", stone: str = STONE, band: str = BAND) -> Design:
    return design_of(text(more, stone, band))


def row_of(design: Design) -> list[Stone]:
    return [s for s in design.witness.stones if s.setting == "row"]


def lofts(design: Design) -> list[Lofted]:
    return [p.body for p in design.parts.metal if p.part == "shoulder" and isinstance(p.body, Lofted)]


def from_segment(p: Vec, a: Vec, b: Vec) -> float:
    way = [q - r for q, r in zip(b, a, strict=True)]
    share = sum(w * (q - r) for w, q, r in zip(way, p, a, strict=True)) / sum(w * w for w in way)
    share = min(1.0, max(0.0, share))
    return math.dist(p, [r + share * w for r, w in zip(a, way, strict=True)])


def test_both_sides_are_mirror_images() -> None:
    stones = row_of(designed())
    right, left = (
        {tuple(round(abs(c), 6) for c in s.frame.origin) for s in stones if m * s.frame.origin[0] > 0} for m in (1, -1)
    )
    assert right == left
    assert 2 * len(right) == len(stones) >= 6


def test_gaps_are_equal_and_no_less_than_asked() -> None:
    stones = sorted((s for s in row_of(designed()) if s.frame.origin[0] > 0), key=lambda s: s.frame.origin[2])
    gaps = [math.dist(a.frame.origin, b.frame.origin) - 1.3 for a, b in pairwise(stones)]
    assert max(gaps) - min(gaps) < 1e-6
    assert min(gaps) >= 0.1 - 1e-9


def test_stones_lie_on_the_arches_tops() -> None:
    design = designed()
    (line, *_), (right, _) = design.witness.lines, lofts(design)
    tops = [frame.point((0.0, max(c.start[1] for c in chain), 0.0)) for frame, chain in right.sections]
    assert line.rise == pytest.approx(RISE, abs=0.1)
    for stone in (s for s in row_of(design) if s.frame.origin[0] > 0):
        foot = stone.frame.point((0.0, 0.0, -line.rise))
        assert min(from_segment(foot, a, b) for a, b in pairwise(tops)) < 0.003
        assert stone.frame.y == pytest.approx((0.0, 1.0, 0.0), abs=1e-9)


def test_rows_are_clear_of_the_band_and_of_the_head() -> None:
    design = designed()
    outside = design.bore_radius + 1.8
    beads = [p for p in design.witness.prongs if p.setting == "row"]
    assert min(math.hypot(p.axis[0][0], p.axis[0][2]) for p in beads) > outside
    rails = [r for r in design.witness.regions if r.part == "centre rail" or "gallery" in r.part]
    for p in beads:
        for v in (p.axis[0], p.axis[-1]):
            assert all(math.dist(v, q) > p.diameter / 2 + 0.2 for r in rails for q in r.points)


def test_arches_are_as_wide_as_the_stones_need() -> None:
    widths = []
    for d in (1.1, 1.5):
        chain = lofts(designed(stone=f'cut = "round", diameter = {d}'))[0].sections[0][1]
        widths.append(2 * max(c.start[0] for c in chain))
    assert widths[0] < widths[1]
    assert 1.1 + 0.5 <= widths[0] <= 2.3


REFUSED = [
    ("", STONE, BAND.replace("2.4", "2.0"), "band.width"),
    ("", STONE, BAND.replace('"cathedral"', '{style = "cathedral", width = 1.8}'), "band.shoulders.width"),
    (
        "",
        'cut = "round", diameter = 1.5',
        BAND.replace('"cathedral"', '{style = "cathedral", height = 0.8}'),
        "band.shoulders.height",
    ),
    ("lanes = 2", STONE, BAND, "settings.row.where"),
    ('style = "four-bead"', STONE, BAND, "settings.row.where"),
    ("at = 10", STONE, BAND, "settings.row.at"),
    ("cover = 60", STONE, BAND, "settings.row.cover"),
    ("", STONE, BAND.replace('"cathedral"', '"plain"'), "settings.row.where"),
    ("", 'cut = "princess", width = 1.3', BAND, "settings.row.stone.cut"),
]


@pytest.mark.parametrize(("more", "stone", "band", "field"), REFUSED)
def test_a_refusal_names_what_works(more: str, stone: str, band: str, field: str) -> None:
    changes = followed(text(more, stone, band))
    assert changes[0].startswith(field + "=")


WIDE = BAND.replace("2.4", "3.0")
SPLIT = WIDE + ', shank = {style = "split", arm = 2.3, gap = 2.0, angle = 82}'
HALO = f"""{HEAD}[[settings]]
id = "halo"
type = "halo"
around = "centre"
stone = {{cut = "round", diameter = 1.2}}
"""


@pytest.mark.parametrize(
    ("band", "head", "nearest"),
    [(SPLIT, HEAD, "arms"), (SPLIT, HALO, "arms"), (WIDE, HALO, "hoop")],
    ids=["of a split shank", "of a split shank to a halo", "to a halo's head, carried at its base"],
)
def test_arches_that_bear_no_stones(band: str, head: str, nearest: str) -> None:
    """The row lies where the refusal says, with no further change."""
    asked = text(band=band, head=head)
    assert followed(asked) == [f"settings.row.where={nearest}"]
    assert len(row_of(design_of(asked, f"settings.row.where={nearest}"))) >= 12


@pytest.mark.parametrize("more", ["", 'style = "u-cut"'])
def test_rings_of_it_keep_every_rule(more: str) -> None:
    found = trial(text(more), draft=True)
    assert found.good, found
    assert not found.changes
