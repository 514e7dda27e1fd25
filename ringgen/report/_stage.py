"""What VTK does: polished metal under image based light, a floor that only takes shadow, and who stands in front."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  registers the OpenGL classes behind the names below
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkObject, vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersSources import vtkPlaneSource
from vtkmodules.vtkIOImage import vtkPNGWriter
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkTexture

from ringgen.report import _sky
from ringgen.report._camera import Camera

Array = NDArray[Any]

BACKGROUND = 0.965  # of white, as shown
_SHADE = 0.78  # how dark the floor gets where no light comes
_SKY_HEIGHT = 512


class Stage:
    """Off-screen windows of `size` pixels, for metal, stones and floor."""

    def __init__(self, size: tuple[int, int], roughness: float) -> None:
        self._size = size
        self._lit = _lit_renderer()
        self._flat = vtkRenderer()
        self._flat.SetBackground(0, 0, 0)
        self._windows = {self._lit: _window(size, self._lit), self._flat: _window(size, self._flat)}
        self._roughness = roughness
        self._data: vtkPolyData | None = None

    def metal(self, points: Array, normals: Array, faces: Array, rgb: Array) -> None:
        """Put the metal on the stage: points, a normal for each, triangles over them; its colour at a glance."""
        self._data = _poly(points, faces)
        self._data.GetPointData().SetNormals(numpy_to_vtk(normals, deep=1))
        actor = _actor(self._data)
        shine = actor.GetProperty()
        shine.SetInterpolationToPBR()
        shine.SetMetallic(1.0)
        shine.SetRoughness(self._roughness)
        shine.SetEdgeTint(*(0.08 + 0.92 * rgb.astype(float) ** 0.9))  # else the rim of every gold band is white
        self._lit.AddActor(actor)

    def outline(self, vertices: Array, faces: Array, grey: float) -> None:
        """What `mask` sees of a mesh: 1 for stones, whose light is followed elsewhere, 0 for what hides them."""
        self._flat.AddActor(_unlit(_poly(vertices, faces), grey))

    def floor(self, shadow: Array, middle: Array, reach: float, height: float) -> None:
        """A floor as bright as the background that shows nothing but `shadow` (0 to 1)."""
        plane = vtkPlaneSource()
        x, y = float(middle[0]), float(middle[1])
        plane.SetOrigin(x - reach, y - reach, height)
        plane.SetPoint1(x + reach, y - reach, height)
        plane.SetPoint2(x - reach, y + reach, height)
        mapper = vtkPolyDataMapper()
        mapper.SetInputConnection(plane.GetOutputPort())
        actor = vtkActor()
        actor.SetMapper(mapper)
        actor.GetProperty().LightingOff()
        alpha = np.clip(shadow * _SHADE * 255, 0, 255).astype(np.uint8)
        warm = np.broadcast_to(np.array([38, 34, 32], np.uint8), (*alpha.shape, 3))
        actor.SetTexture(_texture(np.concatenate([warm, alpha[..., None]], 2)))
        self._lit.AddActor(actor)

    def shot(self, camera: Camera, lamps: Array, colours: Array, near_far: tuple[float, float]) -> Array:
        """The lit picture (rows from the bottom up, 8 bit) with the metal's points in `colours`, linear (n, 3)."""
        assert self._data is not None
        self._data.GetPointData().SetScalars(
            numpy_to_vtk(np.clip(np.rint(colours * 255), 0, 255).astype(np.uint8), deep=1)
        )
        self._data.Modified()
        self._lit.SetEnvironmentRight(*lamps[0])
        self._lit.SetEnvironmentUp(*lamps[1])
        return self._drawn(self._lit, camera, near_far)

    def mask(self, camera: Camera, near_far: tuple[float, float]) -> Array:
        """Which pixels a stone is the first thing in."""
        out: Array = self._drawn(self._flat, camera, near_far)[..., 0] > 127
        return out

    def _drawn(self, renderer: vtkRenderer, camera: Camera, near_far: tuple[float, float]) -> Array:
        eye = renderer.GetActiveCamera()
        eye.SetPosition(*camera.at)
        eye.SetFocalPoint(*(camera.at - camera.frame[2]))
        eye.SetViewUp(*camera.frame[1])
        eye.SetViewAngle(2 * np.degrees(np.arctan(camera.half[1])))
        eye.SetClippingRange(*near_far)
        window = self._windows[renderer]
        window.Render()
        out = vtkUnsignedCharArray()
        window.GetRGBACharPixelData(0, 0, self._size[0] - 1, self._size[1] - 1, 0, out, 0)
        picture: Array = vtk_to_numpy(out).reshape(self._size[1], self._size[0], 4)[..., :3].copy()
        return picture


