"""The second opinion from a process of its own is the one of this process; a process that fails says nothing."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from kernel.rows import eternity

from ringgen.bodies import Parts
from ringgen.kernel import beside, second, trust
from ringgen.kernel.beside import Asked, Pieces
from ringgen.kernel.bites import Bite
from ringgen.kernel.realise import Realiser
from ringgen.kernel.trust import Trust

COARSE = 0.02  # mm


def test_it_is_the_same_opinion() -> None:
    parts = eternity(20)
    asked, here = second.answered(second.ask(parts, COARSE)), second.opinion(parts, COARSE)
    assert asked is not None
    assert (asked.bodies, asked.dust) == (here.bodies, here.dust)
    assert asked.volume == pytest.approx(here.volume, rel=1e-8)  # here the bodies are joined in another order


def test_an_answer_is_given_once() -> None:
    asked = second.ask(eternity(5), COARSE)
    assert second.answered(asked) is not None
    assert second.answered(asked) is None


def test_a_surface_that_does_not_close_has_no_answer() -> None:
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3]], dtype=np.uint32)  # one side of four is missing
    assert Asked([Pieces(corners, faces, np.eye(4)[None, :3])], []).answer() is None


def test_a_process_that_cannot_start_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert second.answered(second.ask(eternity(5), COARSE)) is None


def test_a_process_nobody_waits_for_is_ended() -> None:
    asked = second.ask(eternity(5), COARSE)
    child = asked._child
    assert child is not None
    del asked
    assert child.returncode is not None


def test_a_ring_of_many_bodies_is_asked_about_early_and_of_few_when_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Parts] = []
    right = trust.ask
    monkeypatch.setattr(trust, "ask", lambda parts, *more: asked.append(parts) or right(parts, *more))
    few, many = eternity(5), eternity(20)
    for parts in (few, many):
        Trust(parts, COARSE)
    assert asked == [many]


def test_without_an_answer_it_is_worked_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_BOOT", "import sys; sys.exit(1)")
    parts = eternity(20)
    (uncut,) = Realiser().shapes(parts.metal[0])
    here: list[Any] = []
    monkeypatch.setattr(trust, "opinion", lambda *a: here.append(a) or second.opinion(*a))
    monkeypatch.setattr(trust, "deepest", lambda *_: Bite(0.0))
    mesh, why = Trust(parts, COARSE).meshed(uncut)
    assert mesh is None
    assert "another kernel finds" in why
    assert here
