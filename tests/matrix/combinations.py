"""Every head on every cut on every shank, small, middle and large: the specs, from whatever plug-ins there are.

A head is a setting, as it comes or with one of its words (its `choice` fields) set otherwise; which one is drawn once
for every ring. A shank is each way the hoop runs with plain shoulders, and each kind of shoulders on a straight hoop.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from ringgen import plugins
from ringgen.settings import heads
from ringgen.spec.fields import describe
from ringgen.spec.read import PACKAGES, params_of

SCALES = {
    "small": ("US 4", 0.18, 2.0, 1.7),
    "middle": ("US 7", 1.0, 2.4, 1.9),
    "large": ("US 11", 4.0, 3.2, 2.2),
}
"""Ring size, carat weight of a diamond, band width and thickness in mm."""


@dataclass(frozen=True)
class Combination:
    """One ring of the matrix; its name is a test's."""

    head: str
    word: str
    cut: str
    shank: str
    scale: str

    @property
    def name(self) -> str:
        head = f"{self.head}[{self.word}]" if self.word else self.head
        return f"{head} {self.cut} {self.shank} {self.scale}"

    @property
    def text(self) -> str:
        """Its spec."""
        size, carat, width, thickness = SCALES[self.scale]
        hoop, _, shoulders = self.shank.partition("+")
        lines = [
            f'name = "{self.name}"',
            f'size = "{size}"',
            'metal = "14k-yellow"',
            f"[band]\nwidth = {width}\nthickness = {thickness}",
            f'shank = "{hoop}"',
            f'shoulders = "{shoulders or "plain"}"',
            f'[[settings]]\nid = "centre"\ntype = "{self.head}"',
            self.word.replace("=", ' = "') + '"' if self.word else "",
            f'stone = {{cut = "{self.cut}", carat = {carat}}}',
        ]
        return "\n".join(lines) + "\n"


def combinations() -> list[Combination]:
    """All of them, in an order that never changes while the plug-ins do not."""
    return [
        Combination(head, _word(f"{head} {cut} {shank} {scale}", words), cut, shank, scale)
        for head, words in _heads()
        for cut in plugins.names(PACKAGES["cut"])
        for shank in _shanks()
        for scale in SCALES
    ]


def drawn(count: int, turn: int) -> list[Combination]:
    """The part of the matrix that is its turn: shuffled once for all, so every part has something of everything."""
    everything = combinations()
    random.Random("ringgen-matrix").shuffle(everything)
    start = turn * count % len(everything)
    return (everything + everything)[start : start + count]


def _heads() -> Iterator[tuple[str, list[str]]]:
    """Every setting, with the words it may be given: none, or one of its choices that is not its default."""
    for head in heads():
        docs = describe(params_of("setting", head))
        yield head, ["", *(f"{d.name}={word}" for d in docs for word in d.choices if word != d.default)]


def _word(ring: str, words: list[str]) -> str:
    """Each ring has one of its head's words: over cuts, shanks and sizes all of them come up on everything."""
    return random.Random(ring).choice(words)


def _shanks() -> list[str]:
    hoops = plugins.names(PACKAGES["shank"])
    shoulders = plugins.names(PACKAGES["shoulder"])
    return [*hoops, *(f"straight+{s}" for s in shoulders if s != "plain")]
