"""The locked environment in ``.venv``: made, filled, given its engine, and checked, each step only if it is due."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import commands
import prebuilt
from engine_wheel import EngineWheel, locked_sources
from saying import SetUpError, Voice, tell
from system_packages import ENGINE, System

UV = "0.13.9"
NEEDED_BYTES = 1_200_000_000
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
SYSTEM_LIBRARIES = ("libgomp.", "libstdc++.", "libgcc_s.")
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")

Stamp = dict[str, str]


class Environment:
    """One checkout's environment."""

    def __init__(self, root: Path, venv: Path, voice: Voice) -> None:
        self._root, self._venv, self._voice = root, venv, voice
        self._log = venv / "set-up.log"
        scripts = venv / ("Scripts" if os.name == "nt" else "bin")
        suffix = ".exe" if os.name == "nt" else ""
        self._python, self._uv = scripts / f"python{suffix}", scripts / f"uv{suffix}"
        self._system = System(voice, self._log)

    def set_up(
        self, wants: set[str], read_stamp: Callable[[], Stamp], write_stamp: Callable[[Stamp], None], key: str
    ) -> None:
        """Bring the environment to what ``wants`` names; the stamp is written after each part.

        Raises:
            SetUpError: something is missing that the user has to see to.
        """
        stamp = read_stamp()
        due = {want for want in wants if stamp.get(want) != key}
        if not due:
            return
        stamp = {name: value for name, value in stamp.items() if value == key or name == prebuilt.MARK}
        if not stamp.keys() - {prebuilt.MARK}:
            self._voice.say(tell("Setting up Sidelight in {folder}.", folder=self._venv))
        self._make()
        sources = locked_sources(self._root / "uv.lock")
        engine = EngineWheel(self._python, sources, self._voice, self._log, self._index_settings())
        instead = prebuilt.requirements(self._root / "uv.lock")
        if "run" in due and engine.cached() is None and instead is None:
            # Before anything large is fetched, since it is what is missing most often.
            self._system.need_compiler()
        if due & {"run", "test"}:
            self._fill(dev="test" in due)
        if "run" in due:
            stamp.pop(prebuilt.MARK, None)
            stamp |= self._give_either(engine, instead)
            write_stamp(stamp := stamp | {"run": key})
        if "test" in due:
            self._system.want_test_tools()
        if "window" in due:
            self._system.need_window(self._site_packages())
            write_stamp(stamp := stamp | {"window": key})
        if "test" in due:
            write_stamp(stamp | {"test": key})
        self._voice.clear()

    def _make(self) -> None:
        half_made = self._venv / "half-made"
        if not half_made.exists() and self._is_whole():
            self._log.write_text("", encoding="utf-8")
            return
        if self._venv.exists():
            self._voice.say(tell("The environment in {folder} is not whole; making it anew.", folder=self._venv))
        self._venv.mkdir(exist_ok=True)
        # The mark comes first and goes last, so that no interruption leaves a folder that only looks whole.
        half_made.touch()
        _empty(self._venv, keep=half_made)
        self._need_space()
        self._system.need_venv()
        self._voice.status(tell("making the environment"))
        outcome = commands.run(
            (commands.base_python(), "-I", "-m", "venv", self._venv), self._log, commands.environment()
        )
        if outcome.status:
            raise commands.failure(tell("Making the environment"), outcome, self._log)
        half_made.unlink()

    def _is_whole(self) -> bool:
        """Whether there is an environment, its own and not the system's, with a Python that is new enough and pip."""
        if not self._python.exists() or not (self._venv / "pyvenv.cfg").exists():
            return False
        code = (
            "import sys, pip, pip._internal.cli.main; "
            "sys.exit(sys.version_info < (3, 11) or not pip.__file__.startswith(sys.prefix))"
        )
        return subprocess.run([self._python, "-I", "-c", code], capture_output=True, check=False).returncode == 0

    def _need_space(self) -> None:
        free = shutil.disk_usage(self._root).free
        if free < NEEDED_BYTES:
            raise SetUpError(
                tell("Setting up needs {needed} MB and the disk has {free} MB left.",
                     needed=NEEDED_BYTES // 1_000_000, free=free // 1_000_000),
                tell("Free some space and start this again."),
            )  # fmt: skip

    def _fill(self, *, dev: bool) -> None:
        """Install exactly what the lock names, from whatever index or mirror the user's pip or uv is set to."""
        self._get_uv()
        wanted = self._venv / "locked.txt"
        self._locked_list(wanted, dev=dev)
        self._voice.say(
            tell("Getting the libraries for the tests.") if dev else tell("Getting the libraries, about 150 MB.")
        )
        what = tell("Getting the libraries")
        # Killed in mid-install, a package can look installed and lack files: then everything is laid anew.
        half_filled = self._venv / "half-filled"
        anew = ("--reinstall",) if half_filled.exists() else ()
        half_filled.touch()
        self._uv_pip(what, *anew, "--require-hashes", "--requirement", wanted)
        self._uv_pip(what, "--no-deps", "--reinstall-package", "sidelight", "--editable", self._root)
        half_filled.unlink()
        wanted.unlink()

    def _get_uv(self) -> None:
        if self._uv_version() == UV:
            return
        self._voice.status(tell("getting uv {version}", version=UV))
        command = (
            self._python, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check",
            "--force-reinstall", "--only-binary", ":all:", "--require-hashes",
            "--requirement", self._root / "setup" / "uv.txt",
        )  # fmt: skip
        env = self._index_settings()
        outcome = commands.run(command, self._log, env)
        if outcome.status and commands.UNKNOWN_ISSUER.search(outcome.tail) and Path(CERTIFICATES).exists():
            # Older pips know only their own certificates, not the ones that this machine trusts.
            outcome = commands.run((*command, "--cert", CERTIFICATES), self._log, env)
        if outcome.status:
            raise commands.failure(tell("Getting uv"), outcome, self._log)

    def _uv_version(self) -> str:
        try:
            said = subprocess.run([self._uv, "--version"], capture_output=True, text=True, check=False).stdout.split()
        except OSError:
            return ""
        return said[1] if len(said) > 1 else ""

    def _locked_list(self, file: Path, *, dev: bool) -> None:
        """Write the lock as a list with digests. Without any index settings, so that a mirror does not make the lock
        look out of date; no network is asked.
        """
        env = {name: value for name, value in commands.environment().items() if name not in INDEX_VARIABLES}
        groups = () if dev else ("--no-dev",)
        command = (
            self._uv, "export", "--project", self._root, "--python", self._python, "--locked", "--no-config", *groups,
            "--no-emit-project", "--no-emit-package", "llama-cpp-python", "--quiet", "--output-file", file,
        )  # fmt: skip
        outcome = commands.run(command, self._log, env)
        if outcome.status:
            raise commands.failure(tell("Reading uv.lock"), outcome, self._log)

    def _uv_pip(self, what: str, *arguments: str | Path) -> None:
        command = (self._uv, "pip", "install", "--python", self._python, "--no-python-downloads", *arguments)
        env = self._index_settings()
        outcome = commands.run(command, self._log, env, on_line=self._show)
        if outcome.status and commands.UNKNOWN_ISSUER.search(outcome.tail):
            self._voice.say(tell("The index shows a certificate of your network; trusting what this system trusts."))
            outcome = commands.run((*command, "--system-certs"), self._log, env, on_line=self._show)
        self._voice.clear()
        if outcome.status:
            raise commands.failure(what, outcome, self._log)

    def _show(self, line: str) -> None:
        if re.match(r"\s*(Downloading|Downloaded|Building|Built|Prepared|Installed|Resolved)", line):
            self._voice.status(line.strip())

    def _index_settings(self) -> dict[str, str]:
        """pip and uv do not read each other's configuration: where only one has been told of a mirror, tell both."""
        env = commands.environment(NO_COLOR="1")
        said = subprocess.run(
            [self._python, "-I", "-m", "pip", "config", "list"], capture_output=True, text=True, env=env, check=False
        ).stdout
        settings = dict(re.findall(r"^\S+?\.(index-url|cert)='?(.*?)'?$", said, re.MULTILINE))
        if "index-url" in settings and not any(name in env for name in INDEX_VARIABLES) and not _uv_is_configured():
            env["UV_DEFAULT_INDEX"] = settings["index-url"]
        elif "index-url" not in settings and (own := env.get("UV_DEFAULT_INDEX") or env.get("UV_INDEX_URL")):
            env["PIP_INDEX_URL"] = own
        if "cert" in settings:
            env.setdefault("SSL_CERT_FILE", settings["cert"])
        return env

    def _give_either(self, engine: EngineWheel, instead: str | None) -> Stamp:
        """Give it the engine, or where that can't be built the one that comes built; what the stamp is to say of it."""
        try:
            self._give(engine)
        except SetUpError as error:
            if instead is None:
                raise
            self._voice.say(str(error))
            self._voice.say(
                tell("Until then a prebuilt engine answers ({project}, 34 MB); it reads long messages more slowly.",
                     project=prebuilt.PROJECT)
            )  # fmt: skip
            self._give_prebuilt(instead)
            return {prebuilt.MARK: prebuilt.compilers()}
        return {}

    def _give_prebuilt(self, wanted: str) -> None:
        file = self._venv / "prebuilt.txt"
        file.write_text(wanted, encoding="utf-8")
        self._uv_pip(
            tell("Installing the engine"), "--no-deps", "--only-binary", ":all:", "--require-hashes",
            "--requirement", file,
        )  # fmt: skip
        file.unlink()
        outcome = self._start_engine("-m", "desktop_client.inference.worker", "--try-out", prebuilt.PROJECT)
        if outcome.status:
            raise commands.failure(tell("Starting the engine"), outcome, self._log)

    def _give(self, engine: EngineWheel) -> None:
        """Install the engine and start it once; a wheel that does not start here is built again, one time."""
        self._install(engine)
        outcome = self._start_engine()
        if outcome.status:
            self._voice.say(tell("The engine in the cache does not work on this computer; it is built again."))
            engine.discard()
            self._install(engine)
            outcome = self._start_engine()
        if outcome.status:
            engine.discard()
            raise commands.failure(tell("Starting the engine"), outcome, self._log)

    def _install(self, engine: EngineWheel) -> None:
        wheel = engine.cached()
        if wheel is None:
            self._system.need_compiler()
            wheel = engine.get()
        self._uv_pip(tell("Installing the engine"), "--offline", "--no-deps", "--reinstall", wheel)

    def _start_engine(self, *program: str) -> commands.Outcome:
        """Start it; where only a library of the system is missing, the wheel is good and the library is installed."""
        program = program or ("-c", "import llama_cpp; llama_cpp.llama_backend_init()")
        command: tuple[str | Path, ...] = (self._python, "-I", *program)
        outcome = commands.run(command, self._log, commands.environment())
        missing = re.search(r"(lib\S+\.so\S*): cannot open shared object file", outcome.tail)
        if outcome.status and missing and missing[1].startswith(SYSTEM_LIBRARIES):
            self._system.install(
                ENGINE, tell("The engine needs a library that this machine lacks: {name}.", name=missing[1])
            )
            outcome = commands.run(command, self._log, commands.environment())
        return outcome

    def _site_packages(self) -> Path:
        return Path(sysconfig.get_path("platlib", vars={"base": str(self._venv), "platbase": str(self._venv)}))


def _empty(folder: Path, keep: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != keep:
            entry.unlink()


def _uv_is_configured() -> bool:
    """Whether a configuration file of uv's own names an index."""
    own = os.environ.get("APPDATA" if os.name == "nt" else "XDG_CONFIG_HOME")
    folders = (Path(own) if own else Path.home() / ".config", Path("/etc"))
    files = [folder / "uv" / "uv.toml" for folder in folders]
    return any("index" in file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
