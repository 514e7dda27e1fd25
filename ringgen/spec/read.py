"""A plain tree to a Spec: every problem of it found, none hidden behind the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ringgen import plugins
from ringgen.catalog.gems import find_gem
from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import is_file, load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.errors import InputError, Problem
from ringgen.spec.fields import MOST_STONES, describe
from ringgen.spec.merge import overlaid
from ringgen.spec.models import (
    MAX_SETTINGS,
    Band,
    Finish,
    Making,
    Setting,
    Shank,
    Shoulders,
    Shrink,
    Spec,
    Stone,
    Top,
)
from ringgen.spec.problems import from_pydantic, shown, unknown_field

Data = dict[str, Any]
Found = TypeVar("Found", bound=BaseModel)

PACKAGES = {
    "profile": "ringgen.profiles",
    "cut": "ringgen.cuts",
    "setting": "ringgen.settings",
    "shank": "ringgen.shanks",
    "shoulder": "ringgen.shoulders",
}
FITTED = "rules"
"""In place of a table of stock or shrinkage: what the rules asked for state."""


def params_of(kind: str, name: str) -> type[BaseModel]:
    """The parameters a plug-in declares."""
    found: type[BaseModel] = plugins.load(PACKAGES[kind], name).Params
    return found


def own_fields(kind: str, name: str) -> frozenset[str]:
    """The names of a plug-in's own parameters; none for a name nobody knows."""
    try:
        return frozenset(params_of(kind, plugins.resolve(PACKAGES[kind], name)).model_fields)
    except InputError:
        return frozenset()


