"""RequestBox: one request that asks a platform for one thing: what would be sent, and the user's word."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.panel.preview_box import SETTLE_MS
from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.widgets.buttons import PANEL_OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.exact_request import ExactRequest
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.panel_box import PanelBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class RequestBox(PanelBox):
    """One request at a time, shown in full before it is sent. A search, unless its ``words`` say otherwise."""

    sent = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="panel_raised")
        self.recipient = PlainLabel("", self, ink="panel_ink", bold=True)
        self.told = PlainLabel("", self, ink="panel_ink")
        self.purpose = PlainLabel("", self, ink="panel_ink", scale=SMALL)
        self.note = PlainLabel("", self, ink="panel_ink", scale=SMALL)
        self.exact: ExactRequest | None = None
        self.send = TextButton(self.tr("Send"), PRIMARY, self)
        self.dont = TextButton(self.tr("Don't send"), PANEL_OUTLINE, self)
        self.send.clicked.connect(self._send)
        self.dont.clicked.connect(self.declined)
        self.settling = QTimer(self)
        self.settling.setSingleShot(True)
        self.settling.setInterval(SETTLE_MS)
        self._answers = QWidget(self)
        answers = FlowLayout(self._answers, gap=8, line_gap=6)
        answers.addWidget(self.send)
        answers.addWidget(self.dont)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.setSpacing(3)
        for widget in (self.recipient, self.told, self.purpose, self.note, self._answers):
            self._rows.addWidget(widget)
        self.hide()

    def words(self, view: PreviewView) -> tuple[str, str]:
        """What stands over the request: who gets it with what, and which of the user's words it holds."""
        return (
            self.tr("Will be sent to {recipient}, once:").format(recipient=view.recipient),
            self.tr("Search words: {words}").format(words=view.told),
        )

    def show_request(self, view: PreviewView) -> None:
        """Show a request that was not sent yet."""
        self.settling.start()
        recipient, told = self.words(view)
        self.recipient.setText(recipient)
        self.told.setText(told)
        self.purpose.setText(view.purpose)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        if self.exact is None:
            self.exact = ExactRequest(view.exact, self)
            self._rows.insertWidget(self._rows.indexOf(self._answers), self.exact)
            QWidget.setTabOrder(self.exact.text, self.send)
            QWidget.setTabOrder(self.send, self.dont)
        else:
            self.exact.show_request(view.exact)
        self.setAccessibleName(self.recipient.text())
        self.setAccessibleDescription(f"{self.told.text()} · {view.purpose}")
        self.send.setAccessibleName(self.tr("Send to {recipient}").format(recipient=view.recipient))
        self.dont.setAccessibleName(self.tr("Don't send to {recipient}").format(recipient=view.recipient))
        self._answers.show()
        self.show()

    def show_sending(self) -> None:
        """The user said *Send*; what was shown stays in sight."""
        self._answers.hide()
        self.note.setText(self.tr("Being sent…"))
        self.note.show()

    def _send(self) -> None:
        if not self.settling.isActive():
            self.sent.emit()
