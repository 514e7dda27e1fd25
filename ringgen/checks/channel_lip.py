"""How thick the metal of a channel, or of the bars of a row, is that is pushed down on its stones."""

from __future__ import annotations

from ringgen.checks._girdle import ring_point
from ringgen.checks._lips import BARS, HELD, Lip, half, lips
from ringgen.checks._settings import by_setting
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding

NAME = "channel-lip"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a channel: where the metal over the girdles is thinnest."""
    if subject.design is None:
        return []
    stones = [s for s in subject.design.witness.stones if s.held in (HELD, BARS)]
    found = by_setting((s.setting, lip) for s in stones for lip in lips(mesh, s))
    return [_judged(min(some, key=lambda lip: lip.thick), subject) for some in found.values()]


def _judged(lip: Lip, subject: Subject) -> Finding:
    stone = lip.stone
    across = lip.side * half(stone)
    spot, field = ((across, 0.0), None) if stone.held == BARS else ((0.0, across), f"settings.{stone.setting}.sink")
    place = Place.at(stone.id, ring_point(stone, spot, stone.girdle + stone.crown), field)
    return judge(
        NAME, round(lip.thick - subject.stock.outside, 2), subject.limits(NAME), place, None, "metal over the girdle"
    )
