"""What the end-to-end tests stand on: the real command in a process of its own, the real starter, a real screen.

The starter model is fetched once into the user's models folder, as a user would; where that is not possible the tests
that need it skip with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.driving import ROOT, command


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def starter() -> str:
    """The catalogue id of the starter model, on disk."""
    done = subprocess.run(command("models", "download"), cwd=ROOT, capture_output=True, text=True, timeout=1800)
    if done.returncode != 0:
        pytest.skip(f"the starter model can't be had here: {done.stderr.strip().splitlines()[-1:]}")
    return "starter"


@pytest.fixture
def sidelight(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run the command with ``--json`` in a fresh profile and return its one document."""

    def run(*arguments: str, prefix: tuple[str, ...] = (), profile: Path | None = None) -> dict[str, Any]:
        folder = profile or tmp_path / "profile"
        words = [*prefix, *command(*arguments, "--json", "--profile", str(folder))]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr[-2000:]
        document = json.loads(done.stdout)
        assert isinstance(document, dict)
        return document

    return run


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The name of a virtual display."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        server.wait(10)
        pytest.skip("Xvfb did not start")
    yield f":{number}"
    server.terminate()
    server.wait(10)
