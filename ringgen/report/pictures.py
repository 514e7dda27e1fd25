"""Pictures of a ring: metal in its alloy's colour, stones transparent, drawn without a display.

The drawing happens in a child process, because VTK without an off-screen OpenGL ends the process it runs in rather
than raising. This module holds what a picture is made of and starts that child; `_studio` is the child.
"""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from ringgen.errors import InputError, RenderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Rgb = tuple[float, float, float]
Focus = tuple[tuple[float, float, float], float]

# Tried in this order where VTK may choose: a graphics card or its software twin first, plain software after.
_WINDOWS = ("vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow")
_WINDOW_VARIABLE = "VTK_DEFAULT_OPENGL_WINDOW"
_LOOK = ("rgb", "refractive_index", "transparency", "lustre", "phenomenon")
_SECONDS = 120  # for the start and again for each view; a picture takes about three


@dataclass(frozen=True)
class Surface:
    """A triangle mesh: `vertices` (n, 3) in mm, `faces` (m, 3) counter-clockwise from outside.

    `normals` (n, 3), one per vertex and pointing out of the metal, or None to have them made smooth with creases kept.
    """

    vertices: Floats = field(repr=False)
    faces: Ints = field(repr=False)
    normals: Floats | None = field(default=None, repr=False)


@dataclass(frozen=True)
class StoneSurface:
    """One stone: a closed faceted mesh in mm and what its gem does to light.

    `rgb` is the colour white light has when it has come back out of the stone, linear sRGB: (1, 1, 1) is colourless.
    `transparency`, `lustre` and `phenomenon` are the catalog's words for gems. Facets that only stand for a curve,
    a dome's or a pearl's, are drawn as that curve.
    """

    vertices: Floats = field(repr=False)
    faces: Ints = field(repr=False)
    rgb: Rgb = (1.0, 1.0, 1.0)
    refractive_index: float = 2.417
    transparency: str = "transparent"
    lustre: str = "vitreous"
    phenomenon: str = ""


@dataclass(frozen=True)
class Scene:
    """What is in front of the camera, in the ring's frame (finger along Y, +Z up through the top).

    `metal_rgb` is the alloy's reflectance in linear sRGB (not the 0-255 code of a web colour), `roughness` 0 (mirror)
    to 1 (sand-blasted). `focus` is the centre and radius, mm, of what the close-up shows.
    """

    metal: Surface
    metal_rgb: Rgb
    roughness: float = 0.08
    stones: tuple[StoneSurface, ...] = ()
    focus: Focus = ((0.0, 0.0, 0.0), 10.0)


@dataclass(frozen=True)
class View:
    """Where the camera stands, degrees; the row of `views.toml` of that name."""

    name: str
    azimuth: float
    elevation: float
    light: float
    fill: float
    subject: str
    source: str
    confidence: str


def head(metal: Surface, stones: Sequence[StoneSurface], bore: float) -> Focus:
    """The centre and radius, mm, of what a close-up of a ring of inside radius `bore` shows.

    All stones within 60 degrees of the top, with room for what holds them; the top of the metal where there are none.
    """
    import numpy as np

    middles = [(s.vertices.min(0) + s.vertices.max(0)) / 2 for s in stones]
    top = [s.vertices for s, m in zip(stones, middles, strict=True) if m[2] > 0.5 * np.hypot(m[0], m[2])]
    shown = np.concatenate(top) if top else metal.vertices[metal.vertices[:, 2] > bore]
    low, high = shown.min(0), shown.max(0)
    x, y, z = ((low + high) / 2).tolist()
    if not top:
        return (x, y, z), float(np.linalg.norm(high - low)) / 2
    return (x, y, z), float((high - low).max()) / 2 + max(float(np.ptp(v, axis=0).max()) for v in top) / 4


@functools.cache
def views() -> dict[str, View]:
    """Every view by name, in the order they are offered."""
    rows = tomllib.loads(resources.files(__package__).joinpath("views.toml").read_text("utf-8"))
    return {name: View(name=name, **row) for name, row in rows.items()}


