"""A small flat tag with raised letters, printed beside its ring: whose ring it is once it is off the plate."""

from __future__ import annotations

import itertools
import textwrap
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from ringgen.catalog import _tables
from ringgen.triangles import TriangleMesh, welded

LETTER = 2.0  # mm high
STROKE = 0.36  # mm: a hair more than the finest detail houses cast (0.35)
RAISED = 0.4  # mm over the tag
THICK = 0.8  # mm: a wall most casters take
MARGIN = 0.7  # mm round the letters
LINE = 1.5  # letters' heights from one line to the next
CORNER = 0.6  # mm
LETTERS, LINES = 11, 2  # on a line, and lines: as wide as a ring, and no deeper than its band
ROUND = 12  # sides of a stroke's end


def lines(name: str, otherwise: str) -> tuple[str, ...]:
    """A name as a tag bears it: capitals of the plain alphabet, its number kept; `otherwise` for one without any.

    The longest words are shortened until they fit.
    """
    plain, mark, number = name.rpartition(" #")
    if not (number.isascii() and number.isdigit() and len(number) < LETTERS):  # a # of the name's own
        plain, mark = name, ""
    words = _known(plain)
    if not words.strip("? "):
        words = otherwise
    parts = words.split() + ([f"#{number}"] if mark else [])
    while len(rows := _wrapped(parts)) > LINES or max(map(len, rows)) > LETTERS:
        longest = max(range(len(words.split())), key=lambda k: (len(parts[k]), k))
        if len(parts[longest]) == 1:  # more words than letters: those at the end are left out
            parts.pop(longest)
            words = " ".join(parts[:-1] if mark else parts)
        else:
            parts[longest] = parts[longest][:-1].rstrip("-'&/") or parts[longest][0]
    return tuple(rows)


def _wrapped(parts: Sequence[str]) -> list[str]:
    return textwrap.wrap(" ".join(parts), LETTERS, break_long_words=False, break_on_hyphens=False) or ["?"]


def size(rows: Sequence[str]) -> tuple[float, float]:
    """Width and depth of the tag that bears these lines, mm."""
    width = max(_width(row) for row in rows) + STROKE + 2 * MARGIN
    return width, LETTER * (1 + LINE * (len(rows) - 1)) + STROKE + 2 * MARGIN


def tag(rows: Sequence[str], room: tuple[float, float]) -> TriangleMesh:
    """The tag as one closed body, its least corner at nought, as large as `room`, mm."""
    from manifold3d import CrossSection, JoinType, OpType

    from ringgen.writers._float32 import rounded

    width, depth = room
    inner = CrossSection.square((width - 2 * CORNER, depth - 2 * CORNER)).translate((CORNER, CORNER))
    base = inner.offset(CORNER, JoinType.Round, circular_segments=4 * ROUND).extrude(THICK)
    letters: list[Any] = []
    top = depth - MARGIN - STROKE / 2 - LETTER
    for n, row in enumerate(rows):
        start = (width - _width(row)) / 2
        letters += [s.translate((start, top - n * LINE * LETTER)) for s in _strokes(row)]
    text = CrossSection.batch_boolean(letters, OpType.Add).extrude(RAISED + THICK / 2).translate((0, 0, THICK / 2))
    mesh = (base + text).to_mesh()
    corners = np.asarray(mesh.vert_properties, np.float32)[:, :3][np.asarray(mesh.tri_verts)]
    return rounded(welded(corners)).mesh  # where strokes meet, several corners are one 32-bit point


def _known(name: str) -> str:
    """Capitals without accents; what there is no letter for is a question mark, many of them one."""
    flat = unicodedata.normalize("NFKD", name).replace("⁄", "/").upper()
    kept = "".join(c for c in flat if not unicodedata.combining(c))
    known = "".join(c if c in _glyphs() else " " if c.isspace() else "-" if c in "–—" else "?" for c in kept)
    while "??" in known:
        known = known.replace("??", "?")
    return " ".join(known.split())


@cache
def _glyphs() -> dict[str, tuple[tuple[tuple[float, float], ...], ...]]:
    """Each letter's strokes, mm."""
    data = _tables.table("letters")
    unit = LETTER / data["high"]

    def stroke(text: str) -> tuple[tuple[float, float], ...]:
        corners = (corner.split(",") for corner in text.split())
        return tuple((float(x) * unit, float(y) * unit) for x, y in corners)

    return {letter: tuple(stroke(s) for s in text.split(";")) for letter, text in data["glyph"].items()}


def _step(letter: str) -> float:
    data = _tables.table("letters")
    step: float = (data["space"] if letter == " " else data["advance"]) * LETTER / data["high"]
    return step


def _width(row: str) -> float:
    data = _tables.table("letters")
    between: float = (data["advance"] - 4.0) * LETTER / data["high"]  # after the last letter there is none
    return sum(_step(c) for c in row) - between


def _strokes(row: str) -> list[Any]:
    """A line's strokes from its own nought, each a rod seen from above."""
    from manifold3d import CrossSection

    dot = CrossSection.circle(STROKE / 2, ROUND)
    out, at = [], 0.0
    for letter in row:
        for corners in _glyphs()[letter] if letter != " " else ():
            spots = [dot.translate((at + x, y)) for x, y in corners]
            out += (
                spots if len(spots) == 1 else [CrossSection.batch_hull(list(two)) for two in itertools.pairwise(spots)]
            )
        at += _step(letter)
    return out
