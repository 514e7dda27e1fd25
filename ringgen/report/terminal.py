"""The report for people at a terminal: a rendering of the JSON document, in at most as many columns as there are."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from ringgen.report.setter import told as numbers
from ringgen.report.stages import lines as stage_lines
from ringgen.units import carats, grams, mm, number_of

Document = dict[str, Any]

NARROWEST = 40
LABEL = 8
"""Columns that the word before a line takes."""

COUNTS = ("edges", "shells", "triangles", "voids")
"""Units that are no more than how many there are: the check's name has said of what."""
ESTIMATED = "size estimated from its weight: measure the stone before casting"
ALONGSIDE = ("US", "UK", "EU", "JP")
"""The other systems a size is named in on one line; `ringgen size` and the JSON have them all."""

TOLD = ("tip-height",)
"""Checks whose message is worth reading when they pass, too: what remains of a prong once it is finished."""

_RANK = {"could-not-run": 0, "fail": 1, "warn": 2, "pass": 3}
_WORD = {"could-not-run": "FAIL", "fail": "FAIL", "warn": "warn", "pass": "ok"}
_COLOURS = {"FAIL": "31;1", "warn": "33", "ok": "32"}
_VERDICTS = {
    "released": ("RELEASED", "32;1"),
    "refused": ("REFUSED", "31;1"),
    "pass": ("PASS", "32;1"),
    "fail": ("FAIL", "31;1"),
}


def render(report: Document, width: int = 80, colour: bool = False, folder: str = "") -> str:
    """The whole report as lines of text. `folder` is where its files lie, for the heading over them."""
    page = _Page(max(width, NARROWEST), colour)
    blocks = [page.head(report), page.facts(report), page.stones(report), page.findings(report)]
    blocks += [
        page.houses(report),
        page.mend(report),
        page.fixed(report),
        page.notes(report),
        page.files(report, folder),
    ]
    return "\n\n".join("\n".join(block) for block in (list(b) for b in blocks) if block) + "\n"


