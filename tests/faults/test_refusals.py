from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from release_lab import at_step, in_child, old_folder, recover, release, version, vouched

from ringgen import files
from ringgen.errors import WriteError
from ringgen.files import Pending

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SET_BYTES = 40_000 + 9_000 + 20_000


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_refused_at_any_one_step_the_old_files_stay_or_the_new_are_whole(tmp_path: Path, number: int) -> None:
    def refuse(_: str) -> None:
        raise OSError(number, os.strerror(number))

    codes = []
    for step in range(1, 200):
        folder = tmp_path / str(step)
        folder.mkdir()
        old_folder(folder)
        reached = tmp_path / f"{step}.reached"

        def work(step: int = step, folder: Path = folder, reached: Path = reached) -> None:
            count = at_step(step, refuse, after=False)
            try:
                release(folder, "new")
            finally:
                if count() >= step:
                    reached.touch()

        code = in_child(work)
        if not reached.exists():
            break
        assert code in (0, 4)
        assert vouched(folder)
        recover(folder)
        assert version(folder) == "new" if code == 0 else version(folder) in ("old", "new")
        codes.append(code)
    assert codes.count(4) > 25


def message(folder: Path, name: str = "a.stl", data: bytes = b"mesh") -> str:
    with pytest.raises(WriteError) as caught:
        files.commit(folder, [Pending.of(name, "stl", data)])
    assert caught.value.exit_code == 4
    return str(caught.value)


def test_a_missing_parent_folder_is_named_and_not_made(tmp_path: Path) -> None:
    text = message(tmp_path / "missing" / "out")
    assert str(tmp_path / "missing" / "out") in text
    assert "does not exist (ENOENT)" in text
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    assert "(ENOTDIR)" in message(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    old_folder(tmp_path)
    (tmp_path / "a.step").unlink()
    (tmp_path / "a.step").mkdir()
    with pytest.raises(WriteError, match=r"a\.step: a folder of that name is in the way \(EISDIR\)"):
        release(tmp_path, "new")
    assert b"old" in (tmp_path / "a.report.json").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.3mf", "a.report.json", "a.step", "a.stl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    assert "device" in message(Path("/dev"), "full")
    (tmp_path / "a.stl").symlink_to("/dev/full")
    assert "device" in message(tmp_path)
    assert (tmp_path / "a.stl").is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_writer_that_meets_a_full_device(tmp_path: Path) -> None:
    old_folder(tmp_path)

    def write(path: Path) -> None:
        path.symlink_to("/dev/full")
        files.put(path, b"mesh")

    with pytest.raises(WriteError, match=r"a\.stl: the disk is full \(ENOSPC\)"):
        files.commit(tmp_path, [Pending("a.stl", "stl", write)])
    assert version(tmp_path) == "old"


def test_a_writer_that_says_nothing_and_writes_nothing(tmp_path: Path) -> None:
    for write in (lambda path: None, lambda path: path.touch(), lambda path: path.symlink_to("/dev/null")):
        with pytest.raises(WriteError, match=r"a\.stl"):
            files.commit(tmp_path, [Pending("a.stl", "stl", write)])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    out = old_folder(tmp_path / "out")
    tmp_path.chmod(0o755)
    out.chmod(0o555)

    def work() -> None:
        inside = out
        if os.geteuid() == 0:  # root may write anywhere: become nobody, with this folder as the whole world
            os.chroot(tmp_path)
            os.setuid(65534)
            inside = Path("/out")
        with pytest.raises(WriteError, match=r"no permission to write there \(EACCES\)") as caught:
            release(inside, "new")
        raise caught.value

    assert in_child(work) == 4
    out.chmod(0o755)
    assert version(out) == "old"


@pytest.mark.parametrize("limit", [0, 1, 100, 4_096, 8_999, 19_999, 39_999])
def test_a_file_larger_than_the_system_allows(tmp_path: Path, limit: int) -> None:
    resource = pytest.importorskip("resource")
    old_folder(tmp_path)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        release(tmp_path, "new")

    assert in_child(work) == 4
    assert version(tmp_path) == "old"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("room", range(0, 160_000, 8_000))
def test_a_disk_with_little_room_left(small_disk: Path, room: int) -> None:
    out = old_folder(small_disk / "out")
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"x" * max(free - room, 0))
    try:
        release(out, "new")
    except WriteError as error:
        words = str(error)
    else:
        words = "written"
    full = "the disk is full (ENOSPC)" in words
    assert full or words == "written"
    assert full or room > SET_BYTES
    assert not full or room < SET_BYTES * 1.4  # pages, the journal and the report come on top
    assert version(out) == ("old" if full else "new")
