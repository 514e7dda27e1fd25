"""The small picture shows the ring: metal where there is metal, white through the finger hole, the same every time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from ringgen import design, load
from ringgen.batch.picture import drawn, png
from ringgen.checks.meshfile import read_mesh

PIXELS = 120


def read(data: bytes) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The rows of a PNG whose rows are not filtered."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, body, size = 8, b"", (0, 0)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + chunk)
        size = struct.unpack(">II", chunk[:8]) if kind == b"IHDR" else size
        body += chunk if kind == b"IDAT" else b""
        at += 12 + length
    width, height = size
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def test_a_png_holds_what_was_drawn() -> None:
    pixels = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    assert (read(png(pixels)) == pixels).all()


def test_the_ring_is_seen(ring: Callable[[str], Any]) -> None:
    path = ring("band/court").file("stl")
    decided = design(load("band/court"))
    data = drawn(read_mesh(path), decided, PIXELS)
    assert data == drawn(read_mesh(path), decided, PIXELS)
    image = read(data).astype(int)
    white = (image == 255).all(axis=2)
    assert 0.15 < 1.0 - white.mean() < 0.7  # a hoop seen aslant fills a quarter to a half
    assert white[0, 0]
    assert white[PIXELS // 2, PIXELS // 2]  # through the finger hole
    metal = image[~white]
    red, green, blue = metal.mean(axis=0)
    assert red > green > blue  # yellow gold


def test_a_stone_is_seen_where_no_metal_hides_it(ring: Callable[[str], Any]) -> None:
    mesh = read_mesh(ring("solitaire/bezel").file("stl"))
    decided = design(load("solitaire/bezel", ["settings.centre.stone.gem=emerald"]))
    image = read(drawn(mesh, decided, PIXELS)).astype(int)
    red, green, blue = np.moveaxis(image, 2, 0)
    stone, metal = (green > red) & (green > blue), (red > green) & (green > blue)
    assert 0.01 < stone.mean() < 0.1  # 5 mm across in a picture some 24 mm wide, seen aslant
    rows, columns = np.nonzero(stone)
    assert rows.max() < PIXELS / 3  # at the top of the ring
    assert metal[rows.max() + 4, int(columns.mean())]  # its bezel before it
