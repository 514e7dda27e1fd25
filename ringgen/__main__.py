"""`python -m ringgen`."""

from __future__ import annotations

from ringgen.cli import run

if __name__ == "__main__":
    run()
