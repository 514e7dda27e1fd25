from __future__ import annotations

import pytest

from ringgen.errors import InputError
from ringgen.plate.asked import Bed, SprueAsked, read, read_bed


@pytest.mark.parametrize(
    ("text", "bed"),
    [
        ("96x54", Bed(96, 54)),
        ("96 x 54 mm", Bed(96, 54)),
        ("96 × 54 × 120", Bed(96, 54, 120)),
        ("4 x 2 in", Bed(101.6, 50.8)),
        ("12.5 cm X 7 cm", Bed(125, 70)),
    ],
)
def test_a_bed_is_read_as_people_write_it(text: str, bed: Bed) -> None:
    assert read_bed(text) == bed


@pytest.mark.parametrize("text", ["", "x", "96", "96x", "96x54x20x3", "axb", "96x9000", "1x1", "-96x54", "nanx54"])
def test_what_is_no_bed_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--bed"):
        read_bed(text)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read(bed="x", copies=0, spacing="-1", orient="up", plates=999, sprue="20", pattern="14k", metal="unobtanium")
    fields = [p.field for p in caught.value.problems]
    assert fields == ["--sprue", "--bed", "--copies", "--spacing", "--orient", "--plates", "--pattern", "--metal"]
    assert next(p for p in caught.value.problems if p.field == "--orient").nearest == "upright"
    assert next(p for p in caught.value.problems if p.field == "--sprue").nearest == "8"


def test_what_was_asked_is_what_comes() -> None:
    asked = read(sprue="auto", sprue_length="6 mm", tilt="30", button="10 g", pattern="resin", metal="14k yellow")
    assert asked.sprue == SprueAsked(None, 6.0)
    assert (asked.orientation.id, asked.orientation.lean_deg) == ("tilted", 30.0)
    assert asked.button.of(40.0) == 10.0
    assert asked.pattern.id == "resin"
    assert asked.metal is not None
    assert asked.metal.id == "14k-yellow"


@pytest.mark.parametrize("button", ["20", "900 %", "a lot", "-3 g", "10 mm"])
def test_a_button_has_a_unit_and_is_no_slip_of_the_pen(button: str) -> None:
    with pytest.raises(InputError, match="--button"):
        read(button=button)


def test_options_that_mean_nothing_together_are_refused() -> None:
    with pytest.raises(InputError, match="no sprue"):
        read(sprue_length="6")
    with pytest.raises(InputError, match="does not lean"):
        read(orient="flat", tilt="30")
