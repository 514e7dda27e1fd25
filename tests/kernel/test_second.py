"""The second opinion: the same parts by another kernel come to the same volume and to one body."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ringgen.bodies import Extruded, Frame, Parts, Placed, Revolved, Wire, spun
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError
from ringgen.kernel import second as room
from ringgen.kernel.mesh import tessellate
from ringgen.kernel.realise import realise
from ringgen.kernel.second import Drafts, Opinion, opinion
from ringgen.plane import Arc, Line, polyline
from ringgen.spec.load import load
from ringgen.triangles import open_edges

CLOSE = 0.005  # relative: inscribed triangles at 0.003 mm keep 99.6 % of the thinnest wire


def rod(radius: float = 0.5, length: float = 4.0) -> Wire:
    return Wire((Line((0.0, -length / 2), (0.0, length / 2)),), radius)


def capsule(radius: float, length: float) -> float:
    return math.pi * radius**2 * (length + 4 / 3 * radius)


def block(half: float, low: float, high: float) -> Extruded:
    return Extruded(polyline((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)), low, high)


def test_bodies_kept_for_the_next_ring_change_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    places = (Frame(), Frame((0.4, 0.0, 0.0)))
    other = Placed("other", rod(0.5, 3.0), places)
    parts = [Parts((Placed("rod", rod(radius), places), other)) for radius in (0.5, 0.6)]

    def alone_of(one: Parts) -> Opinion:
        room._standing.cache_clear()
        return opinion(one)

    alone = [alone_of(p) for p in parts]
    meshed: list[Any] = []
    real = room.tessellate
    monkeypatch.setattr(room, "tessellate", lambda *a: meshed.append(a) or real(*a))
    room._standing.cache_clear()
    assert [opinion(p) for p in parts] == alone
    assert [opinion(p) for p in parts] == alone
    assert len(meshed) == 3  # each different body once
    room._standing.cache_clear()


def test_it_agrees_with_the_solid_of_a_whole_ring(ring: Callable[[str], Any]) -> None:
    built = ring("solitaire/six-prong")
    found = opinion(resolve(load("solitaire/six-prong").spec).parts)
    assert found.bodies == 1
    assert found.volume == pytest.approx(built.report["volume_mm3"], rel=CLOSE)


def test_crossing_rods_in_two_places_share_steinmetz_s_solid() -> None:
    # two cylinders of radius r crossing at right angles share 16 r^3 / 3 (Archimedes)
    lying = Frame(x=(0.0, 0.0, -1.0), z=(1.0, 0.0, 0.0))
    found = opinion(Parts((Placed("rod", rod(), (Frame(), lying)),)))
    assert found.volume == pytest.approx(2 * capsule(0.5, 4.0) - 16 / 3 * 0.125, rel=CLOSE)
    assert (found.bodies, found.dust) == (1, 0)


def test_a_draft_is_closed_and_of_the_same_volume_as_the_ring(ring: Callable[[str], Any]) -> None:
    drafted = Drafts(0.01).draft(resolve(load("solitaire/six-prong").spec).parts)
    assert open_edges(drafted) == 0
    assert drafted.volume == pytest.approx(ring("solitaire/six-prong").report["volume_mm3"], rel=0.02)


def test_a_body_that_stands_in_two_drafts_is_meshed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meshed, make = list[str](), room._manifold

    def counted(placed: Placed, *more: Any) -> Any:
        meshed.append(placed.part)
        return make(placed, *more)

    monkeypatch.setattr(room, "_manifold", counted)
    drafts, block_ = Drafts(), Placed("block", block(1.0, -1.0, 1.0))
    for reach in (2.0, 3.0):
        drafts.draft(Parts((block_, Placed("rod", rod(length=reach)))))
    assert meshed == ["block", "rod", "rod"]


def test_a_draft_in_two_pieces_is_refused() -> None:
    with pytest.raises(BuildError, match="2 bodies"):
        Drafts().draft(Parts((Placed("rod", rod(), (Frame(), Frame(origin=(9.0, 0.0, 0.0)))),)))


def test_blocks_are_exact() -> None:
    # flat faces lose nothing to triangles: 2 x 2 x 2 less a hole 1 x 1 through it
    found = opinion(Parts((Placed("block", block(1.0, -1.0, 1.0)),), (Placed("hole", block(0.5, -2.0, 2.0)),)))
    assert found.volume == pytest.approx(8.0 - 2.0, rel=1e-6)


def test_a_frame_turns_and_moves_as_it_does_for_the_first_kernel() -> None:
    # the bar lies along +x from 3 to 7 only if both turn and move were taken; the hole there then empties half of it
    along_x = Frame(origin=(5.0, 0.0, 0.0), x=(0.0, 0.0, -1.0), z=(1.0, 0.0, 0.0))
    bar = Placed("bar", block(0.5, -2.0, 2.0), (along_x,))
    found = opinion(Parts((bar,), (Placed("saw", block(1.0, -1.0, 1.0), (Frame(origin=(6.0, 0.0, 0.0)),)),)))
    assert found.volume == pytest.approx(2.0, rel=1e-6)


def test_parts_apart_are_counted() -> None:
    found = opinion(Parts((Placed("rod", rod(), (Frame(), Frame(origin=(3.0, 0.0, 0.0)), Frame(origin=(6.0, 0, 0)))),)))
    assert found.bodies == 3
    assert found.volume == pytest.approx(3 * capsule(0.5, 4.0), rel=CLOSE)


def test_a_speck_is_dust_and_no_body() -> None:
    # a cube of 0.09 mm is 0.0007 mm³, under what is counted; one of 0.11 mm is 0.0013, over it
    speck, crumb = block(0.045, -0.045, 0.045), block(0.055, -0.055, 0.055)
    away = (Frame(origin=(5.0, 0.0, 0.0)),)
    with_speck = opinion(Parts((Placed("block", block(1.0, -1.0, 1.0)), Placed("speck", speck, away))))
    with_crumb = opinion(Parts((Placed("block", block(1.0, -1.0, 1.0)), Placed("crumb", crumb, away))))
    assert (with_speck.bodies, with_speck.dust) == (1, 1)
    assert (with_crumb.bodies, with_crumb.dust) == (2, 0)


def test_a_cutter_that_leaves_nothing_leaves_nothing() -> None:
    found = opinion(Parts((Placed("rod", rod()),), (Placed("all", block(4.0, -4.0, 4.0)),)))
    assert (found.volume, found.bodies) == (0.0, 0)


def test_equal_bodies_are_meshed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def counted(body: Any) -> Any:
        made.append(body)
        return realise(body)

    monkeypatch.setattr(room, "realise", counted)
    prongs = Placed("prong", rod(), tuple(spun(60 * i) for i in range(6)))
    torus = Placed("rail", Revolved((Arc((1.0, 0.0), 0.3, 0.0, math.tau),)))
    opinion(Parts((prongs, torus), (Placed("rod again", rod()),)), 0.05)
    assert made == [prongs.body, torus.body]


def test_a_body_that_does_not_close_is_refused_by_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_mesh(shape: Any, deviation: float) -> Any:
        mesh = tessellate(shape, deviation)
        return type(mesh)(mesh.vertices, mesh.faces[1:])

    monkeypatch.setattr(room, "tessellate", open_mesh)
    room._standing.cache_clear()
    with pytest.raises(BuildError, match=r"^centre rod: its surface does not close"):
        opinion(Parts((Placed("centre rod", rod()),)))


def test_a_finer_opinion_is_nearer_the_truth() -> None:
    half = Arc((0.0, 0.0), 1.0, -math.pi / 2, math.pi / 2)
    ball = Parts((Placed("ball", Revolved((half, Line((0.0, 1.0), (0.0, -1.0))))),))
    coarse, fine = (4 / 3 * math.pi - opinion(ball, d).volume for d in (0.03, 0.003))
    assert 0 < fine < coarse


@pytest.mark.parametrize("deviation", [0.01, 0.003])
def test_a_shank_and_what_cuts_it_stray_as_the_ring_does(deviation: float) -> None:
    """A ball, which loses much, drilled: drawn alone it is the very mesh that the ring's own is compared with."""
    half = Arc((0.0, 0.0), 1.0, -math.pi / 2, math.pi / 2)
    ball = Revolved((half, Line((0.0, 1.0), (0.0, -1.0))))
    room._standing.cache_clear()
    found = opinion(Parts((Placed("shank", ball),)), deviation)
    assert found.volume == pytest.approx(tessellate(realise(ball), deviation).volume, rel=1e-6)
    bored = opinion(Parts((Placed("shank", block(2.0, -1.0, 1.0)),), (Placed("bore", ball),)), deviation)
    assert 32.0 - bored.volume == pytest.approx(found.volume, rel=1e-6)  # the block is 4 by 4 by 2 mm


