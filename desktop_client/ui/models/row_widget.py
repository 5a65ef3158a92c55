"""ModelRowWidget: one model with its lines, its buttons and, while something is done with it, how far that is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop_client.ui.models.rows import Action, ModelRow
from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.focus import in_hand
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import tint

PAD = 10
BESIDE_LINES = 40
"""Line heights of width from which the buttons stand beside the words."""


class ModelRowWidget(QWidget):
    """Shows a row and says which of its buttons was pressed; it does nothing by itself."""

    action_requested = Signal(str, str)

    def __init__(self, row: ModelRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setAccessibleName(row.name)
        self.setAccessibleDescription(" · ".join(text for text, _ in row.lines))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(row.name, self, bold=True))
        for text, ink in row.lines:
            words.addWidget(PlainLabel(text, self, ink=ink))
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress: {model}").format(model=row.name))
        self.said = PlainLabel("", self, ink="ink_soft")
        words.addSpacing(2)
        words.addWidget(self.bar)
        words.addWidget(self.said)
        words.addStretch(1)
        self._tools = QWidget(self)
        self._flow = FlowLayout(self._tools, gap=8)
        self.buttons: dict[str, TextButton] = {}
        self._make_buttons(row.actions)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, PAD, 0, PAD + 1)
        self._box.setSpacing(8)
        self._box.addLayout(words, 1)
        self._box.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)
        self.bar.hide()
        self.said.hide()

    def _make_buttons(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            button = TextButton(action.words, PRIMARY if action.main else OUTLINE, self._tools)
            name = self.tr("{action}: {model}").format(action=action.words, model=self.row.name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, name=action.id: self.action_requested.emit(self.row.key, name))
            self._flow.addWidget(button)
            self.buttons[action.id] = button

    @property
    def action_with_focus(self) -> str | None:
        """Which of the buttons has the focus."""
        return next((name for name, button in self.buttons.items() if in_hand(button)), None)

    def focus_action(self, name: str) -> None:
        """Give a button the focus, or the first where there is no such any more."""
        button = self.buttons.get(name) or next(iter(self.buttons.values()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, done: int, total: int, words: str) -> None:
        """How far it is; ``total`` 0 is not known."""
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(round(1000 * done / total))
        self.bar.show()
        self.tell(words)

    def tell(self, words: str, *, warning: bool = False) -> None:
        """Say something below the lines; an empty text says nothing more."""
        self.said.set_ink("warning" if warning else "ink_soft")
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def end_progress(self) -> None:
        """Nothing is being done with it any more."""
        self.bar.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= BESIDE_LINES * self.fontMetrics().height()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not way:
            self._box.setDirection(way)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()
