"""Turned bodies divided where they are bitten: the same bodies, and no bite missed."""

from __future__ import annotations

import math

import pytest
from kernel.rows import BEAD, SEAT
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.TopAbs import TopAbs_FACE

from ringgen.bodies import Frame, Parts, Placed, spun
from ringgen.kernel._boolean import boolean
from ringgen.kernel._shapes import explore, volume
from ringgen.kernel.realise import Realiser, realise
from ringgen.kernel.seams import seamed, seams
from ringgen.kernel.second import opinion


@pytest.mark.parametrize("body", [BEAD, SEAT])
@pytest.mark.parametrize("ways", [[10.0], [10.0, 130.0], [0.0, 100.0, 200.0]])
def test_divided_it_is_the_same_body(body: object, ways: list[float]) -> None:
    made, whole = seamed(body, Frame(), ways), realise(body)  # type: ignore[arg-type]
    assert volume(made) == pytest.approx(volume(whole), rel=1e-7)
    assert len(explore(made, TopAbs_FACE)) == len(ways) * len(explore(whole, TopAbs_FACE))


def test_seams_point_at_the_cutters_and_near_ones_are_one() -> None:
    cutters = [Frame((1.0, 0.0, 2.0)), Frame((0.0, 2.0, 0.0)), Frame((5.0, 0.1, 0.0)), Frame((0.0, 0.0, 3.0))]
    assert seams(Frame(), cutters) == pytest.approx([0.0, 90.0])
    assert seams(spun(30.0), cutters[:1]) == pytest.approx([330.0])


@pytest.mark.parametrize("spin", [0.0, 75.0, 180.0, 270.0])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_bite_is_cut_wherever_the_body_s_own_seam_lay(spin: float, side: float) -> None:
    """Two axes that lean 4.3 degrees apart, as beads and stones do round a finger."""
    lean = math.radians(4.3) * side
    bead = spun(spin).within(Frame((0.0, 0.0, 10.0)))
    seat = Frame((10.0 * math.sin(lean), 0.6, 10.0 * math.cos(lean)), (math.cos(lean), 0.0, -math.sin(lean)))
    seat = Frame(seat.origin, seat.x, (math.sin(lean), 0.0, math.cos(lean)))
    made = seamed(BEAD, bead, seams(bead, [seat]))
    (cutter,) = Realiser().shapes(Placed("seat", SEAT, (seat,)))
    left = volume(boolean(BRepAlgoAPI_Cut, [made], [cutter], 0.0))
    other = opinion(Parts((Placed("bead", BEAD, (bead,)),), (Placed("seat", SEAT, (seat,)),)), 0.001).volume
    assert left == pytest.approx(other, rel=2e-3)
    assert left < 0.995 * volume(realise(BEAD))
