"""Every way to fail: the exit code scripts rely on, one line a problem, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from ringgen import cli
from ringgen.cli import main
from ringgen.errors import BuildError, InputError, Problem, RenderError, WriteError

Raised = Callable[[BaseException], Callable[..., int]]


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Raised:
    """A ringgen whose only command raises what it is given."""

    def prepare(error: BaseException) -> Callable[..., int]:
        @click.command("fail")
        @click.option("--json", "as_json", is_flag=True)
        def fail(as_json: bool) -> None:
            raise error

        monkeypatch.setattr(cli.Commands, "get_command", lambda *_: fail)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return lambda *args: main(["fail", *args])

    return prepare


TWO = InputError(
    [Problem("band.width", "99 is too large", "1 to 20 mm", "20 mm", 3), Problem("size", "is needed")], "ring.toml"
)


KINDS: list[tuple[BaseException, int]] = [
    (TWO, 2),
    (BuildError("the head did not join"), 3),
    (RenderError("no renderer"), 3),
    (WriteError("ring.stl: the disk is full"), 4),
    (KeyboardInterrupt(), 130),
    (click.UsageError("no"), 2),
    (click.BadParameter("no"), 2),
    (click.FileError("ring.toml"), 2),
    (ZeroDivisionError("division by zero"), 3),
    (RecursionError("too deep"), 3),
    (MemoryError(), 3),
]


@pytest.mark.parametrize(("error", "code"), KINDS, ids=lambda v: type(v).__name__)
def test_each_kind_has_its_code_and_its_line(
    error: BaseException, code: int, raised: Raised, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raised(error)() == code
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.strip().splitlines()
    assert all(line.startswith("error: ") for line in lines)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("error", "code"), KINDS, ids=lambda v: type(v).__name__)
def test_json_is_told_the_same_and_nothing_else(
    error: BaseException, code: int, raised: Raised, capsys: pytest.CaptureFixture[str]
) -> None:
    assert raised(error)("--json") == code
    said = json.loads(capsys.readouterr().out)
    assert said["exit"] == code
    assert said["error"]
    assert said["problems"][0]["message"]


def test_every_problem_has_its_line(raised: Raised, capsys: pytest.CaptureFixture[str]) -> None:
    fail = raised(TWO)
    fail()
    assert capsys.readouterr().err.splitlines() == [
        "error: ring.toml: line 3: band.width: 99 is too large; allowed: 1 to 20 mm; did you mean 20 mm?",
        "error: ring.toml: size: is needed",
    ]
    fail("--json")
    assert json.loads(capsys.readouterr().out)["problems"][0] == {
        "field": "band.width",
        "line": 3,
        "message": "99 is too large",
        "allowed": "1 to 20 mm",
        "nearest": "20 mm",
    }


def test_nothing_in_a_message_steers_the_terminal(raised: Raised, capsys: pytest.CaptureFixture[str]) -> None:
    raised(InputError.one("x", "a\x1b[2J\nb\u202e"))()
    assert capsys.readouterr().err == "error: x: a\ufffd[2J b\ufffd\n"


def test_a_crash_keeps_its_traceback_in_a_file(
    raised: Raised, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    raised(ZeroDivisionError("by\nzero"))()
    said = capsys.readouterr().err
    (log,) = tmp_path.glob("ringgen-crash-*/traceback.txt")
    assert str(log) in said
    assert "ZeroDivisionError" in log.read_text()
    assert len(said.splitlines()) == 1


def test_a_crash_that_cannot_be_logged_is_still_one_line(
    raised: Raised, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail = raised(ZeroDivisionError("by zero"))
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    assert fail() == 3
    assert "could not be saved" in capsys.readouterr().err


def ringgen(*args: str, **streams: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ringgen", *args]
    return subprocess.run(command, text=True, check=False, **{"stderr": subprocess.PIPE, **streams})


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["size", "US 7"], ["presets", "--json"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_exit_4(args: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = ringgen(*args, stdout=full.fileno())
    assert done.returncode == 4
    assert done.stderr.splitlines() == ["error: cannot write to standard output: No space left on device"]


@pytest.mark.parametrize("args", [["catalog", "metals", "--json"], ["schema"]])
def test_a_reader_that_has_read_enough_is_no_error(args: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = ringgen(*args, stdout=write)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["prests"], "presets"),
        (["size", "US 7", "--jso"], "--json"),
        (["size"], "size --help"),
        (["init", "x/y"], "x/y"),
    ],
)
def test_usage_errors_are_exit_2_with_a_way_on(args: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert says in said


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().err
