"""What a writer is given: one finished ring, as solids for exact formats and as triangles for printing ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringgen.catalog.metals import Metal
    from ringgen.checks.subject import Subject
    from ringgen.triangles import TriangleMesh
    from ringgen.witness import Stone

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class StoneModel:
    """One stone: its id in the design, its gem's name, the gem's colour (linear sRGB, 0 to 1), its facets.

    `placed` are its measures and where it sits as designed, for formats that tell of stones rather than draw them.
    """

    id: str
    gem: str
    rgb: Rgb
    mesh: TriangleMesh | None = None
    placed: Stone | None = None


@dataclass(frozen=True)
class Model:
    """A ring ready to be written. `mesh` is the metal alone: what is cast; stones never enter it.

    `solid` and `stone_solids` (one for each of `stones`, or none in a wax) are the kernel's own, opaque here.
    `metadata` are further words a format that has room for them carries along. `subject` is what its checks hold it to,
    for formats that show what they measure.
    """

    name: str
    slug: str
    metal: Metal
    mesh: TriangleMesh
    solid: object
    spec_sha256: str
    stones: tuple[StoneModel, ...] = ()
    stone_solids: tuple[object, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    subject: Subject | None = None

    @property
    def drawn(self) -> tuple[StoneModel, ...]:
        """The stones that formats of solids draw."""
        return self.stones if self.stone_solids else ()


def system() -> str:
    """The program and version every file names as its origin."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"ringgen {version('ringgen')}"
    except PackageNotFoundError:
        return "ringgen"


def plain_text(text: str, longest: int = 120) -> str:
    """A name without control characters, line ends or lone surrogates, cut to a length a header bears."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split())[:longest]


def screen(rgb: Rgb) -> Rgb:
    """Linear sRGB as a screen's values (IEC 61966-2-1), 0 to 1: what colour fields of file formats hold."""
    red, green, blue = (
        12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in (min(max(v, 0.0), 1.0) for v in rgb)
    )
    return (red, green, blue)
