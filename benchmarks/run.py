"""The figures docs/benchmarks.md quotes: each a ratio beside something measured in the same run, one after the other.

    python benchmarks/run.py [--rounds N] [--only WORDS] [--write]

Both sides of a figure are timed in turn, A B A B, five rounds unless asked otherwise, and the figure is the
median of the rounds' ratios: whatever else the machine does meanwhile slows both. `--write`
puts the table into docs/benchmarks.md, and with `--only` the rows of the figures that have those words in their names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT, ROOT / "benchmarks"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import checking  # noqa: E402  (the folder first)
import many  # noqa: E402
import rows  # noqa: E402
from measuring import Figure, Result, command, measure, ringgen  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS = 5
SPEC = "solitaire/six-prong"
BAD_SPEC = 'size = "7"\nmetal = "18k-yelow"\nband = {width = "2 lb"}\n'


def figures(folder: Path) -> list[Figure]:
    bad = folder / "bad.toml"
    bad.write_text(BAD_SPEC, encoding="utf-8")
    kernel = command("-c", "import cadquery")
    word = "`import cadquery`"
    build = ringgen("build", SPEC, "-o", str(folder / "ring"))
    same = ringgen("build", SPEC, "--format", "stl,step", "-o", str(folder / "same"))
    plain = command(str(ROOT / "benchmarks" / "plain_solitaire.py"), str(folder / "plain"))
    rings = dict[str, str]()
    for held, text in (
        ("a halo and shoulders", rows.HALO),
        ("five rows of stones", rows.FIVE_ROWS.replace("COVER", "110")),
    ):
        path = folder / f"{len(rings)}.toml"
        path.write_text(text, encoding="utf-8")
        rings[held] = str(path)
    return [
        Figure('`ringgen size "US 7"`', word, 0.25, ringgen("size", "US 7"), kernel),
        Figure("`ringgen --help`", word, 0.25, ringgen("--help"), kernel),
        Figure("a refused spec", word, 0.25, ringgen("build", str(bad), expect=2), kernel),
        Figure(f"`ringgen build {SPEC}`: spec to checked STL, STEP, 3MF", word, 2.5, build, kernel),
        *checking.figures(SPEC, rings, folder),
        Figure(
            "that solitaire to checked STL and STEP", "a plain CadQuery script: no checks, no stone", 1.0, same, plain
        ),
        *rows.figures(folder),
    ]


def volumes(folder: Path) -> tuple[float, float]:
    """Of our solitaire and of the plain script's, mm³: they must be the same ring."""
    path = str(folder / "plain" / "plain.step")
    code = f"import cadquery as cq; print(cq.importers.importStep({path!r}).val().Volume())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return _report(folder)["volume_mm3"], float(done.stdout)


def _report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next((folder / "ring").glob("*.report.json")).read_bytes())
    return found


def page(results: Sequence[Result], folder: Path) -> str:
    """The table, and what it was measured with."""
    ours, plain = volumes(folder)
    steps = sorted(_report(folder)["timings_s"].items(), key=lambda s: -s[1])
    total = sum(seconds for _, seconds in steps)
    shares = ", ".join(f"{name} {100 * seconds / total:.0f} %" for name, seconds in steps)
    stack = ", ".join(f"{p} {version(p)}" for p in ("cadquery", "cadquery-ocp", "trimesh", "numpy"))
    table = "\n".join(r.row for r in results)
    machine = f"{os.cpu_count()} CPUs ({platform.system()} {platform.machine()}), Python {platform.python_version()}"
    apart = f"{100 * abs(plain / ours - 1):.2f} %"
    each = "\n".join(f"- {line}" for line in rows.per_stone())
    return f"""# Speed

Written by `python benchmarks/run.py --write`. Every figure is a ratio of two times taken in turn on one machine, the
median of the rounds' ratios ({len(results[0].ratios)} rounds): seconds say more about a machine than
about a program. All are processes timed from start to exit, but for the checks and the meshing beside them, which are
timed in warm processes.

| what | beside | ratio | rounds | aim, at most | |
|---|---|---|---|---|---|
{table}

Measured with {machine}, {stack}.

What the steps of that build take of their sum, as the report's `timings_s` has it: {shares}. The checks run in a
process of their own, beside the writing of STEP and 3MF.

The plain script (`benchmarks/plain_solitaire.py`) makes the same ring one boolean at a time and writes STL and STEP;
its volume is {plain:.2f} mm³, ours {ours:.2f} ({apart} apart). It checks nothing and leaves the stone out.
So does the one for rows (`benchmarks/plain_row.py`), which is told where ringgen's design has every bead and seat. The
volumes of its meshes beside our solids': {rows.apart(folder)}.

What each stone costs in the kernel, ours alone, in one warm process:

{each}

What a worker of a batch has in memory over bands of a hundred kinds: {many.grown(many.memory())}.
"""


def main() -> None:
    """Measure, print, and with `--write` keep the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of each figure ({ROUNDS})")
    options.add_argument("--only", default="", metavar="WORDS", help="figures with these words in their names")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ringgen-benchmark-") as scratch:
        folder = Path(scratch)
        every = [*figures(folder), *many.figures(folder)]  # those of a batch take minutes a round
        results = dict[int, Result]()
        for k, figure in enumerate(every):
            if asked.only in figure.name:
                results[k] = measure(figure, asked.rounds)
                a, b = results[k].seconds
                print(f"{results[k].row}   ({a:.2f} s / {b:.2f} s)", flush=True)
        if not asked.only:
            text = page(list(results.values()), folder)
        else:
            text = with_rows(PAGE.read_text(encoding="utf-8"), {k: r.row for k, r in results.items()})
    if asked.write:
        PAGE.write_text(text, encoding="utf-8")
    elif not asked.only:
        print(text)


def with_rows(text: str, rows: Mapping[int, str]) -> str:
    """The page with some of its table's rows, by their numbers, as measured again."""
    lines = text.splitlines(keepends=True)
    first = next(k for k, line in enumerate(lines) if line.startswith("|---")) + 1
    for k, row in rows.items():
        lines[first + k] = row + "\n"
    return "".join(lines)


if __name__ == "__main__":
    main()
