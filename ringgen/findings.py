"""One measurement against one limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["pass", "fail", "warn", "could-not-run"]


@dataclass(frozen=True)
class Finding:
    """What one check measured on the written file.

    `measured` and `limit` are in `unit`. `part` and `clock` (the hour on the hoop seen along -Y, 12:00 the top) say
    where, `point_mm` exactly where. `fix` is `field=value`, ready for `--set`. `source` is whose limit it is. `kind` is
    the kind of limit asked for, where the rules tell several apart; reports leave it out.
    """

    check: str
    status: Status
    measured: float | None
    limit: float | None
    unit: str = "mm"
    part: str | None = None
    clock: str | None = None
    point_mm: tuple[float, float, float] | None = None
    fix: str | None = None
    source: str | None = None
    message: str = ""
    kind: str = ""

    @property
    def refuses(self) -> bool:
        """A check that could not run counts as a fail."""
        return self.status in ("fail", "could-not-run")

    def as_dict(self) -> dict[str, Any]:
        """The finding as the report carries it."""
        return {
            "check": self.check,
            "status": self.status,
            "measured": self.measured,
            "limit": self.limit,
            "unit": self.unit,
            "part": self.part,
            "clock": self.clock,
            "point_mm": list(self.point_mm) if self.point_mm else None,
            "fix": self.fix,
            "source": self.source,
            "message": self.message,
        }
