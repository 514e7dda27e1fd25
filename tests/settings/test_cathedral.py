"""Cathedral shoulders with either head: where the arches spring and arrive; then built and judged as files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from ringgen import pipeline
from ringgen.bodies import Arm, Revolved
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.plane import Arc
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

THICK, WIDE = 1.8, 2.2
BAND = f'band = {{profile = "court", width = {WIDE}, thickness = {THICK}, shoulders = "cathedral"}}\n'
HEADS = {
    "prong": 'type = "prong"\nprongs = 6\nset = "high"\nstone = {cut = "round", diameter = 6.5, gem = "diamond"}\n',
    "bezel": 'type = "bezel"\nset = "high"\nstone = {cut = "round", diameter = 6.5, gem = "diamond"}\n',
}


def text(head: str) -> Text:
    ring = f'size = "US 7"\nmetal = "14k-yellow"\n{BAND}[[settings]]\nid = "centre"\n{HEADS[head]}'
    return Text(ring, "test", ".toml")


def designed(head: str) -> Design:
    return resolve(read_text(text(head)).spec)


def arches(design: Design) -> list[Arm]:
    return [p.body for p in design.parts.metal if p.part == "shoulder" and isinstance(p.body, Arm)]


@pytest.mark.parametrize("head", HEADS)
def test_two_arches_mirror_one_another_across_the_stone(head: str) -> None:
    left, right = arches(designed(head))
    for a, b in zip(left.sections, right.sections, strict=True):
        (ax, ay, az), (bx, by, bz) = a[0], b[0]
        assert (ax, ay, az) == pytest.approx((-bx, by, bz))
        assert a[3:] == pytest.approx(b[3:])
    assert next(p.part for p in designed(head).parts.metal) == "shank"


@pytest.mark.parametrize("head", HEADS)
def test_an_arch_springs_from_the_middle_of_the_band_and_runs_along_it(head: str) -> None:
    design = designed(head)
    for arch in arches(design):
        (x, y, z), (tx, _, tz), *_ = arch.sections[0]
        assert math.hypot(x, z) == pytest.approx(design.bore_radius + THICK / 2, abs=1e-6)
        assert y == 0.0
        assert (tx * x + tz * z) / math.hypot(x, z) == pytest.approx(0.0, abs=1e-9)
        assert 30.0 <= math.degrees(math.atan2(abs(x), z)) <= 50.0  # where trade pictures show arches begin


@pytest.mark.parametrize("head", HEADS)
def test_an_arch_rises_all_the_way_and_never_into_the_finger(head: str) -> None:
    design = designed(head)
    for arch in arches(design):
        heights = [centre[2] for centre, *_ in arch.sections]
        assert heights == sorted(heights)
        for (x, _, z), (tx, _, tz), side, wide, high in arch.sections:
            assert math.hypot(tx, tz) == pytest.approx(1.0)
            assert side == (0.0, 1.0, 0.0)
            assert min(wide, high) >= 0.3  # half of the 0.6 mm wall casters ask for
            assert wide <= WIDE / 2
            assert math.hypot(x, z) - high > design.bore_radius


def test_arches_arrive_in_the_gallery_rail() -> None:
    design = designed("prong")
    rail = next(p for p in design.parts.metal if "gallery" in p.part)
    assert isinstance(rail.body, Revolved)
    wire = rail.body.outline[0]
    assert isinstance(wire, Arc)
    up = rail.places[0].origin[2]
    for arch in arches(design):
        (x, _, z), *_ = arch.sections[-1]
        assert math.dist((abs(x), z - up), wire.centre) <= wire.radius


def test_arches_arrive_in_the_wall_of_the_bezel_and_not_in_its_pocket() -> None:
    design = designed("bezel")
    pocket = next(p for p in design.parts.cutters if "seat" in p.part)
    assert isinstance(pocket.body, Revolved)
    up = pocket.places[0].origin[2]
    wall = design.witness.bezels[0].wall
    for arch in arches(design):
        (x, _, z), *_ = arch.sections[-1]
        r, low = abs(x), z - up
        rims = [
            c.start[0] + (low - c.start[1]) / (c.end[1] - c.start[1]) * (c.end[0] - c.start[0])
            for c in pocket.body.outline
            if min(c.start[1], c.end[1]) <= low <= max(c.start[1], c.end[1]) and c.start[1] != c.end[1]
        ]
        assert max(rims) < r < max(rims) + wall


def test_arches_without_a_head_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        resolve(read_text(Text(f'size = "US 7"\nmetal = "14k-yellow"\n{BAND}', "test", ".toml")).spec)
    assert caught.value.problems[0].field == "band.shoulders"


@pytest.mark.parametrize("head", ["bezel", pytest.param("prong", marks=pytest.mark.slow)])
def test_a_built_cathedral_is_one_sound_solid_that_is_released(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from OCP.BRepCheck import BRepCheck_Analyzer
    from OCP.TopAbs import TopAbs_SOLID

    from ringgen.kernel._shapes import explore

    made: list[Any] = []
    monkeypatch.setattr(pipeline, "make", spied(pipeline.make, made))
    outcome = pipeline.build(read_text(text(head)), out=tmp_path / "out", formats=("stl",))
    solid = made[0].solid
    assert BRepCheck_Analyzer(solid.shape, True).IsValid()
    assert len(explore(solid.shape, TopAbs_SOLID)) == 1
    assert solid.rungs == ()
    assert [f for f in outcome.report["findings"] if f["status"] not in ("pass", "warn")] == []
    assert outcome.report["verdict"] == "released"


def spied(make: Any, seen: list[Any]) -> Any:
    """`make`, its result kept."""

    def kept(*args: Any, **kwargs: Any) -> Any:
        seen.append(make(*args, **kwargs))
        return seen[-1]

    return kept
