from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringgen.bodies import Frame, Parts
from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.design.model import Band, Design, Solved
from ringgen.design.stock import Choice
from ringgen.files import Written
from ringgen.findings import Finding
from ringgen.report.document import as_json, document, file_document
from ringgen.spec.sizes import Size
from ringgen.witness import Stone, Witness

# The keys scripts rely on: design.md, "The contract".
TOP = {
    "ringgen", "schema", "name", "slug", "verdict", "size", "metal", "volume_mm3", "weight_g", "solved", "stones",
    "setter", "findings", "files", "spec_sha256", "timings_s",
}  # fmt: skip
FINDING = {"check", "status", "measured", "limit", "unit", "part", "clock", "point_mm", "fix", "source"}

STONE = Stone(
    id="stone-1",
    setting="centre",
    cut="round",
    gem="diamond",
    length=6.5,
    width=6.5,
    depth=3.9,
    table=3.7,
    crown=1.0,
    girdle=0.2,
    pavilion=2.7,
    carat=1.0051,
    placeholder=False,
    frame=Frame(),
)


def design(*stones: Stone) -> Design:
    return Design(
        name="Ana solitaire",
        slug="ana-solitaire",
        size=parse_size("US 6 1/2"),
        bore_radius=8.4582,
        fit_mm=0.0,
        band=Band("court", 2.2, 1.8, 1.8, 1.6),
        metal=find_metal("18k-yellow"),
        rules=load_rules(),
        parts=Parts(),
        witness=Witness(stones=stones),
        notes=("fit: the size is the bore",),
        solved=(Solved("band.thickness", 1.83456789, "4.2 g", 3),),
    )


FOUND = [
    Finding("bore", "pass", 16.911499999, 16.9164, point_mm=(8.453286197721093, 4.25e-14, -0.2038176164)),
    Finding("wall", "fail", 0.5, 0.6, part="shank", clock="6:00", fix="band.thickness=1.9", source="HMS"),
    Finding("gap", "could-not-run", None, None, message="ValueError: no"),
    Finding("prong", "pass", float("nan"), 0.6),
]
FILES = [Written(Path("/tmp/x/.ringgen-1/new/ana-solitaire.stl"), "stl", 84, "ab" * 32)]


def report(**changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "design": design(STONE),
        "volume_mm3": 218.66912345,
        "findings": FOUND,
        "files": FILES,
        "spec_sha256": "cd" * 32,
        "released": True,
        "timings": {"build": 1.23456},
    }
    return document(**(known | changes))


def test_every_key_of_the_contract_is_there() -> None:
    found = report()
    assert set(found) >= TOP
    assert set(found["size"]) >= {"asked", "inner_diameter_mm", "measured_mm", "equivalents"}
    assert set(found["metal"]) >= {"id", "density_g_cm3"}
    assert set(found["stones"][0]) >= {"cut", "gem", "count", "size_mm", "carat_each", "carat_total", "carat_error"}
    assert all(set(f) >= FINDING for f in found["findings"])
    assert set(found["files"][0]) == {"path", "format", "bytes", "sha256"}
    assert found["verdict"] == "released"
    assert report(released=False)["verdict"] == "refused"


def test_numbers() -> None:
    found = report()
    assert found["size"]["inner_diameter_mm"] == 16.9164  # 0.458 + 0.032 * 6.5 in
    assert found["size"]["measured_mm"] == 16.9115
    assert found["volume_mm3"] == 218.669
    assert found["weight_g"] == pytest.approx(218.66912345 * find_metal("18k-yellow").density_g_cm3 / 1000, abs=5e-5)
    assert found["solved"] == [{"field": "band.thickness", "value": 1.8346, "target": "4.2 g", "builds": 3}]
    assert found["findings"][0]["point_mm"] == [8.4533, 0.0, -0.2038]
    assert found["findings"][3]["measured"] is None  # JSON has no NaN
    assert found["timings_s"] == {"build": 1.235}
    assert found["files"][0]["path"] == "ana-solitaire.stl"  # beside the report, wherever that is