def chosen(names: Sequence[str]) -> tuple[View, ...]:
    """The views of those names, each once; InputError, with the nearest name, for one that does not exist."""
    return tuple(_view(name) for name in dict.fromkeys(names))


def render(scene: Scene, views: Sequence[str], size: tuple[int, int] = (1200, 1200)) -> dict[str, bytes]:
    """The PNG of each view asked for, `size` pixels wide and high.

    Raises InputError for a view that does not exist, RenderError when this machine cannot draw.
    """
    rows = chosen(views)
    if not rows:
        return {}
    order = _pack(scene, rows, size)
    complaints = []
    for window in _windows():
        answer, complaint = _child(order, window, _SECONDS * (1 + len(rows)))
        if answer is not None:
            return _unpack(answer, rows)
        complaints.append(complaint)
    raise RenderError(
        "no picture could be drawn: VTK found no off-screen OpenGL. Install libegl1 or libosmesa6 (Debian's names) "
        f"and run it again. {' '.join(complaints)}"
    )


def _view(name: str) -> View:
    """The row of that name, or an InputError with the nearest one."""
    known = views()
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, 1, 0.5)
        raise InputError.one("view", f"there is no view {name!r}", ", ".join(known), near[0] if near else None)
    return known[name]


def _windows() -> tuple[str | None, ...]:
    """The kinds of VTK window to try: the one the environment names, else what needs no display here."""
    if named := os.environ.get(_WINDOW_VARIABLE):
        return (named,)
    return _WINDOWS if sys.platform.startswith("linux") else (None,)


def _child(order: bytes, window: str | None, seconds: float) -> tuple[bytes | None, str]:
    """Run the studio once: its answer, or None and what went wrong in a few words."""
    env = dict(os.environ)
    if window:
        env[_WINDOW_VARIABLE] = window
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"{__package__}._studio"], input=order, capture_output=True, env=env, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return None, f"({window}: no answer in {seconds:.0f} s)"
    except OSError as e:
        return None, f"({e})"
    if done.returncode == 0 and done.stdout:
        return done.stdout, ""
    if done.returncode < 0:
        return None, f"({window or 'VTK'}: ended by signal {-done.returncode})"
    last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {done.returncode}"]
    if done.returncode == 1:  # Python's own: not a missing library, and no other window would help
        raise RenderError(f"no picture could be drawn: {last[0].strip()}")
    return None, f"({window or 'VTK'}: {last[0].strip()})"


def _pack(scene: Scene, rows: Sequence[View], size: tuple[int, int]) -> bytes:
    """The scene and the views as one block of bytes for the child."""
    import json

    import numpy as np

    head: dict[str, Any] = {
        "metal_rgb": list(scene.metal_rgb),
        "roughness": scene.roughness,
        "focus": [*scene.focus[0], scene.focus[1]],
        "size": list(size),
        "gems": [{name: getattr(s, name) for name in _LOOK} for s in scene.stones],
        "views": [[r.name, r.azimuth, r.elevation, r.light, r.fill, r.subject] for r in rows],
    }
    arrays: dict[str, Any] = {"vertices": scene.metal.vertices, "faces": scene.metal.faces}
    if scene.metal.normals is not None:
        arrays["normals"] = scene.metal.normals
    for i, stone in enumerate(scene.stones):
        arrays[f"stone_vertices_{i}"] = stone.vertices
        arrays[f"stone_faces_{i}"] = stone.faces
    out = io.BytesIO()
    np.savez(out, head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8), **arrays)
    return out.getvalue()


def _unpack(answer: bytes, rows: Sequence[View]) -> dict[str, bytes]:
    """The child's answer as PNGs by view; a broken one is a RenderError."""
    import zipfile

    import numpy as np

    try:
        with np.load(io.BytesIO(answer), allow_pickle=False) as found:
            return {r.name: found[r.name].tobytes() for r in rows}
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as e:
        raise RenderError(f"the pictures came back broken ({e}); nothing was written") from e
