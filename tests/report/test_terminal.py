from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_document import FOUND, STONE, design, report

from ringgen.catalog.rules import load_rules
from ringgen.findings import Finding
from ringgen.report.document import file_document
from ringgen.report.terminal import render


def test_says_what_people_ask_first() -> None:
    text = render(report(released=False))
    first = text.splitlines()[0]
    assert first == "REFUSED  Ana solitaire (2 checks failed)"
    for said in (
        "US 6 1/2: 16.92 mm inner diameter, measured 16.91 mm",
        "UK M 1/2",
        "18k yellow gold",
        "3.40 g",
        "court, 2.2 × 1.8 mm, at the top 1.8 × 1.6 mm",
        "band.thickness = 1.8346 for 4.2 g",
        "1 × round diamond, 6.5 mm, 1.01 ct",
        "ana-solitaire.stl",
        "fit: the size is the bore",
    ):
        assert said in text


def test_a_weight_by_formula_says_how_far_it_may_be_off_and_a_weighed_one_does_not() -> None:
    measured = replace(STONE, carat_error=0.035)
    assert "6.5 mm, 1.01 ct ± 3.5 %" in render(report(design=design(measured)))
    assert "±" not in render(report())
    guessed = render(report(design=design(replace(measured, placeholder=True))))
    assert "±" not in guessed
    assert "measure the stone before casting" in guessed


ROW = [replace(STONE, id=f"stone-{n}", setting="row", length=1.3, width=1.3, carat=0.0099) for n in range(2, 8)]


def test_several_stones_are_a_table_that_fits_eighty_columns() -> None:
    guessed = replace(STONE, id="stone-8", setting="end", carat=0.5, placeholder=True, carat_error=0.07)
    lines = render(report(design=design(STONE, *ROW, guessed))).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("stones"))
    assert [line.split() for line in lines[at : at + 6]] == [
        ["stones", "setting", "stone", "ct", "each", "ct", "gap", "no."],
        ["centre", "1", "×", "round", "diamond,", "6.5", "mm", "1.01", "1.01", "-", "1"],
        ["end", "1", "×", "round", "diamond,", "6.5", "mm", "?", "0.50", "0.50", "-", "8"],
        ["row", "6", "×", "round", "diamond,", "1.3", "mm", "0.0099", "0.0594", "-", "2–7"],
        ["in", "all", "8", "stones", "1.56"],
        ["?", "size", "estimated", "from", "its", "weight:", "measure", "the", "stone", "before", "casting"],
    ]
    assert len({line.rindex("  ") for line in lines[at : at + 4]}) == 1  # the numbers stand under one another
    by_formula = [replace(s, carat_error=0.05 if s.length > 2 else 0.035) for s in (STONE, *ROW)]
    assert "weights by formula, ± 3.5 to 5 %" in render(report(design=design(*by_formula)))


def test_where_there_is_no_room_for_the_table_its_rows_are_said_in_words() -> None:
    text = " ".join(render(report(design=design(STONE, *ROW)), 40).split())
    assert "6 × round diamond, 1.3 mm, 0.0099 ct each, 0.0594 ct in all; no. 2–7 7 stones, 1.06 ct in all" in text


def test_what_refuses_comes_first_with_its_cure() -> None:
    rows = [line for line in render(report()).splitlines() if re.match(r"(FAIL|warn|ok) ", line)]
    assert [row.split()[:2] for row in rows] == [["FAIL", "gap"], ["FAIL", "wall"], ["ok", "bore"], ["ok", "prong"]]
    text = render(report())
    assert "mend it: --set band.thickness=1.9" in text
    assert "ValueError: no" in text
    assert "shank at 6:00" in text


def test_a_hair_under_a_limit_does_not_look_like_it() -> None:
    text = render(report(findings=[Finding("wall", "warn", 0.7984, 0.8)]))
    assert re.search(r"warn  wall +0\.7984 mm +0\.8 mm", text)
    assert re.search(r"ok    wall +0\.80 mm +0\.80 mm", render(report(findings=[Finding("wall", "pass", 0.801, 0.8)])))


def test_a_bore_is_held_to_its_size_not_under_it() -> None:
    assert re.search(r"ok    bore +16\.91 mm += 16\.92 mm", render(report()))


def test_what_remains_for_the_setter_is_said_when_all_is_well() -> None:
    left = Finding("tip-height", "pass", 1.1, 0.8, "share", message="finished, 0.60 to 0.80 mm of it remain")
    assert "setter  finished, 0.60 to 0.80 mm of it remain" in render(report(findings=[left]))
    low = Finding("tip-height", "warn", 0.7, 0.8, "share", message="finished, 0.60 to 0.70 mm of it remain")
    assert render(report(findings=[low])).count("of it remain") == 1


def test_no_files_says_how_to_get_them() -> None:
    assert "--force" in render(report(released=False, files=[]))
    assert "in rings/ana" in render(report(), folder="rings/ana")


def test_a_file_of_unknown_make() -> None:
    found = file_document(Path("b.stl"), "stl", (84, "ab"), 100.0, load_rules(), FOUND[:2], {})
    text = render(found)
    assert text.startswith("FAIL  b (1 check failed)")
    assert "bore 16.91 mm" in text
    assert "100 mm³" in text
    assert "metal" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_fits_the_terminal(width: int) -> None:
    long = Finding(
        "wall", "fail", 0.1, 0.6, part="the part with a very long name " * 3, clock="6:00", source="somebody " * 30
    )
    text = render(report(findings=[*FOUND, long]), width)
    for line in text.splitlines():
        assert len(line) <= width or line.lstrip().startswith(("mend it", "FAIL", "ok", "check"))
    assert max(len(line) for line in text.splitlines()) <= max(width, 46)


def test_colour_only_where_asked() -> None:
    assert "\033" not in render(report())
    coloured = render(report(), colour=True)
    assert "\033[31;1m" in coloured
    assert re.sub(r"\033\[[0-9;]*m", "", coloured) == render(report())


@given(st.text(max_size=60))
def test_no_text_of_a_spec_steers_the_terminal(text: str) -> None:
    shown = render(report() | {"name": text, "notes": [text, "\033[2J\r\b"]}, colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
