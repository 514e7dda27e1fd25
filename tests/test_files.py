from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringgen import files
from ringgen.errors import WriteError
from ringgen.files import Pending, Release


def pending(name: str, data: bytes) -> Pending:
    return Pending.of(name, name.rpartition(".")[2], data)


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@given(st.text(max_size=200))
def test_a_slug_is_always_a_safe_stem(name: str) -> None:
    stem = files.slug(name)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?", stem)
    assert files.slug(stem) == stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ana solitaire", "ana-solitaire"),
        ("../../x", "x"),
        ("/etc/passwd", "etc-passwd"),
        ("Élodie & Zoë", "elodie-zoe"),
        ("Straße 7", "strasse-7"),
        ("CON", "con-ring"),
        ("lpt1", "lpt1-ring"),
        ("", "ring"),
        ("  ", "ring"),
        ("a" * 300, "a" * 64),
        ("a\0b", "a-b"),
    ],
)
def test_slugs_people_would_expect(name: str, stem: str) -> None:
    assert files.slug(name) == stem


def test_names_without_a_letter_of_ascii_stay_apart() -> None:
    first, second = files.slug("指輪"), files.slug("婚約指輪")
    assert first != second
    assert first.startswith("ring-")


def test_a_set_is_written_with_its_sizes_and_digests(tmp_path: Path) -> None:
    written = files.commit(tmp_path / "out", [pending("a.stl", b"mesh"), pending("a.report.json", b"{}")])
    assert [w.path for w in written] == [tmp_path / "out" / "a.stl", tmp_path / "out" / "a.report.json"]
    assert content(tmp_path / "out") == {"a.stl": b"mesh", "a.report.json": b"{}"}
    assert (written[0].bytes, written[0].sha256) == (4, hashlib.sha256(b"mesh").hexdigest())


def test_nothing_shows_before_the_commit_and_nothing_stays_without_it(tmp_path: Path) -> None:
    with Release(tmp_path / "out") as release:
        staged = release.add(pending("a.stl", b"mesh"))
        assert staged.path.read_bytes() == b"mesh"
        assert not (tmp_path / "out" / "a.stl").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_withheld_file_leaves_the_old_one_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    files.commit(tmp_path, [pending("a.stl", b"old"), pending("a.step", b"old"), pending("a.report.json", b"old")])
    with Release(tmp_path) as release:
        release.add(pending("a.stl", b"new"))
        release.withhold("a.stl")
        release.add(pending("a.report.json", b"new"))
        release.remove("a.step")
        release.commit()
    assert content(tmp_path) == {"a.stl": b"old", "a.report.json": b"new"}


def test_the_report_is_taken_away_first_and_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.commit(tmp_path, [pending("a.stl", b"old"), pending("a.report.json", b"old")])
    seen = []
    real = os.replace

    def watched(source: Path, target: Path) -> None:
        if Path(target).parent == tmp_path:
            seen.append((Path(target).name, (tmp_path / "a.report.json").exists()))
        real(source, target)

    monkeypatch.setattr(os, "replace", watched)
    files.commit(tmp_path, [pending("a.stl", b"new"), pending("a.report.json", b"new")])
    assert seen == [("a.stl", False), ("a.report.json", False)]


@pytest.mark.parametrize("name", ["../x.stl", "a/b", "..", "", "/etc/x", "a\0", ".ringgen-x"])
def test_only_plain_names_are_written(tmp_path: Path, name: str) -> None:
    with Release(tmp_path) as release, pytest.raises(WriteError, match="plain file name"):
        release.add(pending(name, b"x"))


def test_a_link_is_replaced_and_what_it_points_at_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.stl").symlink_to(outside)
    files.commit(out, [pending("a.stl", b"mesh")])
    assert outside.read_bytes() == b"precious"
    assert (out / "a.stl").read_bytes() == b"mesh"
    assert not (out / "a.stl").is_symlink()


def test_a_file_that_does_not_verify_is_not_written(tmp_path: Path) -> None:
    def verify(path: Path) -> None:
        raise WriteError("3 triangles of 4")

    with pytest.raises(WriteError, match=r"a\.stl: 3 triangles of 4"):
        files.commit(tmp_path, [Pending("a.stl", "stl", lambda path: files.put(path, b"x"), verify)])
    assert content(tmp_path) == {}


def test_a_file_changed_after_it_was_measured_is_not_released(tmp_path: Path) -> None:
    with Release(tmp_path) as release:
        staged = release.add(pending("a.stl", b"mesh"))
        staged.path.write_bytes(b"other")
        with pytest.raises(WriteError, match="changed after it was measured"):
            release.commit()
    assert content(tmp_path) == {}


def test_save_writes_one_file_under_a_persons_own_name(tmp_path: Path) -> None:
    files.save(tmp_path / "My Ring.toml", b"name = 'x'\n")
    assert content(tmp_path) == {"My Ring.toml": b"name = 'x'\n"}


def test_another_release_under_way_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    with Release(tmp_path) as first:
        first.add(pending("a.stl", b"first"))
        files.commit(tmp_path, [pending("b.stl", b"second")])
        first.commit()
    assert content(tmp_path) == {"a.stl": b"first", "b.stl": b"second"}
