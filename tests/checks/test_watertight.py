"""Every way a mesh can fail to close, each made from a sound box by one change."""

from __future__ import annotations

import numpy as np
from bodies import as_file, box, tri
from manifold3d import Manifold

from ringgen.catalog.rules import load_rules
from ringgen.checks import watertight
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

BOX = tri(box(4, 3, 2))  # 12 faces, 18 edges


def found(triangles: np.ndarray) -> Finding:
    (finding,) = watertight.check(as_file(triangles), Subject(None, load_rules()))
    return finding


def test_a_closed_box_passes() -> None:
    assert (found(BOX).status, found(BOX).measured) == ("pass", 0.0)


def test_a_missing_face_leaves_three_open_edges() -> None:
    finding = found(BOX[1:])
    assert (finding.status, finding.measured) == ("fail", 3.0)
    assert finding.message == "3 open edges"
    assert finding.point_mm is not None


def test_a_reversed_face_is_wound_against_its_neighbours() -> None:
    turned = BOX.copy()
    turned[0] = turned[0, ::-1]
    assert found(turned).status == "fail"
    assert "3 edges where the faces on both sides are wound against each other" in found(turned).message


def test_a_box_turned_inside_out_fails() -> None:
    assert "inside out" in found(BOX[:, ::-1]).message


def test_a_collapsed_face_fails() -> None:
    flat = np.concatenate([BOX, BOX[:1, (0, 1, 1)]])
    assert "1 collapsed faces" in found(flat).message


def test_two_boxes_that_share_an_edge_fail() -> None:
    pair = Manifold.compose([box(2, 2, 2), box(2, 2, 2).translate((2, 2, 0))])
    finding = found(tri(pair))
    assert finding.status == "fail"
    assert "edges shared by more than two faces" in finding.message


def test_a_gap_of_the_last_bit_is_open() -> None:
    torn = BOX.copy()
    torn[0, 0] += 1e-5
    assert found(torn).status == "fail"
