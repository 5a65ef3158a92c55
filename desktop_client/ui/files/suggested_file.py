"""Where a file that is to be saved is suggested: among the documents, not where the program happened to start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def suggested_file(name: str) -> str:
    """The path for a dialog to begin with; the name alone where there is no folder for documents."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(folder) / name) if folder and Path(folder).is_dir() else name
