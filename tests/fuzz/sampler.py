"""Random specs, drawn from the ranges the parameters declare: a new profile, cut, shank or setting is drawn without
an edit here.

A declared range says what can be written, not what goes together, so most draws stay near what a jeweller would ask:
each own parameter is left out as often as a person would, lengths are drawn towards the smaller end, where rings are,
and a stone is drawn by what its cut is measured by, near the shape it usually has. Everything stays inside the declared
range, ends included now and then.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from ringgen import plugins
from ringgen.catalog.gems import gems
from ringgen.catalog.metals import metals
from ringgen.catalog.stones import Proportions, proportions
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.settings import goes_round, heads, rows
from ringgen.spec.fields import FieldDoc, describe
from ringgen.spec.load import read_text
from ringgen.spec.models import Band, Setting, Shank, Shoulders, Stone, Top
from ringgen.spec.read import PACKAGES, params_of
from ringgen.spec.sources import Text

OWN_PARAMETER = 0.12  # how often one of a profile's or setting's own parameters is written at all
STYLED = 0.35  # how often a band is asked for a course of its own
PLACED = 0.08  # how often a stone is moved from where it stands by itself, in each of the ways there are
WEIGHED = 0.15  # how often a stone's weight is all that is known of it
BESIDE = 0.1  # how often a stone has another beside it
UNASKED = 0.1  # how often a cut is drawn that this head does not take as both of them come
AT_AN_END = 0.05  # how often a value is the very end of its range
USUAL_BAND = {"width": (1.2, 9.0), "thickness": (1.2, 3.0)}  # mm: four draws in five; the fifth takes the whole range
USUAL_STONE = (3.0, 10.0)  # mm across
THICKEST = 0.28  # of a stone's width: metal that goes with it, four draws in five
SUNK_BAND = {"width": (4.0, 10.0), "thickness": (1.9, 3.5)}  # mm: a band with a stone set into its own metal
SUNK_STONE = (0.35, 0.85)  # of that band's thickness
ROW_BAND = {"width": (3.8, 8.0), "thickness": (1.9, 3.0)}  # mm: a band with a row of stones on it
MELEE = (0.9, 3.0)  # mm across
ENCIRCLED = ("prong", "bezel", "peg", "trellis")  # heads a row goes round
LEVEL = 0.85  # how often a band with a row on it is flat, as most are
FEW = 20
ASIDE = 0.2  # of how far a head may be moved across the band, a row may be
MELEE_OF_BAND = 0.36  # of the band's width: stones with the metal that holds them beside them
SIZES = ("US {:g}", "EU {:.0f}", "JP {:.0f}", "{:.2f} mm")
COMMON = {"profile": Band, "cut": Stone, "setting": Setting, "shank": Shank, "shoulder": Shoulders}

Table = dict[str, Any]


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
    usual = ROW_BAND if kind in rows() else SUNK_BAND if _sunk(kind) else USUAL_BAND
    band = _band(rng, heavy=kind != "band", usual=usual, styled=STYLED / 10 if kind in rows() else STYLED)
    if kind == "band":
        return Sample(_toml(head, band), kind)
    settings = [_placed(rng, _setting(rng, kind, "centre", _usual_stone(kind, band)), band)]
    if kind in rows():
        settings[0] = {k: v for k, v in settings[0].items() if k not in ("turn", "tilt", "where")}  # no head stands by
        if "across" in settings[0]:  # a row has metal on both sides
            settings[0]["across"] = _tidy(ASIDE * settings[0]["across"])
        if settings[0].get("count", 0) > FEW:  # of 400 that may be written, few rings have room for more
            del settings[0]["count"]
    if goes_round(kind):
        settings = _encircled(rng, settings[0])
    if rng.random() < BESIDE and kind not in rows():
        settings.append(_beside(rng, settings[0]))
    return Sample(_toml(head, band, *settings), kind)


def _encircled(rng: random.Random, row: Table) -> list[Table]:
    """A head, and the row round it instead of on the band."""
    head = _setting(rng, rng.choice(ENCIRCLED), "middle", USUAL_STONE)
    while rng.random() >= UNASKED and not _taken(row["type"], row["stone"]["cut"], head["stone"]["cut"], head["type"]):
        head = _setting(rng, head["type"], "middle", USUAL_STONE)
    if rng.random() >= UNASKED:  # a head's own parameters are drawn where it stands alone
        head = {k: v for k, v in head.items() if k in ("id", "type", "stone")}
    named = {"around": "middle"} if rng.random() < 0.5 else {}
    on_band = ("around", "at", "across")
    return [head, {k: v for k, v in row.items() if k not in on_band} | named]


def kinds() -> tuple[str, ...]:
    """`band` for a ring without a stone, and every setting there is."""
    return ("band", *heads(), *rows())


def _size(rng: random.Random) -> str:
    form = rng.choice(SIZES)
    low, high = {"US": (2.0, 14.0), "EU": (42.0, 72.0), "JP": (1.0, 27.0)}.get(form[:2], (13.0, 23.0))
    value = rng.uniform(low, high)
    return form.format(round(4 * value) / 4 if form.startswith("US") else value)


def _sunk(kind: str) -> bool:
    """Whether a kind of setting puts the stone into the band's own metal, by its own word for what holds it."""
    return kind != "band" and getattr(plugins.load(PACKAGES["setting"], kind), "HELD", "") == "flush"


