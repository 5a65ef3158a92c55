"""What has to come from the operating system: a compiler, Qt's libraries, Chinese fonts.

As root on Debian and Ubuntu it is installed, aloud; otherwise the exact line to type is said.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import commands
from saying import SetUpError, Voice, join, tell

COMPILER = ("build-essential",)
ENGINE = ("libgomp1", "libstdc++6")
WINDOW = (
    "libegl1", "libgl1", "libfontconfig1", "libglib2.0-0", "libxkbcommon0", "libdbus-1-3", "libx11-6",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0",
    "libxcb-shape0", "libxcb-xfixes0", "libxcb-xkb1", "libxkbcommon-x11-0", "libx11-xcb1",
)  # fmt: skip
FONTS = ("fontconfig", "fonts-noto-cjk")
TEST_TOOLS = {
    "Xvfb": "xvfb", "strace": "strace", "dbus-run-session": "dbus", "gnome-keyring-daemon": "gnome-keyring",
}  # fmt: skip

QT_FILES = ("QtWidgets.abi3.so", "Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so")
SHOWN = 4
PROGRAM = "#include <string>\n#include <thread>\nint main() { return std::string().size() != 0; }\n"


class System:
    """This machine's packages. ``needs_root`` says who may install; both are fixed in tests."""

    def __init__(self, voice: Voice, log: Path) -> None:
        self._voice, self._log = voice, log
        self._updated = False

    def need_compiler(self) -> None:
        """A C++ compiler that works, header files and all."""
        if sys.platform == "win32" or _compiles():
            return
        self.install(COMPILER, tell("Building the engine needs a C++ compiler."))
        if not _compiles():
            raise SetUpError(
                tell("The C++ compiler of this machine does not work."), tell("Check what `c++ --version` says.")
            )

    def need_venv(self, module: str = "ensurepip") -> None:
        """Python's own means to make an environment, which Debian keeps in a package of its own."""
        code = f"import venv, {module}"
        if subprocess.run([commands.base_python(), "-I", "-c", code], capture_output=True, check=False).returncode == 0:
            return
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        self.install((package,), tell("This Python can't make environments, since its venv module is not installed."))

    def need_window(self, packages: Path) -> None:
        """The libraries that Qt opens windows with, and fonts with Chinese characters."""
        if sys.platform != "linux":
            return
        missing = missing_libraries(packages)
        if missing:
            names = ", ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
            self.install(WINDOW, tell("Qt needs libraries that this machine lacks: {names}.", names=names))
        self.want(() if _has_chinese_font() else FONTS, tell("No font with Chinese characters was found."))

    def want_test_tools(self) -> None:
        """What some tests need; without it they are skipped and say so."""
        if sys.platform == "linux":
            missing = tuple(package for program, package in TEST_TOOLS.items() if not shutil.which(program))
            self.want(missing, tell("Some tests need more programs and are skipped without them."))

    def want(self, packages: Sequence[str], why: str) -> None:
        """Install, or say how and go on."""
        if not packages:
            return
        try:
            self.install(packages, why)
        except SetUpError as error:
            self._voice.say(str(error))

    def install(self, packages: Sequence[str], why: str) -> None:
        """Install packages of the system, aloud.

        Raises:
            SetUpError: this user may not, or the system is another one; it carries the line to type.
        """
        line = install_line(packages)
        if not (_may_install() and shutil.which("apt-get")):
            raise SetUpError(why, tell("Install it and start this again: {line}", line=line))
        self._voice.say(join(why, tell("Installing with apt-get: {packages}", packages=" ".join(packages))))
        if not self._updated:
            self._apt("update")
            self._updated = True
        outcome = self._apt("install", "-y", "--no-install-recommends", *packages)
        if "dpkg --configure -a" in outcome.tail:
            # Somebody was interrupted here before; this is what dpkg asks for.
            commands.run(("dpkg", "--configure", "-a"), self._log, commands.environment(), finish=True)
            outcome = self._apt("install", "-y", "--no-install-recommends", *packages)
        if outcome.status:
            raise commands.failure("apt-get install " + " ".join(packages), outcome, self._log)

    def _apt(self, *words: str) -> commands.Outcome:
        outcome = commands.run(
            ("apt-get", "-o", "DPkg::Lock::Timeout=120", *words),
            self._log,
            commands.environment(DEBIAN_FRONTEND="noninteractive"),
            on_line=self._voice.status,
            finish=True,
        )
        self._voice.clear()
        return outcome


def install_line(packages: Sequence[str]) -> str:
    """The line that installs these on this machine, as far as it is known."""
    if shutil.which("apt-get"):
        sudo = "" if _may_install() else "sudo "
        return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"
    if sys.platform == "darwin":
        return "xcode-select --install"
    if shutil.which("dnf"):
        return "sudo dnf install " + " ".join(_elsewhere(packages, _FEDORA))
    if shutil.which("pacman"):
        return "sudo pacman -S " + " ".join(_elsewhere(packages, _ARCH))
    return tell("the packages that are called {packages} on Debian", packages=" ".join(packages))


_FEDORA = {
    COMPILER: ("gcc-c++", "make"),
    ENGINE: ("libgomp", "libstdc++"),
    WINDOW: ("mesa-libEGL", "mesa-libGL", "libxkbcommon-x11", "xcb-util-cursor", "xcb-util-wm", "xcb-util-keysyms"),
    FONTS: ("google-noto-sans-cjk-fonts",),
}
_ARCH = {
    COMPILER: ("base-devel",),
    ENGINE: ("gcc-libs",),
    WINDOW: ("libglvnd", "libxkbcommon-x11", "xcb-util-cursor", "xcb-util-wm", "xcb-util-keysyms"),
    FONTS: ("noto-fonts-cjk",),
}


def _elsewhere(packages: Sequence[str], names: dict[tuple[str, ...], tuple[str, ...]]) -> Sequence[str]:
    return names.get(tuple(packages), packages)


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _compiles() -> bool:
    """Try it: a compiler without its header files is common."""
    compilers = [os.environ.get("CXX"), "c++", "g++", "clang++"]
    found = next((path for name in compilers if name and (path := shutil.which(name))), None)
    if found is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "try.cpp"
        source.write_text(PROGRAM, encoding="utf-8")
        command = [found, "-std=c++17", str(source), "-o", str(source.with_suffix(""))]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def missing_libraries(packages: Path) -> list[str]:
    """Shared libraries that Qt, in this site-packages folder, is linked with and the system does not have."""
    files = [file for name in QT_FILES if (file := packages / "PySide6" / name).exists()]
    ldd = shutil.which("ldd")
    if not files or ldd is None:
        return []
    said = subprocess.run([ldd, *map(str, files)], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", said, re.MULTILINE)))


def _has_chinese_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    return bool(subprocess.run([fc_list, ":lang=zh"], capture_output=True, check=False).stdout.strip())
