from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manifold3d import CrossSection, Manifold
from waxes import BORE, WALL, WIDTH, arrays, band, bored, headed, saved, with_block

from ringgen.catalog.rules import Limit, load_rules
from ringgen.checks import bore, porosity, runner
from ringgen.checks.meshfile import MeshFile, read_mesh
from ringgen.checks.subject import Subject
from ringgen.errors import InputError
from ringgen.findings import Finding
from ringgen.plate.asked import SprueAsked
from ringgen.plate.sprue import Sprue, with_sprue
from ringgen.plate.stance import Framed, framed
from ringgen.spec.load import load
from ringgen.triangles import TriangleMesh, open_edges

OUTER = BORE + WALL


def put(
    body: Manifold, diameter: float | None = 2.5, length: float = 8.0, limits: tuple[Limit, ...] = ()
) -> tuple[Framed, Sprue]:
    vertices, faces = arrays(body)
    return with_sprue(Framed(vertices, faces, BORE), SprueAsked(diameter, length), "it", limits)


def test_it_is_one_closed_body_with_a_rod_of_the_length_asked_for() -> None:
    whole, rod = put(band())
    mesh = TriangleMesh(whole.vertices, whole.faces)
    assert open_edges(mesh) == 0
    assert rod.clock == "6:00"
    assert whole.vertices[:, 2].min() == pytest.approx(-OUTER - 8.0, abs=1e-3)
    assert mesh.volume == pytest.approx(band().volume() + rod.volume, rel=1e-6)
    # a rod of 48 facets has sin(2 pi / 48) / (2 pi / 48) of the circle's section; its foot follows the band's round
    section = math.pi * 1.25**2 * math.sin(math.pi / 24) / (math.pi / 24)
    assert rod.volume == pytest.approx(section * 8.0 + section * 1.25**2 / (8 * OUTER), rel=2e-3)


def test_the_finger_hole_stays_what_it_was(tmp_path: Path) -> None:
    whole, _ = put(band())
    mesh = MeshFile(tmp_path / "a.stl", "stl", whole.vertices[whole.faces])
    assert bore.on_axis(mesh).radius == pytest.approx(BORE * math.cos(math.pi / 96), abs=1e-4)
    shells = next(f for f in runner.run_checks(mesh, Subject(None, load_rules())) if f.check == "shells")
    assert shells.measured == 1


def test_left_to_fit_it_is_as_thick_as_the_section_it_feeds() -> None:
    _, rod = put(band(), None)
    assert rod.diameter == pytest.approx(math.sqrt(4 * WIDTH * WALL / math.pi), abs=0.1)  # 2.76 mm
    assert rod.share == pytest.approx(1.0, abs=0.1)
    assert not rod.notes


@pytest.mark.parametrize(("diameter", "words"), [(1.2, "19 %"), (3.5, "160 %")])
def test_one_that_is_out_of_proportion_is_said_to_be(diameter: float, words: str) -> None:
    _, rod = put(band(), diameter)
    assert any(words in note for note in rod.notes)


def test_it_stands_at_the_heaviest_place_of_the_lower_shank() -> None:
    """A band thickest at 4:00, by 2.5 + cos(away) mm: 3.5 there, 3.21 (92 %) at 5:30, 3.14 (just under 90 %) at 5:40.

    So 5:30 is nearest to the base of those within a tenth of the heaviest.
    """
    away = math.radians(60)
    shift = np.array([-math.sin(away), 0.0, -math.cos(away)])
    disc = Manifold.revolve(CrossSection([[(0, -1.5), (11, -1.5), (11, 1.5), (0, 1.5)]]), 192).rotate((90, 0, 0))
    hole = Manifold.cylinder(20.0, BORE, circular_segments=192, center=True).rotate((90, 0, 0))
    _, rod = put(disc.translate(tuple(shift)) - hole, None)
    assert rod.clock == "5:30"


def test_it_keeps_off_a_hole_and_never_stands_in_the_head() -> None:
    _, rod = put(bored(0.0))
    assert rod.clock not in ("6:00", "5:50", "6:10")
    _, rod = put(with_block())
    assert rod.clock == "6:00"


