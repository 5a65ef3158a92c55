"""``sidelight doctor``: what works on this machine, in words. It looks; it changes nothing and asks no network."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from desktop_client import __version__, paths
from desktop_client.cli.shell import Shell, common
from desktop_client.inference.runtime_probe import in_use, try_out
from desktop_client.inference.runtimes import AUTO, RUNTIMES
from desktop_client.settings import RUNTIME
from desktop_client.wording import Sentence, say

GB = 1_000_000_000
PROBE_S = 60
OLDEST_SAFE_SQLITE = (3, 51, 3)


class State(StrEnum):
    """How a part of the machine stands."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part, and what to do about it where something can be done."""

    name: str
    title: Sentence
    state: State
    text: Sentence
    next_step: Sentence | None = None


def look(profile: paths.Profile, runtime: str) -> list[Finding]:
    """Look at every part, side by side, since most are a child process that imports something large."""
    probes: list[Callable[[], Finding]] = [
        python, window, display, chinese_fonts, lambda: engine(runtime), compiler, sqlite, keyring,
        lambda: disk(profile), memory, lambda: models(profile), lambda: profile_folder(profile),
    ]  # fmt: skip
    with ThreadPoolExecutor(max_workers=4) as pool:
        return list(pool.map(lambda probe: probe(), probes))


@click.command()
@common
def doctor(shell: Shell) -> None:
    """Say what works on this machine."""
    findings = look(shell.profile, shell.settings.get(RUNTIME))
    if shell.json:
        shell.print_json(
            {
                "ok": all(f.state is not State.PROBLEM for f in findings),
                "version": __version__,
                "checks": [
                    {
                        "name": f.name,
                        "state": f.state.value,
                        "text": shell.text(f.text),
                        "next_step": shell.text(f.next_step) if f.next_step else None,
                    }
                    for f in findings
                ],
            }
        )
        return
    marks = {State.OK: "✓", State.NOTE: "·", State.PROBLEM: "✗"}
    for finding in findings:
        shell.print(f"{marks[finding.state]} {shell.text(finding.title)}: {shell.text(finding.text)}")
        if finding.next_step:
            shell.print(f"    {shell.text(finding.next_step)}")


def python() -> Finding:
    """The interpreter that runs this."""
    text = say(
        "{version} on {system} {machine}",
        version=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
    )
    return Finding("python", say("Python"), State.OK, text)


def window() -> Finding:
    """Whether Qt's widgets can be imported, with the libraries of the system that they need."""
    title = say("Window")
    code, said = _probe("import PySide6.QtWidgets, PySide6; print(PySide6.__version__)")
    if code == 0:
        return Finding("window", title, State.OK, say("Qt for Python {version}", version=said))
    step = say("Start ./run once as root, or install the packages that ./run names.")
    return Finding("window", title, State.PROBLEM, say("Qt can't be loaded: {why}", why=said), step)


def display() -> Finding:
    """Whether there is a screen to open a window on."""
    title = say("Screen")
    names = ("WAYLAND_DISPLAY", "DISPLAY")
    if sys.platform != "linux" or any(os.environ.get(name) for name in names):
        return Finding("display", title, State.OK, say("there is one"))
    step = say("Commands such as `sidelight ask` work all the same.")
    return Finding("display", title, State.NOTE, say("none, so no window can open"), step)


def chinese_fonts() -> Finding:
    """Whether any font has Chinese characters."""
    title = say("Chinese fonts")
    if sys.platform != "linux":
        return Finding("fonts", title, State.OK, say("part of the system"))
    fc_list = shutil.which("fc-list")
    said = _output([fc_list, ":lang=zh", "family"])[1] if fc_list else ""
    families = sorted({line.split(",")[0].strip() for line in said.splitlines() if line.strip()})
    if families:
        return Finding(
            "fonts", title, State.OK, say("{count} families, {name} first", count=len(families), name=families[0])
        )
    step = say("Install a Chinese font, on Debian and Ubuntu: sudo apt-get install fonts-noto-cjk")
    return Finding("fonts", title, State.NOTE, say("none were found; Chinese would show as boxes"), step)


def engine(wanted: str) -> Finding:
    """Which build of llama.cpp answers, and why that one; each is tried in a process of its own, as the engine does."""
    title = say("Engine")
    with ThreadPoolExecutor(max_workers=len(RUNTIMES)) as pool:
        tried = list(pool.map(try_out, RUNTIMES))
    used = in_use(wanted, tried)
    first = next(one for one in tried if wanted in (AUTO, one.name))
    if used is None or used.build is None:
        if first.wrong_processor:
            text = say("{name} was built for another kind of processor", name=first.name)
        else:
            text = say("{name} can't be loaded: {why}", name=first.name, why=first.why)
        step = say("Start ./run again; it builds the engine for this computer.")
        if wanted != AUTO:
            step = say("Install it, or go back to the usual: sidelight models runtime auto")
        return Finding("engine", title, State.PROBLEM, text, step)
    if wanted != AUTO:
        text = say("{build}, as the setting runtime says", build=used.build)
    elif used is first:
        text = say("{build}, built for this computer", build=used.build)
    else:
        text = say(
            "{build}, made for any computer: {other} can't be loaded ({why})",
            build=used.build, other=first.name, why=first.why,
        )  # fmt: skip
        step = say("It reads long messages more slowly. With a C++ compiler here, ./run builds the faster one.")
        return Finding("engine", title, State.NOTE, text, step)
    return Finding("engine", title, State.OK, text)


