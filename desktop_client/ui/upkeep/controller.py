"""Joins the dialog of backups with the store, and makes a backup whenever one is due; all behind the bridge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_client.chat.upkeep import Copy, Fault, Restored, Upkeep
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.upkeep.dialog import BackupsDialog
from desktop_client.ui.widgets.box_button import box_button

T = TypeVar("T")

FIRST_LOOK_MS = 60_000
"""After the start there is more important work for the disk than a backup."""
LOOK_EVERY_MS = 600_000
MOST_SHOWN = 5


class UpkeepController(QObject):
    """``restored`` tells that conversations have come back, ``failed`` what a backup made by itself ran into."""

    restored = Signal()
    failed = Signal(object)

    def __init__(self, upkeep: Upkeep, bridge: Bridge, interpreter: Interpreter, window: QWidget) -> None:
        super().__init__(window)
        self._upkeep, self._bridge, self._interpreter, self._window = upkeep, bridge, interpreter, window
        self._lists = Newest(bridge)
        self._dialog: BackupsDialog | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on, every few minutes, whether a backup is due."""
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)
        self._timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        """Back up, behind the bridge, if it is time."""
        self._bridge.run(self._back_up_if_due, lambda _: None, self.failed.emit)

    def open(self) -> None:
        """Show the dialog over the window."""
        dialog = self._dialog = BackupsDialog(self._window)
        dialog.back_up_requested.connect(lambda: self._run(self._upkeep.back_up, self._backed_up))
        dialog.check_requested.connect(lambda: self._run(self._upkeep.check, self._checked))
        dialog.repair_requested.connect(lambda: self._run(self._repair, self._checked))
        dialog.restore_requested.connect(lambda copy: self._run(lambda: self._upkeep.restore(copy), self._was_restored))
        dialog.delete_requested.connect(self._delete)
        dialog.finished.connect(self._closed)
        self._refresh()
        dialog.open()

    def _closed(self) -> None:
        if self._dialog:
            self._dialog.deleteLater()
        self._dialog = None

    def _back_up_if_due(self) -> None:
        if self._upkeep.is_due():
            self._upkeep.back_up()

    def _repair(self) -> Sequence[Fault]:
        self._upkeep.repair()
        return self._upkeep.check()

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        dialog.tell("")
        dialog.set_busy(True)

        def finish(result: T) -> None:
            # The dialog may have been closed, and another one opened, in the meantime.
            if self._dialog is dialog:
                dialog.set_busy(False)
                done(result)

        def fail(error: Exception) -> None:
            if self._dialog is dialog:
                dialog.set_busy(False)
                dialog.tell(self._interpreter.say_error(error), warn=True)

        self._bridge.run(work, finish, fail)

    def _refresh(self) -> None:
        self._lists.run(self._upkeep.copies, self._show, self.failed.emit)

    def _show(self, copies: Sequence[Copy]) -> None:
        if self._dialog:
            self._dialog.show_copies(copies)

    def _backed_up(self, made: Copy | None) -> None:
        self._tell(self.tr("A copy is kept.") if made else self.tr("Nothing has changed since the newest backup."))
        self._refresh()

    def _checked(self, faults: Sequence[Fault]) -> None:
        if not faults:
            self._tell(self.tr("The database is sound: pages, rows and word indexes."))
            return
        lines = [self._interpreter.say(fault.text) for fault in faults[:MOST_SHOWN]]
        if len(faults) > MOST_SHOWN:
            lines.append(self.tr("… and {count} more.").format(count=len(faults) - MOST_SHOWN))
        repairable = all(fault.repairable for fault in faults)
        if not repairable:
            lines.append(self.tr("Bring back from a backup what is missing."))
        if self._dialog:
            self._dialog.tell("\n".join(lines), warn=True, repairable=repairable)

    def _was_restored(self, restored: Restored) -> None:
        if restored == Restored(0, 0, 0):
            self._tell(self.tr("All that is in this copy is still here."))
            return
        self._tell(
            self.tr("Brought back: {chats} chats, {messages} messages in others, {others} pins and alerts.").format(
                chats=restored.conversations, messages=restored.messages, others=restored.others
            )
        )
        self.restored.emit()

    def _tell(self, text: str) -> None:
        if self._dialog:
            self._dialog.tell(text)

    def _delete(self, copy: Path) -> None:
        box = QMessageBox(self._dialog)
        box.setWindowTitle(self.tr("Delete this copy?"))
        box.setText(self.tr("Delete this backup for good?"))
        box.setInformativeText(self.tr("What only this copy holds can't be brought back then."))
        delete = box_button(box, self.tr("Delete it"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box_button(box, self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        if box.clickedButton() is delete:
            self._run(lambda: self._upkeep.delete(copy), lambda _: self._refresh())
