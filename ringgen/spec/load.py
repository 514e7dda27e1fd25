"""Text to Spec: read, laid over its preset, changed by `--set`, checked; every problem of it said at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.catalog.rules import is_file
from ringgen.errors import InputError, Problem
from ringgen.spec import presets
from ringgen.spec.merge import by_id, dotted, overlaid, override_tree
from ringgen.spec.problems import shown
from ringgen.spec.sizes import FILES, from_file
from ringgen.spec.sources import Text, read_source
from ringgen.spec.text import parse

if TYPE_CHECKING:
    from ringgen.spec.models import Spec


MAX_PROBLEMS = 50


@dataclass(frozen=True)
class Loaded:
    """A spec, the text it was read from with the overrides laid over it, and the sum of what it resolves to.

    `lines` has the 1-based line of each dotted path the text holds; those in `overridden` were replaced after it.
    """

    spec: Spec
    origin: Text
    sha256: str
    lines: Mapping[str, int]
    overridden: tuple[str, ...]
    overrides: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """What people call the source of its text."""
        return self.origin.name

    def pinned(self, field: str) -> bool:
        """Whether whoever asked for the ring set this field: in a text of their own, or over it."""
        over = any(field == p or field.startswith(f"{p}.") for p in self.overridden)
        return over or (field in self.lines and not self.origin.ready)

    def over(self, changes: Iterable[str]) -> Loaded:
        """The same text with `PATH=VALUE` changes laid over it after its own overrides. InputError as `load`."""
        from ringgen.spec.change import joined

        return read_text(self.origin, joined(self.overrides, changes))

    def located(self, error: InputError) -> InputError:
        """What a later step refused, with the source and line of each field."""
        return InputError(
            [_placed(p, self.lines, self.overridden) for p in error.problems], error.source or self.source
        )


def load(source: str | Path, overrides: Iterable[str] = ()) -> Loaded:
    """The spec at a path, on standard input (`-`) or of a preset's name, with `PATH=VALUE` overrides laid over it.

    InputError names every problem: field, line, what is allowed and the nearest right value. Nothing heavy is imported.
    """
    return read_text(read_source(source), overrides)


def read_text(text: Text, overrides: Iterable[str] = ()) -> Loaded:
    """The spec of a text already at hand; as `load`."""
    tree = parse(text)
    # Only here is pydantic needed, and with it a seventh of a second.
    from ringgen.spec.read import own_fields, read

    written, ids, problems = by_id(tree.data)
    base, unfound = _preset(written.get("preset"))
    if unfound:
        written.pop("preset")
    problems += unfound
    data = overlaid(overlaid({}, base, own_fields), written, own_fields)
    overrides = tuple(overrides)
    over, paths, unplaced = override_tree(overrides, data)
    whole, unread = stocked(overlaid(_ruled(data, text), over, own_fields), text)
    spec, found = read(whole)
    problems += unplaced + unread + found
    lines = dotted(tree.lines, ids)
    if problems or spec is None:
        raise InputError(_ordered([_placed(p, lines, paths) for p in problems]), text.name)
    return Loaded(spec, text, spec.sha256, lines, tuple(paths), overrides)


def stocked(data: dict[str, Any], text: Text) -> tuple[dict[str, Any], list[Problem]]:
    """The same spec with every list of stones it names, a file beside it, read; and what was wrong with them."""
    rows, problems = dict[str, Any](data.get("settings", {})), list[Problem]()
    for key, row in rows.items():
        name = row.get("sizes") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name.casefold().endswith(FILES):
            continue
        try:
            if name != Path(name).name or not Path(text.name).is_file():
                raise ValueError("is to be the name of a file beside the spec")
            rows[key] = {**row, "sizes": from_file(Path(text.name).parent / name)}
        except ValueError as error:
            problems.append(Problem(f"settings.{key}.sizes", f'"{shown(name)}" {error}', "melee.csv"))
            rows[key] = {k: v for k, v in row.items() if k != "sizes"}
    return {**data, "settings": rows} if rows else data, problems


def _ruled(data: dict[str, Any], text: Text) -> dict[str, Any]:
    """The same spec with a shop's own rules, a file beside it, named from wherever this runs."""
    making = data.get("making")
    if not isinstance(making, dict):
        return data
    rules = making.get("rules")
    if not isinstance(rules, str) or not is_file(rules) or not Path(text.name).is_file():
        return data
    return {**data, "making": {**making, "rules": str(Path(text.name).parent / rules)}}


def _preset(name: Any) -> tuple[dict[str, Any], list[Problem]]:
    """The preset a spec starts from, settings by id; nothing where it names none."""
    if name is None:
        return {}, []
    if not isinstance(name, str):
        return {}, [Problem("preset", f"needs a preset's name, not {shown(name)}", ", ".join(presets.names()))]
    try:
        tree = parse(Text(presets.text(name), f"preset {name}", ".toml"))
    except InputError as error:
        return {}, list(error.problems)
    return by_id(tree.data)[0], []


def _placed(problem: Problem, lines: Mapping[str, int], paths: Iterable[str]) -> Problem:
    """The problem with the line it stands on: its own, or that of the table that should hold it."""
    path = problem.field
    if not path or problem.line or any(path == p or path.startswith(f"{p}.") for p in paths):
        return problem
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return replace(problem, line=lines.get(path))


def _ordered(problems: list[Problem]) -> list[Problem]:
    """By line, as one mends them; no more than anyone would read."""
    found = sorted(problems, key=lambda p: (p.line or 0, p.field))
    more = len(found) - MAX_PROBLEMS
    return found if more <= 0 else [*found[:MAX_PROBLEMS], Problem("", f"and {more} problems more")]
