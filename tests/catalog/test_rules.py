from __future__ import annotations

from pathlib import Path

import pytest

from ringgen import plugins
from ringgen.catalog.metals import metals
from ringgen.catalog.rules import BENCH, is_file, known_checks, load_rules, rule_ids
from ringgen.errors import InputError
from ringgen.spec.load import load

CHECKS = (
    *("wall", "watertight", "shells", "bore", "prong", "grip", "seat-share"),
    *("bezel-wall", "bezel-lip", "culet", "gap", "band-width", "band-thickness"),
    *("stone-metal", "stone-stone", "tip-height"),
)


def test_every_check_can_refuse() -> None:
    for check in CHECKS:
        assert any(row.severity == "fail" for row in load_rules().limits(check)), check


def test_weak_sources_never_refuse() -> None:
    for rules_id in rule_ids():
        for row in load_rules(rules_id).rows:
            assert row.source
            assert row.severity == "warn" or row.confidence in ("H", "M"), row


def test_a_groups_own_row_takes_the_general_ones_place() -> None:
    # Stuller asks 0.8 mm openings in platinum; 0.3 (i.materialise) elsewhere.
    rules = load_rules()
    assert [r.value for r in rules.limits("gap", "gold")] == [0.2, 0.3]
    assert [r.value for r in rules.limits("gap", "platinum")] == [0.2, 0.8]
    row = rules.limit("band-thickness", "platinum", "warn")
    assert row is not None
    assert row.value == 1.6
    groups = {m.group for m in metals()}
    assert all(set(r.groups) <= groups for r in rules.rows)


def test_rows_for_a_kind_of_stone_stand_for_it_alone() -> None:
    rules = load_rules()
    assert [(r.severity, r.direction, r.value) for r in rules.limits("bezel-lip")] == [
        ("fail", "max", 0.75),
        ("fail", "min", 0.5),
    ]
    assert [(r.severity, r.value) for r in rules.limits("bezel-lip", "gold", "domed")] == [
        ("fail", 0.25),
        ("warn", 0.34),
    ]
    assert [r.value for r in rules.limits("culet", "gold", "domed")] == [0.5]  # no row of its own: the general one


def test_beads_that_stones_share_have_limits_of_their_own() -> None:
    # JewelCraft: micro prongs between stones 0.3, prongs of melee 0.4.
    assert [(r.severity, r.value) for r in load_rules().limits("prong", "", "melee")] == [("fail", 0.3), ("warn", 0.4)]


def test_warnings_come_before_refusals() -> None:
    for check in CHECKS:
        rows = load_rules().limits(check)
        for warn in (r for r in rows if r.severity == "warn"):
            for fail in (r for r in rows if r.severity == "fail" and r.direction == warn.direction):
                assert warn.broken_by(fail.value) or warn.value == fail.value


def test_breaking_a_limit() -> None:
    wall = load_rules().limit("wall")
    assert wall is not None
    assert (wall.broken_by(0.6), wall.broken_by(0.599), wall.broken_by(float("nan"))) == (False, True, True)


def test_unknown_rules() -> None:
    with pytest.raises(InputError, match="did you mean cast-standard"):
        load_rules("cast-standart")
    with pytest.raises(InputError):
        load_rules("../sizes")


# What the houses' own pages state, mm, as gathered from them: house, check, metal, kind, limit.
STATED = (
    ("hms", "wall", "gold", "", 0.6),
    ("hms", "wall", "silver", "", 0.8),
    ("gemwares", "wall", "gold", "", 0.8),
    ("gemwares", "prong", "gold", "", 0.6),
    ("morris-watson", "wall", "gold", "", 0.4),
    ("morris-watson", "gap", "gold", "", 0.2),
    ("cooksongold", "size-of-part", "gold", "longest", 70.0),
    ("imaterialise", "band-width", "silver", "", 1.0),
    ("imaterialise", "size-of-part", "gold", "longest", 125.0),
    ("shapeways-gold", "gap", "platinum", "", 0.3),
    ("shapeways-steel", "wall", "", "", 2.0),
    ("shapeways-silver", "triangles", "silver", "", 1e6),
    ("formlabs-castable-wax", "wall", "", "", 0.3),
    ("flo2-strictest", "gap", "platinum", "", 0.8),
    ("sculpteo", "wall", "base", "", 0.8),
)


