"""The engine's wheel: llama-cpp-python, built once for this kind of processor and kept in the user's cache.

The package index has only sources. A build is tuned to the processor it is made on, so wheels are kept by the
processor's instruction sets and are never shared between kinds.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import sys
import sysconfig
import time
import tomllib
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import commands
from locking import locked
from saying import SetUpError, Voice, lasted, tell

PROJECT = "llama-cpp-python"
LEAN = "-DLLAVA_BUILD=OFF"
NO_AMX = ("-mno-amx-tile", "-mno-amx-int8", "-mno-amx-bf16")
"""GCC 12 drops the stores that llama.cpp fills a tile configuration with, so its AMX code ends in SIGILL."""
CORE_MINUTES = 9
NEEDED_BYTES = 700_000_000


@dataclass(frozen=True)
class Sources:
    """Which sources the lock file names."""

    version: str
    sha256: str


def locked_sources(lock: Path) -> Sources:
    """Version and digest of the source archive, from ``uv.lock``."""
    for package in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        if package["name"] == PROJECT:
            return Sources(package["version"], package["sdist"]["hash"].removeprefix("sha256:"))
    raise SetUpError(
        tell("uv.lock does not name {project}.", project=PROJECT), tell("Restore it with: git checkout uv.lock")
    )


def processor_key() -> str:
    """A short digest of what a build depends on: instruction sets, system, and the builder's own options."""
    facts = (
        sysconfig.get_platform(), platform.machine(), _instruction_sets(), os.environ.get("CMAKE_ARGS", ""),
        *left_out(),
    )  # fmt: skip
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def left_out() -> tuple[str, ...]:
    """The compiler's options for instructions that this processor has and the engine is better built without."""
    return NO_AMX if "amx_tile" in _instruction_sets().split() else ()


def _instruction_sets() -> str:
    # Only the first processor's entry: the file has one for each, and hundreds are slow to make.
    with suppress(OSError), Path("/proc/cpuinfo").open(encoding="ascii", errors="replace") as file:
        match = re.search(r"^(?:flags|Features)\s*:\s*(.*)$", file.read(16384), re.MULTILINE)
        if match:
            return " ".join(sorted(match[1].split()))
    return platform.processor() or os.environ.get("PROCESSOR_IDENTIFIER", "")


def cache_folder() -> Path:
    """The user's cache folder of Sidelight, where the application looks for it too."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sidelight" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "sidelight"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sidelight"


class EngineWheel:
    """One wheel in the cache, made when it is not there."""

    def __init__(self, python: Path, sources: Sources, voice: Voice, log: Path, env: Mapping[str, str]) -> None:
        self._python, self._sources, self._voice, self._log, self._env = python, sources, voice, log, env
        self._folder = cache_folder() / "wheels" / processor_key()

    def cached(self) -> Path | None:
        """The wheel, if it is there and whole."""
        for wheel in sorted(self._folder.glob(f"{PROJECT.replace('-', '_')}-{self._sources.version}-*.whl")):
            with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(wheel) as archive:
                if archive.testzip() is None:
                    return wheel
        return None

    def discard(self) -> None:
        """Throw the cached wheel away, since it turned out not to work here."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def get(self) -> Path:
        """The wheel, built now if need be. Two set-ups never build the same one at once.

        Raises:
            SetUpError: it can't be built; the sentence says why.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = self._folder.with_name(self._folder.name + ".lock")
        lock.touch()
        with locked(lock, lambda: self._voice.say(tell("Waiting for another set-up that is building the engine."))):
            return self.cached() or self._build()

    def _build(self) -> Path:
        for leftover in self._folder.parent.glob(f"{self._folder.name}.building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        scratch = self._folder.with_name(f"{self._folder.name}.building-{os.getpid()}")
        free = shutil.disk_usage(self._folder).free
        if free < NEEDED_BYTES:
            raise SetUpError(
                tell("Building the engine needs {needed} MB and the disk has {free} MB left.",
                     needed=NEEDED_BYTES // 1_000_000, free=free // 1_000_000),
                tell("Free some space and start this again."),
            )  # fmt: skip
        (scratch / "tmp").mkdir(parents=True)
        try:
            return self._built(scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _built(self, scratch: Path) -> Path:
        minutes = 1 + -(-CORE_MINUTES // (os.cpu_count() or 1))
        self._voice.say(
            tell("Building the engine ({project} {version}) once for this computer, about {minutes} minutes.",
                 project=PROJECT, version=self._sources.version, minutes=minutes)
        )  # fmt: skip
        requirements = scratch / "requirements.txt"
        requirements.write_text(
            f"{PROJECT}=={self._sources.version} --hash=sha256:{self._sources.sha256}\n", encoding="utf-8"
        )
        command = (
            self._python, "-I", "-m", "pip", "wheel", "-v", "--no-deps", "--no-cache-dir", "--no-input",
            "--disable-pip-version-check", "--no-binary", PROJECT, "--require-hashes",
            "--wheel-dir", scratch / "out", "--requirement", requirements,
        )  # fmt: skip
        tmp = str(scratch / "tmp")
        options = f"{LEAN} {self._env.get('CMAKE_ARGS', '')}".strip()
        flags = {name: " ".join((self._env.get(name, ""), *left_out())).strip() for name in ("CFLAGS", "CXXFLAGS")}
        env = {**self._env, **flags, "TMPDIR": tmp, "TMP": tmp, "TEMP": tmp, "CMAKE_ARGS": options}
        progress = _Progress(scratch / "tmp", self._voice)
        outcome = commands.run(command, self._log, env, on_tick=progress.tick)
        self._voice.clear()
        wheels = list((scratch / "out").glob("*.whl"))
        if outcome.status or len(wheels) != 1:
            raise commands.failure(tell("Building the engine"), outcome, self._log)
        self._voice.say(tell("The engine is built, in {time}.", time=progress.elapsed()))
        with wheels[0].open("rb") as file:
            os.fsync(file.fileno())
        return wheels[0].replace(self._folder / wheels[0].name)


class _Progress:
    """Counts the object files that the compiler has written against those that the build plan names."""

    def __init__(self, tmp: Path, voice: Voice) -> None:
        self._tmp, self._voice = tmp, voice
        self._began = time.monotonic()
        self._plan: Path | None = None
        self._total = self._done = 0

    def elapsed(self) -> str:
        return lasted(time.monotonic() - self._began)

    def tick(self) -> None:
        self._find_plan()
        if self._plan is None:
            self._voice.status(tell("getting the sources ready, {time}", time=self.elapsed()))
            return
        # Once the wheel is packed the object files are gone again.
        self._done = max(self._done, sum(1 for _ in self._plan.parent.rglob("*.o")))
        percent = min(100 * self._done // max(self._total, 1), 100)
        self._voice.status(
            tell("compiling: {percent} % ({done} of {total} files), {time}",
                 percent=percent, done=self._done, total=self._total, time=self.elapsed())
        )  # fmt: skip

    def _find_plan(self) -> None:
        if self._plan is None:
            self._plan = next(self._tmp.glob("*/build/build.ninja"), None)
        if self._plan is not None and not self._total:
            with suppress(OSError):
                self._total = len(re.findall(r"^build \S+\.o:", self._plan.read_text(errors="replace"), re.MULTILINE))
