from __future__ import annotations

from bodies import as_file, box, hollow_box, nearly_touching, tri

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
