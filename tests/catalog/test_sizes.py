from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen.catalog._scales import System, systems
from ringgen.catalog.sizes import disagreements, equivalents, parse_size
from ringgen.errors import InputError

# US size, inner diameter, nearest ISO, nearest BS 6820 half, exact Italian, exact JCS: from the consensus line,
# C = 37.5 + 1.25 i (BS), C - 40 (IT) and 13 + (n - 1) / 3 (JCS), worked out apart from this code.
US_TABLE = [
    (1, 12.446, 39, "B 1/2", -0.90, -0.66),
    (2, 13.259, 42, "D 1/2", 1.65, 1.78),
    (3, 14.072, 44, "F 1/2", 4.21, 4.21),
    (4, 14.884, 47, "H 1/2", 6.76, 6.65),
    (5, 15.697, 49, "J 1/2", 9.31, 9.09),
    (6, 16.510, 52, "L 1/2", 11.87, 11.53),
    (6.5, 16.916, 53, "M 1/2", 13.14, 12.75),
    (7, 17.323, 54, "N 1/2", 14.42, 13.97),
    (8, 18.136, 57, "P 1/2", 16.97, 16.41),
    (9, 18.948, 60, "R 1/2", 19.53, 18.85),
    (10, 19.761, 62, "T 1/2", 22.08, 21.28),
    (11, 20.574, 65, "V 1/2", 24.64, 23.72),
    (12, 21.387, 67, "Y", 27.19, 26.16),
    (13, 22.200, 70, "Z+1", 29.74, 28.60),
    (14, 23.012, 72, "Z+3", 32.30, 31.04),
    (15, 23.825, 75, "Z+5", 34.85, 33.48),
    (16, 24.638, 77, "Z+7", 37.40, 35.91),
]
# ISO circumference, inner diameter, exact US, nearest BS 6820 half, Italian, exact JCS.
ISO_TABLE = [
    (41, 13.051, 1.74, "D", 1, 1.15),
    (44, 14.006, 2.92, "F", 4, 4.02),
    (47, 14.961, 4.09, "H 1/2", 7, 6.88),
    (50, 15.915, 5.27, "K", 10, 9.75),
    (52, 16.552, 6.05, "L 1/2", 12, 11.66),
    (54, 17.189, 6.84, "N", 14, 13.57),
    (57, 18.144, 8.01, "P 1/2", 17, 16.43),
    (60, 19.099, 9.18, "S", 20, 19.30),
    (65, 20.690, 11.14, "W", 25, 24.07),
    (69, 21.963, 12.71, "Z", 29, 27.89),
    (72, 22.918, 13.88, "Z+2 1/2", 32, 30.75),
    (76, 24.192, 15.45, "Z+6", 36, 34.57),
]
# What published tables print, with how far print may round: LTC, Undine Stella, BS 6820 quotations, five JCS pages,
# Rio Grande, designbuildcast, an Australian chart, oisogo.cn, and the retail letter chart.
PUBLISHED = [
    ("IT 14", 17.20, 0.02),
    ("IT 4", 14.01, 0.01),
    ("IT 27", 21.34, 0.02),
    ("EU 54", 17.2, 0.02),
    ("UK A", 37.5 / math.pi, 1e-5),
    ("UK Z", 68.75 / math.pi, 1e-5),
    *((f"JP {n}", d, 1e-5) for n, d in [(1, 13), (10, 16), (13, 17), (16, 18), (19, 19), (22, 20), (25, 21)]),
    ("US 7 (rio-grande)", 17.35, 1e-5),
    ("US 11 (rio-grande)", 20.68, 1e-5),
    ("US 7 (jewelcraft)", 17.3196, 1e-5),
    ("UK H (retail)", 46.8 / math.pi, 1e-5),
    ("UK Z+1 (retail)", 70.4 / math.pi, 1e-5),
    ("UK N (designbuildcast)", 17.3, 1e-5),
    ("UK Z (australian-retail)", 21.70, 1e-5),
    ("JP 27 (retail)", 22.200, 0.001),
    ("HK 15", 17.32, 0.005),
    ("HK 15 (degree)", 17.2, 1e-5),
    ("HK 16 (retail)", 17.323, 0.001),
    ("CN 27 (jp-map)", 22.2, 0.001),
    ("IN 14 (retail)", 54.4 / math.pi, 1e-5),
    ("DE 17.25", 17.25, 1e-9),
    ("RU 17.5", 17.5, 1e-9),
]


def _labels(diameter: float) -> dict[str, tuple[str | None, float]]:
    return {e["system"]: (e["label"], e["exact"]) for e in equivalents(diameter)}


@pytest.mark.parametrize(("us", "diameter", "iso", "uk", "italian", "jcs"), US_TABLE)
def test_us_golden_table(us: float, diameter: float, iso: int, uk: str, italian: float, jcs: float) -> None:
    size = parse_size(f"US {us}")
    assert size.inner_diameter_mm == pytest.approx(diameter, abs=0.0006)
    there = _labels(size.inner_diameter_mm)
    assert round(size.circumference_mm) == iso
    assert there["UK"][0] == uk
    assert there["IT"][1] == pytest.approx(italian, abs=0.011)
    assert there["JP"][1] == pytest.approx(jcs, abs=0.011)


