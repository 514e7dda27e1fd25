"""How waxes are laid to be printed, and what is poured beside the rings: sprue and button."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ringgen.catalog._tables import shown, table
from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.units import QuantityError, grams, number_of, parse

LARGEST_SHARE = 2.0  # of the metal: a button twice the tree is a slip of the pen
LARGEST_GRAMS = 500.0  # g: more than the largest flask's button


@dataclass(frozen=True)
class Orientation:
    """A way to stand on the plate: how far it leans back from upright, degrees."""

    id: str
    lean_deg: float
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Sprue:
    """What a sprue is to be: its section as a share of the one it feeds, and how long, mm."""

    share: float
    share_low: float
    share_high: float
    length_mm: float
    source: str


@dataclass(frozen=True)
class Button:
    """What is melted beside what fills the mould: a share of that, or grams."""

    share: float
    grams: float
    source: str
    confidence: str

    def of(self, metal_g: float) -> float:
        """The button for so much metal, g."""
        return self.share * metal_g + self.grams

    def __str__(self) -> str:
        return f"{number_of(100 * self.share)} %" if self.share else grams(self.grams)


@cache
def orientations() -> tuple[Orientation, ...]:
    """Every way to stand on the plate; the first is the usual one."""
    return tuple(
        Orientation(r["id"], float(r["lean_deg"]), r["note"], r["source"], r["confidence"])
        for r in table("casting")["orientation"]
    )


def find_orientation(text: str) -> Orientation:
    """The orientation of that id; InputError with the nearest otherwise."""
    wanted = text.strip().casefold()
    for row in orientations():
        if row.id == wanted:
            return row
    known = [row.id for row in orientations()]
    near = next((i for i in known if wanted and i.startswith(wanted)), None) or nearest(text, known)
    raise InputError.one("--orient", f'there is no orientation called "{shown(text)}"', ", ".join(known), near)


@cache
def sprue() -> Sprue:
    """What the trade asks of a sprue."""
    row = table("casting")["sprue"]
    return Sprue(row["share"], row["share_low"], row["share_high"], row["length_mm"], row["source"])


@cache
def buttons() -> tuple[Button, ...]:
    """What several houses add for the button; the first is taken unless another is asked for."""
    return tuple(
        Button(r.get("share", 0.0), r.get("grams", 0.0), r["source"], r["confidence"])
        for r in table("casting")["button"]
    )


def find_button(text: str) -> Button:
    """A button as typed: a share ("10 %") or a weight ("10 g")."""
    allowed = f'a share, as "10 %", or a weight, as "10 g", up to {100 * LARGEST_SHARE:.0f} % or {LARGEST_GRAMS:.0f} g'
    try:
        share, weight = (parse(text, "ratio"), 0.0) if "%" in text else (0.0, parse(text, "mass"))
    except QuantityError as error:
        raise InputError.one("--button", str(error), allowed, "10 %") from None
    if not (0.0 <= share <= LARGEST_SHARE and 0.0 <= weight <= LARGEST_GRAMS):
        raise InputError.one("--button", f"{shown(text)} is no button", allowed, "10 %")
    if not any(c.isalpha() or c == "%" for c in text):
        raise InputError.one("--button", f"{shown(text)} has no unit", allowed, f"{text.strip()} %")
    for row in buttons():
        if (row.share, row.grams) == (share, weight):
            return row
    return Button(share, weight, "as asked", "H")
