"""The light round the ring: a photographer's tent of soft boxes, white floor and dark cards, made of numbers.

Directions are in the studio's own frame: x to the camera's right, y up, z from the ring towards the camera.
Radiance is linear, 1 being white paper in full light.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ringgen.report._rays import F

# Soft boxes and dark cards: middle (azimuth from the camera, clockwise seen from above; elevation), half width and
# half height, degrees; softness of the rim, degrees; radiance. Later rows lie over earlier ones.
_METAL_PANELS = (
    (0.0, 78.0, 180.0, 24.0, 9.0, 1.20),  # the roof of the tent
    (-62.0, 30.0, 26.0, 40.0, 3.5, 1.80),  # key light, left
    (74.0, 26.0, 20.0, 34.0, 5.0, 1.35),  # fill, right
    (168.0, 30.0, 34.0, 26.0, 6.0, 1.50),  # behind the ring, for the rims
    (-14.0, 30.0, 8.0, 38.0, 3.5, 0.07),  # dark card left of the lens: the line that draws the form
    (34.0, 22.0, 10.0, 34.0, 5.0, 0.12),  # dark card right of the lens
    (118.0, 12.0, 14.0, 24.0, 5.0, 0.10),
    (-124.0, 12.0, 16.0, 24.0, 5.0, 0.09),
)
# The floor by elevation, degrees: the dark edge of the table, the lit floor, the ring's own shadow under it.
_FLOOR_AT = (-90.0, -72.0, -48.0, -20.0, -15.0, -11.0, -7.0, 0.0)
_FLOOR = (0.26, 0.44, 0.74, 0.80, 0.28, 0.24, 0.72, 0.80)
# A stone wants many small lamps and real darkness between them: that is what makes it sparkle.
_STONE_PANELS = (
    (0.0, 80.0, 180.0, 14.0, 8.0, 1.3),
    (-50.0, 42.0, 20.0, 20.0, 4.0, 3.2),
    (48.0, 36.0, 17.0, 17.0, 4.0, 2.6),
    (0.0, 52.0, 12.0, 10.0, 4.0, 2.2),
    (-100.0, 30.0, 16.0, 22.0, 4.0, 2.0),
    (104.0, 28.0, 18.0, 22.0, 4.0, 2.2),
    (150.0, 40.0, 14.0, 14.0, 4.0, 2.8),
    (-152.0, 42.0, 14.0, 14.0, 4.0, 2.6),
    (-20.0, 10.0, 10.0, 12.0, 4.0, 1.6),
    (24.0, 2.0, 9.0, 12.0, 4.0, 1.4),
)
# A polished dome mirrors a twentieth of what is in front of it: only lamps far brighter than paper show on it.
_GLOSS_PANELS = (
    (-44.0, 50.0, 17.0, 15.0, 3.0, 9.0),
    (58.0, 30.0, 9.0, 24.0, 4.0, 3.6),
    (150.0, 34.0, 24.0, 20.0, 8.0, 3.0),
    (-110.0, 14.0, 12.0, 24.0, 6.0, 1.8),
)
KEY = np.array([-0.45, 0.77, 0.46], np.float32)  # the way to the brightest of them


def _step(x: NDArray[np.floating], soft: float) -> F:
    """From 1 inside (x < 0) to 0 outside, softly."""
    t = np.clip(0.5 - x / (2 * soft), 0, 1)
    out: F = (t * t * (3 - 2 * t)).astype(np.float32)
    return out


def _panels(d: F, base: F, rows: tuple[tuple[float, ...], ...]) -> F:
    """`base` with each panel laid over it."""
    azimuth = np.degrees(np.arctan2(d[:, 0], d[:, 2]))
    elevation = np.degrees(np.arcsin(np.clip(d[:, 1], -1, 1)))
    out = base
    for middle, height, wide, high, soft, radiance in rows:
        across = np.abs((azimuth - middle + 180) % 360 - 180) - (wide if wide < 180 else 1e3)
        cover = _step(across, soft) * _step(np.abs(elevation - height) - high, soft)
        out = out + (radiance - out) * cover
    result: F = out.astype(np.float32)
    return result


def metal_light(d: F) -> F:
    """What polished metal mirrors from direction `d` (n, 3): radiance (n, 3)."""
    up = d[:, 1]
    wall = 0.64 + 0.20 * np.clip(up, 0, 1)
    light = _panels(d, wall, _METAL_PANELS)
    elevation = np.degrees(np.arcsin(np.clip(up, -1, 1)))
    floor = np.interp(elevation, _FLOOR_AT, _FLOOR).astype(np.float32)
    light = light + (floor - light) * _step(elevation + 2, 2)
    return _tinted(light, up)


def stone_light(d: F) -> F:
    """What a stone gathers from direction `d` (n, 3): radiance (n, 3)."""
    up = d[:, 1]
    light = _panels(d, 0.20 + 0.30 * np.clip(up, 0, 1), _STONE_PANELS)
    # The photographer and the lens are dark: seen back through the table they draw a brilliant's arrows.
    lens = np.degrees(np.arccos(np.clip(d[:, 2], -1, 1)))
    light = light * (1 - 0.85 * _step(lens - 13, 5))
    light = light + (0.66 - light) * _step(np.degrees(np.arcsin(np.clip(up, -1, 1))) + 8, 6)
    return _tinted(light, up)


def gloss_light(d: F) -> F:
    """What a polished stone that light does not go through mirrors, and is lit by, from direction `d`: radiance."""
    up = d[:, 1]
    light = _panels(d, 0.10 + 0.40 * np.clip(up, 0, 1) ** 2, _GLOSS_PANELS)
    light = light + (0.24 - light) * _step(np.degrees(np.arcsin(np.clip(up, -1, 1))) + 6, 8)
    return _tinted(light, up)


def _tinted(light: F, up: F) -> F:
    """A breath of blue from above and of warmth from below, so white metals have a tone to their greys."""
    lean = np.clip(up, -1, 1)[:, None] * np.array([-0.015, 0.0, 0.02], np.float32)
    out: F = (light[:, None] * (1 + lean)).astype(np.float32)
    return out


def equirect(height: int) -> NDArray[np.float32]:
    """`metal_light` as a picture (height, 2 height, 3) of the whole sphere, laid out as VTK reads it."""
    v = (np.arange(height) + 0.5) / height
    u = (np.arange(2 * height) + 0.5) / (2 * height)
    el = (v[:, None] - 0.5) * np.pi
    az = (u[None, :] - 0.5) * 2 * np.pi
    d = np.stack(np.broadcast_arrays(np.cos(el) * np.cos(az), np.sin(el), np.cos(el) * np.sin(az)), -1)
    return metal_light(d.reshape(-1, 3).astype(np.float32)).reshape(height, 2 * height, 3)
