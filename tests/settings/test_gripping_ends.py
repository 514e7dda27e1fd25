"""Bars and tension ends, bezels at a stone's points, a flush stone's hole: small and pointed stones, held to the rules.

Each ring is joined as triangles and read by the wall check; it came out with a sliver where the mend it names is not.
"""

from __future__ import annotations

import pytest
from matrix.combinations import Combination
from matrix.trial import trial

from ringgen.bodies import Extruded, Lofted, Stacked
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.plane import points
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

SLIVERS = [
    ("bar", "set=high", "cabochon", "middle"),  # a bar's rounded edge and a steep notch
    ("bar", "set=sunk", "flanders", "middle"),  # a notch as long as its bar
    ("bar", "set=high", "heart", "small"),  # a lobe's notch, beside the bar's middle
    ("tension", "set=sunk", "octagon", "middle"),  # a corner of the stone at the end's side
    ("tension", "", "half-moon", "small"),  # a groove that ends just inside the end
    ("tension", "set=high", "pear", "small"),  # an end's underside at the corner of the gap
    ("tension", "set=high", "hexagon", "small"),  # an end that grew out of the band as a ridge
    ("tension", "", "oval-cabochon", "small"),  # a notch near the underside
    ("tension", "set=high", "tapered-baguette", "small"),  # a notch within, deeper than the underside allows without
    ("bezel", "set=sunk", "pear", "small"),  # a crest between the notch at the point and the pocket
    ("half-bezel", "set=high", "square", "small"),  # a post between that notch and the opening
    ("flush", "", "baguette", "small"),  # a shelf round the hole, near the finger
]


@pytest.mark.parametrize(("head", "word", "cut", "scale"), SLIVERS)
def test_no_sliver_is_left(head: str, word: str, cut: str, scale: str) -> None:
    found = trial(Combination(head, word, cut, "straight", scale).text, draft=True)
    assert found.good, found
    assert not any("type=" in change for change in found.changes)


def designed(head: str, cut: str, more: str = "", band: str = "width = 2.4, thickness = 1.9"):  # type: ignore[no-untyped-def]
    ring = f'size = "US 7"\nmetal = "14k-yellow"\nband = {{profile = "court", {band}}}\n[[settings]]\nid = "centre"\n'
    return resolve(read_text(Text(f'{ring}type = "{head}"\n{more}\nstone = {{{cut}}}\n', "test", ".toml")).spec)


ROUND, CABOCHON = 'cut = "round", diameter = 6.0', 'cut = "cabochon", diameter = 6.0'


def test_a_bars_edges_are_sharp_towards_the_stone_only() -> None:
    design = designed("bar", 'cut = "emerald", length = 7.0, width = 5.0')
    body = next(p.body for p in design.parts.metal if p.part == "centre bar")
    assert isinstance(body, Stacked)
    spots = points(body.levels[1][1], 0.01)
    face = min(x for x, _ in spots)
    half = max(y for _, y in spots)
    assert any(abs(x - face) < 1e-9 and abs(abs(y) - half) < 1e-9 for x, y in spots)
    back = max(x for x, _ in spots)
    assert not any(abs(x - back) < 0.05 and abs(y) > half - 0.05 for x, y in spots)


def test_a_tension_ends_underside_is_no_wider_than_the_band_and_rises_beside_it() -> None:
    design = designed("tension", ROUND)
    for body in (p.body for p in design.parts.metal if p.part == "centre end"):
        assert isinstance(body, Lofted)
        spots = max((points(chain, 0.005) for _, chain in body.sections), key=max)
        low, wide = min(y for _, y in spots), max(x for x, _ in spots)
        assert wide > 1.2  # beyond the band's side
        assert max(abs(x) for x, y in spots if y < low + 0.02) < 1.2
        beside = [y for x, y in spots if abs(x) > wide - 0.05]
        assert min(beside) > low + 0.1


def test_a_flat_backed_stone_is_raised_until_its_ends_are_thick_under_it() -> None:
    design = designed("tension", CABOCHON)
    stone = design.witness.stones[0]
    bridge = design.bore_radius + 1.3
    assert stone.frame.origin[2] - stone.pavilion - bridge >= 0.6
    with pytest.raises(InputError) as raised:
        designed("tension", CABOCHON, "lift = -0.2")
    (problem,) = raised.value.problems
    assert problem.field == "settings.centre.lift"
    assert problem.nearest
    designed("tension", CABOCHON, f"lift = {problem.nearest}")


def test_a_notch_at_a_point_ends_at_the_pockets_ledge() -> None:
    design = designed("bezel", 'cut = "pear", length = 4.9, width = 3.1')
    body = next(p.body for p in design.parts.cutters if p.part == "centre relief")
    assert isinstance(body, Extruded)
    assert -0.25 < body.z0 < 0.0


def test_a_half_bezel_goes_further_round_where_points_need_it_and_keeps_what_is_asked() -> None:
    def spans(more: str = "") -> list[float]:
        bezel = designed("half-bezel", 'cut = "square", width = 3.3', more).witness.bezels[0]
        return [high - low for low, high in bezel.covers]

    assert min(spans()) > 115.0
    with pytest.raises(InputError) as raised:
        spans("cover = 110")
    (problem,) = raised.value.problems
    assert problem.field == "settings.centre.cover"
    assert min(spans(f"cover = {problem.nearest}")) > 115.0


def test_an_end_on_a_signets_table_begins_in_the_band_beyond_it() -> None:
    shoulders = 'shoulders = "signet"'
    design = designed(
        "tension", 'cut = "emerald", length = 7.0, width = 5.0', band=f"width = 2.4, thickness = 1.9, {shoulders}"
    )
    table = design.bore_radius + 3.2
    for body in (p.body for p in design.parts.metal if p.part == "centre end"):
        assert isinstance(body, Lofted)
        roots = [points(chain, 0.01) for _, chain in (body.sections[0], body.sections[-1])]
        low, top, half = min((min(y for _, y in s), max(y for _, y in s), max(x for x, _ in s)) for s in roots)
        assert low > design.bore_radius + 0.4
        assert top < table - 0.5  # there the swollen band is lower than its table
        assert half < 3.0
        assert max(x for _, chain in body.sections for x, _ in points(chain, 0.01)) < 6.5  # a table is 13 long


def test_a_tension_end_is_never_lower_than_its_underside_where_a_signets_face_rises() -> None:
    more, band = "", 'width = 2.0, thickness = 1.7, shoulders = "signet"'
    design = designed("tension", 'cut = "heart", carat = 0.18', more, band)
    for body in (p.body for p in design.parts.metal if p.part == "centre end"):
        assert isinstance(body, Lofted)
        assert len({len(chain) for _, chain in body.sections}) == 1
        for _, chain in body.sections:
            spots = points(chain, 0.01)
            assert max(y for _, y in spots) - min(y for _, y in spots) > 0.25
