"""What a start imports: what the window needs to be usable, and PySide reads no source along."""

from __future__ import annotations

import subprocess
import sys

import pytest

READ_ALONG = """
import linecache
{first}
import desktop_client.app.window
print(sum("desktop_client" in path for path in linecache.cache))
"""


def read_along(first: str) -> int:
    """How many of the program's sources have been read by the time that the window is imported."""
    program = READ_ALONG.format(first=first)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_no_source_is_read_along_when_the_program_starts() -> None:
    assert read_along("import desktop_client.app.running") == 0


def test_pyside_would_have_read_them() -> None:
    """If this fails, PySide no longer does it: ``ui/quick_imports.py`` can go."""
    assert read_along("import PySide6.QtCore") > 100


WINDOW = """
import sys
from pathlib import Path
from desktop_client.app import running
from desktop_client.paths import Profile
from desktop_client.ui.later import Later

begun, prepared = [], set()
start, make_one = running.Window.start, Later._make_one

def note_and_make_one(later):
    prepared.update(prepared or sys.modules)
    make_one(later)

def start_and_look(window):
    start(window)
    window.chats.list.refreshed.connect(lambda: begun.extend(begun or sys.modules))
    window.later.done.connect(lambda: end(window))

def end(window):
    print(*begun)
    print(*prepared)
    print(*sys.modules)
    window.view.close()

Later._make_one = note_and_make_one
running.Window.start = start_and_look
running.run_window(Profile(Path({folder!r})))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str], set[str]]:
    """The modules that are loaded when the list of chats is in the window, when the rest of the window begins to be
    made, and when it is made.
    """
    program = WINDOW.format(folder=str(tmp_path_factory.mktemp("first") / "profile"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    first, prepared, whole = (set(line.split()) for line in done.stdout.splitlines())
    return first, prepared, whole


@pytest.mark.parametrize(
    "name",
    [
        "desktop_client.app.commerce_side",
        "desktop_client.app.files",
        "desktop_client.store.shelf",
        "desktop_client.ui.compare",
        "desktop_client.ui.link_dialog",
        "desktop_client.ui.models.page",
        "desktop_client.ui.panel",
        "desktop_client.ui.record",
        "desktop_client.ui.settings.dialog",
        "desktop_client.ui.shelf",
        "babel",
        "httpx2",
        "importlib.metadata",
        "jinja2",
        "markdown_it",
        "numpy",
        "pygments",
        "ssl",
    ],
)
def test_the_first_window_does_without(name: str, loaded: tuple[set[str], set[str], set[str]]) -> None:
    first, _, _ = loaded
    assert "desktop_client.ui.chat.controller" in first
    assert name not in first


def test_the_first_window_has_one_table_of_commerce_for_the_store_and_nothing_else(
    loaded: tuple[set[str], set[str], set[str]],
) -> None:
    first, _, whole = loaded
    assert {name for name in first if name.startswith("desktop_client.commerce.")} == {
        "desktop_client.commerce.meaning",
        "desktop_client.commerce.meaning.simplified",
    }
    assert "desktop_client.commerce.suggestions" in whole


def test_what_follows_is_imported_where_no_key_waits_for_it(loaded: tuple[set[str], set[str], set[str]]) -> None:
    _, prepared, whole = loaded
    assert {name for name in whole - prepared if name.startswith("desktop_client.")} == set()