def no_window() -> str:
    """Why VTK cannot draw off screen here, empty when it can; it may also end the process."""
    vtkObject.GlobalWarningDisplayOff()
    wanted = os.environ.get("VTK_DEFAULT_OPENGL_WINDOW")
    renderer = vtkRenderer()
    renderer.SetBackground(1, 1, 1)
    window = _window((8, 8), renderer)
    if wanted and window.GetClassName() != wanted:
        return f"VTK opened {window.GetClassName()} instead"
    window.Render()
    out = vtkUnsignedCharArray()
    window.GetRGBACharPixelData(0, 0, 7, 7, 0, out, 0)
    return "" if vtk_to_numpy(out)[:, :3].min() == 255 else "the window stays black"


def png(picture: Array) -> bytes:
    """A picture (rows from the bottom up, 8 bit RGB) as a PNG file's bytes."""
    writer = vtkPNGWriter()
    writer.SetInputData(_image(picture))
    writer.WriteToMemoryOn()
    writer.Write()
    return bytes(vtk_to_numpy(writer.GetResult()))


def _window(size: tuple[int, int], renderer: vtkRenderer) -> vtkRenderWindow:
    out = vtkRenderWindow()
    out.SetOffScreenRendering(1)
    out.SetSize(*size)
    out.SetMultiSamples(0)  # the picture is drawn large and shrunk instead: a third of the time for the same edges
    out.AddRenderer(renderer)
    return out


def _lit_renderer() -> vtkRenderer:
    """A renderer lit by the studio alone."""
    out = vtkRenderer()
    out.SetBackground(BACKGROUND, BACKGROUND, BACKGROUND)
    out.AutomaticLightCreationOff()
    out.UseImageBasedLightingOn()
    out.SetEnvironmentTexture(_texture(_sky.equirect(_SKY_HEIGHT)), False)
    blurred = out.GetEnvMapPrefiltered()
    blurred.SetPrefilterLevels(5)
    blurred.SetPrefilterMaxSamples(64)
    out.GetEnvMapLookupTable().SetLUTSamples(64)
    out.GetEnvMapLookupTable().SetLUTSize(128)
    return out


def _poly(vertices: Array, faces: Array) -> vtkPolyData:
    points = vtkPoints()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(vertices, np.float32), deep=1))
    cells = vtkCellArray()
    flat = np.ascontiguousarray(faces, np.int64).ravel()
    cells.SetData(
        numpy_to_vtkIdTypeArray(np.arange(0, len(flat) + 1, 3, dtype=np.int64), deep=1),
        numpy_to_vtkIdTypeArray(flat, deep=1),
    )
    out = vtkPolyData()
    out.SetPoints(points)
    out.SetPolys(cells)
    return out


def _actor(data: vtkPolyData) -> vtkActor:
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    out = vtkActor()
    out.SetMapper(mapper)
    return out


def _unlit(data: vtkPolyData, grey: float) -> vtkActor:
    out = _actor(data)
    out.GetMapper().ScalarVisibilityOff()
    out.GetProperty().LightingOff()
    out.GetProperty().SetColor(grey, grey, grey)
    return out


def _image(pixels: Array) -> vtkImageData:
    out = vtkImageData()
    out.SetDimensions(pixels.shape[1], pixels.shape[0], 1)
    out.GetPointData().SetScalars(numpy_to_vtk(pixels.reshape(-1, pixels.shape[2]), deep=1))
    return out


def _texture(pixels: Array) -> vtkTexture:
    out = vtkTexture()
    out.SetInputData(_image(pixels))
    out.SetColorModeToDirectScalars()
    out.InterpolateOn()
    out.MipmapOn()
    out.RepeatOff()
    return out
