"""The settings that people change by hand; every change holds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_client import settings as s
from desktop_client.paths import Profile
from desktop_client.ui.settings.rates_box import RatesBox
from desktop_client.ui.widgets.dressing import dress_now
from desktop_client.ui.widgets.drop_down import DropDown
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.line_box import mind_input_methods
from desktop_client.ui.widgets.number_box import dress
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.text_box import TextBox
from desktop_client.ui.widgets.tint import SMALL

PAUSE_MS = 500
_FRAME, _AROUND = 60, 110
"""Pixels: what a window's frame and a task bar take of the screen, and what stands around the form."""


class SettingsDialog(FocusInSight, QDialog):
    """Language, theme, text size, sampling, system prompt, where the data lies, and what Sidelight lets you check.

    ``failed`` is called with the error when a value can't be kept; ``rates`` is the row for other currencies.
    """

    record_requested = Signal()
    promises_requested = Signal()
    backups_requested = Signal()
    import_requested = Signal()
    import_folder_requested = Signal()
    models_requested = Signal()
    sources_requested = Signal()
    shortcuts_requested = Signal()
    delete_requested = Signal()

    def __init__(
        self,
        settings: s.Settings,
        profile: Profile,
        failed: Callable[[Exception], None],
        parent: QWidget | None = None,
        *,
        rates: RatesBox | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._failed = settings, failed
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(520)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.addRow(self.tr("Language (after a restart)"), self._choice(s.LANGUAGE, self.tr("Language"), {
            "system": self.tr("As the system"), "en": "English", "zh": "简体中文",
        }))  # fmt: skip
        form.addRow(self.tr("Colours"), self._choice(s.THEME, self.tr("Colours"), {
            "system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark"),
        }))  # fmt: skip
        form.addRow(self.tr("Text size"), self._scale())
        form.addRow(self.tr("A message is sent by"), self._send_key())
        form.addRow("", self._pages((self.tr("Keys…"), self.shortcuts_requested)))
        form.addRow(self.tr("Temperature"), self._temperature())
        form.addRow("", _soft(self.tr("0 always takes the likeliest word; higher is freer.")))
        form.addRow(self.tr("Longest answer (tokens)"), self._max_tokens())
        form.addRow(self.tr("System prompt"), self._system_prompt())
        form.addRow(self.tr("Answers come from"), self._pages((self.tr("Models…"), self.models_requested)))
        form.addRow(self.tr("Suggestions come from"), self._pages((self.tr("Sources…"), self.sources_requested)))
        if rates is not None:
            form.addRow(self.tr("Show amounts also in"), rates)
        form.addRow(self.tr("Data folder"), self._folder(profile))
        form.addRow(
            "",
            self._pages(
                (self.tr("Backups and check…"), self.backups_requested),
                (self.tr("Delete everything…"), self.delete_requested),
            ),
        )
        form.addRow(
            self.tr("Import chats"),
            self._pages(
                (self.tr("From a file…"), self.import_requested),
                (self.tr("From a folder…"), self.import_folder_requested),
            ),
        )
        form.addRow(
            self.tr("To check us by"),
            self._pages(
                (self.tr("How Sidelight works"), self.promises_requested),
                (self.tr("What was sent"), self.record_requested),
            ),
        )
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 8, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        dress_now(self)
        # It scrolls one way only: what is wider than the room beside the bar would be cut.
        scroll.setMinimumWidth(inner.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        # As high as it needs, but never higher than the screen.
        room = self.screen().availableSize().height() - _FRAME
        self.resize(self.sizeHint().width(), min(inner.sizeHint().height() + _AROUND, room))

    def _keep(self, option: s.Option[Any], value: object) -> None:
        try:
            self._settings.set(option, value)
        except s.SettingsError as error:
            self._failed(error)

    def _choice(self, option: s.Option[str], name: str, texts: dict[str, str]) -> QComboBox:
        box = DropDown()
        box.setAccessibleName(name)
        for value, text in texts.items():
            box.addItem(text, value)
        box.setCurrentIndex(list(texts).index(self._settings.get(option)))
        box.currentIndexChanged.connect(lambda: self._keep(option, box.currentData()))
        return box

    def _scale(self) -> QComboBox:
        box = DropDown()
        box.setAccessibleName(self.tr("Text size"))
        steps = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
        for step in steps:
            box.addItem(f"{step:.0%}", step)
        here = self._settings.get(s.TEXT_SCALE)
        box.setCurrentIndex(min(range(len(steps)), key=lambda i: abs(steps[i] - here)))
        box.currentIndexChanged.connect(lambda: self._keep(s.TEXT_SCALE, box.currentData()))
        return box

    def _send_key(self) -> QComboBox:
        box = DropDown()
        box.setAccessibleName(self.tr("A message is sent by"))
        box.addItem(self.tr("Enter (Shift+Enter: new line)"), True)
        box.addItem(self.tr("Ctrl+Enter (Enter: new line)"), False)
        box.setCurrentIndex(0 if self._settings.get(s.SEND_ON_RETURN) else 1)
        box.currentIndexChanged.connect(lambda: self._keep(s.SEND_ON_RETURN, box.currentData()))
        return box

    def _temperature(self) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        dress(box, self.tr("Temperature"))
        box.setRange(0, 2)
        box.setSingleStep(0.1)
        box.setValue(self._settings.get(s.TEMPERATURE))
        box.valueChanged.connect(lambda value: self._keep(s.TEMPERATURE, round(value, 2)))
        return box

    def _max_tokens(self) -> QSpinBox:
        box = QSpinBox()
        dress(box, self.tr("Longest answer (tokens)"))
        box.setRange(16, 131072)
        box.setSingleStep(128)
        box.setValue(self._settings.get(s.MAX_TOKENS))
        box.valueChanged.connect(lambda value: self._keep(s.MAX_TOKENS, value))
        return box

    def _system_prompt(self) -> TextBox:
        box = TextBox(self._settings.get(s.SYSTEM_PROMPT))
        mind_input_methods(box)
        box.setObjectName("boxText")
        box.setAccessibleName(self.tr("System prompt"))
        box.setPlaceholderText(self.tr("Empty: Sidelight's own"))
        box.setTabChangesFocus(True)
        box.setFixedHeight(5 * box.fontMetrics().lineSpacing())
        # Kept when typing pauses: a write reaches the disk each time.
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.setInterval(PAUSE_MS)
        pause.timeout.connect(lambda: self._keep(s.SYSTEM_PROMPT, box.toPlainText()))
        box.textChanged.connect(pause.start)
        self.finished.connect(lambda: self._keep(s.SYSTEM_PROMPT, box.toPlainText()))
        return box

    def _folder(self, profile: Profile) -> QWidget:
        path = QLabel(str(profile.root))
        path.setTextFormat(Qt.TextFormat.PlainText)
        path.setWordWrap(True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = QPushButton(self.tr("Show"))
        button.setObjectName("plainButton")
        button.setAccessibleName(self.tr("Show the data folder"))
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(profile.root))))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(path, 1)
        row.addWidget(button)
        return box

    def _pages(self, *pages: tuple[str, SignalInstance]) -> QWidget:
        """Buttons that lead to pages of their own; opening one closes the settings."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, signal in pages:
            button = QPushButton(text)
            button.setObjectName("plainButton")
            button.setAutoDefault(False)
            button.clicked.connect(self.close)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        return box


def _soft(text: str) -> PlainLabel:
    return PlainLabel(text, ink="ink_soft", scale=SMALL)