@pytest.mark.parametrize(("house", "check", "group", "kind", "value"), STATED)
def test_a_house_s_own_number_refuses(house: str, check: str, group: str, kind: str, value: float) -> None:
    rows = [r for r in load_rules(house).limits(check, group, kind) if r.severity == "fail" and r.whose == house]
    assert [r.value for r in rows] == [value]


def test_every_set_begins_at_the_bench_and_names_only_what_there_is() -> None:
    checks, groups = set(plugins.names("ringgen.checks")), {m.group for m in metals()}
    for rules_id in rule_ids():
        rules = load_rules(rules_id)
        assert rules.extends == (None if rules_id == BENCH else BENCH)
        assert rules.date
        assert {row.check for row in load_rules(BENCH).rows} <= {row.check for row in rules.rows}
        for row in rules.rows:
            assert row.check in checks
            assert row.unit in known_checks()[row.check]
            assert set(row.groups) <= groups
            assert row.whose in (rules_id, BENCH)
        assert len({row.place for row in rules.rows}) == len(rules.rows)


def test_a_bead_is_held_to_the_bench_not_to_a_house_s_prongs() -> None:
    for house in ("gemwares", "shapeways-gold", "flo2-strictest"):
        assert {row.whose for row in load_rules(house).limits("prong", "gold", "melee")} == {BENCH}


SHOP = """extends = "stuller"
name = "Our shop"
drop = ["snag"]

[[limit]]
check = "wall"
value = 0.7

[[limit]]
check = "prong"
value = 0.9
severity = "warn"
groups = ["gold"]
"""


def shop(folder: Path, text: str = SHOP, name: str = "shop.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_shop_s_file_begins_with_a_house_and_changes_three_lines(tmp_path: Path) -> None:
    rules, stuller = load_rules(shop(tmp_path)), load_rules("stuller")
    assert (rules.id, rules.name, rules.terms, rules.mesh_deviation_mm) == ("shop", "Our shop", stuller.terms, 0.01)
    assert [(r.value, r.whose, r.source) for r in rules.limits("wall")] == [(0.7, "shop", "the shop's own")]
    assert [r.value for r in rules.limits("prong", "gold")] == [0.9]
    assert rules.limits("prong", "silver") == ()
    assert rules.limits("snag") == ()
    assert stuller.limits("snag")
    assert rules.limits("gap", "platinum") == stuller.limits("gap", "platinum")


def test_one_shop_s_file_may_begin_with_another_beside_it(tmp_path: Path) -> None:
    shop(tmp_path)
    more = shop(tmp_path, 'extends = "shop.toml"\n[[limit]]\ncheck = "wall"\nvalue = 0.75\n', "more.toml")
    assert [r.value for r in load_rules(more).limits("wall")] == [0.75]
    assert load_rules(more).limits("snag") == ()
    with pytest.raises(InputError, match="deeper"):
        load_rules(shop(tmp_path, 'extends = "round.toml"\n', "round.toml"))


def test_what_a_shop_s_file_says_is_in_the_sum_of_the_spec_and_where_it_lies_is_not(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    for folder in (tmp_path, tmp_path / "other"):
        shop(folder)
        (folder / "ring.toml").write_text('preset = "solitaire/six-prong"\nmaking = {rules = "shop.toml"}\n')
    one, two = (load(folder / "ring.toml") for folder in (tmp_path, tmp_path / "other"))
    assert load_rules(one.spec.making.rules).name == "Our shop"  # wherever this runs, it lies beside the spec
    assert one.sha256 == two.sha256
    shop(tmp_path, SHOP.replace("0.7", "0.71"))
    assert load(tmp_path / "ring.toml").sha256 != one.sha256


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "x"\n', "extends: is needed"),
        ('extends = "stuler"\n', "did you mean stuller"),
        ('extends = "nowhere.toml"\n', "cannot be read"),
        ('extends = "hms"\ndropp = []\n', "did you mean drop"),
        ('extends = "hms"\ndrop = ["wal"]\n', "did you mean wall"),
        ('extends = "hms"\n[[limit]]\ncheck = "wal"\nvalue = 1\n', "limit 1.check: .*did you mean wall"),
        ('extends = "hms"\n[[limit]]\nvalue = 1\n', "limit 1.check: is needed"),
        ('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = "1 mm"\n', "limit 1.value: needs a number"),
        ('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = nan\n', "limit 1.value: needs a number"),
        ('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = 1\nunit = "in"\n', "limit 1.unit: .*mm"),
        ('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = 1\nseverity = "wran"\n', "did you mean warn"),
        ('extends = "hms"\n[[limit]]\ncheck = "wall"\nvalue = 1\ngroups = ["golds"]\n', "did you mean gold"),
        ('extends = "hms"\n[[limit]]\ncheck = "bezel-lip"\nvalue = 1\n', "limit 1.direction: is needed"),
        ('extends = "hms"\n[mesh]\ndeviation_mm = 3\n', "mesh.deviation_mm: .*0.001 to 0.1"),
        ('extends = "hms"\n[terms]\nstones = "inn"\n', "terms.stones: .*did you mean in"),
        ('extends = "hms"\nlimit = 3\n', "limit: is to be a list"),
        ("extends = \n", "cannot be read as rules"),
    ],
)
def test_what_is_wrong_in_a_shop_s_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_rules(shop(tmp_path, text))


