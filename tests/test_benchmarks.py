"""The benchmark compares like with like: the plain script's ring is the preset's, meshed as finely."""

from __future__ import annotations

import ast
import contextlib
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringgen.plane import at

ROOT = Path(__file__).resolve().parent.parent
PLAIN = ROOT / "benchmarks" / "plain_solitaire.py"


def test_it_needs_nothing_of_ringgen_and_calls_no_kernel_but_through_cadquery() -> None:
    found: set[str] = set()
    for node in ast.walk(ast.parse(PLAIN.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    assert found == {"__future__", "math", "sys", "pathlib", "cadquery"}


def test_the_plain_row_needs_nothing_of_ringgen_either() -> None:
    text = (ROOT / "benchmarks" / "plain_row.py").read_text(encoding="utf-8")
    modules = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {a.name for n in modules if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module) for n in modules if isinstance(n, ast.ImportFrom)}
    assert names == {"__future__", "json", "math", "sys", "pathlib", "typing", "cadquery"}


def test_the_plain_row_is_told_every_bead_and_seat_of_the_design(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import rows

    told = rows.numbers(rows.parts_of(rows.ETERNITY))
    band, *beads = told["metal"]
    stones = sum(len(s["places"]) for s in told["cutters"])
    assert stones > 30
    assert sum(len(b["places"]) for b in beads) == 2 * stones  # one on either side of every gap
    assert band["outline"][0]["from"] == pytest.approx(band["outline"][-1]["to"])
    reach = max(max(c["from"][0], c["to"][0]) for c in band["outline"])
    assert reach == pytest.approx(17.3228 / 2 + 1.8, abs=1e-3)  # US 7's bore and the band's thickness


def test_the_plain_row_is_told_of_heads_and_halos_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A prong as a path, the halo's plate as the profile one would turn, every seat and saw cut."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import rows

    told = rows.numbers(rows.parts_of(rows.HALO))
    metal, cutters = ({(b["part"], len(b["places"])) for b in told[kind]} for kind in ("metal", "cutters"))
    assert metal >= {("shank", 1), ("centre prong", 4), ("halo plate", 1), ("shoulders bead", 22)}
    assert {("halo seat", 20), ("halo saw", 20), ("shoulders seat", 10)} <= cutters
    (prong,) = [b for b in told["metal"] if b["part"] == "centre prong"]
    assert [("through" in c) for c in prong["path"]] == [False, True, False]  # rises, bends over the girdle, ends
    assert math.hypot(*prong["starts"]) == pytest.approx(1.0)
    (plate,) = [b for b in told["metal"] if b["part"] == "halo plate"]
    radii = [c["from"][0] for c in plate["outline"]]
    # the halo's outer girdles: the middle stone's 3.25 mm, a halo stone's 1.2 mm and more; its opening within them
    assert min(radii) < 3.25
    assert 3.25 + 1.2 < max(radii) < 3.25 + 2 * 1.2


def test_a_body_the_plain_row_cannot_draw_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import rows

    from ringgen.bodies import Rail, Stacked
    from ringgen.plane import polyline

    with pytest.raises(TypeError, match="draws no Rail"):
        rows.drawn(Rail((), 0.0, 0.4))
    square = polyline((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    with pytest.raises(TypeError, match="round plates alone"):
        rows.drawn(Stacked(((0.0, square), (1.0, square))))


def test_the_rows_are_figures_of_the_one_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import measuring
    import rows

    found = rows.figures(tmp_path)
    assert [f.aim for f in found] == [1 / 5, 1 / 7, 1 / 4]
    assert [int(word) for f in found for word in f.name.split() if word.isdigit()] == [42, 59, 41]
    timed = iter((2.0, 10.0, 3.0, 10.0, 4.0, 10.0))
    figure = measuring.Figure("ours", "theirs", 0.3, lambda: next(timed), lambda: next(timed))
    assert measuring.measure(figure, 3).row == "| ours | theirs | 0.30 | 0.20 to 0.40 | 0.30 | met |"


def test_many_rings_are_figures_of_the_one_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import many

    from ringgen.batch.matrix import size_run

    assert len(size_run(many.SIZES)) == many.COUNT
    assert [f.aim for f in many.figures(tmp_path)] == [pytest.approx(1 / 1.8), pytest.approx(1 / 3)]
    assert many.grown([100.0] * 10 + [200.0] * 10 + [300.0] * 80) == (
        "200 MB after 20 rings, 300 MB after 100; at most 300 MB"
    )


def test_its_numbers_are_those_of_the_preset_s_design() -> None:
    """A head that changes changes the script: 0.001 mm, where a volume alone would hide a moved prong."""
    from ringgen.bodies import Revolved, Wire
    from ringgen.design.resolve import resolve
    from ringgen.spec.load import load

    plain = _constants()
    design = resolve(load("solitaire/six-prong").spec)
    (wire,) = [p for p in design.parts.metal if isinstance(p.body, Wire)]
    rises, bends, ends = wire.body.path
    near, girdle = wire.places[0].origin[0], wire.places[0].origin[2]
    middle = at(bends, 0.5)
    drawn = [plain[name] for name in ("FOOT", "BEND_START", "BEND_MID", "BEND_END", "TIP")]
    spots = [rises.start, rises.end, middle, ends.start, ends.end]
    for (x, z), (u, v) in zip(drawn, spots, strict=True):
        assert (x, z) == pytest.approx((near + u, v), abs=0.001)
    assert (plain["PRONGS"], plain["PRONG"], plain["GIRDLE"]) == (
        len(wire.places),
        wire.body.radius,
        pytest.approx(girdle),
    )
    (seat,) = [p.body for p in design.parts.cutters if isinstance(p.body, Revolved)]
    corners = [c.start for c in seat.outline]
    assert all(any(math.dist(c, s) < 0.001 for c in corners) for s in plain["SEAT"])


def _constants() -> dict[str, Any]:
    """The numbers written out at the script's head, by name."""
    found: dict[str, Any] = {}
    for node in ast.parse(PLAIN.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.Assign):
            continue
        with contextlib.suppress(ValueError):  # the bore is a sum
            value = ast.literal_eval(node.value)
            (target,) = node.targets
            if isinstance(target, ast.Tuple):
                found |= dict(zip([ast.unparse(t) for t in target.elts], value, strict=True))
            else:
                found[ast.unparse(target)] = value
    return found


@pytest.mark.slow
def test_the_plain_script_makes_the_same_ring(tmp_path: Path, ring: Callable[[str], Any]) -> None:
    from ringgen.kernel.mesh import ANGULAR, SAFETY

    done = subprocess.run([sys.executable, str(PLAIN), str(tmp_path)], capture_output=True, text=True, check=True)
    report = ring("solitaire/six-prong").report
    assert float(done.stdout) == pytest.approx(report["volume_mm3"], rel=0.01)
    assert {p.name for p in tmp_path.iterdir()} == {"plain.stl", "plain.step"}
    assert f"LINEAR, ANGULAR = {0.01 * SAFETY:g}, {ANGULAR:g} " in PLAIN.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_runner_says_how_it_is_used() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "100"})
    assert "--rounds" in said.stdout


def test_a_figure_measured_again_takes_its_row_s_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import run

    page = "# Speed\n\n| what | ratio |\n|---|---|\n| one | 0.1 |\n| two | 0.2 |\n\nMeasured.\n"
    assert run.with_rows(page, {1: "| two | 0.3 |"}) == page.replace("0.2", "0.3")
