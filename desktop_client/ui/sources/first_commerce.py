"""FirstCommerceDialog: what happens when suggestions are switched on, told once, before they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.panel_box import PanelBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL, tint


class _Box(PanelBox):
    """The one source that is offered at first, on the panel's ground."""

    def __init__(self, name: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 14, 11)
        rows.setSpacing(2)
        rows.addWidget(PlainLabel(name, self, ink="panel_ink", bold=True))
        rows.addWidget(PlainLabel(about, self, ink="panel_ink", scale=SMALL))


class FirstCommerceDialog(FocusInSight, QDialog):
    """Accepted: suggestions go on with *This computer* alone. Rejected, or closed: everything stays as it was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Switch shopping suggestions on?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.turn_on = TextButton(self.tr("Turn on"), PRIMARY, self)
        self.not_now = TextButton(self.tr("Not now"), OUTLINE, self)
        self.turn_on.setDefault(True)
        self.turn_on.clicked.connect(self.accept)
        self.not_now.clicked.connect(self.reject)
        self.sentences = self._sentences()
        text = QWidget()
        rows = QVBoxLayout(text)
        rows.setContentsMargins(24, 22, 24, 8)
        rows.setSpacing(10)
        rows.addWidget(PlainLabel(title, text, bold=True, scale=1.2))
        for sentence in self.sentences:
            rows.addWidget(PlainLabel(sentence, text))
        rows.addSpacing(2)
        rows.addWidget(
            _Box(
                self.tr("Goes on now: This computer"),
                self.tr("Your imported feeds, the offers you keep, and a shelf of samples. No network."),
                text,
            )
        )
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(text)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = FlowLayout(gap=10, line_gap=8)
        buttons.setContentsMargins(24, 8, 24, 20)
        buttons.addWidget(self.turn_on)
        buttons.addWidget(self.not_now)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
        self._text = text
        self._size_to_words()
        self.turn_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentences(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Suggestions come only from the sources that you switch on, and stand in a panel of their own at "
                "the right, marked as offers."
            ),
            self.tr(
                "The answer is made without them: what the model is given is the same, byte for byte, whether "
                "suggestions are on or off."
            ),
            self.tr(
                "With This computer as the only source nothing leaves your computer; any other source is off, and "
                "shows what it would send and to whom before you switch it on."
            ),
            self.tr(
                "Nobody can pay for a place in the list, we earn nothing, and every card says in words whether "
                "somebody else does."
            ),
        )

    def _size_to_words(self) -> None:
        """As wide as running text is easy to read, as high as the words, both within the screen."""
        screen = self.screen().availableGeometry()
        width = min(32 * self.fontMetrics().height(), screen.width() - 40)
        layout = self._text.layout()
        words = layout.heightForWidth(width) if layout is not None else 0
        foot = self.turn_on.sizeHint().height() + 36
        self.resize(width, min(words + foot, screen.height() - 80))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()