def _usual_stone(kind: str, band: Table) -> tuple[float, float]:
    if kind in rows():
        low, high = MELEE
        return low, min(high, max(1.2 * low, MELEE_OF_BAND * band.get("width", band["thickness"])))
    if not _sunk(kind):
        return USUAL_STONE
    low, high = (share * band["thickness"] for share in SUNK_STONE)
    return max(0.9, low), max(1.0, high)


def _band(rng: random.Random, heavy: bool, usual: dict[str, tuple[float, float]], styled: float) -> Table:
    profile = rng.choice(plugins.names(PACKAGES["profile"]))
    if usual is ROW_BAND and rng.random() < LEVEL:
        profile = "flat"
    square = getattr(plugins.load(PACKAGES["profile"], profile), "SQUARE", False)
    docs = {d.name: d for d in describe(Band)}
    band: Table = {"profile": profile, "thickness": _band_length(rng, docs["thickness"], usual)}
    if not square:
        band["width"] = _band_length(rng, docs["width"], usual)
    band |= _own(rng, "profile", profile)
    tops = {d.name: d for d in describe(Top)}
    if rng.random() < (0.08 if usual is ROW_BAND else 0.25 if heavy else 0.15):
        names = ["thickness"] if square else [n for n in ("width", "thickness") if rng.random() < 0.7]
        band["top"] = {n: _near(rng, band[n], tops[n]) for n in names}
    if rng.random() < styled:
        band["shank"] = _style(rng, "shank")
    if rng.random() < styled / (2 if heavy else 4):
        band["shoulders"] = _style(rng, "shoulder")
    return band


def _style(rng: random.Random, kind: str) -> Table | str:
    """A style as a table, or as the bare word where nothing of its own is asked for."""
    name = rng.choice(plugins.names(PACKAGES[kind]))
    own = _own(rng, kind, name)
    return {"style": name, **own} if own else name


def _band_length(rng: random.Random, doc: FieldDoc, usual: dict[str, tuple[float, float]]) -> float:
    if usual is USUAL_BAND and rng.random() < 0.2:
        return _value(rng, doc)
    return _tidy(_skewed(rng, *usual[doc.name]))


def _near(rng: random.Random, base: float, doc: FieldDoc) -> float:
    """A measure at the top that a band of that measure at the base can be blended to."""
    low, high = doc.minimum or 0.0, doc.maximum or base
    return _tidy(min(max(base * rng.uniform(0.6, 1.6), low), high))


def _setting(rng: random.Random, kind: str, name: str, size: tuple[float, float]) -> Table:
    stone = _stone(rng, _cut(rng, kind), *size)
    thickest = THICKEST * _across(stone) if rng.random() < 0.8 else math.inf
    own = _own(rng, "setting", kind)
    docs = {d.name: d for d in describe(params_of("setting", kind))}
    own |= {n: _slimmer(v, docs[n], thickest) for n, v in own.items() if docs[n].kind == "length"}
    return {"id": name, "type": kind, **own, "stone": stone}


