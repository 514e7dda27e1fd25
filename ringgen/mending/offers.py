"""What might make of a refused ring one that passes: changes to its spec worth trying, the least first.

A check that fails says what it can reckon: a thicker band by what is missing. Where metal lies too near to other metal,
or a wall runs out between two cutters, nothing can be reckoned. So the changes a bench would think of are listed here,
from the fields the plug-ins declare, to be tried one after another. What the client brought is never touched: size,
metal, stone, weight, whose rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ringgen.checks.subject import current
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.settings import heads, holds_row
from ringgen.spec.change import Change, Changes, field_of
from ringgen.spec.fields import FieldDoc, Record, describe
from ringgen.spec.models import Setting, Spec

RAISED = (0.3, 0.9)  # mm: heights a stone is tried at, over the one it has
SHARES = (1.2, 0.83)  # of what a measure is now: what it is tried at
STEPS = {"thickness": (0.3, 0.7), "width": (0.4, 1.0)}  # mm: how much sturdier a band is tried
NEAR_COUNTS = 2  # how many lower and how many higher counts are tried
EVERY_CUT = ("bezel", "prong")  # the heads that hold any cut, tried before the others
NEAR, NEAR_TOO = 14, 6  # of the small changes: where the fault lies, and elsewhere
BROUGHT = ("size", "metal", "density", "weight", "solve", "fit", "making", "name")


def fixes(findings: Iterable[Finding]) -> Changes:
    """What the failed checks themselves ask for, one value for a field: where two differ, the first check's."""
    found: dict[str, Change] = {}
    for f in findings:
        if f.refuses and f.fix:
            found.setdefault(field_of(f.fix), f.fix)
    return tuple(found.values())


def brought(change: Change) -> bool:
    """Whether it would change what the client brought."""
    path = field_of(change).split(".")
    return path[0] in BROUGHT or path[2:3] == ["stone"]


def offers(spec: Spec, design: Design, findings: Sequence[Finding]) -> Iterator[Changes]:
    """Changes in the order they are worth trying: what hardly shows first, another kind of head or hoop last.

    Where no failed check names a head, the hoop is changed before the heads are. Without findings it was the kernel
    that refused the ring: then a hair's difference may do, and only a few are worth a ring in earnest each.
    """
    if not findings:
        yield from _hairs(spec, design)
        return
    named = _named(spec, findings)
    heads, hoop = list(_heads(named or spec.settings, design)), list(_hoop(spec, design))
    first, then = (heads, hoop) if named else (hoop, heads)
    yield from (*first[:NEAR], *then[:NEAR_TOO])
    yield from ((c,) for c in _plain_hoop(spec))


def other_kinds(spec: Spec, findings: Sequence[Finding]) -> Iterator[Changes]:
    """The last resort: other kinds of heads in place of those the failed checks name; the same on a plain hoop."""
    sets, plain = _named(spec, findings) or spec.settings, _plain_hoop(spec)
    yield from _other_heads(sets, ())
    if plain:
        yield from _other_heads(sets, plain)


def _named(spec: Spec, findings: Sequence[Finding]) -> list[Setting]:
    """The settings whose parts the failed checks name."""
    parts = [f.part or "" for f in findings if f.refuses]
    return [s for s in spec.settings if any(p.startswith(s.id) for p in parts)]


def _hairs(spec: Spec, design: Design) -> Iterator[Changes]:
    """Every head a little higher, a sturdier band; then a plain hoop."""
    for s in spec.settings:
        yield from list(_raised(s, design))[:1]
    yield from list(_band(spec, design))[:1]
    yield from ((c,) for c in _plain_hoop(spec))


def _heads(sets: Sequence[Setting], design: Design) -> Iterator[Changes]:
    for s in sets:
        yield from _raised(s, design)
    for s in sets:
        at = f"settings.{s.id}."
        yield from _words(at, s.params)
        yield from _counts(s, design)
        yield from _measures(at, s.params, design)


def _hoop(spec: Spec, design: Design) -> Iterator[Changes]:
    yield from _band(spec, design)
    for at, group in (("band.shoulders.", spec.band.shoulders), ("band.shank.", spec.band.shank)):
        yield from _measures(at, group.params, design)


def _raised(s: Setting, design: Design) -> Iterator[Changes]:
    now = next((w.lift for w in design.witness.stones if w.setting == s.id and w.lift is not None), None)
    if now is not None:
        yield from ((f"settings.{s.id}.lift={now + by:.2f}",) for by in RAISED)


def _words(at: str, params: Record) -> Iterator[Changes]:
    """Every other word of every choice, the one a spec that says nothing has first."""
    for doc in describe(type(params)):
        now = getattr(params, doc.name)
        if doc.kind == "choice":
            words = [str(doc.default)] if doc.default is not None else []
            words += [w for w in doc.choices if w not in words]
            yield from ((f"{at}{doc.name}={w}",) for w in words if w != now)
        elif doc.kind == "flag":
            yield (f"{at}{doc.name}={str(not now).lower()}",)


def _measures(at: str, params: Record, design: Design) -> Iterator[Changes]:
    """Every measure a little more and a little less, within what its field allows."""
    for share in SHARES:
        for doc in describe(type(params)):
            if doc.name == "lift" or doc.kind not in ("length", "ratio", "angle"):
                continue
            now = getattr(params, doc.name)
            now = current(f"{at}{doc.name}", design) if now is None else now
            value = _within(doc, share * now) if now else None
            if value is not None:
                yield (f"{at}{doc.name}={value:.3g}",)


def _within(doc: FieldDoc, value: float) -> float | None:
    low = doc.minimum if doc.minimum is not None else value
    high = doc.maximum if doc.maximum is not None else value
    return value if low <= value <= high else None


def _band(spec: Spec, design: Design) -> Iterator[Changes]:
    """A sturdier band: all round, and where the spec makes its top otherwise, there too."""
    top = spec.band.top
    for name, steps in STEPS.items():
        for by in steps:
            found = [f"band.{name}={getattr(design.band, name) + by:.2f}"]
            if getattr(top, name) is not None:
                found.append(f"band.top.{name}={getattr(top, name) + by:.2f}")
            yield tuple(found)


def _counts(s: Setting, design: Design) -> Iterator[Changes]:
    """A few more or fewer of what is counted, from what the spec says now, or the ring has where it says nothing."""
    for doc in describe(type(s.params)):
        if doc.kind != "count":
            continue
        now = getattr(s.params, doc.name)
        if now is None:
            if holds_row(s.type):  # how many stones is the client's affair, or solved
                continue
            now = sum(p.setting == s.id for p in design.witness.prongs)
        for by in range(1, NEAR_COUNTS + 1):
            yield from (
                (f"settings.{s.id}.{doc.name}={n}",)
                for n in (now + by, now - by)
                if (doc.minimum or 0) <= n <= (doc.maximum or n)
            )


def _plain_hoop(spec: Spec) -> Changes:
    found = []
    for at, group in (("band.shoulders", spec.band.shoulders), ("band.shank", spec.band.shank)):
        plain = type(group)().style
        if group.style != plain:
            found.append(f"{at}={plain}")
    return tuple(found)


def _other_heads(sets: Sequence[Setting], more: Changes) -> Iterator[Changes]:
    """Another way of holding the stones; alone, and on a plain hoop."""
    others = [n for n in heads() if n not in EVERY_CUT]
    for s in (s for s in sets if not holds_row(s.type)):
        for name in (*EVERY_CUT, *others):
            if name != s.type:
                yield (f"settings.{s.id}.type={name}", *more)
