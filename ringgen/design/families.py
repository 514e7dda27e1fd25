"""Who stands beside whom: a spec's settings as rows, each with its middle and what follows it on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.spec.models import Setting, Stone

FIRST_SHARE = 0.67  # of the neighbour's size; messigems.com: round sides are 0.60 to 0.75 of the centre
NEXT_SHARE = 0.8  # beyond the first pair: graduated rows fall off less steeply
SIZES = ("diameter", "length", "width", "depth")


@dataclass
class Family:
    """A setting that stands by itself, and the settings to its right and left from it outwards."""

    root: Setting
    right: list[Setting] = field(default_factory=list)
    left: list[Setting] = field(default_factory=list)

    @property
    def even(self) -> bool:
        """Whether the same settings stand on both sides."""
        return self.right == self.left


def families(settings: Sequence[Setting]) -> list[Family]:
    """The rows of a spec. InputError for a `beside` nobody can stand beside."""
    known = {s.id: s for s in settings}
    of: dict[str, Family] = {s.id: Family(s) for s in settings if s.beside is None}
    roots = list(of.values())
    waiting = [s for s in settings if s.beside is not None]
    for s in waiting:
        if s.beside not in known:
            others = [k for k in known if k != s.id]
            raise InputError.one(
                f"settings.{s.id}.beside",
                f'there is no setting "{s.beside}"',
                ", ".join(others) or "none",
                nearest(s.beside or "", others) or (others[0] if others else None),
            )
        if s.at is not None:
            why = f"it stands beside {s.beside}, which decides where"
            raise InputError.one(f"settings.{s.id}.at", why, "at or beside, not both", "leave it out")
    while waiting:
        ready = [s for s in waiting if s.beside in of]
        if not ready:
            chain = " and ".join(s.id for s in waiting)
            first = waiting[0]
            others = [k for k in known if k not in {s.id for s in waiting}]
            raise InputError.one(
                f"settings.{first.id}.beside", f"{chain} stand beside each other in a circle", ", ".join(others), None
            )
        for s in ready:
            family = of[s.beside or ""]
            _joined(family, s, known)
            of[s.id] = family
        waiting = [s for s in waiting if s.id not in of]
    return roots


def _joined(family: Family, s: Setting, known: dict[str, Setting]) -> None:
    """Put a setting at the end of the chains it belongs to."""
    for side, chain in (("right", family.right), ("left", family.left)):
        if s.side not in (side, "both"):
            continue
        end = chain[-1] if chain else family.root
        if end.id == s.beside:
            chain.append(s)
            continue
        beside = known[s.beside or ""]
        if any(c.id == beside.id for c in chain) or beside is family.root:
            why, works = f"{end.id} stands there already", end.id
            raise InputError.one(f"settings.{s.id}.beside", f"on the {side} of {beside.id} {why}", works, works)
        raise InputError.one(
            f"settings.{s.id}.side", f"{beside.id} stands on the {beside.side} only", nearest=beside.side
        )


def with_stones(settings: Sequence[Setting]) -> tuple[list[Setting], list[str]]:
    """The settings, those beside another that have no stone given a smaller one of its cut; and what was given."""
    found: dict[str, Setting] = {s.id: s for s in settings}
    notes = []
    for _ in settings:  # a stone may come from a neighbour that itself was given one
        for s in list(found.values()):
            beside = found.get(s.beside or "")
            if s.stone is not None or beside is None or beside.stone is None:
                continue
            share = FIRST_SHARE if beside.beside is None else NEXT_SHARE
            found[s.id] = s.model_copy(update={"stone": _smaller(beside.stone, share)})
            notes.append(f"{s.id}: stone {share:g} of the size of {beside.id}'s, of the same cut and gem")
    return list(found.values()), notes


def _smaller(stone: Stone, share: float) -> Stone:
    sizes = {n: round(share * v, 2) for n in SIZES if (v := getattr(stone, n)) is not None}
    weight = (
        {} if any(n != "depth" for n in sizes) or stone.carat is None else {"carat": round(share**3 * stone.carat, 3)}
    )
    return stone.model_copy(update={"carat": None, **sizes, **weight})
