"""*Export this list*: the list on screen as a file that carries the label and, as JSON, its own evidence (P6, P10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.lists.export import ListFormat, list_bytes
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.files.replacing import may_write
from desktop_client.ui.files.suggested_file import suggested_file
from desktop_client.ui.files.whole_file import write_whole
from desktop_client.wording import Language

translate = QCoreApplication.translate


class WhereTo(Protocol):
    """Asks for the file to export to."""

    def __call__(self) -> Path | None:
        """The file; its ending says the format. None if the user thought better of it."""
        ...


class ListFileDialog:
    """The system's own dialog, over one window."""

    def __init__(self, parent: QWidget, title: str = "", suggested: str = "sidelight-list", whole: str = "") -> None:
        """``title`` is the dialog's, ``suggested`` the file's name, ``whole`` what the JSON is for."""
        self._parent, self._title, self._suggested, self._whole = parent, title, suggested, whole

    def __call__(self) -> Path | None:
        """The file that the user chose, with the ending of the chosen kind where none was typed."""
        whole = self._whole or translate("ListFileDialog", "Evidence that can be checked (*.json)")
        kinds = {
            whole: ListFormat.JSON,
            translate("ListFileDialog", "Spreadsheet (*.csv)"): ListFormat.CSV,
            translate("ListFileDialog", "Page to print (*.html)"): ListFormat.HTML,
            translate("ListFileDialog", "Markdown (*.md)"): ListFormat.MARKDOWN,
        }
        title = self._title or translate("ListFileDialog", "Export this list")
        start = suggested_file(f"{self._suggested}.json")
        name, kind = QFileDialog.getSaveFileName(self._parent, title, start, ";;".join(kinds))
        if not name:
            return None
        path = with_ending(Path(name), kinds.get(kind, ListFormat.JSON))
        return path if may_write(path, Path(name), self._parent) else None


def with_ending(path: Path, chosen: ListFormat) -> Path:
    """The file to write: the chosen kind counts where the name's ending says none, or the suggested one."""
    known = {form.value for form in ListFormat}
    ending = path.suffix.lower().lstrip(".")
    if ending == chosen:
        return path
    if ending not in known:
        return path.with_name(f"{path.name}.{chosen}")
    return path if ending != ListFormat.JSON else path.with_suffix(f".{chosen}")


Bytes = Callable[[ListFormat], bytes]
"""What is on screen as a whole file. Called in a worker thread."""


class ListExporter(QObject):
    """Writes what is on screen when it is asked to. ``current`` takes hold of it as it stands at that moment, None
    where there is nothing; ``exported`` carries the file's path.
    """

    exported = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        current: Callable[[], Bytes | None],
        where_to: WhereTo,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._current, self._where_to, self._bridge = current, where_to, bridge

    def export(self) -> None:
        """Ask for a file and write what was on screen before the question."""
        whole = self._current()
        path = self._where_to() if whole is not None else None
        if whole is not None and path is not None:
            self._bridge.run(partial(_write, whole, path), self.exported.emit, self.failed.emit)


def _write(whole: Bytes, path: Path) -> str:
    """In a worker thread: the whole file or none, so that a full disk leaves what stood there before."""
    write_whole(path, whole(ListFormat(path.suffix.lower().lstrip("."))))
    return str(path)


def listed_bytes(listed: SuggestionList | None, language: Language) -> Bytes | None:
    """The panel's list as files."""
    return None if listed is None else partial(list_bytes, listed, language=language)
