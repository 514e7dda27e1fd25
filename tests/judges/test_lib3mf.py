"""lib3mf, the 3MF Consortium's own reader, opens every 3MF file in its strict mode. It comes from PyPI with ringgen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lib3mf
import pytest

pytestmark = pytest.mark.judge


def test_it_is_one_manifold_oriented_object_in_millimetres(spec: str, ring: Callable[[str], Any]) -> None:
    document = lib3mf.get_wrapper().CreateModel()
    reader = document.QueryReader("3mf")
    reader.SetStrictModeActive(True)
    reader.ReadFromFile(str(ring(spec).file("3mf")))
    assert reader.GetWarningCount() == 0
    assert document.GetUnit() == lib3mf.ModelUnit.MilliMeter
    objects = document.GetMeshObjects()
    assert objects.Count() == 1
    objects.MoveNext()
    metal = objects.GetCurrentMeshObject()
    assert metal.GetName() == "metal"
    assert metal.IsManifoldAndOriented()
