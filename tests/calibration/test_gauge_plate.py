"""The plate's files: every gauge in the size its name says, none over another."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ringgen.calibration.gauges import FORM, GAUGES, form
from ringgen.calibration.plate import write
from ringgen.checks.meshfile import read_mesh


def volume(sizes: tuple[float, float, float], kind: str) -> float:
    a, b, c = sizes
    return a * b * c if kind == "bar" else math.pi * ((a / 2 + c) ** 2 - (a / 2) ** 2) * b


def test_every_gauge_has_the_size_its_name_says(tmp_path: Path) -> None:
    write(tmp_path / "plate")
    total = 0.0
    for gauge in GAUGES:
        mesh = read_mesh(tmp_path / "plate" / f"{gauge.name}.stl")
        first, width, thick = gauge.sizes
        assert mesh.volume == pytest.approx(volume(gauge.sizes, gauge.kind), rel=3e-3)
        extent = np.ptp(mesh.vertices, axis=0)
        if gauge.kind == "bar":
            assert extent == pytest.approx([first, width, thick], abs=1e-4)
        else:
            away = np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 1])
            assert (2 * away.min(), 2 * away.max()) == (
                pytest.approx(first, abs=1e-4),
                pytest.approx(first + 2 * thick, abs=1e-4),
            )
            assert extent[2] == pytest.approx(width, abs=1e-4)
        total += mesh.volume
    for name in ("gauges.stl", "gauges.3mf"):
        whole = read_mesh(tmp_path / "plate" / name)
        assert whole.volume == pytest.approx(total, rel=1e-3)
        assert whole.mesh.body_count == len(GAUGES)
        assert whole.vertices[:, 2].min() == pytest.approx(0.0, abs=1e-6)
    assert (tmp_path / "plate" / FORM).read_text(encoding="utf-8") == form()


def test_no_two_gauges_can_be_taken_for_one_another() -> None:
    for k, one in enumerate(GAUGES):
        for other in GAUGES[k + 1 :]:
            if one.kind == other.kind:
                assert abs(one.sizes[0] - other.sizes[0]) >= 2
