"""Facets of known sag: a regular polygon of n corners on radius r lies r (1 - cos(pi / n)) inside its circle."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from bodies import RI, arc, as_file, box, rod, spun, tri, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from manifold3d import Manifold

from ringgen.bodies import Hoop, Parts, Placed
from ringgen.catalog.rules import Limit, Rules, load_rules
from ringgen.checks import facet_deviation
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.plane import Arc, Curve, Line, arc_through, polyline
from ringgen.witness import Witness

HALF, OUT = 2.0, RI + 1.6
STRANGE = Subject(None, load_rules())

FLAT = polyline((HALF, RI), (HALF, OUT), (-HALF, OUT), (-HALF, RI), (HALF, RI))
CROWN = arc_through((HALF, OUT), (0.0, OUT + 0.5), (-HALF, OUT))
DOMED: tuple[Curve, ...] = (*FLAT[:1], CROWN, *FLAT[2:])


def sag(radius: float, n: int) -> float:
    return radius * (1 - math.cos(math.pi / n))


def described(outline: tuple[Curve, ...], rules: Rules | None = None) -> Subject:
    band = SimpleNamespace(width=4.0, top_width=4.0, widest=4.0, thickness=1.6, top_thickness=1.6)
    parts = Parts(metal=(Placed("shank", Hoop(((180.0, outline),))),))
    design = SimpleNamespace(bore_radius=RI, band=band, parts=parts, witness=Witness())
    return Subject(cast(Design, design), rules or load_rules())


def drawn(n: int, *outside: tuple[float, float]) -> Manifold:
    """A band on Y of n facets, its section given from one outer corner to the other as (radius, height)."""
    return turned([(RI, -HALF), *outside, (RI, HALF)], n).rotate((90, 0, 0))


def flat(n: int) -> Manifold:
    return drawn(n, (OUT, -HALF), (OUT, HALF))


def found(body: Manifold | np.ndarray, subject: Subject) -> Finding:
    triangles = tri(body) if isinstance(body, Manifold) else body
    (finding,) = facet_deviation.check(as_file(triangles), subject)
    return finding


@settings(max_examples=15, deadline=None)
@given(st.integers(40, 240))
def test_a_flat_band_strays_by_its_outside_s_sag(n: int) -> None:
    finding = found(flat(n), described(FLAT))
    assert finding.measured == pytest.approx(sag(OUT, n), abs=1e-4)
    assert (finding.status == "warn") == (sag(OUT, n) > 0.015)


@pytest.mark.parametrize("n", [8, 16, 64])
def test_an_arch_strays_by_its_own_chords_as_well(n: int) -> None:
    points = arc((OUT, -HALF), (OUT + 0.5, 0.0), (OUT, HALF), n)
    (radius, sweep) = (CROWN.radius, abs(CROWN.a1 - CROWN.a0))
    across = radius * (1 - math.cos(sweep / n / 2))
    finding = found(drawn(240, *points), described(DOMED))
    round_it = sag(OUT + 0.5, 240)
    assert max(across, round_it) - 1e-4 <= (finding.measured or 0.0) <= across + round_it + 1e-4


def test_what_lies_off_the_surface_altogether_is_another_part() -> None:
    head = flat(240) + box(3, 3, 4).translate((0, 0, OUT + 1))
    assert found(head, described(FLAT)).measured == pytest.approx(sag(OUT, 240), abs=1e-4)


def test_a_hole_s_wall_with_its_corners_on_the_band_is_no_facet_of_it() -> None:
    drilled = flat(240)
    for k in range(6):
        drilled = drilled - rod(0.6, 5, 24).translate((0, 0, RI + 1)).rotate((0, 60 * k, 0))
    assert found(drilled, described(FLAT)).measured == pytest.approx(sag(OUT, 240), abs=3e-4)


def eased(radius: float) -> tuple[Curve, ...]:
    turn = Arc((HALF - radius, OUT - radius), radius, 0.0, math.pi / 2)
    inner = polyline((-HALF, RI), (HALF, RI), (HALF, OUT - radius))
    return (*inner, turn, Line(turn.end, (-HALF, OUT)), Line((-HALF, OUT), (-HALF, RI)))


def cut_short(radius: float) -> Manifold:
    """The eased band with the whole of its ease spanned by one row of facets."""
    return drawn(240, (OUT, -HALF), (OUT, HALF - radius), (OUT - radius, HALF))


def test_a_rounded_edge_is_told_of_and_judged_only_by_a_row_of_its_own() -> None:
    # A quarter of a circle spanned by its chord: 0.2 (1 - cos 45 degrees) = 0.0586. `turned` about z has -z as +y here.
    body = cut_short(0.2).rotate((180, 0, 0))
    short = 0.2 * (1 - math.cos(math.pi / 4))
    rules = replace(load_rules(), rows=tuple(r for r in load_rules().rows if "edges" not in r.kinds))
    silent = found(body, described(eased(0.2), rules))
    assert silent.status == "pass"
    assert "rounded edges they stray by up to 0.05" in silent.message
    row = Limit("facet-deviation", 0.02, "mm", "fail", "max", "a shop", "H", kinds=("edges",))
    judged = facet_deviation.check(as_file(tri(body)), described(eased(0.2), replace(rules, rows=(*rules.rows, row))))
    assert [f.status for f in judged] == ["pass", "fail"]
    assert [f.status for f in facet_deviation.check(as_file(tri(body)), described(eased(0.2)))] == ["pass", "warn"]
    assert judged[1].measured == pytest.approx(short, abs=0.002)


def test_an_arc_of_half_a_millimetre_is_a_side_of_the_band() -> None:
    finding = found(cut_short(0.6).rotate((180, 0, 0)), described(eased(0.6)))
    assert finding.status == "warn"
    assert finding.measured == pytest.approx(0.6 * (1 - math.cos(math.pi / 4)), abs=0.002)


@pytest.mark.parametrize("n", [48, 90, 240])
@pytest.mark.parametrize("seed", [0, 1])
def test_of_a_strange_file_the_bore_is_held_to_its_own_cylinder(n: int, seed: int) -> None:
    moved = spun(tri(flat(n)), seed) + np.array([5.0, -3.0, 12.0])
    finding = found(moved, STRANGE)
    assert finding.measured == pytest.approx(sag(RI, n), abs=1e-3)
    assert (finding.status == "warn") == (sag(RI, n) > 0.015)


def test_a_distance_from_an_arc_ends_with_it() -> None:
    quarter = Arc((0.0, 0.0), 1.0, 0.0, math.pi / 2)
    points = np.array([[2.0, 2.0], [0.5, 0.0], [-1.0, 0.0], [1.0, -1.0]])
    expected = [math.sqrt(8) - 1, 0.5, math.sqrt(2), 1.0]
    assert facet_deviation.distance(quarter, points) == pytest.approx(expected)
    assert facet_deviation.distance(Arc((0.0, 0.0), 1.0, math.pi / 2, 0.0), points) == pytest.approx(expected)


def test_no_rule_no_finding_and_no_hole_none_either() -> None:
    assert facet_deviation.check(as_file(tri(flat(60))), described(FLAT, replace(load_rules(), rows=()))) == []
    assert facet_deviation.check(as_file(tri(box(9, 9, 9))), STRANGE) == []
