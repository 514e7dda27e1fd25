"""Ring sizes: what a size means in millimetres, and on whose authority.

A size names its system (`US 6 1/2`, `UK N`, `EU 53`, `16.9 mm`), and may name a rival chart of it: `UK N (retail)`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TypedDict

from ringgen.catalog._scales import STANDARD, Chart, System, system, systems
from ringgen.catalog._tables import shown
from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.units import mm, number_of, rounded

# Two charts closer than this mean the same ring: it is less than inside polishing takes off.
SAME_RING_MM = 0.05

_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⁄": "/", "–": "-", "−": "-", "”": '"', "″": '"'}
_EXAMPLES = "US 6 1/2, UK M 1/2, EU 53, IT 14, JP 13, HK 14, IN 14, DE 17.25, RU 17.5, circumference 54 mm, 16.9 mm"


@dataclass(frozen=True)
class RingSize:
    """A size as asked, and the inner diameter it means. `label` is the size within its `system`.

    `authority`, `source` and `confidence` (H, M or L) are those of the chart or formula that was used.
    """

    asked: str
    system: str
    label: str
    inner_diameter_mm: float
    authority: str
    source: str
    confidence: str

    @property
    def circumference_mm(self) -> float:
        """The inner circumference, which is what a European gauge reads."""
        return math.pi * self.inner_diameter_mm

    def __str__(self) -> str:
        return self.label if self.system == "bore" else f"{self.system} {self.label}"


class Equivalent(TypedDict):
    """The nearest size of one system; `label`, its diameter and the difference are None past the system's ends."""

    system: str
    label: str | None
    exact: float
    inner_diameter_mm: float | None
    difference_mm: float | None


class Disagreement(TypedDict):
    """What another chart says the same label is."""

    size: str
    authority: str
    inner_diameter_mm: float
    difference_mm: float
    source: str
    confidence: str


def parse_size(text: object) -> RingSize:
    """The size people mean by `US 6½`, `6.5 us`, `UK Z+2`, `EU 53`, `0.66 in`; InputError where it is not one ring."""
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        text = number_of(text) if abs(text) < 1e6 else "that number"
    if not isinstance(text, str) or not text.strip():
        raise InputError.one("size", "write a ring size with its system", _EXAMPLES)
    if len(text) > 60:
        raise InputError.one("size", f'"{shown(text)}" is too long to be a ring size', _EXAMPLES)
    body, chart_name = _split_chart(text)
    flat = _flat(body)
    for found, rest in _readings(flat):
        number = found.number(rest)
        if number is not None:
            return _sized(text.strip(), found, number, chart_name)
    raise _not_a_size(text, flat)


def equivalents(inner_diameter_mm: float) -> list[Equivalent]:
    """The nearest size in every system that has one standard chart, for a bore in mm."""
    return [_equivalent(s, s.standard, inner_diameter_mm) for s in systems() if s.standard]


def disagreements(size: RingSize) -> list[Disagreement]:
    """The other charts of the size's system that make its label a ring more than 0.05 mm different."""
    where = system(size.system)
    number = where.number(_flat(_split_chart(size.label)[0]))
    out: list[Disagreement] = []
    for chart in where.charts:
        if number is None or not chart.holds(number):
            continue
        difference = chart.diameter(number) - size.inner_diameter_mm
        if abs(difference) > SAME_RING_MM:
            out.append(
                {
                    "size": f"{where.id} {_label(where, chart, number)}",
                    "authority": chart.authority,
                    "inner_diameter_mm": rounded(chart.diameter(number), 3),
                    "difference_mm": rounded(difference, 3),
                    "source": chart.source,
                    "confidence": chart.confidence,
                }
            )
    return out


def _equivalent(where: System, chart: Chart, diameter: float) -> Equivalent:
    exact = chart.number(diameter)
    number = where.nearest(exact, chart)
    slack = (where.increment or 0.01) / 2 + 1e-9
    if abs(exact - number) > slack and not where.low <= exact <= where.high:
        return {
            "system": where.id,
            "label": None,
            "exact": rounded(exact, 2),
            "inner_diameter_mm": None,
            "difference_mm": None,
        }
    there = chart.diameter(number)
    return {
        "system": where.id,
        "label": where.label(number),
        "exact": rounded(exact, 2),
        "inner_diameter_mm": rounded(there, 3),
        "difference_mm": rounded(there - diameter, 3),
    }


def _sized(asked: str, where: System, number: float, chart_name: str) -> RingSize:
    chart = _chart(asked, where, number, chart_name)
    if not where.low <= number <= where.high:
        raise InputError.one(
            "size",
            f'"{shown(asked)}" is outside the {where.id} sizes',
            where.reads,
            _inside(where, chart, number),
        )
    if not (chart.holds(number) if chart.points else where.on_step(number)):
        raise _off_step(asked, where, chart, number)
    return RingSize(
        asked=asked,
        system=where.id,
        label=_label(where, chart, number),
        inner_diameter_mm=chart.diameter(number),
        authority=chart.authority,
        source=chart.source,
        confidence=chart.confidence,
    )


