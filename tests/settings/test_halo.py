"""Halos: stones evenly round any outline, clear of the head they go round, held by beads, on a plate grown to it."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from matrix.asked import design_of, refusal
from matrix.trial import trial

from ringgen import plugins
from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError, Problem
from ringgen.settings import goes_round, heads, rows
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text
from ringgen.witness import Stone

BAND = 'profile = "court", width = 2.2, thickness = 1.9'
OUTLINES = {
    "round": "diameter = 6.5",
    "oval": "length = 8.0, width = 6.0",
    "cushion": "length = 7.0, width = 7.0",
    "pear": "length = 9.0, width = 6.0",
    "heart": "length = 7.0, width = 7.0",
    "princess": "length = 6.0, width = 6.0",
    "emerald": "length = 8.0, width = 6.0",
    "marquise": "length = 9.0, width = 4.5",
}


def text(cut: str = "round", d: float = 1.3, halo: str = "", head: str = 'type = "prong"', more: str = "") -> str:
    size = OUTLINES[cut]
    return (
        f'size = "US 6 1/2"\nmetal = "18k-yellow"\nband = {{{BAND}}}\n'
        f'[[settings]]\nid = "centre"\n{head}\nstone = {{cut = "{cut}", {size}}}\n{more}'
        f'[[settings]]\nid = "halo"\ntype = "halo"\n{halo}\nstone = {{cut = "round", diameter = {d}}}\n'
    )


def designed(*args: object, **more: object) -> Design:
    return design_of(text(*args, **more))  # type: ignore[arg-type]


def refused(*args: object, **more: object) -> Problem:
    return refusal(text(*args, **more))  # type: ignore[arg-type]


def parted(design: Design) -> tuple[Stone, list[Stone]]:
    """The middle stone and the halo's."""
    middle, *halo = design.witness.stones
    return middle, halo


def apart(a: Stone, b: Stone) -> float:
    assert a.solid is not None
    assert b.solid is not None
    return between(a.solid, a.frame, b.solid, b.frame)


@pytest.mark.parametrize("cut", OUTLINES)
def test_gaps_are_equal_in_space_round_any_outline(cut: str) -> None:
    middle, halo = parted(designed(cut))
    gaps = [apart(a, b) for a, b in pairwise([*halo, halo[0]])]
    assert max(gaps) - min(gaps) < 0.005
    assert min(gaps) >= 0.1 - 1e-6
    assert min(apart(a, b) for a, b in combinations(halo, 2)) >= min(gaps) - 1e-6  # nor across a cleft
    assert min(apart(s, middle) for s in halo) > 0.1


@pytest.mark.parametrize("cut", OUTLINES)
def test_both_halves_are_alike_and_every_stone_has_three_beads(cut: str) -> None:
    design = designed(cut)
    _, halo = parted(design)
    spots = sorted((round(abs(s.frame.origin[0]), 3), round(s.frame.origin[1], 3)) for s in halo)
    lone = [p for p in spots if p[0] > 0.002 and spots.count(p) == 1]
    near = [p for p in lone if not any(q != p and math.dist(p, q) < 0.004 for q in lone)]
    assert not near  # mirrored in the middle of the ring, as the outlines are
    beads = [p.axis[0] for p in design.witness.prongs if p.setting == "halo"]
    for s in halo:
        x, y, z = s.frame.origin
        assert sum(math.dist(b, (x, y, b[2])) < 1.15 for b in beads if abs(b[2] - z) < 2) >= 3


def test_stones_stand_clear_of_the_heads_metal() -> None:
    design = designed()
    _, halo = parted(design)
    prongs = [p for p in design.witness.prongs if p.setting == "centre"]
    girdle = halo[0].frame.origin[2]
    for p in prongs:
        a, b = next((a, b) for a, b in pairwise(p.axis) if a[2] <= girdle <= b[2])
        share = (girdle - a[2]) / (b[2] - a[2])
        x, y = (a[i] + share * (b[i] - a[i]) for i in (0, 1))
        near = min(math.dist((x, y), s.frame.origin[:2]) for s in halo)
        assert near > p.diameter / 2 + 0.65 + 0.05


def test_a_circle_is_closed_as_the_chord_rule_has_it() -> None:
    """n stones on a circle of radius R have chords of 2 R sin(pi / n)."""
    _, halo = parted(designed())
    radius = math.hypot(*halo[0].frame.origin[:2])
    chord = math.dist(halo[0].frame.origin, halo[1].frame.origin)
    assert chord == pytest.approx(2 * radius * math.sin(math.pi / len(halo)), abs=1e-6)