def test_a_file_is_told_from_a_name_by_its_suffix() -> None:
    assert is_file("./ours.toml")
    assert not is_file("stuller")


FITTED = """extends = "hms"
[finish.bore]
value = 0.048
uncertainty = 0.004
unit = "mm"
readings = 10
source = "readings.csv"
date = 2026-05-04
[shrink.casting]
value = 0.0163
[shrink.print]
value = -0.0001
"""


def test_a_shop_s_factors_are_read_and_a_spec_may_take_them(tmp_path: Path) -> None:
    rules = load_rules(shop(tmp_path, FITTED))
    assert rules.factors == {"finish": {"bore": 0.048}, "shrink": {"casting": 0.0163, "print": 0.0}}
    text = 'size = "US 7"\nmetal = "silver-925"\nmaking = {rules = "shop.toml", finish = "rules", shrink = "rules"}\n'
    (tmp_path / "ring.toml").write_text(text)
    making = load(tmp_path / "ring.toml").spec.making
    assert (making.finish.bore, making.finish.outside, making.finish.source) == (0.048, None, "shop.toml (shop)")
    assert (making.shrink.casting, making.shrink.print) == (0.0163, 0.0)
    before = load(tmp_path / "ring.toml").sha256
    shop(tmp_path, FITTED.replace("0.0163", "0.0171"))
    assert load(tmp_path / "ring.toml").sha256 != before


def test_factors_that_are_none_or_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"making\.finish: the rules state none"):
        load("solitaire/six-prong", ["making.finish=rules"])
    with pytest.raises(InputError, match=r"making\.shrink: the rules state none \(HMS\)"):
        load("solitaire/six-prong", ["making.rules=hms", "making.shrink=rules"])
    for wrong, said in (
        ("[finish.bor]\nvalue = 1\n", "did you mean bore"),
        ("[shrink.casting]\nvalue = true\n", "shrink.casting.value: needs a number"),
        ("[shrink]\ncasting = 0.01\n", "shrink.casting: is to be a table"),
        ("[shrink.casting]\nvalue = 0.01\nunti = 3\n", "did you mean unit"),
    ):
        with pytest.raises(InputError, match=said):
            load_rules(shop(tmp_path, f'extends = "hms"\n{wrong}'))
