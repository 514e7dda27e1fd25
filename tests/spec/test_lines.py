"""The scanners find exactly the paths `tomllib` and `json` find; lines are counted here by hand."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.spec.lines import Path, json_lines, toml_lines, too_deep

SPEC = '''# a comment with [brackets] and "quotes
name = "Ana"
band = {profile = "court", width = 2.2, top = {width = 1.8}}
note = """
two lines
x = 3 """
[making]
rules = 'cast-standard'

[[settings]]
id = "centre"
stone.cut = "round"
list = [
  1.0,   # one
  {a = 1}, "]",
]

[settings.extra]
deep = 1

[[settings]]
"type" = "pave" # [no]
'''


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    if at:
        yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from paths(inner, (*at, key))


def test_every_path_of_a_toml_spec_has_its_line() -> None:
    lines = toml_lines(SPEC)
    assert set(lines) == set(paths(tomllib.loads(SPEC)))
    assert lines["name",] == 2
    assert lines["band", "top", "width"] == 3
    assert lines["note",] == 4
    assert lines["making", "rules"] == 8
    assert lines["settings", 0] == 10
    assert lines["settings", 0, "stone", "cut"] == 12
    assert lines["settings", 0, "list", 1, "a"] == 15
    assert lines["settings", 0, "extra", "deep"] == 19
    assert lines["settings", 1, "type"] == 22


def test_windows_line_ends_count_once() -> None:
    assert toml_lines(SPEC.replace("\n", "\r\n")) == toml_lines(SPEC)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
SCALARS = st.one_of(st.integers(-9, 9), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), TEXT)
TREES = st.dictionaries(
    TEXT,
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)),
    max_size=5,
)


def quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def inline(value: Any) -> str:
    """A TOML value on one line, or an array over several."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[ # first\n" + ",\n".join(inline(v) for v in value) + "]"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "0.0"
    return quoted(value)


@given(TREES, st.booleans())
def test_paths_agree_with_tomllib(tree: dict[str, Any], tables: bool) -> None:
    rows = []
    for key, value in tree.items():
        rows.append(f"[[rows]]\n[rows.{quoted(key)}]\nvalue = {inline(value)}" if tables else "")
        rows.append(f"k{len(rows)}.{quoted(key)} = {inline(value)}")
    text = "\n".join(rows)
    assert set(toml_lines(text)) == set(paths(tomllib.loads(text)))


@given(TREES, st.sampled_from([None, 1]))
def test_paths_agree_with_json(tree: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(tree, indent=indent)
    lines = json_lines(text)
    assert set(lines) == set(paths(tree))
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert json.dumps(path[-1]) in text.splitlines()[line - 1]


@pytest.mark.parametrize("text", ["a = " + "[" * 500 + "]" * 500, "{" * 500, ".".join("a" * 30) + " = 1"])
def test_deep_texts_are_found_before_anything_recursive_reads_them(text: str) -> None:
    assert too_deep("x = 1\n" + text) == 2


@pytest.mark.parametrize("text", [SPEC, 'a = "' + "[" * 50 + '"', "# " + "[." * 50, "a = [" + "1.5, " * 50 + "]"])
def test_brackets_in_words_and_long_lists_are_not_deep(text: str) -> None:
    assert too_deep(text) is None
