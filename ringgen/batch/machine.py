"""What this machine has for workers: CPUs, and memory that is free."""

from __future__ import annotations

import os
from pathlib import Path

WORKER_MB = 700
"""What a worker takes, MB: kernel and checks loaded 350, a ring with a hundred stones twice that (benchmarks)."""

LEAST_MB = 2000
"""What a worker may take before it is stopped, MB, however little the machine has: the largest pavé seen took 1300."""

_GROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current")


def cpus() -> int:
    """CPUs this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def available_mb() -> float | None:
    """Memory that can be had without pushing anything out, MB; None where the system does not say."""
    free = _meminfo("MemAvailable")
    limit, used = (_number(Path(p)) for p in _GROUPS)
    if limit is not None and used is not None:
        room = max(limit - used, 0.0) / 2**20
        return room if free is None else min(free, room)
    return free


def workers(wanted: int | None = None) -> int:
    """As many as were asked for; else as many as there are CPUs, and memory for."""
    if wanted is not None:
        return wanted
    free = available_mb()
    most = cpus() if free is None else min(cpus(), int(free / WORKER_MB))
    return max(most, 1)


def share_mb(count: int) -> float:
    """What each of so many workers may take, MB."""
    free = available_mb()
    return LEAST_MB if free is None else max(free / count, LEAST_MB)


def resident_mb(process: int | str = "self") -> float | None:
    """What a process has in memory, MB; None where that cannot be known."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _meminfo(key: str) -> float | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{key}:")), None)


def _number(path: Path) -> float | None:
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return None
