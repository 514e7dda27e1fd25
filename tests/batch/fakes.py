"""Crews and workers that build nothing: what a batch does with answers needs no CAD kernel."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ringgen.batch.job import Built, Job
from ringgen.batch.orders import Book
from ringgen.pipeline import Held

Books = Callable[..., Book]

STONE = {
    "cut": "round",
    "gem": "diamond",
    "count": 3,
    "size_mm": [2.0, 2.0],
    "carat_each": 0.03,
    "carat_total": 0.09,
    "carat_error": 0.035,
    "placeholder": False,
}


def report(name: str, slug: str, verdict: str = "released", **more: Any) -> dict[str, Any]:
    """What a summary and a release read of a report."""
    wall = {"check": "wall", "status": "pass" if verdict == "released" else "fail", "measured": 0.9, "limit": 0.8}
    wall |= {"unit": "mm", "part": "shank", "clock": "6:00", "message": ""}
    return {
        "name": name,
        "slug": slug,
        "verdict": verdict,
        "weight_g": 4.0,
        "metal": {"id": "18k-yellow", "name": "18k yellow gold", "density_g_cm3": 15.55},
        "stages": {"finish": None, "shrink": [], "scale": 1.0},
        "stones": [STONE],
        "findings": [wall],
        "files": [],
        "timings_s": {},
    } | more


def built(job: Job, verdict: str = "released", size: int = 5000) -> Built:
    """An answer whose bytes follow from the key alone."""
    spec = job.loaded.spec
    slug = spec.name.casefold().replace(" ", "-")
    seed = hashlib.sha256(job.key.encode()).digest()
    names = [(f"{slug}.{f}", f) for f in job.formats] if verdict == "released" else []
    files = tuple(Held(n, f, f.encode() + seed * (size // 32)) for n, f in names)
    listed = [{"path": f.name, "format": f.format, "sha256": hashlib.sha256(f.data).hexdigest()} for f in files]
    return Built(job.key, verdict, report(spec.name, slug, verdict, files=listed), files, seconds=1.5)


class Crew:
    """Answers at once, in the order asked, and remembers what it was asked for."""

    def __init__(self, answer: Callable[[Job], Built] = built, times: int = 1) -> None:
        self.asked: list[str] = []
        self._answer, self._times = answer, times

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        for job in jobs:
            self.asked.append(job.loaded.spec.name)
            for _ in range(self._times):
                yield self._answer(job)


def work(job: Job, scratch: Path) -> Built:
    """What a worker process runs in tests: the ring's name says what becomes of it."""
    name = job.loaded.spec.name
    if name.startswith("slow"):
        time.sleep(60.0)
    if name.startswith("raises"):
        raise ArithmeticError("the answer is not 42")
    if name.startswith("dies once"):
        mark = Path(os.environ["RINGGEN_TEST_MARK"])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
    elif name.startswith("dies"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("greedy"):
        hoard = bytearray(600 * 2**20)
        hoard[::4096] = b"x" * len(hoard[::4096])
        time.sleep(60.0)
    return Built(job.key, "released", {"pid": os.getpid(), "scratch": str(scratch)})
