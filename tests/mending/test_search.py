"""The search for a way out, on a bench whose rings fail by rules written here: it must find what they leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mending.test_offers import failed, loaded

from ringgen.design.resolve import resolve
from ringgen.errors import BuildError
from ringgen.findings import Finding
from ringgen.mending.search import MOST_DRAFTS, Kept, Mended, allowed, way_out
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text

Rule = Callable[[Spec], Sequence[Finding]]


@dataclass
class Ruled:
    """A bench that builds nothing: drafts fail by one rule, rings by another."""

    drafts: Rule
    rings: Rule
    tried: list[str] = field(default_factory=list)

    def progress(self, said: str) -> None:
        self.tried.append(said)

    def draft(self, ring: Loaded) -> Sequence[Finding]:
        return self.drafts(ring.spec)

    def make(self, ring: Loaded) -> Sequence[Finding]:
        return self.rings(ring.spec)


def sought(rule: Rule, rings: Rule | None = None, kept: Kept = lambda _: False) -> tuple[Mended | None, Ruled]:
    bench, ring = Ruled(rule, rings or rule), loaded()
    return way_out(ring, resolve(ring.spec), rule(ring.spec), bench, kept), bench


def head(spec: Spec) -> str:
    return spec.settings[0].type


def test_what_a_check_asks_for_is_tried_first() -> None:
    found, _ = sought(lambda s: () if s.band.width >= 3 else [failed("shank", "band.width=3.1")])
    assert found == Mended(("band.width=3.1",), 2)  # one draft, and the ring in earnest


def test_two_faults_are_mended_one_after_the_other() -> None:
    def rule(s: Spec) -> list[Finding]:
        found = [] if head(s) == "bezel" else [failed("centre prong 1", check="prong")]
        return found if s.band.shank.style == "straight" else [*found, failed("shank arm")]

    found, _ = sought(rule)
    assert found is not None
    assert set(found.changes) == {"settings.centre.type=bezel", "band.shank=straight"}


def test_another_head_does_not_carry_the_fields_of_the_first() -> None:
    def rule(s: Spec) -> list[Finding]:
        if head(s) != "prong":
            return []
        thick = getattr(s.settings[0].params, "diameter", None) == 1.2
        found = [failed("centre prong 1", "settings.centre.diameter=1.2", "grip"), failed("centre prong 2")]
        return found[1:] if thick else found

    found, _ = sought(rule)
    assert found is not None
    assert found.changes == ("settings.centre.type=bezel",)


def test_where_no_change_alone_passes_the_nearest_miss_is_gone_on_from() -> None:
    def rule(s: Spec) -> list[Finding]:
        short = 3.4 - s.band.width  # no offer widens a band of 2.4 mm by more than that; two of them do
        wall = replace(failed("shank"), measured=0.6 - 0.3 * short - (s.band.thickness < 2.1) * 0.2)
        return [] if short <= 0 and s.band.thickness >= 2.1 else [wall]

    found, _ = sought(rule)
    assert found is not None
    assert {"band.width=3.40", "band.thickness=2.10"} <= set(found.changes)


def test_the_last_resort_takes_with_it_what_its_own_checks_ask_for() -> None:
    def rule(s: Spec) -> list[Finding]:
        if head(s) != "peg":
            return [failed("centre prong 1")]
        return [] if s.band.width > 3 else [failed("shank", "band.width=3.1")]

    found, _ = sought(rule)
    assert found is not None
    assert found.changes == ("settings.centre.type=peg", "band.width=3.1")


def test_a_draft_that_passes_is_not_offered_until_the_ring_does() -> None:
    def rings(s: Spec) -> list[Finding]:
        return [] if s.band.width >= 3 else [failed("shank")]

    found, _ = sought(lambda s: () if s.band.thickness > 1.8 else [failed("shank")], rings)
    assert found is None or "band.width" in str(found.changes)
    found, _ = sought(lambda s: () if s.band.width > 2.4 else [failed("shank")], rings)
    assert found is not None
    assert found.changes == ("band.width=3.40", "band.top.width=3.20")


def test_nothing_is_offered_where_nothing_passes_and_the_search_ends() -> None:
    found, bench = sought(lambda s: [failed("shank")])
    assert found is None
    assert 10 < len(bench.tried) <= MOST_DRAFTS + 1


def test_what_the_kernel_refuses_is_sought_with_rings_in_earnest() -> None:
    def rings(s: Spec) -> Sequence[Finding]:
        if s.settings[0].params.lift is None:  # type: ignore[attr-defined]
            raise BuildError("two bodies")
        return ()

    ring = loaded()
    found = way_out(ring, resolve(ring.spec), (), Ruled(lambda s: (), rings))
    assert found is not None
    assert [c.partition("=")[0] for c in found.changes] == ["settings.centre.lift"]


def test_a_field_that_a_weight_is_met_by_is_not_set() -> None:
    from mending.test_offers import SPLIT

    ring = loaded('weight = "4 g"\n' + SPLIT)
    bench = Ruled(lambda s: () if s.band.thickness > 1.8 else [failed("shank", "band.thickness=2")], lambda s: ())
    found = way_out(ring, resolve(ring.spec), bench.drafts(ring.spec), bench)
    assert found is None


def test_what_is_kept_is_not_changed_and_another_way_is_found() -> None:
    def rule(s: Spec) -> list[Finding]:
        return [] if s.band.width >= 3 or s.band.thickness >= 2.3 else [failed("shank", "band.width=3.1")]

    found, _ = sought(rule, kept=lambda field: field == "band.width")
    assert found is not None
    assert {c.partition("=")[0] for c in found.changes} >= {"band.thickness"}
    assert not any(c.startswith("band.width=") for c in found.changes)


def test_nothing_is_found_where_all_is_kept() -> None:
    found, bench = sought(
        lambda s: [] if s.band.width >= 3 else [failed("shank", "band.width=3.1")], kept=lambda _: True
    )
    assert found is None
    assert bench.tried == []


def test_what_the_design_refuses_is_set_to_what_it_takes_unless_it_is_kept() -> None:
    ring = read_text(Text('size = "US 7"\nmetal = "18k-yellow"\nband = {thickness = 0.9}\n', "thin", ".toml"))
    assert allowed(ring, lambda _: False) == ("band.thickness=1",)
    assert allowed(ring, ring.pinned) == ()
    assert allowed(loaded(), lambda _: False) == ()
