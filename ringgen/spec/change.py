"""One field of a spec set to another value, the rest as it was; and PATH=VALUE texts that do so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringgen.errors import InputError
from ringgen.spec.models import Setting, Spec

if TYPE_CHECKING:
    from ringgen.spec.load import Loaded

Change = str
"""PATH=VALUE, as `--set` takes it."""

Changes = tuple[Change, ...]


def field_of(change: Change) -> str:
    """The path of a PATH=VALUE."""
    return change.partition("=")[0].strip()


def joined(changes: Changes, more: Iterable[Change]) -> Changes:
    """Changes with more after them: the later of two for one field stands, and another head begins afresh."""
    found = {field_of(c): c for c in changes}
    for c in more:
        owner, _, name = field_of(c).rpartition(".")
        if name == "type":
            found = {field: old for field, old in found.items() if not _of_the_head(field, owner)}
        found.pop(field_of(c), None)
        found[field_of(c)] = c
    return tuple(found.values())


def _of_the_head(field: str, owner: str) -> bool:
    """Whether a field is one of a setting's own, not of every setting or of its stone."""
    name = field.removeprefix(f"{owner}.").partition(".")[0]
    return field.startswith(f"{owner}.") and name not in Setting.model_fields


@dataclass(frozen=True)
class Field:
    """A field that was changed: its path, what it said (None: nothing, it was decided) and what it says now."""

    path: str
    was: str | None
    now: str


def fixed(loaded: Loaded, changes: Changes) -> tuple[Field, ...]:
    """What changes come to on a spec."""
    return tuple(Field(field_of(c), _said(loaded.spec, field_of(c)), c.partition("=")[2].strip()) for c in changes)


def _said(spec: Spec, path: str) -> str | None:
    """What a spec says in a field, as it is written; None where it says nothing, or has no such field yet."""
    try:
        value = get(spec, path)
    except InputError:
        return None
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


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
            at = next((s for s in at if getattr(s, "id", None) == word), None)
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