def _inside(where: System, chart: Chart, number: float) -> str:
    """The nearest size there is; a bore that could only be a circumference is taken for one."""
    ring = system("circumference")
    if where.id == "bore" and ring.low <= number <= ring.high:
        return f"{ring.id} {ring.label(number)}"
    return _written(where, chart, where.nearest(number, chart))


def _off_step(asked: str, where: System, chart: Chart, number: float) -> InputError:
    near = where.nearest(number, chart)
    between = ""
    if where.standard and not where.standard.points:
        between = f"; for a size in between write the bore, {number_of(where.standard.diameter(number), 2)} mm"
    reads = where.reads if not chart.points else "the labels the chart prints, no others"
    return InputError.one(
        "size", f'"{shown(asked)}" is between two sizes{between}', reads, _written(where, chart, near)
    )


def _chart(asked: str, where: System, number: float, name: str) -> Chart:
    names = [c.id for c in where.charts]
    wanted = "-".join(name.casefold().split()) or STANDARD
    for chart in where.charts:
        if chart.id == wanted:
            return chart
    if not name:
        raise InputError.one("size", f'"{shown(asked)}" is a different ring in each of {where.name}', where.reads)
    near = nearest(wanted, names)
    raise InputError.one("size", f'{where.id} has no chart called "{shown(name)}"', ", ".join(names), near)


def _label(where: System, chart: Chart, number: float) -> str:
    return where.label(number) + ("" if chart.id == STANDARD else f" ({chart.id})")


def _written(where: System, chart: Chart, number: float) -> str:
    label = _label(where, chart, number)
    return label if where.id == "bore" else f"{where.id} {label}"


def _split_chart(text: str) -> tuple[str, str]:
    """The size, and the name of a chart in brackets after it: `N (retail)`."""
    found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)\s*", text, re.S)
    return (found[1], found[2].strip()) if found else (text, "")


def _flat(text: str) -> str:
    """Capitals, plain fractions and points, and no spaces but the one that keeps `6 1/2` from being `61/2`."""
    out = text.upper()
    for odd, plain in _FRACTIONS.items():
        out = out.replace(odd, plain)
    out = " ".join(out.split())
    out = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", out)
    out = re.sub(r"(?<=[A-Z])\.(?![0-9])", "", out)
    out = re.sub(r"(?<=[A-Z]) -(?=[0-9])", "~", out)  # "US -1" is a negative size, "US-1" is not: refuse the first
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", out)


def _readings(flat: str) -> list[tuple[System, str]]:
    """How the text may be split into a system and the rest, the longest word for a system first."""
    words = sorted(((w, s) for s in systems() for w in s.words), key=lambda ws: -len(ws[0]))
    before = [(s, _rest(flat[len(w) :])) for w, s in words if flat.startswith(w)]
    bore = [(system("bore"), flat)] if re.search(r"[0-9](MM|CM|IN|INCH|INCHES|\")$", flat) else []
    after = [(s, flat[: -len(w)].rstrip(" -")) for w, s in words if flat.endswith(w)]
    return [*before, *bore, *after]


def _rest(text: str) -> str:
    return re.sub(r"^[-:# ]*(?:SIZE|NO|NR)?[-:# ]*", "", text)


def _not_a_size(text: str, flat: str) -> InputError:
    meanings = [s for s in systems() if s.standard and _meant(s, flat)]
    if meanings:
        each = ", ".join(f"{s.id} {s.label(s.number(flat) or 0.0)} is {_meant(s, flat)}" for s in meanings)
        asked = shown(text.strip())
        return InputError.one("size", f'"{asked}" is a different ring in each system: {each}', _EXAMPLES)
    mended = _mended(flat)
    named = next((s for s, _ in _readings(flat)), None)
    if named and not mended:
        return InputError.one("size", f'"{shown(text)}" is not a {named.id} size', f"{named.id} takes {named.reads}")
    return InputError.one("size", f'"{shown(text)}" names no size system', _EXAMPLES, mended)


def _mended(flat: str) -> str | None:
    """The same size under the system whose word is nearest to the one typed, where that is no word for a system."""
    found = re.fullmatch(r"([A-ZØ]{2,})[-:# ]*(.*)", flat)
    words = {w: s for s in systems() for w in s.words if len(w) > 1}
    near = nearest(found[1], words) if found and found[1] not in words else None
    if found is None or near is None or words[near].number(found[2]) is None:
        return None
    return f"{words[near].id} {found[2]}"


def _meant(where: System, flat: str) -> str:
    """What a bare label would be in a system, or nothing if it has no such size."""
    number = where.number(flat)
    if number is None or not where.low <= number <= where.high or not where.on_step(number) or where.standard is None:
        return ""
    return mm(where.standard.diameter(number)) if where.standard.holds(number) else ""
