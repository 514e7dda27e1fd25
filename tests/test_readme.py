"""The README is true: its commands are the ones CI runs, its spec is the preset, its output what a build of it says."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from ringgen import cli, load
from ringgen.errors import RinggenError

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = "solitaire/six-prong"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_two_commands_install_and_do_everything() -> None:
    build, tests = (b.strip() for b in blocks("sh")[:2])
    assert build == f"python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/ringgen build {SHOWN}"
    assert tests == "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest -n auto"


def test_ci_runs_the_same_tests() -> None:
    asked = blocks("sh")[1].strip().rpartition(".venv/bin/")[2]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(rf'^    "\$venv/bin/pytest" {re.escape(asked.partition(" ")[2])} ', run, re.MULTILINE)


def test_its_spec_is_the_preset(tmp_path: Path) -> None:
    shown = tmp_path / "ring.toml"
    shown.write_text(blocks("toml")[0], encoding="utf-8")
    assert load(shown).sha256 == load(SHOWN).sha256


def test_its_output_is_what_that_build_says(ring: Callable[[str], Any]) -> None:
    with_output = runpy.run_path(str(ROOT / "docs" / "make.py"))["with_output"]
    assert unplaced(with_output(README, ring(SHOWN).report)) == unplaced(README), "run `python docs/make.py golden`"


def unplaced(text: str) -> str:
    """Without the places of the findings: of six equal prongs, which one is thinnest is a matter of the last digit."""
    return re.sub(r"  (?:shank|centre|stone-\d+)\b.* at .*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("line", [line for b in blocks("sh")[2:] for line in b.strip().splitlines()])
def test_every_command_shown_is_one(line: str) -> None:
    words = line.partition("#")[0].split()
    assert words[0] == "ringgen"
    command = cli.program.get_command(click.Context(cli.program), words[1])
    assert command is not None
    known = {name for p in command.params for name in p.opts}
    assert {w for w in words if w.startswith("--")} <= known


def test_its_exit_codes_are_the_errors_own() -> None:
    said = {int(code) for code in re.findall(r"\*\*(\d+)\*\*", README)}
    errors = {error.exit_code for error in RinggenError.__subclasses__()}
    assert said == {0, 1, cli.INTERRUPTED} | errors