def _slimmer(value: float, doc: FieldDoc, most: float) -> float:
    """A length of a head, no more than goes with its stone."""
    return value if value <= most or doc.minimum is None else max(doc.minimum, _tidy(most))


def _cut(rng: random.Random, kind: str) -> str:
    """A cut this head takes as it comes, as a rule; one that it refuses, or wants changed, now and then."""
    if kind in rows() and rng.random() > UNASKED / 2:  # few cuts stand in rows: those would hardly ever come up
        return rng.choice([c for c in plugins.names(PACKAGES["cut"]) if _taken(kind, c)])
    while True:
        cut = rng.choice(plugins.names(PACKAGES["cut"]))
        if rng.random() < UNASKED or _taken(kind, cut):
            return cut


@cache
def _taken(kind: str, cut: str, middle: str = "round", head: str = "prong") -> bool:
    """Whether a middling stone of this cut is accepted in this head on a middling band, or round a middle one."""
    sunk = _sunk(kind)
    band = {"width": 7.0, "thickness": 3.0} if sunk or kind in rows() else {"width": 2.6, "thickness": 1.9}
    stone = {"cut": cut, "carat": 0.06 if sunk else 0.02 if kind in rows() else 0.8}
    settings: list[Table] = [{"id": "centre", "type": kind, "stone": stone}]
    if goes_round(kind):  # by itself it is refused whatever its cut: it needs a head
        settings.insert(0, {"id": "middle", "type": head, "stone": {"cut": middle, "carat": 3.0}})
    text = _toml({"size": "US 7", "metal": "14k-yellow"}, band, *settings)
    try:
        resolve(read_text(Text(text, "fuzz", ".toml")).spec)
    except InputError:
        return False
    except Exception:  # not a refusal: drawn, so that the judge gives it its tag
        return True
    return True


def _placed(rng: random.Random, setting: Table, band: Table) -> Table:
    """The setting, now and then somewhere else than upright in the middle of the top."""
    half = band.get("width", band["thickness"]) / 2
    ways = {
        "at": lambda: rng.uniform(-40.0, 40.0),
        "across": lambda: rng.uniform(-half, half),
        "turn": lambda: rng.choice((90.0, 180.0, rng.uniform(-180.0, 180.0))),
        "tilt": lambda: rng.uniform(-20.0, 20.0),
    }
    return setting | {name: _tidy(way()) for name, way in ways.items() if rng.random() < PLACED}


def _beside(rng: random.Random, centre: Table) -> Table:
    """A setting beside the first: of the same kind or another, its stone smaller or left to the design."""
    kind = centre["type"] if rng.random() < 0.6 else rng.choice(heads())
    size = _across(centre["stone"])
    side = _setting(rng, kind, "side", (max(1.5, 0.4 * size), max(1.6, 0.8 * size)))
    side |= {"beside": "centre", "side": rng.choice(("both", "both", "left", "right"))}
    if rng.random() < 0.3:
        del side["stone"]
    if rng.random() < PLACED:
        side["gap"] = _tidy(rng.uniform(0.1, 3.0))
    return side


def _across(stone: Table) -> float:
    """A drawn stone's width, mm; about, of one known by its weight: a carat is 6 mm across, more or less."""
    return float(stone.get("diameter") or stone.get("width") or 6.0 * stone["carat"] ** (1 / 3))


def _stone(rng: random.Random, cut: str, low: float, high: float) -> Table:
    """A stone of a cut, by what that cut is measured by, `low` to `high` mm across."""
    row, docs = proportions(cut), {d.name: d for d in describe(Stone)}
    width = _tidy(_skewed(rng, low, high))
    if rng.random() < 0.05:
        doc = docs["diameter" if row.round else "width"]
        assert doc.maximum is not None
        width = min(_value(rng, doc), _tidy(doc.maximum / row.lw_max))
    stone: Table = {"cut": cut, "gem": rng.choice(gems()).id}
    if rng.random() < WEIGHED:
        return stone | {"carat": _tidy(min(max(0.005, (width / 6.0) ** 3), 100.0))} | _own(rng, "cut", cut)
    stone |= {"diameter": width} if row.round else _sides(rng, width, row)
    if rng.random() < 0.3:
        depth = row.depth * rng.uniform(0.85, 1.15)
        stone["depth"] = _tidy(width * min(max(depth, row.depth_min + 0.001), row.depth_max - 0.001))
    return stone | _own(rng, "cut", cut, width)


