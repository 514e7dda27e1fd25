"""A spec's numbers decided: what the witness says, what is refused, what is noted, the fit and the density."""

from __future__ import annotations

import math

import pytest

from ringgen.bodies import Hoop, Wire
from ringgen.catalog.metals import find_metal
from ringgen.catalog.sizes import parse_size
from ringgen.design.band import shank_of
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError, Problem
from ringgen.plane import points
from ringgen.settings._heads import HIGH, LOW
from ringgen.spec.load import read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text
from ringgen.witness import Witness

US7 = 17.3228  # mm inside: US 0 is 11.6332 mm and a size is 0.8128 mm, as sizes.toml has it
PRONGS = '[[settings]]\nid = "centre"\ntype = "prong"\nstone = {diameter = 6.5}\n'
BEZEL = PRONGS.replace("prong", "bezel")
PLAIN = 'profile = "flat", width = 3.0, thickness = 2.0'


def spec(band: str = PLAIN, head: str = "", more: str = "") -> Spec:
    text = f'size = "US 7"\nmetal = "18k-yellow"\n{more}\nband = {{{band}}}\n{head}'
    return read_text(Text(text, "test", ".toml")).spec


def design(band: str = PLAIN, head: str = "", more: str = "") -> Design:
    return resolve(spec(band, head, more))


def refused(band: str = PLAIN, head: str = "", more: str = "") -> Problem:
    with pytest.raises(InputError) as caught:
        design(band, head, more)
    return caught.value.problems[0]


def test_a_plain_band_is_a_shank_and_nothing_else() -> None:
    found = design()
    assert [p.part for p in found.parts.metal] == ["shank"]
    assert (found.parts.cutters, found.parts.stones) == ((), ())
    assert found.witness == Witness()
    assert found.bore_radius == pytest.approx(US7 / 2)
    assert found.size == parse_size("US 7")
    assert found.fit_mm == 0.0
    assert (found.band.width, found.band.top_width, found.band.thickness, found.band.top_thickness) == (3, 3, 2, 2)
    body = found.parts.metal[0].body
    assert isinstance(body, Hoop)
    assert max(h for _, h in points(body.sections[0][1])) == pytest.approx(US7 / 2 + 2.0)


@pytest.mark.parametrize(("asked", "count"), [("prongs = 4", 4), ("", 6)])
def test_a_head_has_the_prongs_and_the_stone_it_was_asked_for(asked: str, count: int) -> None:
    found = design(head=PRONGS + asked)
    assert len(found.witness.stones) == 1
    assert len(found.witness.prongs) == count
    assert {p.stone for p in found.witness.prongs} == {"stone-1"}
    assert [p.part for p in found.witness.prongs] == [f"centre prong {i}" for i in range(1, count + 1)]
    assert [p.part for p in found.parts.stones] == ["stone-1"]
    assert found.parts.metal[0].part == "shank"
    (wires,) = [p for p in found.parts.metal if isinstance(p.body, Wire)]
    assert len(wires.places) == count


@pytest.mark.parametrize(
    ("asked", "lift"), [("", LOW), ('set = "high"', HIGH), ("lift = 2.0", 2.0), ("lift = 0.0", 0.0)]
)
def test_the_culet_stands_the_asked_lift_over_the_band(asked: str, lift: float) -> None:
    (stone,) = design(head=PRONGS + asked).witness.stones
    assert stone.frame.origin[:2] == (0.0, 0.0)
    assert stone.frame.z == (0.0, 0.0, 1.0)
    assert stone.frame.origin[2] - stone.pavilion == pytest.approx(US7 / 2 + 2.0 + lift)


def test_the_top_of_a_changing_band_carries_the_head() -> None:
    (stone,) = design('profile = "flat", width = 3.0, thickness = 1.6, top = {thickness = 2.4}', PRONGS).witness.stones
    assert stone.frame.origin[2] - stone.pavilion == pytest.approx(US7 / 2 + 2.4 + LOW)


def test_the_stone_is_the_one_that_was_measured() -> None:
    head = PRONGS.replace("diameter = 6.5", 'diameter = 6.4, depth = 4.0, gem = "sapphire", carat = 1.3')
    (stone,) = design(head=head).witness.stones
    assert (stone.length, stone.width, stone.carat) == (6.4, 6.4, 1.3)
    assert (stone.cut, stone.gem, stone.placeholder, stone.carat_error) == ("round", "sapphire", False, 0.0)
    assert stone.crown + stone.girdle + stone.pavilion == pytest.approx(stone.depth) == pytest.approx(4.0)


