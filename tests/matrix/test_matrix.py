"""The matrix: every head on every cut it admits on every shank, at three sizes, is released or says what to change.

`--matrix-count` rings are tried, those whose turn it is by `--matrix-turn` (CI gives it the number of commits);
`--matrix-all` tries all of them, `--matrix-draft` makes them of triangles instead of exact solids.
Each ring's spec is its test's name, and `combinations.Combination.text` writes it.
"""

from __future__ import annotations

import pytest
from matrix.combinations import Combination, combinations, drawn
from matrix.trial import trial_within

from ringgen import plugins
from ringgen.settings import heads
from ringgen.spec.read import PACKAGES

PATIENCE = 400.0  # s for up to four builds of one ring


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "combination" in metafunc.fixturenames:
        option = metafunc.config.getoption
        whole = option("matrix_all")
        rings = combinations() if whole else drawn(option("matrix_count"), option("matrix_turn"))
        metafunc.parametrize("combination", rings, ids=[c.name for c in rings])


def test_it_is_released_or_what_it_is_told_to_change_works(
    combination: Combination, pytestconfig: pytest.Config
) -> None:
    """A refusal that leads nowhere fails as an unsound ring does."""
    outcome = trial_within(combination.text, PATIENCE, draft=pytestconfig.getoption("matrix_draft"))
    assert outcome.good, f"{outcome.tag} after {list(outcome.changes)}: {outcome.said}\n{combination.text}"


def test_every_head_cut_and_shank_is_in_it() -> None:
    every = combinations()
    assert {c.cut for c in every} == set(plugins.names(PACKAGES["cut"]))
    assert {c.head for c in every} == set(heads())
    assert {c.shank.partition("+")[0] for c in every} == set(plugins.names(PACKAGES["shank"]))
    assert len({c.name for c in every}) == len(every)


def test_turns_go_through_all_of_it() -> None:
    every = {c.name for c in combinations()}
    count = len(every) // 7 + 1
    assert {c.name for turn in range(7) for c in drawn(count, turn)} == every
