"""Writes the pages that are generated: never edit those, edit what they are made from.

    python docs/make.py             spec.md, cli.md, gallery.md, examples/README.md, the list of names in the README
    python docs/make.py pictures    and every preset's and example's picture (needs OpenGL, not a display)
    python docs/make.py golden      and examples/golden.json and the README's output, from rings built now

A test holds every generated page to what this script would write.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ringgen import cli, load, make, plugins, scene  # noqa: E402
from ringgen.catalog.stones import proportions  # noqa: E402
from ringgen.spec import presets  # noqa: E402
from ringgen.spec.fields import (  # noqa: E402
    FieldDoc,
    ProfileParams,
    SettingParams,
    ShankParams,
    ShoulderParams,
    StoneParams,
    describe,
)
from ringgen.spec.models import Band, Finish, Making, Setting, Shank, Shoulders, Shrink, Spec, Stone, Top  # noqa: E402
from ringgen.spec.problems import span  # noqa: E402
from ringgen.spec.read import PACKAGES, params_of  # noqa: E402

PIXELS = 600
VIEW = "three-quarter"
SHOWN = "solitaire/six-prong"
LARGEST = 60_000  # bytes of one picture
COLOURS = 256  # of a picture's palette: a third of the bytes, and no eye tells them apart
KINDS = {
    "profile": (Band, ProfileParams),
    "cut": (Stone, StoneParams),
    "setting": (Setting, SettingParams),
    "shank": (Shank, ShankParams),
    "shoulder": (Shoulders, ShoulderParams),
}
NOTE = "<!-- Written by docs/make.py: edit what it is made from, not this page. -->\n"


def examples() -> list[Path]:
    """The specs of the reading path, in order."""
    return sorted(p for p in (ROOT / "examples").glob("[0-9]*") if p.suffix in (".toml", ".json"))


def picture(name: str) -> str:
    """The file name of a preset's or example's picture."""
    return name.replace("/", "-").replace(".", "-") + ".png"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar in a cell is kept from ending it."""
    cells = [list(head), *([c.replace("|", "\\|") for c in row] for row in rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def fields(docs: Iterable[FieldDoc], styles: str = "") -> str:
    """The fields of one table of a spec; `styles` is the list its field `style` chooses from."""
    rows = [(f"`{d.name}`", _words(d, styles), _default(d), d.doc) for d in docs]
    return table(("field", "what it may be", "default", ""), rows) if rows else "No fields of its own.\n"


def _words(doc: FieldDoc, styles: str = "") -> str:
    """What a field may be; text that names something of the catalog says where the list is."""
    lists = {"metal": "metals", "gem": "gems", "rules": "rules", "size": "sizes"}
    lists |= {"profile": "profiles", "cut": "cuts", "type": "settings", "style": styles}
    if doc.kind == "text":
        return f"`ringgen catalog {lists[doc.name]}`" if doc.name in lists else "text"
    return span(doc)


def _default(doc: FieldDoc) -> str:
    if doc.required:
        return "needed"
    if doc.default is None:
        return ""
    return f"{doc.default:g}" if isinstance(doc.default, float) else f"`{doc.default}`"


def plug_ins(kind: str) -> str:
    """Every plug-in of a kind with its words and other names, and the own fields of those that have any."""
    names = plugins.names(PACKAGES[kind])
    parts = [_cuts(names) if kind == "cut" else table((kind, "", "also called"), (_words_of(kind, n) for n in names))]
    model, base = KINDS[kind]
    common = {d.name for d in (*describe(model), *describe(base))}
    for name in names:
        own = [d for d in describe(params_of(kind, name)) if d.name not in common]
        if own:
            parts.append(f"### {name}\n\n{plugins.headline(PACKAGES[kind], name)}\n\n{fields(own)}")
    return "\n".join(parts)


def _words_of(kind: str, name: str) -> tuple[str, str, str]:
    others = plugins.aliases(PACKAGES[kind], name)
    return f"`{name}`", plugins.headline(PACKAGES[kind], name), ", ".join(f"`{a}`" for a in others)


def _cuts(names: Iterable[str]) -> str:
    """The cuts, with what each is measured by and how long it may be."""
    rows = []
    for name in names:
        p = proportions(name)
        by = "`diameter`" if p.round else "`length`, `width`; one of them will do" if p.lw == 1 else "`length`, `width`"
        ratio = "1" if p.round else f"{p.lw_min:g} to {p.lw_max:g}, mostly {p.lw:g}"
        rows.append((*_words_of("cut", name), by, ratio))
    return table(("cut", "", "also called", "measured by", "length over width"), rows)


def spec_page() -> str:
    """The spec reference, from the fields the reader itself checks."""
    return f"""# The spec

{NOTE}
A spec is a TOML or JSON file. A bare number is in millimetres (grams, carats, degrees); text may name a unit:
`"2.2 mm"`, `"0.09 in"`, `"1.5 ct"`, `"4 g"`, `"2.6 dwt"`, `"30 deg"`, `"1.5 %"`. A ring size always names its system:
`"US 6 1/2"`, `"UK M 1/2"`, `"EU 53"`, `"IT 14"`, `"JP 13"`, `"16.9 mm"` (bore). `ringgen init PRESET` writes a spec
with all of this beside each field; `ringgen schema` gives completion to an editor.

## The ring

{fields(describe(Spec))}
## `band`

{fields(describe(Band))}
`band.top` is the band at 12:00, where it differs from the base; the change is blended smoothly round the hoop.

{fields(describe(Top))}
Each profile adds fields of its own to `band`:

{plug_ins("profile")}
## `band.shank`

`shank = "split"` is enough where a style's own fields may stay at their defaults; as a table it is
`shank = {{style = "split", gap = 1.6}}`.

{fields(describe(Shank), "shanks")}
{plug_ins("shank")}
## `band.shoulders`

As `band.shank`: a bare word, or a table.

{fields(describe(Shoulders), "shoulders")}
{plug_ins("shoulder")}
## `making`

{fields(describe(Making))}
`making.finish` and `making.shrink` turn the ring of the spec, as it is once polished, into the wax to print
([stages.md](stages.md)); without them the files have the ring's own size.

{fields(describe(Finish))}
{fields(describe(Shrink))}
## `[[settings]]`

One table for each stone, or pair of stones, that is held. A setting stands upright in the middle of the top unless it
says otherwise: `beside` another it follows that one down the hoop (three-stone, five-stone; on one `side` only: toi et
moi), `at` puts it anywhere, and `across`, `turn` and `tilt` move, turn (east-west) and lean it where it stands. One
`beside` another that names no stone is given a smaller one of the same cut and gem.

{fields(describe(Setting))}
`type` adds fields of its own:

{plug_ins("setting")}
## `settings.stone`

{fields([*describe(Stone), *describe(StoneParams)])}
A stone is described by what its cut is measured by; `carat` alone gives a stone of the usual shape, as a placeholder.

{plug_ins("cut")}"""


def cli_page() -> str:
    """The commands, from the program itself."""
    context = click.Context(cli.program, info_name="ringgen")
    parts = [_command(f"ringgen {name}", context, name) for name in cli.program.list_commands(context)]
    return f"""# The commands

{NOTE}
`SPEC` is a path, `-` for standard input, or a preset's name. `--json` prints a document on standard output and nothing
else; people's words go to standard error.

{table(("exit", "means"), EXITS)}
{"".join(parts)}"""


EXITS = (
    ("0", "released; or the command did what it says"),
    ("1", "refused by the checks: the report is written, the model files are withheld unless `--force`"),
    ("2", "the input is wrong: field, line, what is allowed, the nearest right value; nothing is written"),
    ("3", "the solid could not be built: which part, which numbers; nothing is written"),
    ("4", "could not write; the files that were there are untouched"),
    ("130", "interrupted"),
)


def _command(path: str, parent: click.Context, name: str) -> str:
    command = cli.program.get_command(parent, name)
    assert command is not None
    return _told(path, command)


def _told(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    options = [p for p in command.params if isinstance(p, click.Option)]
    words = "\n\n".join(" ".join(block.split()) for block in (command.help or "").split("\n\n"))
    rows = [(f"`{_option(o)}`", o.help or "") for o in options]
    listed = f"\n{table(('option', ''), rows)}" if rows else ""
    said = f"## {path}\n\n    {usage}\n\n{words}\n{listed}\n"
    inner = command.commands if isinstance(command, click.Group) else {}
    return said + "".join(_told(f"{path} {n}", c) for n, c in sorted(inner.items()))


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.metavar or option.type.name.upper()}"


def gallery_page() -> str:
    """Every preset with its picture, family by family."""
    families: dict[str, list[str]] = {}
    for name in presets.names():
        families.setdefault(name.partition("/")[0], []).append(name)
    count = sum(len(names) for names in families.values())
    parts = [f"# The presets\n\n{NOTE}\n{count} rings to build as they are or to begin from (`ringgen init PRESET`).\n"]
    parts.append("\n".join(f"- [{_title(f)}](#{f}): {_listed(names)}" for f, names in families.items()) + "\n")
    for family, names in families.items():
        parts.append(f"## {_title(family)}\n")
        parts += [_shown(name) for name in names]
    return "\n".join(parts)


def _title(family: str) -> str:
    """A folder's name as a heading; a link to it is still the folder's name."""
    return family.capitalize()


def _listed(names: list[str]) -> str:
    return ", ".join(f"[{n.partition('/')[2]}](#{n.replace('/', '')})" for n in names)


def _shown(name: str) -> str:
    """One preset: picture, what it is, whom it suits."""
    what, _, whom = presets.headline(name).partition(" Suits ")
    suits = f"\n\nSuits {whom}" if whom else ""
    return f"### {name}\n\n![{name}](pictures/{picture(name)})\n\n{what}{suits}\n\n    ringgen build {name}\n"


def examples_page() -> str:
    """The reading path: each spec's words, picture and facts."""
    facts: dict[str, dict[str, float]] = json.loads((ROOT / "examples" / "golden.json").read_bytes())
    parts = []
    for path in examples():
        known = facts[path.name]
        text = path.read_text(encoding="utf-8").strip()
        parts.append(f"""## {path.name}

![{path.stem}](../docs/pictures/{picture(path.stem)})

```{path.suffix[1:]}
{text}
```

{known["volume_mm3"]:.1f} mm³, {known["weight_g"]:.2f} g finished, bore {known["bore_mm"]:.2f} mm and thinnest metal \
{known["wall_mm"]:.2f} mm as measured in the STL.
""")
    return f"""# A reading path

{NOTE}
Six specs, each with one thing more than the last; build any of them with `ringgen build examples/NAME`. `golden.json`
holds what came of each, and a test holds every later version to it. `quote.py` weighs a ring in several sizes and
alloys with the library; `orders.sh` builds a ring for each line of a table;
`web_shop.py` answers a client's JSON with a verdict, what the price is made of, and the files.

{"".join(parts)}"""


def readme_page() -> str:
    """The README with the list of what there is to choose from."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- kinds -->\n")
    tail = rest.partition("<!-- end of kinds -->")[2]
    rows = [(words, ", ".join(f"`{n}`" for n in plugins.names(PACKAGES[kind]))) for words, kind in CHOICES]
    return f"{head}<!-- kinds -->\n{table(('', 'to choose from'), rows)}<!-- end of kinds -->{tail}"


CHOICES = (
    ("settings", "setting"),
    ("cuts", "cut"),
    ("shanks", "shank"),
    ("shoulders", "shoulder"),
    ("profiles", "profile"),
)
PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme_page,
    "docs/spec.md": spec_page,
    "docs/cli.md": cli_page,
    "docs/gallery.md": gallery_page,
    "examples/README.md": examples_page,
}


def pictures() -> None:
    """Draw every preset and example; a picture too large for a repository is an error."""
    from ringgen import render
    from ringgen.files import Pending, commit

    wanted: list[tuple[str, str | Path]] = [(n, n) for n in presets.names()]
    for name, spec in [*wanted, *((p.stem, p) for p in examples())]:
        png = small(render(scene(make(load(spec).spec)), [VIEW], (PIXELS, PIXELS))[VIEW])
        if len(png) > LARGEST:
            raise SystemExit(f"{name}: a picture of {len(png)} bytes; at most {LARGEST}")
        commit(ROOT / "docs" / "pictures", [Pending.of(picture(name), "png", png)])
        print(f"{picture(name)} {len(png)} bytes", flush=True)


def small(png: bytes) -> bytes:
    """The picture with a palette of its own."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as drawn:
        palette = drawn.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE
        )
    palette.save(out, "PNG", optimize=True)
    return out.getvalue()


def golden() -> None:
    """The facts of every example, from rings built and checked now."""
    import tempfile

    from ringgen import build

    facts = {}
    for path in examples():
        with tempfile.TemporaryDirectory() as folder:
            facts[path.name] = _facts(build(load(path), out=Path(folder), formats=("stl",)).report)
    (ROOT / "examples" / "golden.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as folder:
        report = build(load(SHOWN), out=Path(folder)).report
    readme = ROOT / "README.md"
    readme.write_text(with_output(readme.read_text(encoding="utf-8"), report), encoding="utf-8")


def with_output(text: str, report: dict[str, Any]) -> str:
    """The README with what a build of `SHOWN` says on a terminal."""
    from ringgen.report.terminal import render

    head, _, rest = text.partition("<!-- output -->\n")
    tail = rest.partition("<!-- end -->")[2]
    said = render(report, 100, False, report["slug"]).rstrip()
    return f"{head}<!-- output -->\n```text\n{said}\n```\n<!-- end -->{tail}"


def _facts(report: dict[str, Any]) -> dict[str, float]:
    measured = [(f["check"], f["measured"]) for f in report["findings"]]
    return {
        "volume_mm3": report["volume_mm3"],
        "weight_g": report["weight_g"],
        "bore_mm": dict(measured)["bore"],
        "wall_mm": min(value for check, value in measured if check == "wall"),
    }


def main(asked: list[str]) -> None:
    """Write what was asked for, the pages in any case."""
    for word, work in (("golden", golden), ("pictures", pictures)):
        if word in asked:
            work()
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
