"""Quantities in and out: "2.2 mm", "0.09 in", "1.5 ct", "4 g", "2.6 dwt", "30 deg", "1.5 %", "15.5 g/cm3".

`parse` gives millimetres, grams, carats, degrees, a fraction of one, or g/cm3. A bare number is already in the unit of
its kind; for a ratio it is the fraction itself (0.57 is 57 %), so percent are always written with their sign.
"""

from __future__ import annotations

import math
import re
from typing import Literal

Kind = Literal["length", "mass", "carat", "angle", "ratio", "density"]

GRAMS_PER_CARAT = 0.2
GRAMS_PER_DWT = 1.55517384
GRAMS_PER_OZT = 31.1034768

# A ring is a thing of the hand: nothing about one is a kilometre or a tonne. Beyond this it is a slip of the pen.
LARGEST = 1.0e6

_UNITS: dict[Kind, dict[str, float]] = {
    "length": {"mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "inches": 25.4, '"': 25.4},
    "mass": {
        "g": 1.0,
        "gram": 1.0,
        "grams": 1.0,
        "mg": 0.001,
        "kg": 1000.0,
        "dwt": GRAMS_PER_DWT,
        "ozt": GRAMS_PER_OZT,
    },
    "carat": {"ct": 1.0, "cts": 1.0, "carat": 1.0, "carats": 1.0, "g": 1 / GRAMS_PER_CARAT, "pt": 0.01, "points": 0.01},
    "angle": {"deg": 1.0, "°": 1.0, "degree": 1.0, "degrees": 1.0, "rad": 180.0 / math.pi},
    "ratio": {"%": 0.01, "percent": 0.01},
    "density": {"g/cm3": 1.0, "g/cm³": 1.0, "g/cc": 1.0, "g/ml": 1.0, "kg/m3": 0.001, "kg/m³": 0.001},
}

_WORDS: dict[Kind, str] = {
    "length": "a length (2.2 mm, 0.09 in)",
    "mass": "a weight of metal (4 g, 2.6 dwt, 0.13 ozt)",
    "carat": "a weight of stone (1.5 ct, 0.3 g)",
    "angle": "an angle (30 deg)",
    "ratio": "a share (0.57 or 57 %)",
    "density": "a density (15.5 g/cm3)",
}

# Units people write that ringgen will not guess at, with what to write instead.
_REFUSED = {
    "ga": "a gauge number differs between wire, sheet and country: write it in mm",
    "gauge": "a gauge number differs between wire, sheet and country: write it in mm",
    "oz": "an ounce may be troy or avoirdupois: gold is weighed in ozt (31.1035 g)",
    "m": "nothing about a ring is measured in metres: write it in mm",
    "ft": "nothing about a ring is measured in feet: write it in mm",
    "kt": "karat is a fineness, not a weight",
    "k": "karat is a fineness, not a weight",
}

_NUMBER = re.compile(
    r"\s*([+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})(?:e[+-]?[0-9]{1,2})?)\s*([a-z°%\"][^\s]{0,11})?\s*",
    re.I,
)


class QuantityError(ValueError):
    """Text that is no quantity of the kind wanted.

    A ValueError, unlike every other error here: pydantic turns only those into its own report, from which the spec's
    loader makes the InputError with field and line.
    """


def parse(value: object, kind: Kind) -> float:
    """A number or text as a quantity: mm, g, ct, degrees, a fraction, or g/cm3. QuantityError in plain words."""
    if isinstance(value, bool):
        raise QuantityError(f"{str(value).lower()} is not {_WORDS[kind]}")
    if isinstance(value, (int, float)):
        return _sane(value, kind)
    if not isinstance(value, str):
        raise QuantityError(f"this is not {_WORDS[kind]}")
    shown = _shown(value)
    found = _NUMBER.fullmatch(value) if len(value) <= 60 else None
    if found is None:
        raise QuantityError(f'"{shown}" is not {_WORDS[kind]}')
    number = float(found[1].replace(",", "."))
    unit = (found[2] or "").casefold()
    return _sane(number * (_factor(number, unit, kind, shown) if unit else 1.0), kind)


def mm(x: float) -> str:
    """Millimetres for people, to a hundredth: `17.32 mm`."""
    return f"{rounded(x, 2):.2f} mm"


def grams(x: float) -> str:
    """Grams for people, to a hundredth: `4.20 g`."""
    return f"{rounded(x, 2):.2f} g"


def carats(x: float) -> str:
    """Carats for people: to a hundredth from 0.1 ct up, to a ten-thousandth below, where melee is told apart."""
    digits = 2 if abs(x) >= 0.0995 else 4
    return f"{rounded(x, digits):.{digits}f} ct"


def number_of(x: float, digits: int = 4) -> str:
    """A number without trailing zeros, as it is typed back into a spec: `2.4`, `17`."""
    text = f"{rounded(x, digits):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(x: float, digits: int) -> float:
    """Rounded half away from zero, and never to minus zero, so that the same value prints the same everywhere.

    The nudge lifts what binary floats keep just below a half (2.675), which the trade would round up.
    """
    scale = 10.0**digits
    whole = math.floor(abs(x) * scale * (1 + 1e-12) + 0.5)
    return math.copysign(whole / scale, x) if whole else 0.0


def _sane(value: float, kind: Kind) -> float:
    """The value without the dust of a conversion (0.09 in is 2.286 mm, not 2.2859999999999996)."""
    if value != value:
        raise QuantityError(f"NaN is not {_WORDS[kind]}")
    if abs(value) > LARGEST:  # asked before anything prints it: an int can be too long even for that
        raise QuantityError(f"that is too large to be {_WORDS[kind]}")
    return round(float(value), 12)


def _factor(number: float, unit: str, kind: Kind, shown: str) -> float:
    known = _UNITS[kind]
    if unit in known:
        return known[unit]
    want = _WORDS[kind]
    if unit in _REFUSED:
        raise QuantityError(f'"{shown}": {_REFUSED[unit]}; this wants {want}')
    for other, units in _UNITS.items():
        if unit in units:
            raise QuantityError(
                f'"{shown}" is {_WORDS[other].split(" (")[0]}{_converted(number, unit, other, kind)}; this wants {want}'
            )
    raise QuantityError(f'"{shown}": there is no unit "{unit}" here; this wants {want}')


def _converted(number: float, unit: str, have: Kind, want: Kind) -> str:
    """What the same amount would be in the unit wanted, where both weigh something."""
    if (have, want) == ("carat", "mass"):
        return f" ({number_of(number * _UNITS['carat'][unit] * GRAMS_PER_CARAT)} g)"
    if (have, want) == ("mass", "carat"):
        return f" ({number_of(number * _UNITS['mass'][unit] / GRAMS_PER_CARAT)} ct)"
    return ""


def _shown(text: str) -> str:
    clean = "".join(c if c.isprintable() else "�" for c in text[:41])
    return clean if len(text) <= 40 else clean[:40] + "…"
