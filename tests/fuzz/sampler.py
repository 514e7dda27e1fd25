"""Random specs, drawn from the ranges the parameters declare: a new profile or setting is drawn without an edit here.

A declared range says what can be written, not what goes together, so most draws stay near what a jeweller would ask:
each own parameter is left out as often as a person would, and lengths are drawn towards the smaller end, where
rings are. Everything stays inside the declared range, ends included now and then.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ringgen import plugins
from ringgen.catalog.gems import gems
from ringgen.catalog.metals import metals
from ringgen.spec.fields import FieldDoc, describe
from ringgen.spec.models import Band, Stone, Top
from ringgen.spec.read import PACKAGES, params_of

OWN_PARAMETER = 0.2  # how often one of a profile's or setting's own parameters is written at all
STYLED = 0.35  # how often a band is asked for a course of its own
AT_AN_END = 0.05  # how often a value is the very end of its range
USUAL_BAND = {"width": (1.2, 9.0), "thickness": (1.2, 3.0)}  # mm: four draws in five; the fifth takes the whole range
SIZES = ("US {:g}", "EU {:.0f}", "JP {:.0f}", "{:.2f} mm")


@dataclass(frozen=True)
class Sample:
    """One drawn spec, as TOML text, and what kind of ring it is."""

    text: str
    kind: str


def sample(seed: int | str, kind: str | None = None) -> Sample:
    """The spec of a seed: always the same one."""
    rng = random.Random(f"ringgen-{seed}")
    kind = kind or rng.choice(kinds())
    size = _size(rng)
    head = {"name": f"fuzz {seed}", "size": size, "metal": rng.choice(metals()).id}
    band = _band(rng, heavy=kind != "band")
    if kind == "band":
        return Sample(_toml(head, band), kind)
    setting, stone = _setting(rng, kind)
    return Sample(_toml(head, band, setting, stone), kind)


def kinds() -> tuple[str, ...]:
    """`band` for a ring without a stone, and every setting there is."""
    return ("band", *plugins.names(PACKAGES["setting"]))


def _size(rng: random.Random) -> str:
    form = rng.choice(SIZES)
    low, high = {"US": (2.0, 14.0), "EU": (42.0, 72.0), "JP": (1.0, 27.0)}.get(form[:2], (13.0, 23.0))
    value = rng.uniform(low, high)
    return form.format(round(4 * value) / 4 if form.startswith("US") else value)


def _band(rng: random.Random, heavy: bool) -> dict[str, Any]:
    profile = rng.choice(plugins.names(PACKAGES["profile"]))
    square = getattr(plugins.load(PACKAGES["profile"], profile), "SQUARE", False)
    docs = {d.name: d for d in describe(Band)}
    band: dict[str, Any] = {"profile": profile, "thickness": _band_length(rng, docs["thickness"])}
    if not square:
        band["width"] = _band_length(rng, docs["width"])
    band |= _own(rng, "profile", profile, {d.name for d in describe(Band)})
    tops = {d.name: d for d in describe(Top)}
    if rng.random() < (0.25 if heavy else 0.15):
        names = ["thickness"] if square else [n for n in ("width", "thickness") if rng.random() < 0.7]
        band["top"] = {n: _near(rng, band[n], tops[n]) for n in names}
    if rng.random() < STYLED:
        band["shank"] = _style(rng, "shank")
    if rng.random() < STYLED / (2 if heavy else 4):
        band["shoulders"] = _style(rng, "shoulder")
    return band


def _style(rng: random.Random, kind: str) -> dict[str, Any]:
    name = rng.choice(plugins.names(PACKAGES[kind]))
    return {"style": name, **_own(rng, kind, name, {"style"})}


def _band_length(rng: random.Random, doc: FieldDoc) -> float:
    if rng.random() < 0.2:
        return _value(rng, doc)
    return _tidy(_skewed(rng, *USUAL_BAND[doc.name]))


def _near(rng: random.Random, base: float, doc: FieldDoc) -> float:
    """A measure at the top that a band of that measure at the base can be blended to."""
    low, high = doc.minimum or 0.0, doc.maximum or base
    return _tidy(min(max(base * rng.uniform(0.6, 1.6), low), high))


def _setting(rng: random.Random, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    cut = rng.choice(plugins.names(PACKAGES["cut"]))
    doc = next(d for d in describe(Stone) if d.name == "diameter")
    diameter = _value(rng, doc) if rng.random() < 0.1 else _tidy(_skewed(rng, 2.0, 12.0))
    stone: dict[str, Any] = {"cut": cut, "diameter": diameter, "gem": rng.choice(gems()).id}
    if rng.random() < 0.3:
        stone["depth"] = _tidy(diameter * rng.uniform(0.5, 0.72))
    stone |= _own(rng, "cut", cut, {d.name for d in describe(Stone)})
    return {"id": "centre", "type": kind, **_own(rng, "setting", kind, {"id", "type"})}, stone


def _own(rng: random.Random, plugin: str, name: str, common: Iterable[str]) -> dict[str, Any]:
    """Some of a plug-in's own parameters, each anywhere in its range."""
    docs = [d for d in describe(params_of(plugin, name)) if d.name not in common]
    return {d.name: _value(rng, d) for d in docs if d.required or rng.random() < OWN_PARAMETER}


def _value(rng: random.Random, doc: FieldDoc) -> Any:
    if doc.kind == "choice":
        return rng.choice(doc.choices)
    if doc.kind == "flag":
        return rng.random() < 0.5
    assert doc.minimum is not None, f"{doc.name} declares no range to draw from"
    assert doc.maximum is not None, f"{doc.name} declares no range to draw from"
    if doc.kind == "count":
        return rng.randint(int(doc.minimum), int(doc.maximum))
    if rng.random() < AT_AN_END:
        return rng.choice((doc.minimum, doc.maximum))
    drawn = _skewed(rng, doc.minimum, doc.maximum) if doc.kind == "length" else rng.uniform(doc.minimum, doc.maximum)
    return min(max(_tidy(drawn), doc.minimum), doc.maximum)


def _skewed(rng: random.Random, low: float, high: float) -> float:
    """Evenly over the logarithm: as many draws from 1 to 2 mm as from 2 to 4."""
    floor = max(low, high / 200)
    return math.exp(rng.uniform(math.log(floor), math.log(high)))


def _tidy(value: float) -> float:
    return round(value, 3)


def _toml(head: dict[str, Any], band: dict[str, Any], *setting: dict[str, Any]) -> str:
    lines = [f"{k} = {_word(v)}" for k, v in head.items()]
    lines.append(f"band = {_word(band)}")
    if setting:
        own, stone = setting
        lines += ["", "[[settings]]", *(f"{k} = {_word(v)}" for k, v in own.items()), f"stone = {_word(stone)}"]
    return "\n".join(lines) + "\n"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_word(v)}" for k, v in value.items()) + "}"
    return repr(value)
