"""ringgen: a ring from a text spec, built, measured on the file as written, and released for the caster.

    from ringgen import build, load

    outcome = build(load("order.toml"), out=Path("out"))
    outcome.released, outcome.report["weight_g"]

Nothing is imported until it is used: the CAD kernel only when a ring is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringgen.design.resolve import resolve
    from ringgen.errors import BuildError, InputError, Problem, RenderError, RinggenError, WriteError
    from ringgen.making import Made, make
    from ringgen.pipeline import Outcome, build, check, scene
    from ringgen.report.pictures import render
    from ringgen.spec.load import Loaded, load

_HOME = {
    "BuildError": "errors",
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
    "render": "report.pictures",
    "resolve": "design.resolve",
    "scene": "pipeline",
}

__all__ = [
    "BuildError",
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
    "load",
    "make",
    "render",
    "resolve",
    "scene",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
