"""Pictures: what comes out is a PNG of the thing asked for, in the alloy's colour, or a plain word why not.

The colours are those of the test's own scene; the laws of light (furnace, critical angle) are optics, not measurements.
"""

from __future__ import annotations

import dataclasses
import importlib
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from ringgen.bodies import Frame
from ringgen.catalog.gems import gems as catalog
from ringgen.cli import main
from ringgen.errors import InputError, RenderError
from ringgen.report import _sky, pictures
from ringgen.report._bake import table
from ringgen.report._body import LUSTRES, _basis, _harmonics
from ringgen.report._camera import framed, look
from ringgen.report._figure import FIGURES
from ringgen.report._gem import Gems, trace
from ringgen.report._mesh import refined, soup, welded
from ringgen.report._smooth import stone_normals
from ringgen.report.pictures import Scene, StoneSurface, Surface, head
from ringgen.spec.models import Stone
from ringgen.triangles import TriangleMesh, of_faceted

YELLOW = (0.94, 0.63, 0.26)
PLATINUM = (0.67, 0.64, 0.59)
SIZE = (200, 160)


def torus(major: float = 9.5, minor: float = 1.0, around: int = 72, across: int = 24) -> Surface:
    """A round band, finger along Y, with its exact normals."""
    u, v = np.meshgrid(np.arange(around) * 2 * np.pi / around, np.arange(across) * 2 * np.pi / across, indexing="ij")
    out = np.stack([np.sin(u) * np.cos(v), np.sin(v), np.cos(u) * np.cos(v)], -1)
    centre = np.stack([np.sin(u), np.zeros_like(u), np.cos(u)], -1) * major
    i, j = np.meshgrid(np.arange(around), np.arange(across), indexing="ij")
    a, b = i * across + j, (i + 1) % around * across + j
    c, d = (i + 1) % around * across + (j + 1) % across, i * across + (j + 1) % across
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    points = (centre + minor * out).reshape(-1, 3)
    p, q, r = (points[faces[:, k]] for k in range(3))
    if np.einsum("ij,ij->i", np.cross(q - p, r - p), out.reshape(-1, 3)[faces[:, 0]]).sum() < 0:
        faces = faces[:, ::-1]
    return Surface(points, faces, out.reshape(-1, 3))


def octahedron(across: float, height: float, rgb: tuple[float, float, float], index: float) -> StoneSurface:
    """The simplest faceted stone: an octahedron standing on the band."""
    points = np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) * across / 2
    faces = [f for k in range(4) for f in ((k, (k + 1) % 4, 4), ((k + 1) % 4, k, 5))]
    return StoneSurface(points + np.array([0, 0, height]), np.array(faces), rgb, index)


def even(origins: np.ndarray, directions: np.ndarray, split: object) -> tuple[np.ndarray, np.ndarray]:
    """The same light from all sides, and nothing in its way."""
    return np.ones_like(directions), np.full(len(directions), np.inf, np.float32)


BAND = Scene(torus(), YELLOW)
RUBY = octahedron(7.0, 13.0, (0.55, 0.01, 0.05), 1.77)
FOCUS = ((0.0, 0.0, 13.0), 4.5)


def pixels(png: bytes) -> np.ndarray:
    """(h, w, 3) from the top down."""
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOImage import vtkPNGReader

    reader = vtkPNGReader()
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder, "a.png")).write_bytes(png)
        reader.SetFileName(str(file))
        reader.Update()
    image = reader.GetOutput()
    w, h, _ = image.GetDimensions()
    return vtk_to_numpy(image.GetPointData().GetScalars()).reshape(h, w, -1)[::-1, :, :3].astype(int)


@pytest.fixture(scope="module")
def drawn() -> dict[str, np.ndarray]:
    """The few pictures the tests look at, drawn once."""
    try:
        band = pictures.render(BAND, ["front", "top"], SIZE)
    except RenderError as e:
        pytest.skip(f"this machine has no off-screen OpenGL, so nothing drawn was tested: {e}")
    out = {f"band {k}": v for k, v in band.items()}
    out["platinum front"] = pictures.render(dataclasses.replace(BAND, metal_rgb=PLATINUM), ["front"], SIZE)["front"]
    stone = dataclasses.replace(BAND, stones=(RUBY,), focus=FOCUS)
    out |= {f"stone {k}": v for k, v in pictures.render(stone, ["close-up", "front"], SIZE).items()}
    out["again"] = pictures.render(BAND, ["front"], SIZE)["front"]
    return {k: pixels(v) for k, v in out.items()} | {"bytes": np.array([out["band front"] == out["again"]])}


