"""The pages say what is true: the generated ones are current, the worked examples work, every link leads somewhere."""

from __future__ import annotations

import io
import re
import runpy
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ringgen import load, make, plugins, resolve
from ringgen.catalog import _tables, metals, stones
from ringgen.catalog.rules import load_rules
from ringgen.checks import runner
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject
from ringgen.design.band import shank_of
from ringgen.errors import InputError
from ringgen.spec import presets
from ringgen.spec.fields import describe
from ringgen.spec.read import PACKAGES, params_of
from ringgen.spec.schema import schema

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


MAKE = SimpleNamespace(**runpy.run_path(str(ROOT / "docs" / "make.py")))


def block(header: str) -> str:
    """The code block of CONTRIBUTING.md that begins so."""
    found = re.search(rf"```\w+\n({re.escape(header)}.*?)```", CONTRIBUTING, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", MAKE.PAGES)
def test_generated_pages_are_current(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == MAKE.PAGES[name](), "run `python docs/make.py`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_preset_and_example_has_a_picture_small_enough_for_a_repository() -> None:
    names = {MAKE.picture(n) for n in (*presets.names(), *(p.stem for p in MAKE.examples()))}
    drawn = {p.name: p.stat().st_size for p in (ROOT / "docs" / "pictures").glob("*.png")}
    assert set(drawn) == names
    assert max(drawn.values()) <= MAKE.LARGEST


def test_a_picture_made_small_looks_the_same() -> None:
    image = pytest.importorskip("PIL.Image")
    drawn = image.open(ROOT / "docs" / "pictures" / MAKE.picture(MAKE.SHOWN)).convert("RGB")
    whole, less = io.BytesIO(), io.BytesIO()
    drawn.save(whole, "PNG")
    less.write(MAKE.small(whole.getvalue()))
    off = np.abs(np.asarray(drawn, int) - np.asarray(image.open(less).convert("RGB"), int))
    assert less.tell() <= MAKE.LARGEST
    assert off.mean() < 2.0  # of 255: half a shade's step on a screen
    assert np.quantile(off, 0.999) < 24


def test_the_gallery_has_every_preset_under_its_family() -> None:
    heads = re.findall(r"^(##+) (.+)$", MAKE.gallery_page(), re.MULTILINE)
    family, found = "", set()
    for level, title in heads:
        if level == "##":
            family = title.lower()
        else:
            assert title.startswith(f"{family}/")
            found.add(title)
    assert found == set(presets.names())


@pytest.mark.parametrize("kind", MAKE.KINDS)
def test_the_spec_s_page_has_every_plug_in_with_every_field(kind: str) -> None:
    page = MAKE.plug_ins(kind)
    model, base = MAKE.KINDS[kind]
    common = {d.name for d in (*describe(model), *describe(base))}
    for name in plugins.names(PACKAGES[kind]):
        assert f"| `{name}` | {plugins.headline(PACKAGES[kind], name)}" in page
        part = page.partition(f"### {name}\n")[2].partition("\n### ")[0]
        for field in describe(params_of(kind, name)):
            assert field.name in common or f"| `{field.name}` |" in part


@pytest.mark.parametrize("kind", ["setting", "cut", "shank", "shoulder"])
def test_the_terms_name_every_head_cut_and_shank(kind: str) -> None:
    terms = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8").replace("-", " ").casefold()
    known = set(plugins.names(PACKAGES[kind])) - {"straight", "plain"}  # words that mean what they always mean
    assert {n for n in known if n.replace("-", " ") not in terms} == set()


def test_the_report_s_page_names_every_key(ring: Callable[[str], Any]) -> None:
    said = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "report.md").read_text(encoding="utf-8")))
    report = ring("solitaire/six-prong").report
    table = report["setter"]
    rows = (report["findings"][0], report["stones"][0], report["files"][0], table, table["rows"][0], table["total"])
    assert set(report).union(*rows) <= said


def forget() -> None:
    """What exists is remembered; a new file is there only once it is forgotten."""
    plugins.names.cache_clear()


