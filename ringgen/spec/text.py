"""Text to a plain tree: TOML for people, JSON for scripts, nothing else; strict, and with the line of every field."""

from __future__ import annotations

import json
import math
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from ringgen.errors import InputError
from ringgen.spec.lines import Lines, json_lines, toml_lines, too_deep
from ringgen.spec.problems import shown
from ringgen.spec.sources import Text

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")
_PLAINLY = {
    "Illegal character '\\n'": "a closing quote is missing",
    "Unescaped '\\' in a string": "a backslash in quotes must be doubled, or the quotes be single",
    "Expected '=' after a key": "a line here is field = value",
    "Invalid statement": "a line here is field = value",
    "Unclosed inline table": "a } is missing, or a value inside { } cannot be read",
    "Unclosed array": "a ] is missing, or a value inside [ ] cannot be read",
    "Expecting property name": "the name of a field, in double quotes, is needed here",
    "Extra data": "there is more after the end of the spec",
}
_YAML_PAIR = re.compile(r"^[ \t]*(?:- )?([A-Za-z_][\w-]*):(?:[ \t]+([^{\n].*))?$")


@dataclass(frozen=True)
class Tree:
    """A spec as tables, lists and scalars, with the line each path stands on."""

    data: dict[str, Any]
    lines: Lines


def parse(source: Text) -> Tree:
    """The tree of a text; InputError with the line for what is neither TOML nor JSON, or is either of them badly."""
    text = source.text
    is_json = source.suffix == ".json" or (source.suffix != ".toml" and text.lstrip().startswith("{"))
    if source.suffix in (".yaml", ".yml"):
        raise _yaml(text, source.name)
    deep = too_deep(text)
    if deep:
        raise _bad("is nested far deeper than any spec", source.name, deep)
    return _json(text, source.name) if is_json else _toml(text, source.name)


def _toml(text: str, name: str) -> Tree:
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        if _looks_like_yaml(text):
            raise _yaml(text, name) from None
        raise _toml_error(str(error), text, name) from None
    return Tree(data, toml_lines(text))


def _json(text: str, name: str) -> Tree:
    try:
        data = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise _bad(f"is not JSON: {_plainly(error.msg)}", name, error.lineno) from None
    except RecursionError:
        raise _bad("is nested far deeper than any spec", name) from None
    except _RefusedError as error:
        raise _bad(error.message, name, error.line(text)) from None
    if not isinstance(data, dict):
        raise _bad("is not a spec: a JSON spec is one object, { ... }", name, 1)
    return Tree(data, json_lines(text))


class _RefusedError(ValueError):
    """Something JSON lets pass and a spec does not; `word` is how it stands in the text."""

    def __init__(self, message: str, word: str, last: bool = False) -> None:
        super().__init__(message)
        self.message, self.word, self.last = message, word, last

    def line(self, text: str) -> int | None:
        """The first line that holds the word, or the last."""
        at = text.rfind(self.word) if self.last else text.find(self.word)
        return text.count("\n", 0, at) + 1 if at >= 0 else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(f'the field "{shown(key)}" is written twice', json.dumps(key), last=True)
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise _RefusedError(f'"{word}" is not a number a ring can have', word)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _RefusedError(f'"{shown(digits)}" is not a number a ring can have', digits)
    return value


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise _RefusedError(f'"{digits[:12]}" and so on is not a number a ring can have', digits)
    return int(digits)


def _toml_error(message: str, text: str, name: str) -> InputError:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1 if place else None
    said = _PLACE.sub("", message)
    row = text.splitlines()[line - 1] if line and line <= len(text.splitlines()) else ""
    if said.startswith(_TWICE):
        return _bad(f"{shown(row.strip())} is already given further up", name, line)
    if said == "Invalid value" and (pair := re.match(r"\s*([\w.-]+)\s*=\s*([^#\n]*)", row)):
        meant = f'{pair[1]} = "{pair[2].strip()}"'
        return _bad(f"{shown(row.strip())} has no value TOML can read", name, line, "text in quotes", shown(meant, 60))
    return _bad(f"is not TOML: {_plainly(said)}", name, line)


def _plainly(said: str) -> str:
    """A parser's phrase in plain words where there are some."""
    known = next((words for start, words in _PLAINLY.items() if said.startswith(start)), None)
    return known or said[:1].lower() + shown(said[1:], 120)


def _looks_like_yaml(text: str) -> bool:
    rows = [r for r in text.splitlines() if r.strip() and not r.lstrip().startswith("#")]
    pairs = [r for r in rows if _YAML_PAIR.match(r)]
    return bool(rows) and (rows[0].strip() == "---" or (rows[0] in pairs and 2 * len(pairs) >= len(rows)))


def _yaml(text: str, name: str) -> InputError:
    said = "this looks like YAML; ringgen reads TOML or JSON"
    for number, row in enumerate(text.splitlines(), 1):
        pair = _YAML_PAIR.match(row)
        if pair and pair[2]:
            value = pair[2].strip().strip("\"'")
            quote = "" if re.fullmatch(r"-?\d+(\.\d+)?|true|false", value) else '"'
            return _bad(f"{said}: write {shown(pair[1])} = {quote}{shown(value)}{quote}", name, number)
    return _bad(said, name)


def _bad(
    message: str, name: str, line: int | None = None, allowed: str | None = None, near: str | None = None
) -> InputError:
    return InputError.one("", message, allowed, near, line, name)
