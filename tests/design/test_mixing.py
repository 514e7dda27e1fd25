"""Which stone stands where in a row whose stones differ."""

from __future__ import annotations

from collections import Counter

import pytest

from ringgen.design.mixing import Mix, Stretch, mix
from ringgen.design.placing import cut
from ringgen.errors import InputError
from ringgen.settings._row import RowParams
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

RING = 'size = "US 7"\nmetal = "14k-yellow"\n[[settings]]\nid = "row"\ntype = "pave"\n'


def mixed(more: str, stone: str = 'cut = "round", diameter = 1.5') -> Mix:
    asked = read_text(Text(f"{RING}{more}\nstone = {{{stone}}}\n", "test", ".toml")).spec.settings[0]
    assert isinstance(asked.params, RowParams)
    return mix(cut(asked), asked.params)


def test_sizes_fall_in_half_tenths_down_to_the_end() -> None:
    found = mixed("graduate = 1.28")
    assert found.widths(range(len(found.kinds))) == pytest.approx([1.5, 1.45, 1.4, 1.35, 1.3, 1.28])
    assert all(k.asked.diameter == k.stone.width for k in found.kinds)


def test_a_measured_depth_falls_with_the_size() -> None:
    found = mixed("graduate = 1.2", 'cut = "round", diameter = 1.5, depth = 0.93')
    assert found.kinds[-1].stone.depth == pytest.approx(0.93 * 1.2 / 1.5, abs=1e-3)


@pytest.mark.parametrize("n", [5, 12, 23, 40, 41])
def test_a_closed_row_falls_alike_on_both_sides_from_the_top_to_the_base(n: int) -> None:
    found = mixed("graduate = 1.3")
    widths = found.widths(found.order(n, "closed"))  # the first stands at the base
    assert widths[1:] == widths[:0:-1]
    assert max(widths) == widths[n // 2] == 1.5
    half = widths[: n // 2 + 1]
    assert half == sorted(half)
    if n >= 12:
        assert widths[0] == pytest.approx(1.3)


def test_every_size_gets_its_even_share_of_a_shoulder() -> None:
    found = mixed("graduate = 1.3")  # five sizes
    counts = Counter(found.order(12, "first"))
    assert sorted(counts.values()) == [2, 2, 2, 3, 3]
    assert found.order(12, "last") == found.order(12, "first")[::-1]
    assert [found.order(3, "first")[k] for k in (0, -1)] == [0, 4]  # fewer stones than sizes: still down to the end
    assert found.order(7, "ends") == (0, 1, 3, 4, 3, 1, 0)


@pytest.mark.parametrize(
    ("n", "stretch", "whole"),
    [(42, "closed", True), (41, "closed", False), (9, "middle", True), (10, "middle", False), (10, "first", True)],
)
def test_turns_come_out_even(n: int, stretch: Stretch, whole: bool) -> None:
    found = mixed('alternate = [{gem = "sapphire"}]')
    assert found.whole(n, stretch) is whole
    order = found.order(n, stretch)
    pairs = list(zip(order, [*order[1:], order[0]] if stretch == "closed" else order[1:], strict=False))
    assert all(a != b for a, b in pairs) is (whole or stretch == "first")
    if stretch == "closed" and whole:
        assert order[n // 2] == 0  # the spec's own stone at the top


def test_what_turns_is_as_the_stone_in_all_it_does_not_say() -> None:
    found = mixed('alternate = [{gem = "sapphire"}, {diameter = 1.2}, {cut = "princess", width = 1.4}]')
    assert [(k.asked.cut, k.asked.gem, k.stone.width) for k in found.kinds] == [
        ("round", "diamond", 1.5),
        ("round", "sapphire", 1.5),
        ("round", "diamond", 1.2),
        ("princess", "diamond", 1.4),
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ("graduate = 1.5", "settings.row.graduate"),
        ("graduate = 2.0", "settings.row.graduate"),
        ('graduate = 1.2\nalternate = [{gem = "ruby"}]', "settings.row.alternate"),
        ("alternate = [{diameter = 1.4}, {diameter = 1.5, depth = 5.0}]", "settings.row.alternate.1.depth"),
    ],
)
def test_stones_that_do_not_go_together_are_refused_by_name(more: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        mixed(more)
    assert caught.value.problems[0].field == field


@pytest.mark.parametrize(
    ("more", "field", "line"),
    [
        ("alternate = 3", "settings.row.alternate", 6),
        ("alternate = []", "settings.row.alternate", 6),
        ('alternate = [{gem = "saphire"}]', "settings.row.alternate.0.gem", 6),
        ('alternate = [\n{gem = "ruby"},\n{gme = "ruby"}]', "settings.row.alternate.1.gme", 8),
        ("alternate = [3]", "settings.row.alternate.0", 6),
    ],
)
def test_a_list_of_stones_is_read_with_field_and_line(more: str, field: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        mixed(more)
    problem = caught.value.problems[0]
    assert (problem.field, problem.line) == (field, line)


def test_a_list_of_stones_may_be_set_and_taken_away_and_has_its_place_in_the_plain_spec() -> None:
    loaded = read_text(Text(f'{RING}stone = {{cut = "round", diameter = 1.5}}\n', "test", ".toml"))
    assert "alternate" not in loaded.spec.plain()["settings"][0]
    ruby = loaded.over(('settings.row.alternate=[{gem = "ruby"}]',))
    assert [s["gem"] for s in ruby.spec.plain()["settings"][0]["alternate"]] == ["ruby"]
    assert ruby.sha256 != loaded.sha256
    assert ruby.over(("settings.row.alternate=",)).sha256 == loaded.sha256
    assert ("settings.row.alternate", True) in [(path, given) for path, _, given in ruby.spec.fields()]
