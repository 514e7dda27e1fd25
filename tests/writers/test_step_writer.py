from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_ring import model

from ringgen.errors import WriteError
from ringgen.writers import step


def test_stones_are_named_by_their_order_and_the_metal_is_metal(tmp_path: Path) -> None:
    step.write(model(), tmp_path / "ana.step")
    step.verify(tmp_path / "ana.step", model())
    with pytest.raises(WriteError, match="metal, stone-1, stone-2"):
        step.verify(tmp_path / "ana.step", replace(model(), stones=()))


def test_the_time_in_the_header_is_the_builders_not_the_clock_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    step.write(model(), tmp_path / "a.step")
    assert b"'1970-01-01T00:00:00'" in (tmp_path / "a.step").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    step.write(model(), tmp_path / "b.step")
    assert b"'2023-11-14T22:13:20'" in (tmp_path / "b.step").read_bytes()
