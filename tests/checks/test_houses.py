"""Who would take a ring, from measurements written here: each house by what it states for itself."""

from __future__ import annotations

from ringgen.catalog.rules import BENCH, load_rules, rule_ids
from ringgen.checks.houses import House, houses, unasked
from ringgen.findings import Finding

SOUND = (Finding("watertight", "pass", 0.0, 0.0), Finding("shells", "pass", 1.0, 1.0))


def measured(check: str, value: float, kind: str = "") -> Finding:
    return Finding(check, "pass", value, None, kind=kind)


def taken(*findings: Finding, group: str = "gold", file_format: str | None = None) -> dict[str, House]:
    return {h.rules.id: h for h in houses([*SOUND, *findings], group, file_format)}


def test_every_house_answers_and_the_bench_is_none() -> None:
    assert set(taken()) == set(rule_ids()) - {BENCH}


def test_a_wall_of_065_is_taken_by_some_and_not_by_others_and_depends_on_the_metal() -> None:
    gold, silver = taken(measured("wall", 0.65)), taken(measured("wall", 0.65), group="silver")
    assert gold["hms"].takes
    assert not silver["hms"].takes
    (why,) = silver["hms"].findings
    assert (why.check, why.status, why.measured, why.limit, why.source) == (
        "wall",
        "fail",
        0.65,
        0.8,
        "HMS: silver 0.8",
    )
    assert not gold["gemwares"].takes
    assert gold["cast-standard"].takes
    assert [f.status for f in gold["cast-standard"].findings] == ["warn"]


def test_a_bead_is_not_held_to_a_house_s_prongs() -> None:
    assert not taken(measured("prong", 0.45))["gemwares"].takes
    assert taken(measured("prong", 0.45, "melee"))["gemwares"].takes


def test_what_the_bench_asks_is_no_house_s_affair() -> None:
    assert all(h.takes for h in taken(measured("tip-height", 0.0)).values())


def test_what_a_house_states_too_is_its_own_affair() -> None:
    """Stuller's guide: 0.5 from culet to finger, prongs 0.15 over the girdle. A channel's share is no millimetre."""
    for check, low, high in (("culet", 0.45, 0.55), ("grip", 0.1, 0.2)):
        refusing = [i for i, h in taken(measured(check, low)).items() if not h.takes]
        assert refusing == ["stuller"]
        assert taken(measured(check, high))["stuller"].takes
    assert taken(measured("grip", 0.06, "channel"))["stuller"].takes


def test_what_failed_unmeasured_fails_where_it_is_asked() -> None:
    nothing = Finding("wall", "fail", None, 0.6, message="no number")
    assert not taken(nothing)["hms"].takes
    assert taken(nothing)["hygrade"].takes  # it states no wall


def test_a_house_that_takes_parts_minds_no_second_shell() -> None:
    two = [SOUND[0], Finding("shells", "fail", 2.0, 1.0)]
    assert {h.rules.id for h in houses(two, "gold") if h.takes} == {"stuller"}


def test_nobody_takes_a_file_that_does_not_close_or_was_not_measured() -> None:
    open_file = [Finding("watertight", "fail", 3.0, 0.0)]
    unread = [Finding("wall", "could-not-run", None, None, message="no")]
    for findings in (open_file, unread):
        assert not any(h.takes for h in houses(findings, "gold"))


def test_a_file_s_format_is_asked_about_where_there_is_a_file() -> None:
    assert not taken(file_format="3mf")["hms"].takes
    assert taken(file_format="stl")["hms"].takes
    assert taken()["hms"].takes


def test_those_that_take_it_come_first() -> None:
    order = [h.takes for h in houses([*SOUND, measured("wall", 0.65)], "gold")]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == 2


def test_what_the_rules_at_hand_do_not_measure_is_measured_beside() -> None:
    more = unasked(load_rules())
    assert {row.check for row in more.rows} == {"size-of-part", "triangles", "file-size"}
    assert "wall" in {row.check for row in unasked(load_rules("hygrade")).rows}
