"""The file formats: one module each, with `FORMAT`, `SUFFIX`, `write(model, path)` and `verify(path, model)`.

A module whose file name cannot be its format's (`threemf`) says so in `FORMAT`. A suffix begins with the format, and
may say more (`.gem-map.svg`). One whose `SHOWS` is true is looked at and never cast, and is written of a refused ring,
too; its `legend(model)`, if it has one, goes into the report. One whose `OF_SOLIDS` is true reads no triangles, and may
be written before there are any. Importing one costs nothing: arrays, kernel and format libraries are imported when a
file is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Protocol, cast

from ringgen import plugins
from ringgen.errors import InputError
from ringgen.files import Pending
from ringgen.writers._model import Model, StoneModel

MACHINERY = frozenset({"package"})
__all__ = [
    "MACHINERY",
    "Model",
    "StoneModel",
    "Writer",
    "formats",
    "legends",
    "of_solids",
    "pending",
    "shows",
    "writer",
]


class Writer(Protocol):
    """What a format's module offers; both functions raise WriteError or OSError."""

    FORMAT: str
    SUFFIX: str

    def write(self, model: Model, path: Path) -> None:
        """Write the model to a path a release handed out."""

    def verify(self, path: Path, model: Model) -> None:
        """Read the file again, independently of how it was written, and refuse one that is not the model."""


@cache
def formats() -> tuple[str, ...]:
    """Every format's id, as `--format` takes it, sorted."""
    return tuple(sorted(_by_format()))


def writer(format_id: str) -> Writer:
    """The writer of a format, by its id or its suffix; InputError where there is none."""
    wanted = format_id.strip().casefold().lstrip(".")
    suffixes = {module.SUFFIX.lstrip("."): module for module in _by_format().values()}
    found = _by_format().get(wanted) or suffixes.get(wanted)
    if found is None:
        known = formats()
        problem = f'there is no format called "{format_id[:40]}"'
        raise InputError.one("format", problem, ", ".join(known), plugins.nearest(format_id, known))
    return found


def shows(format_id: str) -> bool:
    """Whether a format is only looked at: what it shows is no model that a caster might take."""
    return bool(getattr(writer(format_id), "SHOWS", False))


def of_solids(format_id: str) -> bool:
    """Whether a format is written from solids alone: of a model whose metal has no triangles yet."""
    return bool(getattr(writer(format_id), "OF_SOLIDS", False))


def legends(model: Model, format_ids: Sequence[str]) -> tuple[str, ...]:
    """What the formats say of their colours, each once."""
    found = [getattr(writer(f), "legend", None) for f in format_ids]
    return tuple(dict.fromkeys(legend(model) for legend in found if legend is not None))


def pending(model: Model, format_id: str) -> Pending:
    """The model's file of one format, ready to be added to a release."""
    module = writer(format_id)
    verify = partial(_verify, module, model)
    return Pending(model.slug + module.SUFFIX, module.FORMAT, partial(module.write, model), verify)


def _verify(module: Writer, model: Model, path: Path) -> None:
    module.verify(path, model)


@cache
def _by_format() -> dict[str, Writer]:
    modules = (cast(Writer, plugins.load(__name__, name)) for name in plugins.names(__name__))
    return {module.FORMAT: module for module in modules}