def test_a_mesh_that_is_known_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    body, made = rod(0.47), tessellate(realise(rod(0.47)), 0.01)
    monkeypatch.setattr(room, "tessellate", lambda *_: pytest.fail("it was meshed again"))
    found = opinion(Parts((Placed("rod", body),)), 0.01, {body: made})
    assert found.volume == pytest.approx(made.volume, rel=1e-6)


def test_what_one_ring_knew_of_a_body_is_nothing_to_the_next() -> None:
    body, parts = rod(0.48), Parts((Placed("rod", rod(0.48)),))
    room._standing.cache_clear()
    alone = opinion(parts, 0.01)
    room._standing.cache_clear()
    coarse = opinion(parts, 0.01, {body: tessellate(realise(body), 0.05, 0.5)})
    assert coarse.volume < alone.volume
    assert opinion(parts, 0.01) == alone


def test_what_is_kept_is_let_go_before_the_end() -> None:
    """A program that asked for an opinion ends without its library complaining of what is still alive."""
    code = (
        "from ringgen.bodies import Parts, Placed, Wire; from ringgen.kernel.second import opinion; "
        "from ringgen.plane import Line; "
        "print(opinion(Parts((Placed('rod', Wire((Line((0.0, 0.0), (0.0, 3.0)),), 0.5)),))).bodies)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("1", "")


def test_a_ring_is_the_same_by_its_head_which_is_joined_once_for_all_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    room._standing.cache_clear()
    joins: list[int] = []
    real = room.joined
    monkeypatch.setattr(room, "joined", lambda metal, cutters: joins.append(1) or real(list(metal), list(cutters)))
    for size in ("US 5", "US 7"):
        parts = resolve(load("solitaire/six-prong", [f"size={size}"]).spec).parts
        known = {parts.metal[0].body: tessellate(realise(parts.metal[0].body), 0.01)}
        shop = room._standing(0.01)
        assert shop.ring(parts, known).volume() == pytest.approx(
            real(*([m for p in some for m in shop.placed(p, known)] for some in (parts.metal, parts.cutters))).volume(),
            rel=1e-9,
        )
    assert len(joins) == 3  # a head and two rings
    room._standing.cache_clear()


def test_a_cutter_that_meets_the_shank_is_taken_from_it() -> None:
    """A bar of 2 by 2 mm, a rod on it, and a drill through both: 2 x 2 x 4 less its hole, and a rod with a hole."""
    bar = Placed("bar", block(1.0, -2.0, 2.0))
    post = Placed("post", block(0.8, 0.0, 3.0), (Frame(origin=(0.0, 0.0, 1.5)),))
    drill = Placed("drill", block(0.5, -9.0, 9.0))
    found = opinion(Parts((bar, post), (drill,)))
    assert found.bodies == 1
    assert found.volume == pytest.approx(4.0 * 4.0 + 2.56 * 2.5 - 1.0 * 6.5)
