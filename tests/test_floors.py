"""The house's floors, read from the imports: nothing looks up, the kernel stays in its room, and one file writes.

Floors, from the top: the program; batch; the pipeline; report, writers and checks; the kernel; design, settings, cuts,
profiles and bodies; spec and catalog; the ground that everybody stands on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ringgen"
FILES = sorted(PACKAGE.rglob("*.py"))
IDS = [str(p.relative_to(PACKAGE)) for p in FILES]

FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "units",
            "errors",
            "files",
            "moves",
            "filenames",
            "bounded",
            "plugins",
            "pipes",
            "forks",
            "findings",
            "plane",
            "crossing",
            "corners",
            "outline",
            "track",
        }
    ),
    frozenset({"spec", "catalog"}),
    frozenset(
        {
            "design",
            "settings",
            "cuts",
            "profiles",
            "shanks",
            "shoulders",
            "bodies",
            "section",
            "facets",
            "stones",
            "witness",
            "triangles",
        }
    ),
    frozenset({"kernel"}),
    frozenset({"report", "writers", "checks"}),
    frozenset({"making"}),
    frozenset({"mending", "calibration", "ahead", "beforehand"}),
    frozenset({"modelling"}),
    frozenset({"pipeline", "reading", "releasing"}),
    frozenset({"batch", "plate"}),
    frozenset({"cli", "__main__", ""}),
)
KERNEL_ONLY = {"OCP", "cadquery"}
# Where a file may be written, and why there.
WRITES = {
    "files.py": "the only place that writes what a person keeps",
    "moves.py": "puts finished files in their place, for files.py",
    "kernel/mesh.py": "a scratch file in a temporary folder: reading triangles one by one costs more than meshing",
    "cli/__init__.py": "/dev/null, in place of a closed standard output",
    "forks.py": "/dev/null, in place of the pipes of the process it was forked from",
}
WRITING_CALLS = {"write_text", "write_bytes"}


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def floor_of(room: str) -> int:
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides the floor it comes from"
            module = node.module or ""
            deeper = module in ("ringgen",)  # `from ringgen import plugins` names a room
            yield from ((node.lineno, f"{module}.{name.name}" if deeper else module) for name in node.names)


def rooms_used(path: Path) -> Iterator[tuple[int, str]]:
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "ringgen" and len(parts) > 1:
            known = any(parts[1] in rooms for rooms in FLOORS)
            yield line, parts[1] if known else ""


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_every_room_has_a_floor(path: Path) -> None:
    assert any(room_of(path) in rooms for rooms in FLOORS), f"{room_of(path)} stands on no floor of the list"


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_nothing_imports_from_a_floor_above(path: Path) -> None:
    mine = floor_of(room_of(path))
    upwards = [f"line {n}: {room}" for n, room in rooms_used(path) if room and floor_of(room) > mine]
    assert not upwards


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_the_cad_kernel_is_imported_in_its_room_alone(path: Path) -> None:
    found = [f"line {n}: {name}" for n, name in imports(path) if name.split(".")[0] in KERNEL_ONLY]
    assert not found or room_of(path) == "kernel"


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_only_the_file_room_writes(path: Path) -> None:
    written = list(writes(path))
    assert not written or str(path.relative_to(PACKAGE)) in WRITES, f"{written}: writing belongs in files.py"


@pytest.mark.parametrize("name", WRITES)
def test_every_exception_is_still_one(name: str) -> None:
    """A file that writes no more must leave the list."""
    assert list(writes(PACKAGE / name)) or name == "kernel/mesh.py"  # its scratch file is written by the kernel itself


def writes(path: Path) -> Iterator[str]:
    """Calls that write: `open` for writing (as a function, of a path or of os), write_text and write_bytes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in WRITING_CALLS or (name == "open" and any(mode_writes(a) for a in arguments(node))):
            yield f"line {node.lineno}: {name}"


def arguments(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(k.value for k in node.keywords)]


def mode_writes(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Attribute):
        return argument.attr in ("O_WRONLY", "O_RDWR", "O_CREAT")
    is_mode = isinstance(argument, ast.Constant) and isinstance(argument.value, str) and len(argument.value) <= 3
    return is_mode and bool(set(str(getattr(argument, "value", ""))) & set("wax+"))


@pytest.mark.parametrize("text", ["open(p, 'w')", "p.open('wb')", "p.write_text('')", "os.open(p, os.O_WRONLY)"])
def test_a_call_that_writes_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.py").write_text(text)
    assert list(writes(tmp_path / "x.py"))


@pytest.mark.parametrize("text", ["open(p)", "p.open('rb')", "p.read_text()", "open(p, encoding='utf-8')"])
def test_a_call_that_reads_is_not(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.py").write_text(text)
    assert not list(writes(tmp_path / "x.py"))
