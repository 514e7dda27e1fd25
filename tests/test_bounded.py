"""Text read in a bounded way: what is no text, no file, or too much of either is refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ringgen.bounded import Kind, decoded, from_file, refused
from ringgen.errors import InputError

NOTE = Kind("order note", 2048, "UTF-8", "a line")


def read(path: Path) -> str:
    data = from_file(str(path), "it", NOTE, lambda: refused("it", "there is none", near="another"))
    return decoded(data, "it", NOTE)


def test_a_file_may_hold_as_much_as_it_may_and_no_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"a" * NOTE.most)
    assert read(path) == "a" * NOTE.most
    path.write_bytes(b"a" * (NOTE.most + 1))
    with pytest.raises(InputError, match="too large for an order note") as caught:
        read(path)
    assert caught.value.problems[0].allowed == "up to 2 KiB"


def test_of_a_file_that_never_ends_no_more_is_read_than_it_may_hold(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as sparse:
        sparse.truncate(1 << 40)
    data = from_file(str(path), "it", NOTE, lambda: refused("it", "there is none"))
    assert len(data) == NOTE.most + 1


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder; name one order note in it"):
        read(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # nobody writes to it
    with pytest.raises(InputError, match="pipe the order note to standard input"):
        read(pipe)
    with pytest.raises(InputError, match="cannot be read"):
        read(Path("a\0b"))
    with pytest.raises(InputError, match="there is none") as caught:
        read(tmp_path / "none")
    assert caught.value.problems[0].nearest == "another"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("text".encode("utf-16"), "UTF-16; save it as UTF-8"),
        (b"a\0b", "binary data"),
        (b" \n", "is empty"),
        (b"one\ntwo\n\xff", "not UTF-8 text"),
    ],
)
def test_bytes_that_are_no_text_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        decoded(data, "it", NOTE)
    if data.endswith(b"\xff"):
        assert caught.value.problems[0].line == 3


def test_a_mark_of_the_byte_order_is_no_part_of_the_text() -> None:
    assert decoded(b"\xef\xbb\xbfsize", "it", NOTE) == "size"
