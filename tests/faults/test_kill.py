from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from release_lab import at_step, die, in_child, old_folder, recover, release, version, vouched

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
HERE = Path(__file__).parent
LOOP = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from release_lab import release
turn = 0
while True:
    release(Path(sys.argv[1]), str(turn))
    turn += 1
    print(turn, flush=True)
"""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("start", ["old", "empty"])
def test_killed_at_every_step_there_is_the_next_start_finds_the_old_files_or_the_new(
    tmp_path: Path, start: str, after: bool
) -> None:
    ends = []
    for step in range(1, 200):
        folder = tmp_path / str(step)
        folder.mkdir()
        if start == "old":
            old_folder(folder)

        def work(step: int = step, folder: Path = folder) -> None:
            at_step(step, die, after=after)
            release(folder, "new")

        code = in_child(work)
        assert vouched(folder)
        recover(folder)
        ends.append(version(folder))
        if code == 0:
            break
        assert code == -signal.SIGKILL
    before = "old" if start == "old" else None
    assert set(ends) == {before, "new"}
    assert ends == sorted(ends, key=lambda end: end == "new")  # once committed, never back
    assert len(ends) > 30


def test_killed_again_while_recovering_it_still_ends_whole(tmp_path: Path) -> None:
    rounds = 0
    for first in range(24, 56, 4):
        for second in range(1, 12, 2):
            folder = tmp_path / f"{first}-{second}"
            folder.mkdir()
            old_folder(folder)

            def work(step: int = first, folder: Path = folder) -> None:
                at_step(step, die, after=False)
                release(folder, "new")

            def again(step: int = second, folder: Path = folder) -> None:
                at_step(step, die, after=True)
                recover(folder)

            if in_child(work) == 0:
                break
            in_child(again)
            assert vouched(folder)
            recover(folder)
            assert version(folder) in ("old", "new")
            rounds += 1
    assert rounds > 25


def test_killed_while_undoing_a_refused_move_it_still_ends_whole(tmp_path: Path) -> None:
    def refuse(_: str) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    kills = 0
    for refused in range(30, 46, 3):
        for gap in range(1, 14, 2):
            folder = tmp_path / f"{refused}-{gap}"
            folder.mkdir()
            old_folder(folder)

            def work(refused: int = refused, gap: int = gap, folder: Path = folder) -> None:
                at_step(refused, refuse, after=False)
                at_step(refused + gap, die, after=True)
                release(folder, "new")

            kills += in_child(work) == -signal.SIGKILL
            assert vouched(folder)
            recover(folder)
            assert version(folder) in ("old", "new")
    assert kills > 25


def test_twenty_five_kills_at_random_moments(tmp_path: Path) -> None:
    rng = random.Random(20261122)
    seen = set()
    for _ in range(25):
        child = subprocess.Popen(
            [sys.executable, "-c", LOOP, str(tmp_path / "out")],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.random() * 0.08)
        child.kill()
        child.wait()
        child.stdout.close()
        assert vouched(tmp_path / "out")
        recover(tmp_path / "out")
        seen.add(version(tmp_path / "out"))
    assert None not in seen


def test_a_release_sweeps_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    def work() -> None:
        at_step(12, die, after=True)
        release(tmp_path, "new")

    (tmp_path / ".ringgen-notes").write_text("a file of the user's")
    assert in_child(work) == -signal.SIGKILL
    assert len(list(tmp_path.glob(".ringgen-*"))) == 2
    release(tmp_path, "newer")
    assert [p.name for p in tmp_path.glob(".ringgen-*")] == [".ringgen-notes"]
    (tmp_path / ".ringgen-notes").unlink()
    assert version(tmp_path) == "newer"
