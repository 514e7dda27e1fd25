"""`python -m ringgen`."""

from __future__ import annotations

import sys

from ringgen.cli import main

if __name__ == "__main__":
    sys.exit(main())
