"""A process closes itself in: no network, no files but those it was given, no programs, nothing outlives the parent.

Model files are foreign input to a large C++ program, so whoever reads one gives up first what it will not need. Each
lock is tried by itself, since kernels and distributions differ in which they allow to ordinary users; what holds is
returned and reported. Only Linux so far: elsewhere nothing holds and the process boundary alone protects.

The calls and numbers are from the kernel's ``landlock(7)``, ``unshare(2)``, ``prctl(2)`` and ``seccomp(2)``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DIES_WITH_PARENT = "dies_with_parent"
FIRST_WHEN_MEMORY_ENDS = "first_when_memory_ends"
NO_CORE_FILE = "no_core_file"
WRITES_LITTLE = "writes_little"
NO_NETWORK = "no_network"
FILES_READ_ONLY = "files_read_only"
NO_SYSTEM_CALLS = "no_sockets_no_programs"

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_SECCOMP_MODE_FILTER = 2
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # the latter: fail with EPERM
_X32_CALLS = 0x40000000

# By machine: the audit number, then socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# io_uring_setup (which could open sockets behind the filter's back).
_CALLS_BY_MACHINE = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 425)),
}

_SYSTEM_READABLE = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/sys/devices/system")
_PROCESS_READABLE = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat")


def close_in(readable: Sequence[Path]) -> tuple[str, ...]:
    """Give up everything but reading ``readable``, Python's own folders and the system's libraries.

    Must run while the process has one thread. Returns the names of the locks that hold.
    """
    if sys.platform != "linux":
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        (FIRST_WHEN_MEMORY_ENDS, _first_when_memory_ends),
        # A core file would hold the conversation. The limit 1 also keeps the kernel from piping one to a collector.
        (NO_CORE_FILE, lambda: _limit("RLIMIT_CORE", 1)),
        # What is written to an inherited standard error stays small. Pipes are not counted.
        (WRITES_LITTLE, lambda: _limit("RLIMIT_FSIZE", 1 << 20)),
        (NO_NETWORK, lambda: libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0),
        # After the step above: new credentials clear it.
        (DIES_WITH_PARENT, lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0),
    )
    holds = [name for name, step in steps if step()]
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return tuple(holds)
    if _files_read_only(libc, [*map(Path, _SYSTEM_READABLE + _PROCESS_READABLE), *_python_folders(), *readable]):
        holds.append(FILES_READ_ONLY)
    if _no_system_calls(libc):
        holds.append(NO_SYSTEM_CALLS)
    return tuple(holds)


def _first_when_memory_ends() -> bool:
    """When memory runs out the kernel ends this process, not the window."""
    try:
        Path("/proc/self/oom_score_adj").write_text("800")
    except OSError:
        return False
    return True


def _limit(name: str, most: int) -> bool:
    import resource

    try:
        resource.setrlimit(getattr(resource, name), (most, most))
    except (OSError, ValueError):
        return False
    return True


def _python_folders() -> list[Path]:
    """Where this Python imports from, with the interpreter's own folders."""
    package = Path(__file__).resolve().parents[1]
    folders = {Path(sys.prefix), Path(sys.base_prefix), package}
    for entry in filter(None, sys.path):
        # In a checkout the folder above the package is a whole project; only an installed one's holds libraries.
        if Path(entry).resolve() != package.parent or package.parent.name in ("site-packages", "dist-packages"):
            folders.add(Path(entry))
    return sorted(folders)


def _files_read_only(libc: ctypes.CDLL, readable: Sequence[Path]) -> bool:
    """Landlock: every file right is taken away, then reading is given back beneath ``readable``."""
    abi = libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)
    if abi < 1:
        return False
    rights = struct.pack("=Q", _FILE_RIGHTS_BY_ABI[min(abi, 5)])
    rights += struct.pack("=Q", _TCP_BIND_AND_CONNECT) if abi >= 4 else b""
    rights += struct.pack("=Q", _ABSTRACT_SOCKETS_AND_SIGNALS) if abi >= 6 else b""
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, rights, len(rights), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _let_read(libc, ruleset, path)
        return bool(libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _let_read(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    # A path that isn't there needs no rule.
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = struct.pack("=Qi", _READ_FILE | _READ_DIR if path.is_dir() else _READ_FILE, place)
            libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0)
        finally:
            os.close(place)


def _no_system_calls(libc: ctypes.CDLL) -> bool:
    """Seccomp: opening sockets, starting programs and looking into other processes fail with EPERM.

    Where an ordinary user may not have a network namespace (Ubuntu's AppArmor), this alone keeps UDP shut.
    """
    known = _CALLS_BY_MACHINE.get(os.uname().machine)
    if known is None:
        return False
    audit, calls = known
    refuse = len(calls) + 1  # from the test of the x32 range, over all calls and the ALLOW after them
    code = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    code.append((_JUMP_AT_LEAST, refuse, 0, _X32_CALLS))
    code += [(_JUMP_EQUAL, refuse - 1 - number, 0, call) for number, call in enumerate(calls)]
    code += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    filters = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(filters)))
    return bool(
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0
    )
