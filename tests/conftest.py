"""What tests of several rooms share: rings built once a run, and the count of outside judges that were missing."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A machine with other work to do is slower than any deadline for one example; what must be fast has tests of its own.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

ROOT = Path(__file__).resolve().parent.parent
MISSING = "judge missing: "


@dataclass(frozen=True)
class Ring:
    """A ring's files as a build left them."""

    folder: Path
    report: dict[str, Any]

    def file(self, format_id: str) -> Path:
        """The file of that format."""
        return next(self.folder / f["path"] for f in self.report["files"] if f["format"] == format_id)


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ring]:
    """The ring of a preset's name, or of a spec's path from the project's folder; built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "rings"

    def built(spec: str) -> Ring:
        folder = shared / spec.replace("/", "-")
        if not folder.exists():
            _build(spec, folder)
        report = next(folder.glob("*.report.json"))
        return Ring(folder, json.loads(report.read_bytes()))

    return built


def _build(spec: str, folder: Path) -> None:
    from ringgen import pipeline
    from ringgen.spec.load import load

    path = ROOT / spec
    folder.parent.mkdir(exist_ok=True)
    mine = folder.with_name(f"{folder.name}.{os.getpid()}")
    pipeline.build(load(path if path.is_file() else spec), out=mine)
    try:
        mine.rename(folder)
    except OSError:  # another worker was faster: the same spec, the same files
        shutil.rmtree(mine)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much of the fuzz and of the matrix is run, and from where they draw."""
    seed = os.environ.get("RINGGEN_FUZZ_SEED", "fixed")
    parser.addoption("--fuzz-seed", default=seed, help="what random specs are drawn from (RINGGEN_FUZZ_SEED)")
    parser.addoption("--fuzz-count", type=int, default=30, help="how many accepted random specs to build; CI: 300")
    parser.addoption("--matrix-count", type=int, default=8, help="how many rings of the matrix to make; CI: more")
    parser.addoption("--matrix-turn", type=int, default=0, help="which part of the matrix has its turn")
    parser.addoption(
        "--matrix-draft", action="store_true", help="make its rings of triangles: ten times as fast, never exact"
    )
    parser.addoption("--matrix-all", action="store_true", help="all of the matrix: some thousands of rings, hours")
    parser.addoption("--slow-parts", type=int, default=1, help="run only one part in so many of the slow tests")
    parser.addoption("--slow-turn", type=int, default=0, help="which part of the slow tests has its turn")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the slow tests only those whose turn it is: which part a test is in never changes."""
    parts = config.getoption("slow_parts")
    turn = config.getoption("slow_turn") % parts
    left = [i for i in items if i.get_closest_marker("slow") and zlib.crc32(i.nodeid.encode()) % parts != turn]
    if left:
        out = set(left)
        config.hook.pytest_deselected(items=left)
        items[:] = [i for i in items if i not in out]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A judge that is not installed must be seen to be missing."""
    reasons = [str(r.longrepr[2]) for r in terminalreporter.stats.get("skipped", []) if isinstance(r.longrepr, tuple)]
    missing = [r.partition(MISSING)[2] for r in reasons if MISSING in r]
    if missing:
        names = ", ".join(sorted(set(missing)))
        terminalreporter.write_line(f"{len(set(missing))} judges missing ({names}): {len(missing)} tests skipped")