def test_equal_stones_are_one_row() -> None:
    small = replace(STONE, id="stone-2", length=1.3, width=1.3, carat=0.0099)
    guessed = replace(small, id="stone-9", placeholder=True, carat_error=0.035)
    others = [replace(small, id=f"stone-{n}") for n in range(3, 8)]
    rows = report(design=design(STONE, small, *others, guessed))["stones"]
    assert [(r["count"], r["size_mm"], r["carat_total"], r["carat_error"], r["placeholder"]) for r in rows] == [
        (1, [6.5, 6.5], 1.0051, 0.0, False),
        (6, [1.3, 1.3], 0.0594, 0.0, False),
        (1, [1.3, 1.3], 0.0099, 0.035, True),
    ]


def test_the_setters_table_tells_every_setting_apart_and_sums_up() -> None:
    small = replace(STONE, id="stone-2", setting="row", length=1.3, width=1.3, carat=0.0099)
    others = [replace(small, id=f"stone-{n}") for n in range(3, 8)]
    apart = replace(small, id="stone-8", setting="other")
    found = report(design=design(small, *others, STONE, apart))["setter"]
    assert [(r["setting"], r["count"], r["numbers"], r["carat_total"], r["gap_mm"]) for r in found["rows"]] == [
        ("centre", 1, [[7, 7]], 1.0051, None),
        ("row", 6, [[1, 6]], 0.0594, None),
        ("other", 1, [[8, 8]], 0.0099, None),
    ]
    assert found["total"] == {"count": 8, "carat_total": 1.0744}
    keys = {"cut", "gem", "size_mm", "carat_each", "carat_error", "placeholder", "nearest_mm"}
    assert all(set(row) >= keys for row in found["rows"])
    assert report(design=design())["setter"] == {"rows": [], "total": {"count": 0, "carat_total": 0.0}}


def test_the_same_ring_gives_the_same_bytes_but_for_the_timings() -> None:
    one, two = report(), report(timings={"build": 9.9}, volume_mm3=218.66912345 * (1 + 1e-12))
    assert as_json(one) != as_json(two)
    assert as_json(one | {"timings_s": {}}) == as_json(two | {"timings_s": {}})
    assert json.loads(as_json(one)) == one
    assert as_json(one).endswith(b"}\n")


def test_a_file_somebody_made() -> None:
    fine = [f for f in FOUND if f.check == "bore"]
    found = file_document(Path("a/b.stl"), "stl", (84, "ab"), 100.0, load_rules(), fine, {"check": 0.1})
    assert set(found) >= TOP
    assert (found["verdict"], found["metal"], found["weight_g"], found["size"]["asked"]) == ("pass", None, None, None)
    labels = {e["system"]: e["label"] for e in found["size"]["equivalents"]}
    assert labels["US"] == "6 1/2"
    assert found["files"] == [{"path": "a/b.stl", "format": "stl", "bytes": 84, "sha256": "ab"}]
    for bad in FOUND[1:3]:  # a check that could not run counts as a fail
        assert file_document(Path("b.stl"), "stl", (84, "ab"), 1.0, load_rules(), [bad], {})["verdict"] == "fail"


def test_importing_it_imports_no_arrays() -> None:
    """The pipeline imports it before it knows whether a spec is refused, which is to be told at once."""
    code = "import sys, ringgen.report.document; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_a_row_was_made_of_is_said_only_where_sizes_were_to_choose_from() -> None:
    plain = report()
    assert "stock" not in plain
    choice = Choice("row", 1.5, 42, 8, 0.113456, (Size(1.45, 12), Size(1.4)))
    assert report(design=replace(design(STONE), chosen=(choice,)))["stock"] == [
        {
            "setting": "row",
            "size_mm": 1.5,
            "used": 42,
            "gap_mm": 0.1135,
            "left": [{"size_mm": 1.5, "count": 8}, {"size_mm": 1.45, "count": 12}, {"size_mm": 1.4, "count": None}],
        }
    ]
