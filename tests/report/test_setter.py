"""The setter's table, against stones whose places and gaps are known by construction."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from test_document import STONE

from ringgen.bodies import Faceted, Frame
from ringgen.checks.stone_stone import _apart, _placed
from ringgen.design.resolve import resolve
from ringgen.report.setter import rows, told
from ringgen.spec.load import load
from ringgen.witness import Stone

BLOCK = Faceted(
    tuple((x, y, z) for z in (-0.5, 0.5) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))),
    ((3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)),
)
"""A stone 2 mm square and 1 mm high."""


def block(n: int, x: float, y: float = 0.0, setting: str = "row", carat: float = 0.02) -> Stone:
    frame = Frame((x, y, 10.0))
    return replace(
        STONE, id=f"stone-{n}", setting=setting, length=2.0, width=2.0, carat=carat, frame=frame, solid=BLOCK
    )


def test_a_row_for_each_setting_and_kind_the_largest_first() -> None:
    other = replace(block(4, 9.0), gem="ruby")
    small, large = block(1, 0.0), block(3, 6.0, setting="centre", carat=0.5)
    found = rows([small, block(2, 3.0), large, other, block(5, 12.5), block(6, 16.0, setting="rest")])
    assert [(r.setting, r.kind.gem, r.numbers) for r in found] == [
        ("centre", "diamond", (3,)),
        ("row", "diamond", (1, 2, 5)),
        ("row", "ruby", (4,)),
        ("rest", "diamond", (6,)),
    ]
    assert found[1].runs == ((1, 2), (5, 5))
    assert found[1].total == 0.06


def test_gaps_to_the_setting_s_own_stones_and_to_any() -> None:
    found = rows([block(1, 0.0), block(2, 2.5), block(3, 4.7, setting="other"), block(4, 5.0, 3.0)])
    # 0.5 mm between 1 and 2, 0.2 between 2 and 3; 4 stands aside of 2 by 0.5 and 1.0 mm
    assert [(r.setting, r.gap, r.nearest) for r in found] == [("row", 0.5, 0.2), ("other", None, 0.2)]
    aslant = rows([block(1, 0.0), block(2, 2.3, 2.4)])
    assert aslant[0].gap == 0.5  # 0.3 and 0.4 mm


def test_alone_or_without_facets_there_is_no_gap_to_tell() -> None:
    assert [(r.gap, r.nearest) for r in rows([block(1, 0.0)])] == [(None, None)]
    assert [(r.gap, r.nearest) for r in rows([STONE, replace(STONE, id="stone-2")])] == [(None, None)]
    assert rows([]) == ()


def test_stones_in_one_another_are_no_distance_apart() -> None:
    assert rows([block(1, 0.0), block(2, 1.5)])[0].gap == 0.0


def test_pairs_that_only_look_alike_are_told_apart() -> None:
    """The same shift of one stone to the next, but the last one is turned: its corner comes nearer."""
    half = math.sqrt(0.5)
    turned = replace(block(3, 6.0), frame=Frame((6.0, 0.0, 10.0), (half, half, 0.0)))
    assert rows([block(1, 0.0), block(2, 3.0), turned])[0].gap == pytest.approx(2 - math.sqrt(2), abs=1e-4)


@pytest.mark.parametrize("preset", ["three-stone/graduated-oval", "toi-et-moi/round-pear"])
def test_the_check_measures_the_same(preset: str) -> None:
    stones = resolve(load(preset).spec).witness.stones
    placed = [p for p in map(_placed, stones) if p is not None]
    least = min(_apart(p, q) for i, p in enumerate(placed) for q in placed[:i])
    assert min(r.nearest or 9.9 for r in rows(stones)) == pytest.approx(least, abs=1e-4)


def test_numbers_are_told_as_people_write_them() -> None:
    assert told([[1, 1], [3, 4], [7, 12]]) == "1, 3, 4, 7–12"
