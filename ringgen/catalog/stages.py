"""What lies between wax and metal: the wax's density, and the metal that is poured beside the ring itself."""

from __future__ import annotations

from dataclasses import dataclass

from ringgen.catalog._tables import table


@dataclass(frozen=True)
class Wax:
    """What wax weighs, g/cm³, and who says so."""

    density: float
    source: str

    def grams(self, volume_mm3: float) -> float:
        """The weight of so much wax, g."""
        return volume_mm3 * self.density / 1000


@dataclass(frozen=True)
class Button:
    """What button and sprue add to the metal of the ring, as shares of it, and who says so."""

    least: float
    most: float
    source: str


def wax(density: float | None = None) -> Wax:
    """The wax of that density, else the usual one."""
    row = table("stages")["wax"]
    return Wax(density, "making.wax_density") if density is not None else Wax(float(row["density"]), row["source"])


def button() -> Button:
    """What is poured beside the ring."""
    row = table("stages")["button"]
    return Button(float(row["least"]), float(row["most"]), row["source"])
