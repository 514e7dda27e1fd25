"""One new file in a folder is all it takes: a copy of the package with a profile, a setting and a check dropped in.

The copy is run in a process of its own; the real tree is never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

PROFILE = '''"""A band made up for a test."""
from __future__ import annotations
from ringgen.plane import Curve, polyline
from ringgen.section import EasedParams
from ringgen.spec.fields import length
ALIASES = ("made-up band",)
class Params(EasedParams):
    """Made up."""
    crest: float = length(0.4, ge=0.1, le=0.7, doc="height of the crest")
def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """A roof."""
    low = thickness - p.crest
    return polyline((width / 2, low), (0.0, thickness), (-width / 2, low))
'''
CHECK = '''"""A check made up for a test."""
from __future__ import annotations
from typing import Any
NAME = "made-up"
def check(mesh: Any, subject: Any) -> list[Any]:
    """Nothing to find."""
    return []
'''
SHANK = '''"""A shank made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import ShankParams, length
ALIASES = ("made-up course",)
class Params(ShankParams):
    """Made up."""
    swelling: float = length(0.5, ge=0.1, le=2.0, doc="how much wider it is at the sides")
def size(p, band, degrees):
    """Wider at the sides."""
    width, thickness = band.tapered(degrees)
    return width + p.swelling * (1 - abs(2 * band.share(degrees) - 1)), thickness
'''
SHOULDERS = '''"""Shoulders made up for a test."""
from __future__ import annotations
from ringgen.spec.fields import ShoulderParams, flag
class Params(ShoulderParams):
    """Made up."""
    proud: bool = flag(False, doc="whether they stand proud")
'''
ASK = """
import json
from click.testing import CliRunner
from fuzz.sampler import kinds, sample
from ringgen.checks.runner import names
from ringgen.cli import catalog
from ringgen.design.resolve import resolve
from ringgen.spec.load import read_text
from ringgen.spec.schema import schema
from ringgen.spec.sources import Text
def listed(kind):
    return [r["id"] for r in json.loads(CliRunner().invoke(catalog.command, [kind, "--json"]).output)]
spec = (
    'size = "US 7"\\nmetal = "18k-yellow"\\n'
    '[band]\\nprofile = "made-up band"\\ncrest = 0.5\\nshank = {style = "made-up course", swelling = 0.7}\\n'
)
band = schema()["properties"]["band"]
print(json.dumps({
    "profiles": listed("profiles"), "settings": listed("settings"), "checks": listed("checks"), "run": list(names()),
    "shanks": listed("shanks"), "shoulders": listed("shoulders"),
    "widest": resolve(read_text(Text(spec, "t", ".toml"), ["band.shoulders=test-proud"]).spec).band.widest,
    "schema": json.dumps(schema()),
    "volume": resolve(read_text(Text(spec, "t", ".toml")).spec).band.profile,
    "kinds": kinds(), "drawn": [sample(n).text for n in range(600)],
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a package with the three new files says of itself."""
    home = tmp_path_factory.mktemp("dropped")
    shutil.copytree(ROOT / "ringgen", home / "ringgen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "presets", home / "ringgen" / "presets", dirs_exist_ok=True)
    (home / "ringgen/profiles/test_roof.py").write_text(PROFILE)
    (home / "ringgen/checks/made_up.py").write_text(CHECK)
    (home / "ringgen/shanks/test_swelling.py").write_text(SHANK)
    (home / "ringgen/shoulders/test_proud.py").write_text(SHOULDERS)
    cup = (home / "ringgen/settings/bezel.py").read_text()
    (home / "ringgen/settings/test_cup.py").write_text(cup.replace("ALIASES = ", "ALIASES = () and "))
    path = os.pathsep.join([str(home), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=home, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


LISTED = [
    ("profiles", "test-roof"),
    ("settings", "test-cup"),
    ("checks", "made-up"),
    ("shanks", "test-swelling"),
    ("shoulders", "test-proud"),
]


@pytest.mark.parametrize(("kind", "name"), LISTED)
def test_the_catalog_lists_it(told: Any, kind: str, name: str) -> None:
    assert name in told[kind]


def test_the_schema_offers_it_with_its_parameters(told: Any) -> None:
    assert "test-roof" in told["schema"]
    assert "height of the crest" in told["schema"]
    assert "test-cup" in told["schema"]
    assert "how much wider it is at the sides" in told["schema"]
    assert "whether they stand proud" in told["schema"]


def test_a_spec_that_asks_for_it_by_its_other_name_is_resolved(told: Any) -> None:
    assert told["volume"] == "test-roof"
    assert told["widest"] == pytest.approx(2.2 + 0.7)


def test_a_new_check_is_run(told: Any) -> None:
    assert "made-up" in told["run"]


def test_the_fuzz_draws_it_and_its_parameters(told: Any) -> None:
    assert "test-cup" in told["kinds"]
    assert any('"test-roof"' in text for text in told["drawn"])
    assert any("crest" in text for text in told["drawn"])
    assert any('"test-swelling"' in text for text in told["drawn"])
    assert any("swelling = " in text for text in told["drawn"])
    assert any('"test-proud"' in text for text in told["drawn"])
