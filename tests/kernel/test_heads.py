"""The head first: the same ring as by one fuse and one cut, its head built once for all sizes of a design."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from ringgen.bodies import Frame, Parts, Placed, Revolved, Wire
from ringgen.design.resolve import resolve
from ringgen.kernel import cells, heads
from ringgen.kernel.realise import Realiser
from ringgen.kernel.solid import build
from ringgen.plane import Arc, Line, polyline
from ringgen.spec.load import load

SAME = 1e-7  # relative: what the kernel's integral of the same faces in another order differs by


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    heads._built.cache_clear()
    yield
    heads._built.cache_clear()


def ball(radius: float) -> Revolved:
    half = Arc((0.0, 0.0), radius, -math.pi / 2, math.pi / 2)
    return Revolved((half, Line((0.0, radius), (0.0, -radius))))


def drill(radius: float, low: float, high: float) -> Revolved:
    return Revolved(polyline((0.0, low), (radius, low), (radius, high), (0.0, high), (0.0, low)))


def up(z: float) -> tuple[Frame, ...]:
    return (Frame(origin=(0.0, 0.0, z)),)


def snowman(low: float, reach: float) -> Parts:
    """A ball of 3 mm, on it a post and a ball of 1 mm drilled from above to `reach`, all `low` above the middle."""
    post = Placed("post", Wire((Line((0.0, 0.0), (0.0, 3.0)),), 0.5), up(low + 2.0))
    metal = (Placed("shank", ball(3.0), up(low)), post, Placed("top", ball(1.0), up(low + 5.0)))
    return Parts(metal, (Placed("seat", drill(0.3, reach, 7.0), up(low)),))


@pytest.mark.parametrize("reach", [4.5, 2.5])
def test_it_is_the_ring_of_one_fuse_and_one_cut(reach: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seat that ends in the head, and one that goes on into what the head stands on."""
    parts = snowman(0.0, reach)
    made = build(parts)
    assert made.rungs == ()
    assert heads._built.cache_info().misses == 1
    monkeypatch.setattr(heads, "ways", lambda *_: iter(()))
    assert made.volume == pytest.approx(build(parts).volume, rel=SAME)


@pytest.mark.parametrize(("reach", "early"), [(4.5, 1), (2.5, 0)])
def test_only_what_reaches_the_shank_waits_for_it(reach: float, early: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[heads.Head] = []
    kept = heads._built
    monkeypatch.setattr(heads, "_built", lambda head, within: found.append(head) or kept(head, within))
    build(snowman(0.0, reach))
    assert len(found[0].cutters) == early


def test_a_head_stands_on_another_shank_without_being_built_again() -> None:
    first, second = build(snowman(0.0, 4.5)), build(snowman(1.7, 4.5))
    info = heads._built.cache_info()
    assert (info.misses, info.hits) == (1, 1)
    assert second.volume == pytest.approx(first.volume, rel=SAME)
    assert second.mesh.vertices[:, 2].max() == pytest.approx(first.mesh.vertices[:, 2].max() + 1.7, abs=1e-5)


def test_a_head_that_was_kept_gives_the_very_ring_a_new_one_does() -> None:
    alone = build(snowman(1.7, 4.5))
    heads._built.cache_clear()
    build(snowman(0.0, 4.5))
    after = build(snowman(1.7, 4.5))
    assert after.volume == alone.volume
    assert np.array_equal(after.mesh.vertices, alone.mesh.vertices)
    assert np.array_equal(after.mesh.faces, alone.mesh.faces)


def test_all_sizes_of_a_solitaire_have_one_head() -> None:
    within = 0.01
    volumes = []
    for size in ("US 5", "US 7 1/4", "EU 54"):
        parts = resolve(load("solitaire/six-prong", [f"size={size}"]).spec).parts
        ((_, way),) = heads.ways(parts, Realiser(), within)
        volumes.append(way().volume)
    assert heads._built.cache_info().misses == 1
    assert len(set(volumes)) == 3


def test_a_bare_band_has_no_head() -> None:
    band = Parts((Placed("shank", ball(3.0)),), (Placed("bore", drill(1.0, -4.0, 4.0)),))
    assert list(heads.ways(band, Realiser(), 0.01)) == []
    assert list(cells.ways(band, Realiser(), 0.01)) == []
