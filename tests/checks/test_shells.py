from __future__ import annotations

from bodies import as_file, box, hollow_box, nearly_touching, tri
from manifold3d import CrossSection, Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import shells
from ringgen.checks.subject import Subject
from ringgen.findings import Finding


def found(solid: object) -> Finding:
    (finding,) = shells.check(as_file(tri(solid)), Subject(None, load_rules()))  # type: ignore[arg-type]
    return finding


def test_one_body_passes() -> None:
    assert (found(box(4, 3, 2)).status, found(box(4, 3, 2)).measured) == ("pass", 1.0)


def test_two_bodies_fail_and_the_smaller_is_named() -> None:
    finding = found(nearly_touching(0.05) + box(0.6, 0.6, 0.6).translate((0, 0, 5)))
    assert (finding.status, finding.measured) == ("fail", 3.0)


def test_a_closed_hollow_is_a_second_shell() -> None:
    assert found(hollow_box(0.8)).measured == 2.0


def test_a_convex_shell_beside_the_ring_is_taken_for_a_stone_and_a_hollow_one_is_not() -> None:
    ring = Manifold.revolve(CrossSection([[(8, -1), (10, -1), (10, 1), (8, 1)]]), 96)
    stone = Manifold.cylinder(2, 0.1, 2.0, 8).translate((0, 0, 12))
    assert "one is convex" in found(ring + stone).message
    assert "2 are convex" in found(ring + stone + stone.translate((0, 8, 0))).message
    assert "convex" not in found(ring + ring.scale((0.3, 0.3, 0.3)).translate((0, 0, 14))).message
    assert "convex" not in found(hollow_box(0.8)).message  # it looks inwards
