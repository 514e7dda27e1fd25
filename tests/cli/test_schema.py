"""`ringgen schema`: valid by its own standard; it takes what the reader takes and marks what it refuses."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ringgen import plugins
from ringgen.cli import main
from ringgen.spec import presets
from ringgen.spec.fields import describe
from ringgen.spec.load import load
from ringgen.spec.read import PACKAGES, params_of
from ringgen.spec.schema import schema

RING: dict[str, Any] = {"size": "US 7", "metal": "18k-yellow"}
HEAD: dict[str, Any] = {"id": "centre", "type": "prong", "stone": {"cut": "round", "diameter": 6.5}}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    found = schema()
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()


@pytest.mark.parametrize("name", presets.names())
def test_presets_are_valid_as_written_and_as_resolved(name: str, validator: Draft202012Validator) -> None:
    validator.validate(tomllib.loads(presets.text(name)))
    validator.validate(load(name).spec.plain())


@pytest.mark.parametrize(
    "data",
    [
        RING,
        {"preset": "solitaire/six-prong"},
        {"preset": "solitaire/six-prong", "settings": [{"id": "centre", "prongs": 4}], "band": {"width": 3}},
        {**RING, "band": {"profile": "comfort", "width": "0.09 in"}},
        {**RING, "weight": "2.6 dwt", "settings": [HEAD]},
    ],
)
def test_what_the_reader_takes_is_valid(data: Any, validator: Draft202012Validator) -> None:
    validator.validate(data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"size": "US 7"},
        {**RING, "sise": "US 7"},
        {**RING, "size": 7},
        {**RING, "band": {"width": 99}},
        {**RING, "band": {"width": "wide"}},
        {**RING, "band": {"profile": "curt"}},
        {**RING, "band": {"profile": "flat", "dome": 1}},
        {**RING, "preset": "solitair"},
        {**RING, "making": {"rules": "none"}},
        {**RING, "settings": [{**HEAD, "prongs": 5.5}]},
        {**RING, "settings": [{**HEAD, "type": "glue"}]},
        {**RING, "settings": [{**HEAD, "stone": {"cut": "dodecagon"}}]},
        {**RING, "settings": {"centre": HEAD}},
    ],
)
def test_what_an_editor_should_mark_is_not(data: Any, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(data)


@pytest.mark.parametrize("kind", PACKAGES)
def test_every_field_of_every_plug_in_is_in_it_with_its_words(kind: str) -> None:
    text = json.dumps(schema())
    for name in plugins.names(PACKAGES[kind]):
        for doc in describe(params_of(kind, name)):
            assert json.dumps(doc.doc)[1:-1] in text
            assert json.dumps({"title": doc.name})[1:-1] in text


def test_every_field_has_a_title_and_words() -> None:
    def check(node: Any) -> None:
        if isinstance(node, dict):
            for name, found in node.get("properties", {}).items():
                assert "$ref" in found or found.get("description"), name
            for inner in node.values():
                check(inner)
        elif isinstance(node, list):
            for inner in node:
                check(inner)

    check(schema())
