from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import Books

from ringgen.batch.orders import Book, read_book


@pytest.fixture
def book(tmp_path: Path) -> Books:
    """A book of plain bands by these names."""

    def made(*names: str, **more: object) -> Book:
        path = tmp_path / "orders.json"
        rows = [{"name": n, "preset": "band/court", "size": "US 7", **more} for n in names]
        path.write_text(json.dumps(rows))
        return read_book(str(path))

    return made