def test_a_head_is_made_for_its_halo_unless_it_says_otherwise() -> None:
    low = designed(head='type = "bezel"', cut="marquise")
    assert any("lift" in n for n in low.notes)
    asked = designed(head='type = "prong"\nprongs = 6\nrails = 2\nlift = 1.0')
    assert not any("for the halo" in n for n in asked.notes)
    assert sum(p.setting == "centre" for p in asked.witness.prongs) == 6


def test_rows_on_the_band_leave_a_halo_room() -> None:
    row = '[[settings]]\nid = "row"\ntype = "pave"\nwhere = "shoulders"\nstone = {cut = "round", diameter = 1.3}\n'
    plain = resolve(read_text(Text(text(more=row).split('[[settings]]\nid = "halo"')[0], "test", ".toml")).spec)
    with_halo = designed(more=row)
    nearest = [min(abs(s.frame.origin[0]) for s in d.witness.stones if s.setting == "row") for d in (plain, with_halo)]
    assert nearest[1] > nearest[0] + 0.5


PAIR = '[[settings]]\nid = "side"\ntype = "prong"\nbeside = "centre"\nstone = {cut = "round", diameter = 3.0}\n'


@pytest.mark.parametrize(
    ("more", "field", "nearest"),
    [
        ({"halo": 'around = "center"'}, "settings.halo.around", "centre"),
        ({"more": PAIR}, "settings.halo.around", "centre"),
        ({"more": PAIR, "halo": 'around = "side"'}, "settings.halo.around", None),
        ({"head": 'type = "crown"'}, "settings.centre.type", "prong"),
        ({"head": 'type = "bar"'}, "settings.centre.type", "prong"),
        ({"halo": "count = 40"}, "settings.halo.count", None),
    ],
)
def test_a_refusal_names_what_works(more: dict[str, str], field: str, nearest: str | None) -> None:
    problem = refused(**more)
    assert problem.field == field
    assert problem.nearest == nearest


def test_square_stones_are_refused() -> None:
    squares = text().replace('cut = "round", diameter = 1.3', 'cut = "princess", width = 1.3, length = 1.3')
    with pytest.raises(InputError) as caught:
        resolve(read_text(Text(squares, "test", ".toml")).spec)
    assert caught.value.problems[0].nearest == "round"


def test_the_solver_counts_a_halo_among_the_rows() -> None:
    assert goes_round("halo")
    assert "halo" in rows()
    assert not any(goes_round(n) for n in heads())
    assert set(rows()) | set(heads()) == set(plugins.names("ringgen.settings"))


OUTER = '[[settings]]\nid = "outer"\ntype = "halo"\naround = "centre"\nstone = {cut = "round", diameter = 1.3}\n'


@pytest.mark.parametrize("cut", ["round", "oval", "princess"])
def test_a_second_halo_goes_round_the_first(cut: str) -> None:
    design = resolve(read_text(Text(text(cut) + OUTER, "test", ".toml")).spec)
    middle, *stones = design.witness.stones
    inner, outer = ([s for s in stones if s.setting == name] for name in ("halo", "outer"))
    gaps = [apart(a, b) for a, b in pairwise([*outer, outer[0]])]
    assert max(gaps) - min(gaps) < 0.005
    assert min(apart(a, b) for a in inner for b in outer) > 0.1
    assert min(apart(s, middle) for s in outer) > 1.4  # the first one's width and more
    beads = [p for p in design.witness.prongs if p.kind]
    rims = [
        math.dist(a.axis[0], b.axis[0]) - (a.diameter + b.diameter) / 2
        for a in beads
        for b in beads
        if a.setting == "halo" and b.setting == "outer"
    ]
    assert min(rims) > 0.2  # casters: the narrowest opening


@pytest.mark.parametrize(
    ("cut", "d", "halo", "more"),
    [
        ("cushion", 1.3, 'edge = "scalloped"', ""),
        ("round", 1.0, "", ""),
        ("oval", 1.3, "", OUTER),
        pytest.param("pear", 1.3, "", "", marks=pytest.mark.slow),
        pytest.param("round", 1.3, "", OUTER, marks=pytest.mark.slow),
    ],
)
def test_a_halo_is_held_to_every_rule(cut: str, d: float, halo: str, more: str) -> None:
    found = trial(text(cut, d, halo) + more, draft=True)
    assert found.good, found.said
    assert not found.changes
