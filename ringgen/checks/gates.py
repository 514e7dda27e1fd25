"""The gate as the pipeline holds it: one process, which shares the checks out where that gains."""

from __future__ import annotations

from ringgen.checks.process import Gate


class Gates(Gate):
    """The checks' process for a ring. `start` it early; `check` blocks until the findings are there."""

    @classmethod
    def start(cls, prongs: int = 0) -> Gates:
        """Start it and return at once; how many prongs the ring has is no longer asked: the file itself says more."""
        return cls(*cls._started())
