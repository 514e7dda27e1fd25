"""A run of one design in sizes and alloys."""

from __future__ import annotations

import pytest

from ringgen.batch.matrix import read_matrix, size_run
from ringgen.errors import InputError


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("US 4..6 by 1/2", ["US 4", "US 4 1/2", "US 5", "US 5 1/2", "US 6"]),
        ("US 4 1/2 .. 6 1/2", ["US 4 1/2", "US 5 1/2", "US 6 1/2"]),
        ("UK J..L by 1/2", ["UK J", "UK J 1/2", "UK K", "UK K 1/2", "UK L"]),
        ("EU 52..56 by 2, EU 53", ["EU 52", "EU 54", "EU 56", "EU 53"]),
        ("16..17 mm by 0.5", ["16 mm", "16.5 mm", "17 mm"]),
        ("US 7, US 7", ["US 7"]),
    ],
)
def test_sizes(text: str, sizes: list[str]) -> None:
    assert list(size_run(text)) == sizes


@pytest.mark.parametrize(
    "text", ["", "4..6", "US 6..4", "US 4..6 by 0", "US 4..J", "US 4..6 by 1/64", "US 4..99", "US 4..6 by", "nonsense"]
)
def test_what_is_no_run_is_said_with_one_that_is(text: str) -> None:
    with pytest.raises(InputError, match="--sizes"):
        size_run(text)


def test_every_size_in_every_alloy_each_with_a_name_and_folder() -> None:
    book = read_matrix("band/court", "US 6..7", "18k-yellow, platinum", [])
    assert [(o.loaded.spec.size, o.loaded.spec.metal) for o in book.orders if o.loaded] == [
        ("US 6", "18k-yellow"),
        ("US 7", "18k-yellow"),
        ("US 6", "platinum-950-ru"),
        ("US 7", "platinum-950-ru"),
    ]
    assert book.orders[3].folder == "court-wedding-band-us-7-platinum-950-ru"
    assert len({o.folder for o in book.orders}) == 4


def test_metals_alone_are_a_run_too() -> None:
    book = read_matrix("band/court", None, "silver-925", ["band.width=3"])
    (order,) = book.orders
    assert order.loaded is not None
    assert (order.loaded.spec.metal, order.loaded.spec.band.width) == ("silver-925", 3.0)


def test_an_alloy_that_is_none() -> None:
    with pytest.raises(InputError, match="silver"):
        read_matrix("band/court", None, "sliver", [])
