"""What importing the window costs: PySide reads no source along."""

from __future__ import annotations

import subprocess
import sys

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