def read(data: Data) -> tuple[Spec | None, list[Problem]]:
    """The spec of a tree whose settings are by id, or everything that is wrong with it."""
    reader = _Reader()
    spec = reader.spec(data)
    return (None if reader.problems else spec), reader.problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def spec(self, data: Data) -> Spec | None:
        groups: Data = {
            "band": self.band(data.get("band", {})),
            "making": self.making(data.get("making", {})),
            "settings": self.settings(data.get("settings", {})),
        }
        own = {k: v for k, v in data.items() if k not in groups}
        own = self.named(own, "size", "", lambda v: parse_size(v) and str(v).strip())
        own = self.named(own, "metal", "", lambda v: find_metal(v).id)
        known = [n for n in Spec.model_fields if n != "settings"]
        return self.record(Spec, own, "", "a spec", groups, [*known, "settings"])

    def band(self, raw: Any) -> Band | None:
        data = self.table(raw, "band")
        if data is None:
            return None
        top = self.table(data.get("top", {}), "band.top")
        groups: Data = {
            "top": self.record(Top, top, "band.top.", "the top") if top is not None else None,
            "shank": self.styled(Shank, data, "shank", "shank"),
            "shoulders": self.styled(Shoulders, data, "shoulders", "shoulder"),
        }
        return self.with_params(Band, data, "profile", "profile", "band.", groups)

    def styled(self, model: type[Found], band: Data, name: str, kind: str) -> Found | None:
        data = self.table(band.get(name, {}), f"band.{name}")
        return None if data is None else self.with_params(model, data, "style", kind, f"band.{name}.", {})

    def making(self, raw: Any) -> Making | None:
        data = self.table(raw, "making")
        if data is None:
            return None
        data = self.named(data, "rules", "making.", _rules)
        parts: dict[str, type[BaseModel]] = {"finish": Finish, "shrink": Shrink}
        data = {k: self.fitted(k, data) if k in parts and v == FITTED else v for k, v in data.items()}
        tables = {name: self.table(data.get(name, {}), f"making.{name}") for name in parts}
        groups: Data = {
            name: self.record(parts[name], found, f"making.{name}.", f"making.{name}")
            for name, found in tables.items()
            if found is not None
        }
        own = {k: v for k, v in data.items() if k not in parts}
        return self.record(Making, own, "making.", "making", groups)

    def fitted(self, name: str, data: Data) -> Data:
        """The stock or the shrinkage that the rules asked for state; a problem noted where they state none."""
        rules = load_rules(data["rules"]) if isinstance(data.get("rules"), str) else None
        found = rules.factors.get(name, {}) if rules else {}
        if rules is None or not found:
            whose = rules.name if rules else "no rules of a shop's own"
            said = f"the rules state none ({whose}): ringgen calibrate fits and writes them"
            self.problems.append(Problem(f"making.{name}", said, "a table of numbers"))
            return {}
        return {**found, "source": f"{rules.name} ({rules.id})"}

    def settings(self, rows: Data) -> tuple[Setting, ...]:
        if len(rows) > MAX_SETTINGS:
            self.problems.append(Problem("settings", f"{len(rows)} of them are too many", f"up to {MAX_SETTINGS}"))
            return ()
        found = [self.setting(row, f"settings.{key}.") for key, row in rows.items()]
        return tuple(s for s in found if s)

    def setting(self, raw: Any, at: str) -> Setting | None:
        data = self.table(raw, at[:-1])
        if data is None:
            return None
        groups: Data = {"stone": self.stone(data["stone"], f"{at}stone")} if "stone" in data else {}
        if "type" not in data:
            self.problems.append(Problem(f"{at}type", "is needed: how the stone is held", self._known("setting")))
            return None
        return self.with_params(Setting, data, "type", "setting", at, groups)

    def stone(self, raw: Any, at: str) -> Stone | None:
        data = self.table(raw, at)
        if data is None:
            return None
        data = self.named(data, "gem", f"{at}.", lambda v: find_gem(v).id)
        return self.with_params(Stone, data, "cut", "cut", f"{at}.", {})

    def stones(self, raw: Any, usual: Any, at: str) -> Any:
        """A list of stones, each laid over the usual one; None, and problems noted, where one of them is no stone.

        What is no list, or an empty one, is left for its field to refuse.
        """
        if not isinstance(raw, list):
            return raw
        under = usual if isinstance(usual, dict) else {}
        tables = [(f"{at}.{k}", row) for k, row in enumerate(raw[: MOST_STONES + 1])]
        found = [
            self.stone(overlaid(under, row, own_fields, "stone") if isinstance(row, dict) else row, field)
            for field, row in tables
        ]
        return tuple(found) if None not in found else None

    def with_params(self, model: type[Found], data: Data, key: str, kind: str, at: str, groups: Data) -> Found | None:
        """A record whose field `key` names the plug-in that declares the rest of the fields."""
        default = data.get(key, model.model_fields[key].get_default())
        data = self.named(data, key, at, lambda v: plugins.resolve(PACKAGES[kind], v) if isinstance(v, str) else v)
        name = data.get(key, default)
        if not isinstance(name, str):
            self.problems.append(Problem(f"{at}{key}", f"needs a word, not {shown(name)}", self._known(kind)))
        common = [n for n in model.model_fields if n != "params"]
        if name not in plugins.names(PACKAGES[kind]):
            # Without knowing which one it is, nobody can tell which other fields belong here.
            shared = {k: v for k, v in data.items() if k in common and k not in groups}
            return self.record(model, {**shared, key: ""}, at, "", groups, common)
        params = params_of(kind, name)
        own = {k: v for k, v in data.items() if k in params.model_fields and k not in common}
        rest = {k: v for k, v in data.items() if k not in own and k not in groups}
        for name in (d.name for d in describe(params) if d.kind == "stones" and d.name in own):
            stones = self.stones(own.pop(name), data.get("stone"), f"{at}{name}")
            own |= {name: stones} if stones is not None else {}
        known = [*common, *params.model_fields]
        where = f"a {name} {kind}"
        return self.record(model, rest, at, where, {**groups, "params": self.record(params, own, at, where)}, known)

    def named(self, data: Data, key: str, at: str, find: Callable[[Any], Any]) -> Data:
        """The data with the canonical word for `key`; without it, and a problem noted, where there is none."""
        if key not in data:
            return data
        try:
            return {**data, key: find(data[key])}
        except InputError as error:
            for p in error.problems:
                said = f"{error.source}: {p.field}: " if error.source else ""
                self.problems.append(Problem(f"{at}{key}", f"{said}{p.message}", p.allowed, p.nearest))
        return {k: v for k, v in data.items() if k != key}

    def table(self, raw: Any, at: str) -> Data | None:
        if isinstance(raw, dict):
            return raw
        self.problems.append(Problem(at, f"needs a table, not {shown(raw)}", f"{at.rpartition('.')[2]} = {{ ... }}"))
        return None

    def record(
        self, model: type[Found], data: Data, at: str, where: str, groups: Data | None = None, known: Any = None
    ) -> Found | None:
        """One record from the fields of `data` and the records already read; None, and problems noted, if it fails."""
        known = tuple(known or model.model_fields)
        strangers = [k for k in data if k not in known]
        self.problems += [unknown_field(at, k, known, where) for k in strangers]
        given = {k: v for k, v in data.items() if k not in strangers}
        inner = {k: v for k, v in (groups or {}).items() if v is not None}
        try:
            return model.model_validate({**given, **inner})
        except ValidationError as error:
            noted = {p.field for p in self.problems}
            found = from_pydantic(error, given, describe(model), at)
            self.problems += [p for p in found if p.field not in noted]
            return None

    def _known(self, kind: str) -> str:
        return ", ".join(plugins.names(PACKAGES[kind]))


def _rules(said: Any) -> Any:
    """The id of rules by their name; the path of a shop's own, once they can be read."""
    if not isinstance(said, str):
        return said
    found = load_rules(said)
    return said if is_file(said) else found.id
