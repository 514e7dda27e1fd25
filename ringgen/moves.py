"""Moves of several files that are carried out whole or undone whole, even by the next process if this one is killed.

A *private folder* lies inside the output folder and holds `new/` (the files to come), `old/` (links to those they
replace) and, from the commit point on, a journal. `ringgen.files` tells the whole story; only it uses this.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ringgen.filenames import PRIVATE, plain

try:
    import fcntl
except ImportError:  # no locks on folders there: a private folder is taken for dead by its age alone
    fcntl = None  # type: ignore[assignment]

_JOURNAL = "journal.json"
_UNDO = "undo.json"
_LOCK_WAIT_S = 30.0
_DEAD_AFTER_S = 24 * 3600.0


@dataclass(frozen=True)
class Move:
    """One file's move: a new file comes under `name` (or none does), and whether there was one before."""

    name: str
    comes: bool
    had: bool


def put(path: Path, data: bytes) -> None:
    """Write bytes to a path a release handed out, down to the disk; OSError when it cannot."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def record(private: Path, moves: list[Move]) -> None:
    """Write the journal; from the moment it has its name, the new files are the ones that count."""
    draft = private / "journal.draft"
    put(draft, json.dumps([asdict(move) for move in moves]).encode())
    for folder in (private / "new", private / "old"):
        sync_folder(folder)
    os.replace(draft, private / _JOURNAL)
    sync_folder(private)
    sync_folder(private.parent)


def settle(private: Path, folder: Path) -> OSError | None:
    """Carry out the journal if there is one; if that fails, undo it and return why. OSError if neither can be done."""
    journal, undo = private / _JOURNAL, private / _UNDO
    failure = None
    if journal.exists():
        try:
            _forward(private, folder, _read(journal))
            sync_folder(folder)
            journal.unlink()
        except OSError as error:
            failure = error
            os.replace(journal, undo)
            sync_folder(private)
    if undo.exists():
        _back(private, folder, _read(undo))
        sync_folder(folder)
        undo.unlink()
    return failure


def unsettled(private: Path) -> bool:
    """True while a private folder holds a journal that was neither carried out nor undone."""
    return (private / _JOURNAL).exists() or (private / _UNDO).exists()


def recover(folder: Path) -> None:
    """Settle and sweep every private folder whose process is dead; the caller holds the folder's lock."""
    for private in sorted(folder.glob(f"{PRIVATE}*")):
        if private.is_symlink() or not private.is_dir():
            continue
        try:
            held = hold(private)
        except BlockingIOError:
            continue
        try:
            if held is not None or time.time() - private.stat().st_mtime > _DEAD_AFTER_S:
                settle(private, folder)
                shutil.rmtree(private, ignore_errors=True)
        finally:
            if held is not None:
                os.close(held)


def _read(journal: Path) -> list[Move]:
    moves = [Move(**line) for line in json.loads(journal.read_bytes())]
    return [Move(plain(move.name), move.comes, move.had) for move in moves]


def _forward(private: Path, folder: Path, moves: list[Move]) -> None:
    """Move the new files to their final names, the seal last; safe to repeat after a kill at any point of it."""
    new = private / "new"
    if moves and (new / moves[-1].name).exists():
        (folder / moves[-1].name).unlink(missing_ok=True)
    for move in moves:
        if not move.comes:
            (folder / move.name).unlink(missing_ok=True)
        elif (new / move.name).exists():
            os.replace(new / move.name, folder / move.name)


def _back(private: Path, folder: Path, moves: list[Move]) -> None:
    """Give every name the file it had before, or none, the seal last; safe to repeat after a kill too."""
    seal = moves[-1]
    if not seal.had or os.path.lexists(private / "old" / seal.name):
        (folder / seal.name).unlink(missing_ok=True)
    for move in moves:
        if os.path.lexists(private / "old" / move.name):
            os.replace(private / "old" / move.name, folder / move.name)
        elif not move.had:
            (folder / move.name).unlink(missing_ok=True)


def hold(folder: Path) -> int | None:
    """Lock a folder until the returned descriptor is closed; BlockingIOError if another holds it, None if none can."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # some network disks know no locks
        os.close(handle)
        return None
    return handle


def hold_file(handle: int) -> bool:
    """Lock an open file until it is closed; False if another process holds it. Where there are no locks, True."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network disks know no locks
        return True
    return True


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one process at a time moves files in a folder; the others wait, for half a minute at most."""
    patience = time.monotonic() + _LOCK_WAIT_S
    while True:
        try:
            handle = hold(folder)
            break
        except BlockingIOError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.01)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk, where the system lets folders be opened at all."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)
