"""What the kernel makes of a course: no seam that kinks, no tip that ends in a feather."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ringgen.bodies import Lofted
from ringgen.checks import wall
from ringgen.checks.meshfile import MeshFile
from ringgen.design.band import shank_of
from ringgen.design.shank import Shank
from ringgen.kernel.mesh import tessellate
from ringgen.kernel.realise import realise
from ringgen.kernel.second import Drafts
from ringgen.kernel.solid import build
from ringgen.shanks.twisted import BITE
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text


def band(shank: str, size: str, width: float, thickness: float) -> Shank:
    table = f'band = {{width = {width}, thickness = {thickness}, shank = {{style = "{shank}"}}}}\n'
    return shank_of(read_text(Text(f'size = "{size}"\nmetal = "14k-yellow"\n{table}', "test", ".toml")).spec)


@pytest.mark.parametrize(("size", "width", "thickness"), [("US 7", 2.4, 1.9), ("US 11", 3.2, 2.2)])
def test_a_ribbon_turns_through_its_seam_as_anywhere(size: str, width: float, thickness: float) -> None:
    """Turned back, every point of the surface lies in one section: no wider and no thicker at the base's seam."""
    found = band("twisted", size, width, thickness)
    turns = found.course.params.turns
    v = tessellate(
        realise(found.parts(math.inf).metal[0].body), 0.005
    ).vertices  # its corners lie on it, or a mean chord error off
    along = np.arctan2(v[:, 0], v[:, 2]) - math.pi
    y, h = v[:, 1], np.hypot(v[:, 0], v[:, 2]) - found.bore_radius - (thickness - BITE) / 2
    high = np.abs(np.cos(turns * along) * h - np.sin(turns * along) * y).max()
    wide = np.abs(np.cos(turns * along) * y + np.sin(turns * along) * h).max()
    assert (wide, high) == pytest.approx((width / 2, (thickness + BITE) / 2), abs=0.002)


@pytest.mark.parametrize(("size", "width", "thickness"), [("US 4", 2.0, 1.7), ("US 7", 2.4, 1.9)])
def test_the_ends_of_a_bypass_are_thick_to_the_tip(size: str, width: float, thickness: float) -> None:
    mesh = Drafts().draft(band("bypass", size, width, thickness).parts(math.inf))
    corners = np.ascontiguousarray(mesh.vertices[mesh.faces].astype(np.float32), np.float64)
    assert wall.measure(MeshFile(Path("ring.stl"), "stl", corners)).least > 1.0


@pytest.mark.parametrize("foot", [0.0, 2.7, 3.9])
@pytest.mark.parametrize(("size", "width", "thickness"), [("US 7", 2.4, 1.9), ("US 11", 3.2, 2.2)])
def test_the_opening_of_a_split_is_nowhere_wider_than_asked(
    size: str, width: float, thickness: float, foot: float
) -> None:
    found = replace(band("split", size, width, thickness), foot=foot)
    slot = found.parts(math.inf).cutters[0]
    v = tessellate(realise(slot.body), 0.02).vertices
    away = np.abs(np.degrees(np.arctan2(v[:, 0], v[:, 2])))
    inner = np.array([min(y - half for y, half in found.rails_at(a) if y >= 0) for a in np.minimum(away, 57.9)])
    assert (np.abs(v[:, 1]) - inner).max() < 0.01


@pytest.mark.parametrize("foot", [0.0, 4.6])
def test_the_opening_of_a_split_ends_where_its_end_is_drawn(foot: float) -> None:
    """A corner that bulges back past the flat at the tip leaves a ledge as thin as that flat is wide."""
    found = replace(band("split", "US 7", 2.4, 1.9), foot=foot)
    slot = found.parts(math.inf).cutters[0].body
    assert isinstance(slot, Lofted)
    v = tessellate(realise(slot), 0.005).vertices
    first = min(math.asin(-frame.z[2]) for frame, _ in slot.sections)
    assert (first - np.arctan2(v[:, 0], v[:, 2]).min()) * found.bore_radius < 0.01


@pytest.mark.parametrize(("size", "width", "thickness"), [("US 4", 2.0, 1.7), ("US 6", 2.4, 1.9), ("US 11", 3.2, 2.2)])
def test_the_bore_of_a_twist_is_cut_where_both_have_a_seam(size: str, width: float, thickness: float) -> None:
    """The kernel found no crossing at all, and left all metal under the bore, where the two seams lay alike."""
    assert not build(band("twisted", size, width, thickness).parts(math.inf), 0.02).rungs
