"""The legend of the gem map: the setter's table, each row with its stones' colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ringgen.report.setter import Row, told
from ringgen.units import carats, mm, number_of
from ringgen.writers._svg import INK, PALE, box, text

TEXT = 2.6  # mm: letters
LEADING = 1.4  # of their size, from one line of words to the next
BETWEEN = 0.4  # mm between rows
COLUMNS = (
    ("no.", 5.0, 24),
    ("stone", 45.0, 40),
    ("ct each", 122.0, 0),
    ("ct", 137.0, 0),
    ("gap", 153.0, 0),
    ("setting", 157.0, 20),
)
"""Where each begins, mm, and after how many letters it goes on below; or, of figures (0), where it ends."""


class Legend:
    """The rows of the setter's table, from `top` down to `bottom`."""

    def __init__(self, table: Sequence[Row], colours: Mapping[int, str], top: float) -> None:
        self.bottom = top
        self.drawn = list(self._row([name for name, _, _ in COLUMNS], PALE))
        for row in table:
            self.drawn.append(box(0.5, self.bottom + 0.1 * TEXT, TEXT, colours[row.numbers[0]]))
            self.drawn += self._row(_cells(row))
        count, carat = sum(len(r.numbers) for r in table), carats(sum(r.total for r in table))
        self.drawn += self._row(["", f"{_stones(count)} in all", "", carat.removesuffix(" ct"), "", ""])

    def _row(self, cells: Sequence[str], colour: str = INK) -> Iterator[str]:
        """A row's words, each cell in as many lines as it takes."""
        most = 1
        for words, (_, x, letters) in zip(cells, COLUMNS, strict=True):
            parts = textwrap.wrap(words, letters or 20)
            for k, part in enumerate(parts):
                y = self.bottom + TEXT + k * TEXT * LEADING
                yield text(x, y, TEXT, part, "start" if letters else "end", colour)
            most = max(most, len(parts))
        self.bottom += most * TEXT * LEADING + BETWEEN


def _cells(row: Row) -> list[str]:
    kind = row.kind
    size = " × ".join(number_of(v, 2) for v in dict.fromkeys((kind.length, kind.width)))
    estimated = " (estimated)" if kind.placeholder else ""
    stone = f"{len(row.numbers)} × {kind.cut} {kind.gem}, {size} mm{estimated}"
    each, total = (carats(v).removesuffix(" ct") for v in (kind.carat, row.total))
    near = mm(row.nearest) if row.nearest is not None else ""
    return [told(row.runs), stone, each, total, near, row.setting]


def _stones(count: int) -> str:
    return "1 stone" if count == 1 else f"{count} stones"