def test_a_carat_alone_is_a_placeholder() -> None:
    (stone,) = design(head=PRONGS.replace("diameter = 6.5", "carat = 1.0")).witness.stones
    assert stone.placeholder
    assert stone.carat_error == 0.035  # GIA's formula for round diamonds
    assert stone.length == pytest.approx(6.5, abs=0.1)  # a round diamond of one carat; GIA's reference brilliant


def test_the_witness_stands_where_the_metal_does() -> None:
    found = design(head=PRONGS)
    (stone,) = found.witness.stones
    for prong in found.witness.prongs:
        assert prong.axis[-1][2] > stone.frame.origin[2]  # the tip is over the girdle
        assert found.bore_radius < prong.axis[0][2] < found.bore_radius + 2.0  # the foot is in the band
        assert math.hypot(*prong.axis[-1][:2]) + prong.diameter > 3.25
    feet = [p.axis[0] for p in found.witness.prongs]
    angles = sorted(round(math.degrees(math.atan2(y, x)), 6) % 360 for x, y, _ in feet)
    assert angles == pytest.approx([0, 60, 120, 180, 240, 300], abs=1e-6)


def test_a_bezel_is_witnessed_as_one() -> None:
    found = design(head=BEZEL + "wall = 0.9")
    (bezel,) = found.witness.bezels
    assert (bezel.stone, bezel.wall, found.witness.prongs) == ("stone-1", 0.9, ())
    assert bezel.inner_radius == pytest.approx(3.25, abs=0.1)


def test_cathedral_shoulders_bring_two_arches_after_the_shank() -> None:
    found = design(PLAIN + ', shoulders = "cathedral"', PRONGS)
    names = [p.part for p in found.parts.metal]
    assert names[0] == "shank"
    assert names.count("shoulder") == 2
    assert [r.part for r in found.witness.regions].count("shoulder") == 2


STONELESS = PRONGS.replace("stone = {diameter = 6.5}\n", "")
REFUSALS = [  # field, a word of the message, what is offered (allowed or nearest), band, head
    ("settings.centre.stone", "needed", "stone = {", PLAIN, STONELESS),
    ("settings.centre.stone", "diameter", "carat", PLAIN, PRONGS.replace("diameter = 6.5", 'gem = "ruby"')),
    ("settings.side.beside", "stands where centre", '"centre"', PLAIN, PRONGS + PRONGS.replace("centre", "side")),
    ("settings.centre.stone.depth", "23 %", "2.60 to 5.52", PLAIN, PRONGS.replace("6.5", "6.5, depth = 1.5")),
    ("settings.centre.stone", "not round", "6.5", PLAIN, PRONGS.replace("diameter = 6.5", "length = 6.5, width = 5.0")),
    ("settings.centre.diameter", "have no room", "", PLAIN, PRONGS + "prongs = 8\ndiameter = 2.5"),
    ("band.shoulders", "there is none", "plain", PLAIN + ', shoulders = "cathedral"', ""),
    ("band.thickness", "as thick as it is wide", "3", 'profile = "round", width = 3.0, thickness = 2.0', ""),
    # cast-standard.toml: a band is 1.0 mm at least, either way (i.materialise)
    ("band.thickness", "0.9 mm is under", "at least 1 mm", 'profile = "flat", width = 3.0, thickness = 0.9', ""),
    ("band.top.thickness", "0.9 mm is under", "at least 1 mm", PLAIN + ", top = {thickness = 0.9}", ""),
]


@pytest.mark.parametrize(("field", "word", "offer", "band", "head"), REFUSALS)
def test_what_cannot_be_a_ring_is_refused_by_its_field(field: str, word: str, offer: str, band: str, head: str) -> None:
    problem = refused(band, head)
    assert problem.field == field
    assert word in problem.message
    assert offer in f"{problem.allowed} {problem.nearest}"


def test_the_least_thickness_itself_is_allowed() -> None:
    assert design('profile = "flat", width = 1.0, thickness = 1.0').band.thickness == 1.0


def test_a_profile_that_cannot_be_drawn_names_its_field_and_the_place() -> None:
    # a dome of 2.5 mm over 4 mm would be more than half a circle
    problem = refused('profile = "court", width = 4.0, thickness = 5.0, dome = 2.5')
    assert problem.field.startswith("band.")
    assert "4 × 5 mm" in problem.message


