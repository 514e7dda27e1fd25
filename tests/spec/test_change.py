"""One field of a spec read, set and found by its dotted path; everything else as it was."""

from __future__ import annotations

from typing import Any

import pytest

from ringgen.errors import InputError
from ringgen.settings import bezel
from ringgen.spec.change import Field, changed, fixed, get, owner
from ringgen.spec.load import read_text
from ringgen.spec.models import Band, Setting, Spec, Stone, Top
from ringgen.spec.sources import Text

TEXT = """
name = "Ana"
size = "US 7"
metal = "18k-yellow"
band = {profile = "court", width = 4.0, dome = 0.5, top = {width = 3.0}}

[[settings]]
id = "centre"
type = "prong"
prongs = 4
stone = {diameter = 6.5}

[[settings]]
id = "side"
type = "bezel"
stone = {diameter = 2.5}
"""


def spec() -> Spec:
    return read_text(Text(TEXT, "test", ".toml")).spec


WRITTEN = [  # path, what the text above says or leaves to its default
    ("name", "Ana"),
    ("density", None),
    ("band.width", 4.0),
    ("band.thickness", Band.model_fields["thickness"].default),
    ("band.dome", 0.5),
    ("band.top.width", 3.0),
    ("band.top.thickness", None),
    ("making.rules", "cast-standard"),
    ("settings.centre.type", "prong"),
    ("settings.centre.prongs", 4),
    ("settings.centre.diameter", None),
    ("settings.centre.stone.diameter", 6.5),
    ("settings.side.stone.diameter", 2.5),
    ("settings.side.wall", bezel.Params.model_fields["wall"].default),
]


@pytest.mark.parametrize(("path", "value"), WRITTEN)
def test_a_field_is_read_by_its_path(path: str, value: Any) -> None:
    assert get(spec(), path) == value


NUMBERS = [
    "density",
    "band.width",
    "band.thickness",
    "band.dome",
    "band.top.width",
    "band.top.thickness",
    "settings.centre.diameter",
    "settings.centre.stone.diameter",
    "settings.side.wall",
    "settings.side.stone.depth",
]


@pytest.mark.parametrize("path", NUMBERS)
def test_a_changed_field_is_as_if_it_had_been_written_and_nothing_else_moves(path: str) -> None:
    before = spec()
    after = changed(before, path, 1.25)
    assert get(after, path) == 1.25
    assert after.given(path)
    old, new = ({p: (v, asked) for p, v, asked in s.fields()} for s in (before, after))
    assert {p for p in new if new[p] != old.get(p)} == {path}
    assert list(new) == list(old)


def test_the_spec_it_came_from_is_untouched() -> None:
    before = spec()
    sum_before = before.sha256
    after = changed(before, "settings.side.stone.diameter", 3.0)
    assert before == spec()
    assert before.sha256 == sum_before != after.sha256
    assert after.settings[0] is before.settings[0]
    assert after.band is before.band


def test_a_change_and_the_change_back_are_the_same_ring() -> None:
    assert changed(changed(spec(), "band.width", 5.0), "band.width", 4.0).sha256 == spec().sha256


def test_changes_add_up() -> None:
    both = changed(changed(spec(), "band.dome", 0.3), "settings.centre.stone.diameter", 5.0)
    assert (get(both, "band.dome"), get(both, "settings.centre.stone.diameter")) == (0.3, 5.0)
    assert get(both, "band.top.width") == 3.0


def test_the_owner_is_the_record_that_declares_the_field() -> None:
    found = spec()
    assert owner(found, "band.width") == (found.band, "width")
    assert isinstance(owner(found, "band.top.width")[0], Top)
    assert owner(found, "band.dome")[0] is found.band.params
    assert isinstance(owner(found, "settings.centre.stone.diameter")[0], Stone)
    assert isinstance(owner(found, "settings.side.type")[0], Setting)
    assert owner(found, "settings.side.wall")[0] is found.settings[1].params
    # a prong's thickness and a stone's are both called diameter
    assert owner(found, "settings.centre.diameter")[0] is found.settings[0].params


def refused(path: str) -> None:
    for call in (get, owner, lambda s, p: changed(s, p, 1.0)):
        with pytest.raises(InputError) as caught:
            call(spec(), path)
        (problem,) = caught.value.problems
        assert problem.field == "solve"
        assert f'"{path}"' in problem.message
        assert problem.nearest == "band.thickness"


@pytest.mark.parametrize("path", ["", "nothing", "band.nothing", "Band.width", "band.", "settings.centre", "band.lip"])
def test_an_unknown_path_is_refused_with_one_that_works(path: str) -> None:
    refused(path)


@pytest.mark.parametrize(
    "path", ["band.width.more", "name.first", "settings.nobody.diameter", "settings.centre.prongs.x", "density.x"]
)
def test_a_path_through_what_holds_no_fields_is_refused_too(path: str) -> None:
    refused(path)


def test_what_a_change_was_before_it() -> None:
    ring = read_text(Text(TEXT, "ring", ".toml"))
    changes = ("band.width=4.4", "settings.centre.lift=3", "settings.centre.type=bezel", "settings.centre.wall=1")
    assert fixed(ring, changes) == (
        Field("band.width", "4", "4.4"),
        Field("settings.centre.lift", None, "3"),
        Field("settings.centre.type", "prong", "bezel"),
        Field("settings.centre.wall", None, "1"),
    )
