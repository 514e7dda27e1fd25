from __future__ import annotations

import pytest

from ringgen.catalog.metals import metals
from ringgen.catalog.rules import load_rules, rule_ids
from ringgen.errors import InputError

CHECKS = (
    *("wall", "watertight", "shells", "bore", "prong", "grip", "seat-share"),
    *("bezel-wall", "bezel-lip", "culet", "gap", "band-width", "band-thickness"),
    *("stone-metal", "stone-stone", "tip-height"),
)


def test_every_check_can_refuse() -> None:
    for check in CHECKS:
        assert any(row.severity == "fail" for row in load_rules().limits(check)), check


def test_weak_sources_never_refuse() -> None:
    for rules_id in rule_ids():
        for row in load_rules(rules_id).rows:
            assert row.source
            assert row.severity == "warn" or row.confidence in ("H", "M"), row


def test_a_groups_own_row_takes_the_general_ones_place() -> None:
    # Stuller asks 0.8 mm openings in platinum; 0.3 (i.materialise) elsewhere.
    rules = load_rules()
    assert [r.value for r in rules.limits("gap", "gold")] == [0.2, 0.3]
    assert [r.value for r in rules.limits("gap", "platinum")] == [0.2, 0.8]
    row = rules.limit("band-thickness", "platinum", "warn")
    assert row is not None
    assert row.value == 1.6
    groups = {m.group for m in metals()}
    assert all(set(r.groups) <= groups for r in rules.rows)


def test_rows_for_a_kind_of_stone_stand_for_it_alone() -> None:
    rules = load_rules()
    assert [(r.severity, r.direction, r.value) for r in rules.limits("bezel-lip")] == [
        ("fail", "max", 0.75),
        ("fail", "min", 0.5),
    ]
    assert [(r.severity, r.value) for r in rules.limits("bezel-lip", "gold", "domed")] == [
        ("fail", 0.25),
        ("warn", 0.34),
    ]
    assert [r.value for r in rules.limits("culet", "gold", "domed")] == [0.5]  # no row of its own: the general one


def test_beads_that_stones_share_have_limits_of_their_own() -> None:
    # JewelCraft: micro prongs between stones 0.3, prongs of melee 0.4.
    assert [(r.severity, r.value) for r in load_rules().limits("prong", "", "melee")] == [("fail", 0.3), ("warn", 0.4)]


def test_warnings_come_before_refusals() -> None:
    for check in CHECKS:
        rows = load_rules().limits(check)
        for warn in (r for r in rows if r.severity == "warn"):
            for fail in (r for r in rows if r.severity == "fail" and r.direction == warn.direction):
                assert warn.broken_by(fail.value) or warn.value == fail.value


def test_breaking_a_limit() -> None:
    wall = load_rules().limit("wall")
    assert wall is not None
    assert (wall.broken_by(0.6), wall.broken_by(0.599), wall.broken_by(float("nan"))) == (False, True, True)


def test_unknown_rules() -> None:
    with pytest.raises(InputError, match="did you mean cast-standard"):
        load_rules("cast-standart")
    with pytest.raises(InputError):
        load_rules("../sizes")
