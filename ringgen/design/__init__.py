"""A spec to a design: numbers decided, unknowns solved, refusals made; no CAD kernel.

This package can be called, as `ringgen.design`: `design(load("ring.toml"))` is `deciding.decide`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringgen.design.model import Design
    from ringgen.spec.load import Loaded
    from ringgen.spec.models import Spec


class _Callable(ModuleType):
    """A step of the flow and the package that does it have one name: whichever is imported first, both work."""

    def __call__(self, spec: Loaded | Spec) -> Design:
        """What `deciding.decide` gives."""
        from ringgen.design.deciding import decide

        return decide(spec)


sys.modules[__name__].__class__ = _Callable
