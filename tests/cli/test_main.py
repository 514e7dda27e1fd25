"""The program around the commands: found by name, imported late, quick to answer."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest

import ringgen.cli
from ringgen import plugins
from ringgen.cli import main

HEAVY = {"numpy", "scipy", "trimesh", "OCP", "cadquery", "vtkmodules", "lib3mf", "embreex", "manifold3d"}


def loaded_by(*args: str, stdin: str = "") -> tuple[int, set[str], str]:
    """Exit code, the top-level modules and the standard error of a fresh ringgen."""
    code = "import sys; from ringgen.cli import main; c = main(sys.argv[1:]); print(*sys.modules); sys.exit(c)"
    done = subprocess.run([sys.executable, "-c", code, *args], input=stdin, capture_output=True, text=True, check=False)
    return done.returncode, set(done.stdout.splitlines()[-1].split()), done.stderr


@pytest.mark.parametrize("args", [["--help"], ["size", "US 7"], ["presets"], ["--version"], ["init", "no-such-preset"]])
def test_small_questions_import_nothing_heavy_and_read_no_spec(args: list[str]) -> None:
    _, modules, _ = loaded_by(*args)
    assert not modules & (HEAVY | {"pydantic"})


def test_a_refused_spec_imports_nothing_heavy() -> None:
    code = "import sys\nfrom ringgen.spec.load import load\ntry:\n load('-')\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input='size = "7"\n[band]\nprofile="curt"',
        capture_output=True,
        text=True,
        check=False,
    )
    assert "InputError" in done.stderr
    assert not set(done.stdout.split()) & HEAVY


def test_every_command_is_a_file_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for name in plugins.names("ringgen.cli"):
        command = plugins.load("ringgen.cli", name).command
        assert isinstance(command, click.Command)
        assert name in said
        assert main([name, "--help"]) == 0
    assert "_RINGGEN_COMPLETE" in said


def test_a_new_file_is_a_new_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "greet_me.py").write_text(
        "import click\n@click.command('greet-me')\ndef command():\n    'Say hello.'\n    click.echo('hello')\n"
        "    return 1\n"
    )
    monkeypatch.setattr(ringgen.cli, "__path__", [*ringgen.cli.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    plugins.names.cache_clear()
    try:
        assert main(["greet-me"]) == 1
        assert capsys.readouterr().out == "hello\n"
    finally:
        plugins.names.cache_clear()
        sys.modules.pop("ringgen.cli.greet_me")


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "ringgen", "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("ringgen")


def test_commands_complete_in_a_shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_RINGGEN_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "ringgen init solitaire/si")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 0
    assert "solitaire/six-prong" in capsys.readouterr().out
