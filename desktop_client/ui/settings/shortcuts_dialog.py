"""The list of keys, each of which can be given others."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_client.ui.shortcuts import all_deeds, are_for_typing, clash
from desktop_client.ui.widgets.in_sight import FocusInSight


class ShortcutsDialog(FocusInSight, QDialog):
    """Edits the keys; :meth:`chosen` has those that differ from the first ones."""

    def __init__(self, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.edits = {deed.id: QKeySequenceEdit(QKeySequence(keys.get(deed.id, deed.keys))) for deed in all_deeds()}
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        for deed in all_deeds():
            edit = self.edits[deed.id]
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
            edit.setAccessibleName(deed.name)
            # The longest there is, with room for the sign that clears it.
            edit.setMinimumWidth(self.fontMetrics().horizontalAdvance("Ctrl+Shift+Space") + 48)
            edit.keySequenceChanged.connect(lambda _keys: self._check())
            form.addRow(deed.name, edit)
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        reset = QPushButton(self.tr("As at first"))
        reset.setObjectName("plainButton")
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        buttons = QDialogButtonBox()
        buttons.addButton(reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        self.keep = buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setObjectName("mainButton")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        # Never scrolled sideways, however large the text.
        scroll.setMinimumWidth(inner.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        self.resize(480, 560)
        self._check()

    def chosen(self) -> dict[str, str]:
        """The keys that differ from the first ones, by deed; empty text is no key at all."""
        keys = self._keys()
        return {deed.id: keys[deed.id] for deed in all_deeds() if keys[deed.id] != deed.keys}

    def _keys(self) -> dict[str, str]:
        form = QKeySequence.SequenceFormat.PortableText
        return {deed: edit.keySequence().toString(form) for deed, edit in self.edits.items()}

    def _check(self) -> None:
        self.problem.setText(self._problem_with(self._keys()))
        self.keep.setEnabled(not self.problem.text())

    def _problem_with(self, keys: Mapping[str, str]) -> str:
        names = {deed.id: deed.name for deed in all_deeds()}
        twice = clash(keys)
        if twice is not None:
            one, other = (names[deed] for deed in twice)
            return self.tr("“{one}” and “{other}” have the same keys.").format(one=one, other=other)
        typing = next((deed for deed, text in keys.items() if are_for_typing(text)), None)
        if typing is not None:
            words = self.tr("The keys of “{one}” are for typing. Add Ctrl or Alt, or take a function key.")
            return words.format(one=names[typing])
        return ""

    def _reset(self) -> None:
        for deed in all_deeds():
            self.edits[deed.id].setKeySequence(QKeySequence(deed.keys))
