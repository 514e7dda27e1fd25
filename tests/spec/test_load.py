"""Text to spec: what is read, what is laid over what, and what is said when it cannot be."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from ringgen.errors import InputError, Problem
from ringgen.spec.load import load, read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text, is_spec

pytestmark = pytest.mark.usefixtures("made_up")

RING = """\
name = "Test ring"
size = "US 7"
metal = "18k yellow"
band = {profile = "test-band", width = "0.1 in", crest = 0.3}

[[settings]]
id = "centre"
type = "test-claw"
claws = 6
stone = {cut = "test-cut", length = 8.0, width = 6, bulge = "12 %"}

[[settings]]
type = "test-cup"

[[settings]]
type = "test-cup"
lip = 0.5
"""


def spec_of(text: str, *overrides: str, suffix: str = ".toml") -> Spec:
    return read_text(Text(text, "test", suffix), overrides).spec


def problems_of(text: str, *overrides: str, suffix: str = ".toml") -> dict[str, Problem]:
    with pytest.raises(InputError) as caught:
        spec_of(text, *overrides, suffix=suffix)
    return {p.field: p for p in caught.value.problems}


def test_a_spec_is_read_with_its_plug_ins_fields() -> None:
    spec = spec_of(RING)
    assert spec.metal == "18k-yellow"
    assert spec.band.width == 2.54
    assert spec.band.params.crest == 0.3  # type: ignore[attr-defined]
    assert spec.band.params.rows == 2  # type: ignore[attr-defined]
    assert [s.id for s in spec.settings] == ["centre", "test-cup", "test-cup-2"]
    stone = spec.settings[0].stone
    assert stone is not None
    assert (stone.length, stone.params.bulge) == (8.0, 0.12)  # type: ignore[attr-defined]


def test_what_was_written_is_told_from_what_is_a_default() -> None:
    spec = spec_of(RING)
    assert spec.given("band.width")
    assert spec.given("band.crest")
    assert spec.given("settings.centre.stone.bulge")
    assert not spec.given("band.thickness")
    assert not spec.given("settings.test-cup.lip")
    assert spec.defaults()["settings.test-cup.lip"] == 0.3
    assert "band.crest" not in spec.defaults()


def test_json_and_toml_and_units_make_the_same_sum() -> None:
    spec = spec_of(RING)
    again = spec_of(json.dumps(spec.plain()), suffix=".json")
    assert again.plain() == spec.plain()
    assert again.sha256 == spec.sha256
    assert spec_of(RING.replace("US 7", "us 7.0")).sha256 == spec.sha256
    assert spec_of(RING, "band.width=2.55").sha256 != spec.sha256


def test_the_sum_does_not_change_from_version_to_version_unnoticed() -> None:
    text = 'size = "US 7"\nmetal = "925"\nband = {profile = "test-band"}\n'
    content = {k: v for k, v in spec_of(text).plain().items() if k != "band"}
    assert content == {
        "name": "ring",
        "size": "US 7",
        "metal": "silver-925",
        "fit": "none",
        "making": {"rules": "cast-standard"},
        "settings": [],
    }


def test_every_problem_is_said_at_once_with_its_line() -> None:
    text = RING.replace("claws = 6", "claws = 60\nclavs = 6").replace("US 7", "7").replace("18k yellow", "18k yelow")
    found = problems_of(text.replace("crest = 0.3", "crest = 3, widht = 2"))
    assert {k: p.line for k, p in found.items()} == {
        "size": 2,
        "metal": 3,
        "band.crest": 4,
        "band.widht": 4,
        "settings.centre.claws": 9,
        "settings.centre.clavs": 10,
    }
    assert found["metal"].nearest == "18k-yellow"
    assert found["band.crest"].nearest == "0.9 mm"
    assert found["band.widht"].nearest == "width"
    assert found["settings.centre.clavs"].nearest == "claws"
    assert found["settings.centre.claws"].allowed == "3 to 8"


def test_a_missing_field_is_named() -> None:
    found = problems_of('name = "x"\n')
    assert set(found) == {"size", "metal"}
    assert "needed" in found["size"].message


@pytest.mark.parametrize("suffix", [".toml", ".json", ""])
def test_an_unknown_profile_still_has_its_widths_checked(suffix: str) -> None:
    text = {
        ".json": '{"size": "US 7", "metal": "750",\n "band": {"profile": "test-bend", "width": 99, "crest": 9}}',
    }.get(suffix, 'size = "US 7"\nmetal = "750"\nband = {profile = "test-bend", width = 99, crest = 9}')
    found = problems_of(text, suffix=suffix)
    assert set(found) == {"band.profile", "band.width"}
    assert found["band.profile"].nearest == "test-band"
    assert found["band.profile"].line == (2 if suffix == ".json" else 3)


def test_aliases_name_a_profile() -> None:
    assert spec_of(RING.replace('"test-band"', '"Made  Up"')).band.profile == "test-band"


class TestOverrides:
    def test_fields_are_reached_by_id(self) -> None:
        spec = spec_of(
            RING, "settings.centre.claws=4", "band.width=3 mm", "name=Ana", 'settings.centre.stone.gem="ruby"'
        )
        assert spec.settings[0].params.claws == 4  # type: ignore[attr-defined]
        assert (spec.band.width, spec.name) == (3.0, "Ana")
        assert spec.settings[0].stone is not None
        assert spec.settings[0].stone.gem == "ruby"
        assert spec.given("settings.centre.claws")

    def test_another_type_drops_the_fields_it_does_not_have(self) -> None:
        spec = spec_of(RING, "settings.centre.type=test-cup", "band.profile=flat")
        assert spec.settings[0].type == "test-cup"
        assert spec.settings[0].stone is not None
        assert (spec.band.profile, spec.band.width) == ("flat", 2.54)

    def test_another_size_of_stone_replaces_the_first(self) -> None:
        stone = spec_of(RING, "settings.centre.stone.carat=1 ct").settings[0].stone
        assert stone is not None
        assert (stone.carat, stone.length, stone.width) == (1.0, None, None)
        stone = spec_of(RING, "settings.centre.stone.length=9", "settings.centre.stone.width=7").settings[0].stone
        assert stone is not None
        assert (stone.length, stone.width) == (9.0, 7.0)
        stone = spec_of(RING, "settings.centre.stone.depth=4").settings[0].stone
        assert stone is not None
        assert (stone.length, stone.depth) == (8.0, 4.0)

    def test_nothing_takes_a_field_away(self) -> None:
        assert not spec_of(RING, "band.width=").given("band.width")

    def test_a_new_setting_needs_its_type(self) -> None:
        spec = spec_of(RING, "settings.side.type=test-cup", "settings.side.lip=0.4")
        assert spec.settings[-1].id == "side"
        found = problems_of(RING, "settings.sides.lip=0.4", "settings.center.claws=4")
        assert found["settings.center.claws"].nearest == "centre"
        assert "settings.sides.lip" in found

    @pytest.mark.parametrize("path", ["preset", "settings.centre.id"])
    def test_what_the_spec_stands_on_stays(self, path: str) -> None:
        assert set(problems_of(RING, f"{path}=solitaire/six-prong")) == {path}

    def test_each_bad_one_is_said_and_has_no_line(self) -> None:
        found = problems_of(RING, "junk", "band.width=99", "band.wdth=1", "band.width.x=1", "weight=4 ct")
        assert set(found) == {"--set", "band.width", "band.wdth", "band.width.x", "weight"}
        assert {p.line for p in found.values()} == {None}

    @pytest.mark.parametrize(
        "value", ["1\nmetal = 'x'", "[" * 900, "{a=" * 300, "nan", "1e400", "\x1b[31m", "9" * 1999]
    )
    def test_hostile_values_are_values(self, value: str) -> None:
        assert set(problems_of(RING, f"band.width={value}")) <= {"band.width", "--set"}


class TestPresets:
    """`preset =` starts from a shipped one."""

    def test_a_spec_lies_over_its_preset(self) -> None:
        base = load("solitaire/six-prong").spec
        spec = spec_of(
            'preset = "solitaire/six-prong"\nsize = "UK N"\n[band]\nwidth = 3\n[[settings]]\nid = "centre"\nprongs = 4'
        )
        assert (spec.size, spec.metal, spec.band.width) == ("UK N", base.metal, 3.0)
        assert spec.band.thickness == base.band.thickness
        assert spec.settings[0].params.prongs == 4  # type: ignore[attr-defined]
        assert spec.settings[0].stone == base.settings[0].stone

    def test_an_unknown_one_is_refused_by_name_and_nothing_else(self) -> None:
        found = problems_of('preset = "solitaire/six-pron"\nsize = "US 7"\nmetal = "750"')
        assert found["preset"].nearest == "solitaire/six-prong"
        assert found["preset"].line == 1

    @pytest.mark.parametrize(
        "name", ["../presets/solitaire/six-prong", "solitaire/../solitaire/six-prong", "/etc/passwd"]
    )
    def test_a_name_is_never_a_path(self, name: str) -> None:
        assert "preset" in problems_of(f'preset = "{name}"')


class TestSources:
    def test_a_path_and_standard_input_read_alike(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "ring.toml"
        path.write_bytes(b"\xef\xbb\xbf" + RING.replace("\n", "\r\n").encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RING.encode())))
        from_file, from_pipe = load(path), load("-")
        assert from_file.sha256 == from_pipe.sha256
        assert (from_file.source, from_pipe.source) == (str(path), "standard input")
        assert from_pipe.origin.text == RING

    def test_what_is_no_ordinary_file_is_refused_without_waiting(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe.toml"
        os.mkfifo(pipe)
        for path in (pipe, tmp_path, Path("/dev/zero"), tmp_path / "missing", tmp_path / ("x" * 4000), "a\0b"):
            with pytest.raises(InputError):
                load(path)

    def test_a_preset_is_suggested_for_what_is_not_there(self) -> None:
        with pytest.raises(InputError, match="did you mean solitaire/six-prong"):
            load("solitair/six-prong")


def test_what_a_later_step_refuses_gets_its_line() -> None:
    loaded = read_text(Text(RING, "ring.toml", ".toml"), ["band.width=3"])
    later = InputError(
        [Problem("settings.centre.claws", "no"), Problem("band.width", "no"), Problem("band.lean", "no")]
    )
    located = loaded.located(later)
    assert [p.line for p in located.problems] == [9, None, 4]
    assert str(located).startswith("ring.toml: line 9: settings.centre.claws: no")


@pytest.mark.parametrize("value", [[], {}, [[[]]]])
def test_wrong_types_anywhere_are_refused_and_named(value: Any) -> None:
    """Every field of a whole spec, one after the other, holding a value of another kind."""
    whole = json.dumps(spec_of(RING).plain())

    def leaves(at: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        pairs = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        return [path] if not pairs and path else [p for k, v in pairs for p in leaves(v, (*path, k))]

    paths = leaves(json.loads(whole))
    assert len(paths) > 20
    for path in paths:
        data = json.loads(whole)
        at = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        found = problems_of(json.dumps(data), suffix=".json")
        assert any(p.rpartition(".")[2] == path[-1] for p in found), (path, found)


def test_what_was_set_is_what_the_text_says_and_what_is_laid_over_it() -> None:
    ring = read_text(Text(RING, "ring", ".toml"), ["settings.centre.claws=5"])
    said = ("size", "band.width", "settings.centre.type", "settings.centre.claws")
    assert [ring.pinned(f) for f in said] == [True] * 4
    assert not ring.pinned("band.thickness")


def test_of_a_preset_nothing_was_set_but_what_is_laid_over_it() -> None:
    ring = load("solitaire/six-prong", ["band.top.width=1.9"])
    assert not ring.pinned("band.width")
    assert ring.pinned("band.top.width")
    over = read_text(Text('preset = "solitaire/six-prong"\nsize = "US 9"\n', "ring", ".toml"))
    assert over.pinned("size")
    assert not over.pinned("band.width")


@pytest.mark.parametrize(
    ("source", "expected"),
    [("-", True), ("solitaire/six-prong", True), ("a.toml", True), ("b.JSON", True), ("ring", True), ("c.stl", False)],
)
def test_a_spec_is_told_from_a_model_by_its_name(source: str, expected: bool) -> None:
    assert is_spec(source) is expected
