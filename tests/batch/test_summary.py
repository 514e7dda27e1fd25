"""The summary: totals by arithmetic, quantities counted, nothing a spreadsheet or a browser would run."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import STONE, Books, report

from ringgen.batch.run import Batch, Done
from ringgen.batch.summary import document, line, told, write
from ringgen.catalog.casting import find_button
from ringgen.errors import Problem

BUTTON = find_button("10 %")


def batch(book: Books) -> Batch:
    """Two of Ana and three of Ben, released; Cy refused, Dee wrong, Eve not built."""
    rings = book("Ana", "Ben", "Cy", "Dee", "Eve")
    ana, ben, cy, dee, eve = rings.orders
    other = {**STONE, "count": 1, "size_mm": [6.5, 6.5], "carat_each": 1.0, "carat_total": 1.0, "placeholder": True}
    staged = {"stages": {"scale": 1.02, "cast": {"weight_g": 5.0}}}
    done = (
        Done(replace(ana, quantity=2, client="=1+1"), "released", report("Ana", "ana"), seconds=2.0),
        Done(replace(ben, quantity=3), "released", report("Ben", "ben", stones=[STONE, other], **staged)),
        Done(replace(cy, quantity=9), "refused", report("Cy", "cy", "refused")),
        Done(dee, "wrong", problems=(Problem("row 5, column size", "is none"),)),
        Done(eve, "failed", why="took longer than 9 s, and was stopped"),
    )
    return Batch(rings, done, 61.0)


def test_stones_are_those_of_every_released_piece(book: Books) -> None:
    large, small = document(batch(book), BUTTON)["stones"]
    assert (large["count"], large["carat_total"], large["placeholder"]) == (3, 3.0, True)
    assert small["count"] == 2 * 3 + 3 * 3
    assert small["carat_total"] == pytest.approx(15 * 0.03)


def test_metal_is_what_every_released_piece_weighs_as_cast_and_the_button(book: Books) -> None:
    (gold,) = document(batch(book), BUTTON)["metals"]
    assert gold["rings"] == 5
    assert gold["rings_g"] == pytest.approx(2 * 4.0 + 3 * 5.0)
    assert gold["button_g"] == pytest.approx(2.3)
    assert gold["melt_g"] == pytest.approx(25.3)
    (gold,) = document(batch(book), find_button("10 g"))["metals"]
    assert gold["melt_g"] == pytest.approx(33.0)


def test_what_is_not_released_says_why(book: Books) -> None:
    found = document(batch(book), BUTTON)
    assert (found["verdict"], found["exit"], found["pieces"]) == ("partial", 3, 5)
    assert found["counts"] == {"released": 2, "refused": 1, "wrong": 1, "failed": 1}
    assert [r["why"] for r in found["rings"]] == [
        [],
        [],
        ["wall 0.9 mm (limit 0.8), shank at 6:00"],
        ["row 5, column size: is none"],
        ["took longer than 9 s, and was stopped"],
    ]
    words = told(found, "out")
    assert words.startswith("PARTIAL  5 orders: 2 released, 1 refused, 1 wrong in the book, 1 not built; 61 s\n")
    assert "\nwrong     ring 4 Dee: row 5, column size: is none\n" in words
    assert "metal   18k yellow gold: 5 rings, 23.00 g + button 2.30 g (10 %) = 25.30 g to melt\n" in words


def test_tables_and_page_are_written_with_nothing_in_them_that_runs(book: Books, tmp_path: Path) -> None:
    found = batch(book)
    bad = replace(found.done[1], order=replace(found.done[1].order, client="<script>alert(1)</script>"))
    picture = tmp_path / "ana.png"
    picture.write_bytes(b"\x89PNG picture")
    found = replace(found, done=(replace(found.done[0], picture=picture), bad, *found.done[2:]))
    written = write(found, document(found, BUTTON), tmp_path)
    assert [w.path.name for w in written] == [
        "summary.csv",
        "stones.csv",
        "metals.csv",
        "summary.html",
        "summary.json",
    ]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "summary.csv").read_text("utf-8-sig"))))
    assert [r["verdict"] for r in rows] == ["released", "released", "refused", "wrong", "failed"]
    assert rows[0]["client"] == "'=1+1"
    assert float(rows[0]["weight_g"]) == 4.0
    page = (tmp_path / "summary.html").read_text("utf-8")
    assert "<script" not in page
    assert "data:image/png;base64,iVBO" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert json.loads((tmp_path / "summary.json").read_bytes())["schema"] == "ringgen-batch/1"


def test_a_line_for_scripts_has_all_of_its_row(book: Books) -> None:
    done = batch(book).done[0]
    found = line(done)
    assert (found["name"], found["verdict"], found["weight_g"], found["quantity"]) == ("Ana", "released", 4.0, 2)
    assert (found["kept"], found["thinnest_wall_mm"], found["stones"]) == (False, 0.9, 3)


def test_the_same_batch_gives_the_same_summary(book: Books) -> None:
    assert document(batch(book), BUTTON) == document(batch(book), BUTTON)
