"""Solving for a weight: met, in few builds; or refused with the limit that binds and a weight that can be had.

A plain band weighs its closed-form volume times the alloy's density, so no solid is built here.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen import plugins
from ringgen.design.band import shank_of
from ringgen.design.weight import solve
from ringgen.errors import InputError
from ringgen.spec.load import read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text

DENSITY = 15.5
PROMISED = 0.002


def spec(weight: float, solved: str = "band.thickness", profile: str = "court", width: float = 4.0) -> Spec:
    band = f'profile = "{profile}"' if profile == "round" else f'profile = "{profile}", width = {width}'
    text = f'size = "US 7"\nmetal = "18k-yellow"\ndensity = {DENSITY}\nweight = {weight}\nsolve = "{solved}"\n'
    return read_text(Text(f"{text}band = {{{band}}}\n", "test", ".toml")).spec


def weigh(tried: Spec) -> float:
    return shank_of(tried).volume() * DENSITY / 1000


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(plugins.names("ringgen.profiles")), st.floats(5.0, 9.0))
def test_a_weight_that_can_be_had_is_met_in_few_builds(profile: str, target: float) -> None:
    if profile == "round":
        target /= 2
    met, solved = solve(spec(target, profile=profile), weigh)
    assert solved is not None
    assert weigh(met) == pytest.approx(target, rel=PROMISED)
    assert solved.builds <= 4


@settings(deadline=None, max_examples=20)
@given(st.floats(3.0, 12.0))
def test_another_field_is_solved_where_it_is_named(target: float) -> None:
    met, solved = solve(spec(target, "band.width"), weigh)
    assert solved is not None
    assert (solved.field, met.band.thickness) == ("band.width", spec(1.0).band.thickness)
    assert weigh(met) == pytest.approx(target, rel=PROMISED)


@pytest.mark.parametrize("target", [0.5, 400.0])
def test_a_weight_out_of_reach_names_the_limit_and_a_weight_that_works(target: float) -> None:
    with pytest.raises(InputError) as caught:
        solve(spec(target), weigh)
    problem = caught.value.problems[0]
    assert problem.field == "weight"
    assert "band.thickness" in problem.message
    offered = float(str(problem.nearest).split()[0])
    met, _ = solve(spec(offered), weigh)
    assert weigh(met) == pytest.approx(offered, rel=PROMISED)


def test_no_weight_nothing_solved() -> None:
    plain = read_text(Text('size = "US 7"\nmetal = "18k-yellow"\n', "test", ".toml")).spec
    assert solve(plain, weigh) == (plain, None)


def test_what_is_no_measure_cannot_be_solved() -> None:
    with pytest.raises(InputError, match="solve"):
        solve(spec(5.0, "band.profile"), weigh)
