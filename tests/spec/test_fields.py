"""A parameter is declared once; reading, refusing and describing follow from that one line."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ringgen.spec.fields import (
    MOST_STONES,
    ProfileParams,
    angle,
    carat,
    choice,
    count,
    describe,
    flag,
    length,
    mass,
    ratio,
    stones,
    text,
)
from ringgen.spec.models import Stone


class Params(ProfileParams):
    edge: float = length(0.1, ge=0.0, le=0.5, doc="radius of the eased edge")
    dome: float | None = length(None, ge=0.1, le=3, doc="rise; unset: a quarter of the thickness")
    lean: float = angle(10, ge=0, le=90, doc="lean")
    share: float = ratio(0.5, ge=0, le=1, doc="share")
    gold: float | None = mass(None, ge=0.1, le=100, doc="weight")
    stone: float | None = carat(None, ge=0.01, le=10, doc="stone")
    rows: int = count(2, ge=1, le=5, doc="rows")
    kind: str = choice("soft", ("soft", "sharp"), doc="kind")
    open: bool = flag(False, doc="open")
    mark: str = text("", doc="mark", max_length=10)


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("edge", "0.2 mm", 0.2),
        ("edge", 0, 0.0),
        ("dome", "0.09 in", 2.286),
        ("lean", "30 deg", 30.0),
        ("share", "57 %", 0.57),
        ("gold", "2 dwt", 3.11034768),
        ("stone", "0.2 g", 1.0),
        ("rows", 3.0, 3),
        ("open", True, True),
    ],
)
def test_quantities_are_read_in_their_units(field: str, written: Any, read: Any) -> None:
    assert getattr(Params(**{field: written}), field) == pytest.approx(read, rel=1e-12)


@pytest.mark.parametrize("field", ["edge", "rows", "kind", "open", "mark", "dome"])
@pytest.mark.parametrize("written", [math.nan, math.inf, -1e9, 10**400, [], {}, [1], "\x00", "ш" * 50])
def test_nonsense_is_refused_everywhere(field: str, written: Any) -> None:
    with pytest.raises(ValidationError):
        Params(**{field: written})


@pytest.mark.parametrize(
    ("field", "written"), [("edge", True), ("rows", True), ("open", 1), ("mark", 5), ("rows", 2.5)]
)
def test_nothing_is_silently_converted(field: str, written: Any) -> None:
    with pytest.raises(ValidationError):
        Params(**{field: written})


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        Params(egde=0.1)


def test_a_record_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Params().edge = 0.3  # type: ignore[misc]


def test_describe_repeats_what_was_declared() -> None:
    docs = {d.name: d for d in describe(Params)}
    assert list(docs) == list(Params.model_fields)
    edge = docs["edge"]
    assert (edge.kind, edge.unit, edge.minimum, edge.maximum, edge.default) == ("length", "mm", 0.0, 0.5, 0.1)
    assert docs["kind"].choices == ("soft", "sharp")
    assert docs["dome"].default is None
    assert "unset" in docs["dome"].doc


@given(st.floats(-1.0, 2.0))
def test_the_range_is_held_to_and_its_ends_are_inside(value: float) -> None:
    if 0.0 <= round(value, 12) <= 0.5:
        assert Params(edge=value).edge == round(value, 12)
    else:
        with pytest.raises(ValidationError):
            Params(edge=value)


class Several(ProfileParams):
    turns: tuple[Stone, ...] | None = stones(doc="stones")


def test_a_list_of_stones_is_a_field_like_any_other() -> None:
    (doc,) = describe(Several)
    assert (doc.kind, doc.default, doc.required) == ("stones", None, False)
    assert Several().turns is None
    assert Several(turns=(Stone(gem="ruby"),)).turns == (Stone(gem="ruby"),)
    for wrong in ((), [], "ruby", (3,), (Stone(),) * (MOST_STONES + 1)):
        with pytest.raises(ValidationError):
            Several(turns=wrong)
