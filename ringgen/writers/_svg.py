"""The few elements a drawing in millimetres is made of."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ringgen.units import number_of
from ringgen.writers._model import plain_text

INK, PALE = "#222222", "#777777"
LINE = 0.05  # mm: the pen


def text(
    x: float, y: float, size: float, words: str, anchor: str = "start", colour: str = INK, upright: bool = False
) -> str:
    """Words whose letters are `size` mm high, from, about or up to (`anchor`) a spot; `upright`: read from below."""
    turned = f" transform={quoteattr(f'rotate(-90 {length(x)} {length(y)})')}" if upright else ""
    place = f'x="{length(x)}" y="{length(y)}" font-size="{length(size)}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}{turned}>{escape(plain_text(words))}</text>"


def stroke(way: str, name: str = "", colour: str = PALE, pen: float = LINE) -> str:
    """A line along a path's way."""
    named = f" id={quoteattr(name)}" if name else ""
    return f'<path{named} d="{way}" fill="none" stroke="{colour}" stroke-width="{length(pen)}"/>'


def box(x: float, y: float, size: float, colour: str) -> str:
    """A square with an outline, by its left upper corner."""
    place = f'x="{length(x)}" y="{length(y)}" width="{length(size)}" height="{length(size)}"'
    return f'<rect {place} fill="{colour}" stroke="{INK}" stroke-width="{length(LINE)}"/>'


def length(v: float) -> str:
    """Millimetres, to a micron."""
    return number_of(v, 3)
