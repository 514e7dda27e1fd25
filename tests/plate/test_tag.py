from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from manifold3d import Manifold, Mesh
from waxes import band, saved, with_block

from ringgen.catalog._tables import table
from ringgen.plate import flow, tag
from ringgen.plate.asked import read
from ringgen.triangles import TriangleMesh


def letters(made: TriangleMesh) -> list[np.ndarray]:
    """The outlines of what is raised, cut half way up."""
    body = Manifold(Mesh(made.vertices.astype(np.float32), made.faces.astype(np.uint32)))
    return [np.asarray(loop) for loop in body.slice(tag.THICK + tag.RAISED / 2).to_polygons()]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Ana", ("ANA",)),
        ("Ana – née O'Hara", ("ANA - NEE", "O'HARA")),
        ("Three-row pave band #12", ("THREE PAVE", "BAND #12")),
        ("Zoë ½ ct", ("ZOE 1/2 CT",)),
        ("Иван", ("NO 7",)),
        ("", ("NO 7",)),
        ("Аня Smith", ("? SMITH",)),
        ("supercalifragilistic", ("SUPERCALIFR",)),
    ],
)
def test_a_name_in_capitals_that_fit(name: str, rows: tuple[str, ...]) -> None:
    assert tag.lines(name, "NO 7") == rows


@pytest.mark.parametrize(
    "name",
    [
        "a " * 40,
        "x" * 200,
        "word " * 9 + "#77",
        "-" * 30,
        "No #tag here",
        "a #" + "9" * 40,
        "Classic six-prong solitaire #12",
    ],
)
def test_whatever_it_is_it_fits_and_keeps_its_number(name: str) -> None:
    rows = tag.lines(name, "NO 1")
    assert 1 <= len(rows) <= tag.LINES
    assert all(len(row) <= tag.LETTERS for row in rows)
    if name.endswith(("#77", "#12")):
        assert rows[-1].endswith(name[name.index("#") :])


def test_every_letter_is_in_its_box_and_no_two_look_alike() -> None:
    glyphs = table("letters")["glyph"]
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#-.'&/?") <= set(glyphs)
    assert len(set(glyphs.values())) == len(glyphs)
    for text in glyphs.values():
        corners = [tuple(map(float, c.split(","))) for c in text.replace(";", " ").split()]
        assert all(0 <= x <= 4.2 and -0.8 <= y <= 6.4 for x, y in corners)


@pytest.mark.parametrize(
    "rows", [("CLASSIC S-P", "SOLITAI #12"), ("ABCDEFGHIJK", "LMNOPQRSTUV"), ("WXYZ0123456", "789#-.'&/?+")]
)
def test_it_is_closed_to_a_reader_who_joins_equal_corners(rows: tuple[str, ...]) -> None:
    made = tag.tag(rows, tag.size(rows))
    assert len(np.unique(made.vertices.astype(np.float32), axis=0)) == len(made.vertices)
    assert trimesh.Trimesh(made.vertices, made.faces, process=False).is_watertight


def test_it_is_one_closed_body_with_its_letters_raised_and_not_mirrored() -> None:
    rows = ("LEFT",)
    made = tag.tag(rows, tag.size(rows))
    body = trimesh.Trimesh(made.vertices, made.faces)
    assert body.is_watertight
    assert body.body_count == 1
    assert body.extents == pytest.approx([*tag.size(rows), tag.THICK + tag.RAISED], abs=1e-5)
    loops = sorted(letters(made), key=lambda c: c[:, 0].min())
    assert len(loops) == 4  # L E F T: none has a hole
    ell = loops[0]
    low = ell[ell[:, 1] < ell[:, 1].min() + tag.STROKE]
    high = ell[ell[:, 1] > ell[:, 1].max() - tag.STROKE]
    assert np.ptp(low[:, 0]) > 3 * np.ptp(high[:, 0])  # its foot is at the bottom,
    assert high[:, 0].max() < ell[:, 0].mean()  # its stem at the left


def test_strokes_are_as_wide_as_may_be_cast() -> None:
    rows = ("I",)
    made = tag.tag(rows, tag.size(rows))
    (loop,) = letters(made)
    x, y = loop.T
    area = 0.5 * abs(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    # a stem as high as the letter and two serifs as wide as two units, less where they cross: no stroke under 0.33 mm
    assert area >= 0.33 * (tag.LETTER + 2 * 2 * tag.LETTER / 6 - 2 * tag.STROKE)
    assert np.ptp(y) == pytest.approx(tag.LETTER + tag.STROKE, abs=0.03)


def test_each_ring_has_its_tag_in_front_of_it_and_no_nearer_than_asked(tmp_path: Path) -> None:
    files = [str(saved(tmp_path / f"{n}.stl", b)) for n, b in (("ana", with_block()), ("ben", band()))]
    out = tmp_path / "out"
    report = flow.plate(files, read(tags=True, copies=2, rules="cast-standard", sprue="2"), out)
    assert [row["tag"] for row in report["rings"]] == ["ANA #1", "ANA #2", "BEN #1", "BEN #2"]
    found = trimesh.load(out / "plate.stl").split()
    assert len(found) == 8
    tags = [t for t in found if t.extents[2] < 1.3]
    assert len(tags) == 4
    for row in report["rings"]:
        x, y, _ = row["place_mm"]
        over = [t for t in tags if t.bounds[0][0] < x + row["size_mm"][0] and t.bounds[1][0] > x]
        assert any(y - t.bounds[1][1] == pytest.approx(1.0, abs=2e-3) for t in over)
    assert report["plates"][0]["nearest_mm"] >= 1.0 - 2e-4


def test_tags_that_would_say_the_same_are_told_apart(tmp_path: Path) -> None:
    long = "the very same long long name of an order"
    files = [str(saved(tmp_path / f"{long} {n}.stl", band())) for n in ("ana", "ben")]
    report = flow.plate(files, read(tags=True, rules="cast-standard"), tmp_path / "out")
    said = [row["tag"] for row in report["rings"]]
    assert len(set(said)) == 2
