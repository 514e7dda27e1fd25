"""How many threads of its own the CAD kernel may start."""

from __future__ import annotations

from OCP.OSD import OSD_ThreadPool


def alone() -> None:
    """Keep the kernel to the thread that calls it: as many processes as there are CPUs leave none for more."""
    OSD_ThreadPool.DefaultPool_s().Init(1)
