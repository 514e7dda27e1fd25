"""The three sizes side by side, by arithmetic."""

from __future__ import annotations

import math

import pytest

from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.report.stages import lines, none_asked, stages, told
from ringgen.spec.load import load

CHANGES = (
    "band.width=4", "band.thickness=2", "size=17 mm", "metal=18k-yellow", "making.finish.bore=0.05",
    "making.finish.outside=0.1", "making.finish.edges=0.05", "making.shrink.casting=1.5 %", "making.shrink.print=0.3 %",
)  # fmt: skip
DENSITY = 15.55  # g/cm³: metals.toml, 18k yellow
SCALE = 1 / 0.985 / 0.997


def design(*changes: str) -> Design:
    return resolve(load("band/flat", (*CHANGES, *changes)).spec)


def test_every_number_follows_from_the_one_before() -> None:
    found = stages(design(), 500.0, 550.0, 17.01)
    assert [found[s]["bore_mm"] for s in ("finished", "cast", "wax")] == pytest.approx(
        [17.0, 16.9, 16.9 * SCALE], abs=1e-4
    )
    assert [found[s]["width_mm"] for s in ("finished", "cast", "wax")] == pytest.approx(
        [4.0, 4.1, 4.1 * SCALE], abs=1e-4
    )
    thick = [found[s]["thickness_mm"] for s in ("finished", "cast", "wax")]
    assert thick == pytest.approx([2.0, 2.15, 2.15 * SCALE], abs=1e-4)
    assert found["wax"]["volume_mm3"] == pytest.approx(550 * SCALE**3, abs=1e-3)
    assert found["finished"]["weight_g"] == pytest.approx(0.5 * DENSITY, abs=1e-4)
    assert found["cast"]["weight_g"] == pytest.approx(0.55 * DENSITY, abs=1e-4)
    assert found["cast"]["poured_g"] == pytest.approx([0.55 * DENSITY * 1.1, 0.55 * DENSITY * 1.5], abs=1e-4)
    assert found["wax"]["weight_g"] == pytest.approx(0.55 * 0.96 * SCALE**3, abs=1e-4)  # Untracht: wax 0.95 to 0.98
    assert found["wax"]["measured_bore_mm"] == pytest.approx((17.01 - 0.1) * SCALE, abs=1e-4)
    assert found["scale"] == pytest.approx(SCALE, abs=1e-6)
    assert found["shrink"][0] == {"step": "print", "share": 0.003, "source": "the spec"}


def test_the_resin_s_own_density_and_whose_numbers_they_are() -> None:
    found = stages(design("making.wax_density=1.12", "making.finish.source=our own plate, March"), 500.0, 550.0, None)
    assert found["wax"]["weight_g"] == pytest.approx(0.55 * 1.12 * SCALE**3, abs=1e-4)
    assert found["finish"]["source"] == "our own plate, March"
    assert found["wax"]["measured_bore_mm"] is None


def test_a_terminal_says_it_either_way() -> None:
    (off,) = lines({"stages": none_asked()})
    assert "no stock for polishing, no shrinkage" in off
    said = list(lines({"stages": stages(design(), 500.0, 550.0, 17.0)}))
    assert said[0].split() == ["bore", "width", "thick", "volume", "weight"]
    assert [line.split()[0] for line in said[1:4]] == ["finished", "cast", "wax"]
    assert said[2].split()[1:4] == ["16.90", "4.10", "2.15"]
    assert "print 0.3 %, casting 1.5 %" in said[4]
    assert list(lines({})) == []  # a file somebody made has no stages


def test_a_file_says_what_it_is() -> None:
    found = design().stages
    assert found is not None
    assert told(found) == (
        "wax to print as it is, bore 0.05, outside 0.1, edges 0.05 mm for polishing in it, scaled by "
        f"{math.floor(SCALE * 1e5 + 0.5) / 1e5:.5f} for shrinkage; do not scale it again"
    )