def metal(picture: np.ndarray) -> np.ndarray:
    """The pixels of gold: clearly not the grey of floor and shadow."""
    return picture[(picture.max(2) - picture.min(2)) > 40]


def test_every_view_has_a_row_with_a_source() -> None:
    rows = pictures.views()
    assert list(rows) == ["three-quarter", "front", "side", "top", "close-up"]
    assert all(r.source and r.confidence in ("H", "M", "L", "GK") for r in rows.values())


def test_an_unknown_view_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean close-up"):
        pictures.render(BAND, ["closeup"], SIZE)


def test_the_command_refuses_it_before_anything_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "solitaire/six-prong", "--view", "tpo"]) == 2
    assert "did you mean top" in capsys.readouterr().err


def test_no_view_is_no_picture() -> None:
    assert pictures.render(BAND, [], SIZE) == {}


def test_it_is_a_png_of_the_size_asked(drawn: dict[str, np.ndarray]) -> None:
    png = pictures.render(BAND, ["side"], (96, 128))["side"]
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (96, 128)
    assert png[-8:-4] == b"IEND"
    assert drawn["band front"].shape == (SIZE[1], SIZE[0], 3)


def test_same_scene_same_bytes(drawn: dict[str, np.ndarray]) -> None:
    assert drawn["bytes"].all()


def test_gold_is_yellow_and_platinum_is_not(drawn: dict[str, np.ndarray]) -> None:
    gold = metal(drawn["band front"])
    assert len(gold) > 1000
    r, g, b = gold.mean(0)
    assert r > g > b + 50
    gilded = (drawn["band front"].max(2) - drawn["band front"].min(2)) > 40
    r, g, b = drawn["platinum front"][gilded].mean(0)
    assert 0 <= r - b < 30


def test_gold_is_neither_burnt_out_nor_black(drawn: dict[str, np.ndarray]) -> None:
    gold = metal(drawn["band front"])
    assert (gold.min(1) > 250).mean() < 0.02
    assert (gold.max(1) < 30).mean() < 0.02


def test_the_background_is_light_and_grey(drawn: dict[str, np.ndarray]) -> None:
    for name in ("band front", "band top", "stone close-up"):
        top = drawn[name][:4].reshape(-1, 3)
        assert top.min() > 225
        assert np.ptp(top, axis=1).max() < 6


def test_the_ring_fills_three_quarters(drawn: dict[str, np.ndarray]) -> None:
    picture = drawn["band front"]
    rows = np.nonzero(((picture.max(2) - picture.min(2)) > 40).any(1))[0]
    assert 0.70 < (rows[-1] - rows[0] + 1) / SIZE[1] < 0.80


def test_it_stands_in_its_shadow(drawn: dict[str, np.ndarray]) -> None:
    picture = drawn["band front"]
    grey = picture[(picture.max(2) - picture.min(2)) < 20]
    assert picture[-30:, 60:140].min() < 170
    assert grey.max() > 240


def test_a_ruby_is_red_and_neither_black_nor_metal(drawn: dict[str, np.ndarray]) -> None:
    middle = drawn["stone close-up"][60:100, 80:120].reshape(-1, 3)
    r, g, b = middle.mean(0)
    assert r > g + 40
    assert r > b + 20
    assert middle.max(1).mean() > 60
    assert np.abs(middle.mean(0) - metal(drawn["band front"]).mean(0)).max() > 40


def test_a_window_vtk_does_not_have_is_a_render_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkNoSuchRenderWindow")
    with pytest.raises(RenderError, match=r"libegl1 or libosmesa6.*vtkNoSuchRenderWindow"):
        pictures.render(BAND, ["front"], (32, 32))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for Python here")
def test_a_child_that_is_killed_is_a_render_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\ncat >/dev/null\nprintf half\nkill -SEGV $$\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(RenderError, match=r"libegl1 or libosmesa6.*signal 11"):
        pictures.render(BAND, ["front"], (32, 32))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for Python here")
def test_a_broken_answer_is_a_render_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\ncat >/dev/null\nprintf half\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(RenderError, match="broken"):
        pictures.render(BAND, ["front"], (32, 32))


def test_asking_for_pictures_does_not_load_vtk() -> None:
    loaded = "[m for m in ('vtkmodules', 'numpy') if m in sys.modules]"
    code = f"import sys, ringgen.report.pictures as p; p.views(); print({loaded})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize("view", ["three-quarter", "front", "side", "top"])