class _Page:
    """How wide, and whether in colour."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width, self.colour = width, colour

    def head(self, report: Document) -> Iterator[str]:
        """The verdict and whose it is."""
        word, colour = _VERDICTS.get(report["verdict"], (report["verdict"].upper(), "1"))
        failed = sum(f["status"] in ("fail", "could-not-run") for f in report["findings"])
        warned = sum(f["status"] == "warn" for f in report["findings"])
        said = _count(failed, "check failed", "checks failed") + _count(warned, "warning", "warnings")
        tail = f" ({', '.join(said)})" if said else ""
        name = clean(report["name"])
        room = self.width - len(word) - 2 - len(tail)
        if room >= min(len(name), 24):
            yield f"{self.paint(word, colour)}  {_short(name, room)}{tail}"
        else:
            yield f"{self.paint(word, colour)}{tail}"
            yield _short(name, self.width)

    def facts(self, report: Document) -> Iterator[str]:
        """Size, metal, weight, band, what was solved."""
        for label, text in _facts(report):
            yield from self.labelled(label, text)
        for n, line in enumerate(stage_lines(report)):
            yield from self.labelled("stages" if n == 0 else "", line)

    def stones(self, report: Document) -> Iterator[str]:
        """One line for a single stone; for more the setter's table, or its rows in words where there is no room."""
        told = report["setter"]
        several = told["total"]["count"] > 1
        lines = list(_table(told)) if several else []
        if not several or len(max(lines, key=len)) > self.width - LABEL:
            lines = [clean(_row(row, several)) for row in told["rows"]]
            if several:
                lines.append(f"{told['total']['count']} stones, {carats(told['total']['carat_total'])} in all")
            lines = [line for text in lines for line in textwrap.wrap(text, self.width - LABEL)]
        for n, line in enumerate(lines):
            yield self.paint(f"{'stones' if n == 0 else '':<{LABEL}}", "2") + line

    def findings(self, report: Document) -> Iterator[str]:
        """The table of findings, what refuses first; under those that are not passed, why and what would mend it."""
        rows = sorted(report["findings"], key=lambda f: _RANK[f["status"]])
        if not rows:
            return
        where = "  where" if self.width >= 60 else ""
        yield self.paint(f"{'':<6}{'check':<16}{'measured':>11}{'limit':>11}{where}", "2")
        for f in rows:
            word = _WORD[f["status"]]
            line = f"{clean(f['check']):<16}" + "".join(f"{text:>11}" for text in _values(f))
            where = _where(f)
            room = self.width - 6 - len(line) - 2
            beside = where if len(where) <= max(room, 0) else ""
            yield f"{self.paint(f'{word:<6}', _COLOURS[word])}{line}  {beside}".rstrip()
            if f["status"] != "pass":
                yield from self.under({**f, "fix": None} if report.get("mend") else f, "" if beside else where)

    def under(self, finding: Document, where: str) -> Iterator[str]:
        """Why a finding is not passed, whose limit it is, and the option that mends it."""
        for text in (clean(s) for s in (where, finding["message"], finding["source"]) if s):
            yield from textwrap.wrap(text, self.width, initial_indent=" " * 6, subsequent_indent=" " * 6)
        if finding["fix"]:
            yield self.paint(f"{'':<6}mend it: --set {clean(finding['fix'])}", "1")

    def houses(self, report: Document) -> Iterator[str]:
        """Who would take the ring and who would not, each with the limits that say so."""
        rows = report.get("houses", [])
        if not rows:
            return
        yield self.paint(f"{'':<6}would take it, by what each states of itself", "2")
        for row in rows:
            word, colour = ("ok", "32") if not row["findings"] else ("warn", "33") if row["takes"] else ("no", "31;1")
            more = ["printed, not cast"] * (row["process"] == "print") + ["no longer in business"] * row["past"]
            tail = f"  ({', '.join(more)})" if more else ""
            yield f"{self.paint(f'{word:<6}', colour)}{clean(row['id'])}{tail}"
            for f in row["findings"]:
                measured, limit = (text.strip() for text in _values(f))
                said = f"{f['check']} {measured}, limit {limit}: {f['source']}" if limit else f["message"]
                yield from textwrap.wrap(clean(said), self.width, initial_indent=" " * 8, subsequent_indent=" " * 8)

    def mend(self, report: Document) -> Iterator[str]:
        """The changes that were tried and pass."""
        if report.get("mend"):
            options = " ".join(f"--set {clean(change)}" for change in report["mend"])
            yield self.paint(f"mend it: {options}", "1")
            yield "  (tried: with that it passes every check)"

    def fixed(self, report: Document) -> Iterator[str]:
        """What was changed of the spec so that it passes."""
        for n, f in enumerate(report.get("fixed", [])):
            was = f"was {clean(f['was'])}" if f["was"] is not None else "was decided for you"
            label = "changed" if n == 0 else ""
            yield self.paint(f"{label:<{LABEL}}", "2") + f"{clean(f['field'])}={clean(f['now'])}  ({was})"

    def notes(self, report: Document) -> Iterator[str]:
        """What a setter is left to do, what was decided for the client, and what took a second try."""
        for f in report["findings"]:
            if f["check"] in TOLD and f["status"] == "pass" and f["message"]:
                yield from self.labelled("setter", clean(f["message"]))
        for note in report["notes"]:
            yield from self.labelled("note", clean(note))
        for retry in report.get("retries", []):
            yield from self.labelled("retry", clean(retry))

    def files(self, report: Document, folder: str) -> Iterator[str]:
        """What was written, and how large it is."""
        if report["verdict"] in ("pass", "fail"):
            return
        from ringgen.writers import shows

        if all(shows(f["format"]) for f in report["files"]):
            yield "no model files were written: --force writes them all the same"
        if report["files"] and folder:
            yield _short(f"in {clean(folder)}", self.width)
        for f in report["files"]:
            yield f"  {_short(clean(f['path']), self.width - 14):<{min(50, self.width - 14)}}{_bytes(f['bytes']):>10}"

    def labelled(self, label: str, text: str) -> Iterator[str]:
        """A wrapped text beside its label."""
        lines = textwrap.wrap(text, self.width - LABEL) or [""]
        for n, line in enumerate(lines):
            yield self.paint(f"{label if n == 0 else '':<{LABEL}}", "2") + line

    def paint(self, text: str, code: str) -> str:
        """The text in a colour, where there are colours."""
        return f"\033[{code}m{text}\033[0m" if self.colour else text


def _facts(report: Document) -> Iterator[tuple[str, str]]:
    yield "size", _size(report["size"])
    also = [e for e in report["size"]["equivalents"] if e["label"] and e["system"] in ALONGSIDE]
    if also:
        yield "", "nearest " + ", ".join(f"{e['system']} {e['label']}" for e in also)
    if report["metal"]:
        yield "metal", f"{report['metal']['name']}, {number_of(report['metal']['density_g_cm3'])} g/cm³"
    if report["weight_g"] is not None:
        yield "weight", f"{grams(report['weight_g'])} ({number_of(report['volume_mm3'], 1)} mm³)"
    else:
        yield "volume", f"{number_of(report['volume_mm3'], 1)} mm³"
    if band := report.get("band"):
        yield "band", _band(band)
    for s in report["solved"]:
        yield "solved", clean(f"{s['field']} = {number_of(s['value'])} for {s['target']}")


