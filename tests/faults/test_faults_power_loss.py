"""Power cuts, replayed: what a disk may hold when some of the writes that were not yet synced are lost, or torn.

``kill -9`` can't show this, since the system's cache survives it. So the writes and syncs of a real process are taken
from a system-call trace, and images are made of moments in it: synced writes are there, others are dropped, kept at
random, or torn at a sector. Every image has to open, to hold together, and to hold all that was said to be saved.
What this does not model: disks that lie about syncing, and names that are lost.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_client.paths import Profile
from desktop_client.store.checksums import row_checksum
from desktop_client.store.profile_store import open_store

ROOT = Path(__file__).parents[2]
TURNS = 24
IMAGES = 300
SECTOR = 512
CALLS = "pwrite64,write,ftruncate,fsync,fdatasync"
_LINE = re.compile(
    r"^(?P<at>\d+\.\d+) (?P<call>\w+)\((?P<fd>\d+)<(?P<path>[^>]*)>(?:, (?P<rest>.*))?\) += (?P<result>-?\d+)"
)
_WRITE = re.compile(r'"(?P<hex>(?:\\x[0-9a-f]{2})*)", \d+(?:, (?P<offset>\d+))?')


@dataclass(frozen=True)
class Call:
    """One system call on one file: bytes written at an offset, a new length, a sync, or words on stdout."""

    kind: str
    file: str
    data: bytes = b""
    offset: int = 0


@dataclass
class Disk:
    """What is surely on the disk, and the calls since the last sync of each file."""

    synced: dict[str, bytearray]
    pending: dict[str, list[Call]] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)

    def do(self, call: Call) -> None:
        if call.kind == "say":
            for line in call.data.decode().splitlines():
                message, length = map(int, line.split())
                self.acknowledged[message] = length
        elif call.kind == "sync":
            for waiting in self.pending.pop(call.file, ()):
                apply(self.synced, waiting)
        else:
            self.pending.setdefault(call.file, []).append(call)

    def image(self, chance: random.Random) -> dict[str, bytearray]:
        """One of the states in which a power cut may leave the files just now."""
        files = {name: bytearray(content) for name, content in self.synced.items()}
        survives = chance.choice((0.0, 0.5, 0.9))
        for waiting in self.pending.values():
            for call in waiting:
                if call.kind == "truncate" or chance.random() < survives:
                    apply(files, torn(call, chance) if chance.random() < 0.3 else call)
        return files


def apply(files: dict[str, bytearray], call: Call) -> None:
    content = files.setdefault(call.file, bytearray())
    if call.kind == "truncate":
        del content[call.offset :]
        content.extend(bytes(call.offset - len(content)))
    else:
        content.extend(bytes(max(0, call.offset - len(content))))
        content[call.offset : call.offset + len(call.data)] = call.data


def torn(call: Call, chance: random.Random) -> Call:
    if call.kind != "write" or len(call.data) <= SECTOR:
        return call
    cut = chance.randrange(1, -(-len(call.data) // SECTOR)) * SECTOR
    return Call("write", call.file, call.data[:cut], call.offset)


def parsed(line: str) -> tuple[float, Call] | None:
    if not (match := _LINE.match(line)) or int(match["result"]) < 0:
        return None
    at, name = float(match["at"]), Path(unescaped(match["path"]).decode()).name
    if match["call"] == "write" and match["fd"] == "1":
        return at, Call("say", "", unquoted(match["rest"])[0])
    if not name.endswith((".db", ".db-wal")):
        return None
    if match["call"] in {"fsync", "fdatasync"}:
        return at, Call("sync", name)
    if match["call"] == "ftruncate":
        return at, Call("truncate", name, offset=int(match["rest"]))
    data, offset = unquoted(match["rest"])
    return at, Call("write", name, data, offset)


def unquoted(rest: str) -> tuple[bytes, int]:
    match = _WRITE.match(rest)
    assert match, rest[:80]
    return unescaped(match["hex"]), int(match["offset"] or 0)


def unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def traced(folder: Path, synchronous: str) -> tuple[dict[str, bytearray], list[Call]]:
    """The files before, and the calls of a process that saves turns, in their order."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    profile = Profile(folder / "profile")
    open_store(profile).close()
    before = {profile.database.name: bytearray(profile.database.read_bytes())}
    log = folder / "trace"
    watch = ("strace", "-ff", "-y", "-ttt", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", log)
    script = (sys.executable, "-m", "standins.traced_writer", profile.root, str(TURNS), synchronous)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run([*watch, *script], env=env, capture_output=True, text=True)
    if "PTRACE" in done.stderr:
        pytest.skip(f"no process can be traced here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    lines = (line for file in folder.glob("trace.*") for line in file.read_text().splitlines())
    calls = sorted((call for line in lines if (call := parsed(line))), key=lambda timed: timed[0])
    return before, [call for _, call in calls]


def images(before: dict[str, bytearray], calls: list[Call]) -> Iterator[tuple[Disk, dict[str, bytearray]]]:
    chance = random.Random(20261126)
    moments = set(chance.sample(range(len(calls)), min(IMAGES, len(calls))))
    disk = Disk(before)
    for number, call in enumerate(calls):
        disk.do(call)
        if number in moments:
            yield disk, disk.image(chance)


def verdict(disk: Disk, files: dict[str, bytearray], folder: Path) -> str:
    """What is wrong with one image; ``ok`` if nothing is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with contextlib.closing(sqlite3.connect(folder / "sidelight.db")) as db:
            db.create_function("row_checksum", -1, row_checksum)
            return _verdict(db, disk)
    except sqlite3.DatabaseError as error:
        return f"unreadable: {error}"


def _verdict(db: sqlite3.Connection, disk: Disk) -> str:
    if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        return "corrupt"
    lengths = dict(db.execute("SELECT id, length(text) FROM messages"))
    if any(lengths.get(message, -1) < length for message, length in disk.acknowledged.items()):
        return "lost what was saved"
    if db.execute("SELECT 1 FROM conversations WHERE head_id IS NULL").fetchone():
        return "torn turn"
    return "ok"


def test_a_power_cut_loses_nothing_that_was_said_to_be_saved(tmp_path: Path) -> None:
    before, calls = traced(tmp_path, "FULL")
    kinds = Counter(call.kind for call in calls)
    assert kinds["say"] == TURNS * 5
    assert kinds["sync"] >= kinds["say"]
    assert any(call.kind == "write" and call.file == "sidelight.db" for call in calls), "no checkpoint in the trace"
    verdicts = Counter(verdict(disk, files, tmp_path / "image") for disk, files in images(before, calls))
    assert verdicts == {"ok": min(IMAGES, len(calls))}


def test_the_replay_notices_when_nothing_is_synced(tmp_path: Path) -> None:
    before, calls = traced(tmp_path, "OFF")
    verdicts = Counter(verdict(disk, files, tmp_path / "image") for disk, files in images(before, calls))
    assert verdicts["lost what was saved"] + verdicts["corrupt"] > 0, verdicts
