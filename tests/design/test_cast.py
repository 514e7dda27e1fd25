"""Finished, cast and wax as numbers: what the cast's design has, what is refused, what the checks are told."""

from __future__ import annotations

import math

import pytest

from ringgen.bodies import Placed, Rail, Wire
from ringgen.checks.subject import Subject
from ringgen.design.model import Design, Stock
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.plane import area
from ringgen.spec.load import load, read_text
from ringgen.spec.sources import Text

STOCK = ("making.finish.bore=0.05", "making.finish.outside=0.08", "making.finish.edges=0.06")


def made(preset: str, *changes: str) -> Design:
    return resolve(load(preset, changes).spec)


def cast(preset: str, *changes: str) -> Design:
    found = made(preset, *changes).stages
    assert found is not None
    return found.cast


def refusal(preset: str, *changes: str) -> str:
    with pytest.raises(InputError) as caught:
        made(preset, *changes)
    return str(caught.value)


def test_a_spec_that_asks_for_neither_has_no_stages_and_the_same_sum() -> None:
    plain = load("band/flat")
    nought = load("band/flat", ("making.finish.bore=0", "making.shrink.casting=0 %"))
    assert resolve(plain.spec).stages is None
    assert resolve(nought.spec).stages is None
    assert "finish" not in plain.spec.plain().get("making", {})


def test_the_cast_of_a_band_is_smaller_inside_and_larger_outside() -> None:
    one, other = made("band/flat"), cast("band/flat", *STOCK)
    assert other.bore_radius == pytest.approx(one.bore_radius - 0.05, abs=1e-12)
    (a,), (b,) = (d.parts.metal[0].body.sections for d in (one, other))  # type: ignore[union-attr]
    ends = [[p for c in chain for p in (c.start, c.end)] for _, chain in (a, b)]
    (wide0, wide1), (low0, low1), (high0, high1) = (
        [f(p[k] for p in e) for e in ends] for f, k in ((max, 0), (min, 1), (max, 1))
    )
    assert wide1 - wide0 == pytest.approx(0.06, abs=1e-9)
    assert (low0 - low1, high1 - high0) == (pytest.approx(0.05, abs=1e-9), pytest.approx(0.08, abs=1e-9))
    assert area(a[1]) < area(b[1])
    assert other.band == one.band  # what the spec's fields say


def test_a_head_is_stouter_round_a_stone_and_a_seat_that_stay() -> None:
    one, other = made("solitaire/six-prong"), cast("solitaire/six-prong", *STOCK)
    assert [s.frame for s in other.witness.stones] == [s.frame for s in one.witness.stones]
    assert other.parts.stones == one.parts.stones
    seats = [[p for p in d.parts.cutters if p.part.endswith("seat")] for d in (one, other)]
    assert seats[0]
    assert seats[0] == seats[1]
    for p, q in zip(one.witness.prongs, other.witness.prongs, strict=True):
        assert q.diameter == pytest.approx(p.diameter + 0.16)
        assert (q.axis, q.asked) == (p.axis, p.asked)
    thick, thicker = ([_radius(p) for p in d.parts.metal if isinstance(p.body, (Wire, Rail))] for d in (one, other))
    assert thick
    assert [b - a for a, b in zip(thick, thicker, strict=True)] == pytest.approx([0.08] * len(thick))


def _radius(placed: Placed) -> float:
    assert isinstance(placed.body, (Wire, Rail))
    return placed.body.radius


def test_stock_in_the_seats_makes_their_cutters_smaller() -> None:
    one, other = (
        next(p.body for p in d.parts.cutters if p.part.endswith("seat"))
        for d in (made("solitaire/six-prong"), cast("solitaire/six-prong", "making.finish.seats=0.05"))
    )
    wide, narrow = (max(p[0] for c in b.outline for p in (c.start, c.end)) for b in (one, other))  # type: ignore[union-attr]
    assert wide - narrow == pytest.approx(0.05, abs=1e-9)


def test_every_step_divides_by_what_it_leaves() -> None:
    found = made("band/flat", "making.shrink.casting=1.5 %", "making.shrink.print=0.3 %").stages
    assert found is not None
    assert found.scale == pytest.approx(1 / (0.985 * 0.997), rel=1e-12)
    assert [step for step, _ in found.shrink] == ["print", "casting"]
    assert found.cast.parts == made("band/flat").parts


def test_the_checks_are_told_what_polishing_takes_off() -> None:
    design = made("band/flat", *STOCK, "making.shrink.casting=1 %")
    subject = Subject.of(design)
    assert (subject.stock, subject.asked) == (Stock(0.05, 0.08, 0.06), design)
    assert subject.scale == pytest.approx(1 / 0.99)
    plain = Subject.of(made("band/flat"))
    assert (plain.stock, plain.scale, plain.asked) == (Stock(), 1.0, None)


def test_stock_makes_no_thin_band_pass() -> None:
    assert "band.thickness" in refusal("band/flat", "band.thickness=0.95", "making.finish.outside=0.2")


def test_what_cannot_be_given_stock_is_refused_by_its_field() -> None:
    assert "straight or european" in refusal("shank/split", *STOCK)
    assert "stays as thick as it is wide" in refusal(
        "band/flat", 'band.profile="round"', "band.width=2", "band.thickness=2", *STOCK
    )
    assert "making.shrink.casting: 1.5 is too large" in refusal("band/flat", "making.shrink.casting=1.5")
    assert "making.finish.insides" in refusal("band/flat", "making.finish.insides=0.1")
    text = 'size = "US 7"\nmetal = "18k-yellow"\nmaking = {finish = 0.1}\n'
    with pytest.raises(InputError, match=r"making.finish: needs a table"):
        read_text(Text(text, "here", ".toml"))


def test_only_shrinkage_suits_every_shank() -> None:
    found = made("shank/split", "making.shrink.casting=2 %").stages
    assert found is not None
    assert math.isclose(found.scale, 1 / 0.98)
