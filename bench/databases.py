"""A PostgreSQL of the benchmark's own that writes through to disk, and the CPU time of its processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import DURABLE, Cluster

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def postgresql() -> Iterator[Cluster | None]:
    """A durable cluster, or None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield None
        return
    cluster = Cluster(found[-1].parent, DURABLE)
    try:
        yield cluster
    finally:
        cluster.close()


def server_seconds(cluster: Cluster) -> float:
    """CPU seconds that the cluster's processes have used so far, those that have ended included."""
    postmaster = int((cluster.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    ticks = sum(_stat(postmaster)[:4])
    for child in children:
        try:
            ticks += sum(_stat(int(child))[:2])
        except FileNotFoundError:
            continue
    return ticks / TICKS


def _stat(pid: int) -> list[int]:
    """utime, stime, cutime and cstime of a process, in clock ticks (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(one) for one in fields[11:15]]
