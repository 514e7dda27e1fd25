"""Names of files and folders that are safe to use, and the operating system's refusals in plain words."""

from __future__ import annotations

import errno
import hashlib
import re
import unicodedata
from pathlib import Path

from ringgen.errors import WriteError

PRIVATE = ".ringgen-"
"""What every private folder's name starts with; no file that is released may be called so."""

_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))))
_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "what should be its folder is a file",
    errno.ENODEV: "a device of that name is in the way",
    errno.EISDIR: "a folder of that name is in the way",
    errno.EIO: "the disk reports an error",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EAGAIN: "another ringgen is writing into the same folder",
}


def reason(error: OSError) -> str:
    """An operating system's error in plain words, with its symbol."""
    words = _WORDS.get(error.errno or 0, error.strerror or str(error))
    return f"{words} ({errno.errorcode.get(error.errno or 0, 'no error number')})"


def refused(path: Path | str, error: OSError) -> WriteError:
    """The WriteError naming a path and what the operating system said."""
    return WriteError(f"cannot write {path}: {reason(error)}")


def slug(name: str) -> str:
    """A safe file stem for a ring's name: `[a-z0-9-]{1,64}`, never empty, never a reserved name, always the same.

    Accents are folded; a name with no letter left that ASCII can hold gets a short hash of itself, so that two such
    names stay two files.
    """
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:64].strip("-")
    if not stem:
        mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        stem = f"ring-{mark}" if name.strip() else "ring"
    return f"{stem}-ring" if stem in _RESERVED else stem


def plain(name: str) -> str:
    """The name itself when it is one file's name and no path; WriteError else, so that nothing leaves the folder."""
    bad = not name or name in (".", "..") or any(c in name for c in "/\\\0") or name.startswith(PRIVATE)
    if bad:
        raise WriteError(f"cannot write {name!r}: it is not a plain file name")
    return name