@pytest.mark.parametrize("size", [(1200, 1200), (800, 600), (600, 800)])
def test_framing_fills_and_centres(view: str, size: tuple[int, int]) -> None:
    row = pictures.views()[view]
    points = BAND.metal.vertices
    seen = framed(points, look(row.azimuth, row.elevation), row.fill, size).project(points)
    across = np.ptp(seen, axis=0) / 2
    assert across.max() == pytest.approx(row.fill, abs=1e-3)
    assert seen.min(0) + seen.max(0) == pytest.approx([0, 0], abs=2e-3)


def test_front_is_seen_with_x_to_the_right_and_top_up() -> None:
    camera = framed(BAND.metal.vertices, look(0, 5), 0.75, SIZE)
    (x, _), (_, z) = camera.project(np.array([[9.5, 0, 0], [0, 0, 9.5]]))
    assert x > 0.4
    assert z > 0.4


def test_a_pixels_ray_goes_back_to_where_it_came_from() -> None:
    camera = framed(BAND.metal.vertices, look(38, 24), 0.75, SIZE)
    rows, columns = np.array([3, 100, 150]), np.array([7, 60, 199])
    at = camera.project(camera.at + 40 * camera.rays(columns, rows, SIZE))
    assert ((at[:, 0] + 1) / 2 * SIZE[0]).tolist() == pytest.approx((columns + 0.5).tolist(), abs=1e-2)
    assert ((at[:, 1] + 1) / 2 * SIZE[1]).tolist() == pytest.approx((rows + 0.5).tolist(), abs=1e-2)


def test_creases_stay_sharp_and_curves_smooth() -> None:
    cube = octahedron(2.0, 0.0, (1, 1, 1), 1.5)  # its faces meet at 109.5 degrees
    corners, normals = soup(cube.vertices, cube.faces, None)
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    assert np.abs(normals - flat[:, None]).max() < 1e-12
    band = torus()
    assert band.normals is not None
    made = soup(band.vertices, band.faces, None)[1]
    assert np.einsum("ijk,ijk->ij", made, band.normals[band.faces]).min() > np.cos(np.radians(2))


def test_refining_keeps_the_surface_and_opens_no_crack() -> None:
    band = torus(around=20, across=10)
    mesh = refined(soup(band.vertices, band.faces, band.normals), 0.5, np.array([0, 0, 9.5]), 3.0)

    def area(c: np.ndarray) -> float:
        return float(np.linalg.norm(np.cross(c[:, 1] - c[:, 0], c[:, 2] - c[:, 0]), axis=1).sum())

    assert area(mesh[0]) == pytest.approx(area(band.vertices[band.faces]), rel=1e-9)
    edges = np.linalg.norm(mesh[0] - np.roll(mesh[0], 1, axis=1), axis=2)
    assert edges.max() <= 0.5
    faces = welded(mesh)[2]
    sides = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    assert set(np.unique(sides, axis=0, return_counts=True)[1]) == {2}


@pytest.mark.parametrize("index", [1.45, 1.77, 2.417])
def test_a_clear_stone_in_even_light_cannot_be_seen(index: float) -> None:
    """The furnace test: light in equals light out, whatever the path; only what never comes out may be missing."""
    stone = octahedron(6.0, 0.0, (1.0, 1.0, 1.0), index)
    gems = Gems.of([(stone.vertices, stone.faces, [*stone.rgb, index])])
    camera = framed(stone.vertices, look(30, 35), 0.9, (60, 60))
    rows, columns = (a.ravel() for a in np.mgrid[0:60, 0:60])
    seen, far = trace(gems, camera.at, camera.rays(columns, rows, (60, 60)), even)
    met = np.isfinite(far)
    assert met.sum() > 800
    assert seen[met].max() < 1.001
    assert seen[met].min() > 0.44
    assert np.median(seen[met]) > 0.92


def test_a_deep_stone_takes_its_colour_from_the_light_within() -> None:
    clear, red = (octahedron(6.0, 0.0, rgb, 1.77) for rgb in ((1.0, 1.0, 1.0), (0.9, 0.1, 0.1)))
    rows, columns = (a.ravel() for a in np.mgrid[0:40, 0:40])
    mean = []
    for stone in (clear, red):
        gems = Gems.of([(stone.vertices, stone.faces, [*stone.rgb, 1.77])])
        camera = framed(stone.vertices, look(30, 35), 0.9, (40, 40))
        seen, far = trace(gems, camera.at, camera.rays(columns, rows, (40, 40)), even)
        mean.append(seen[np.isfinite(far)].mean(0))
    assert mean[1][0] == pytest.approx(mean[0][0] * 0.93, abs=0.08)
    assert mean[1][1] < 0.6 * mean[0][1]


