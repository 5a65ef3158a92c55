"""PreviewBox: one request that waits for the user's *Send*. Nothing in it opens, moves or is pressed by itself."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.widgets.buttons import LINK, PANEL_OUTLINE, PRIMARY, LinkButton, TextButton
from desktop_client.ui.widgets.exact_request import ExactRequest
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.panel_box import PanelBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tick import Tick
from desktop_client.ui.widgets.tint import SMALL

FLUSH_LINK = replace(LINK, pad_x=0)
SETTLE_MS = 500
"""For so long a box that has just come, or says something new, can't be answered: the press was meant for another."""


class Answer(Enum):
    """What the user said to a request, until the list says what came of it."""

    NONE = "none"
    SENDING = "sending"
    NEXT = "next"
    DECLINED = "declined"


class PreviewBox(PanelBox):
    """Who gets it, which words, what for, the exact request on demand, and the two answers."""

    sent = Signal(str, bool)
    declined = Signal(str)
    resized = Signal()

    def __init__(self, view: PreviewView, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="panel_raised")
        self.view = view
        self._answer = Answer.NONE
        self.recipient = PlainLabel("", self, scale=SMALL, bold=True)
        self.told = PlainLabel("", self)
        self.purpose = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.note = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.show_exact = LinkButton("", self, FLUSH_LINK)
        self.show_exact.setCheckable(True)
        self.show_exact.toggled.connect(self._open_exact)
        self.exact: ExactRequest | None = None
        self.at_once = Tick(self.tr("Send at once from now on"), self)
        self.send = TextButton(self.tr("Send"), PRIMARY, self)
        self.dont = TextButton(self.tr("Don't send"), PANEL_OUTLINE, self)
        self.send.clicked.connect(self._send)
        self.dont.clicked.connect(self._decline)
        self.settling = QTimer(self)
        self.settling.setSingleShot(True)
        self.settling.setInterval(SETTLE_MS)
        self._lay_out()
        self.show_preview(view)

    def _lay_out(self) -> None:
        self._answers = QWidget(self)
        flow = FlowLayout(self._answers, gap=8, line_gap=6)
        flow.addWidget(self.send)
        flow.addWidget(self.dont)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.setSpacing(2)
        for widget in (self.recipient, self.told, self.purpose, self.note):
            self._rows.addWidget(widget)
        self._rows.addWidget(self.show_exact, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self.at_once)
        self._rows.addSpacing(4)
        self._rows.addWidget(self._answers)

    def show_preview(self, view: PreviewView) -> None:
        """Show another request of the same source; it has not been answered yet."""
        self.view = view
        self.settling.start()
        self.recipient.setText(self.tr("Will be sent to {recipient}:").format(recipient=view.recipient))
        self.told.setText(view.told)
        self.purpose.setText(view.purpose)
        if self.exact is not None:
            self.exact.show_request(view.exact)
        self.send.setAccessibleName(self.tr("Send to {recipient}").format(recipient=view.recipient))
        self.dont.setAccessibleName(self.tr("Don't send to {recipient}").format(recipient=view.recipient))
        self.at_once.setAccessibleName(
            self.tr("Send at once from now on: {recipient}").format(recipient=view.recipient)
        )
        self.at_once.setAccessibleDescription(self.tr("Holds when you press Send; undone on the page of sources"))
        self.at_once.setToolTip(self.at_once.accessibleDescription())
        self.at_once.setChecked(False)
        self.setAccessibleName(self.recipient.text())
        self.setAccessibleDescription(f"{view.told} · {view.purpose}")
        self._name_exact()
        self.show_answer(Answer.NONE)

    def show_answer(self, answer: Answer) -> None:
        """Show what the user said; the buttons are there only as long as nothing was."""
        self._answer = answer
        words = {
            Answer.NONE: self.view.note,
            Answer.SENDING: self.tr("Being sent…"),
            Answer.NEXT: self.tr("Goes out as soon as those that are being asked have answered."),
            Answer.DECLINED: self.tr("Not sent."),
        }[answer]
        self.note.setText(words)
        self.note.setVisible(bool(words))
        open_ = answer is Answer.NONE
        if not open_ and any(part.hasFocus() for part in (self.send, self.dont, self.at_once)):
            # Hidden, it would pass the focus on to a button of the next box.
            self.show_exact.setFocus()
        self._answers.setVisible(open_)
        self.at_once.setVisible(open_)

    @property
    def answer(self) -> Answer:
        """What the user said so far."""
        return self._answer

    def lead(self, *, lead: bool) -> None:
        """Whether *Send* is the button that is meant; where there is one for all boxes, that one is."""
        self.send.look = PRIMARY if lead else PANEL_OUTLINE
        self.send.updateGeometry()
        self.send.update()

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The parts in the order that Tab visits them."""
        exact = () if self.exact is None else (self.exact.text,)
        return (self.show_exact, *exact, self.at_once, self.send, self.dont)

    def _name_exact(self) -> None:
        shown = self.show_exact.isChecked()
        self.show_exact.setText(self.tr("Hide the exact request") if shown else self.tr("Show the exact request"))
        self.show_exact.setAccessibleName(f"{self.show_exact.text()}: {self.view.recipient}")

    def _open_exact(self, shown: bool) -> None:
        if self.exact is None:
            self.exact = ExactRequest(self.view.exact, self)
            self._rows.insertWidget(self._rows.indexOf(self.at_once), self.exact)
            QWidget.setTabOrder(self.show_exact, self.exact.text)
            QWidget.setTabOrder(self.exact.text, self.at_once)
        self.exact.setVisible(shown)
        self._name_exact()
        self.resized.emit()

    def _send(self) -> None:
        if self._answer is Answer.NONE and not self.settling.isActive():
            self.sent.emit(self.view.source_id, self.at_once.isChecked())

    def _decline(self) -> None:
        if self._answer is Answer.NONE and not self.settling.isActive():
            self.declined.emit(self.view.source_id)
