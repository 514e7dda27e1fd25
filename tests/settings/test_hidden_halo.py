"""The hidden halo: where its stones lie, what stands between prongs, and rings held to every rule."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from matrix.asked import design_of, followed, refusal, ring
from matrix.trial import trial

from ringgen.bodies import Frame
from ringgen.design.apart import between
from ringgen.design.model import Design
from ringgen.errors import InputError
from ringgen.settings._beads import Bead
from ringgen.settings.hidden_halo import _sound
from ringgen.witness import Stone

BAND = 'profile = "court", width = 2.2, thickness = 1.9'
ROUND = 'cut = "round", diameter = 7.5'


def text(middle: str = ROUND, kind: str = "prong", more: str = "", d: float = 1.1, head: str = "") -> str:
    centre = f'[[settings]]\nid = "centre"\ntype = "{kind}"\n{head}\nstone = {{{middle}}}\n'
    return ring("hidden-halo", f'cut = "round", diameter = {d}', BAND, more, centre)


def stones_of(design: Design) -> tuple[Stone, list[Stone]]:
    centre, *rest = design.witness.stones
    return centre, rest


def test_its_stones_face_outwards_and_lie_under_the_middle_one() -> None:
    centre, rest = stones_of(design_of(text()))
    top = centre.frame.origin[2]
    for s in rest:
        assert s.frame.z[2] == pytest.approx(0.0, abs=1e-9)
        assert s.frame.z[0] * s.frame.origin[0] + s.frame.z[1] * s.frame.origin[1] > 0.0
        assert s.frame.origin[2] + s.width / 2 < top - 0.35
        table = s.frame.point((0.0, 0.0, s.girdle + s.crown))
        assert math.hypot(*table[:2]) <= centre.width / 2  # seen from above, they are hidden


@pytest.mark.parametrize("middle", [ROUND, 'cut = "oval", length = 9.0, width = 7.0', 'cut = "princess", width = 6.0'])
def test_between_prongs_gaps_are_equal_and_no_stone_is_near_another(middle: str) -> None:
    design = design_of(text(middle))
    _, rest = stones_of(design)
    lines = [line for line in design.witness.lines if line.setting == "row"]
    assert len(lines) == 4
    by_id = {s.id: s for s in rest}
    for line in lines:
        stones = [by_id[k] for k in line.stones]
        gaps = [math.dist(a.frame.origin, b.frame.origin) for a, b in pairwise(stones)]
        assert max(gaps, default=0.0) - min(gaps, default=0.0) < 0.005
        for a, b in pairwise(stones):
            assert between(a.solid, a.frame, b.solid, b.frame) > 0.08  # type: ignore[arg-type]
    assert len(lines[0].stones) == len(lines[2].stones)


@pytest.mark.parametrize(
    ("middle", "prongs", "least"),
    [(ROUND, 4, 16), (ROUND, 6, 12), ('cut = "cushion", length = 7.5, width = 7.5', 4, 16)],
)
def test_between_prongs_it_is_as_full_as_the_trade_sets_it(middle: str, prongs: int, least: int) -> None:
    """A 7.5 mm stone's collar: 16 to 20 stones on four prongs; six prongs take the place of four stones more."""
    _, rest = stones_of(design_of(text(middle, d=1.05, head=f"prongs = {prongs}\ndiameter = 1.1")))
    assert len(rest) >= least


@pytest.mark.parametrize(
    ("holds", "away", "sound"),
    [((0,), 0.61, True), ((0,), 0.45, False), ((0,), 0.15, True), ((0, 1), 0.15, False)],
)
def test_a_bead_is_clear_of_a_prong_or_one_with_it(holds: tuple[int, ...], away: float, sound: bool) -> None:
    frame = Frame((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    assert _sound(Bead(frame, 0.34, holds), away) is sound


def test_round_a_bezel_it_closes() -> None:
    design = design_of(text(kind="bezel"))
    (line,) = (one for one in design.witness.lines if one.setting == "row")
    assert line.closed
    _, rest = stones_of(design)
    around = [*rest, rest[0]]
    gaps = [math.dist(a.frame.origin, b.frame.origin) for a, b in pairwise(around)]
    assert max(gaps) - min(gaps) < 0.005
    assert min(gaps) >= 1.1 + 0.1 - 1e-6


@pytest.mark.parametrize(
    ("middle", "more", "d", "head", "field"),
    [
        (ROUND, "count = 7", 1.1, "", "settings.row.count"),
        (ROUND, "", 1.1, "lift = 0.3", "settings.centre.lift"),
        (ROUND, "around = 'center'", 1.1, "", "settings.row.around"),
        ('cut = "pear", length = 9.0, width = 6.0', "", 1.1, "", "settings.row.drop"),
    ],
)
def test_a_refusal_names_what_works(middle: str, more: str, d: float, head: str, field: str) -> None:
    changes = followed(text(middle, more=more, d=d, head=head))
    assert changes[0].startswith(field + "=")


def test_only_round_stones_are_held() -> None:
    with pytest.raises(InputError) as caught:
        design_of(text().replace('cut = "round", diameter = 1.1', 'cut = "princess", width = 1.2'))
    assert caught.value.problems[0].field == "settings.row.stone.cut"


@pytest.mark.parametrize(("middle", "kind"), [(ROUND, "prong"), (ROUND, "bezel")])
def test_rings_of_it_keep_every_rule(middle: str, kind: str) -> None:
    found = trial(text(middle, kind, head="diameter = 1.15" if kind == "prong" else ""), draft=True)
    assert found.good, found


HALO = '[[settings]]\nid = "halo"\ntype = "halo"\naround = "centre"\nstone = {cut = "round", diameter = 1.2}\n'


def test_under_a_halo_it_is_lowered_and_the_head_stands_as_high_as_both_need() -> None:
    both = text('cut = "round", diameter = 8.5', more='around = "centre"', d=1.0).replace(
        '[[settings]]\nid = "row"', HALO + '[[settings]]\nid = "row"'
    )
    assert refusal(both).field == "settings.row.drop"
    (change,) = followed(both)
    design = design_of(both, change)
    halo, hidden = ([s.frame.origin[2] for s in design.witness.stones if s.setting == name] for name in ("halo", "row"))
    assert max(hidden) + 0.5 < min(halo) - 1.0  # under its plate, which is a millimetre thick
