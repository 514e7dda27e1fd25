"""Two processes find what one does, in its order; what the second loses is could-not-run, and nothing else is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from ringgen import plugins
from ringgen.catalog.rules import load_rules
from ringgen.checks import _forked, _shares, runner
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform forks no processes")

TETRA = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]], float)[[[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]]

CHECK = """
import os, signal, time
from pathlib import Path
from ringgen.findings import Finding
def check(mesh, subject):
    begun = Path(__file__).with_name("begun")
    if os.getpid() != {first}:
        begun.touch()
        {otherwise}
    end = time.monotonic() + 20
    while not begun.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return [Finding("{name}", "pass", float(len(mesh.triangles)), None)]
"""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_forked, "cores", lambda: 2)


def mesh() -> MeshFile:
    return MeshFile(Path("body.stl"), "stl", TETRA)


def subject(*only: str) -> Subject:
    return Subject(None, load_rules(), only=frozenset(only) or None)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"shared_checks_of_{tmp_path.name}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    plugins.names.cache_clear()
    return name


def fill(package: str, otherwise: str) -> None:
    for name in "abcd":
        text = CHECK.format(first=os.getpid(), name=name, otherwise=otherwise)
        (Path(sys.path[0]) / package / f"{name}.py").write_text(text)


def test_every_check_has_one_place() -> None:
    names = runner.names()
    shares = _shares.split(names)
    assert sorted(n for share in shares for n in share) == list(names)
    named = [n for some in _shares.TOGETHER for n in some]
    assert set(named) <= set(names)
    assert len(named) == len(set(named))
    assert _shares.split(["wall", "seat-share", "new"]) == [("seat-share",), ("wall",), ("new",)]


def test_two_find_what_one_finds_in_its_order() -> None:
    assert _shares.run_checks(mesh(), subject(), worth=0) == runner.run_checks(mesh(), subject())
    found = _shares.run_checks(mesh(), subject("wall", "bore", "shells"), worth=0)
    assert [f.check for f in found] == ["bore", "shells", "wall"]
    assert _shares.run_checks(mesh(), subject("no-such-check"), worth=0) == []


def test_both_take_part_and_a_new_file_is_a_new_check(package: str) -> None:
    fill(package, "pass")
    found = _shares.run_checks(mesh(), subject(), package, worth=0)
    assert [(f.check, f.status, f.measured) for f in found] == [(n, "pass", 4.0) for n in "abcd"]
    assert (Path(sys.path[0]) / package / "begun").exists()


def test_what_the_second_loses_could_not_run(package: str) -> None:
    fill(package, "os.kill(os.getpid(), signal.SIGKILL)")
    found = _shares.run_checks(mesh(), subject(), package, worth=0)
    assert [f.check for f in found] == list("abcd")
    lost = [f for f in found if f.status != "pass"]
    assert [(f.status, f.message) for f in lost] == [("could-not-run", "the second process ended by signal 9")]


def test_an_error_in_a_check_is_its_finding_in_either_process(package: str) -> None:
    fill(package, "raise MemoryError('full')")
    found = _shares.run_checks(mesh(), subject(), package, worth=0)
    lost = [f for f in found if f.status != "pass"]
    assert lost
    assert {(f.status, f.message) for f in lost} == {("could-not-run", "MemoryError: full")}


def test_small_files_and_single_cores_are_not_worth_it(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(package, "pass")
    begun = Path(sys.path[0]) / package / "begun"
    begun.touch()
    monkeypatch.setattr(_forked, "in_two", lambda *_: pytest.fail("a process was forked"))
    assert len(_shares.run_checks(mesh(), subject(), package, worth=5)) == 4
    monkeypatch.setattr(_forked, "cores", lambda: 1)
    assert len(_shares.run_checks(mesh(), subject(), package, worth=0)) == 4
