"""How much memory is free for a model."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path

_CGROUPS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def available_bytes() -> int | None:
    """Bytes that a new process may take before the machine swaps or ends something; None where nobody says.

    On Linux the smaller of what the kernel calls available and what the container may still take.
    """
    if platform.system() == "Linux":
        known = [_linux_available(), *(_cgroup_left(limit, used) for limit, used in _CGROUPS)]
        return min((n for n in known if n is not None), default=None)
    if platform.system() == "Windows":
        return _windows_memory("available")
    # macOS gives memory back on demand, so what is free at the moment says little.
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4


def total_bytes() -> int | None:
    """Bytes of memory that this machine, or this container, has in all; None where nobody says."""
    if platform.system() == "Windows":
        return _windows_memory("total")
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [_number_in(limit) for limit, _ in _CGROUPS]
    return min([whole, *(limit for limit in limits if limit is not None)])


def _linux_available() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _cgroup_left(limit: str, used: str) -> int | None:
    most, taken = _number_in(limit), _number_in(used)
    return None if most is None or taken is None else most - taken


def _number_in(file: str) -> int | None:
    try:
        return int(Path(file).read_text())
    except (OSError, ValueError):  # no such group, or "max"
        return None


def _windows_memory(what: str) -> int | None:
    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of ``GlobalMemoryStatusEx``."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "available", "pt", "pa", "vt", "va", "ve")),
        )

    status = Status(length=ctypes.sizeof(Status))
    filled = ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(getattr(status, what)) if filled else None
