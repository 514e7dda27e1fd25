"""The step from a spec to its design, as the library offers it."""

from __future__ import annotations

from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import InputError
from ringgen.spec.load import Loaded
from ringgen.spec.models import Spec


def decide(spec: Loaded | Spec) -> Design:
    """Every number of a ring decided, in mm; nothing is built, and no CAD kernel imported.

    InputError for a ring that cannot be, with the line of each field where the spec was loaded. A `weight` to meet is
    met when the ring is built: until then the field it solves is as the spec has it.
    """
    if isinstance(spec, Spec):
        return resolve(spec)
    try:
        return resolve(spec.spec)
    except InputError as error:
        raise spec.located(error) from None
