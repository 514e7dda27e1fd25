"""Many rings: two workers beside one, a run of sizes beside separate builds, what a worker takes in memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from measuring import ROOT, Figure, Seconds

from ringgen.batch.matrix import size_run

SPEC = "solitaire/six-prong"
SIZES = "US 4..11 by 1/2"
COUNT = len(size_run(SIZES))  # fifteen
ALLOYS = (
    *("14k-yellow", "14k-rose", "14k-white-pd"),
    *("18k-yellow", "18k-rose", "18k-white-pd"),
    "platinum-950-ru",
)
RINGS = 200  # over which memory is not to grow
APART = 20  # sizes of one band, again and again: what is kept between rings must not pile up


def figures(folder: Path) -> list[Figure]:
    every = ("--metals", ",".join(ALLOYS))  # a hundred rings, as of a night: what starting takes weighs little then
    two, one = (run(folder / jobs, "--jobs", jobs, *every) for jobs in ("2", "1"))
    many, apart = run(folder / "many"), builds(folder / "apart")
    word = f"{COUNT} runs of `ringgen build {SPEC}`"
    return [
        Figure(
            f"{COUNT * len(ALLOYS)} rings by two workers: `{SPEC}` in {COUNT} sizes, each in {len(ALLOYS)} alloys",
            "by one worker",
            1 / 1.8,
            two,
            one,
        ),
        Figure(f"`ringgen batch {SPEC}` in {COUNT} sizes, pictures and summary with it", word, 1 / 3, many, apart),
    ]


def run(out: Path, *more: str) -> Seconds:
    """A whole run, from nothing: start of the program, of the workers, rings, summary."""

    def seconds() -> float:
        shutil.rmtree(out, ignore_errors=True)
        return _timed("batch", SPEC, "--sizes", SIZES, "-o", str(out), *more)

    return seconds


def builds(out: Path) -> Seconds:
    """Those sizes one after the other, each by a `ringgen build` of its own."""

    def seconds() -> float:
        return sum(_timed("build", SPEC, "--set", f"size={size}", "-o", str(out)) for size in size_run(SIZES))

    return seconds


def _timed(*arguments: str) -> float:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "ringgen", *arguments], capture_output=True, text=True, env=env)
    if done.returncode:
        raise SystemExit(f"ringgen {arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - start


def memory(rings: int = RINGS) -> list[float]:
    """What one worker has in memory after each ring, MB: bands of different sizes, so that none is any other's."""
    sys.path.insert(0, str(ROOT))
    from ringgen.batch import machine
    from ringgen.batch.job import Job
    from ringgen.batch.worker import Limits, Worker
    from ringgen.spec.load import load

    worker = Worker(Limits(rings=10 * rings))
    found = []
    try:
        for n in range(rings):
            width = 2.4 + 0.1 * (n % APART)
            job = Job(
                f"{n}", load("band/court", [f"size=US {5 + n % 5}", f"band.width={width:.2f}"]), ("stl", "step", "3mf")
            )
            if worker.run(job).verdict != "released":
                raise SystemExit(f"band {n} was not released")
            found.append(machine.resident_mb(worker.pid) or 0.0)
    finally:
        worker.close()
    return found


def grown(resident: list[float]) -> str:
    """How much more the last tenth takes than the second, in words."""
    tenth = max(len(resident) // 10, 1)
    second, last = (sum(part) / len(part) for part in (resident[tenth : 2 * tenth], resident[-tenth:]))
    most = max(resident)
    return f"{second:.0f} MB after {2 * tenth} rings, {last:.0f} MB after {len(resident)}; at most {most:.0f} MB"


if __name__ == "__main__":
    print(grown(memory(int(sys.argv[1]) if len(sys.argv) > 1 else RINGS)))
    print(json.dumps({f.name: f.aim for f in figures(Path())}, indent=2))
