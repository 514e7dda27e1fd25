"""What a figure is, and how it is measured: two things timed in turn, A B A B."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Seconds = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """Something, what it is measured beside, and the ratio aimed at."""

    name: str
    beside: str
    aim: float
    measured: Seconds
    yardstick: Seconds


@dataclass(frozen=True)
class Result:
    """A figure with the ratios and the seconds of every round."""

    figure: Figure
    ratios: tuple[float, ...]
    seconds: tuple[float, float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def row(self) -> str:
        low, high = min(self.ratios), max(self.ratios)
        met = "met" if self.ratio <= self.figure.aim else "missed"
        f = self.figure
        return f"| {f.name} | {f.beside} | {self.ratio:.2f} | {low:.2f} to {high:.2f} | {f.aim:.2f} | {met} |"


def command(*arguments: str, expect: int | tuple[int, ...] = 0) -> Seconds:
    """The whole time of a Python process, start to end."""

    def run() -> float:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, env=env)
        seconds = time.perf_counter() - start
        if done.returncode not in (expect if isinstance(expect, tuple) else (expect,)):
            raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        return seconds

    return run


def ringgen(*arguments: str, expect: int | tuple[int, ...] = 0) -> Seconds:
    return command("-m", "ringgen", *arguments, expect=expect)


def measure(figure: Figure, rounds: int) -> Result:
    pairs = [(figure.measured(), figure.yardstick()) for _ in range(rounds)]
    ratios = tuple(a / b for a, b in pairs)
    a, b = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Result(figure, ratios, (a, b))