def compiler() -> Finding:
    """Whether the engine could be built here. Only an update of the engine needs it."""
    title = say("C++ compiler")
    found = next((path for name in ("c++", "g++", "clang++", "cl") if (path := shutil.which(name))), None)
    if found:
        return Finding("compiler", title, State.OK, say("{fact}", fact=found))
    return Finding("compiler", title, State.NOTE, say("none; it is needed only to build the engine"))


def sqlite() -> Finding:
    """The SQLite that the store would use."""
    title = say("Database")
    code, said = _probe("from sqlite_utils.utils import sqlite3; print(sqlite3.sqlite_version)")
    if code != 0:
        step = say("Remove the folder .venv and start ./run again.")
        return Finding("sqlite", title, State.PROBLEM, say("SQLite can't be loaded: {why}", why=said), step)
    text = say("SQLite {version}", version=said)
    safe = tuple(int(part) for part in said.split(".")) >= OLDEST_SAFE_SQLITE
    if safe:
        return Finding("sqlite", title, State.OK, text)
    older = say("Versions before 3.51.3 can lose data when two programs write at once; keep one window per profile.")
    return Finding("sqlite", title, State.NOTE, text, older)


def keyring() -> Finding:
    """Where a platform's key would be kept."""
    title = say("Keys")
    code, said = _probe("from desktop_client.secrets import system_keyring as k; print(type(k()).__module__)")
    if code == 0 and said.startswith("keyring."):
        return Finding("keyring", title, State.OK, say("kept in {place}", place=said))
    step = say("Chatting and the shelf on this computer need no keys.")
    return Finding(
        "keyring", title, State.NOTE, say("this system has no safe place; keys live until the window closes"), step
    )


def disk(profile: paths.Profile) -> Finding:
    """Space where models and conversations are kept."""
    from desktop_client.inference.catalogue import catalogue
    from desktop_client.inference.library import ModelLibrary

    free = shutil.disk_usage(_existing(profile.root)).free
    text = say("{free} GB free", free=f"{free / GB:.1f}")
    starter = catalogue().starter()
    if free >= starter.bytes or ModelLibrary.of(profile).has(starter):
        return Finding("disk", say("Disk"), State.OK, text)
    step = say("The starter model needs {size} GB.", size=f"{starter.bytes / GB:.1f}")
    return Finding("disk", say("Disk"), State.NOTE, text, step)


def memory() -> Finding:
    """Memory of the machine against what the starter needs."""
    from desktop_client.inference.catalogue import catalogue

    title = say("Memory")
    if not hasattr(os, "sysconf"):
        return Finding("memory", title, State.NOTE, say("this system does not say how much there is"))
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    text = say("{total} GB in all", total=f"{total / GB:.1f}")
    needed = catalogue().starter().memory_bytes
    if total >= 2 * needed:
        return Finding("memory", title, State.OK, text)
    step = say(
        "The starter model takes about {size} GB; a smaller one is in `sidelight models list`.",
        size=f"{needed / GB:.1f}",
    )
    return Finding("memory", title, State.NOTE, text, step)


def models(profile: paths.Profile) -> Finding:
    """What could answer."""
    from desktop_client.inference.library import ModelLibrary

    installed = ModelLibrary.of(profile).installed()
    if installed:
        names = ", ".join(model.name for model in installed)
        return Finding("models", say("Models"), State.OK, say("{fact}", fact=names))
    step = say("Fetch the starter with: sidelight models download")
    return Finding("models", say("Models"), State.NOTE, say("none yet"), step)


def profile_folder(profile: paths.Profile) -> Finding:
    """Whether conversations can be kept."""
    title = say("Profile")
    text = say("{fact}", fact=str(profile.root))
    # Tried, since permissions alone say nothing about a read-only disk; the file has no name and is gone at once.
    with suppress(OSError), tempfile.TemporaryFile(dir=_existing(profile.root)):
        return Finding("profile", title, State.OK, text)
    step = say("Choose another folder with --profile DIR.")
    return Finding("profile", title, State.PROBLEM, say("{folder} can't be written", folder=str(profile.root)), step)


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.parents) if p.exists())


def _probe(code: str) -> tuple[int, str]:
    """Run some Python in a process of its own; its status and the last line that it said."""
    status, said = _output([sys.executable, "-I", "-c", code])
    lines = said.strip().splitlines()
    return status, lines[-1] if lines else ""


def _output(command: list[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PROBE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr
