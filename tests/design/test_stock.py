"""Sizes to choose from: the nearest gap, what is used and left, and what is missing; all by arithmetic."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ringgen.catalog.sizes import parse_size
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError, Problem
from ringgen.spec.load import Loaded, load, read_text
from ringgen.spec.sizes import Size, parse_sizes, told
from ringgen.spec.sources import Text


def loaded(sizes: str, more: str = "", stone: str = 'cut = "round", diameter = 1.5') -> Loaded:
    ring = 'size = "US 7"\nmetal = "14k-yellow"\nband = {profile = "flat", width = 3.0, thickness = 2.0}\n'
    row = f'[[settings]]\nid = "row"\ntype = "pave"\nsizes = {sizes}\n{more}\nstone = {{{stone}}}\n'
    return read_text(Text(ring + row, "test", ".toml"))


def designed(sizes: str, more: str = "", stone: str = 'cut = "round", diameter = 1.5') -> Design:
    return resolve(loaded(sizes, more, stone).spec)


def refused(sizes: str, more: str = "") -> Problem:
    with pytest.raises(InputError) as caught:
        designed(sizes, more)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1.3..1.5", [1.3, 1.35, 1.4, 1.45, 1.5]),
        ("1.5 to 1.42 mm", [1.42, 1.47]),
        ("40 x 1.5, 12x1.45 mm; 1.2", [Size(1.5, 40), Size(1.45, 12), Size(1.2)]),
        ("10 x 1.5, 5 x 1.5", [Size(1.5, 15)]),
        ([{"diameter": 1.5, "count": 40}, {"width": 1.2}], [Size(1.5, 40), Size(1.2)]),
    ],
)
def test_sizes_are_read_as_they_are_written(said: object, means: list[float | Size]) -> None:
    found = parse_sizes(said)
    assert found == tuple(m if isinstance(m, Size) else Size(m) for m in means)
    assert parse_sizes(told(found)) == found


@pytest.mark.parametrize(
    "said", ["", "many", "0.1", "0 to 3", "1.5 x", [], [{}], [{"diameter": True}], "0.5 to 30", True]
)
def test_what_is_no_size_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match=r"size|stone|mm|count"):
        parse_sizes(said)


def test_the_size_with_the_nearest_gap_is_chosen_as_worked_out_by_hand() -> None:
    design = designed('"1.3 to 1.7"')
    (choice,) = design.chosen
    stones = design.witness.stones
    rise = math.hypot(stones[0].frame.origin[0], stones[0].frame.origin[2])
    assert rise == pytest.approx(parse_size("US 7").inner_diameter_mm / 2 + 2.0, abs=0.5)
    by_hand = {}
    for k in range(9):
        d = 1.3 + 0.05 * k
        n = math.floor(math.pi / math.asin((d + 0.1) / (2 * rise)))
        by_hand[round(d, 2)] = (2 * rise * math.sin(math.pi / n) - d, n)
    width, (gap, n) = min(by_hand.items(), key=lambda row: row[1])
    assert (choice.width, choice.used) == (width, n) == (stones[0].width, len(stones))
    assert choice.gap == pytest.approx(gap, abs=1e-6)
    assert choice.gap >= 0.1


def test_what_is_used_and_left_is_said() -> None:
    design = designed('"100 x 1.5, 12 x 1.45, 30 x 2.0"')
    (choice,) = design.chosen
    assert (choice.width, choice.used + (choice.left or 0)) == (1.5, 100)
    assert choice.others == (Size(1.45, 12), Size(2.0, 30))
    assert any(f"left {choice.left} of 1.5, 12 of 1.45, 30 of 2 mm" in note for note in design.notes)
    assert designed('"1.5"').chosen[0].left is None


def test_a_few_stones_too_few_lie_a_little_further_apart() -> None:
    full = designed('"1.5"').chosen[0]
    fewer = designed(f'"{full.used - 1} x 1.5"').chosen[0]
    assert (fewer.used, fewer.left) == (full.used - 1, 0)
    assert full.gap < fewer.gap <= full.gap + 0.1


def test_stones_that_do_not_suffice_are_refused_with_what_is_missing() -> None:
    needed = designed('"1.5"').chosen[0].used
    problem = refused('"25 x 1.5, 12 x 1.45"')
    assert problem.field == "settings.row.sizes"
    assert f"{needed} stones of 1.5 mm and there are 25: {needed - 25} missing" in problem.message
    assert problem.nearest is None
    assert refused('"1.4 to 1.5"', "graduate = 1.2").field == "settings.row.graduate"


def test_a_stone_needs_no_size_of_its_own_and_other_cuts_keep_their_shape() -> None:
    assert {s.width for s in designed('"1.4"', stone='cut = "round", gem = "ruby"').witness.stones} == {1.4}
    long = loaded('"1.8"', stone='cut = "baguette", width = 2.0, length = 3.0')
    spec = long.over(("settings.row.type=channel", "band.width=6", "band.thickness=2.6", "settings.row.sizes=1.8")).spec
    assert {(s.width, s.length) for s in resolve(spec).witness.stones} == {(1.8, 2.7)}


def test_a_shop_s_list_lies_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "melee.csv").write_text("diameter; count\n1.5; 100\n1.45; 3\n")
    (tmp_path / "melee.toml").write_text("stones = [{diameter = 1.5, count = 100}, {diameter = 1.45, count = 3}]\n")
    (tmp_path / "wrong.csv").write_text("how,much\na,b\n")
    ring = 'size = "US 7"\nmetal = "14k-yellow"\n[[settings]]\nid = "row"\ntype = "pave"\nstone = {diameter = 1.5}\n'
    spec = tmp_path / "ring.toml"
    spec.write_text(ring)
    sums = {load(spec, [f"settings.row.sizes={name}"]).sha256 for name in ("melee.csv", "melee.toml")}
    assert sums == {load(spec, ['settings.row.sizes="100 x 1.5, 3 x 1.45"']).sha256}
    for name in ("none.csv", "../melee.csv", "wrong.csv"):
        with pytest.raises(InputError) as caught:
            load(spec, [f"settings.row.sizes={name}"])
        assert caught.value.problems[0].field == "settings.row.sizes"
