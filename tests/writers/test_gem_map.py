"""The gem map, read back as XML: what is where, how large, and what the legend says of it."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from sample_ring import model, stone
from test_unrolled import on_hoop

from ringgen import files
from ringgen.errors import WriteError
from ringgen.witness import Stone
from ringgen.writers import Model, StoneModel, pending, writer

SVG = "{http://www.w3.org/2000/svg}"
MAP = writer("gem-map")


@pytest.fixture(scope="module")
def sample() -> Model:
    return model()


def ring(sample: Model, *stones: Stone, name: str = "Ana") -> Model:
    models = tuple(StoneModel(s.id, "diamond", (1.0, 1.0, 1.0), placed=s) for s in stones)
    return dataclasses.replace(sample, name=name, stones=models, metadata={"Ring size": "US 7"})


def small(n: int, degrees: float, width: float, y: float = 0.0) -> Stone:
    outline = tuple((x * width / 2, y * width / 2) for x, y in stone(1, on_hoop(1, 0).frame).outline)
    made = on_hoop(n, degrees, y=y)
    return dataclasses.replace(made, setting="row", length=width, width=width, carat=0.01, outline=outline)


def drawn(tmp_path: Path, what: Model) -> ElementTree.Element:
    files.commit(tmp_path, [pending(what, "gem-map")])
    return ElementTree.fromstring((tmp_path / "ana.gem-map.svg").read_bytes())


def words(root: ElementTree.Element) -> list[str]:
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def path(root: ElementTree.Element, name: str) -> str:
    return next(p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("id") == name)


def corners(root: ElementTree.Element, name: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path(root, name))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_unit_is_a_millimetre_and_a_bar_of_ten_tells_so(tmp_path: Path, sample: Model) -> None:
    root = drawn(tmp_path, sample)
    _, _, wide, high = root.get("viewBox", "").split()
    assert (root.get("width"), root.get("height")) == ("190mm", f"{high}mm")
    assert wide == "190"
    ends = re.fullmatch(r"M([\d.]+) 3v2M([\d.]+) 3v2M\1 4H\2", path(root, "scale"))
    assert ends
    assert float(ends[2]) - float(ends[1]) == 10.0


def test_stones_lie_where_they_are_and_as_large_as_they_are(tmp_path: Path, sample: Model) -> None:
    root = drawn(tmp_path, ring(sample, on_hoop(1, 0.0), on_hoop(2, 45.0, y=0.5)))
    one, two = corners(root, "stone-1"), corners(root, "stone-2")
    assert [x for x, _ in one] == [96.0, 96.0, 94.0, 94.0]  # the top in the middle of 190 mm
    assert max(y for _, y in one) - min(y for _, y in one) == pytest.approx(2.0)
    assert two[0][0] - one[0][0] == pytest.approx(7.854, abs=1e-3)  # an eighth of a circle of 10 mm radius
    assert one[0][1] - two[0][1] == pytest.approx(0.5)  # further along the finger is higher on the page


def test_numbers_stand_in_their_stones_or_beside_those_that_are_too_small(tmp_path: Path, sample: Model) -> None:
    some = [small(n, 8.0 * n, 0.6, y) for n in range(1, 13) for y in ((0.7,) if n % 2 else (-0.7,))]
    root = drawn(tmp_path, ring(sample, *some))
    found = {t.text: t for t in root.iter(f"{SVG}text")}
    assert all(str(n) in found for n in range(1, 13))
    assert all(float(found[str(n)].get("font-size", 0)) >= 0.5 for n in range(1, 13))
    assert found["1"].get("transform") is None
    assert float(found["1"].get("font-size", 0)) < 0.6  # it scales with its stone
    for n, side in ((11, "start"), (12, "end")):
        assert found[str(n)].get("text-anchor") == side  # over the stones, under them
        assert found[str(n)].get("transform", "").startswith("rotate(-90")
    over, under = (float(found[str(n)].get("y", 0)) for n in (11, 12))
    heights = [y for s in some for _, y in corners(root, s.id)]
    assert over < min(heights)
    assert under > max(heights)


def test_the_legend_is_the_setters_table(tmp_path: Path, sample: Model) -> None:
    centre = dataclasses.replace(on_hoop(1, 0.0, 13.0), length=3.0)
    said = words(drawn(tmp_path, ring(sample, centre, small(2, 40.0, 1.3), small(3, 50.0, 1.3))))
    assert said[:3] == ["Ana", "gem map in mm, 1:1, US 7", "10 mm on a print that is to scale"]
    at = said.index("no.")
    assert said[at:] == [
        *("no.", "stone", "ct each", "ct", "gap", "setting"),
        *("1", "1 × square diamond, 3 × 2 mm", "0.30", "0.30", "centre"),
        *("2, 3", "2 × square diamond, 1.3 mm", "0.0100", "0.0200", "row"),
        *("3 stones in all", "0.32"),
    ]


def test_equal_stones_have_one_colour_and_others_another(tmp_path: Path, sample: Model) -> None:
    other = dataclasses.replace(small(3, 60.0, 1.3), setting="rest")
    many = [small(n, 8.0 * n - 180, 1 + n / 100) for n in range(4, 40)]
    root = drawn(tmp_path, ring(sample, on_hoop(1, 0.0), small(2, 50.0, 1.3), other, *many))
    fills = {p.get("id"): p.get("fill") for p in root.iter(f"{SVG}path") if p.get("class") == "stone"}
    assert fills["stone-2"] == fills["stone-3"] != fills["stone-1"]
    assert len(set(fills.values())) == len(fills) - 1 - 1  # stone 30 is 1.3 mm, too


def test_names_cannot_break_the_page(tmp_path: Path, sample: Model) -> None:
    stones = (dataclasses.replace(on_hoop(1, 0.0), setting="<a> & \"b\" 'c'"),)
    root = drawn(tmp_path, ring(sample, *stones, name="</svg><script>&amp;\x07"))
    assert "</svg><script>&amp;" in words(root)
    assert "<a> & \"b\" 'c'" in words(root)
    assert root.findtext(f"{SVG}title") == "</svg><script>&amp;"


def test_a_ring_without_stones_says_so(tmp_path: Path, sample: Model) -> None:
    assert "no stones" in words(drawn(tmp_path, ring(sample)))


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ('width="190mm"', 'width="190px"', "millimetres"),
        ('viewBox="0 0 190', 'viewBox="0 0 380', "millimetres"),
        ('id="stone-2"', 'id="stone-3"', "stones"),
        ("M96 ", "M95.9 ", "stone-1 is not drawn as large"),
    ],
)
def test_a_map_that_is_not_to_scale_is_not_verified(
    tmp_path: Path, sample: Model, was: str, now: str, why: str
) -> None:
    what = ring(sample, on_hoop(1, 0.0), on_hoop(2, 45.0))
    target = tmp_path / "a.svg"
    MAP.write(what, target)
    text = target.read_text(encoding="utf-8")
    assert was in text
    target.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(WriteError, match=why):
        MAP.verify(target, what)


def test_a_mirrored_stone_is_not_verified(tmp_path: Path, sample: Model) -> None:
    what = ring(sample, on_hoop(1, 0.0))
    target = tmp_path / "a.svg"
    MAP.write(what, target)
    turned = dataclasses.replace(on_hoop(1, 0.0), outline=on_hoop(1, 0.0).outline[::-1])
    with pytest.raises(WriteError, match="not drawn as large"):
        MAP.verify(target, ring(sample, turned))
