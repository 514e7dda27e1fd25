from __future__ import annotations

import pytest

from ringgen.catalog.metals import find_metal, metals
from ringgen.errors import InputError


@pytest.mark.parametrize(
    ("text", "metal"),
    [
        ("18k-yellow", "18k-yellow"),
        ("18k yellow", "18k-yellow"),
        ("750", "18k-yellow"),
        ("18ct", "18k-yellow"),
        ("18kt Yellow Gold", "18k-yellow"),
        ("yellow 18 karat", "18k-yellow"),
        ("18k palladium white", "18k-white-pd"),
        ("sterling", "silver-925"),
        ("Pt 950", "platinum-950-ru"),
        ("platinum", "platinum-950-ru"),
        ("14k rose gold", "14k-rose"),
    ],
)
def test_words_people_type(text: str, metal: str) -> None:
    assert find_metal(text).id == metal


@pytest.mark.parametrize(
    ("text", "says", "nearest"),
    [
        ("white gold", "not one alloy", None),
        ("18k white", "not one alloy", None),
        ("gold", "not one alloy", None),
        ("18k-yelow", "no alloy", "18k-yellow"),
        ("sterlin", "no alloy", "silver-925"),
        ("", "name an alloy", None),
        (18, "name an alloy", None),
    ],
)
def test_refused_words(text: object, says: str, nearest: str | None) -> None:
    with pytest.raises(InputError) as caught:
        find_metal(text)
    assert says in caught.value.problems[0].message
    assert caught.value.problems[0].nearest == nearest


# By the mixing rule 1 / rho = sum(w / rho) with Au 19.32 Ag 10.49 Cu 8.96 Pt 21.45 Ru 12.45 Co 8.90 Ir 22.56.
@pytest.mark.parametrize(
    ("metal", "parts"),
    [
        ("18k-green", {19.32: 0.75, 10.49: 0.25}),
        ("22k-yellow", {19.32: 0.916, 10.49: 0.049, 8.96: 0.035}),
        ("silver-925", {10.49: 0.925, 8.96: 0.075}),
        ("platinum-950-ru", {21.45: 0.95, 12.45: 0.05}),
        ("platinum-950-co", {21.45: 0.95, 8.90: 0.05}),
        ("platinum-900-ir", {21.45: 0.90, 22.56: 0.10}),
    ],
)
def test_densities_by_composition(metal: str, parts: dict[float, float]) -> None:
    expected = 1.0 / sum(share / density for density, share in parts.items())
    assert find_metal(metal).density_g_cm3 == pytest.approx(expected, rel=0.005)


def test_weight_of_a_plain_band() -> None:
    # A flat band US 7, 4 x 1.8 mm: 432.55 mm3 by 2 pi r w t.
    assert find_metal("silver-925").grams(432.55) == pytest.approx(4.481, abs=0.001)


def test_own_density() -> None:
    metal = find_metal("18k-white-pd", 16.4)
    assert metal.density_g_cm3 == 16.4
    assert metal.source == "as given"
    for absurd in (0.0, -1.0, float("nan"), float("inf"), 100.0, True):
        with pytest.raises(InputError):
            find_metal("18k-yellow", absurd)


def test_the_table_is_sound() -> None:
    assert len({m.id for m in metals()}) == len(metals()) == 41
    for metal in metals():
        assert metal.density_low <= metal.density_g_cm3 <= metal.density_high
        assert all(0.0 <= c <= 1.0 for c in metal.rgb)
        assert metal.source
        assert metal.confidence in ("H", "M", "L")
        assert find_metal(metal.id) == metal
        for alias in metal.aliases:
            assert find_metal(alias).id == metal.id
