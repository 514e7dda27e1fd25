"""How high each prong stands over the girdle, as a share of the crown: as cast, before the setter cuts it to length."""

from __future__ import annotations

from ringgen.checks._girdle import ring_point
from ringgen.checks._settings import by_setting, raised
from ringgen.checks._stones import domed
from ringgen.checks._tips import Tip, every_tip
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding

NAME = "tip-height"

FINISHED = (0.6, 0.8)
"""Of the crown: where a finished prong ends (GIA's bench guide; Professional Jeweler, July 2004, from 0.7)."""

DOMED = (0.25, 1 / 3)
"""Of a domed stone's height over the girdle: how far metal holds it (Cogswell, on cabochons)."""

TIP = 0.05  # the steps in which a taller tip is offered, as a share of the crown


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its lowest prong."""
    if subject.design is None:
        return []
    tips = (tip for tip in every_tip(mesh, subject.design.witness) if tip.stone.crown > 0)
    groups = by_setting((tip.prong.setting, tip) for tip in tips)
    return [_lowest(group, subject) for group in groups.values()]


def _lowest(tips: list[Tip], subject: Subject) -> Finding:
    tip = min(tips, key=lambda one: one.height / one.stone.crown)
    stone, prong = tip.stone, tip.prong
    off = 0.0 if prong.kind else subject.stock.outside  # beads have no stock
    share = (tip.height - off) / stone.crown
    point = ring_point(stone, tip.end, stone.girdle + tip.height)
    field = f"settings.{prong.setting}.tip"
    place = Place.at(prong.part, point, field)
    kind = "domed" if domed(stone) else ""
    limits = subject.limits(NAME, kind)
    wanted = largest(limits, 0.0)
    designed = (prong.tip - off - stone.girdle) / stone.crown
    fix = raised(field, designed + wanted - round(share, 2), TIP) if prong.tip > 0 else None
    low, high = (end * stone.crown for end in (DOMED if kind else FINISHED))
    said = f"the lowest of {len(tips)} prongs stands {tip.height:.2f} mm over the girdle as cast; "
    said += f"finished, {min(low, tip.height):.2f} to {min(high, tip.height):.2f} mm of it remain"
    return judge(NAME, round(share, 4), limits, place, fix, said, "share", kind)