def lumps(body: Manifold, diameter: float | None = None, length: float = 8.0) -> Finding:
    (found,) = put(body, diameter, length, load_rules().limits("porosity"))[1].findings
    return found


@pytest.mark.parametrize(("wall", "status"), [(1.1, "warn"), (1.4, "warn"), (1.6, "pass")])
def test_a_head_is_held_to_the_shank_that_it_is_fed_through(wall: float, status: str) -> None:
    flats = wall * math.cos(math.pi / 96)
    found = lumps(headed(wall))
    assert (found.check, found.status, found.limit, found.unit) == ("porosity", status, 2.0, "times")
    assert found.measured == pytest.approx(3.0 / flats, abs=0.015)
    assert found.clock is not None
    assert (int(found.clock.split(":")[0]) + 1) % 12 <= 1  # within half an hour of twelve, to either side
    assert "a lump 3.00 mm thick, of " in found.message
    assert f"is fed through {flats:.2f} mm at " in found.message
    assert " from the sprue at 6:00" in found.message
    assert ("thicken the neck to 1.50 mm, or give the lump a sprue of its own" in found.message) == (status == "warn")
    assert found.source
    assert "Chvorinov" in found.source


def test_of_a_file_without_its_sprue_the_head_is_taken_to_be_fed_itself(tmp_path: Path) -> None:
    mesh = read_mesh(saved(tmp_path / "a.stl", headed(1.1)))
    (found,) = porosity.check(mesh, Subject(None, load_rules()))
    assert (found.status, found.measured) == ("pass", None)


def test_a_sprue_thinner_than_the_shank_is_the_neck() -> None:
    found = lumps(headed(1.6), 0.9)
    assert found.measured == pytest.approx(3.0 / (0.9 * math.cos(math.pi / 48)), abs=0.02)
    assert "the sprue itself" in found.message


@pytest.mark.parametrize(("diameter", "length"), [(None, 8.0), (3.4, 2.0), (5.0, 2.0), (2.0, 30.0)])
def test_a_band_is_fed_by_any_sprue(diameter: float | None, length: float) -> None:
    assert lumps(band(wall=2.6), diameter, length).measured is None


def test_what_has_no_limit_is_not_judged() -> None:
    assert put(headed(1.1))[1].findings == ()


def test_a_signet_is_fed_through_its_shank(ring: Callable[[str], Any]) -> None:
    """Its own check takes the sprue to be at the face, where metal is thickest, and passes it."""
    built, shank = ring("signet/oval"), load("signet/oval").spec.band.thickness
    assert [f["status"] for f in built.report["findings"] if f["check"] == "porosity"] == ["pass"]
    own = framed(read_mesh(built.file("stl")))
    _, rod = with_sprue(own, SprueAsked(None, 8.0), "signet", load_rules().limits("porosity"))
    (found,) = rod.findings
    neck = re.search(r"fed through ([\d.]+) mm", found.message)
    assert neck is not None
    assert float(neck[1]) == pytest.approx(shank, abs=0.02)
    assert (found.status, found.measured) == ("warn", pytest.approx(2.26, abs=0.05))


def test_a_shank_with_holes_all_round_takes_none() -> None:
    body = band()
    for degrees in range(-80, 81, 8):
        body = body ^ bored(float(degrees))
    with pytest.raises(InputError, match="no plain place"):
        put(body)


def test_what_is_open_or_has_no_hole_takes_none(tmp_path: Path) -> None:
    vertices, faces = arrays(band())
    with pytest.raises(InputError, match="does not close"):
        with_sprue(Framed(vertices, faces[:-40], BORE), SprueAsked(2.0, 8.0), "it")
    with pytest.raises(InputError, match="no finger hole"):
        with_sprue(Framed(vertices, faces, 0.0, False), SprueAsked(2.0, 8.0), "it")
    assert read_mesh(saved(tmp_path / "a.stl", band())).volume == pytest.approx(band().volume(), rel=1e-5)