def _sides(rng: random.Random, width: float, row: Proportions) -> Table:
    """Length and width anywhere within what is still that cut, its usual shape the likeliest; of a square one, one."""
    if row.lw == 1 and rng.random() < 0.4:
        return {"width": width}
    ratio = rng.triangular(row.lw_min, row.lw_max, row.lw)
    length = min(max(width * ratio, math.ceil(1000 * row.lw_min * width) / 1000), row.lw_max * width)
    return {"length": math.floor(1000 * length) / 1000 if ratio > row.lw else _tidy(length), "width": width}


def _own(rng: random.Random, plugin: str, name: str, width: float | None = None) -> Table:
    """Some of a plug-in's own parameters, each anywhere in its range; a stone's lengths are shares of its `width`."""
    common = {d.name for d in describe(COMMON[plugin])}
    docs = [d for d in describe(params_of(plugin, name)) if d.name not in common and d.kind != "text"]
    chosen = [d for d in docs if d.required or rng.random() < OWN_PARAMETER]
    if plugin != "cut":
        return {d.name: _value(rng, d) for d in chosen}
    return {d.name: v for d in chosen if (v := _of_a_stone(rng, d, width)) is not None}


def _of_a_stone(rng: random.Random, doc: FieldDoc, width: float | None) -> Any:
    """One of a cut's own parameters; None for a length where nothing is known to be a share of."""
    if doc.kind != "length":
        return _value(rng, doc)
    if width is None or doc.minimum is None or doc.maximum is None:
        return None
    share = rng.uniform(-0.1, 0.1) if doc.minimum < 0 else rng.uniform(0.35, 0.85)
    return min(max(_tidy(share * width), doc.minimum), doc.maximum)


def _value(rng: random.Random, doc: FieldDoc) -> Any:
    if doc.kind == "choice":
        return rng.choice(doc.choices)
    if doc.kind == "flag":
        return rng.random() < 0.5
    if doc.kind == "sizes":
        low = _skewed(rng, *MELEE)
        return f"{low:.2f} to {low + rng.uniform(0.0, 0.4):.2f}"
    if doc.kind == "stones":
        return [{"gem": rng.choice(gems()).id}]
    assert doc.minimum is not None, f"{doc.name} declares no range to draw from"
    assert doc.maximum is not None, f"{doc.name} declares no range to draw from"
    if doc.kind == "count":
        few = doc.minimum + 0.25 * (doc.maximum - doc.minimum)
        return round(rng.triangular(doc.minimum, doc.maximum, few))
    if rng.random() < AT_AN_END:
        return rng.choice((doc.minimum, doc.maximum))
    return min(max(_tidy(_within(rng, doc.kind, doc.minimum, doc.maximum)), doc.minimum), doc.maximum)


def _within(rng: random.Random, kind: str, low: float, high: float) -> float:
    if kind == "length" and low < 0:
        return rng.triangular(low / 4, high / 2, 0.0)
    return _skewed(rng, low, high) if kind == "length" else rng.uniform(low, high)


def _skewed(rng: random.Random, low: float, high: float) -> float:
    """Evenly over the logarithm: as many draws from 1 to 2 mm as from 2 to 4."""
    floor = max(low, high / 200)
    return math.exp(rng.uniform(math.log(floor), math.log(high)))


def _tidy(value: float) -> float:
    return round(value, 3)


def _toml(head: Table, band: Table, *settings: Table) -> str:
    lines = [f"{k} = {_word(v)}" for k, v in head.items()]
    lines.append(f"band = {_word(band)}")
    for setting in settings:
        lines += ["", "[[settings]]", *(f"{k} = {_word(v)}" for k, v in setting.items())]
    return "\n".join(lines) + "\n"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_word(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_word, value)) + "]"
    return repr(value)
