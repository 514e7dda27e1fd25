"""The wall gauge calibrated: 248 bodies of known thinnest metal (families.py), and what a limit 0.05 mm off says."""

from __future__ import annotations

import pytest
from bodies import as_file
from families import CALIBRATION, FAMILIES, WALLS, made
from test_wall import verdict

from ringgen.checks import wall

NEAR = 0.05  # mm: no body so far under its limit passes, none so far over it is refused
ERROR, SHARE = 0.02, 0.02  # mm, or of the wall if that is more
EACH = len(WALLS)
SOME = [name for n, name in enumerate(CALIBRATION) if n % EACH == (n // EACH) % EACH]  # of every family one, all walls


@pytest.mark.parametrize("name", SOME)
def test_of_every_family_one_reads_true(name: str) -> None:
    _true(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(CALIBRATION) - set(SOME)))
def test_every_body_reads_true(name: str) -> None:
    _true(name)


def test_there_are_two_hundred_of_them() -> None:
    assert len(set(CALIBRATION)) == len(FAMILIES) * len(WALLS) >= 200


def _true(name: str) -> None:
    body = made(name)
    assert body.truth is not None
    assert wall.measure(as_file(body.triangles)).least == pytest.approx(body.truth, abs=max(ERROR, SHARE * body.truth))
    assert verdict(body.triangles, body.truth + NEAR) == "fail"
    assert verdict(body.triangles, max(body.truth - NEAR, 0.01)) == "pass"
