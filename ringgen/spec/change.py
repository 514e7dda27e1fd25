"""One field of a spec set to another value, the rest as it was: what a solver tries."""

from __future__ import annotations

from typing import Any

from ringgen.errors import InputError
from ringgen.spec.models import Spec


def get(spec: Spec, path: str) -> Any:
    """The value at a dotted path (`band.thickness`, `settings.centre.diameter`). InputError where there is none."""
    found: Any = spec
    for owner, name in _walk(spec, path):
        found = getattr(owner, name)
    return found


def changed(spec: Spec, path: str, value: float) -> Spec:
    """The spec with that one field set, as if it had been written. InputError where there is no such field."""
    owner, name = _walk(spec, path)[-1]
    again: Spec = _rebuilt(spec, owner, owner.model_copy(update={name: value}))
    return again


def owner(spec: Spec, path: str) -> tuple[Any, str]:
    """The record that declares the field at a path, and the field's name. InputError where there is none."""
    record, name = _walk(spec, path)[-1]
    return record, name


def _walk(spec: Spec, path: str) -> list[tuple[Any, str]]:
    """(record, field) pairs down to the field itself."""
    at: Any = spec
    steps: list[tuple[Any, str]] = []
    words = path.split(".")
    for i, word in enumerate(words):
        if isinstance(at, tuple):
            at = next((s for s in at if s.id == word), None)
            continue
        fields = getattr(type(at), "model_fields", ())  # a number, or a setting nobody named, has none
        owner = at if word in fields else getattr(at, "params", None)
        if owner is None or word not in type(owner).model_fields:
            break
        steps.append((owner, word))
        at = getattr(owner, word)
        if i == len(words) - 1:
            return steps
    raise InputError.one(
        "solve", f'"{path}" is no field of this spec', "band.thickness, band.width, …", "band.thickness"
    )


def _rebuilt(record: Any, old: Any, new: Any) -> Any:
    """The record with `old`, wherever it stands inside, replaced."""
    if record is old:
        return new
    update: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, tuple):
            again = tuple(_rebuilt(v, old, new) if hasattr(v, "model_fields_set") else v for v in value)
            if any(a is not b for a, b in zip(again, value, strict=True)):
                update[name] = again
        elif hasattr(value, "model_fields_set"):
            again_one = _rebuilt(value, old, new)
            if again_one is not value:
                update[name] = again_one
    return record.model_copy(update=update) if update else record
