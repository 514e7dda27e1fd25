"""Where the camera stands, what it sees, and the ray behind each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ringgen.report._rays import F, unit

ANGLE = 14.0  # degrees across the picture: a long lens from well back, so the hoop stays round


@dataclass(frozen=True)
class Camera:
    """`frame` holds the rows right, up and back (towards the camera); `at` is the lens, `half` the tangents across."""

    at: NDArray[np.float64]
    frame: NDArray[np.float64]
    half: tuple[float, float]

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Where `points` fall, both coordinates in -1 to 1 across the picture."""
        p = (points - self.at) @ self.frame.T
        out: NDArray[np.float64] = p[:, :2] / (-p[:, 2:3] * np.array(self.half))
        return out

    def rays(self, columns: NDArray[np.integer], rows: NDArray[np.integer], size: tuple[int, int]) -> F:
        """The directions through the middles of those pixels; row 0 is at the bottom."""
        x = ((columns + 0.5) / size[0] * 2 - 1) * self.half[0]
        y = ((rows + 0.5) / size[1] * 2 - 1) * self.half[1]
        return unit(np.stack([x, y, -np.ones_like(x)], 1) @ self.frame)


def look(azimuth: float, elevation: float) -> NDArray[np.float64]:
    """Right, up and back of a camera standing there (degrees; azimuth 0 looks along +Y, 90 along -X)."""
    a, e = np.radians(azimuth), np.radians(elevation)
    back = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = np.array([np.cos(a), np.sin(a), 0.0])
    return np.stack([right, np.cross(back, right), back])


def studio_frame(azimuth: float, light: float) -> NDArray[np.float64]:
    """The lamps' frame: they turn with the camera and tip by `light` degrees."""
    return look(azimuth, light)


def framed(points: NDArray[np.floating], frame: NDArray[np.float64], fill: float, size: tuple[int, int]) -> Camera:
    """The camera from which `points` take `fill` of the picture's tighter side, in its middle."""
    tall = np.tan(np.radians(ANGLE / 2))
    half = (tall * max(1.0, size[0] / size[1]), tall * max(1.0, size[1] / size[0]))
    low, high = points.min(0), points.max(0)
    aim = (low + high) / 2
    away = float(np.linalg.norm(high - low)) / tall
    for _ in range(8):
        camera = Camera(aim + frame[2] * away, frame, half)
        seen = camera.project(points)
        a, b = seen.min(0), seen.max(0)
        middle = (a + b) / 2 * half * away
        aim = aim + frame[0] * middle[0] + frame[1] * middle[1]
        away *= float(max((b - a) / 2)) / fill
    return Camera(aim + frame[2] * away, frame, half)
