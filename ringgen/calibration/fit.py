"""From calliper readings to factors: least squares, with how far each may be off, and the readings that do not fit.

What shrinks: a size `n` becomes `n (1 - s)`, and `g` more of it outside, `g` less inside, since a print that is lit a
little too long grows on every surface; without `g` that would be taken for shrinkage. Polishing: so much off each
surface.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.calibration.gauges import INSIDE
from ringgen.errors import InputError

Floats = npt.NDArray[np.float64]

LEAST_SIZES, LEAST_SURFACE = 6, 3
"""Readings without which nothing is fitted: of sizes for a step that shrinks, of rings for a surface."""

CALLIPER = 0.01  # mm: how well a hand repeats a reading; five that agree by luck are no better known
BOTH = 2**0.5  # a difference of two readings is off by so much more than one
SURE = 0.975  # of the range: 95 in 100 lie between its ends
FAR = 4.0  # times the usual residual (1.4826 medians): a slip of the pen or a flawed casting, not noise
LEAST_FAR = 0.06  # mm; nearer is never called a slip


@dataclass(frozen=True)
class Reading:
    """One line of the form: sizes in mm, None where nothing was measured; `line` is its place in the file."""

    gauge: str
    measure: str
    nominal: float
    wax: float | None
    cast: float | None
    polished: float | None
    line: int

    @property
    def name(self) -> str:
        """What a message calls it."""
        return f"{self.gauge} {self.measure}"


@dataclass(frozen=True)
class Factor:
    """One factor: a share (shrink) or mm (finish), how far it may be off (95 in 100), of how many readings."""

    name: str
    value: float
    uncertainty: float
    readings: int
    outliers: tuple[str, ...] = ()
    growth: float = 0.0
    """How much each surface grew beside the shrinkage, mm."""


@dataclass(frozen=True)
class Fitted:
    """Everything the form gave."""

    shrink: tuple[Factor, ...]
    finish: tuple[Factor, ...]


def fitted(readings: Sequence[Reading]) -> Fitted:
    """The factors of a form. InputError that says which readings are missing where there are too few of a kind."""
    steps: list[Factor] = []
    if any(r.wax for r in readings):
        steps.append(_step("print", readings, lambda r: (r.nominal, r.wax), CALLIPER))
        if any(r.cast for r in readings):
            steps.append(_step("casting", readings, lambda r: (r.wax, r.cast), BOTH * CALLIPER))
    elif any(r.cast for r in readings):
        steps.append(
            _step("casting", readings, lambda r: (r.nominal, r.cast), CALLIPER)
        )  # all there is from file to metal
    finish = _surfaces(readings) if any(r.polished for r in readings) else ()
    if not steps and not finish:
        raise InputError.one("form", "holds no readings", f"{LEAST_SIZES} in wax_mm or cast_mm at the least")
    return Fitted(tuple(steps), finish)


def _step(
    name: str,
    readings: Sequence[Reading],
    sizes: Callable[[Reading], tuple[float | None, float | None]],
    least: float,
) -> Factor:
    pairs = [(r, *sizes(r)) for r in readings]
    known = [(r, a, b) for r, a, b in pairs if a is not None and b is not None]
    if (
        len(known) < LEAST_SIZES
        or len({a for _, a, _ in known}) < 3
        or not any(r.measure != INSIDE for r, _, _ in known)
    ):
        missing = [r.name for r, a, b in pairs if a is None or b is None]
        raise _too_few(f"for {name}", len(known), LEAST_SIZES, missing)
    before, after = (np.array([row[k] for row in known], float) for k in (1, 2))
    side = np.array([-1.0 if r.measure == INSIDE else 1.0 for r, _, _ in known])
    found, error, out = _squares(np.stack([before, side], axis=1), after, least)
    names = tuple(known[k][0].name for k in np.flatnonzero(out))
    return Factor(name, 1.0 - found[0], error[0], len(known) - len(names), names, found[1])


def _squares(matrix: Floats, wanted: Floats, least: float) -> tuple[list[float], list[float], npt.NDArray[np.bool_]]:
    """Least squares, how far each may be off (95 in 100), and which rows were left out as far off all others.

    `least` is the standard error of one row at the best, mm.
    """
    from scipy.stats import t

    out = np.zeros(len(wanted), bool)
    for _ in range(len(wanted) // 4):
        found, *_ = np.linalg.lstsq(matrix[~out], wanted[~out], rcond=None)
        off = np.abs(wanted - matrix @ found)
        usual = 1.4826 * float(np.median(off[~out]))
        worst = int(np.where(out, -1.0, off).argmax())
        if off[worst] <= max(FAR * usual, LEAST_FAR):
            break
        out[worst] = True
    rows, sizes = matrix[~out], wanted[~out]
    found, *_ = np.linalg.lstsq(rows, sizes, rcond=None)
    free = max(len(sizes) - rows.shape[1], 1)
    spread = max(float(((sizes - rows @ found) ** 2).sum()) / free, least**2)
    error = float(t.ppf(SURE, free)) * np.sqrt(np.diag(np.linalg.inv(rows.T @ rows)) * spread)
    return [float(v) for v in found], [float(e) for e in error], out


def _surfaces(readings: Sequence[Reading]) -> tuple[Factor, ...]:
    """Stock on each surface: what polishing took off rings."""
    rings = [r for r in readings if r.gauge.startswith("ring")]
    bore = _surface("bore", rings, INSIDE, lambda r: -_off(r) / 2, BOTH * CALLIPER / 2)
    edges = _surface("edges", rings, "width", lambda r: _off(r) / 2, BOTH * CALLIPER / 2)
    wall = _surface("outside", rings, "thickness", _off, BOTH * CALLIPER)
    uncertainty = float(np.hypot(wall.uncertainty, bore.uncertainty))
    outside = Factor("outside", wall.value - bore.value, uncertainty, wall.readings, wall.outliers)
    return (bore, outside, edges)


def _off(r: Reading) -> float:
    """How much smaller a size is once polished, mm."""
    return (r.cast or 0.0) - (r.polished or 0.0)


def _surface(
    name: str, rings: Sequence[Reading], measure: str, lost: Callable[[Reading], float], least: float
) -> Factor:
    mine = [r for r in rings if r.measure == measure]
    known = [r for r in mine if r.cast is not None and r.polished is not None]
    if len(known) < LEAST_SURFACE:
        raise _too_few(
            f"of {measure}s before and after polishing",
            len(known),
            LEAST_SURFACE,
            [r.name for r in mine if r not in known],
        )
    values = np.array([lost(r) for r in known])
    found, error, out = _squares(np.ones((len(values), 1)), values, least)
    names = tuple(known[k].name for k in np.flatnonzero(out))
    return Factor(name, found[0], error[0], len(known) - len(names), names)


def _too_few(what: str, there: int, needed: int, missing: Sequence[str]) -> InputError:
    some = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
    why = (
        f"{there} readings {what} are too few: missing are {some}"
        if missing
        else f"{there} readings {what} are too few"
    )
    return InputError.one("form", why, f"{needed} at the least")
