"""One ring in several sizes and alloys: its finished weights, with the library and without writing a file.

python examples/quote.py [SPEC]
"""

from __future__ import annotations

import sys

from ringgen import load, make
from ringgen.catalog.metals import find_metal

SIZES = ("US 5", "US 6 1/2", "US 8")
METALS = ("18k-yellow", "platinum-950-ru", "silver-925")


def main(spec: str) -> None:
    print(f"{spec:<24}" + "".join(f"{metal:>18}" for metal in METALS))
    for size in SIZES:
        made = make(load(spec, [f"size={size}"]).spec)
        weights = (find_metal(metal).grams(made.solid.volume) for metal in METALS)
        print(f"{size:<24}" + "".join(f"{weight:>16.2f} g" for weight in weights))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "solitaire/petite")
