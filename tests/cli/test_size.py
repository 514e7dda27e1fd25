from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ringgen.cli import catalog, size
from ringgen.errors import InputError
from ringgen.writers import formats


def test_words_need_no_quotes() -> None:
    out = CliRunner().invoke(size.command, ["UK", "H"]).output
    assert "14.72 mm inner diameter, 46.25 mm inner circumference" in out
    assert "BS 6820:1987" in out
    assert "UK H (retail): 14.90 mm (+0.18)" in out


def test_json_is_all_there_is() -> None:
    done = CliRunner().invoke(size.command, ["US 7", "--json"])
    document = json.loads(done.stdout)
    assert document["inner_diameter_mm"] == 17.323
    assert document["disagreements"] == []
    assert {"system": "IT", "label": "14", "exact": 14.42, "inner_diameter_mm": 17.189, "difference_mm": -0.134} in (
        document["equivalents"]
    )


def test_a_bare_number_is_refused() -> None:
    done = CliRunner().invoke(size.command, ["7"])
    assert isinstance(done.exception, InputError)


@pytest.mark.parametrize("kind", ["sizes", "metals", "gems", "rules", "stones"])
def test_catalog_has_rows_with_sources(kind: str) -> None:
    rows = json.loads(CliRunner().invoke(catalog.command, [kind, "--json"]).stdout)
    assert rows
    assert all(row["source"] and row["confidence"] for row in rows)
    lines = CliRunner().invoke(catalog.command, [kind]).output.splitlines()
    assert len(lines) == len(rows)


@pytest.mark.parametrize("kind", ["profiles", "cuts", "settings", "checks"])
def test_plugins_are_listed(kind: str) -> None:
    done = CliRunner().invoke(catalog.command, [kind])
    assert done.exit_code == 0, done.exception


def test_the_formats_are_listed_with_the_names_of_their_files() -> None:
    rows = json.loads(CliRunner().invoke(catalog.command, ["formats", "--json"]).stdout)
    assert [row["id"] for row in rows] == list(formats())
    assert all(row["suffix"].startswith(f".{row['id']}") and row["about"] for row in rows)
    assert len(CliRunner().invoke(catalog.command, ["formats"]).output.splitlines()) == len(rows)


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from ringgen.cli import size; size.command(['US', '7'], standalone_mode=False);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'numpy', 'scipy', 'trimesh', 'OCP', 'cadquery'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
