"""KeyDialog: the form for a platform's key: its parts, where they are kept, *Test this key*, *Save*, *Remove key*."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from desktop_client.cjk import spaced
from desktop_client.commerce.source import CredentialField, Manifest
from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.sources.request_box import RequestBox
from desktop_client.ui.sources.request_dialog import RequestDialog
from desktop_client.ui.widgets.box_button import box_button
from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, LinkButton, TextButton
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL
from desktop_client.wording import Language


@dataclass(frozen=True, slots=True)
class KeyState:
    """What is kept of a key: the ids of its parts, and those values that are no secret.

    ``lasting`` is False where the system has no keyring, so that keys last for the session.
    """

    lasting: bool
    kept: frozenset[str]
    open_values: Mapping[str, str]


class _Part(QWidget):
    """One part of a key: its name above its field, a secret one hidden until *Show* is pressed."""

    def __init__(self, field: CredentialField, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.name = field, name
        words = self.tr("{part} (optional)").format(part=name) if field.optional else name
        self.edit = LineBox(parent=self)
        self.edit.setObjectName("boxField")
        self.edit.setAccessibleName(words)
        self.reveal = LinkButton("", self)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._revealed)
        # All fields are as wide and as high as those that can be hidden.
        policy = self.reveal.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reveal.setSizePolicy(policy)
        self.reveal.setVisible(field.secret)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.reveal)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(PlainLabel(words, self))
        rows.addLayout(row)
        self._revealed(False)

    def _revealed(self, shown: bool) -> None:
        hidden = self.field.secret and not shown
        self.edit.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self.reveal.setText(self.tr("Hide") if shown else self.tr("Show"))
        self.reveal.setAccessibleName(f"{self.reveal.text()}: {self.name}")

    def show_kept(self, state: KeyState) -> None:
        """Show what is kept. What the user has typed by then stays."""
        kept = self.field.id in state.kept
        told = self.tr("Kept. Leave empty to keep it as it is.") if kept and self.field.secret else ""
        self.edit.setPlaceholderText(told)
        self.edit.setAccessibleDescription(told)
        if not self.edit.isModified():
            self.edit.setText(state.open_values.get(self.field.id, ""))

    def settle(self) -> None:
        """What was typed is kept now: a secret leaves the screen."""
        self.edit.setModified(False)
        self.reveal.setChecked(False)


class KeyRequestBox(RequestBox):
    """The request of a test: a search, with the key."""

    def words(self, view: PreviewView) -> tuple[str, str]:
        return (
            self.tr("Will be sent to {recipient}, with your key:").format(recipient=view.recipient),
            self.tr("Search words: {words}").format(words=view.told),
        )


class KeyDialog(RequestDialog):
    """Says what the user wants; a controller does it. Whatever fails, what was typed stays, and it goes with the dialog
    only when the user says so: a secret is kept nowhere but in the keyring, so that it couldn't be brought back.
    """

    save_requested = Signal(object)
    remove_requested = Signal()
    test_requested = Signal(object)

    def __init__(self, manifest: Manifest, language: Language, *, on: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = on
        self._state: KeyState | None = None
        self.leaving: QMessageBox | None = None
        self.set_title(spaced(self.tr("Key for {source}").format(source=manifest.name[language])))
        self.parts = tuple(_Part(field, field.name[language], self) for field in manifest.credential_fields)
        self.where = PlainLabel(self.tr("Looking for the system's keyring…"), self, ink="ink_soft", scale=SMALL)
        self.save = TextButton(self.tr("Save"), PRIMARY, self)
        self.test = TextButton(self.tr("Test this key…"), OUTLINE, self)
        self.remove = TextButton(self.tr("Remove key"), OUTLINE, self)
        self.end_with(KeyRequestBox(self))
        self.save.clicked.connect(self._save)
        for part in self.parts:
            part.edit.returnPressed.connect(self.save.click)
        self.test.clicked.connect(self._test)
        self.remove.clicked.connect(self.remove_requested)
        self._lay_out(manifest.name[language])
        self.show_busy(typing=True)
        self.fit()
        self.parts[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, source: str) -> None:
        for part in (*self.parts, self.where):
            self.rows.addWidget(part)
        if not self._on:
            needs_on = self.tr("To test the key, switch {source} on first: what is off is never asked.")
            self.rows.addWidget(PlainLabel(spaced(needs_on.format(source=source)), self, ink="ink_soft", scale=SMALL))
        self.rows.addWidget(self.told)
        self.rows.addWidget(self.box)
        self.rows.addStretch(1)
        self.stand_at_the_foot(self.save, self.test, self.remove)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, by the ids of the parts."""
        return {part.field.id: part.edit.text() for part in self.parts}

    @property
    def unsaved(self) -> bool:
        """Whether something stands in the fields that is kept nowhere."""
        kept = self._state.open_values if self._state is not None else {}
        return any(part.edit.text().strip() != kept.get(part.field.id, "") for part in self.parts)

    def reject(self) -> None:
        """Escape, *Close* and the window's own button; asked first where something would be lost."""
        if self.unsaved:
            self._ask_to_leave()
        else:
            super().reject()

    def _ask_to_leave(self) -> None:
        """The way back is the default. What is being saved meanwhile needs no answer any more once it is."""
        box = self.leaving = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Leave without saving?"))
        box.setText(self.tr("What you typed is not saved."))
        box.setInformativeText(self.tr("It is kept nowhere else: if you leave, it is gone."))
        leave = box_button(box, self.tr("Leave without saving"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box_button(box, self.tr("Go on typing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(lambda: self._answered(leaves=box.clickedButton() is leave))
        box.open()

    def _answered(self, *, leaves: bool) -> None:
        self.leaving = None
        if leaves:
            super().reject()

    def show_state(self, state: KeyState) -> None:
        """Show what is kept and where; the buttons that make sense can be pressed."""
        self._state = state
        self.where.setText(
            self.tr("Keys are kept in the system's keyring, never in a file.")
            if state.lasting
            else self.tr(
                "This system has no keyring that Sidelight trusts: the key is held in memory for this session only."
            )
        )
        for part in self.parts:
            part.show_kept(state)
        self.show_ready()
        self.fit()

    def show_saved(self, state: KeyState) -> None:
        """What was typed is kept."""
        for part in self.parts:
            part.settle()
        self.show_state(state)
        self.tell(self.tr("Saved.") if state.lasting else self.tr("Held for this session."))
        if self.leaving is not None:
            self.leaving.close()
            self.reject()

    def show_removed(self, state: KeyState) -> None:
        """Nothing is kept any more; a new key that was typed by then stays."""
        self.show_state(state)
        self.tell(self.tr("The key was removed."))

    def show_busy(self, *, typing: bool) -> None:
        """Something is being done: no button works but *Close*. ``typing``: the fields may be filled meanwhile."""
        for part in self.parts:
            part.edit.setReadOnly(not typing)
        for button in (self.save, self.test, self.remove):
            button.setEnabled(False)

    def show_ready(self) -> None:
        """The buttons can be pressed again."""
        for part in self.parts:
            part.edit.setReadOnly(False)
        self.save.setEnabled(True)
        self.test.setEnabled(self._on)
        self.remove.setEnabled(self._state is None or bool(self._state.kept))

    def show_missing(self, names: tuple[str, ...]) -> None:
        """Say which parts are wanting."""
        between = self.tr(", ")
        self.tell(self.tr("Still missing: {parts}.").format(parts=between.join(names)), warning=True)

    def _wanting(self) -> bool:
        kept = self._state.kept if self._state is not None else frozenset[str]()
        missing = [
            part
            for part in self.parts
            if not (part.field.optional or part.edit.text().strip() or (part.field.secret and part.field.id in kept))
        ]
        if missing:
            self.show_missing(tuple(part.name for part in missing))
            missing[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(missing)

    def _save(self) -> None:
        if not self._wanting():
            self.save_requested.emit(self.typed)

    def _test(self) -> None:
        if not self._wanting():
            self.test_requested.emit(self.typed)
