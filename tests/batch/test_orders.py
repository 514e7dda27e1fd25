"""An order book to orders: what each kind says, and every error by row and column."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from ringgen.batch import tables
from ringgen.batch.orders import Order, read_book
from ringgen.errors import InputError
from ringgen.spec.change import get
from ringgen.spec.load import load

HEAD = "name,preset,size,metal,quantity,client,order,band.width\n"


def orders(tmp_path: Path, text: str, name: str = "orders.csv", encoding: str = "utf-8") -> tuple[Order, ...]:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_book(str(path)).orders


def said(order: Order) -> str:
    return "\n".join(str(p) for p in order.problems)


def test_a_row_says_what_its_columns_say(tmp_path: Path) -> None:
    (ring,) = orders(tmp_path, HEAD + 'Ana,band/court,UK M 1/2,18k white pd,3,"Smith, J.",A-17,3.1\n')
    assert (ring.row, ring.name, ring.folder, ring.quantity) == (2, "Ana", "ana", 3)
    assert (ring.client, ring.order, ring.problems) == ("Smith, J.", "A-17", ())
    spec = ring.loaded.spec  # type: ignore[union-attr]
    assert (spec.name, spec.size, spec.metal, spec.band.width) == ("Ana", "UK M 1/2", "18k-white-pd", 3.1)


def test_it_is_the_ring_that_build_makes_of_the_same(tmp_path: Path) -> None:
    (ring,) = orders(tmp_path, HEAD + "Ana,band/court,US 6,18k-yellow,,,,3\n")
    same = load("band/court", ["name=Ana", "size=US 6", "metal=18k-yellow", "band.width=3"])
    assert ring.loaded is not None
    assert ring.loaded.sha256 == same.sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_with_any_separator_and_mark(tmp_path: Path, separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in (("Name", "preset", "size"), ("Zoë", "band/flat", "US 7"), ("",)))
    (ring,) = orders(tmp_path, text, encoding=encoding)
    assert (ring.name, ring.folder, ring.problems) == ("Zoë", "zoe", ())


def test_a_decimal_comma_is_one(tmp_path: Path) -> None:
    (ring,) = orders(tmp_path, "preset;size;band.width\nband/flat;DE 17,25;2,6\n")
    assert ring.problems == ()
    assert get(ring.loaded.spec, "band.width") == 2.6  # type: ignore[union-attr]


def test_an_empty_cell_is_not_set(tmp_path: Path) -> None:
    first, second = orders(tmp_path, HEAD + "a,band/court,US 6,,,,,\nb,band/court,US 6,,,,,4\n")
    assert first.loaded is not None
    assert second.loaded is not None
    assert first.loaded.spec.band.width == load("band/court").spec.band.width
    assert second.loaded.spec.band.width == 4.0


def test_a_field_of_a_setting_by_its_path(tmp_path: Path) -> None:
    text = "preset,size,settings.centre.stone.diameter,settings.centre.prongs\nsolitaire/six-prong,US 6,5,4\n"
    (ring,) = orders(tmp_path, text)
    setting = ring.loaded.spec.setting("centre")  # type: ignore[union-attr]
    assert setting is not None
    assert setting.stone is not None
    assert setting.stone.diameter == 5.0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,band/court,7,,,,,", ['row 3, column size: "7" is a different ring in each', "US 7 is 17.32 mm"]),
        ("x,band/cort,US 7,,,,,", ['row 3, column preset: there is no preset "band/cort"', "did you mean band/court"]),
        ("x,,US 7,,,,,", ["row 3, column preset: is empty"]),
        ("x,band/court,US 7,platin,,,,", ["row 3, column metal: no alloy", "did you mean platinum-950-ru"]),
        ("x,band/court,US 7,,2.6,,,", ["row 3, column quantity", "1 to 1000", "did you mean 3"]),
        ("x,band/court,US 7,,-1,,,", ["row 3, column quantity", "did you mean 1"]),
        ("x,band/court,US 7,,,,,30", ["row 3, column band.width: 30 is too large", "did you mean 20 mm"]),
        ("x,band/court,US 7,,,,,3,4", ["row 3: has more cells than there are columns"]),
        ("x,band/court,,,,,,wide", ["row 3, column band.width"]),
    ],
)
def test_an_error_names_row_and_column_and_the_others_are_built(tmp_path: Path, row: str, words: list[str]) -> None:
    good, bad, after = orders(tmp_path, f"{HEAD}a,band/court,US 6,,,,,\n{row}\nb,band/flat,US 6,,,,,\n")
    assert good.loaded is not None
    assert after.loaded is not None
    assert bad.loaded is None
    for word in words:
        assert word in said(bad)


def test_every_problem_of_a_row_is_said_at_once(tmp_path: Path) -> None:
    (ring,) = orders(tmp_path, HEAD + "x,band/court,7,gould,many,,,99\n")
    assert {p.field for p in ring.problems} == {
        "row 2, column quantity",
        "row 2, column size",
        "row 2, column metal",
        "row 2, column band.width",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,size\na,US 7\n", "a column preset or spec is needed"),
        ("preset,sise\nband/court,US 7\n", "did you mean size"),
        ("preset,bands.width\nband/court,3\n", "did you mean band.width"),
        ("preset,size,size\nband/court,US 7,US 8\n", "there twice"),
        ("preset,size\n", "holds no rings"),
        ("", "is empty"),
        ("PK\x03\x04", "is a workbook"),
        ("a\0b", "binary"),
    ],
)
def test_a_book_that_is_wrong_is_refused_whole(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        orders(tmp_path, text)


def test_a_book_may_be_no_larger_than_it_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    with pytest.raises(InputError, match="too many rings"):
        orders(tmp_path, "preset,size\n" + "band/court,US 7\n" * 4)
    monkeypatch.setattr(tables, "BOOK", replace(tables.BOOK, most=30))
    with pytest.raises(InputError, match="too large"):
        orders(tmp_path, "preset,size\n" + "band/court,US 7\n" * 4)


def test_quotes_that_never_close_are_a_bad_row_and_the_rows_before_it_stand(tmp_path: Path) -> None:
    good, bad = orders(tmp_path, 'preset,size,client\nband/court,US 7,A\nband/court,US 7,"Smith\nband/flat,US 7,B\n')
    assert good.loaded is not None
    assert "row 3: cannot be read" in said(bad)


def test_a_spec_lies_beside_the_book(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "mine.toml").write_text('name = "Mine"\nsize = "US 5"\nmetal = "silver-925"\n')
    text = "spec,size,band.width\nspecs/mine.toml,EU 54,3\nspecs/yours.toml,EU 54,\nspecs/mine.toml,,0\n"
    good, missing, wrong = orders(tmp_path, text)
    assert good.loaded is not None
    assert (good.loaded.spec.size, good.loaded.spec.metal, good.name) == ("EU 54", "silver-925", "Mine")
    assert 'row 3, column spec: there is no file "specs/yours.toml" beside the book' in said(missing)
    assert "row 4, column band.width: 0 is too small" in said(wrong)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orders.csv", "preset,making.rules\nband/court,shop.toml\n"),
        ("orders.json", '[{"preset": "band/court", "making": {"rules": "shop.toml"}}]'),
    ],
)
def test_a_shops_own_rules_lie_beside_the_book(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "shop.toml").write_text('name = "Ours"\nextends = "cast-standard"\n', encoding="utf-8")
    (ring,) = orders(tmp_path, text, name)
    assert ring.problems == ()
    assert ring.loaded.spec.making.rules == str(tmp_path / "shop.toml")  # type: ignore[union-attr]


def test_what_is_wrong_in_the_spec_itself_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('size = "US 5"\nmetal = "silver-925"\nband = {width = 99}\n')
    (bad,) = orders(tmp_path, "spec,size\nmine.toml,EU 54\n")
    assert "row 2, band.width" in said(bad)
    assert "mine.toml: line 3: 99 is too large" in said(bad)


def test_two_of_one_name_are_numbered_and_nothing_leaves_the_folder(tmp_path: Path) -> None:
    names = ["Ana", "ana", "Ana 2", "../../etc", "CON", "…", "", "ANA"]
    text = "name,preset,size\n" + "".join(f"{n},band/court,US 7\n" for n in names)
    folders = [o.folder for o in orders(tmp_path, text)]
    assert folders[:3] == ["ana", "ana-2", "ana-2-2"]
    assert folders[-1] == "ana-3"
    assert len(set(folders)) == len(folders)
    assert all(set(f) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and f != "con" for f in folders)


def test_a_row_that_is_mended_moves_no_other_folder(tmp_path: Path) -> None:
    bad = orders(tmp_path, "name,preset,size\nAna,band/court,7\nAna,band/court,US 8\n")
    good = orders(tmp_path, "name,preset,size\nAna,band/court,US 7\nAna,band/court,US 8\n")
    assert [o.folder for o in bad] == [o.folder for o in good] == ["ana", "ana-2"]


RINGS = [
    {"name": "Ana", "preset": "band/court", "size": "US 7", "band": {"width": 3}, "quantity": 2},
    {"name": 7, "preset": "solitaire/six-prong", "size": "US 7", "settings.centre.prongs": 4},
    {"name": "bad", "preset": "band/court", "size": 7},
    "no ring",
]


def checked(found: tuple[Order, ...], where: str) -> None:
    ana, seven, bad, none = found
    assert ana.loaded is not None
    assert (ana.loaded.spec.band.width, ana.quantity) == (3.0, 2)
    assert seven.loaded is not None
    assert seven.name == "7"
    assert f"{where} 3, size" in said(bad)
    assert f"{where} 4: needs a table" in said(none)


def test_a_json_list(tmp_path: Path) -> None:
    checked(orders(tmp_path, json.dumps(RINGS), "o.json"), "ring")
    checked(orders(tmp_path, json.dumps({"orders": RINGS}), "o.json"), "ring")


def test_json_lines_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(json.dumps(r) for r in RINGS) + "\n\n{broken\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines.encode())))
    *found, broken = read_book("-").orders
    checked(tuple(found), "line")
    assert "line 6: is not JSON" in said(broken)


def test_a_toml_list(tmp_path: Path) -> None:
    text = '[[orders]]\npreset = "band/court"\nsize = "US 7"\nband = {width = 3}\n\n[[orders]]\npreset = "band/flat"\n'
    first, second = orders(tmp_path, text, "o.toml")
    assert first.loaded is not None
    assert first.loaded.spec.band.width == 3.0
    assert second.loaded is not None


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("o.toml", 'size = "US 7"\nmetal = "silver-925"\n', "is one spec"),
        ("o.toml", "a = 1\n", "no list of rings"),
        ("o.toml", "= 1\n", "is not TOML"),
        ("o.json", "{", "is not JSON"),
        ("o.json", "[" * 100_000, "is not JSON"),
        ("o.xlsx", "abc", ".xlsx is not read"),
    ],
)
def test_a_list_that_is_none(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        orders(tmp_path, text, name)


@pytest.mark.parametrize(
    "entry",
    [
        {"preset": "band/court", "size": "US 7", "band.width": [1]},
        {"spec": 3, "size": "US 7"},
        {"spec": "a.toml", "preset": "band/court"},
        {"preset": ["band/court"], "size": "US 7"},
        {"preset": "band/court", "size": "US 7", "client": {"a": 1}},
        {"preset": "band/court", "size": "US 7", "order": "a\nb"},
        {"preset": "band/court", "size": "US 7", "quantity": True},
        {"preset": "band/court", "size": "US 7", "quantity": 1e400},
        {"preset": "band/court", "size": "US 7", "band": {"width": float("nan")}},
        {"preset": "band/court", "size": "US 7", "nonsense": 1},
        {"preset": "band/court", "size": "US 7", "": 1},
        {"preset": "band/court", "size": "US 7", "settings.nobody.prongs": 1},
    ],
)
def test_any_entry_that_makes_no_sense_is_a_problem_of_its_own(tmp_path: Path, entry: dict[str, object]) -> None:
    bad, good = orders(tmp_path, json.dumps([entry, RINGS[0]]), "o.json")
    assert bad.problems
    assert "ring 1" in said(bad)
    assert good.loaded is not None


def test_a_preset_s_name_in_place_of_a_book_is_told_how_a_run_is_asked_for() -> None:
    with pytest.raises(InputError, match=r"is one design.*--sizes"):
        read_book("solitaire/six-prong")


def test_no_such_book(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such order book"):
        read_book(str(tmp_path / "none.csv"))
    with pytest.raises(InputError, match="is a folder"):
        read_book(str(tmp_path))
