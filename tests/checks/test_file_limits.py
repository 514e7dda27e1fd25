"""What a house says of the file itself: size of the part, triangles, bytes; silent where it says nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

from ringgen.catalog.rules import Rules, load_rules
from ringgen.checks import file_size, size_of_part, triangles
from ringgen.checks.meshfile import MeshFile, read_mesh
from ringgen.checks.subject import Subject


def box(*sides: float, path: Path = Path("box.stl")) -> MeshFile:
    mesh = trimesh.creation.box(extents=sides)
    return MeshFile(path, "stl", np.asarray(mesh.triangles, np.float64))


def by(house: str) -> Subject:
    return Subject(None, load_rules(house), "gold")


@pytest.mark.parametrize(
    ("sides", "failing"),
    [
        ((30.0, 50.0, 70.0), []),
        ((70.0, 30.0, 50.0), []),  # a part may be turned
        ((31.0, 50.0, 70.0), ["shortest"]),
        ((20.0, 51.0, 71.0), ["middle", "longest"]),
        ((60.0, 60.0, 60.0), ["shortest", "middle"]),
    ],
)
def test_the_sides_in_their_order_against_30_by_50_by_70(sides: tuple[float, ...], failing: list[str]) -> None:
    found = size_of_part.check(box(*sides), by("cooksongold"))
    assert [f.kind for f in found if f.status == "fail"] == failing
    assert [f.measured for f in found] == sorted(sides)


def test_the_three_sides_together_against_10() -> None:
    (small,) = size_of_part.check(box(2.0, 3.0, 4.9), by("planfab"))
    assert (small.status, small.measured, small.limit) == ("fail", 9.9, 10.0)
    (enough,) = size_of_part.check(box(2.0, 3.0, 5.0), by("planfab"))
    assert enough.status == "pass"


def test_triangles_and_bytes_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "box.stl"
    path.write_bytes(trimesh.creation.box(extents=(5, 5, 5)).export(file_type="stl"))
    mesh, rules = read_mesh(path), load_rules("shapeways-gold")
    assert [f.measured for f in triangles.check(mesh, Subject(None, rules))] == [12.0]
    assert [f.measured for f in file_size.check(mesh, Subject(None, rules))] == [0.0]  # 684 bytes of 64 MB
    few = _with(rules, triangles=11.0, **{"file-size": 0.0005})
    assert triangles.check(mesh, Subject(None, few))[0].status == "fail"
    assert file_size.check(replace(mesh, path=path), Subject(None, few))[0].status == "pass"


def _with(rules: Rules, **limits: float) -> Rules:
    return replace(rules, rows=tuple(replace(r, value=limits.get(r.check, r.value)) for r in rules.rows))


def test_they_say_nothing_where_the_rules_do_not() -> None:
    mesh, subject = box(500.0, 500.0, 500.0), by("cast-standard")
    assert [*size_of_part.check(mesh, subject), *triangles.check(mesh, subject), *file_size.check(mesh, subject)] == []
