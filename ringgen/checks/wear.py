"""Whether a stone stands the way it is set: hardness and cleavage against knocks, squeezing and hammering."""

from __future__ import annotations

from dataclasses import replace

from ringgen.catalog.gems import Gem, find_gem
from ringgen.checks._settings import by_setting
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "wear"

WHY = {
    "": "here its girdle is open to knocks",
    "tension": "a tension setting squeezes it across the girdle",
    "flush": "a flush setting is hammered shut against its girdle",
}


def check(_mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: that of its stone least fit for it."""
    if subject.design is None:
        return []
    groups = by_setting((stone.setting, _judged(stone, subject)) for stone in subject.design.witness.stones)
    order = ("pass", "warn", "fail")
    return [max(found, key=lambda f: order.index(f.status)) for found in groups.values()]


def _judged(stone: Stone, subject: Subject) -> Finding:
    """A stone by its hardness; one in the open by the wear the catalog gives its gem as well."""
    gem = find_gem(stone.gem)
    exposed = not stone.protected
    limits = subject.limits(NAME, stone.held) if exposed or stone.held else ()
    place = Place.at(stone.id, stone.frame.origin, f"settings.{stone.setting}.type")
    found = judge(NAME, gem.mohs_low, limits, place, f"{place.field}=bezel", unit="Mohs", kind=stone.held)
    if found.status == "warn":
        found = replace(found, fix=None)  # a matter of taste: the message says what would protect it
    if found.status == "pass" and exposed and gem.wear not in ("", "daily"):
        found = replace(found, status="warn", source=gem.source)
    return replace(found, message=_said(gem, stone, found.status == "pass"))


def _said(gem: Gem, stone: Stone, stands: bool) -> str:
    """Why, what would protect it, and what its setter and wearer keep it from."""
    said = [f"{gem.name}, Mohs {gem.mohs}" + (f" ({gem.note})" if gem.note and not stands else "")]
    if not stands:
        said.append(WHY.get(stone.held, WHY[""]))
        said.append(f'a bezel would protect it: settings.{stone.setting}.type = "bezel"')
    elif stone.protected:
        said.append("metal all round its girdle")
    if gem.heat == "avoid":
        said.append("keep it from heat")
    if gem.ultrasonic == "no":
        said.append("never in the ultrasonic")
    return "; ".join(said)
