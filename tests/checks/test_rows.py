"""The checks of rows on plain bodies: gaps, the metal at the side, the holes, and how high the girdles lie."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from heads import BORE, STONE, band, mesh, nothing_designed, subject
from manifold3d import Manifold

from ringgen.bodies import Frame
from ringgen.checks import azure, edge, girdle_depth, row_gap
from ringgen.witness import Prong, RowLine, Stone, Witness

OUTER = BORE + 1.8
RISE = 0.3
D = 1.5
ANGLES = (-20.0, -10.0, 0.0, 10.0, 20.0)


def stone(k: int, degrees: float, width: float = D, away: float = OUTER + RISE) -> Stone:
    a = math.radians(degrees)
    out = (math.sin(a), 0.0, math.cos(a))
    frame = Frame((away * out[0], 0.0, away * out[2]), (math.cos(a), 0.0, -math.sin(a)), out)
    sizes = {"width": width, "length": width, "crown": 0.2, "girdle": 0.05, "pavilion": 0.65, "depth": 0.9}
    return replace(STONE, id=f"stone-{k + 1}", setting="row", frame=frame, **sizes)  # type: ignore[arg-type]


def witness(
    stones: list[Stone], rise: float = RISE, hole: float = 0.3, closed: bool = False, half: float = 1.5
) -> Witness:
    outside = ((-half, -rise), (half, -rise))
    line = RowLine("row", tuple(s.id for s in stones), closed, rise, (-1.0, 1.0), outside, (hole,) * len(stones))
    return Witness(stones=tuple(stones), lines=(line,))


def ring(hole: float = 0.3, width: float = 3.0, plugged: float | None = None) -> Manifold:
    """A band with cylindrical seats 0.6 mm deep and 0.05 over the stones, each with its hole; one plugged, perhaps."""
    body = band(width)
    for a in ANGLES:
        seat = Manifold.cylinder(3.0, D / 2 + 0.05, circular_segments=96).translate((0.0, 0.0, OUTER - 0.6))
        through = Manifold.cylinder(3.0, hole, circular_segments=96).translate((0.0, 0.0, OUTER - 2.5))
        body -= (seat if a == plugged else seat + through).rotate((0.0, a, 0.0))
    return body


def row(away: float = OUTER + RISE) -> list[Stone]:
    return [stone(k, a, away=away) for k, a in enumerate(ANGLES)]


def test_gaps_are_compared_from_middle_to_middle() -> None:
    stones = row()
    (found,) = row_gap.check(mesh(band()), subject(witness(stones)))
    assert (found.status, found.measured) == ("pass", pytest.approx(0.0, abs=1e-4))
    narrow = 2 * (OUTER + RISE) * math.sin(math.radians(5.0)) - D
    assert f"{narrow:.3f}" in found.message
    moved = [*stones[:-1], stone(4, 20.2)]
    (found,) = row_gap.check(mesh(band()), subject(witness(moved)))
    by_hand = 2 * (OUTER + RISE) * (math.sin(math.radians(5.1)) - math.sin(math.radians(5.0)))
    assert found.measured == pytest.approx(by_hand, abs=1e-4)
    assert found.status == "fail"


def test_stones_of_two_sizes_have_equal_gaps_where_half_of_both_is_between() -> None:
    away = OUTER + RISE
    widths, at, angles = [1.5, 1.2, 1.5, 1.0], 0.0, [0.0]
    for a, b in pairwise(widths):
        at += 2 * math.degrees(math.asin(((a + b) / 2 + 0.1) / 2 / away))
        angles.append(at)
    stones = [stone(k, a, w) for k, (a, w) in enumerate(zip(angles, widths, strict=True))]
    (found,) = row_gap.check(mesh(band()), subject(witness(stones)))
    assert found.status == "pass"


def test_a_closed_line_s_last_gap_counts() -> None:
    stones = [stone(k, 360.0 * k / 36) for k in range(35)]  # one is missing
    (open_row,) = row_gap.check(mesh(band()), subject(witness(stones)))
    (closed,) = row_gap.check(mesh(band()), subject(witness(stones, closed=True)))
    assert (open_row.status, closed.status) == ("pass", "fail")


@pytest.mark.parametrize(("width", "status"), [(3.0, "pass"), (2.4, "fail")])
def test_the_metal_at_the_side_is_read_from_the_seat_to_the_band_s_side(width: float, status: str) -> None:
    (found,) = edge.check(mesh(ring(width=width)), subject(witness(row(), half=width / 2)))
    assert found.measured == pytest.approx(width / 2 - D / 2 - 0.05, abs=0.005)
    assert found.status == status
    if status == "fail":
        assert found.fix is not None
        assert found.fix.startswith("band.width=")


def test_the_thinner_side_counts() -> None:
    body = ring() - Manifold.cube((2.0, 2.0, 20.0), True).translate((0.0, 1.1 + 1.0, OUTER))
    (found,) = edge.check(mesh(body), subject(witness(row())))
    assert found.measured == pytest.approx(1.1 - 0.8, abs=0.005)
    assert found.part == "stone-3"


def test_a_hole_is_as_wide_as_drawn_or_found_out() -> None:
    (found,) = azure.check(mesh(ring(0.3)), subject(witness(row())))
    assert (found.status, found.measured) == ("pass", pytest.approx(1.0, abs=0.01))
    (narrow,) = azure.check(mesh(ring(0.24)), subject(witness(row())))
    assert (narrow.status, narrow.measured) == ("fail", pytest.approx(0.8, abs=0.01))
    (closed,) = azure.check(mesh(ring(plugged=10.0)), subject(witness(row())))
    assert (closed.status, closed.measured, closed.part) == ("fail", 0.0, "stone-4")


def test_a_hole_closed_by_a_thin_skin_is_closed() -> None:
    shell = Manifold.cylinder(2.0, BORE + 0.05, circular_segments=192) - Manifold.cylinder(
        2.0, BORE, circular_segments=192
    )
    skin = shell.translate((0.0, 0.0, -1.0)).rotate((90.0, 0.0, 0.0))
    (found,) = azure.check(mesh(ring() + skin), subject(witness(row())))
    assert (found.status, found.measured) == ("fail", 0.0)


def test_girdles_lie_where_they_are_drawn() -> None:
    (found,) = girdle_depth.check(mesh(ring()), subject(witness(row())))
    assert found.status == "pass"
    assert "0.30 mm over" in found.message
    lower = row(OUTER + RISE - 0.1)
    (found,) = girdle_depth.check(mesh(ring()), subject(witness(lower)))
    assert (found.status, found.measured) == ("fail", pytest.approx(0.1, abs=0.01))


def test_a_bead_beside_a_stone_does_not_count_as_the_band() -> None:
    bead = Manifold.cylinder(1.0, 0.35, circular_segments=64)
    beads = [bead.translate((0.0, side * 1.15, OUTER - 0.2)) for side in (1, -1)]
    body = ring() + sum(beads, Manifold())
    on = [(0.0, side * 1.15, OUTER) for side in (1, -1)]
    tops = [(*p[:2], OUTER + 0.8) for p in on]
    field = "settings.row.neck"
    prongs = tuple(Prong("row", "row bead", "stone-3", axis, 0.7, 0.5, field) for axis in zip(on, tops, strict=True))
    (found,) = girdle_depth.check(mesh(body), subject(witness(row()) + Witness(prongs=prongs)))
    assert found.status == "pass"
    across = Prong("row", "row bead", "stone-3", ((0.0, 0.0, -OUTER), (0.0, 0.0, -OUTER - 0.8)), 4.0, 0.5, field)
    (found,) = girdle_depth.check(mesh(ring()), subject(witness(row()[2:3]) + Witness(prongs=(across,))))
    assert found.status == "pass"  # a bead on the other side of the finger is in nobody's way
    (unknown,) = girdle_depth.check(mesh(body), subject(witness(row())))
    assert unknown.status == "fail"


def test_rings_without_rows_have_nothing_to_find() -> None:
    alone = Witness(stones=(STONE,))
    for check in (row_gap, edge, azure, girdle_depth):
        assert check.check(mesh(band()), subject(alone)) == []
        assert check.check(mesh(band()), nothing_designed()) == []
