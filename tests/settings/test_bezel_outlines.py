"""Bezels round every outline, half bezels, flush, bar and tension settings: as drawn, as refused, as built."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest

from ringgen import pipeline
from ringgen.bodies import Lofted, Stacked
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.plane import points
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

STONES = {
    "oval": "length = 8.0, width = 6.0",
    "pear": "length = 9.0, width = 6.0",
    "marquise": "length = 10.0, width = 5.0",
    "princess": "width = 5.0",
    "emerald": "length = 7.0, width = 5.0",
    "heart": "length = 6.5, width = 6.5",
    "oval-cabochon": "length = 10.0, width = 8.0",
}


def text(kind: str, cut: str, sizes: str, more: str = "", band: str = "width = 2.4, thickness = 1.8") -> Text:
    ring = f'size = "US 7"\nmetal = "14k-yellow"\nband = {{profile = "court", {band}}}\n[[settings]]\nid = "centre"\n'
    return Text(f'{ring}type = "{kind}"\n{more}\nstone = {{cut = "{cut}", {sizes}}}\n', "test", ".toml")


def designed(kind: str, cut: str, sizes: str, more: str = "", band: str = "width = 2.4, thickness = 1.8"):  # type: ignore[no-untyped-def]
    return resolve(read_text(text(kind, cut, sizes, more, band)).spec)


def body(design, part: str) -> Stacked:  # type: ignore[no-untyped-def]
    found = next(p.body for p in (*design.parts.metal, *design.parts.cutters) if p.part == part)
    assert isinstance(found, Stacked)
    return found


@pytest.mark.parametrize("set_", ["sunk", "low", "high"])
@pytest.mark.parametrize("cut", STONES)
def test_the_wall_round_the_girdle_is_at_least_as_thick_as_asked(cut: str, set_: str) -> None:
    design = designed("bezel", cut, STONES[cut], f'set = "{set_}"\nwall = 0.9')
    cup, pocket = body(design, "centre bezel"), body(design, "centre seat")
    top, outside = max(((z, o) for z, o in cup.levels if z <= 0.3), key=lambda level: level[0])
    inside = points(pocket.levels[-1][1], 0.01)
    least = min(math.dist(p, q) for p in points(outside, 0.01) for q in inside)
    assert least >= 0.9 - 0.01
    assert top > -3.0


@pytest.mark.parametrize("cut", STONES)
def test_cup_and_pocket_have_as_many_curves_at_every_height(cut: str) -> None:
    design = designed("bezel", cut, STONES[cut])
    for part in ("centre bezel", "centre seat"):
        levels = body(design, part).levels
        assert len({len(outline) for _, outline in levels}) == 1
        heights = [z for z, _ in levels]
        assert heights == sorted(heights)
        assert min(b - a for a, b in pairwise(heights)) > 1e-3


def test_a_cabochons_lip_is_a_third_of_its_dome_and_a_faceted_stones_six_tenths() -> None:
    for cut, share in (("oval-cabochon", 0.33), ("oval", 0.6)):
        witness = designed("bezel", cut, STONES[cut]).witness
        assert witness.bezels[0].lip == pytest.approx(share * witness.stones[0].crown)  # Cogswell; JCK (Revere)


def test_points_get_a_notch_and_corners_cut_off_do_not() -> None:
    def notches(cut: str) -> int:
        return sum(p.part == "centre relief" for p in designed("bezel", cut, STONES[cut]).parts.cutters)

    assert [notches(c) for c in ("princess", "pear", "marquise", "emerald", "oval")] == [4, 1, 2, 0, 0]


def test_a_half_bezel_leaves_no_point_bare_and_says_where_its_walls_are() -> None:
    covers = designed("half-bezel", "oval", STONES["oval"]).witness.bezels[0].covers
    assert len(covers) == 2
    for low, high in covers:
        assert 90.0 < high - low < 125.0  # 110 asked for
    (a, b), (c, d) = designed("half-bezel", "pear", STONES["pear"]).witness.bezels[0].covers
    assert a < 90.0 < b  # over the round end and the point, not beside them
    assert c < 270.0 < d
    with pytest.raises(InputError) as raised:
        designed("half-bezel", "princess", STONES["princess"], "cover = 70")
    assert raised.value.problems[0].field == "settings.centre.cover"


REFUSED = [
    ("flush", "round", "diameter = 2.5", "width = 6.0, thickness = 1.6", "band.top.thickness"),
    ("flush", "round", "diameter = 2.5", "width = 3.0, thickness = 2.5", "band.top.width"),
    ("tension", "marquise", "length = 10.0, width = 5.0", "width = 4.0, thickness = 2.2", "settings.centre.turn"),
    ("bar", "marquise", "length = 10.0, width = 5.0", "width = 3.0, thickness = 2.0", "settings.centre.turn"),
    ("bezel", "pearl", "diameter = 7.0", "width = 3.0, thickness = 2.0", "settings.centre.type"),
]


@pytest.mark.parametrize(("kind", "cut", "sizes", "band", "field"), REFUSED)
def test_what_cannot_be_is_refused_with_the_field_to_change(
    kind: str, cut: str, sizes: str, band: str, field: str
) -> None:
    more = "turn = 90" if "turn" in field else ""
    with pytest.raises(InputError) as raised:
        designed(kind, cut, sizes, more, band)
    assert field in [p.field for p in raised.value.problems]
    assert all(p.nearest for p in raised.value.problems)


def test_a_flush_stones_table_lies_under_the_band() -> None:
    design = designed("flush", "round", "diameter = 2.5", band="width = 6.0, thickness = 2.5")
    stone = design.witness.stones[0]
    table = stone.frame.origin[2] + stone.girdle + stone.crown
    assert table == pytest.approx(design.bore_radius + 2.5 - 0.1)
    assert stone.frame.origin[2] - stone.pavilion - design.bore_radius >= 0.5  # Stuller: culet to finger


def test_a_flush_stone_nobody_asked_a_depth_for_lies_as_deep_as_a_crowned_band_wants() -> None:
    band = "width = 5.0, thickness = 2.4"
    with pytest.raises(InputError) as raised:
        designed("flush", "princess", "width = 1.8", "sink = 0.1", band)
    (problem,) = raised.value.problems
    assert problem.field == "settings.centre.sink"
    unset, asked = (
        designed("flush", "princess", "width = 1.8", more, band).witness.stones[0].frame.origin
        for more in ("", f"sink = {problem.nearest}")
    )
    assert unset == pytest.approx(asked)


def test_a_tension_end_reaches_under_the_edge_of_a_crowned_band() -> None:
    design = designed("tension", "round", "diameter = 6.0", band="width = 5.0, thickness = 2.4")
    ends = [p.body for p in design.parts.metal if p.part == "centre end"]
    assert len(ends) == 2
    edge = design.bore_radius + 2.4 - 0.82  # the court profile's side, 2.5 mm out, lies 0.82 under its middle
    for body in ends:
        assert isinstance(body, Lofted)
        for frame, chain in body.sections:
            low = min(y for _, y in points(chain, 0.01))
            assert math.hypot(*frame.origin[:2]) < 1e-9
            assert low <= edge - 0.15


BUILT = [
    ("bezel", "pear", STONES["pear"], 'set = "sunk"'),
    ("bezel", "princess", STONES["princess"], "taper = 10"),
    ("half-bezel", "oval", STONES["oval"], ""),
    ("bar", "emerald", STONES["emerald"], ""),
    ("tension", "round", "diameter = 6.0", ""),
    ("flush", "princess", "width = 1.8", ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "cut", "sizes", "more"), BUILT)
def test_a_built_one_is_released_at_the_first_attempt(
    kind: str, cut: str, sizes: str, more: str, tmp_path: Path
) -> None:
    band = "width = 5.0, thickness = 2.4" if kind in ("flush", "tension") else "width = 2.4, thickness = 1.8"
    outcome = pipeline.build(read_text(text(kind, cut, sizes, more, band)), out=tmp_path / "out", formats=("stl",))
    assert outcome.report["retries"] == []
    assert [f for f in outcome.report["findings"] if f["status"] not in ("pass", "warn")] == []
    assert outcome.report["verdict"] == "released"
