"""`ringgen batch` from the shell: real rings, killed and gone on with, the same whatever the number of workers."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ringgen.batch.journal import NAME

ROOT = Path(__file__).resolve().parent.parent.parent
BOOK = (
    "name,preset,size,metal,quantity,band.width,band.thickness,band.hollow,band.rim\n"
    "Ana,band/court,US 6,18k-yellow,2,,,,\n"
    "Ben,band/flat,US 7,silver-925,,,,,\n"
    "Thin,band/concave,US 7,silver-925,,3,1.2,0.65,0.6\n"
    "Dee,band/court,7,,,,,,\n"
)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ringgen", "batch", *arguments]


def env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def batch(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=env(), **more)


def rings(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.glob("*/*")) if p.is_file()}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(BOOK)
    return path


def test_a_book_is_built_told_summed_up_and_not_built_twice(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = batch(str(book), "-o", str(out), "--jobs", "2", "--format", "stl")
    assert done.returncode == 2, done.stderr  # a row is wrong, which is more than a ring refused
    assert done.stdout == ""
    assert done.stderr.startswith("PARTIAL  4 orders: 2 released, 1 refused, 1 wrong in the book")
    assert "row 5, column size" in done.stderr
    assert "Traceback" not in done.stderr
    found = rings(out)
    assert {"ana/ana.stl", "ana/ana.report.json", "ana/ana.png", "thin/thin.report.json"} <= set(found)
    assert "thin/thin.stl" not in found
    report = json.loads(found["ana/ana.report.json"])
    assert (report["verdict"], report["timings_s"]) == ("released", {})
    summary = json.loads((out / "summary.json").read_bytes())
    gold = next(m for m in summary["metals"] if m["metal"] == "18k-yellow")
    assert gold["rings_g"] == pytest.approx(2 * report["weight_g"], abs=1e-3)

    again = batch(str(book), "-o", str(out), "--jobs", "2", "--format", "stl", "--json")
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    assert (again.returncode, again.stderr) == (2, "")
    assert {r["name"]: (r["verdict"], r["kept"]) for r in lines} == {
        "Ana": ("released", True),
        "Ben": ("released", True),
        "Thin": ("refused", True),
        "Dee": ("wrong", False),
    }
    assert rings(out) == found

    other = tmp_path / "one"
    assert batch(str(book), "-o", str(other), "--jobs", "1", "--format", "stl").returncode == 2
    assert rings(other) == found  # whatever the number of workers, and the order they were done in


def test_killed_at_random_moments_it_ends_as_if_it_never_had_been(tmp_path: Path) -> None:
    run = ("band/court", "--sizes", "US 5..8", "--format", "stl", "--jobs", "2", "--no-pictures")
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert batch(*run, "-o", str(whole)).returncode == 0
    rng, built = random.Random(20261126), 0
    for _ in range(4):
        child = subprocess.Popen(
            command(*run, "-o", str(out)), env=env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(2.0 + 5.0 * rng.random())
        child.send_signal(signal.SIGKILL)
        child.communicate()
        journal = (out / NAME).read_bytes().splitlines() if (out / NAME).exists() else []
        assert len(journal) >= built  # nothing that was noted is ever forgotten
        built = len(journal)
    assert batch(*run, "-o", str(out)).returncode == 0
    assert rings(out) == rings(whole)


def test_interrupted_it_says_so_and_leaves_no_process(tmp_path: Path) -> None:
    child = subprocess.Popen(
        command("solitaire/six-prong", "--sizes", "US 4..9", "-o", str(tmp_path / "out")),
        env=env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # it is ignored beneath a shell's background
    )
    time.sleep(4.0)
    child.send_signal(signal.SIGINT)
    _, words = child.communicate(timeout=120.0)
    assert child.returncode == 130
    assert words.strip().endswith("error: interrupted")
    until = time.monotonic() + 60.0
    while _group_lives(child.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _group_lives(child.pid)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_ring_that_takes_too_long_is_reported(tmp_path: Path) -> None:
    done = batch("solitaire/six-prong", "--sizes", "US 6", "-o", str(tmp_path / "out"), "--limit", "1")
    assert done.returncode == 3
    assert "took longer than 1 s, and was stopped" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.csv"], "none.csv: there is no such order book"),
        (["band/court"], "is one design, and no order book"),
        (["band/cort", "--sizes", "US 7"], "did you mean band/court"),
        (["band/court", "--sizes", "4..9"], "--sizes"),
        (["band/court", "--metals", "gould"], "metal"),
        (["band/court", "--sizes", "US 7", "--format", "stll"], "did you mean stl"),
        (["band/court", "--sizes", "US 7", "--button", "ten"], "--button"),
        (["band/court", "--sizes", "US 7", "--jobs", "0"], "--jobs"),
        (["band/court", "--sizes", "US 7", "--scheduler", "tcp://127.0.0.1:9"], "--scheduler"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_built(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = batch(*arguments, "-o", str(tmp_path / "out"))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("out/*/*"))


def test_it_cannot_write_where_there_is_no_folder(tmp_path: Path) -> None:
    done = batch("band/court", "--sizes", "US 7", "-o", str(tmp_path / "no" / "such"))
    assert done.returncode == 4
    assert "its folder does not exist" in done.stderr
