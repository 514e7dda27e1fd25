"""Heat map of wall thickness (GLB): the ring with a colour at every corner; for web pages and phones."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers._model import Model, plain_text, system

FORMAT = "heat.glb"
SUFFIX = ".heat.glb"
SHOWS = True
"""It is looked at and not cast: it is written of a refused ring, too, and shows where that is thin."""

_FLOAT, _UINT, _UBYTE = 5126, 5125, 5121
_JSON, _BIN = b"JSON", b"BIN\0"
_HALF = math.sqrt(0.5)
_SCENE_UNIT = 0.001  # glTF is in metres


def legend(model: Model) -> str:
    """The colours in words, for the report."""
    from ringgen.writers._heat import heat

    return heat(model).legend


def write(model: Model, path: Path) -> None:
    """One mesh, its colours linear as glTF has them, stood up (glTF's up is Y) and in metres by its node."""
    import numpy as np

    from ringgen.writers._heat import heat

    found = heat(model)
    at = np.ascontiguousarray(found.mesh.vertices, "<f4")
    shown = found.scale.colours(found.values)
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    colours = np.full((len(at), 4), 255, np.uint8)
    colours[:, :3] = np.rint(255 * linear)
    indices = np.ascontiguousarray(found.mesh.faces, "<u4")
    parts = [at.tobytes(), colours.tobytes(), indices.tobytes()]
    put(path, _glb(_document(model, found.legend, found.least, at, parts), b"".join(parts)))


def verify(path: Path, model: Model) -> None:
    """Its two chunks whole, every array as long as it says, the ring's own box."""
    import numpy as np

    data = path.read_bytes()
    magic, version, size = struct.unpack_from("<4sII", data) if len(data) >= 12 else (b"", 0, 0)
    if (magic, version, size) != (b"glTF", 2, len(data)):
        raise WriteError("it is not whole")
    length = struct.unpack_from("<I", data, 12)[0]
    try:
        told: dict[str, Any] = json.loads(data[20 : 20 + length])
        places, views = told["accessors"], told["bufferViews"]
    except (ValueError, KeyError) as error:
        raise WriteError(f"its description is not whole: {error}") from error
    if sum(v["byteLength"] for v in views) != told["buffers"][0]["byteLength"]:
        raise WriteError("its arrays are not whole")
    at = np.frombuffer(data, "<f4", 3 * places[0]["count"], 28 + length).reshape(-1, 3)
    own = model.mesh.vertices[model.mesh.faces].reshape(-1, 3)
    if np.abs(at.min(axis=0) - own.min(axis=0)).max() > 1e-4 or np.abs(at.max(axis=0) - own.max(axis=0)).max() > 1e-4:
        raise WriteError("its box is not the ring's")


def _document(model: Model, told: str, least: float, at: Any, parts: list[bytes]) -> dict[str, Any]:
    starts = [sum(len(p) for p in parts[:k]) for k in range(len(parts))]
    targets = (34962, 34962, 34963)  # two arrays of corners, one of indices
    views = [
        {"buffer": 0, "byteOffset": s, "byteLength": len(p), "target": t}
        for s, p, t in zip(starts, parts, targets, strict=True)
    ]
    box = {"min": at.min(axis=0).astype(float).tolist(), "max": at.max(axis=0).astype(float).tolist()}
    said = {"legend": told, "thinnest_mm": round(least, 4) if math.isfinite(least) else None}
    return {
        "asset": {"version": "2.0", "generator": system(), "extras": {**said, "spec_sha256": model.spec_sha256}},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {
                "name": plain_text(model.name),
                "mesh": 0,
                "rotation": [-_HALF, 0.0, 0.0, _HALF],
                "scale": [_SCENE_UNIT] * 3,
                "extras": said,
            }
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "COLOR_0": 1}, "indices": 2, "material": 0}]}],
        "materials": [{"name": "thickness", "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.9}}],
        "accessors": [
            {"bufferView": 0, "componentType": _FLOAT, "count": len(at), "type": "VEC3", **box},
            {"bufferView": 1, "componentType": _UBYTE, "normalized": True, "count": len(at), "type": "VEC4"},
            {"bufferView": 2, "componentType": _UINT, "count": len(parts[2]) // 4, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": sum(len(p) for p in parts)}],
    }


def _glb(document: dict[str, Any], body: bytes) -> bytes:
    """Header and two chunks, each padded to four bytes."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    text, body = text + b" " * (-len(text) % 4), body + b"\0" * (-len(body) % 4)
    chunks = b"".join(struct.pack("<I4s", len(c), kind) + c for c, kind in ((text, _JSON), (body, _BIN)))
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
