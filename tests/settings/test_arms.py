"""Rows on the arms of a split shank: in their middles, alike on all of them, clear of head, arches and crotch."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from matrix.asked import design_of, refusal

from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.design.paths import ARMS, divided
from ringgen.design.shank import shank, styled
from ringgen.errors import Problem
from ringgen.profiles import flat
from ringgen.shanks.split import Params as Split
from ringgen.witness import Stone

SPLIT = "{style = 'split', arm = 2.3, gap = 2.0, angle = 70}"


def text(course: str = SPLIT, where: str = "arms", more: str = "", shoulders: str = "plain") -> str:
    return (
        'size = "US 6 1/2"\nmetal = "18k-white-pd"\n'
        f"band = {{profile = 'flat', width = 3.2, thickness = 2.0, shank = {course}, shoulders = '{shoulders}'}}\n"
        '[[settings]]\nid = "centre"\ntype = "prong"\nstone = {cut = "round", diameter = 6.0}\n'
        f'[[settings]]\nid = "row"\ntype = "pave"\nwhere = "{where}"\n{more}\n'
        'stone = {cut = "round", diameter = 1.3}\n'
    )


def designed(*args: str, **more: str) -> Design:
    return design_of(text(*args, **more))


def refused(*args: str, **more: str) -> Problem:
    return refusal(text(*args, **more))


def row_of(design: Design) -> list[Stone]:
    return [s for s in design.witness.stones if s.setting == "row"]


def angle(s: Stone) -> float:
    return math.degrees(math.atan2(s.frame.origin[0], s.frame.origin[2]))


def test_four_stretches_are_alike_and_stand_in_the_arms_middles() -> None:
    stones = row_of(designed())
    spots = sorted((round(abs(angle(s)), 2), round(abs(s.frame.origin[1]), 3)) for s in stones)
    assert len(stones) % 4 == 0
    assert all(spots[k] == pytest.approx(spots[k + j], abs=0.02) for k in range(0, len(spots), 4) for j in (1, 2, 3))
    for s in stones:  # an arm of 2.3 mm beside an opening that is 2.0 at the top and 0.7 at the crotch
        assert 0.35 + 1.0 < abs(s.frame.origin[1]) < 1.0 + 1.15 + 0.01


def test_gaps_on_an_arm_are_equal_in_space() -> None:
    stones = [s for s in row_of(designed()) if s.frame.origin[1] > 0 and s.frame.origin[0] > 0]
    stones.sort(key=angle)
    gaps = [between(a.solid, a.frame, b.solid, b.frame) for a, b in pairwise(stones)]  # type: ignore[arg-type]
    assert max(gaps) - min(gaps) < 0.005
    assert min(gaps) >= 0.1 - 1e-3


def test_they_stay_below_arches() -> None:
    plain, arched = (min(abs(angle(s)) for s in row_of(designed(shoulders=x))) for x in ("plain", "cathedral"))
    assert arched > plain + 3.0


def test_on_the_hoop_a_row_lies_where_the_band_is_whole() -> None:
    stones = row_of(designed(where="hoop", more="cover = 240"))
    assert stones
    assert all(abs(angle(s)) > 70 for s in stones)
    assert all(abs(s.frame.origin[1]) < 1e-9 for s in stones)


@pytest.mark.parametrize("course", ["'straight'", "'european'"])
def test_a_whole_band_has_no_arms(course: str) -> None:
    problem = refused(course)
    assert problem.field == "settings.row.where"
    assert problem.nearest == "shoulders"


def test_where_a_band_divides() -> None:
    course = replace(styled("ringgen.shanks", "split"), params=Split(angle=60.0))
    band = shank(flat, flat.Params(), 8.5, (3.0, 2.0), (3.0, 2.0), course)
    found = divided(band)
    assert found is not None
    assert found[1] == pytest.approx(60.0, abs=0.5)
    assert found[0] == -found[1]
    assert len(band.rails_at(0.0)) == ARMS
    assert divided(shank(flat, flat.Params(), 8.5, (3.0, 2.0), (3.0, 2.0))) is None


@pytest.mark.parametrize(("stock", "left"), [("40 x 1.3", 40), ("2000 x 1.3", 2000)])
def test_a_shops_stones_are_counted_once_for_both_arms(stock: str, left: int) -> None:
    design = designed(more=f'sizes = "{stock}"')
    (choice,) = design.chosen
    assert choice.used == len(row_of(design))
    assert choice.left == left - choice.used


def test_stones_for_one_arm_do_not_do_for_two() -> None:
    needed = len(row_of(designed()))
    problem = refused(more=f'sizes = "{needed // 2} x 1.3"\ncount = {needed // 4}')
    assert problem.field == "settings.row.sizes"
    assert f"{needed - needed // 2} missing" in problem.message
