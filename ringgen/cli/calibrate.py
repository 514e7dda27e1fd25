"""`ringgen calibrate`: gauges to print and cast, and a shop's own factors from their readings."""

from __future__ import annotations

from pathlib import Path

import click

from ringgen import files
from ringgen.errors import InputError


@click.group("calibrate")
def command() -> None:
    """Find your own shrinkage and polishing stock: print and cast the gauges of `plate`, fill in its form, `fit` it."""


@command.command("plate")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("gauges"), help="The folder; else gauges.")
def plate(out: Path) -> None:
    """Write gauge rings and bars (one plate as STL and 3MF, and each by itself) and the form for their readings."""
    from ringgen.calibration.plate import write

    written = write(out)
    click.echo(
        f"wrote {len(written)} files to {out}; print, cast, measure, fill in {out / 'readings.csv'}, then:", err=True
    )
    click.echo(f"  ringgen calibrate fit {out / 'readings.csv'} -o shop.toml", err=True)


@command.command("fit")
@click.argument("form", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The rules file to write.")
@click.option("--force", is_flag=True, help="Replace it if it is there.")
def fit(form: Path, out: Path, force: bool) -> None:
    """Fit the factors of a filled FORM, write them to a rules file, and say them as a spec's `making`."""
    from datetime import UTC, datetime

    from ringgen.calibration.fit import fitted
    from ringgen.calibration.shop import making_text, read, rules_text

    if out.suffix.casefold() != ".toml":
        raise InputError.one("-o", f"{out.name} is no name for a rules file", "a name ending in .toml", f"{out}.toml")
    if out.exists() and not force:
        raise InputError.one("-o", f"{out} is already there", "a new name, or --force to replace it")
    found = fitted(read(form))
    today = datetime.now(UTC).date().isoformat()
    files.save(out, rules_text(found, f"our own gauges, {form.name}", today).encode())
    for f in found.shrink:
        said = f"{f.name} shrinks {100 * f.value:.2f} % ± {100 * f.uncertainty:.2f} %, {f.readings} readings"
        click.echo(said + (f"; surfaces grow {f.growth:+.3f} mm beside it" if abs(f.growth) > 0.005 else ""), err=True)
    for f in found.finish:
        click.echo(
            f"polishing takes {f.value:.3f} mm ± {f.uncertainty:.3f} mm off the {f.name}, {f.readings} readings",
            err=True,
        )
    for f in (*found.shrink, *found.finish):
        for name in f.outliers:
            click.echo(f"left out of {f.name}, far off all others: {name}", err=True)
    click.echo(f"wrote {out}; in a spec:", err=True)
    click.echo(making_text(found), nl=False)
