"""Rings of a row of stones asked for in a test: their text, their design, and whether a refusal can be followed."""

from __future__ import annotations

import pytest

from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError, Problem
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

TRIES = 5  # changes followed, one after another, before they are said to lead nowhere


def ring(kind: str, stone: str, band: str, more: str = "", head: str = "", size: str = "US 7") -> str:
    """The text of a ring with the head given and a row, `row`, of that kind."""
    return (
        f'size = "{size}"\nmetal = "14k-yellow"\nband = {{{band}}}\n{head}'
        f'[[settings]]\nid = "row"\ntype = "{kind}"\n{more}\nstone = {{{stone}}}\n'
    )


def solitaire(diameter: float) -> str:
    """The text of a head for a row to stand beside."""
    return f'[[settings]]\nid = "centre"\ntype = "prong"\nstone = {{cut = "round", diameter = {diameter}}}\n'


def design_of(text: str, *changes: str) -> Design:
    return resolve(read_text(Text(text, "test", ".toml"), overrides=changes).spec)


def refusal(text: str) -> Problem:
    """The first thing a design is refused for; the test fails where it is not."""
    with pytest.raises(InputError) as caught:
        design_of(text)
    return caught.value.problems[0]


def followed(text: str) -> list[str]:
    """The changes a refusal names, each followed until the ring is one; the test fails where they lead nowhere."""
    changes: list[str] = []
    for _ in range(TRIES):
        try:
            design_of(text, *changes)
        except InputError as error:
            changes += [str(p.change) for p in error.problems]
        else:
            return changes
    pytest.fail(f"{changes} do not work")