def drop_in(package: ModuleType, folder: Path, header: str, patch: pytest.MonkeyPatch) -> None:
    """A worked example as a file of its package."""
    (folder / Path(header.removeprefix("# ")).name).write_text(block(header), encoding="utf-8")
    patch.setattr(package, "__path__", [*package.__path__, str(folder)])
    forget()


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as patch:
        yield patch
    forget()
    for name in ("profiles.bead", "checks.height", "cuts.bullet", "shanks.pinched"):
        sys.modules.pop(f"ringgen.{name}", None)


@pytest.fixture
def bead(tmp_path: Path, clean: pytest.MonkeyPatch) -> Path:
    import ringgen.profiles

    drop_in(ringgen.profiles, tmp_path, "# ringgen/profiles/bead.py", clean)
    spec = tmp_path / "beaded.toml"
    spec.write_text('size = "US 7"\nmetal = "18k-yellow"\nband = {profile = "beaded", width = 4, bead = 1.5}\n')
    return spec


def test_the_profile_in_one_file_is_found_everywhere(bead: Path) -> None:
    assert load(bead).spec.band.profile == "bead"
    named = [v["title"] for v in schema()["properties"]["band"]["anyOf"] if "title" in v]
    assert "bead" in named
    assert "### bead\n\nFlat, with a round bead" in MAKE.spec_page()
    with pytest.raises(InputError, match=r"line 3: band.bead: 9 is too large; allowed: 0.4 to 5 mm"):
        load(_changed(bead, "bead = 1.5", "bead = 9"))
    with pytest.raises(InputError, match="leaves no flat on a band of 4 mm"):
        resolve(load(_changed(bead, "bead = 9", "bead = 3.9")).spec)


def _changed(spec: Path, old: str, new: str) -> Path:
    spec.write_text(spec.read_text().replace(old, new))
    return spec


def test_the_profile_in_one_file_makes_a_ring_of_the_volume_it_draws(bead: Path) -> None:
    spec = load(bead).spec
    made = make(spec)
    assert made.solid.volume == pytest.approx(shank_of(spec).volume(), rel=1e-6)  # Pappus, of what was drawn
    # By hand: 4 × 1.2 of band and a segment of a circle 1.5 wide and 0.6 high, less four eased corners.
    assert shank_of(spec).section_at(0).height_at(0) == pytest.approx(1.8)
    assert shank_of(spec).section_at(0).height_at(1.5) == pytest.approx(1.2)


@pytest.fixture
def bullet(tmp_path: Path, clean: pytest.MonkeyPatch) -> Iterator[Path]:
    import ringgen.cuts

    drop_in(ringgen.cuts, tmp_path, "# ringgen/cuts/bullet.py", clean)
    row = tomllib.loads(block("[[proportions]]"))["proportions"][0]
    data = _tables.table("stones")
    clean.setattr(stones, "table", lambda _: {**data, "proportions": [*data["proportions"], row]})
    stones.proportions.cache_clear()
    spec = tmp_path / "ring.toml"
    spec.write_text(
        'size = "US 7"\nmetal = "18k-yellow"\n[[settings]]\nid = "centre"\ntype = "prong"\n'
        'stone = {cut = "pointed baguette", length = 7, width = 4, point = 0.3}\n'
    )
    yield spec
    stones.proportions.cache_clear()


def test_the_cut_in_one_file_and_a_row_is_held_and_weighed(bullet: Path) -> None:
    design = resolve(load(bullet).spec)
    stone = design.witness.stones[0]
    # By hand: a rectangle of 4.9 × 4 and a triangle 2.1 high on it.
    x, y = np.array(stone.outline).T
    assert abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2 == pytest.approx(4 * 4.9 + 4 * 2.1 / 2)
    assert len(design.witness.prongs) == 3
    # By hand: on 23.8 mm² a girdle of 0.03, a crown of 0.13 up to a table of 0.6, a straight pavilion of 0.44 (of 0.60
    # deep); diamond has 3.52 g/cm³, 5 ct a gram.
    mm3 = 23.8 * (0.03 + 0.13 * (1 + 0.6 + 0.36) / 3 + 0.44 / 3) * 4
    assert stone.carat == pytest.approx(mm3 * 3.52 / 200, rel=0.03)
    assert "### bullet\n\nThe bullet: a baguette that ends" in MAKE.spec_page()
    with pytest.raises(
        InputError, match=r"line 6: settings.centre.stone.point: 0.9 is too large; allowed: 0.15 to 0.5"
    ):
        load(_changed(bullet, "point = 0.3", "point = 0.9"))


