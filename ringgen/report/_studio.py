"""The child process that draws: a scene on standard input, PNGs on standard output, both as NumPy archives.

VTK draws the metal (physically based, lit by an image of the studio) and the floor; the light inside the stones, the
metal's sight of itself and the shadow are followed with rays. Run as `python -m`, never imported by the rest.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ringgen.report._bake import StoneLight, shadow, sight
from ringgen.report._body import Bodies, Look
from ringgen.report._camera import Camera, framed, look, studio_frame
from ringgen.report._gem import Gems, trace
from ringgen.report._mesh import refined, soup, welded
from ringgen.report._rays import Rays, joined
from ringgen.report._stage import Stage, no_window, png

Array = NDArray[Any]

_OVER = 2  # pixels drawn per pixel kept, each way
_FINE = 0.24  # mm: the longest edge of the metal as drawn, for the light baked into its corners
_CELLS = 128  # of the shadow, each way
NO_WINDOW = 69  # the exit code for a machine that cannot draw: sysexits' "unavailable"
_AT_ONCE = 1 << 17  # rays followed together: what stays in the processor's cache


class Studio:
    """One scene set up once, photographed from as many sides as asked."""

    def __init__(self, order: Any) -> None:
        self.head: dict[str, Any] = json.loads(order["head"].tobytes())
        self.size = (self.head["size"][0] * _OVER, self.head["size"][1] * _OVER)
        self.rgb = np.array(self.head["metal_rgb"], np.float32)
        stones = [
            (order[f"stone_vertices_{i}"], order[f"stone_faces_{i}"], Look(**look))
            for i, look in enumerate(self.head["gems"])
        ]
        vertices, faces = order["vertices"], order["faces"]
        self.metal = Rays(vertices, faces)
        clear = [(v, f, [*k.rgb, k.refractive_index]) for v, f, k in stones if k.transparency == "transparent"]
        solid = [s for s in stones if s[2].transparency != "transparent"]
        self.gems = Gems.of(clear) if clear else None
        self.bodies = Bodies(solid, self.metal, self.rgb) if solid else None
        mesh = soup(vertices, faces, order.get("normals"))
        self.corners, self.normals, self.faces = welded(
            refined(mesh, _FINE, np.array(self.head["focus"][:3]), self.head["focus"][3])
        )
        self.points = np.concatenate([vertices, *(s[0] for s in stones)])
        self.light = StoneLight(self.metal, self.rgb) if clear else None
        self.reach = float(np.ptp(self.points, axis=0).max()) * 1.5  # how far the floor goes, mm
        self.stage = self._staged()

    def _staged(self) -> Stage:
        """The stage with everything on it."""
        stage = Stage(self.size, self.head["roughness"])
        stage.metal(self.corners, self.normals, self.faces, self.rgb)
        stage.outline(self.metal.vertices, self.metal.faces, 0.0)
        rays = self.metal
        for own in [s.rays for s in (self.gems, self.bodies) if s]:
            stage.outline(own.vertices, own.faces, 1.0)
            rays = joined(rays, own)
        low, high = self.points.min(0), self.points.max(0)
        middle, reach = (low + high) / 2, self.reach
        stage.floor(shadow(rays, low[2], middle, reach, _CELLS), middle, reach, float(low[2]) - 0.01)
        return stage

    def picture(self, azimuth: float, elevation: float, light: float, fill: float, subject: str) -> bytes:
        """The PNG of one view."""
        *at, radius = self.head["focus"]
        ball = np.array(at) + radius * np.concatenate([np.eye(3), -np.eye(3)])
        camera = framed(ball if subject == "head" else self.points, look(azimuth, elevation), fill, self.size)
        lamps = studio_frame(azimuth, light)
        away = (camera.at - self.points) @ camera.frame[2]
        near_far = (max(1.0, float(away.min()) - self.reach), float(away.max()) + 2 * self.reach)
        colours = sight(self.metal, self.corners, self.normals, camera, self.head["roughness"], self.rgb)
        image = self.stage.shot(camera, lamps, colours, near_far).astype(np.float32)
        if self.gems or self.bodies:
            self._stones(image, self.stage.mask(camera, near_far), camera, lamps)
        h, w = self.head["size"][1], self.head["size"][0]
        small = image.reshape(h, _OVER, w, _OVER, 3).mean((1, 3))
        return png(np.clip(np.rint(small), 0, 255).astype(np.uint8))

    def _stones(self, image: Array, mask: Array, camera: Camera, lamps: Array) -> None:
        """Put the stones' light where they are seen."""
        rows, columns = np.nonzero(mask)
        followed = ((rows + columns) % 2 == 0) | ~mask[rows, columns - 1]  # the others take their left neighbour's
        rows, columns = rows[followed], columns[followed]
        for k in range(0, len(rows), _AT_ONCE):
            r, c = rows[k : k + _AT_ONCE], columns[k : k + _AT_ONCE]
            seen, met = self._followed(camera, camera.rays(c, r, self.size), lamps)
            shown = _shown(seen[met])
            image[r[met], c[met]] = shown
            beside = np.minimum(c[met] + 1, self.size[0] - 1)
            also = mask[r[met], beside]
            image[r[met][also], beside[also]] = shown[also]

    def _followed(self, camera: Camera, directions: Array, lamps: Array) -> tuple[Array, Array]:
        """What camera rays see of the stones, and which see any."""
        seen = np.zeros((len(directions), 3), np.float32)
        far = np.full(len(directions), np.inf, np.float32)
        if self.gems and self.light:
            seen, far = trace(self.gems, camera.at, directions, self.light.seen_from(lamps))
        if self.bodies:
            solid, depth = self.bodies.seen(camera.at, directions, lamps)
            nearer = depth < far
            seen[nearer], far = solid[nearer], np.minimum(far, depth)
        return seen, np.isfinite(far)


def _shown(radiance: Array) -> Array:
    """Linear light as 0-255 shown, the brightest eased in rather than cut off."""
    eased = np.where(radiance < 0.7, radiance, 0.7 + 0.3 * (1 - np.exp(-(radiance - 0.7) / 0.45)))
    out: Array = np.power(np.clip(eased, 0, 1), 1 / 2.2) * 255
    return out


def main() -> int:
    """Draw what standard input asks for."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a driver prints must not land among the pictures
    if why := no_window():
        print(why, file=sys.stderr)
        return NO_WINDOW
    with np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False) as order:
        studio = Studio(order)
    pictures = {name: np.frombuffer(studio.picture(*row), np.uint8) for name, *row in studio.head["views"]}
    np.savez(out, allow_pickle=False, **pictures)
    out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
