"""A folder with an old set of files, a new set to replace it, and ways to make the system fail at any step between."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from ringgen import files
from ringgen.errors import WriteError
from ringgen.files import Pending, Release

STEPS = ("replace", "fsync", "link", "unlink", "mkdir", "rmdir", "open", "lstat")
"""The system calls a release goes through; each may be the last one of its process, or fail."""

SIZES = {"a.stl": 40_000, "a.step": 9_000, "a.3mf": 20_000}


def body(tag: str, name: str) -> bytes:
    """Bytes told apart from every other version's and file's at each point of them."""
    seed = hashlib.sha256(f"{tag}/{name}".encode()).digest()
    return (seed * (SIZES[name] // len(seed) + 1))[: SIZES[name]]


def release(folder: Path, tag: str) -> None:
    """Write the whole set of one version, the report with the others' digests last."""
    with Release(folder) as out:
        written = [out.add(Pending.of(n, n.rpartition(".")[2], body(tag, n))) for n in SIZES]
        report = {"tag": tag, "files": {w.path.name: w.sha256 for w in written}}
        out.add(Pending.of("a.report.json", "report", json.dumps(report).encode()))
        out.commit()


def version(folder: Path) -> str | None:
    """Which version lies there whole, None for an empty folder; fails on anything mixed, torn, left over or lost."""
    names = sorted(p.name for p in folder.iterdir())
    if not names:
        return None
    assert names == sorted([*SIZES, "a.report.json"]), names
    report = json.loads((folder / "a.report.json").read_bytes())
    for name in SIZES:
        data = (folder / name).read_bytes()
        assert data == body(report["tag"], name), f"{name} is not of {report['tag']}"
        assert hashlib.sha256(data).hexdigest() == report["files"][name]
    return str(report["tag"])


def vouched(folder: Path) -> bool:
    """What a reader sees who comes before the next start: any report there is true of the files beside it."""
    report = folder / "a.report.json"
    if not report.exists():
        return True
    said = json.loads(report.read_bytes())["files"]
    return all(hashlib.sha256((folder / n).read_bytes()).hexdigest() == digest for n, digest in said.items())


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked process: 0 done, 4 WriteError, 1 any other exception, -9 killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        work()
        code = 0
    except WriteError:
        code = 4
    finally:
        os._exit(code)


def at_step(number: int, then: Callable[[str], None], *, after: bool) -> Callable[[], int]:
    """Make `then` happen at the numbered system call of this process; what is returned tells how many there were."""
    count = 0

    def patched(name: str) -> Callable[..., object]:
        real: Callable[..., object] = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            mine = count == number
            if mine and not after:
                then(name)
            try:
                return real(*args, **kwargs)
            finally:
                if mine and after:
                    then(name)

        return call

    for name in STEPS:
        setattr(os, name, patched(name))
    return lambda: count


def die(_: str) -> None:
    """End this process as a power cut would: no handler, no clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


def old_folder(folder: Path) -> Path:
    """A folder with the old version released in it."""
    release(folder, "old")
    return folder


def recover(folder: Path) -> None:
    """What the next start in that folder does first."""
    files.recover(folder)
