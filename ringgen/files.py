"""The only place that opens a file for writing: a set of files appears whole, or not at all.

How a set is released
1. Every file is written in a private folder `.ringgen-…/new` inside the output folder (so on the same disk), fsynced,
   read back for its size and SHA-256, and verified by its format. Nothing has moved under a final name yet.
2. The files about to be replaced are hard-linked into `.ringgen-…/old`.
3. A journal naming every move is written, fsynced and renamed into place: **the commit point**.
4. The old seal (the last file added: the report) is taken away, the others are renamed one by one, the new seal
   last, and the folder is fsynced. Then the journal goes, then the private folder.

A failure before 3 leaves the old files. A failure after 3 that the process survives (a rename refused) is rolled back
from `old`. One it does not survive (kill -9, power) leaves the journal, and `recover`, which runs at the start of every
release in that folder, rolls it forward to the new files; each of its steps may safely be repeated. Between such a
kill and the next start files of both sets may lie side by side, but then no report does: a report is only ever seen
with the very files whose SHA-256 it carries.

A private folder is held by a lock that dies with its process; `recover` sweeps those nobody holds.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ringgen import moves
from ringgen.errors import WriteError
from ringgen.filenames import PRIVATE, plain, reason, refused, slug
from ringgen.moves import locked, put, sync_folder

__all__ = [
    "Log",
    "Pending",
    "Release",
    "Written",
    "commit",
    "plain",
    "put",
    "reason",
    "recover",
    "refused",
    "save",
    "slug",
]


@dataclass(frozen=True)
class Pending:
    """A file to be written: its plain name, its format id, and what writes and what verifies it at a given path."""

    name: str
    format: str
    write: Callable[[Path], None]
    verify: Callable[[Path], None] | None = None

    @classmethod
    def of(cls, name: str, format_id: str, data: bytes) -> Pending:
        """A file whose bytes are known already; verified by reading them back."""

        def verify(path: Path) -> None:
            if path.read_bytes() != data:
                raise WriteError("it does not read back as it was written")

        return cls(name, format_id, lambda path: put(path, data), verify)


@dataclass(frozen=True)
class Written:
    """A file as written: where it lies (in private until the commit), its size and its SHA-256."""

    path: Path
    format: str
    bytes: int
    sha256: str


def commit(folder: Path | str, files: Sequence[Pending]) -> tuple[Written, ...]:
    """Write a set of files, the seal (the report) last: all of them, or WriteError and the old ones."""
    with Release(folder) as release:
        for pending in files:
            release.add(pending)
        return release.commit()


def save(path: Path | str, data: bytes, format_id: str = "") -> Written:
    """Write one file under a name a person gave: whole, or WriteError and what was there before."""
    path = Path(path)
    return commit(path.parent, [Pending.of(path.name, format_id or path.suffix.lstrip("."), data)])[0]


def recover(folder: Path | str) -> None:
    """Finish what a killed process had committed in a folder, and sweep what it had not; WriteError if it cannot."""
    try:
        with locked(Path(folder)):
            moves.recover(Path(folder))
    except OSError as error:
        raise refused(_named(error, Path(folder)) or folder, error) from error


class Release:
    """A set of files on its way into one folder: `add` them, the seal (the report) last, then `commit`.

    The folder is made if only it is missing, never its parents: a mistyped path is an error, not a new tree.
    Use it in a `with` block: left without a commit, nothing has changed. Every failure is a WriteError.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._made = False
        self._private: Path | None = None
        self._held: int | None = None
        self._files: dict[str, Written | None] = {}

    def __enter__(self) -> Release:
        try:
            self._made = _make(self.folder)
            with locked(self.folder):
                moves.recover(self.folder)
                self._private = Path(tempfile.mkdtemp(prefix=PRIVATE, dir=self.folder))
                self._held = moves.hold(self._private)
                (self._private / "new").mkdir()
                (self._private / "old").mkdir()
        except OSError as error:
            self._close()
            raise refused(self.folder, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def add(self, pending: Pending) -> Written:
        """Write, fsync, read back and verify one file in private; checks may read it at `Written.path`."""
        final = self.folder / plain(pending.name)
        path = self._space / "new" / pending.name
        try:
            _refuse_in_the_way(final)
            pending.write(path)
            written = _read_back(path, pending.format)
            if pending.verify:
                pending.verify(path)
        except OSError as error:
            raise refused(final, error) from error
        except WriteError as error:
            full = "; the disk is full" if shutil.disk_usage(self.folder).free < 65536 else ""
            raise WriteError(f"cannot write {final}: {error}{full}") from error
        self._files.pop(pending.name, None)
        self._files[pending.name] = written
        return written

    def withhold(self, name: str) -> None:
        """Forget a file that was added: what lies under its final name stays as it is."""
        del self._files[name]

    def remove(self, name: str) -> None:
        """Have no file of this name after the commit: a stale one the new report would not vouch for."""
        self._files.pop(name, None)
        self._files = {plain(name): None, **self._files}

    def commit(self) -> tuple[Written, ...]:
        """Move every file under its final name, the last added last; all of them, or WriteError and the old ones."""
        step = self.folder
        try:
            with locked(self.folder):
                planned = []
                for name, written in self._files.items():
                    step = self.folder / name
                    planned.append(_prepare(self._space, self.folder, name, written))
                step = self.folder
                if planned:
                    moves.record(self._space, planned)
                if failure := moves.settle(self._space, self.folder):
                    raise failure
        except OSError as error:
            raise refused(_named(error, self.folder) or step, error) from error
        self._made = False
        files, self._files = self._files, {}
        return tuple(replace(w, path=self.folder / name) for name, w in files.items() if w is not None)

    def aside(self) -> Path:
        """A new folder on the same disk for what is being prepared; it goes with the release."""
        try:
            return Path(tempfile.mkdtemp(dir=self._space))
        except OSError as error:
            raise refused(self.folder, error) from error

    @property
    def _space(self) -> Path:
        if self._private is None:
            raise WriteError(f"cannot write {self.folder}: the release is not open")
        return self._private

    def _close(self) -> None:
        """Leave nothing private behind; a commit that was interrupted half-way (Ctrl-C) is finished first."""
        try:
            if self._private is not None:
                if moves.unsettled(self._private):
                    with locked(self.folder):
                        moves.settle(self._private, self.folder)
                shutil.rmtree(self._private, ignore_errors=True)
        except OSError as error:
            raise refused(_named(error, self.folder) or self.folder, error) from error
        finally:
            if self._held is not None:
                os.close(self._held)
            self._private = self._held = None
            if self._made:
                with contextlib.suppress(OSError):
                    self.folder.rmdir()


def make_folder(folder: Path | str) -> bool:
    """Make a folder if only it is missing, never its parents; True if it had to be made. WriteError if it cannot be."""
    try:
        return _make(Path(folder))
    except OSError as error:
        raise refused(folder, error) from error


class Log:
    """A file that lines are only ever added to, each on the disk before `add` returns; one process at a time holds it.

    What a killed process or a full disk left of a last line is cut off before the next is added.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise refused(self.path, error) from error
        try:
            if not moves.hold_file(self._handle):
                raise WriteError(f"cannot write {self.path}: another ringgen is at work in this folder")
            self._end = len(self.read())
            sync_folder(self.path.absolute().parent)
        except OSError as error:
            os.close(self._handle)
            raise refused(self.path, error) from error
        except WriteError:
            os.close(self._handle)
            raise

    def read(self) -> bytes:
        """Every line that is there whole."""
        data = self.path.read_bytes()
        return data[: data.rfind(b"\n") + 1]

    def add(self, line: bytes) -> None:
        """Add one line. WriteError if it could not be: then it is as if it had never been tried."""
        data = line + b"\n"
        try:
            os.ftruncate(self._handle, self._end)
            os.lseek(self._handle, self._end, os.SEEK_SET)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fsync(self._handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, self._end)
            raise refused(self.path, error) from error
        self._end += len(data)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _make(folder: Path) -> bool:
    """True if the folder had to be made; only its last part ever is."""
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_dir():
            return False
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    sync_folder(folder.absolute().parent)
    return True


def _refuse_in_the_way(path: Path) -> None:
    """OSError unless `path` is free, a plain file, or a link to one (the link is replaced, never followed)."""
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            kind = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(kind):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))


def _read_back(path: Path, format_id: str) -> Written:
    """Force a written file to the disk and read it again, whole."""
    if not path.exists() or not stat.S_ISREG(path.lstat().st_mode):
        raise WriteError("its writer left no plain file")
    with open(path, "r+b") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    if size == 0 or size != path.stat().st_size:
        raise WriteError(f"only {size} bytes of it arrived")
    return Written(path, format_id, size, digest)


def _prepare(private: Path, folder: Path, name: str, written: Written | None) -> moves.Move:
    """Make sure what was measured is what will be moved, and keep a link to what it replaces."""
    target, old = folder / name, private / "old" / name
    if written is not None:
        _refuse_in_the_way(target)
        if _read_back(written.path, written.format) != written:
            raise WriteError(f"cannot write {target}: it changed after it was measured")
    had = os.path.lexists(target)
    old.unlink(missing_ok=True)
    if had:
        try:
            os.link(target, old, follow_symlinks=False)
        except OSError:  # a disk without hard links, or another user's file
            shutil.copy2(target, old, follow_symlinks=False)
    return moves.Move(name, comes=written is not None, had=had)


def _named(error: OSError, folder: Path) -> Path | None:
    """The final name an error is about, when it is about one."""
    names = [Path(str(n)) for n in (error.filename2, error.filename) if n]
    return next((n for n in names if n.parent == folder), None)
