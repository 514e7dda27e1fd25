from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen import units
from ringgen.units import Kind, QuantityError, parse


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (2.2, "length", 2.2),
        ("2.2", "length", 2.2),
        ("2.2 mm", "length", 2.2),
        ("2,2mm", "length", 2.2),
        ("0.09 in", "length", 2.286),  # 25.4 mm to the inch, exactly
        ('0.09"', "length", 2.286),
        ("0.2 cm", "length", 2.0),
        ("4 g", "mass", 4.0),
        ("2.6 dwt", "mass", 4.043451984),  # 1 dwt = 1.55517384 g
        ("1 ozt", "mass", 31.1034768),
        ("1.5 ct", "carat", 1.5),
        ("0.3 g", "carat", 1.5),  # 1 ct = 0.2 g
        ("30 deg", "angle", 30.0),
        ("30°", "angle", 30.0),
        ("57 %", "ratio", 0.57),
        (0.57, "ratio", 0.57),
        ("15.5 g/cm3", "density", 15.5),
        ("15500 kg/m3", "density", 15.5),
        ("-1 mm", "length", -1.0),
    ],
)
def test_quantities(text: object, kind: Kind, value: float) -> None:
    assert parse(text, kind) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        (True, "length", "true is not a length"),
        (float("nan"), "mass", "NaN"),
        (float("inf"), "mass", "too large"),
        pytest.param(10**5000, "length", "too large", id="five thousand digits"),
        ("1e99", "length", "too large"),
        ("nan", "length", "is not a length"),
        ("", "length", "is not a length"),
        ("wide", "length", "is not a length"),
        ("2 2 mm", "length", "is not a length"),
        ("2.2.2", "length", "is not a length"),
        ("9" * 500, "length", "is not a length"),
        (None, "length", "is not a length"),
        ([2], "length", "is not a length"),
        ("18 ga", "length", "gauge"),
        ("20 ct", "mass", "weight of stone (4 g)"),
        ("4 g", "length", "weight of metal"),
        ("4 dwt", "carat", "weight of metal (31.1035 ct)"),
        ("1 oz", "mass", "ozt"),
        ("18 kt", "mass", "fineness"),
        ("2 furlong", "length", "no unit"),
    ],
)
def test_refused_in_plain_words(text: object, kind: Kind, says: str) -> None:
    with pytest.raises(QuantityError, match=r".") as caught:
        parse(text, kind)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 250


@given(st.floats(-1e5, 1e5))
def test_what_is_printed_reads_back(x: float) -> None:
    assert parse(units.mm(x), "length") == pytest.approx(x, abs=0.00501)
    assert parse(units.number_of(x), "length") == pytest.approx(x, abs=0.0000501)


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(QuantityError):
        assert abs(parse(text, "length")) <= units.LARGEST


def test_rounding_is_the_trades() -> None:
    assert units.mm(2.675) == "2.68 mm"
    assert units.mm(-0.001) == "0.00 mm"
    assert units.carats(0.0063) == "0.0063 ct"
    assert units.carats(1.0051) == "1.01 ct"
    assert units.grams(4.2) == "4.20 g"
    assert units.number_of(2.40) == "2.4"
    assert units.number_of(20.0) == "20"
