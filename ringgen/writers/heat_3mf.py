"""Heat map of wall thickness (3MF): the ring with a colour at every corner; for programs that show 3MF in colour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringgen.errors import WriteError
from ringgen.files import put
from ringgen.writers import package
from ringgen.writers._model import Model, plain_text, system

if TYPE_CHECKING:
    from ringgen.writers._heat import Heat

FORMAT = "heat.3mf"
SUFFIX = ".heat.3mf"

_STEP = 0.02  # mm of thickness from one colour of the palette to the next


def legend(model: Model) -> str:
    """The colours in words, for the report."""
    from ringgen.writers._heat import heat

    return heat(model).legend


def write(model: Model, path: Path) -> None:
    """A group of colours, one to each step of thickness, and the ring's triangles with one at each corner."""
    from ringgen.writers._heat import heat

    put(path, package.archive(_document(model, heat(model))))


def verify(path: Path, model: Model) -> None:
    """A sound archive with every triangle coloured by a group that has so many colours."""
    import re

    from ringgen.writers._heat import heat

    text, found = package.read(path), heat(model)
    counts = tuple(text.count(b"<%s " % tag) for tag in (b"object", b"vertex", b"triangle"))
    if counts != (1, len(found.mesh.vertices), len(found.mesh.faces)):
        raise WriteError("it holds {} objects with {} corners and {} triangles".format(*counts))
    named = {int(n) for n in re.findall(rb' p[123]="(\d+)"', text)}
    if max(named) >= text.count(b"<m:color ") or text.count(b"<item ") != 1:
        raise WriteError("it names colours it does not have")


def _document(model: Model, found: Heat) -> str:
    """As `package.document`, with the namespace of colours."""
    import numpy as np

    step = np.where(
        np.isfinite(found.values), np.floor(np.minimum(found.values, found.scale.plenty) / _STEP + 1e-6), -1
    )
    steps, place = np.unique(step, return_inverse=True)
    middle = np.where(steps < 0, np.nan, steps * _STEP)
    shown = np.rint(255 * found.scale.colours(middle)).astype(np.uint8)
    group = "".join(f'<m:color color="#{bytes(rgb).hex().upper()}FF"/>' for rgb in shown)
    mesh = found.mesh
    corners = '<vertex x="%.9g" y="%.9g" z="%.9g"/>\n' * len(mesh.vertices) % tuple(mesh.vertices.ravel().tolist())
    rows = np.concatenate([mesh.faces, place.reshape(-1)[mesh.faces]], axis=1)
    row = '<triangle v1="%d" v2="%d" v3="%d" pid="1" p1="%d" p2="%d" p3="%d"/>\n'
    faces = row * len(rows) % tuple(rows.ravel().tolist())
    body = f"<mesh>\n<vertices>\n{corners}</vertices>\n<triangles>\n{faces}</triangles>\n</mesh>"
    words = {
        "Title": f"{plain_text(model.name)}, wall thickness",
        "Designer": "ringgen",
        "Description": f"{found.legend}; to look at, not to print; spec sha256 {model.spec_sha256}",
        "Application": system(),
    }
    text = package.document(
        f'<m:colorgroup id="1">{group}</m:colorgroup>\n<object id="2" type="model" name="thickness" pid="1" pindex="0">'
        f"{body}</object>\n",
        '<item objectid="2"/>',
        words,
    )
    return text.replace(f'xmlns="{package.CORE}"', f'xmlns="{package.CORE}" xmlns:m="{package.COLOURS}"', 1)