def _size(size: Document) -> str:
    read = size["measured_mm"]
    measured = mm(read) if read is not None else "not found"
    if size["asked"] is None:
        return f"bore {measured}"
    return f"{clean(size['asked'])}: {mm(size['inner_diameter_mm'])} inner diameter, measured {measured}"


def _band(band: Document) -> str:
    base = (band["width_mm"], band["thickness_mm"])
    top = (band["top_width_mm"], band["top_thickness_mm"])
    text = f"{band['profile']}, {number_of(base[0], 2)} × {number_of(base[1], 2)} mm"
    return text if base == top else f"{text}, at the top {number_of(top[0], 2)} × {number_of(top[1], 2)} mm"


def _stone(row: Document) -> str:
    length, width = row["size_mm"]
    size = f"{number_of(length, 2)}" if length == width else f"{number_of(length, 2)} × {number_of(width, 2)}"
    return f"{row['cut']} {row['gem']}, {size} mm"


def _row(row: Document, several: bool) -> str:
    """A row of the setter's table in words."""
    text = f"{row['count']} × {_stone(row)}, {carats(row['carat_each'])}"
    if row["count"] > 1:
        text += f" each, {carats(row['carat_total'])} in all"
    if row["placeholder"]:
        text += f" ({ESTIMATED})"
    elif row["carat_error"]:
        text += f" ± {number_of(100 * row['carat_error'], 1)} %"
    if several:
        text += f"; no. {numbers(row['numbers'])}"
    return text + (f", gap {_gap(row)}" if row["nearest_mm"] is not None else "")


def _table(told: Document) -> Iterator[str]:
    """The setter's table in columns, under it what all stones come to and how well their weights are known."""
    cells = [("setting", "stone", "ct each", "ct", "gap", "no.")]
    for row in told["rows"]:
        each, total = (carats(row[key]).removesuffix(" ct") for key in ("carat_each", "carat_total"))
        mark = " ?" if row["placeholder"] else ""
        stone = f"{row['count']} × {_stone(row)}{mark}"
        cells.append((clean(row["setting"]), clean(stone), each, total, _gap(row), numbers(row["numbers"])))
    count, carat = told["total"]["count"], carats(told["total"]["carat_total"]).removesuffix(" ct")
    cells.append(("in all", f"{count} stones", "", carat, "", ""))
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        put = [f"{c:>{w}}" if 2 <= k <= 4 else f"{c:<{w}}" for k, (c, w) in enumerate(zip(line, wide, strict=True))]
        yield "  ".join(put).rstrip()
    if unsure := sorted({r["carat_error"] for r in told["rows"] if r["carat_error"] and not r["placeholder"]}):
        shares = dict.fromkeys(number_of(100 * e, 1) for e in (unsure[0], unsure[-1]))
        yield f"weights by formula, ± {' to '.join(shares)} %"
    if any(row["placeholder"] for row in told["rows"]):
        yield f"? {ESTIMATED}"


def _gap(row: Document) -> str:
    """How near the next stone is; a dash for what is not known, or where there is none."""
    return mm(row["nearest_mm"]) if row["nearest_mm"] is not None else "-"


def _where(finding: Document) -> str:
    parts = [clean(finding["part"]) if finding["part"] else "", f"at {finding['clock']}" if finding["clock"] else ""]
    where = " ".join(p for p in parts if p)
    if not where and finding["point_mm"] and finding["status"] != "pass":
        where = "at ({})".format(", ".join(number_of(c, 2) for c in finding["point_mm"]))
    return where


def _values(finding: Document) -> tuple[str, str]:
    """Measured and limit; more finely where what is not passed would look the same as its limit.

    A bore has no limit but the size asked for, which it is to keep: that is marked as such.
    """
    measured, limit, unit = finding["measured"], finding["limit"], finding["unit"]
    shown = (_value(measured, unit), _value(limit, unit))
    if finding["check"] == "bore" and limit is not None:
        return shown[0], f"= {shown[1]}"
    if finding["status"] == "pass" or shown[0] != shown[1] or None in (measured, limit):
        return shown
    return (f"{number_of(measured)} {unit}", f"{number_of(limit)} {unit}")


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:.0f} %"
    if unit == "mm":
        return mm(value)
    return number_of(value) if unit in COUNTS else f"{number_of(value)} {unit}"


def _count(number: int, one: str, many: str) -> list[str]:
    return [f"{number} {one if number == 1 else many}"] if number else []


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 0)] + "…"


def clean(text: str) -> str:
    """Text with nothing in it that could steer a terminal."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)
