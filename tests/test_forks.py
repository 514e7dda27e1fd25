"""A forked process answers, is not waited for without end, and is not made beside threads that may hold a lock."""

from __future__ import annotations

import os
import threading
import time

import pytest

from ringgen import forks
from ringgen.pipes import listener

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform forks no processes")


def forked(work: object) -> forks.Fork:
    found = forks.fork(work)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_it_is_another_process_and_says_so_through_its_pipe() -> None:
    here, open_before = os.getpid(), len(os.listdir("/dev/fd"))
    said, why = forked(lambda tell: forks.put(tell, f"{os.getpid()}".encode())).heard(20.0)
    assert int(said) != here
    assert why == ""
    assert len(os.listdir("/dev/fd")) == open_before


def test_how_it_ended_is_said() -> None:
    def fails(_: int) -> None:
        raise RuntimeError("no")

    assert forked(fails).heard(20.0) == (b"", "the second process ended with exit code 1")
    assert forked(lambda _: os.kill(os.getpid(), 9)).heard(20.0) == (b"", "the second process ended by signal 9")


def test_it_is_not_waited_for_without_end_and_can_be_ended() -> None:
    began = time.monotonic()
    _, why = forked(lambda _: time.sleep(600)).heard(0.1)
    assert why == "the second process took 0.1 s longer than this one"
    other = forked(lambda _: time.sleep(600))
    other.end()
    with pytest.raises(ProcessLookupError):
        os.kill(other.pid, 0)
    assert time.monotonic() - began < 60.0


def test_no_room_for_a_process_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    open_before = len(os.listdir("/dev/fd"))
    monkeypatch.setattr(os, "fork", full)
    assert forks.fork(lambda _: None) is None
    assert len(os.listdir("/dev/fd")) == open_before


def test_only_threads_that_wait_for_messages_are_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    ours = listener(lambda: stop.wait(60.0))
    theirs = threading.Thread(target=stop.wait, args=(60.0,), daemon=True)
    theirs.start()
    running = [threading.current_thread(), ours]
    monkeypatch.setattr(threading, "enumerate", lambda: running)  # whoever runs the tests has threads of its own
    assert forks.harmless()
    running.append(theirs)
    assert not forks.harmless()
    stop.set()


def test_where_forks_are_not_safe_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert forks.possible()
    monkeypatch.setattr("sys.platform", "darwin")
    assert not forks.possible()
