from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.catalog.fit import fit_allowance
from ringgen.catalog.gems import find_gem, gems
from ringgen.catalog.stones import prong_rule, proportions, round_carat, round_diameter
from ringgen.errors import InputError


def test_gems() -> None:
    assert find_gem("Amethyst").id == "amethyst"
    assert find_gem("lab grown diamond").id == "lab-diamond"
    with pytest.raises(InputError, match="did you mean diamond"):
        find_gem("diamnd")
    with pytest.raises(InputError, match="jadeite, nephrite"):
        find_gem("jade")
    assert len(gems()) == 48
    for gem in gems():
        assert gem.sg_low <= gem.sg <= gem.sg_high
        assert gem.source
        assert find_gem(gem.id) == gem


@pytest.mark.parametrize(
    ("species", "words"),
    [
        ("quartz", ["amethyst", "citrine", "rock crystal", "smoky quartz", "rose quartz"]),
        ("chalcedony", ["blue chalcedony", "black onyx", "agate", "cornelian"]),
    ],
)
def test_varieties_of_one_stone_weigh_and_wear_the_same_and_look_their_own(species: str, words: list[str]) -> None:
    found = [find_gem(word) for word in words]
    assert len({g.id for g in found}) == len({g.rgb for g in found}) == len(words)
    assert {(g.sg, g.mohs, g.wear, g.refractive_index) for g in found} == {
        (kind.sg, kind.mohs, kind.wear, kind.refractive_index) for kind in [find_gem(species)]
    }


def test_quartz_without_a_colour_is_colourless() -> None:
    assert find_gem("quartz").id == "rock-crystal"


# Diamond weights at 60 % depth, 0.00366 d^3 by GIA's formula; 6.5 mm is the trade's one carat.
@pytest.mark.parametrize(("diameter", "carat"), [(1.3, 0.0080), (2.0, 0.0293), (4.1, 0.2523), (6.5, 1.0051)])
def test_round_diamonds(diameter: float, carat: float) -> None:
    assert round_carat(diameter).carat == pytest.approx(carat, abs=0.00006)


def test_measured_depth_and_other_gems() -> None:
    assert round_carat(6.5, 4.0).carat == pytest.approx(6.5**2 * 4.0 * 0.0061)
    assert round_carat(6.5, 4.0, "sapphire").carat == pytest.approx(6.5**2 * 4.0 * 4.00 * 0.0018)
    assert round_carat(6.5, 4.0, "lab diamond").carat == round_carat(6.5, 4.0).carat


@given(st.floats(0.8, 15.0), st.sampled_from(["diamond", "ruby", "opal"]))
def test_carat_and_back(diameter: float, gem: str) -> None:
    assert round_diameter(round_carat(diameter, gem=gem).carat, gem) == pytest.approx(diameter)


def test_the_reference_stone_adds_up() -> None:
    p = proportions("round")
    assert p.crown + p.girdle + p.pavilion == pytest.approx(p.depth)


def test_prongs_grow_with_the_stone() -> None:
    assert prong_rule(0.8).diameter == pytest.approx(0.32)  # 0.4 d below 1 mm
    assert prong_rule(6.5).count == 6
    sizes = [prong_rule(0.5 + 0.1 * i).diameter for i in range(100)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("width", "comfort", "us_sizes"),
    [
        (2, False, 0),
        (4, False, 0),
        (4.1, False, 0.25),
        (6, False, 0.5),
        (3, True, -0.25),
        (5, True, 0),
        (8, True, 0.25),
    ],
)
def test_fit(width: float, comfort: bool, us_sizes: float) -> None:
    fit = fit_allowance(width, comfort)
    assert fit.delta_mm == pytest.approx(us_sizes * 0.8128, abs=1e-4)
    assert fit.reason
    assert fit.confidence in ("H", "M")
