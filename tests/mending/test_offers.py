"""What is offered for a refused ring: from the fields that plug-ins declare, never what the client brought."""

from __future__ import annotations

from ringgen.design.resolve import resolve
from ringgen.findings import Finding
from ringgen.mending.offers import brought, fixes, offers, other_kinds
from ringgen.settings import heads
from ringgen.spec.change import Changes, field_of
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.sources import Text

SPLIT = """
size = "US 6"
metal = "14k-yellow"
band = {width = 2.4, top = {width = 2.2}, shank = "split"}
[[settings]]
id = "centre"
type = "prong"
stone = {cut = "round", diameter = 5.0}
"""


def loaded(text: str = SPLIT) -> Loaded:
    return read_text(Text(text, "test", ".toml"))


def failed(part: str, fix: str | None = None, check: str = "wall") -> Finding:
    return Finding(check, "fail", 0.5, 0.6, part=part, fix=fix)


def offered(part: str) -> list[Changes]:
    spec = loaded().spec
    return list(offers(spec, resolve(spec), [failed(part)]))


def test_what_the_checks_reckoned_is_taken_once_for_a_field() -> None:
    found = [failed("a", "band.width=3"), failed("b", "band.width=4"), failed("c"), failed("d", "band.thickness=2")]
    assert fixes(found) == ("band.width=3", "band.thickness=2")
    assert fixes([Finding("wall", "warn", 0.7, 0.8, fix="band.width=3")]) == ()


def test_a_fault_of_a_head_is_sought_in_the_head_first_one_of_the_hoop_in_the_hoop() -> None:
    assert field_of(offered("centre prong 1")[0][0]) == "settings.centre.lift"
    assert field_of(offered("shank arm")[0][0]) == "band.thickness"


def test_a_wider_band_is_wider_at_its_top_too() -> None:
    wider = next(c for c in offered("shank") if field_of(c[0]) == "band.width")
    assert wider == ("band.width=2.80", "band.top.width=2.60")


def test_a_plain_hoop_is_among_them() -> None:
    assert ("band.shank=straight",) in offered("centre prong 1")


def test_the_last_resort_is_every_other_head_on_the_hoop_as_it_is_and_on_a_plain_one() -> None:
    found = list(other_kinds(loaded().spec, [failed("centre prong 1")]))
    for name in heads():
        alone, plain = (f"settings.centre.type={name}",), (f"settings.centre.type={name}", "band.shank=straight")
        assert (alone in found, plain in found) == (name != "prong", name != "prong")


def test_every_offer_is_a_spec_or_a_refusal_never_a_word_nobody_knows() -> None:
    ring = loaded()
    for changes in offered("centre prong 1"):
        ring.over(changes)


def test_what_the_client_brought_is_left_alone() -> None:
    assert all(map(brought, ("size=US 7", "metal=gold", "settings.centre.stone.cut=oval", "making.rules=x")))
    assert not any(brought(c) for changes in offered("centre prong 1") for c in changes)
