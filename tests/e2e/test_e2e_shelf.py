"""The shelf in the real window, driven by keys alone: imported, browsed, pinned, and compared on the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.driving import ROOT, command, wait_for, wait_for_window, wait_until_idle

Sidelight = Callable[..., dict[str, Any]]
Keys = Callable[..., None]


@pytest.fixture
def keys(screen: str, tmp_path: Path, sidelight: Sidelight) -> Iterator[Keys]:
    """A window over a profile with a feed of three kettles, and the keys to it: each call waits until the window has
    done what it was told. It needs no model.
    """
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    feed = tmp_path / "kettles.tsv"
    rows = "".join(
        f"k{n}\t{title}\t{n}9.00 CNY\n" for n, title in enumerate(("白桦电热水壶", "Birch kettle", "Zebra teapot"), 1)
    )
    feed.write_text("id\ttitle\tprice\n" + rows, encoding="utf-8")
    assert sidelight("catalog", "import", str(feed))["imported"] == 3
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}

    def xdotool(*words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    said = tmp_path / "stderr.txt"
    with said.open("wb") as stderr:
        process = subprocess.Popen(
            command("--profile", str(tmp_path / "profile")), cwd=ROOT, env=environment, stderr=stderr
        )
    xdotool("windowfocus", "--sync", wait_for_window(process, said, xdotool))
    wait_until_idle(process.pid)

    def press(*words: str) -> None:
        xdotool(*words)
        wait_until_idle(process.pid)

    yield press
    process.terminate()
    process.wait(30)
    complaints = said.read_text(errors="replace")
    assert "Traceback" not in complaints, complaints


def pinned(sidelight: Sidelight) -> list[str]:
    """What is on the shortlist, as the command line has it."""
    try:
        return sorted(offer["title"] for offer in sidelight("compare")["offers"])
    except AssertionError:
        return []  # nothing is pinned yet, which the command calls a failure


def test_what_is_imported_is_found_pinned_and_taken_off_again_by_keys(keys: Keys, sidelight: Sidelight) -> None:
    keys("key", "ctrl+shift+b")
    keys("type", "--delay", "5", "birch kettle")
    keys("key", "Down")
    keys("key", "space")
    wait_for(lambda: len(pinned(sidelight)) == 1, 30, "nothing was pinned")
    assert pinned(sidelight) == ["Birch kettle"]
    keys("key", "space")
    wait_for(lambda: pinned(sidelight) == [], 30, "it stayed pinned")
    keys("key", "ctrl+z")
    wait_for(lambda: pinned(sidelight) == ["Birch kettle"], 30, "taking it off was not taken back")