def test_the_cut_in_one_file_makes_a_ring(bullet: Path) -> None:
    assert make(load(bullet).spec).solid.volume > 0  # the second kernel agreed, or it would have raised


@pytest.fixture
def pinched(tmp_path: Path, clean: pytest.MonkeyPatch) -> Path:
    import ringgen.shanks

    drop_in(ringgen.shanks, tmp_path, "# ringgen/shanks/pinched.py", clean)
    spec = tmp_path / "ring.toml"
    band = 'band = {width = 3, shank = {style = "pinched", waist = 0.6}}'
    spec.write_text(f'size = "US 7"\nmetal = "18k-yellow"\n{band}\n')
    return spec


def test_the_shank_in_one_file_is_found_everywhere(pinched: Path) -> None:
    spec = load(pinched).spec
    assert spec.band.shank.style == "pinched"
    # By hand: 0.6 of 3 mm at the top, half way to 50 degrees half of that less, all of it from there on.
    assert [shank_of(spec).width_at(a) for a in (0, 25, -25, 50, 180)] == pytest.approx([1.8, 2.4, 2.4, 3.0, 3.0])
    assert "### pinched\n\nThe band narrows to a waist" in MAKE.spec_page()
    with pytest.raises(InputError, match=r"band.shank.waist: leaves a waist of 1.20 mm"):
        resolve(load(_changed(pinched, "waist = 0.6", "waist = 0.4")).spec)
    assert load(_changed(pinched, '{style = "pinched", waist = 0.4}', '"pinch"')).spec.band.shank.style == "pinched"


def test_the_shank_in_one_file_makes_a_ring_of_the_volume_it_draws(pinched: Path) -> None:
    spec = load(pinched).spec
    assert make(spec).solid.volume == pytest.approx(shank_of(spec).volume(), rel=2e-3)  # blended through 24 sections


def test_the_metal_in_one_row_is_an_alloy(clean: pytest.MonkeyPatch) -> None:
    row = tomllib.loads(block("[[metal]]"))["metal"][0]
    data = _tables.table("metals")
    clean.setattr(metals, "table", lambda _: {**data, "metal": [*data["metal"], row]})
    for cached in (metals.metals, metals._index):
        cached.cache_clear()
    try:
        found = metals.find_metal("18 karat lemon")
    finally:
        clean.undo()
        for cached in (metals.metals, metals._index):
            cached.cache_clear()
    assert (found.id, found.grams(1000)) == ("18k-lemon", pytest.approx(15.7))


def test_the_check_in_one_file_runs_against_its_row(tmp_path: Path, clean: pytest.MonkeyPatch) -> None:
    import ringgen.checks

    drop_in(ringgen.checks, tmp_path, "# ringgen/checks/height.py", clean)
    design = resolve(load("solitaire/six-prong").spec)
    row = tomllib.loads(block("[[limit]]"))["limit"][0]
    rules = load_rules()
    limit = type(rules.rows[0])(**row)
    subject = Subject(design, type(rules)(**{**vars(rules), "rows": (limit,)}), "gold")
    low, high = (design.bore_radius + h for h in (7.9, 8.1))
    statuses = []
    for top in (low, high):
        corners = np.array([[[0, 0, 0], [1, 0, 0], [0, 0, top]]], np.float64)
        statuses += runner.run_one(runner.PACKAGE, "height", MeshFile(tmp_path / "x.stl", "stl", corners), subject)
    assert [(f.status, round(f.measured or 0, 4)) for f in statuses] == [("pass", 7.9), ("warn", 8.1)]
