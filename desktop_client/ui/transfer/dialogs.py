"""The system's own dialogs for files of conversations, over one window."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.chat.transfer import Form
from desktop_client.ui.files.replacing import may_write
from desktop_client.ui.files.suggested_file import suggested_file

translate = QCoreApplication.translate


class TransferDialogs:
    """Asks which file to read, and which to write."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def which_file(self) -> Path | None:
        """A file that Sidelight or another client wrote; None if the user thought better of it."""
        title = translate("TransferDialogs", "Import chats: Sidelight, ChatGPT, Open WebUI, LM Studio")
        kinds = translate("TransferDialogs", "Chats (*.json)")
        name, _ = QFileDialog.getOpenFileName(self._parent, title, "", kinds)
        return Path(name) if name else None

    def which_folder(self) -> Path | None:
        """A folder of exported chats, LM Studio's of conversations, or Jan's of threads."""
        title = translate(
            "TransferDialogs", "Import chats: a folder of exported ones, LM Studio's conversations or Jan's threads"
        )
        name = QFileDialog.getExistingDirectory(self._parent, title)
        return Path(name) if name else None

    def where_to(self, title: str) -> tuple[Path, Form] | None:
        """The file to export to and what it is to hold."""
        kinds = {
            translate("TransferDialogs", "All branches, to import again (*.json)"): Form.JSON,
            translate("TransferDialogs", "Page to print (*.html)"): Form.HTML,
            translate("TransferDialogs", "Markdown (*.md)"): Form.MARKDOWN,
        }
        heading = translate("TransferDialogs", "Export this chat")
        name, kind = QFileDialog.getSaveFileName(
            self._parent, heading, suggested_file(file_name(title)), ";;".join(kinds)
        )
        if not name:
            return None
        path, form = form_of(Path(name), kinds.get(kind, Form.JSON))
        return (path, form) if may_write(path, Path(name), self._parent) else None

    def where_to_put(self, titles: Sequence[str], form: Form) -> list[Path] | None:
        """Files in a folder, one for each title and none of them there yet."""
        heading = translate("TransferDialogs", "Export {count} chats").format(count=len(titles))
        folder = QFileDialog.getExistingDirectory(self._parent, heading)
        return free_files(Path(folder), titles, form) if folder else None


def free_files(folder: Path, titles: Sequence[str], form: Form) -> list[Path]:
    """A file for each title; where one is there, or two chats are called the same, with a number behind."""
    # Some systems tell no capital from a small letter.
    taken = {file.name.casefold() for file in folder.iterdir()}
    files = []
    for title in titles:
        plain = Path(file_name(title)).stem
        names = (f"{plain}.{form}" if number == 1 else f"{plain} {number}.{form}" for number in itertools.count(1))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        files.append(folder / name)
    return files


def file_name(title: str) -> str:
    """A name for the file that every system takes, made from a chat's title."""
    plain = "".join(character if character.isalnum() or character in " -_" else " " for character in title)
    return (" ".join(plain.split())[:60] or "chat") + ".json"


def form_of(path: Path, chosen: Form) -> tuple[Path, Form]:
    """What to write where: a known ending says it, unless it is the suggested one and another kind was chosen."""
    ending = path.suffix.lower().lstrip(".")
    if ending not in set(Form):
        return path.with_name(f"{path.name}.{chosen}"), chosen
    if ending == Form.JSON and chosen is not Form.JSON:
        return path.with_suffix(f".{chosen}"), chosen
    return path, Form(ending)
