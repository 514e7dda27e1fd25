"""The fields of a spec: type, unit, range, default and words, each written once where the parameter is declared.

A plug-in writes

    class Params(ProfileParams):
        edge: float = length(0.1, ge=0.0, le=0.5, doc="radius of the eased edge")

and the reader, the JSON schema, the docs, `catalog`, completion and the fuzz sampler all read that one line, through
`describe`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from ringgen import units
from ringgen.spec.sizes import parse_sizes, told

Kind = Literal[
    "length", "ratio", "angle", "mass", "carat", "density", "count", "choice", "flag", "text", "stones", "sizes"
]
UNITS: dict[str, str] = {"length": "mm", "angle": "deg", "mass": "g", "carat": "ct", "density": "g/cm3"}
MOST_STONES = 12  # in a list of them: more kinds than that in one row nobody tells apart
QUANTITIES = frozenset({"length", "ratio", "angle", "mass", "carat", "density"})


@dataclass(frozen=True)
class FieldDoc:
    """All there is to know about one field; `default` None means it may be left out, and `doc` says what then happens.

    `minimum` and `maximum` are in `unit` (both included); `choices` is filled for the kind "choice" only.
    """

    name: str
    kind: str
    unit: str
    minimum: float | None
    maximum: float | None
    default: Any
    doc: str
    choices: tuple[str, ...] = ()
    required: bool = False


def _field(kind: Kind, default: Any, doc: str, choices: tuple[str, ...] = (), **limits: Any) -> Any:
    extra: dict[str, Any] = {"kind": kind, "choices": choices}
    return Field(default, description=doc, json_schema_extra=extra, **limits)


def length(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """A length in mm, or text with a unit (`"2.2 mm"`, `"0.09 in"`)."""
    return _field("length", default, doc, ge=ge, le=le)


def ratio(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """A share or factor without unit; `"1.5 %"` is read as 0.015."""
    return _field("ratio", default, doc, ge=ge, le=le)


def angle(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """An angle in degrees, or text with a unit (`"30 deg"`)."""
    return _field("angle", default, doc, ge=ge, le=le)


def mass(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """A metal mass in grams, or text with a unit (`"4 g"`, `"2.6 dwt"`)."""
    return _field("mass", default, doc, ge=ge, le=le)


def carat(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """A stone's mass in carats, or text with a unit (`"1.5 ct"`)."""
    return _field("carat", default, doc, ge=ge, le=le)


def density(default: Any, *, ge: float, le: float, doc: str) -> Any:
    """A density in g/cm³."""
    return _field("density", default, doc, ge=ge, le=le)


def count(default: Any, *, ge: int, le: int, doc: str) -> Any:
    """A whole number."""
    return _field("count", default, doc, ge=ge, le=le)


def choice(default: Any, choices: tuple[str, ...], *, doc: str) -> Any:
    """One of a few words."""
    return _field("choice", default, doc, choices)


def flag(default: Any, *, doc: str) -> Any:
    """True or false."""
    return _field("flag", default, doc)


def text(default: Any, *, doc: str, max_length: int = 120) -> Any:
    """A line of text without control characters."""
    return _field("text", default, doc, max_length=max_length)


def stones(*, doc: str) -> Any:
    """A list of stones; each is as the setting's own `stone` in all that it does not say itself."""
    return _field("stones", None, doc, min_length=1, max_length=MOST_STONES)


def sizes(*, doc: str) -> Any:
    """The sizes stones may have: a range, or those there are with how many of each; kept as text."""
    return _field("sizes", None, doc)


class Record(BaseModel):
    """A frozen group of fields: nothing unknown, nothing that is not finite, nothing silently converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, hide_input_in_errors=True)

    @field_validator("*", mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        """Turn text with a unit into a number and hold words to the choices of the field."""
        doc = _doc(info.field_name or "", cls.model_fields[info.field_name or ""])
        if value is None and doc.default is None and not doc.required:
            return None
        return _converted(value, doc)


class ProfileParams(Record):
    """The base of a band profile's own parameters (width and thickness belong to the band)."""


class StoneParams(Record):
    """The base of a cut's own parameters (the measured sizes belong to the stone)."""

    culet_x: float = length(0.0, ge=-4.0, le=4.0, doc="how far the culet lies off its place across the stone")
    culet_y: float = length(0.0, ge=-4.0, le=4.0, doc="how far the culet lies off its place along the stone")


class SettingParams(Record):
    """The base of a setting's own parameters (id, type and stone belong to every setting)."""


class ShankParams(Record):
    """The base of a shank's own parameters (profile, width and thickness belong to the band)."""


class ShoulderParams(Record):
    """The base of the shoulders' own parameters."""


def describe(params: type[BaseModel]) -> list[FieldDoc]:
    """The declared fields of a record in the order written; fields that are records themselves are left out."""
    return [_doc(name, info) for name, info in params.model_fields.items() if _kind(info)]


def _kind(info: FieldInfo) -> str:
    extra = info.json_schema_extra
    return str(extra.get("kind", "")) if isinstance(extra, dict) else ""


def _doc(name: str, info: FieldInfo) -> FieldDoc:
    kind = _kind(info)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    low = next((m.ge for m in info.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in info.metadata if hasattr(m, "le")), None)
    required = info.is_required()
    choices = tuple(str(c) for c in extra.get("choices", ()) or ())  # type: ignore[union-attr]
    default = None if required else info.default
    return FieldDoc(name, kind, UNITS.get(kind, ""), low, high, default, info.description or "", choices, required)


def _converted(value: Any, doc: FieldDoc) -> Any:
    if doc.kind in QUANTITIES:
        return _quantity(value, doc.kind)
    if doc.kind == "sizes":
        return _sizes(value)
    if doc.kind == "count" and isinstance(value, float) and value.is_integer():
        return int(value)
    if doc.kind == "choice" and (not isinstance(value, str) or value not in doc.choices):
        raise PydanticCustomError("choice", "is not one of the words known here")
    if doc.kind == "text" and isinstance(value, str) and not value.isprintable():
        raise PydanticCustomError("control", "holds a control or invisible character; plain text on one line is needed")
    return value


def _sizes(value: Any) -> str:
    try:
        found = parse_sizes(value)
    except ValueError as error:
        raise PydanticCustomError("quantity", "{reason}", {"reason": str(error)}) from None
    return value if isinstance(value, str) else told(found)


def _quantity(value: Any, kind: str) -> float:
    try:
        return units.parse(value, cast(units.Kind, kind))
    except units.QuantityError as error:
        raise PydanticCustomError("quantity", "{reason}", {"reason": str(error)}) from None
