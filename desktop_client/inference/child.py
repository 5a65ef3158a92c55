"""The parent's handle on one child process: start, talk, notice its end, end it.

Two threads per child. One starts it, since Linux ends a child with the *thread* that started it, and then reads what
it says until it has nothing more to say. The other writes, since a child that hangs does not empty its pipe.
"""

from __future__ import annotations

import logging
import os
import queue
import site
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import IO, Any

import desktop_client
from desktop_client.inference import failures, wire
from desktop_client.wording import Sentence

log = logging.getLogger(__name__)

_HANDED_ON = frozenset(
    ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR")
)
_SAID_AT_THE_END = 2000


def environment() -> dict[str, str]:
    """All that a child may know of the parent's environment: no keys, no names, no session."""
    handed_on = {name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON}
    return handed_on | {
        "PYTHONPATH": str(Path(desktop_client.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Without HOME, Python would ask the system's user database for it.
        "PYTHONUSERBASE": site.getuserbase(),
        # How long OpenMP's threads spin for each other: twice as fast when another program is busy, no slower else.
        "GOMP_SPINCOUNT": "1000",
        # Large pages for the weights where glibc and the kernel have them: about a twentieth less time (measured).
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        # On an assertion ggml would start a debugger.
        "GGML_NO_BACKTRACE": "1",
    }


def program(module: str) -> list[str]:
    """The command that runs a module of this package; the current folder is not imported from."""
    return [sys.executable, "-P", "-m", f"desktop_client.inference.{module}"]


Event = dict[str, Any]
Mailbox = queue.SimpleQueue[Event | None]
"""Events about one command. None means that the process has ended; nothing comes after it."""


class Child:
    """One running child. Usable from several threads."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it.

        Raises:
            OSError: it can't be started.
        """
        self._numbers = count(1)
        self._boxes: dict[int, Mailbox] = {}
        self._boxes_lock = threading.Lock()
        self._outbox: queue.SimpleQueue[Iterable[bytes] | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._how: Sentence | None = None
        self.hello: Mailbox = queue.SimpleQueue()
        started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._live, args=(command, started), daemon=True, name="engine-reader")
        self._reader.start()
        process = started.get()
        if isinstance(process, OSError):
            raise process
        self._process = process
        threading.Thread(target=self._write_all, daemon=True, name="engine-writer").start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False once it has ended and everything it said has been delivered."""
        return not self._ended.is_set()

    @property
    def how_it_ended(self) -> Sentence:
        """In words; only after the end."""
        return self._how or failures.ended_with(self._process.returncode or 0)

    @contextmanager
    def command(self, *payload: Iterable[bytes], **message: Any) -> Iterator[tuple[int, Mailbox]]:
        """Send a command; its number and the mailbox for what comes of it, which is there within the context.

        The parts of ``payload`` follow it, each asked for when it is its turn: they need not fit memory.
        """
        number = next(self._numbers)
        box: Mailbox = queue.SimpleQueue()
        with self._boxes_lock:
            self._boxes[number] = box
        if self._ended.is_set():
            box.put(None)
        self._outbox.put(chain([wire.frame({"id": number, **message})], *payload))
        try:
            yield number, box
        finally:
            with self._boxes_lock:
                self._boxes.pop(number, None)

    def tell(self, **message: Any) -> None:
        """Send a command that nothing comes of."""
        self._outbox.put([wire.frame(message)])

    def kill(self, how: Sentence | None = None) -> None:
        """End it at once and wait until it is gone. ``how`` is what is said of its end, if it was not over before."""
        if not self._ended.is_set() and self._how is None:
            self._how = how
        self._process.kill()
        self._reader.join()

    def _live(self, command: Sequence[str], started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError]) -> None:
        with _scratch() as complaints:
            try:
                process = subprocess.Popen(
                    command,
                    env=environment(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError as error:
                started.put(error)
                return
            started.put(process)
            assert process.stdout is not None
            try:
                self._read_all(process.stdout)
            except wire.WireError:
                self._how = self._how or failures.talked_nonsense()
                process.kill()
            process.wait()
            process.stdout.close()
            _log_end(process.returncode, complaints)
        self._ended.set()
        self._outbox.put(None)
        with self._boxes_lock:
            for box in (*self._boxes.values(), self.hello):
                box.put(None)

    def _read_all(self, stream: IO[bytes]) -> None:
        while (line := wire.read_line(stream, wire.MAX_EVENT)) is not None:
            event = wire.parse(line)
            if event.get("event") == "state":
                event["raw"] = wire.read_raw(stream, event.get("bytes"), wire.MAX_PART)
            number = event.get("id")
            if event.get("event") == "hello":
                self.hello.put(event)
                continue
            with self._boxes_lock:
                box = self._boxes.get(number) if isinstance(number, int) else None
            if box is not None:
                box.put(event)

    def _write_all(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        try:
            while (parts := self._outbox.get()) is not None:
                stream.writelines(parts)
                stream.flush()
        except OSError:
            log.info("the engine's process takes no more commands")
        finally:
            try:
                stream.close()
            except OSError:
                log.debug("the engine's process was gone before the last command")


def _scratch() -> IO[bytes]:
    """Where the child's complaints go: memory where the system has such files, since they must not stay on a disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("engine-complaints"), "w+b")
    return tempfile.TemporaryFile()  # type: ignore[return-value,unused-ignore]


def _log_end(status: int, complaints: IO[bytes]) -> None:
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - _SAID_AT_THE_END))
    said = complaints.read().decode(errors="replace").strip()
    log.info("the engine's process ended with %s%s", status, f", saying: {said}" if said else "")
