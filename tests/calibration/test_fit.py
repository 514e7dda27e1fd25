"""The fit reversed: readings made of known factors give them back, as near as the fit says."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen.calibration.fit import Factor, Fitted, Reading, fitted
from ringgen.calibration.gauges import INSIDE, form, rows
from ringgen.calibration.shop import making_text, read, rules_text
from ringgen.errors import InputError
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

BORE = "ring-14x3x1.5,bore,14,,,"


def readings(
    print_: float,
    casting: float,
    stock: tuple[float, float, float],
    growth: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> list[Reading]:
    """What a calliper would read, to 0.01 mm where there is noise; `stock` is off bore, outside and edges."""
    dice, out = random.Random(seed), list[Reading]()
    bore, outside, edges = stock

    def seen(size: float) -> float:
        return round(size + dice.gauss(0.0, noise), 2) if noise else size

    for n, (gauge, measure, nominal) in enumerate(rows()):
        wax = nominal * (1 - print_) + (-growth if measure == INSIDE else growth)
        cast = wax * (1 - casting)
        lost = {INSIDE: -2 * bore, "width": 2 * edges, "thickness": bore + outside}.get(measure, 0.0)
        polished = seen(cast - lost) if gauge.startswith("ring") else None
        out.append(Reading(gauge, measure, nominal, seen(wax), seen(cast), polished, n))
    return out


def by_name(found: Fitted) -> dict[str, Factor]:
    return {f.name: f for f in (*found.shrink, *found.finish)}


@given(
    print_=st.floats(0.0, 0.02),
    casting=st.floats(0.005, 0.03),
    stock=st.tuples(st.floats(0.02, 0.15), st.floats(0.02, 0.15), st.floats(0.0, 0.15)),
    growth=st.floats(-0.05, 0.05),
)
@settings(max_examples=30, deadline=None)
def test_exact_readings_give_the_factors_back(
    print_: float, casting: float, stock: tuple[float, float, float], growth: float
) -> None:
    found = by_name(fitted(readings(print_, casting, stock, growth)))
    wanted = dict(zip(("print", "casting", "bore", "outside", "edges"), (print_, casting, *stock), strict=True))
    for name, value in wanted.items():
        assert found[name].value == pytest.approx(value, abs=1e-9), name
    assert found["print"].growth == pytest.approx(growth, abs=1e-9)
    assert not any(f.outliers for f in found.values())


@given(
    print_=st.floats(0.0, 0.02), casting=st.floats(0.005, 0.03), stock=st.floats(0.02, 0.15), seed=st.integers(0, 10**6)
)
@settings(max_examples=40, deadline=None)
def test_noisy_readings_give_them_back_within_twice_what_the_fit_says(
    print_: float, casting: float, stock: float, seed: int
) -> None:
    """A calliper read to 0.01 mm by a steady hand (0.01 mm): hardly a draw leaves 2.5 times the range."""
    found = by_name(fitted(readings(print_, casting, (stock, stock, stock), noise=0.01, seed=seed)))
    for name, wanted in (
        ("print", print_),
        ("casting", casting),
        ("bore", stock),
        ("outside", stock),
        ("edges", stock),
    ):
        assert abs(found[name].value - wanted) <= 2.5 * found[name].uncertainty, name
    assert found["casting"].uncertainty < 0.001  # good to a tenth of a percent


def test_the_range_it_says_holds_in_about_95_of_100() -> None:
    held = [
        abs(f.value - 0.015) <= f.uncertainty
        for seed in range(200)
        for f in fitted(readings(0.003, 0.015, (0.05, 0.08, 0.05), noise=0.01, seed=seed)).shrink
        if f.name == "casting"
    ]
    assert 0.90 <= sum(held) / len(held) <= 0.99


def test_a_slip_of_the_pen_is_named_and_left_out() -> None:
    some = readings(0.003, 0.015, (0.05, 0.08, 0.05), noise=0.01)
    bad = some[6]
    assert bad.cast is not None
    some[6] = Reading(bad.gauge, bad.measure, bad.nominal, bad.wax, bad.cast + 1.0, None, bad.line)
    found = by_name(fitted(some))
    assert found["casting"].outliers == (bad.name,)
    assert abs(found["casting"].value - 0.015) <= 2.5 * found["casting"].uncertainty


def without(some: list[Reading], casts: int) -> list[Reading]:
    """The same with no wax and nothing polished, and only the first so many castings."""
    return [
        Reading(r.gauge, r.measure, r.nominal, None, r.cast if n < casts else None, None, r.line)
        for n, r in enumerate(some)
    ]


def test_without_wax_readings_casting_is_all_from_file_to_metal() -> None:
    found = fitted(without(readings(0.01, 0.02, (0.0, 0.0, 0.0)), 99))
    (only,) = found.shrink
    assert (only.name, only.value) == ("casting", pytest.approx(1 - 0.99 * 0.98, abs=1e-9))
    assert found.finish == ()


def test_too_few_readings_say_which_are_missing() -> None:
    with pytest.raises(InputError, match=r"4 readings for casting are too few: missing are ring-16x4x1.8 width.*more"):
        fitted(without(readings(0.0, 0.01, (0.0, 0.0, 0.0)), 4))
    with pytest.raises(InputError, match="holds no readings"):
        fitted([])


def test_the_form_as_written_is_read_with_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    path.write_text(form(), encoding="utf-8")
    found = read(path)
    assert [(r.gauge, r.measure, r.nominal) for r in found] == list(rows())
    assert all((r.wax, r.cast, r.polished) == (None, None, None) for r in found)


def test_a_spreadsheet_s_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    text = form().replace(BORE, "ring-14x3x1.5,bore,14,,13.8,").replace(",", ";").replace("13.8", "13,8")
    path.write_text(text, encoding="utf-8-sig")
    assert read(path)[0].cast == 13.8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (BORE, "ring-14x3x1.5,bore,14,,19.8,", "far from its nominal 14 mm"),
        (BORE, "ring-14x3x1.5,bore,14,,abc,", "is no size in mm"),
        (BORE, "ring-15,bore,15,,,", "there is no gauge ring-15"),
        (BORE, "ring-14x3x1.5,bore,14,,", "has 5 cells, not 6"),
        ("ring-14x3x1.5,width,", "ring-14x3x1.5,bore,", "is on line"),
        ("gauge,measure,", "name,measure,", "the form's own columns"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "readings.csv"
    path.write_text(form().replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(path)


def test_the_rules_file_and_the_spec_say_the_same_numbers() -> None:
    found = fitted(readings(0.003, 0.015, (0.05, 0.08, 0.06)))
    table = tomllib.loads(rules_text(found, "our gauges", "2026-11-26"))
    assert table["extends"] == "cast-standard"
    assert table["shrink"]["casting"]["value"] == pytest.approx(0.015, abs=1e-5)
    outside = table["finish"]["outside"]
    assert (outside["value"], outside["unit"], outside["source"]) == (0.08, "mm", "our gauges")
    assert (outside["readings"], str(outside["date"])) == (5, "2026-11-26")
    text = 'size = "US 7"\nmetal = "18k-yellow"\n' + making_text(found)
    making = read_text(Text(text, "shop", ".toml")).spec.making
    assert (making.finish.bore, making.finish.outside, making.finish.edges) == (0.05, 0.08, 0.06)
    assert (making.shrink.print, making.shrink.casting) == (0.003, 0.015)
