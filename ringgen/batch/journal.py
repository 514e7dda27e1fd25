"""The journal of a batch: what was about to be released, one line a ring, on the disk before the ring's files are.

A line names a ring's folder, the key of what was asked, and the SHA-256 of every file it was to have. It counts while
those very files lie there, and only then: so a line of a release that never happened is void, and a ring whose files
were changed or deleted is built again. Each line carries its own sum; a torn or altered one is no line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ringgen import files
from ringgen.files import Log

NAME = "batch.journal"
_SUM = 16  # hex digits of a line's own sum: 64 bits against a torn line


@dataclass(frozen=True)
class Entry:
    """A ring as it was to be released: its files' SHA-256 by name, the report's last; how long it took, s."""

    folder: str
    key: str
    verdict: str
    files: Mapping[str, str]
    seconds: float = 0.0
    timings: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


def key_of(spec_sha256: str, *asked: Any) -> str:
    """The key of a ring: the same spec, asked for in the same way of the same programs, gives the same files."""
    parts = [spec_sha256, *(_version(p) for p in ("ringgen", "cadquery-ocp")), *asked]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "source"


class Journal:
    """The journal of one output folder, held by one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = Log(folder / NAME)
        self._entries: dict[str, Entry] = {}
        for line in self._log.read().splitlines():
            if (entry := decoded(line)) is not None:
                self._entries[entry.folder] = entry

    def add(self, entry: Entry) -> None:
        """Note what is about to be released. WriteError if it cannot be; then it must not be."""
        self._log.add(encoded(entry))
        self._entries[entry.folder] = entry

    def entry(self, folder: str) -> Entry | None:
        """The last line of a folder."""
        return self._entries.get(folder)

    def released(self, folder: str, key: str) -> Entry | None:
        """The line of a ring that lies there as it was released; None where it is to be built.

        A release that was killed half-way is finished first.
        """
        entry = self._entries.get(folder)
        if entry is None or entry.key != key or not entry.files:
            return None
        place = self.folder / folder
        if not place.is_dir():
            return None
        files.recover(place)
        return entry if all(digest(place / n) == d for n, d in entry.files.items()) else None

    def close(self) -> None:
        """Let go of the folder."""
        self._log.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def digest(path: Path) -> str:
    """The SHA-256 of a plain file; empty where there is none to read."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def encoded(entry: Entry) -> bytes:
    """A line: the sum of the rest, and the rest."""
    body = json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":"))
    return f"{_sum(body)} {body}".encode()


def decoded(line: bytes) -> Entry | None:
    """The entry of a line; None for one that is not whole, or not ours."""
    mark, _, body = line.decode("ascii", "replace").partition(" ")
    if mark != _sum(body):
        return None
    try:
        return Entry(**json.loads(body))
    except (TypeError, ValueError):
        return None


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:_SUM]
