"""The gem map (SVG): every stone laid flat at true scale, numbered, coloured, with a legend; what a setter prints."""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, system
from ringgen.writers._svg import INK, LINE, PALE, length, stroke, text

if TYPE_CHECKING:
    from ringgen.plane import Point
    from ringgen.report.setter import Row
    from ringgen.witness import Stone

FORMAT = "gem-map"
SUFFIX = ".gem-map.svg"

PAGE = 190.0  # mm: what an A4 sheet, 210 mm wide, leaves a printer that keeps 10 mm on either side
MARGIN = 0.5  # mm
BAR = 10.0  # mm: held against a ruler it tells whether a print is to scale
TITLE, TEXT = 4.0, 2.6  # mm: letters
HEAD = 12.0  # mm: what title and bar take
BETWEEN = 4.0  # mm between lines of stones, and the legend
COLOURS = ("#9ad0f5", "#f7c77e", "#8fd6b4", "#f5ec8c", "#e3b3d3", "#f0a07a", "#a3b4e8", "#cccccc")
"""A brightened Okabe-Ito set, which colour-blind eyes tell apart: pale enough for a number in ink."""
GOLDEN = (math.sqrt(5) - 1) / 2  # of a turn, from one hue to the next where those run out

_NAMESPACE = "http://www.w3.org/2000/svg"
_AREA = 0.005  # of a girdle's area, that corners to a micron may cost it


def write(model: Model, path: Path) -> None:
    """One page as wide as A4 prints and as high as it needs, in millimetres."""
    put(path, _document(model).encode("utf-8"))


def verify(path: Path, model: Model) -> None:
    """Whole, its units millimetres, every stone there, its girdle as large as it is and not mirrored."""
    import xml.etree.ElementTree as ElementTree

    try:
        root = ElementTree.fromstring(path.read_bytes())
    except ElementTree.ParseError as error:
        raise WriteError(f"it is no whole XML: {error}") from error
    if [root.get("width"), root.get("height")] != [f"{side}mm" for side in root.get("viewBox", "").split()[2:]]:
        raise WriteError("its units are not millimetres")
    found = {p.get("id"): p.get("d", "") for p in root.iter(f"{{{_NAMESPACE}}}path") if p.get("class") == "stone"}
    stones = _placed(model)
    if set(found) != {s.id for s in stones}:
        raise WriteError(f"it shows {len(found)} stones, not the ring's {len(stones)}")
    for stone in stones:
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", found[stone.id])]
        drawn = -_area(list(zip(numbers[::2], numbers[1::2], strict=False)))  # y runs downwards on a page
        if abs(drawn - _area(stone.outline)) > _AREA * _area(stone.outline):
            raise WriteError(f"{stone.id} is not drawn as large as it is")


def _document(model: Model) -> str:
    stones = _placed(model)
    bottom, drawn = _body(stones) if stones else (HEAD + TEXT, [text(MARGIN, HEAD + TEXT, TEXT, "no stones")])
    about = ", ".join(filter(None, ("gem map in mm, 1:1", model.metadata.get("Ring size"))))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="{_NAMESPACE}" {_sides(bottom + MARGIN)} font-family="Arial, Helvetica, sans-serif">',
        f"<title>{escape(plain_text(model.name))}</title>",
        f"<desc>{escape(system())}; spec sha256 {escape(model.spec_sha256)}</desc>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_head(plain_text(model.name, 60), about),
        *drawn,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _sides(height: float) -> str:
    """A page whose units are its millimetres."""
    wide, high = length(PAGE), length(math.ceil(height))
    return f'width="{wide}mm" height="{high}mm" viewBox="0 0 {wide} {high}"'


def _head(name: str, about: str) -> Iterator[str]:
    """What it is, and the bar to hold a ruler to."""
    yield text(MARGIN, 4.5, TITLE, name)
    yield text(MARGIN, 9.0, TEXT, about, colour=PALE)
    right, left, y = PAGE - MARGIN, PAGE - MARGIN - BAR, 4.0
    ends = f"M{length(left)} {length(y - 1)}v2M{length(right)} {length(y - 1)}v2"
    yield stroke(f"{ends}M{length(left)} {length(y)}H{length(right)}", "scale", INK, 2 * LINE)
    yield text(right, 9.0, TEXT, "10 mm on a print that is to scale", "end", PALE)


def _body(stones: Sequence[Stone]) -> tuple[float, list[str]]:
    """The stones in lines and the legend under them, and how far down they reach."""
    from ringgen.report.setter import rows
    from ringgen.writers._legend import Legend
    from ringgen.writers._stone_line import StoneLine
    from ringgen.writers._unrolled import Hoop, lines

    table, hoop = rows(stones), Hoop(stones)
    colours = _colours(table)
    bottom, drawn = HEAD, list[str]()
    for some in lines([hoop.flat(k, s) for k, s in enumerate(stones, 1)], PAGE - 2 * MARGIN):
        line = StoneLine(some, hoop, bottom, PAGE)
        drawn += line.drawn(colours)
        bottom = line.bottom + BETWEEN
    legend = Legend(table, colours, bottom)
    return legend.bottom, drawn + legend.drawn


def _placed(model: Model) -> list[Stone]:
    return [s.placed for s in model.stones if s.placed is not None]


def _colours(table: Sequence[Row]) -> dict[int, str]:
    """Each stone's colour by its number: equal stones have one, whatever setting they go into."""
    kinds = {kind: k for k, kind in enumerate(dict.fromkeys(row.kind for row in table))}
    return {n: _colour(kinds[row.kind]) for row in table for n in row.numbers}


def _colour(k: int) -> str:
    if k < len(COLOURS):
        return COLOURS[k]
    parts = colorsys.hls_to_rgb(k * GOLDEN % 1.0, 0.78, 0.6)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _area(outline: Sequence[Point]) -> float:
    """The area inside a polygon, mm²; negative for one that runs clockwise."""
    return sum(a * d - c * b for (a, b), (c, d) in zip(outline, (*outline[1:], *outline[:1]), strict=True)) / 2
