"""`ringgen init`: the same ring, every other field there to be found, and nobody's file overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ringgen.cli import main
from ringgen.errors import InputError
from ringgen.spec import presets
from ringgen.spec.fields import describe
from ringgen.spec.load import load, read_text
from ringgen.spec.models import Band, Finish, Making, Setting, Shank, Shoulders, Shrink, Spec, Stone, Top
from ringgen.spec.read import params_of
from ringgen.spec.sources import Text
from ringgen.spec.template import commented

PRESETS = pytest.mark.parametrize("name", presets.names())


@PRESETS
def test_it_loads_to_the_preset_itself(name: str) -> None:
    spec = read_text(Text(commented(name), "init", ".toml")).spec
    base = load(name).spec
    assert spec == base
    assert spec.sha256 == base.sha256
    assert spec.defaults() == base.defaults()


@PRESETS
def test_every_field_there_is_stands_in_it(name: str) -> None:
    spec, text = load(name).spec, commented(name)
    band = spec.band
    models = [Spec, Band, Top, Shank, Shoulders, Making, Finish, Shrink, params_of("profile", band.profile)]
    models += [params_of("shank", band.shank.style), params_of("shoulder", band.shoulders.style)]
    for setting in spec.settings:
        models += [Setting, params_of("setting", setting.type)]
        if setting.stone:
            models += [Stone, params_of("cut", setting.stone.cut)]
    wanted = {d.name for model in models for d in describe(model)} - {"preset"}
    assert wanted == set(re.findall(r"^(?:# )?(\w+) = ", text, re.M))
    assert max(map(len, text.splitlines())) <= 120


@PRESETS
def test_any_one_line_may_be_taken_into_use(name: str) -> None:
    """Taking one # away gives a spec whose shape is right, so that no default or example in it is out of range."""
    lines = commented(name).splitlines()
    unused = [n for n, line in enumerate(lines) if re.match(r"# \w+ = ", line)]
    assert unused
    for n in unused:
        text = "\n".join([*lines[:n], lines[n][2:], *lines[n + 1 :]])
        try:
            read_text(Text(text, "init", ".toml"))
        except InputError as error:
            pytest.fail(f"{lines[n]}: {error}")


def test_it_writes_the_file_and_says_what_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "solitaire/six-prong"]) == 0
    assert (tmp_path / "six-prong.toml").read_text(encoding="utf-8") == commented("solitaire/six-prong")
    assert "ringgen build six-prong.toml" in capsys.readouterr().err
    assert commented("solitaire/six-prong").startswith("#:schema ./ringgen.schema.json\n")


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    assert main(["init", "solitaire/six-prong", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert main(["init", "solitaire/six-prong", str(path), "--force"]) == 0
    assert load(path).spec == load("solitaire/six-prong").spec


def test_a_dash_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "solitaire/six-prong", "-"]) == 0
    assert capsys.readouterr().out == commented("solitaire/six-prong")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["no/such"], 2),
        (["../six-prong"], 2),
        (["solitaire/six-prong", "ring.stl"], 2),
        (["solitaire/six-prong", "missing/folder/ring.toml"], 4),
    ],
)
def test_what_cannot_be_is_refused(
    args: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", *args]) == code
    assert not list(tmp_path.iterdir())
    assert capsys.readouterr().err.startswith("error: ")
