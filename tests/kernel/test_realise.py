"""Every kind of body as a solid: its volume against the closed form, where it stands, and who is named when it fails.

The kernel's volumes are integrated to one part in a million; curves of degree two and planes are exact in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from OCP.Bnd import Bnd_Box
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.TopAbs import TopAbs_SOLID

from ringgen import plugins
from ringgen.bodies import Arm, Body, Extruded, Faceted, Frame, Groove, Hoop, Placed, Revolved, Stacked, Vec, Wire, spun
from ringgen.cuts.round import Params as RoundParams
from ringgen.cuts.round import measure as round_measures
from ringgen.cuts.round import solid as brilliant
from ringgen.design.shank import SECTIONS, shank
from ringgen.errors import BuildError
from ringgen.facets import volume as faceted_volume
from ringgen.kernel import realise as room
from ringgen.kernel._shapes import explore
from ringgen.kernel.realise import Realiser, realise
from ringgen.kernel.solid import volume
from ringgen.outline import circle
from ringgen.plane import Arc, Curve, Line, polyline
from ringgen.spec.models import Stone

EXACT = 5e-6  # relative: what the kernel's integration promises, with room for its own rounding
CUBE = Faceted(
    tuple((x, y, z) for x, y, z in product((-1.0, 1.0), repeat=3)),
    ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)),
)


def rod(radius: float, length: float) -> Wire:
    return Wire((Line((0.0, 0.0), (0.0, length)),), radius)


def bent(radius: float, length: float, bend: float, degrees: float) -> Wire:
    """Up along z, then round an arc towards +x, tangent."""
    arc = Arc((bend, length), bend, math.pi, math.pi - math.radians(degrees))
    return Wire((Line((0.0, 0.0), (0.0, length)), arc), radius)


def rectangle(width: float, inner: float, outer: float) -> tuple[Curve, ...]:
    h = width / 2
    return polyline((-h, inner), (h, inner), (h, outer), (-h, outer), (-h, inner))


def box(shape: Any) -> tuple[Vec, Vec]:
    """The least and the greatest corner."""
    found = Bnd_Box()
    BRepBndLib.AddOptimal_s(shape, found, False, False)
    x0, y0, z0, x1, y1, z1 = found.Get()
    return (x0, y0, z0), (x1, y1, z1)


def sound(body: Body) -> Any:
    """The realised body, which must be one valid solid, not inside out."""
    shape = realise(body)
    assert len(explore(shape, TopAbs_SOLID)) == 1
    assert BRepCheck_Analyzer(shape, True).IsValid()
    assert volume(shape) > 0
    return shape


@pytest.mark.parametrize(("radius", "length"), [(0.5, 4.0), (0.4, 0.05), (1.25, 12.0)])
def test_a_straight_wire_is_a_capsule(radius: float, length: float) -> None:
    shape = sound(rod(radius, length))
    assert volume(shape) == pytest.approx(math.pi * radius**2 * (length + 4 / 3 * radius), rel=EXACT)
    low, high = box(shape)
    assert low == pytest.approx((-radius, -radius, -radius), abs=1e-4)
    assert high == pytest.approx((radius, radius, length + radius), abs=1e-4)


@pytest.mark.parametrize(("bend", "degrees"), [(1.6, 30.0), (0.9, 75.0), (5.0, 10.0)])
def test_a_bent_wire_holds_its_section_times_its_length_and_a_ball(bend: float, degrees: float) -> None:
    # Pappus: the centroid of a round section travels the axis itself, straight or bent
    radius, length = 0.45, 3.0
    axis = length + bend * math.radians(degrees)
    shape = sound(bent(radius, length, bend, degrees))
    assert volume(shape) == pytest.approx(math.pi * radius**2 * (axis + 4 / 3 * radius), rel=EXACT)


def test_a_torus_is_two_pi_squared_r_r_squared() -> None:
    shape = sound(Revolved((Arc((3.0, 1.0), 0.5, 0.0, math.tau),)))
    assert volume(shape) == pytest.approx(2 * math.pi**2 * 3.0 * 0.5**2, rel=EXACT)
    low, high = box(shape)
    assert low == pytest.approx((-3.5, -3.5, 0.5), abs=1e-4)
    assert high == pytest.approx((3.5, 3.5, 1.5), abs=1e-4)


HALF_T = polyline((0.0, -0.8), (0.5, -0.8), (0.5, -0.4), (1.0, -0.4), (1.0, 0.0), (0.8, 0.0), (0.8, 0.6), (0.0, 0.6))


@pytest.mark.parametrize("degrees", [40.0, 180.0, 300.0])
def test_a_groove_is_its_section_led_round_and_half_a_turn_at_either_end(degrees: float) -> None:
    # half a section: 1.08 mm² with a moment of -0.056 mm³ about the middle line; turned about its own middle, discs
    led = math.radians(degrees) * 2 * (1.08 * 9.0 - 0.056)
    turned = math.pi * (0.5**2 * 0.4 + 1.0**2 * 0.4 + 0.8**2 * 0.6)
    flat = sound(Groove(HALF_T, 9.0, degrees, rounded=False))
    assert volume(flat) == pytest.approx(led, rel=EXACT)
    assert volume(sound(Groove(HALF_T, 9.0, degrees))) == pytest.approx(led + turned, rel=EXACT)


def test_a_groove_begins_at_the_top_and_goes_towards_x() -> None:
    low, high = box(sound(Groove(HALF_T, 9.0, 90.0)))
    assert low == pytest.approx((-1.0, -1.0, -1.0), abs=1e-3)  # half the section's width beyond either end
    assert high == pytest.approx((9.6, 1.0, 9.6), abs=1e-3)


def test_a_cone_turned_on_its_axis_is_a_third_of_its_cylinder() -> None:
    cone = Revolved(polyline((0.0, 0.0), (2.0, 0.0), (0.0, 3.0), (0.0, 0.0)))
    assert volume(sound(cone)) == pytest.approx(math.pi * 2.0**2 * 3.0 / 3, rel=EXACT)


def test_an_extrusion_is_its_outline_times_its_height() -> None:
    # a stadium: a square of side 2 with a half disc of radius 1 on two sides
    outline: tuple[Curve, ...] = (
        Line((-1.0, -1.0), (1.0, -1.0)),
        Arc((1.0, 0.0), 1.0, -math.pi / 2, math.pi / 2),
        Line((1.0, 1.0), (-1.0, 1.0)),
        Arc((-1.0, 0.0), 1.0, math.pi / 2, 3 * math.pi / 2),
    )
    shape = sound(Extruded(outline, -0.5, 2.0))
    assert volume(shape) == pytest.approx((4 + math.pi) * 2.5, rel=EXACT)
    low, high = box(shape)
    assert (low[2], high[2]) == pytest.approx((-0.5, 2.0), abs=1e-4)


def test_a_cube_of_facets() -> None:
    assert volume(sound(CUBE)) == pytest.approx(8.0, rel=EXACT)


def test_facets_drawn_the_wrong_way_round_still_make_a_solid() -> None:
    inside_out = Faceted(CUBE.vertices, tuple(f[::-1] for f in CUBE.faces))
    assert volume(sound(inside_out)) == pytest.approx(8.0, rel=EXACT)


def test_a_brilliant_has_the_volume_of_its_facets() -> None:
    # the facets' own volume is signed tetrahedra from the vertices: no kernel in it
    stone = brilliant(round_measures(Stone(diameter=6.5), RoundParams()))
    shape = sound(stone)
    assert volume(shape) == pytest.approx(faceted_volume(stone), rel=EXACT)
    low, high = box(shape)
    assert high[0] - low[0] == pytest.approx(6.5, rel=2 * (1 - math.cos(math.pi / 64)))


@pytest.mark.parametrize("degrees", [0.0, 180.0, 37.0])
def test_a_plain_hoop_is_a_tube_wherever_its_seam_lies(degrees: float) -> None:
    shape = sound(Hoop(((degrees, rectangle(4.0, 8.5, 10.0)),)))
    assert volume(shape) == pytest.approx(math.pi * (10.0**2 - 8.5**2) * 4.0, rel=EXACT)
    low, high = box(shape)
    assert low == pytest.approx((-10.0, -2.0, -10.0), abs=1e-4)
    assert high == pytest.approx((10.0, 2.0, 10.0), abs=1e-4)


@pytest.mark.parametrize("name", ["court", "flat", "round"])
def test_a_blended_hoop_has_the_volume_its_sections_promise(name: str) -> None:
    # Shank.volume integrates the closed-form section round the hoop; the loft runs through SECTIONS of them
    profile = plugins.load("ringgen.profiles", name)
    base, top = ((2.0, 2.0), (2.6, 2.6)) if name == "round" else ((2.4, 1.6), (4.0, 2.1))
    made = shank(profile, profile.Params(), 8.6, base, top)
    body = made.parts(lowest=20.0).metal[0].body
    assert isinstance(body, Hoop)
    assert len(body.sections) == SECTIONS
    assert volume(sound(body)) == pytest.approx(made.volume(), rel=2e-4)


def test_a_blended_hoop_is_widest_and_thickest_at_the_top() -> None:
    sections = [(float(a), rectangle(3 + math.cos(math.radians(a)), 8.0, 10.0)) for a in range(0, 360, 30)]
    low, high = box(sound(Hoop(tuple(sections))))
    assert (low[1], high[1]) == pytest.approx((-2.0, 2.0), abs=0.01)  # width 4 at 0 degrees
    assert (low[2], high[2]) == pytest.approx((-10.0, 10.0), abs=0.02)


def test_degrees_of_a_hoop_run_from_the_top_towards_plus_x() -> None:
    thick = [(float(a), rectangle(2.0, 8.0, 11.0 if a == 90 else 9.0)) for a in range(0, 360, 30)]
    low, high = box(sound(Hoop(tuple(thick))))
    assert high[0] > 10.9
    assert low[0] > -9.1


def arm(*halves: tuple[float, float]) -> Arm:
    """Straight up z, 2 mm between sections, `wide` along y."""
    return Arm(tuple(((0.0, 0.0, 2.0 * i), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), w, h) for i, (w, h) in enumerate(halves)))


@pytest.mark.parametrize(("wide", "high"), [(1.0, 0.6), (0.6, 1.0), (0.8, 0.8)])
def test_a_straight_arm_is_an_elliptical_cylinder(wide: float, high: float) -> None:
    shape = sound(arm((wide, high), (wide, high), (wide, high)))
    assert volume(shape) == pytest.approx(math.pi * wide * high * 4.0, rel=1e-4)
    least, most = box(shape)
    assert least == pytest.approx((-high, -wide, 0.0), abs=1e-3)
    assert most == pytest.approx((high, wide, 4.0), abs=1e-3)


TAPERS = [
    ((1.2, 0.6), (1.0, 0.5), (0.9, 0.4), (0.8, 0.4)),
    ((1.2, 0.6), (1.0, 0.7), (0.8, 0.9), (0.7, 1.0)),
]


@pytest.mark.parametrize("halves", TAPERS)
def test_a_tapering_arm_keeps_the_area_of_its_sections_and_does_not_twist(
    halves: tuple[tuple[float, float], ...],
) -> None:
    # Simpson's 3/8 rule over the four sections' areas; a loft that twists is pinched between them
    areas = [math.pi * w * h for w, h in halves]
    expected = 6.0 * (areas[0] + 3 * areas[1] + 3 * areas[2] + areas[3]) / 8
    shape = sound(arm(*halves))
    assert volume(shape) == pytest.approx(expected, rel=0.01)
    least, most = box(shape)
    assert (most[1], most[0]) == pytest.approx(tuple(max(h[i] for h in halves) for i in (0, 1)), abs=0.01)
    assert (least[1], least[0]) == pytest.approx(tuple(-max(h[i] for h in halves) for i in (0, 1)), abs=0.01)


def test_frames_place_and_turn() -> None:
    lying = Frame(origin=(10.0, 20.0, 30.0), x=(0.0, 0.0, 1.0), z=(1.0, 0.0, 0.0))
    shapes = Realiser().shapes(Placed("rod", rod(0.5, 4.0), (Frame(), spun(90), lying)))
    boxes = [box(s) for s in shapes]
    assert boxes[0][1] == pytest.approx((0.5, 0.5, 4.5), abs=1e-4)
    assert boxes[1][1] == pytest.approx((0.5, 0.5, 4.5), abs=1e-4)
    assert boxes[2][0] == pytest.approx((9.5, 19.5, 29.5), abs=1e-4)
    assert boxes[2][1] == pytest.approx((14.5, 20.5, 30.5), abs=1e-4)
    assert [volume(s) for s in shapes] == pytest.approx([volume(shapes[0])] * 3, rel=EXACT)


def test_the_kernel_moves_points_as_a_frame_does() -> None:
    frame = spun(30).within(Frame(origin=(1.0, -2.0, 3.0), x=(0.0, 1.0, 0.0), z=(0.6, 0.0, 0.8)))
    tip = frame.point((3.0, 0.0, 1.0))
    (shape,) = Realiser().shapes(Placed("speck", Wire((Line((3.0, 1.0), (3.0, 1.001)),), 0.001), (frame,)))
    low, high = box(shape)
    assert [(a + b) / 2 for a, b in zip(low, high, strict=True)] == pytest.approx(tip, abs=2e-3)


def test_equal_bodies_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Body] = []

    def counted(body: Body) -> Any:
        made.append(body)
        return realise(body)

    monkeypatch.setattr(room, "realise", counted)
    realiser = Realiser()
    first = realiser.shapes(Placed("prong", rod(0.5, 4.0), (spun(0), spun(180))))
    second = realiser.shapes(Placed("other prong", rod(0.5, 4.0)))
    realiser.shapes(Placed("thin prong", rod(0.4, 4.0)))
    assert made == [rod(0.5, 4.0), rod(0.4, 4.0)]
    assert first[0].IsPartner(second[0])


@dataclass(frozen=True)
class Blob:
    """No body of ringgen's."""


