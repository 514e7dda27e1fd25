"""Two processes do every piece once; one that ends badly, or never, is told of and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ringgen.checks import _forked
from ringgen.checks._forked import in_two

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform forks no processes")

HERE = os.getpid


def until(there: Callable[[], bool]) -> None:
    """Wait for something, twenty seconds at most."""
    end = time.monotonic() + 20
    while not there() and time.monotonic() < end:
        time.sleep(0.01)
    assert there()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def elsewhere(tmp_path: Path, do: Callable[[], object]) -> Callable[[int], int]:
    """Work that does something in the second process alone, for which the first one waits."""
    first, begun = HERE(), tmp_path / "begun"

    def work(n: int) -> int:
        if HERE() == first:
            until(begun.exists)
        else:
            (tmp_path / "pid").write_text(str(HERE()))
            begun.touch()
            do()
        return n * n

    return work


def test_every_piece_is_done_once_and_both_have_a_share() -> None:
    def work(n: int) -> tuple[int, int]:
        time.sleep(0.01)
        return n * n, HERE()

    found, why = in_two(work, 60)
    assert {n: square for n, (square, _) in found.items()} == {n: n * n for n in range(60)}
    assert len({pid for _, pid in found.values()}) == 2
    assert why == ""
    assert in_two(work, 0) == ({}, "")


def test_a_second_process_that_is_killed_loses_only_what_it_had_taken(tmp_path: Path) -> None:
    found, why = in_two(elsewhere(tmp_path, lambda: os.kill(HERE(), signal.SIGKILL)), 9)
    assert len(found) == 8
    assert all(square == n * n for n, square in found.items())
    assert why == "the second process ended by signal 9"


def test_what_it_cannot_say_ends_it(tmp_path: Path) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    found, why = in_two(elsewhere(tmp_path, fail), 3)
    assert len(found) == 2
    assert why == "the second process ended with exit code 1"


def test_it_is_not_waited_for_without_end(tmp_path: Path) -> None:
    began = time.monotonic()
    found, why = in_two(elsewhere(tmp_path, lambda: time.sleep(600)), 3, patience=0.2)
    assert len(found) == 2
    assert why == "the second process took 0.2 s longer than this one"
    assert time.monotonic() - began < 30
    assert gone(int((tmp_path / "pid").read_text()))


def test_an_error_in_this_process_ends_the_other(tmp_path: Path) -> None:
    first, begun = HERE(), tmp_path / "begun"

    def work(_: int) -> None:
        if HERE() == first:
            until(begun.exists)
            raise RuntimeError("no more")
        (tmp_path / "pid").write_text(str(HERE()))
        begun.touch()
        time.sleep(600)

    open_before = len(os.listdir("/dev/fd"))
    with pytest.raises(RuntimeError, match="no more"):
        in_two(work, 2)
    assert gone(int((tmp_path / "pid").read_text()))
    assert len(os.listdir("/dev/fd")) == open_before


def test_where_no_process_can_be_made_this_one_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    assert in_two(lambda n: (n, HERE()), 3) == ({n: (n, HERE()) for n in range(3)}, "")


def test_one_core_is_no_room_for_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not _forked.available()


PARENT = """
import os, sys, time
from ringgen.checks._forked import in_two
first = os.getpid()
def work(n):
    if os.getpid() != first:
        with open(sys.argv[1], "w") as out:
            out.write(f"{os.getpid()} ")
    time.sleep(600)
in_two(work, 2)
"""


def test_it_ends_with_its_parent_and_holds_none_of_its_pipes(tmp_path: Path) -> None:
    said = tmp_path / "pid"
    said.touch()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(said)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    until(lambda: said.read_text().endswith(" "))
    child = int(said.read_text())
    assert not gone(child)
    parent.kill()
    assert parent.stdout.read() == b""
    parent.stdout.close()
    parent.wait(20)
    until(lambda: gone(child))
