from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ringgen.catalog.rules import load_rules
from ringgen.checks import process, runner
from ringgen.checks.process import Gate
from ringgen.checks.subject import Subject

TETRA = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]], float)[[[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]]
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


@pytest.fixture
def stl(tmp_path: Path) -> Path:
    records = np.zeros(len(TETRA), RECORD)
    records["corners"] = TETRA
    path = tmp_path / "body.stl"
    path.write_bytes(b"\0" * 80 + len(records).to_bytes(4, "little") + records.tobytes())
    return path


def subject() -> Subject:
    return Subject(None, load_rules())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int) -> bool:
    for _ in range(200):
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_the_child_finds_what_this_process_finds_file_after_file(
    stl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "queue.py").write_text("raise SystemError('a stranger in the working folder')")
    monkeypatch.chdir(tmp_path)
    broken = tmp_path / "broken.stl"
    broken.write_bytes(b"half a mesh")
    with Gate.start() as gate:
        child = gate._child
        assert child is not None
        first = gate.check("body.stl", subject())
        unread = gate.check(broken, subject())
        second = gate.check(stl, subject())
    assert first == second == runner.run(stl, subject())
    assert {f.status for f in unread} == {"could-not-run"}
    assert [f.check for f in unread] == list(runner.names())
    assert "read back" in unread[0].message
    assert gone(child.pid)


def test_a_child_that_dies_refuses_by_every_check_with_its_last_words(stl: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(8); sys.exit('no room for the mesh')"]
    pipe = subprocess.PIPE
    gate = Gate(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe))
    found = gate.check(stl, subject())
    assert [f.check for f in found] == list(runner.names())
    assert all(f.refuses and "exit code 1: no room for the mesh" in f.message for f in found)
    assert gate.check(stl, subject()) == found
    gate.close()


def test_a_killed_child_and_one_that_takes_too_long(stl: Path) -> None:
    for kill in (True, False):
        command = [sys.executable, "-c", "import time; time.sleep(600)"]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        if kill:
            child.send_signal(signal.SIGKILL)
            child.wait()
        found = Gate(child).check(stl, subject(), timeout=0.2)
        assert all(f.refuses for f in found)
        assert ("signal 9" if kill else "longer than 0.2 s") in found[0].message
        assert child.poll() is not None


def test_a_child_that_cannot_be_started(stl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/nowhere/python")
    with Gate.start() as gate:
        assert all("did not start" in f.message for f in gate.check(stl, subject()))


PARENT = """
import signal, sys, time
from ringgen.checks.process import Gate
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
gate = Gate.start()
print(gate._child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_child_outlives_its_parent(end: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.send_signal(end)
    parent.wait(20)
    parent.stdout.close()
    assert gone(child)


def test_interrupted_while_waiting_the_child_goes_too(stl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def get(self, timeout: float) -> bytes:
            raise KeyboardInterrupt

        def put(self, _: bytes | None) -> None:
            return

    gate = Gate.start()
    child = gate._child
    assert child is not None
    monkeypatch.setattr(gate, "_answers", Interrupted())
    with pytest.raises(KeyboardInterrupt), gate:
        gate.check(stl, subject())
    assert gone(child.pid)


def test_what_cannot_be_sent_is_checked_here(stl: Path) -> None:
    rules = load_rules()
    unsendable = Subject(None, rules, metal_group=type("Group", (str,), {})("gold"))
    with Gate.start() as gate:
        assert gate.check(stl, unsendable) == runner.run(stl, Subject(None, rules, "gold"))