def test_a_body_nobody_knows_is_refused_by_name() -> None:
    stranger: Any = Blob()
    with pytest.raises(BuildError, match="no way to build a Blob"):
        realise(stranger)
    with pytest.raises(BuildError, match=r"^centre blob: no way to build a Blob"):
        Realiser().shapes(Placed("centre blob", stranger))


def test_an_open_polyhedron_is_refused_with_its_part() -> None:
    open_cube = Faceted(CUBE.vertices, CUBE.faces[:-1])
    with pytest.raises(BuildError, match=r"^stone-1: its faces do not close \(4 open edges\)"):
        Realiser().shapes(Placed("stone-1", open_cube))


def test_what_the_kernel_throws_becomes_a_build_error_with_the_part_and_the_kind() -> None:
    nothing = Revolved(())
    with pytest.raises(BuildError, match=r"^centre rail: the kernel could not make a revolved"):
        Realiser().shapes(Placed("centre rail", nothing))


def test_a_stack_with_a_hole_is_a_ring_of_its_outlines() -> None:
    """A frustum of a cone less a cylinder: pi h (R2 + R r + r2) / 3 - pi q2 h."""
    tall, low, high, hole = 1.2, 4.0, 3.5, 2.0
    body = Stacked(((0.0, circle(low)), (tall, circle(high))), circle(hole))
    cone = math.pi * tall * (low**2 + low * high + high**2) / 3
    assert volume(realise(body)) == pytest.approx(cone - math.pi * hole**2 * tall, rel=EXACT)


def test_a_process_makes_a_stone_once_whatever_ring_it_is_for() -> None:
    room._kept.cache_clear()
    stone = brilliant(round_measures(Stone(cut="round", diameter=3.0), RoundParams()))
    low, high = (Realiser().stones(Placed("stone", stone, (Frame((0.0, 0.0, z)),)))[0] for z in (1.0, 9.0))
    assert low.IsPartner(high)
    assert not low.IsSame(high)
    assert room._kept.cache_info().misses == 1
