"""Hostile specs: each is refused for the reason and on the line that `expected.toml` names, and nothing breaks.

Big ones are made here rather than stored.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringgen.errors import InputError
from ringgen.filenames import slug
from ringgen.spec import presets
from ringgen.spec.load import load, read_text
from ringgen.spec.sources import Text

FOLDER = Path(__file__).parent.parent / "corpus" / "hostile"
EXPECTED: list[dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["spec"]
RING = 'size = "US 7"\nmetal = "18k-yellow"\n'


def refusal(source: str | Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load(source)
    return caught.value


def test_every_file_of_the_corpus_is_expected() -> None:
    here = {p.name for p in FOLDER.iterdir() if not p.name.startswith(".")}
    assert {row["file"] for row in EXPECTED} == here - {"expected.toml"}
    assert len(EXPECTED) >= 80


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_it_is_refused_for_the_right_reason(row: dict[str, Any]) -> None:
    error = refusal(FOLDER / row["file"])
    found = [p for p in error.problems if p.field == row["field"] and row["says"] in str(p)]
    assert found, str(error)
    assert found[0].line == row.get("line"), str(error)
    assert all(c.isprintable() for p in str(error).splitlines() for c in p)
    assert max(len(line) for line in str(error).splitlines()) < 2000


BIG = {
    "50 MB of comments": b"# ring\n" * 7_000_000,
    "one long word": b"x" * 70_000,
    "500 brackets": RING.encode() + b"band = " + b"[" * 500 + b"]" * 500,
    "20000 brackets": b"a = " + b"[" * 20_000,
    "500 inline tables": RING.encode() + b"band = " + b"{a = " * 500 + b"1" + b"}" * 500,
    "30000 dots": b".".join([b"a"] * 30_000) + b" = 1",
    "30000 quoted dots": b".".join([b'"a"'] * 15_000) + b" = 1",
    "a deep header": b"[" + b".".join([b"a"] * 30_000) + b"]",
    "500 deep JSON": b'{"a":' * 500 + b"1" + b"}" * 500,
    "deep JSON lists": b'{"a":' + b"[" * 30_000,
    "501 settings": RING.encode() + b'[[settings]]\ntype = "prong"\n' * 501,
    "5000 unknown fields": RING.encode() + b"".join(b"f%d = 1\n" % n for n in range(5000)),
    "5000 headers": RING.encode() + b"".join(b"[t%d.x]\n" % n for n in range(5000)),
    "backslashes": b'name = "' + b"\\\\" * 30_000,
    "quotes": b'"""' * 20_000,
    "blanks": b" " * 60_000 + b"x",
    "nines": RING.encode() + b"weight = " + b"9" * 60_000,
    "spaces before a colon": b"a" + b" " * 60_000 + b": b",
}


@pytest.mark.parametrize("data", BIG.values(), ids=list(BIG))
@pytest.mark.parametrize("suffix", [".toml", ".json", ""])
def test_big_and_deep_ones_are_refused(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"ring{suffix}"
    path.write_bytes(data)
    error = refusal(path)
    assert len(str(error)) < 100_000


def test_a_flood_on_standard_input_is_read_no_further_than_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    class Flood(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            buffer[:] = b"#" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    flood = Flood()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(flood)))
    assert "too large" in str(refusal("-"))
    assert flood.given < 1_000_000


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "..", "con", "NUL", "a/b\\c", "$(reboot)", "-rf", "Ωμέγα", "a" * 120]
)
def test_names_are_made_harmless(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ring.toml"
    path.write_text(f"{RING}name = '{name}'\n", encoding="utf-8")
    spec = load(path).spec
    assert spec.name == name
    assert set(slug(spec.name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(slug(spec.name)) <= 70
    assert not slug(spec.name).startswith("-")


SEEDS = [presets.text("solitaire/six-prong"), json.dumps(load("solitaire/six-prong").spec.plain(), indent=1)]
SHRAPNEL = [*"\"'[]{}=.,#\n\x1b\ufeff", "nan", "-inf", "1e400", "\\u0000", "0x", "null", "[[", "settings"]
HITS = st.lists(st.tuples(st.integers(0, 700), st.integers(0, 9), st.sampled_from(SHRAPNEL)), max_size=4)


@given(st.sampled_from(SEEDS), HITS)
@settings(max_examples=300)
def test_a_spec_shot_to_pieces_is_read_or_refused(seed: str, hits: list[tuple[int, int, str]]) -> None:
    for at, length, piece in hits:
        seed = seed[:at] + piece + seed[at + length :]
    for suffix in (".toml", ".json", ""):
        with contextlib.suppress(InputError):
            json.dumps(read_text(Text(seed, "ring", suffix)).spec.plain(), allow_nan=False)
