"""`band.shank` and `band.shoulders`: a bare word or a table, in specs, presets and --set; one ring, one sum."""

from __future__ import annotations

import pytest

from ringgen.errors import InputError
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.sources import Text


def loaded(band: str, *sets: str) -> Loaded:
    return read_text(Text(f'size = "US 7"\nmetal = "14k-yellow"\n{band}', "test", ".toml"), sets)


def test_a_bare_word_is_the_table_with_that_style() -> None:
    word, table = loaded('band = {shoulders = "cathedral"}\n'), loaded('[band.shoulders]\nstyle = "cathedral"\n')
    assert word.spec.band.shoulders.style == "cathedral"
    assert word.sha256 == table.sha256


def test_the_default_is_a_straight_band_with_plain_shoulders() -> None:
    spec = loaded("").spec
    assert (spec.band.shank.style, spec.band.shoulders.style) == ("straight", "plain")
    assert not spec.given("band.shank.style")
    assert spec.plain()["band"]["shank"] == {"style": "straight"}


@pytest.mark.parametrize("order", [("shank=split", "shank.gap=1.4"), ("shank.gap=1.4", "shank=split")])
def test_set_takes_the_word_and_the_fields_in_any_order(order: tuple[str, str]) -> None:
    spec = loaded("", *(f"band.{s}" for s in order)).spec
    assert spec.band.shank.style == "split"
    assert dict(spec.band.shank.params)["gap"] == 1.4
    assert spec.given("band.shank.gap")


def test_another_style_drops_the_fields_of_the_first() -> None:
    spec = loaded('band = {shank = {style = "split", gap = 1.4}}\n', "band.shank=european").spec
    assert spec.band.shank.style == "european"
    assert "gap" not in dict(spec.band.shank.params)


def test_the_word_alone_keeps_the_fields_of_the_same_style() -> None:
    spec = loaded('band = {shank = {style = "split", gap = 1.4}}\n', "band.shank=split").spec
    assert dict(spec.band.shank.params)["gap"] == 1.4


@pytest.mark.parametrize(
    ("band", "field", "says"),
    [
        ('band = {shank = "spilt"}\n', "band.shank.style", "split"),
        ('band = {shank = {style = "split", gab = 1.4}}\n', "band.shank.gab", "gap"),
        ('band = {shoulders = {style = "cathedral", gap = 1}}\n', "band.shoulders.gap", "no such field"),
        ("band = {shank = 3}\n", "band.shank", "needs a table"),
        ('band = {shank = {style = "split", gap = 90}}\n', "band.shank.gap", "too large"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(band: str, field: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        loaded(band)
    problem = next(p for p in caught.value.problems if p.field == field)
    assert says in f"{problem}"
    assert problem.line == 3
