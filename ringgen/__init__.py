"""ringgen: a ring from a text spec, built, measured on the file as written, and released for the caster.

    from ringgen import build, check, design, load, release

    ring = load("order.toml", ["size=EU 54"])       # as asked, checked for shape
    design(ring).stones                             # every number decided; no CAD kernel yet
    answer = check(ring, formats=("stl", "step"))   # built, written, measured; nothing is kept on the disk
    if answer.released:
        release(answer, "out")                      # the very files that were measured, all or none
    build(ring, out=Path("out"))                    # the last two in one

Nothing is imported until it is used: the CAD kernel only when a ring is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringgen.design.deciding import decide as design
    from ringgen.design.resolve import resolve
    from ringgen.errors import BuildError, InputError, Problem, RenderError, RinggenError, WriteError
    from ringgen.making import Made, make
    from ringgen.pipeline import Held, Outcome, build, check, scene
    from ringgen.releasing import release
    from ringgen.report.pictures import render
    from ringgen.spec.load import Loaded, load

_HOME = {
    "BuildError": "errors",
    "Held": "pipeline",
    "InputError": "errors",
    "Loaded": "spec.load",
    "Made": "making",
    "Outcome": "pipeline",
    "Problem": "errors",
    "RenderError": "errors",
    "RinggenError": "errors",
    "WriteError": "errors",
    "build": "pipeline",
    "check": "pipeline",
    "load": "spec.load",
    "make": "making",
    "release": "releasing",
    "render": "report.pictures",
    "resolve": "design.resolve",
    "scene": "pipeline",
}

__all__ = [
    "BuildError",
    "Held",
    "InputError",
    "Loaded",
    "Made",
    "Outcome",
    "Problem",
    "RenderError",
    "RinggenError",
    "WriteError",
    "build",
    "check",
    "design",
    "load",
    "make",
    "release",
    "render",
    "resolve",
    "scene",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "design":  # the package of that name can be called
        return import_module(f"{__name__}.design")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