def cut(name: str, **size: float) -> TriangleMesh:
    """A stone of the house as triangles."""
    made = importlib.import_module(f"ringgen.cuts.{name}")
    return of_faceted(made.solid(made.measure(Stone(cut=name.replace("_", "-"), **size), made.Params())), Frame())


@pytest.mark.parametrize("name", ["round", "oval", "heart", "rose_cut", "princess", "emerald"])
def test_facets_stay_crisp_however_blunt_their_edges(name: str) -> None:
    size = {"diameter": 6.5} if name in ("round", "rose_cut") else {"length": 8.0, "width": 7.0}
    size = {"length": 7.0, "width": 7.0} if name in ("princess", "heart") else size
    mesh = cut(name, **size)
    normals, curved = stone_normals(mesh.vertices, mesh.faces)
    assert not curved.any()
    assert np.ptp(normals, axis=1).max() == 0


def test_a_pearl_is_round_and_a_cabochon_round_over_a_flat_base() -> None:
    pearl = cut("pearl", diameter=8.0)
    normals, curved = stone_normals(pearl.vertices, pearl.faces)
    assert curved.all()
    middle = (pearl.vertices.min(0) + pearl.vertices.max(0)) / 2
    out = pearl.vertices[pearl.faces] - middle
    out /= np.linalg.norm(out, axis=2, keepdims=True)
    assert np.einsum("ijk,ijk->ij", normals, out).min() > np.cos(np.radians(4))  # the girdle's band is upright
    dome = cut("cabochon", diameter=8.0)
    normals, curved = stone_normals(dome.vertices, dome.faces)
    assert curved[normals[:, :, 2].min(1) > 0.1].all()
    assert not curved[normals[:, :, 2].max(1) < -0.99].any()


def test_bending_puts_new_points_on_the_sphere() -> None:
    pearl = cut("pearl", diameter=8.0)
    mesh = (pearl.vertices[pearl.faces], stone_normals(pearl.vertices, pearl.faces)[0])
    middle = (pearl.vertices.min(0) + pearl.vertices.max(0)) / 2
    given = np.linalg.norm(pearl.vertices - middle, axis=1)  # not all alike: the facets make up the sphere's volume
    flat, bent = (np.linalg.norm(refined(mesh, 0.3, middle, bend=b)[0] - middle, axis=2) for b in (False, True))
    assert flat.min() < given.min() - 0.015  # a chord of the facets lies this deep
    assert bent.min() > given.min() - 0.003
    assert bent.max() < given.max() + 0.003


@pytest.mark.parametrize("apart", [1.05, 3.0])
def test_clear_stones_side_by_side_in_even_light_cannot_be_seen(apart: float) -> None:
    """The furnace again, for light that leaves one stone and meets another."""
    one = octahedron(6.0, 0.0, (1.0, 1.0, 1.0), 1.77)
    other = one.vertices + np.array([6.0 * apart, 0, 0])
    gems = Gems.of([(v, one.faces, [1.0, 1.0, 1.0, 1.77]) for v in (one.vertices, other)])
    assert not gems.lone
    camera = framed(np.concatenate([one.vertices, other]), look(30, 35), 0.9, (60, 60))
    rows, columns = (a.ravel() for a in np.mgrid[0:60, 0:60])
    seen, far = trace(gems, camera.at, camera.rays(columns, rows, (60, 60)), even)
    met = np.isfinite(far)
    assert seen[met].max() < 1.001
    assert np.median(seen[met]) > 0.92


def test_a_stone_shows_its_neighbour_and_a_heart_its_other_lobe() -> None:
    clear = octahedron(6.0, 0.0, (1.0, 1.0, 1.0), 1.77)
    beside = clear.vertices + np.array([6.2, 0, 0])
    rows, columns = (a.ravel() for a in np.mgrid[0:60, 0:60])
    camera = framed(clear.vertices, look(-30, 35), 0.9, (60, 60))
    rays = camera.rays(columns, rows, (60, 60))
    alone = Gems.of([(clear.vertices, clear.faces, [1.0, 1.0, 1.0, 1.77])])
    pair = Gems.of(
        [(clear.vertices, clear.faces, [1.0, 1.0, 1.0, 1.77]), (beside, clear.faces, [0.9, 0.01, 0.01, 1.77])]
    )
    own = np.isfinite(trace(alone, camera.at, rays, even)[1])
    by_itself, beside_red = (trace(g, camera.at, rays, even)[0][own].mean(0) for g in (alone, pair))
    assert beside_red[1] < by_itself[1] - 0.02
    heart = cut("heart", length=7.0, width=7.0)
    assert not Gems.of([(heart.vertices, heart.faces, [1.0, 1.0, 1.0, 2.4])]).lone
    assert Gems.of([(clear.vertices, clear.faces, [1.0, 1.0, 1.0, 2.4])]).lone


