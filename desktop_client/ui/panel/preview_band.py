"""PreviewBand: what would be sent, one box a source, above the cards (promise P8)."""

from __future__ import annotations

import time
from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.preview_box import Answer, PreviewBox
from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.widgets.buttons import PRIMARY, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.plain_label import PlainLabel

SEVERAL = 2
SLICE_S = 0.002
"""How long boxes are built at a stretch before the window gets its turn again, in seconds."""


class PreviewBand(Band):
    """``send_requested`` carries the ids of sources, and those of them whose requests may go at once from now on.

    ``resized`` says that boxes came, went or changed their height; ``focus_left`` that the box with the keyboard goes.
    """

    send_requested = Signal(object, object)
    decline_requested = Signal(object)
    resized = Signal()
    focus_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, PreviewBox] = {}
        self._views: tuple[PreviewView, ...] = ()
        self._answers: dict[str, Answer] = {}
        self.builder = QTimer(self)
        self.builder.setSingleShot(True)
        self.builder.timeout.connect(self._build)
        self.send_all = TextButton("", PRIMARY, self)
        self.send_all.clicked.connect(self._send_all)
        self.summary = PlainLabel("", self, ink="panel_ink", bold=True)
        self._all = QWidget(self)
        flow = FlowLayout(self._all, gap=8, line_gap=6, push_last=True)
        flow.addWidget(self.summary)
        flow.addWidget(self.send_all)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.setSpacing(8)
        self._rows.addWidget(self._all)
        self.hide()

    def show_previews(self, views: tuple[PreviewView, ...]) -> None:
        """Show the requests that wait, and no others; a box keeps its place and what the user said to it."""
        wanted = {view.source_id: view for view in views}
        left_with_focus = False
        for gone in [source for source in self.boxes if source not in wanted]:
            box = self.boxes.pop(gone)
            if any(part.hasFocus() for part in box.tab_stops()):
                left_with_focus = True
                # Hidden with it, the box would pass it on to a card, and what was asked for would wait outside.
                self.focus_left.emit()
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._views = views
        for view in views:
            box_there = self.boxes.get(view.source_id)
            if box_there is not None and box_there.view != view:
                box_there.show_preview(view)
        self.setVisible(bool(views))
        self._build()
        if left_with_focus and self.boxes:
            next(iter(self.boxes.values())).show_exact.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_answers(self, sending: Collection[str], following: Collection[str], declined: Collection[str]) -> None:
        """Show which requests are on their way, which follow, and which the user declined; the rest are open."""
        self._answers = {
            **dict.fromkeys(following, Answer.NEXT),
            **dict.fromkeys(sending, Answer.SENDING),
            **dict.fromkeys(declined, Answer.DECLINED),
        }
        for source in self.boxes:
            self._answer(source)
        self._name_all()

    def _answer(self, source: str) -> None:
        box, answer = self.boxes[source], self._answers.get(source, Answer.NONE)
        if answer is not box.answer:
            box.show_answer(answer)

    def _build(self) -> None:
        """Make missing boxes from the top, a slice of time at a stretch."""
        until = time.perf_counter() + SLICE_S
        boxes: dict[str, PreviewBox] = {}
        for at, view in enumerate(self._views, 1):
            missing = view.source_id not in self.boxes
            boxes[view.source_id] = box = self._make(view) if missing else self.boxes[view.source_id]
            self._rows.insertWidget(at, box)
            if missing and time.perf_counter() > until:
                self.builder.start(0)
                break
        self.boxes = {**boxes, **self.boxes}
        for source in boxes:
            self._answer(source)
        self._name_all()
        self.resized.emit()

    def tab_stops(self) -> tuple[QWidget, ...]:
        """All parts in the order that Tab visits them."""
        return (self.send_all, *(stop for box in self.boxes.values() for stop in box.tab_stops()))

    def _make(self, view: PreviewView) -> PreviewBox:
        box = PreviewBox(view, self)
        box.sent.connect(lambda source, at_once: self.send_requested.emit((source,), (source,) if at_once else ()))
        box.declined.connect(lambda source: self.decline_requested.emit((source,)))
        box.resized.connect(self.resized)
        box.show()
        return box

    @property
    def _open(self) -> list[PreviewBox]:
        return [box for box in self.boxes.values() if box.answer is Answer.NONE]

    def _name_all(self) -> None:
        count = len(self._open)
        several = count >= SEVERAL
        self.summary.setText(self.tr("{count} requests wait").format(count=count))
        self.send_all.setText(self.tr("Send all {count}").format(count=count))
        self._all.setVisible(several)
        for box in self.boxes.values():
            box.lead(lead=not several)

    def _send_all(self) -> None:
        """Send what is in sight; a box that has just come was not meant."""
        boxes = self._open
        if not any(box.settling.isActive() for box in boxes):
            at_once = tuple(box.view.source_id for box in boxes if box.at_once.isChecked())
            self.send_requested.emit(tuple(box.view.source_id for box in boxes), at_once)
