"""Rows whose stones differ: equal gaps in space, a seat for each size, beads that hold both, and every rule kept."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from matrix.trial import trial

from ringgen.bodies import Revolved
from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError, Problem
from ringgen.report.document import _stones
from ringgen.report.setter import rows
from ringgen.settings import pave
from ringgen.settings._beads import APART, Bite, meeting, side_bead
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text
from ringgen.witness import Stone
from ringgen.writers import gem_map

BAND = 'profile = "flat", width = 2.8, thickness = 1.9'
SOLITAIRE = '[[settings]]\nid = "centre"\ntype = "prong"\nstone = {cut = "round", diameter = 6.5}\n'
SAPPHIRES = 'alternate = [{gem = "sapphire"}]'
SMALLER = 'alternate = [{diameter = 1.4, gem = "sapphire"}]'


def text(more: str, d: float = 1.8, band: str = BAND, head: str = "", kind: str = "pave") -> str:
    ring = f'size = "US 7"\nmetal = "14k-yellow"\nband = {{{band}}}\n{head}[[settings]]\nid = "row"\ntype = "{kind}"\n'
    return f'{ring}{more}\nstone = {{cut = "round", diameter = {d}}}\n'


def designed(more: str, d: float = 1.8, band: str = BAND, head: str = "", kind: str = "pave") -> Design:
    return resolve(read_text(Text(text(more, d, band, head, kind), "test", ".toml")).spec)


def refused(more: str, d: float = 1.8, band: str = BAND, kind: str = "pave") -> Problem:
    with pytest.raises(InputError) as caught:
        designed(more, d, band, kind=kind)
    return caught.value.problems[0]


def row_of(design: Design) -> list[Stone]:
    return [s for s in design.witness.stones if s.setting == "row"]


def chord_gaps(stones: list[Stone], whole: bool) -> list[float]:
    """By the chord rule, from middle to middle less half of either stone."""
    ring = [*stones, stones[0]] if whole else stones
    return [math.dist(a.frame.origin, b.frame.origin) - (a.width + b.width) / 2 for a, b in pairwise(ring)]


@pytest.mark.parametrize("more", ["graduate = 1.3", SAPPHIRES, SMALLER, f"{SMALLER}\ncover = 180"])
def test_gaps_are_equal_and_stones_apart_in_space(more: str) -> None:
    stones, whole = row_of(designed(more)), "cover" not in more
    found = chord_gaps(stones, whole)
    assert max(found) - min(found) < 0.005
    assert min(found) >= 0.1 - 1e-9
    ring = [*stones, stones[0]] if whole else stones
    apart = [between(a.solid, a.frame, b.solid, b.frame) for a, b in pairwise(ring)]  # type: ignore[arg-type]
    assert min(apart) >= 0.1
    assert max(found) < 0.2  # a turn or a stone more would not fit


def test_a_graduated_row_is_largest_at_the_top_and_smallest_at_the_base() -> None:
    stones = row_of(designed("graduate = 1.3"))
    by_height = sorted(stones, key=lambda s: -s.frame.origin[2])
    widths = [s.width for s in by_height]
    assert widths == sorted(widths, reverse=True)
    assert (widths[0], widths[-1]) == pytest.approx((1.8, 1.3))
    assert {round(w / 0.05, 6) % 1.0 for w in widths} == {0.0}


def test_shoulders_fall_from_the_head_down_alike_on_both_sides() -> None:
    stones = row_of(designed('where = "shoulders"\ngraduate = 1.3', 1.7, head=SOLITAIRE))
    left, right = ([s for s in stones if side * s.frame.origin[0] > 0] for side in (-1, 1))
    assert [s.width for s in left] == [s.width for s in right][::-1]
    widths = [s.width for s in sorted(right, key=lambda s: -s.frame.origin[2])]
    assert widths == sorted(widths, reverse=True)
    assert (widths[0], widths[-1]) == pytest.approx((1.7, 1.3))
    for a, b in zip(left, right[::-1], strict=True):
        assert a.frame.origin[0] == pytest.approx(-b.frame.origin[0], abs=1e-6)
    assert chord_gaps(right, False) == pytest.approx([0.1] * (len(right) - 1), abs=1e-6)


def test_every_size_has_its_own_seat_and_azure() -> None:
    design = designed(SMALLER, 1.9)
    sizes = Counter(s.width for s in design.witness.stones)
    seats = {max(x for c in b.body.outline for x, _ in (c.start, c.end)): len(b.places)  # type: ignore[union-attr]
             for b in design.parts.cutters}  # fmt: skip
    assert all(isinstance(b.body, Revolved) for b in design.parts.cutters)
    assert len(seats) == 2
    assert list(seats.values()) == list(sizes.values())
    for width, reach in zip(sorted(sizes, reverse=True), sorted(seats, reverse=True), strict=True):
        assert reach == pytest.approx(width / 2 + 0.05, abs=0.02)  # the girdle, its clearance and the burr's taper


def test_a_bead_between_two_sizes_reaches_as_far_over_either() -> None:
    bite = Bite(0.4, 0.19)
    for one, other in ((1.8, 1.3), (1.3, 1.8), (2.0, 1.9)):
        chord = (one + other) / 2 + 0.1
        (along, across), radius = meeting(one, other, chord, bite, APART)
        reach = [radius - math.hypot(chord / 2 + side * along, across) for side in (1, -1)]
        assert [r + w / 2 for r, w in zip(reach, (one, other), strict=True)] == pytest.approx([0.19, 0.19])
        assert across - radius >= APART / 2 - 0.01
    assert meeting(1.5, 1.5, 1.6, bite, APART)[0][0] == pytest.approx(0.0, abs=1e-9)
    assert meeting(2.0, 2.0, 2.1, bite, -9.0)[1] == pytest.approx(side_bead(2.0, 2.1, bite, -9.0)[1])


def test_turns_are_whole_in_every_size_and_counted_in_the_setter_s_table() -> None:
    for size in range(4, 12):
        spec = read_text(Text(text(SAPPHIRES, 1.5).replace("US 7", f"US {size}"), "test", ".toml")).spec
        gems = [s.gem for s in row_of(resolve(spec))]
        assert all(a != b for a, b in pairwise([*gems, gems[0]]))
    design = designed(SMALLER)
    table = rows(design.witness.stones)
    assert [(r.kind.gem, r.kind.width, len(r.numbers)) for r in table] == [
        ("diamond", 1.8, len(design.witness.stones) // 2),
        ("sapphire", 1.4, len(design.witness.stones) // 2),
    ]
    assert any("diamond of 1.8" in n and "sapphire of 1.4" in n for n in design.notes)


def test_gems_take_turns_in_a_channel_and_in_several_lines() -> None:
    wide = 'profile = "flat", width = 4.0, thickness = 2.2'
    plain, turns = (designed(more, 2.0, wide, kind="channel") for more in ("", SAPPHIRES))
    assert {s.gem for s in turns.witness.stones} == {"diamond", "sapphire"}
    assert len(plain.witness.stones) % 2 == 0  # so it is the same row, but for the gems
    for a, b in zip(plain.witness.stones, turns.witness.stones, strict=True):
        assert a.frame.origin == pytest.approx(b.frame.origin, abs=1e-6)
    lines = designed(f"lanes = 2\ncover = 90\n{SAPPHIRES}", 1.4, 'profile = "flat", width = 6.4, thickness = 1.9')
    assert {s.gem for s in lines.witness.stones} == {"diamond", "sapphire"}


@pytest.mark.parametrize(
    ("more", "d", "band", "kind", "field", "nearest"),
    [
        (f"lanes = 2\n{SMALLER}", 1.6, 'profile = "flat", width = 7.4, thickness = 1.9', "pave", "lanes", "1"),
        ("graduate = 1.6", 2.0, 'profile = "flat", width = 4.0, thickness = 2.2', "channel", "graduate", None),
        (f"count = 39\n{SAPPHIRES}", 1.5, BAND, "pave", "count", "38"),
        ("alternate = [{diameter = 1.0}]", 1.5, BAND, "pave", "alternate", None),
        ("gap = 0.05\nalternate = [{diameter = 1.2}]", 2.5, BAND, "pave", "gap", "0.11"),
    ],
)
def test_a_refusal_names_the_field_and_what_works(
    more: str, d: float, band: str, kind: str, field: str, nearest: str | None
) -> None:
    problem = refused(more, d, band, kind)
    assert problem.field == f"settings.row.{field}"
    assert problem.nearest == nearest


def test_a_setting_that_holds_one_kind_says_what_takes_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pave, "MIXED")
    for more, field in (("graduate = 1.3", "graduate"), (SMALLER, "alternate")):
        problem = refused(more)
        assert problem.field == f"settings.row.{field}"
        assert "pave" in (problem.allowed or "")


def test_a_gem_map_has_every_stone_in_the_colour_of_its_kind(tmp_path: Path) -> None:
    design = designed(f"cover = 120\n{SMALLER}")
    stones = design.witness.stones
    table = gem_map._colours(rows(stones))
    assert [table[k + 1] == table[1] for k in range(len(stones))] == [s.gem == stones[0].gem for s in stones]
    assert [(s["gem"], s["count"]) for s in _stones(stones)] == list(Counter(s.gem for s in stones).items())


@pytest.mark.parametrize(
    ("more", "d", "band", "head", "kind"),
    [
        ("graduate = 1.3", 1.8, BAND, "", "pave"),
        (f"{SMALLER}\ncover = 180", 1.8, BAND, "", "pave"),
        ('where = "shoulders"\ngraduate = 1.3', 1.7, BAND, SOLITAIRE, "pave"),
        (SAPPHIRES, 2.0, 'profile = "flat", width = 4.0, thickness = 2.2', "", "channel"),
    ],
    ids=["graduated", "two sizes in turn", "graduated shoulders", "gems in a channel"],
)
def test_a_ring_of_it_keeps_every_rule(more: str, d: float, band: str, head: str, kind: str) -> None:
    """Joined as triangles and read by every check, as a release is."""
    found = trial(text(more, d, band, head, kind), draft=True)
    assert found.good, found
    assert not found.changes