def test_a_heart_in_even_light_cannot_be_seen() -> None:
    heart = cut("heart", length=7.0, width=7.0)
    gems = Gems.of([(heart.vertices, heart.faces, [1.0, 1.0, 1.0, 1.77])])
    camera = framed(heart.vertices, look(20, 55), 0.9, (60, 60))
    rows, columns = (a.ravel() for a in np.mgrid[0:60, 0:60])
    seen, far = trace(gems, camera.at, camera.rays(columns, rows, (60, 60)), even)
    met = np.isfinite(far)
    assert seen[met].min() > 0.44
    assert seen[met].max() < 1.001
    assert np.median(seen[met]) > 0.92


def test_even_light_falls_evenly_on_a_body() -> None:
    rng = np.random.default_rng(1).normal(size=(200, 3))
    n = (rng / np.linalg.norm(rng, axis=1, keepdims=True)).astype(np.float32)
    assert _basis(n) @ _harmonics(table(np.ones_like, 64)) == pytest.approx(np.ones((200, 3)), abs=0.01)
    up, down = np.array([[0.0, 1, 0], [0, -1, 0]], np.float32) @ np.eye(3, dtype=np.float32)
    tent = _harmonics(table(_sky.gloss_light, 64))
    assert (_basis(up[None]) @ tent).min() > 2 * (_basis(down[None]) @ tent).max()


def test_the_pictures_know_every_word_of_the_catalogs_looks() -> None:
    for gem in catalog():
        assert gem.transparency in ("transparent", "translucent", "opaque")
        assert gem.lustre in LUSTRES
        assert gem.phenomenon in ("", *FIGURES)
        assert gem.transparency != "transparent" or not gem.phenomenon  # a figure is only drawn on a body


@pytest.mark.parametrize("transparency", ["opaque", "translucent"])
@pytest.mark.parametrize("figure", ["", *FIGURES])
def test_a_body_hides_what_is_behind_it(drawn: dict[str, np.ndarray], transparency: str, figure: str) -> None:
    if transparency == "translucent" and figure:
        pytest.skip("one picture of each figure is enough")
    pearl = cut("pearl", diameter=7.0)
    stone = StoneSurface(
        pearl.vertices + np.array([0, 0, 12.6]), pearl.faces, (0.05, 0.5, 0.6), 1.6, transparency, "waxy", figure
    )
    scene = dataclasses.replace(BAND, stones=(stone,), focus=((0.0, 0.0, 12.8), 4.5))
    middle = pixels(pictures.render(scene, ["close-up"], (96, 96))["close-up"])[34:62, 34:62].reshape(-1, 3)
    assert 25 < middle.mean() < 240
    if not figure:
        r, g, b = middle.mean(0)
        assert b >= g > r + 25
        assert np.abs(np.diff(middle.reshape(28, 28, 3).astype(float), axis=1)).max() < 40  # no facet's edge


def test_the_close_up_takes_in_all_stones_at_the_top() -> None:
    centre = octahedron(6.0, 12.0, (1, 1, 1), 2.4)
    left, right = (dataclasses.replace(centre, vertices=centre.vertices + np.array([x, 0, -1])) for x in (-6.0, 6.0))
    under = dataclasses.replace(centre, vertices=centre.vertices * [1, 1, -1])
    assert head(BAND.metal, [centre], 8.5) == ((0.0, 0.0, 12.0), 4.5)  # three quarters of the stone
    (x, y, _), radius = head(BAND.metal, [centre, left, right, under], 8.5)
    assert (x, y) == (0.0, 0.0)
    assert radius == pytest.approx(9.0 + 1.5)


def test_without_stones_the_close_up_shows_the_top_of_the_metal() -> None:
    centre, radius = head(BAND.metal, [], 8.5)
    assert centre == pytest.approx((0.0, 0.0, 9.5), abs=0.1)
    assert 6.0 < radius < 6.5  # half of the cap over the bore: 12.3 long, 2 wide, 2 high
