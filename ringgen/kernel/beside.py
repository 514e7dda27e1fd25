"""The second opinion asked of a process of its own, which works on it while the first kernel builds the ring.

It is given triangles and places and imports nothing of the CAD kernel. A row's opinion takes as long as its cell does;
asked early, it costs next to nothing. Where there is no answer for whatever reason, nothing is said of the ring.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

TIMEOUT_S = 120.0
_BOOT = "import json,sys; sys.path[:] = json.loads(sys.argv[1]); from ringgen.kernel.beside import serve; serve()"


@dataclass(frozen=True, eq=False)
class Pieces:
    """Equal bodies: corners (n, 3) and faces (m, 3) of one, and each place as three rows of four."""

    vertices: npt.NDArray[np.float32]
    faces: npt.NDArray[np.uint32]
    places: npt.NDArray[np.float64]


class Asked:
    """A question that is being worked on."""

    def __init__(self, metal: Sequence[Pieces], cutters: Sequence[Pieces]) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        paths = [str(Path(p).absolute()) for p in sys.path]
        with contextlib.suppress(OSError), tempfile.TemporaryFile() as question:
            pickle.dump((metal, cutters), question)
            question.seek(0)
            command = [sys.executable, "-P", "-c", _BOOT, json.dumps(paths)]
            self._child = subprocess.Popen(command, stdin=question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def answer(self) -> tuple[float, list[float]] | None:
        """The volume, mm³, and that of every body; None where the process failed. Waits for it."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        try:
            said, _ = child.communicate(timeout=TIMEOUT_S)
            volume, sizes = json.loads(said)
        except (subprocess.TimeoutExpired, ValueError, OSError):
            child.kill()
            child.communicate()
            return None
        return float(volume), [float(s) for s in sizes]

    def __del__(self) -> None:
        """Whoever does not wait for an answer needs none."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()


def serve() -> None:
    """The process: read the question, say the answer."""
    metal, cutters = ([m for pieces in some for m in _placed(pieces)] for some in pickle.load(sys.stdin.buffer))
    ring = joined(metal, cutters)
    print(json.dumps([ring.volume(), [piece.volume() for piece in ring.decompose()]]), flush=True)


def joined(metal: Sequence[Any], cutters: Sequence[Any]) -> Any:
    """All metal united, all cutters taken away, as `manifold3d.Manifold`."""
    from manifold3d import Manifold, OpType

    made = Manifold.batch_boolean(metal, OpType.Add)
    return Manifold.batch_boolean([made, *cutters], OpType.Subtract) if cutters else made


def one_of(pieces: Pieces) -> Any:
    """One of equal bodies as `manifold3d.Manifold`. ValueError for a surface that does not close."""
    from manifold3d import Error, Manifold, Mesh

    body = Manifold(Mesh(pieces.vertices, pieces.faces))
    if body.status() != Error.NoError:
        raise ValueError(f"its surface does not close ({body.status()})")
    return body


def _placed(pieces: Pieces) -> list[Any]:
    body = one_of(pieces)
    return [body.transform(place) for place in pieces.places]
