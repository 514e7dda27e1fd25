"""Where each field of a spec stands: the 1-based line of every path in a TOML or JSON text.

`tomllib` and `json` give values and no places. These scanners walk text those libraries have already accepted, so
they need not judge it, only follow it.
"""

from __future__ import annotations

import bisect
import json
import re
import tomllib

Path = tuple[str | int, ...]
Lines = dict[Path, int]

MAX_DEPTH = 12
"""Deeper than any spec needs; the readers underneath are recursive, or quadratic in the length of a dotted key."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|'
    r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}.\n]|[A-Za-z0-9_-]+|[ \t]+|.',
    re.DOTALL,
)
_KEY = re.compile(r'[ \t]*("(?:\\.|[^"\\])*"|\'[^\']*\'|[A-Za-z0-9_-]+)[ \t]*(\.?)')
_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_TOML_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:""?(?!"))?|\'\'\'.*?\'\'\'(?:\'\'?(?!\'))?|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL
)
_TOML_SCALAR = re.compile(r"[^,\]}\n#]+")
_JSON_TEXT = re.compile(r'"(?:\\.|[^"\\])*"')
_JSON_SCALAR = re.compile(r"[^,\]}\s]+")


def too_deep(text: str, limit: int = MAX_DEPTH) -> int | None:
    """The line where brackets or a dotted key go deeper than `limit`, or None; linear in the length of the text."""
    depth, chain, line = 0, 0, 1
    for token in _TOKEN.findall(text):
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        chain = chain + 1 if token == "." else 0 if token in "[]{}\n=," else chain
        if depth > limit or chain > limit:
            return line
        line += token.count("\n")
    return None


def toml_lines(text: str) -> Lines:
    """The line of every path of a TOML text that `tomllib` accepts."""
    return _Toml(text).scan()


def json_lines(text: str) -> Lines:
    """The line of every path of a JSON text that `json` accepts."""
    scanner = _Json(text)
    scanner.value(())
    scanner.lines.pop((), None)
    return scanner.lines


class _Scanner:
    """A place in a text, and the lines found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: Lines = {}
        self._breaks = [m.start() for m in re.finditer("\n", text)]

    def mark(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, bisect.bisect_left(self._breaks, at) + 1)

    def skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return bool(found)

    def take(self, mark: str) -> bool:
        """Step over `mark` if it stands here, after blanks and comments."""
        self.skip(_GAP)
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False


class _Json(_Scanner):
    def value(self, path: Path) -> None:
        if self.take("{"):
            self._object(path)
        elif self.take("["):
            self._array(path)
        elif not self.skip(_JSON_TEXT):
            self.skip(_JSON_SCALAR)

    def _object(self, path: Path) -> None:
        while not self.take("}") and self.at < len(self.text):
            start = self.at
            if not self.skip(_JSON_TEXT):
                return
            key = str(json.loads(self.text[start : self.at]))
            self.mark((*path, key), start)
            self.take(":")
            self.value((*path, key))
            self.take(",")

    def _array(self, path: Path) -> None:
        number = 0
        while not self.take("]") and self.at < len(self.text):
            self.mark((*path, number), self.at)
            self.value((*path, number))
            self.take(",")
            number += 1


class _Toml(_Scanner):
    def __init__(self, text: str) -> None:
        super().__init__(text.replace("\r\n", "\n"))
        self._rows: dict[Path, int] = {}

    def scan(self) -> Lines:
        table: Path = ()
        while not self._ended():
            if self.take("[["):
                table = self._header(row=True)
            elif self.take("["):
                table = self._header(row=False)
            else:
                self._pair(table)
        return self.lines

    def _ended(self) -> bool:
        self.skip(_GAP)
        return self.at >= len(self.text)

    def _header(self, row: bool) -> Path:
        start = self.at
        keys = self._keys()
        self.take("]]" if row else "]")
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            self.mark(path, start)
            if row and number == len(keys) - 1:
                self._rows[path] = self._rows.get(path, -1) + 1
            if path in self._rows:
                path = (*path, self._rows[path])
                self.mark(path, start)
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self._keys():
            path = (*path, key)
            self.mark(path, start)
        if not self.take("="):
            self.at = len(self.text)
            return
        self._value(path)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while found := _KEY.match(self.text, self.at):
            self.at = found.end()
            keys.append(_key(found.group(1)))
            if not found.group(2):
                break
        return keys

    def _value(self, path: Path) -> None:
        self.skip(_GAP)
        if self.skip(_TOML_TEXT):
            return
        if self.take("["):
            self._array(path)
        elif self.take("{"):
            self._inline(path)
        else:
            self.skip(_TOML_SCALAR)

    def _array(self, path: Path) -> None:
        number = 0
        while not self.take("]") and self.at < len(self.text):
            self.mark((*path, number), self.at)
            self._value((*path, number))
            self.take(",")
            number += 1

    def _inline(self, path: Path) -> None:
        while not self.take("}") and self.at < len(self.text):
            self._pair(path)
            self.take(",")


def _key(token: str) -> str:
    return str(tomllib.loads(f"v={token}")["v"]) if token[0] in "\"'" else token
