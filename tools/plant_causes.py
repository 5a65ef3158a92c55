"""Shows that the tests of the promises can fail: plants the causes of tests/promises/planted.toml and runs them.

``.venv/bin/python tools/plant_causes.py`` plants one after another in a copy of the tree, runs the one test that has to
turn red, and prints what came of each; ``… P3 P10`` only those of these promises. Exit status 0 where every cause was
seen, for the reason that the list names, and every test is green without it; 1 otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as Xml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from promises.planted import Cause, causes  # noqa: E402 - found from wherever this is started

LONGEST_S = 1_800
"""A cause can keep a test from ending."""
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
TESTS = Path("tests") / "promises"


@dataclass(frozen=True)
class Came:
    """What came of running tests: how many passed, and of each that didn't what it said."""

    passed: int
    failed: tuple[str, ...] = ()
    broke: tuple[str, ...] = ()

    def verdict(self, says: str) -> str:
        """*red* where a test failed and said so; else what happened instead."""
        if any(says in text for text in self.failed):
            return "red"
        if self.failed or self.broke:
            return "RED FOR ANOTHER REASON"
        return "STAYS GREEN" if self.passed else "NOT RUN HERE"


class Copy:
    """A copy of the tree in which causes are planted."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "tree"
        self._report = folder / "report.xml"
        self._later = count(int(time.time()) + 10, 10)
        shutil.copytree(ROOT, self._root, ignore=LEFT_BEHIND)

    @contextmanager
    def planted(self, cause: Cause) -> Iterator[None]:
        """The cause is in the tree for as long as this lasts."""
        file = self._root / cause.file
        before = file.read_text(encoding="utf-8")
        self._write(file, cause.planted_in(before))
        try:
            yield
        finally:
            self._write(file, before)

    def _write(self, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        # What Python has compiled goes by size and whole seconds: two causes could look alike.
        then = next(self._later)
        os.utime(file, (then, then))

    def run(self, tests: Iterable[str]) -> Came:
        """Run tests, up to the first that fails."""
        self._report.unlink(missing_ok=True)
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        environment |= {"PYTHONPATH": str(self._root), "QT_QPA_PLATFORM": "offscreen"}
        options = ("-q", "-x", "--tb=short", "-p", "no:cacheprovider", f"--junitxml={self._report}")
        words = [sys.executable, "-m", "pytest", *options, *(str(TESTS / test) for test in tests)]
        try:
            done = subprocess.run(
                words, cwd=self._root, env=environment, capture_output=True, text=True, timeout=LONGEST_S
            )
        except subprocess.TimeoutExpired:
            return Came(0, broke=(f"No end after {LONGEST_S} seconds.",))
        if not self._report.exists():
            return Came(0, broke=(done.stdout + done.stderr,))
        return _read(self._report)


def _read(report: Path) -> Came:
    passed, failed, broke = 0, [], []
    for case in Xml.parse(report).iter("testcase"):  # noqa: S314 - written by pytest a moment ago
        failures, errors = case.findall("failure"), case.findall("error")
        # By name, since some failures say nothing but where they are.
        failed += [f"{case.get('name')}\n{found.get('message')}\n{found.text}" for found in failures]
        broke += [f"{found.get('message')}\n{found.text}" for found in errors]
        passed += not (failures or errors or case.findall("skipped"))
    return Came(passed, tuple(failed), tuple(broke))


def main(promises: list[str]) -> int:
    """0 where every cause turned its test red, and no test was red before; 2 where there is no such promise."""
    every = causes()
    if unknown := set(promises) - {cause.promise for cause in every}:
        sys.stderr.write(f"There is no promise {', '.join(sorted(unknown))}; they are P1 to P20.\n")
        return 2
    wanted = [cause for cause in every if not promises or cause.promise in promises]
    with TemporaryDirectory(prefix="planted-") as folder:
        copy = Copy(Path(folder))
        before = copy.run(dict.fromkeys(cause.test for cause in wanted))
        if before.failed or before.broke:
            sys.stdout.write(f"Red with nothing planted:\n{(before.failed + before.broke)[0]}\n")
            return 1
        sys.stdout.write(f"Nothing planted: {before.passed} tests green.\n")
        sys.stdout.flush()
        seen = [_plant(copy, cause) for cause in wanted]
    sys.stdout.write(f"{sum(seen)} of {len(seen)} causes were seen.\n")
    return 0 if all(seen) else 1


def _plant(copy: Copy, cause: Cause) -> bool:
    began = time.monotonic()
    with copy.planted(cause):
        came = copy.run([cause.test])
    verdict = came.verdict(cause.says)
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"{cause.promise:4} {verdict:12} {seconds:4.0f} s  {cause.why}  ({cause.test.partition('::')[2]})\n"
    )
    for text in (*came.failed, *came.broke) if verdict == "RED FOR ANOTHER REASON" else ():
        sys.stdout.write(f"---\n{text}\n---\n")
    sys.stdout.flush()
    return verdict == "red"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
