"""A web shop's order, a ring as JSON, answered: the verdict, what the price is made of, and the files.

    python examples/web_shop.py FOLDER < order.json

    {"preset": "solitaire/six-prong", "name": "Ana", "size": "EU 54", "metal": "18k-yellow"}

The answer is JSON on standard output. The exit code is that of `ringgen build`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ringgen import InputError, RinggenError, check, design, release
from ringgen.catalog.casting import buttons
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text

LARGEST = 64 * 1024  # bytes of an order
FORMATS = ("stl", "step", "3mf")


def answer(order: str, folder: Path) -> dict[str, Any]:
    """What the shop is told; files are in the folder if the ring is released."""
    ring = read_text(Text(order, "the order", ".json"))
    design(ring)  # what can be refused without building is refused in a moment
    found = check(ring, formats=FORMATS, mend=False)
    report = found.report
    failed = [f for f in report["findings"] if f["status"] in ("fail", "could-not-run")]
    written = release(found, folder)
    return {
        "verdict": report["verdict"],
        "why": [{k: f[k] for k in ("check", "measured", "limit", "unit", "part", "fix")} for f in failed],
        "price_basis": price_basis(report),
        "files": [str(w.path) for w in written],
    }


def price_basis(report: dict[str, Any]) -> dict[str, Any]:
    """What is to be bought: metal as it is melted, with the button, and every stone."""
    cast = report["stages"].get("cast", {}).get("weight_g", report["weight_g"])
    button = buttons()[0].of(cast)
    return {
        "metal": report["metal"]["id"],
        "finished_g": report["weight_g"],
        "cast_g": round(cast, 3),
        "button_g": round(button, 3),
        "melt_g": round(cast + button, 3),
        "stones": [
            {k: s[k] for k in ("cut", "gem", "count", "size_mm", "carat_each", "carat_total", "placeholder")}
            for s in report["stones"]
        ],
    }


def main(folder: str) -> int:
    try:
        told = answer(sys.stdin.read(LARGEST), Path(folder))
    except RinggenError as error:
        told = {"verdict": "no ring", "why": [str(error)]}
        if isinstance(error, InputError):  # the form's fields, each with what is wrong and what works
            told["why"] = [{"field": p.field, "message": p.message, "nearest": p.nearest} for p in error.problems]
        print(json.dumps(told, indent=2))
        return error.exit_code
    print(json.dumps(told, indent=2))
    return 0 if told["verdict"] == "released" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "web-shop"))