@pytest.mark.parametrize(("iso", "diameter", "us", "uk", "italian", "jcs"), ISO_TABLE)
def test_iso_golden_table(iso: int, diameter: float, us: float, uk: str, italian: int, jcs: float) -> None:
    size = parse_size(f"EU {iso}")
    assert size.inner_diameter_mm == pytest.approx(diameter, abs=0.0006)
    there = _labels(size.inner_diameter_mm)
    assert there["US"][1] == pytest.approx(us, abs=0.011)
    assert there["UK"][0] == uk
    assert there["IT"] == (str(italian), italian)
    assert there["JP"][1] == pytest.approx(jcs, abs=0.011)


@pytest.mark.parametrize(("text", "diameter", "within"), PUBLISHED)
def test_published_values(text: str, diameter: float, within: float) -> None:
    assert parse_size(text).inner_diameter_mm == pytest.approx(diameter, abs=within)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("6½ US", "US 6 1/2"),
        ("US6-1/2", "US 6 1/2"),
        ("us size 6.5", "US 6 1/2"),
        ("U.S. 7", "US 7"),
        ("CA 7¼", "US 7 1/4"),
        ("US 1/2", "US 1/2"),
        ("uk m½", "UK M 1/2"),
        ("AUS N", "UK N"),
        ("UK Z1", "UK Z+1"),
        ("UK Z 1/2", "UK Z 1/2"),
        ("UK Z + 2½", "UK Z+2 1/2"),
        ("ISO 8653-53", "EU 53"),
        ("France 54", "EU 54"),
        ("CH 14", "IT 14"),
        ("India 14", "IN 14"),
        ("C 54", "circumference 54 mm"),
        ("16,9 mm", "16.9 mm"),
        ("bore 16.9", "16.9 mm"),
        ("0.66 in", "16.764 mm"),
        ("uk n (Retail)", "UK N (retail)"),
    ],
)
def test_how_people_write_sizes(text: str, means: str) -> None:
    size = parse_size(text)
    assert str(size) == means
    assert size.asked == text
    assert parse_size(means).inner_diameter_mm == size.inner_diameter_mm


@pytest.mark.parametrize(
    ("text", "says", "nearest"),
    [
        (7, "US 7 is 17.32 mm", None),
        ("7", "JP 7 is 15.00 mm", None),
        ("N", "UK N is 17.11 mm", None),
        ("uss 7", "names no size system", "US 7"),
        ("Frence 54", "names no size system", "EU 54"),
        ("US 17", "outside", "US 16"),
        ("UK Z+8", "outside", "UK Z+7"),
        ("54 mm", "outside", "circumference 54 mm"),
        ("US 6.3", "between two sizes; for a size in between write the bore, 16.75 mm", "US 6 1/4"),
        ("EU 53.6", "between two sizes", "EU 54"),
        ("UK N 1/2 (retail)", "between two sizes", "UK N (retail)"),
        ("UK N (retial)", "no chart", "retail"),
        ("CN 14", "different ring", None),
        ("UK 14", "not a UK size", None),
        ("US 7 mm", "not a US size", None),
        ("US -1", "not a US size", None),
        ("US .5", "not a US size", None),
        ("US 61/2", "not a US size", None),
        ("US 6 3/2", "not a US size", None),
        ("US ٧", "not a US size", None),
        ("", "with its system", None),
        (None, "with its system", None),
        (True, "with its system", None),
        (float("nan"), "names no size system", None),
        ("7" * 100, "too long", None),
    ],
)
def test_refused(text: object, says: str, nearest: str | None) -> None:
    with pytest.raises(InputError) as caught:
        parse_size(text)
    (problem,) = caught.value.problems
    assert says in problem.message
    assert problem.nearest == nearest
    assert problem.field == "size"
    if nearest and nearest != "retail":
        parse_size(nearest)


def test_disagreements_name_the_rival_charts() -> None:
    # The retail letter chart's H is 46.8 mm round, BS 6820's 46.25: 0.175 mm of diameter.
    (rival,) = disagreements(parse_size("UK H"))
    assert rival["size"] == "UK H (retail)"
    assert rival["difference_mm"] == pytest.approx(0.175)
    assert [r["size"] for r in disagreements(parse_size("UK H (retail)"))] == ["UK H"]
    assert disagreements(parse_size("US 7")) == []  # Rio Grande differs by 0.027 mm only
    assert [r["size"] for r in disagreements(parse_size("US 8"))] == ["US 8 (rio-grande)"]


def test_past_the_ends_there_is_no_equivalent() -> None:
    assert {e["system"]: e["label"] for e in equivalents(11.7)}["IT"] is None
    assert {e["system"]: e["label"] for e in equivalents(11.7)}["US"] == "0"


@given(st.data())
def test_label_to_diameter_and_back(data: st.DataObject) -> None:
    system: System = data.draw(st.sampled_from([s for s in systems() if s.standard]))
    step = system.increment or 0.01
    number = data.draw(st.integers(math.ceil(system.low / step), math.floor(system.high / step))) * step
    label = system.label(round(number, 6))
    size = parse_size(f"{system.id} {label}")
    assert size.label == label
    assert _labels(size.inner_diameter_mm)[system.id][0] == label


@given(st.text(max_size=70))
def test_any_text_is_a_size_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        assert 10 <= parse_size(text).inner_diameter_mm <= 30.5


def test_every_row_has_a_source() -> None:
    for system in systems():
        assert system.charts
        for chart in system.charts:
            assert chart.source
            assert chart.confidence in ("H", "M", "L")