def test_a_wire_takes_its_width_from_its_thickness() -> None:
    band = design('profile = "round", thickness = 2.5').band
    assert (band.width, band.top_width) == (2.5, 2.5)


def test_without_a_fit_the_size_is_the_bore_and_the_notes_say_so() -> None:
    found = design('profile = "flat", width = 6.0, thickness = 2.0')
    assert found.fit_mm == 0.0
    assert found.bore_radius == pytest.approx(US7 / 2)
    assert any("the size is the bore" in n and 'fit = "auto"' in n for n in found.notes)


@pytest.mark.parametrize(
    ("band", "sizes"),
    [  # fit.toml, in US sizes of 0.8128 mm: over 4 mm a quarter, from 6 mm a half, a rounded inside a quarter less
        ('profile = "flat", width = 4.0, thickness = 2.0', 0.0),
        ('profile = "flat", width = 5.0, thickness = 2.0', 0.25),
        ('profile = "flat", width = 6.0, thickness = 2.0', 0.5),
        ('profile = "court", width = 4.0, thickness = 2.0', -0.25),
        ('profile = "court", width = 6.0, thickness = 2.0', 0.25),
        ('profile = "round", thickness = 2.0', -0.25),
    ],
)
def test_fit_auto_moves_the_bore_and_says_by_how_much(band: str, sizes: float) -> None:
    found = design(band, more='fit = "auto"')
    delta = sizes * 0.8128
    assert found.fit_mm == pytest.approx(delta, abs=1e-6)
    assert 2 * found.bore_radius == pytest.approx(US7 + delta, abs=1e-6)
    assert any(n.startswith(f"fit: bore changed by {delta:+.2f} mm") for n in found.notes)


def test_fit_goes_by_the_widest_place() -> None:
    # 7 mm at the top is over 6 mm: half a US size
    band = 'profile = "flat", width = 3.0, thickness = 2.0, top = {width = 7.0}'
    assert design(band, more='fit = "auto"').fit_mm == pytest.approx(0.4064)


@pytest.mark.parametrize(
    "band",
    ['profile = "flat", width = 3.0, thickness = 2.0, top = {width = 7.0}', 'profile = "round", thickness = 5.0'],
)
def test_the_note_says_what_was_done_to_the_bore(band: str) -> None:
    found = design(band, more='fit = "auto"')
    assert any(n.startswith(f"fit: bore changed by {found.fit_mm:+.2f} mm") for n in found.notes)


def test_a_thin_wire_is_refused_by_its_own_field_alone() -> None:
    with pytest.raises(InputError) as caught:
        design('profile = "round", thickness = 0.9')
    assert {p.field for p in caught.value.problems} <= {"band.thickness", "band.width"}


def test_a_wire_wider_than_thick_at_the_top_is_refused() -> None:
    assert refused('profile = "round", thickness = 2.0, top = {width = 3.0}').field.startswith("band.top")


def test_a_density_of_one_s_own_is_used_and_noted() -> None:
    found = design(more="density = 15.1")
    assert found.metal.density_g_cm3 == 15.1
    assert found.metal.grams(1000.0) == pytest.approx(15.1)
    assert any(n.startswith("density: 15.1 g/cm³") for n in found.notes)
    plain = design()
    assert plain.metal == find_metal("18k-yellow", None)
    assert not any(n.startswith("density") for n in plain.notes)


def test_a_setting_s_notes_are_named_after_it() -> None:
    # a small stone set low leaves no room for a second rail
    small = PRONGS.replace("6.5", "3.0")
    notes = [n for n in design(head=small).notes if "rail" in n]
    assert notes
    assert all(n.startswith("centre: ") for n in notes)


@pytest.mark.parametrize(("name", "slug"), [("Ana & Luís", "ana-luis"), ("  ", "ring"), ("../../etc", "etc")])
def test_files_are_named_after_the_ring(name: str, slug: str) -> None:
    found = design(more=f'name = "{name}"')
    assert (found.name, found.slug) == (name, slug)


def test_the_same_spec_is_the_same_design() -> None:
    assert design(head=PRONGS) == design(head=PRONGS)


def test_the_shank_of_a_spec_has_its_measures() -> None:
    found = shank_of(spec('profile = "flat", width = 3.0, thickness = 1.6, top = {width = 4.0}'))
    assert (found.width, found.thickness, found.top_width, found.top_thickness) == (3.0, 1.6, 4.0, 1.6)
    assert not found.constant
    assert found.bore_radius == pytest.approx(US7 / 2)
