"""Every profile there is, at every measure people ask for: volume in closed form, exact bore, refusals of use.

Volumes are held to Pappus with the section's area and moment integrated here, from points of its curves (numpy), and
for the profiles a school book knows to a formula written out by hand. The flat band's table is derived from published
sizes (US sizes, wall and width in mm; volume = π (d + t) t w).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from ringgen import plugins
from ringgen.catalog.sizes import parse_size
from ringgen.design.shank import Shank, shank
from ringgen.kernel.mesh import tessellate
from ringgen.kernel.realise import realise
from ringgen.kernel.solid import build, volume
from ringgen.plane import Arc, Curve

PROFILES = "ringgen.profiles"
NAMES = plugins.names(PROFILES)
BORE = 8.4582  # mm, half of a US 6 1/2
SHAPES = {
    "narrow": (1.5, 1.6),
    "usual": (4.0, 1.9),
    "wide": (12.0, 2.0),
    "thin": (3.0, 1.0),
    "thick": (5.0, 4.0),
    "square": (2.0, 2.0),
}
Refused = tuple[str, str, str]


def params(name: str, **own: Any) -> Any:
    return plugins.load(PROFILES, name).Params(**own)


def refusal(name: str, own: Any, width: float, thickness: float) -> Refused | None:
    profile = plugins.load(PROFILES, name)
    found: Refused | None = profile.refuse(own, width, thickness) if hasattr(profile, "refuse") else None
    return found


def band(name: str, width: float, thickness: float, top: tuple[float, float] | None = None, own: Any = None) -> Shank:
    """A band of the profile; the same measures at the top where none are given."""
    profile = plugins.load(PROFILES, name)
    square = getattr(profile, "SQUARE", False)
    sizes = [(t if square else w, t) for w, t in ((width, thickness), top or (width, thickness))]
    return shank(profile, own or profile.Params(), BORE, *sizes)


def solid_of(ring: Shank) -> Any:
    return build(ring.parts(math.inf))


def integrated(chain: tuple[Curve, ...]) -> tuple[float, float]:
    """Area and first moment about the bore of a closed chain: its points by numpy, then triangles from the origin."""
    pieces: list[npt.NDArray[np.float64]] = []
    for c in chain:
        s = np.linspace(0.0, 1.0, 4000, endpoint=False)
        if isinstance(c, Arc):
            a = c.a0 + (c.a1 - c.a0) * s
            pieces.append(np.column_stack([c.centre[0] + c.radius * np.cos(a), c.centre[1] + c.radius * np.sin(a)]))
        else:
            pieces.append(np.array([c.start]))
    p = np.concatenate(pieces)
    q = np.roll(p, -1, axis=0)
    twice = p[:, 0] * q[:, 1] - q[:, 0] * p[:, 1]
    return float(twice.sum() / 2), float((twice * (p[:, 1] + q[:, 1])).sum() / 6)


@cache
def untapered(name: str, shape: str) -> Any:
    width, thickness = SHAPES[shape]
    return solid_of(band(name, width, thickness))


@pytest.mark.parametrize("name", NAMES)
def test_the_solid_has_the_volume_pappus_gives_its_section(name: str) -> None:
    ring = band(name, *SHAPES["usual"])
    area, moment = integrated(ring.section_at(0).finished)
    expected = math.tau * (moment + BORE * area)
    assert ring.volume() == pytest.approx(expected, rel=1e-6)
    assert exact(untapered(name, "usual").shape) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", ["usual", "wide", "thick"])
def test_the_volume_read_from_a_solid_is_good_to_a_ten_thousandth(name: str, shape: str) -> None:
    """A wide dome's surface is a torus through its own axis, which the kernel integrates less well than the others."""
    made = untapered(name, shape)
    assert made.volume == pytest.approx(exact(made.shape), rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_cutting_the_bore_through_a_blank_gives_the_same_band(name: str) -> None:
    """The blank with the bore cut last, as under a head, against the band turned in one piece."""
    ring = band(name, *SHAPES["usual"])
    assert build(ring.parts(0.0)).volume == pytest.approx(ring.volume(), rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_the_mesh_has_the_volume_of_the_solid(name: str) -> None:
    made = untapered(name, "usual")
    mesh = tessellate(made.shape, 0.01)
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    surface = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2
    assert abs(mesh.volume - made.volume) < 0.01 * surface  # all a chord error of 0.01 mm can take
    assert tessellate(made.shape, 0.005).volume == pytest.approx(made.volume, rel=0.003)


@pytest.mark.parametrize("name", NAMES)
def test_a_changing_band_has_the_volume_its_sections_sum_up_to(name: str) -> None:
    ring = band(name, 4.0, 2.2, top=(2.6, 1.7))
    assert solid_of(ring).volume == pytest.approx(ring.volume(), rel=2e-4)


def exact(shape: Any) -> float:
    """The kernel's volume at its finest integration: what its geometry is, whatever `volume` makes of it."""
    from OCP.BRepGProp import BRepGProp
    from OCP.GProp import GProp_GProps

    props = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape, props, 1e-11, True, False)
    return float(props.Mass())


def nearest_to_the_axis(shape: Any) -> float:
    """The kernel's own least distance between the finger's axis and the metal."""
    from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeEdge
    from OCP.BRepExtrema import BRepExtrema_DistShapeShape
    from OCP.gp import gp_Pnt

    axis = BRepBuilderAPI_MakeEdge(gp_Pnt(0, -15, 0), gp_Pnt(0, 15, 0)).Edge()
    return float(BRepExtrema_DistShapeShape(axis, shape).Value())


@pytest.mark.parametrize("name", NAMES)
def test_the_bore_of_the_solid_is_exact(name: str) -> None:
    ring = band(name, *SHAPES["usual"])
    assert nearest_to_the_axis(untapered(name, "usual").shape) == pytest.approx(BORE, abs=1e-6)
    assert nearest_to_the_axis(build(ring.parts(0.0)).shape) == pytest.approx(BORE, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_the_bore_of_a_changing_band_is_exact(name: str) -> None:
    ring = band(name, 4.0, 2.2, top=(2.6, 1.7))
    assert nearest_to_the_axis(solid_of(ring).shape) == pytest.approx(BORE, abs=2e-4)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_every_usual_measure_is_drawn_or_refused_with_a_value_that_works(name: str, shape: str) -> None:
    width, thickness = SHAPES[shape]
    own = works(name, params(name), width, thickness)
    made = solid_of(band(name, width, thickness, own=own))
    assert exact(made.shape) == pytest.approx(band(name, width, thickness, own=own).volume(), rel=1e-6)
    assert made.rungs == ()


@pytest.mark.parametrize("name", NAMES)
def test_own_parameters_at_the_ends_of_their_ranges_are_drawn_or_refused_with_a_value_that_works(name: str) -> None:
    """Each parameter alone, at its least and at its most, on every usual measure; the section is then drawn."""
    from ringgen.spec.fields import describe

    for doc in describe(plugins.load(PROFILES, name).Params):
        for value in (doc.minimum, doc.maximum):
            for width, thickness in SHAPES.values():
                own = works(name, params(name, **{doc.name: value}), width, thickness)
                ring = band(name, width, thickness, own=own)
                area, moment = integrated(ring.section_at(0).finished)
                assert ring.volume() == pytest.approx(math.tau * (moment + BORE * area), rel=1e-5)


def works(name: str, own: Any, width: float, thickness: float) -> Any:
    """The parameters, mended by the values the refusals themselves offer; at most three of them in a row."""
    for _ in range(3):
        why = refusal(name, own, width, thickness)
        if why is None:
            return own
        field, _, offered = why
        own = type(own)(**{**own.model_dump(exclude_none=True), field: float(offered)})
    pytest.fail(f"{name} {width} × {thickness}: what was offered is refused in turn: {why}")


# Formulas written out by hand; all with sharp edges, w = width, t = thickness, R = bore radius.


def turned(area: float, moment: float) -> float:
    return math.tau * (BORE * area + moment)


def segment(chord: float, sag: float) -> tuple[float, float, float]:
    """Radius, area, and the distance of the centroid from the circle's centre, of a circular segment."""
    a = chord / 2
    rho = (a * a + sag * sag) / (2 * sag)
    angle = math.asin(a / rho)
    area = rho * rho * (angle - math.sin(angle) * math.cos(angle))
    return rho, area, 2 * a**3 / (3 * area)


def flat(w: float, t: float) -> float:
    return math.pi * ((BORE + t) ** 2 - BORE**2) * w


def half_round(w: float, t: float, sag: float) -> float:
    rho, area, out = segment(w, sag)
    low = t - sag
    return turned(w * low + area, w * low * low / 2 + area * (t - rho + out))


def court(w: float, t: float, sag: float, rise: float) -> float:
    """The half round less what the rounded inside takes: a block `rise` high, without its own segment at the bottom."""
    rho, area, out = segment(w, rise)
    taken = turned(w * rise - area, w * rise * rise / 2 - area * (rho - out))
    return half_round(w, t, sag) - taken


def knife(w: float, t: float, peak: float, ridge: float) -> float:
    """A block, a roof on it, and the roof's ridge (a kite) replaced by a sector of a circle."""
    a = w / 2
    low, high = 0.0, math.pi / 2 - 1e-9
    for _ in range(200):  # the slope at which a ridge of that radius tops out at the full thickness
        slope = (low + high) / 2
        tall = a * math.tan(slope) - ridge * (1 / math.cos(slope) - 1)
        low, high = (slope, high) if tall < peak else (low, slope)
    roof = a * math.tan(slope)
    side, centre = t - peak, t - ridge
    kite, sector = ridge**2 * math.tan(slope), ridge**2 * slope
    kite_up = ridge * (math.cos(slope) + 1 / math.cos(slope)) / 3
    sector_up = 2 * ridge * math.sin(slope) / (3 * slope)
    area = w * side + a * roof - kite + sector
    moment = w * side**2 / 2 + a * roof * (side + roof / 3)
    moment += -kite * (centre + kite_up) + sector * (centre + sector_up)
    return turned(area, moment)


HAND: dict[str, tuple[dict[str, float], Callable[[float, float], float]]] = {
    "flat": ({"edge": 0.0}, flat),
    "d": ({"edge": 0.0, "dome": 0.7}, lambda w, t: half_round(w, t, 0.7)),
    "court": ({"edge": 0.0, "dome": 0.7, "comfort": 0.3}, lambda w, t: court(w, t, 0.7, 0.3)),
    "round": ({}, lambda w, t: 2 * math.pi**2 * (BORE + t / 2) * (t / 2) ** 2),
    "knife-edge": ({"edge": 0.0, "peak": 0.8, "ridge": 0.25}, lambda w, t: knife(w, t, 0.8, 0.25)),
}


@pytest.mark.parametrize("size", [(3.0, 1.9), (5.5, 2.4)])
@pytest.mark.parametrize("name", HAND)
def test_the_volume_is_what_the_formula_written_by_hand_gives(name: str, size: tuple[float, float]) -> None:
    own, formula = HAND[name]
    made = solid_of(band(name, *size, own=params(name, **own)))
    assert exact(made.shape) == pytest.approx(formula(*size), rel=1e-6)


# US size, width, thickness, volume mm³; derived from published sizes and π (d + t) t w.
FLAT_BANDS = [
    ("5", 2.0, 1.5, 162.08),
    ("6", 2.0, 1.8, 207.08),
    ("7", 2.0, 1.8, 216.27),
    ("7", 4.0, 1.8, 432.55),
    ("7", 6.0, 1.8, 648.82),
    ("8", 3.0, 1.5, 277.59),
    ("9", 5.0, 1.8, 586.65),
    ("10", 6.0, 2.0, 820.38),
    ("12", 8.0, 2.0, 1175.55),
]


@pytest.mark.parametrize(("size", "width", "thickness", "expected"), FLAT_BANDS)
def test_plain_flat_bands_have_their_published_volume(
    size: str, width: float, thickness: float, expected: float
) -> None:
    radius = parse_size(f"US {size}").inner_diameter_mm / 2
    profile = plugins.load(PROFILES, "flat")
    ring = shank(profile, params("flat", edge=0.0), radius, (width, thickness), (width, thickness))
    assert volume(realise(ring.parts(math.inf).metal[0].body)) == pytest.approx(expected, abs=0.006)
