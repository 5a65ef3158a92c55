"""Files that are written whole or not at all, so that a full disk leaves what stood there before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from desktop_client.errors import SidelightError
from desktop_client.wording import say


class NotWrittenError(SidelightError):
    """The file could not be written; what stood there before is as it was."""


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, in any thread.

    Raises:
        NotWrittenError: the disk did not take all of it.
    """
    file = QSaveFile(str(path))
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not (opened and file.write(content) == len(content) and file.commit()):
        raise NotWrittenError(
            say("{file} could not be written: {detail}.", file=str(path), detail=file.errorString()),
            say("Choose another folder."),
        )
