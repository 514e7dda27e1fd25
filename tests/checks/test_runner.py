from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from ringgen import plugins
from ringgen.catalog.rules import load_rules
from ringgen.checks import MACHINERY, runner
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject
from ringgen.errors import InputError

TETRA = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]], float)[[[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]]

GOOD = """
from ringgen.findings import Finding
def check(mesh, subject):
    return [Finding("good", "pass", float(len(mesh.triangles)), None)]
"""


def mesh() -> MeshFile:
    return MeshFile(Path("body.stl"), "stl", TETRA)


def subject() -> Subject:
    return Subject(None, load_rules())


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"checks_of_{tmp_path.name}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    plugins.names.cache_clear()
    return name


def add(package: str, file: str, text: str) -> None:
    (Path(sys.path[0]) / package / file).write_text(text)


def test_a_new_file_is_a_new_check(package: str) -> None:
    add(package, "good.py", GOOD)
    add(package, "_helper.py", "raise SystemError")
    found = runner.run_checks(mesh(), subject(), package)
    assert [(f.check, f.status, f.measured) for f in found] == [("good", "pass", 4.0)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def check(mesh, subject):\n    return 1 / 0", "ZeroDivisionError: division by zero"),
        ("def check(mesh, subject):\n    raise RuntimeError('one\\ntwo')", "RuntimeError: one"),
        ("def check(mesh, subject):\n    return None", "it gave no list of findings"),
        ("import nothing_of_this_name", "No module named"),
        ("def check(:", "SyntaxError"),
        ("NAME = 'a'", "has no attribute 'check'"),
    ],
)
def test_a_check_that_breaks_refuses_and_stops_no_other(package: str, text: str, said: str) -> None:
    add(package, "aaa.py", text)
    add(package, "good.py", GOOD)
    first, second = runner.run_checks(mesh(), subject(), package)
    assert (first.check, first.status, first.measured) == ("aaa", "could-not-run", None)
    assert said in first.message
    assert "\n" not in first.message
    assert first.refuses
    assert second.check == "good"
    assert runner.refused([first, second])
    assert not runner.refused([second])


def test_every_real_check_declares_its_file_s_name() -> None:
    for name in runner.names():
        module = plugins.load(runner.PACKAGE, name)
        assert name == module.NAME
        assert module.__doc__
    assert not set(runner.names()) & MACHINERY


def test_real_checks_all_run_on_a_plain_body_in_a_stable_order() -> None:
    once, twice = (runner.run_checks(mesh(), subject()) for _ in range(2))
    assert once == twice
    assert [f for f in once if f.status == "could-not-run"] == []
    assert [f.check for f in once] == sorted(f.check for f in once)


def test_a_file_that_is_no_mesh_is_a_wrong_input(tmp_path: Path) -> None:
    (tmp_path / "ring.stl").write_bytes(b"not a mesh")
    with pytest.raises(InputError):
        runner.run(tmp_path / "ring.stl", subject())
