"""The library: five steps by name, the same ring as the command's, nothing written before `release`."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringgen import InputError, build, check, design, load, release

ROOT = Path(__file__).resolve().parent.parent


def test_every_public_name_is_there() -> None:
    import ringgen

    assert {"load", "design", "build", "check", "release"} <= set(ringgen.__all__)
    assert all(callable(getattr(ringgen, name)) for name in ringgen.__all__)


def test_design_works_whichever_of_step_and_package_comes_first() -> None:
    """In processes of their own: the order of imports is what is tested."""
    steps = "from ringgen import design, load; print(design(load('band/court')).name)"
    for code in (steps, f"import ringgen.design.model; {steps}", f"{steps}; from ringgen.design.model import Design"):
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
        assert done.stdout == "Court wedding band\n", done.stderr


def test_design_decides_a_spec_as_well_and_names_the_line_of_what_it_refuses(tmp_path: Path) -> None:
    ring = load("band/court", ["size=US 7"])
    assert design(ring) == design(ring.spec)
    path = tmp_path / "ring.toml"
    path.write_text('size = "US 7"\nmetal = "silver-925"\nband = {profile = "d", thickness = 0.8}\n')
    with pytest.raises(InputError, match=r"ring.toml: line 3: band"):
        design(load(path))


def test_what_is_released_is_what_was_measured_and_what_build_writes(
    tmp_path: Path, ring: Callable[[str], Any]
) -> None:
    answer = check(load("band/court"), formats=("stl", "step", "3mf"))
    assert answer.released
    assert not list(tmp_path.iterdir())
    written = release(answer, tmp_path / "out")
    assert [w.sha256 for w in written[:-1]] == [f["sha256"] for f in answer.report["files"]]
    assert [hashlib.sha256(f.data).hexdigest() for f in answer.files] == [f["sha256"] for f in answer.report["files"]]
    assert answer.report["files"] == ring("band/court").report["files"]
    assert json.loads(written[-1].path.read_bytes()) == answer.report


def test_a_check_that_kept_no_files_cannot_be_released(tmp_path: Path) -> None:
    answer = check(load("band/flat"))
    assert answer.files == ()
    with pytest.raises(InputError, match="kept no files"):
        release(answer, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_refused_ring_leaves_its_report_alone(tmp_path: Path) -> None:
    path = tmp_path / "ring.toml"
    band = 'band = {profile = "concave", width = 3.0, thickness = 1.2, hollow = 0.65, rim = 0.6, edge = 0.0}'
    path.write_text(f'name = "Thin"\nsize = "US 7"\nmetal = "silver-925"\n{band}\n')
    answer = check(load(path), formats=("stl",), mend=False)
    assert (answer.released, answer.files) == (False, ())
    assert [w.path.name for w in release(answer, tmp_path / "out")] == ["thin.report.json"]
    forced = check(load(path), formats=("stl",), mend=False, force=True)
    assert [f.name for f in forced.files] == ["thin.stl"]


def test_build_is_both_in_one(tmp_path: Path) -> None:
    assert build(load("band/flat"), out=tmp_path / "out", formats=("stl",)).released
    assert len(list((tmp_path / "out").iterdir())) == 2


def shop(order: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "examples" / "web_shop.py"), str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=order, capture_output=True, text=True, env=env)


def test_a_web_shop_is_told_the_verdict_what_the_price_is_made_of_and_the_files(tmp_path: Path) -> None:
    order = {"preset": "solitaire/six-prong", "name": "Ana", "size": "EU 54", "metal": "18k-yellow"}
    done = shop(json.dumps(order), tmp_path / "ana")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    basis = found["price_basis"]
    assert (found["verdict"], basis["metal"], basis["stones"][0]["count"]) == ("released", "18k-yellow", 1)
    assert basis["melt_g"] == pytest.approx(1.1 * basis["cast_g"], abs=0.002)  # 10 % of button
    assert {Path(f).name for f in found["files"]} == {f"ana.{e}" for e in ("stl", "step", "3mf", "report.json")}
    assert all(Path(f).is_file() for f in found["files"])


def test_a_web_shop_is_told_which_field_of_the_form_is_wrong(tmp_path: Path) -> None:
    done = shop('{"preset": "band/court", "size": "7", "metal": "gould"}', tmp_path / "x")
    found = json.loads(done.stdout)
    assert (done.returncode, found["verdict"]) == (2, "no ring")
    assert {w["field"] for w in found["why"]} == {"size", "metal"}
    assert not (tmp_path / "x").exists()
