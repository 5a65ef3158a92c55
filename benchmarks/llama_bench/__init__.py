"""llama.cpp's own benchmark, ``llama-bench``: made from the source of the release that the engine runs, then asked.

The source is the one that the source archive of llama-cpp-python carries; ``uv.lock`` pins its digest. The program is
linked to the libraries that are installed, so both sides of a comparison run the same compiled kernels. It is made
once and kept in the user's cache folder. Needs CMake and a C++ compiler, as the engine itself does. ``pace.cpp``
lets it be measured by turns with another program; not on Windows, whose linker knows no such way.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from desktop_client import paths
from desktop_client.inference.child import environment

HERE = Path(__file__).resolve().parent
LOCK = HERE.parents[1] / "uv.lock"
PROJECT = "llama-cpp-python"
NAME = "llama-bench.exe" if sys.platform == "win32" else "llama-bench"
VENDORED = "vendor/llama.cpp/"
PARTS = ("common/", "include/", "ggml/include/", "src/llama-ext.h", "tools/llama-bench/", "vendor/")
NEEDED = tuple(VENDORED + part for part in PARTS)


@dataclass(frozen=True)
class Run:
    """What is measured: ``depth`` tokens are in memory, then ``prompt`` tokens are read or ``generated`` are made."""

    prompt: int = 0
    generated: int = 0
    depth: int = 0


@dataclass(frozen=True)
class Program:
    """A ``llama-bench`` and the libraries that it runs with."""

    path: Path
    libraries: Path

    def tokens_per_s(self, model: Path, threads: int, run: Run, *options: str) -> float:
        """Its figure for one run, after its own warm-up, in the environment that the engine's process gets."""
        done = subprocess.run(
            self._command(model, threads, run, 1, options),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return float(json.loads(done.stdout)[0]["avg_ts"])

    @contextmanager
    def by_turns(self, model: Path, threads: int, run: Run, turns: int, *options: str) -> Iterator[Turns]:
        """Loaded and warmed up, waiting for the first of its turns."""
        process = subprocess.Popen(
            self._command(model, threads, run, turns, options),
            env=self._environment() | {"LLAMA_BENCH_BY_TURNS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with process:
            try:
                yield Turns(process, turns, run.prompt + run.generated)
            finally:
                process.kill()

    def _command(self, model: Path, threads: int, run: Run, turns: int, options: tuple[str, ...]) -> list[str]:
        return [
            str(self.path), "-m", str(model), "-t", str(threads), "-r", str(turns), "-o", "json",
            "-p", str(run.prompt), "-n", str(run.generated), "-d", str(run.depth), *options,
        ]  # fmt: skip

    def _environment(self) -> dict[str, str]:
        return environment() | {"LD_LIBRARY_PATH": str(self.libraries), "DYLD_LIBRARY_PATH": str(self.libraries)}


class Turns:
    """A ``llama-bench`` that does one repetition at a time. Its clock runs only within one."""

    def __init__(self, process: subprocess.Popen[bytes], turns: int, tokens: int) -> None:
        self._process = process
        self._left = turns
        self._tokens = tokens
        self._used = [self._ready()]

    def take(self) -> None:
        """One repetition."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        self._left -= 1
        if self._left:
            self._used.append(self._ready())

    def tokens_per_s(self) -> list[float]:
        """Its figures, one for each turn; only after the last."""
        assert self._process.stdout is not None
        (result,) = json.loads(self._process.stdout.read())
        return [self._tokens / (taken / 1e9) for taken in result["samples_ns"]]

    def processor_s(self) -> list[float]:
        """Processor time of a token, one for each turn but the last, after which it is gone too soon to be asked."""
        return [(after - before) / self._tokens for before, after in pairwise(self._used)]

    def _ready(self) -> float:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            word, _, used = line.partition(b" ")
            if word == b"ready":
                return int(used) / 1e9
        raise RuntimeError("llama-bench ended before its turn")


def program() -> Program:
    """The one in the cache, made now if it is not there. Takes a minute or two the first time.

    Raises:
        subprocess.CalledProcessError: the source can't be fetched, or it can't be compiled.
    """
    found = importlib.util.find_spec("llama_cpp")
    if found is None or not found.submodule_search_locations:
        sys.exit("The engine is not installed. Run ./run once, then start this again.")
    libraries = Path(next(iter(found.submodule_search_locations))) / "lib"
    version, sha256 = _locked()
    ours = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("CMakeLists.txt", "pace.cpp"))).hexdigest()
    kept = paths.cache() / "llama-bench" / f"{version}-{sha256[:16]}-{ours[:8]}" / NAME
    if not kept.exists():
        if shutil.which("cmake") is None:
            sys.exit("llama-bench can't be built without CMake. Install CMake, then start this again.")
        _build(kept, libraries, version, sha256)
    return Program(kept, libraries)


def _locked() -> tuple[str, str]:
    """Release and digest of the source archive."""
    packages = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    package = next(package for package in packages if package["name"] == PROJECT)
    return package["version"], package["sdist"]["hash"].removeprefix("sha256:")


def _build(kept: Path, libraries: Path, version: str, sha256: str) -> None:
    print(f"Building llama-bench once, from the source of {PROJECT} {version}: a minute or two.", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="llama-bench-") as scratch:
        folder = Path(scratch)
        source = _source(folder, version, sha256)
        build = folder / "build"
        settings = {"LLAMA": source.as_posix(), "LIBRARIES": libraries.as_posix()}
        _quietly("cmake", "-S", str(HERE), "-B", str(build), *(f"-D{name}={value}" for name, value in settings.items()))
        _quietly("cmake", "--build", str(build), "--parallel", str(os.cpu_count() or 1))
        kept.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own until it is whole, so that nobody runs half a program.
        half = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.copy2(next(path for path in build.rglob(NAME) if path.is_file()), half)
        half.replace(kept)


def _source(folder: Path, version: str, sha256: str) -> Path:
    """llama.cpp's source, unpacked from the archive that pip fetched and checked."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PROJECT}=={version} --hash=sha256:{sha256}\n", encoding="utf-8")
    _quietly(
        sys.executable, "-I", "-m", "pip", "download", "--no-deps", "--no-binary", PROJECT, "--require-hashes",
        "--disable-pip-version-check", "--no-input", "--dest", str(folder), "--requirement", str(wanted),
    )  # fmt: skip
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        members = [member for member in archive if member.name.partition("/")[2].startswith(NEEDED)]
        archive.extractall(folder, members, filter="data")
    return folder / members[0].name.partition("/")[0] / VENDORED


def _quietly(*command: str) -> None:
    """Run a program; its output is shown only if it fails. Standard output is for the figures."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:])
        done.check_returncode()
