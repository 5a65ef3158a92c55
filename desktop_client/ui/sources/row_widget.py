"""RowWidget: one source on the page of sources: its switch, how it is asked, what it is, what it answered last."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_client.ui.sources.rows import SourceRow, send_words
from desktop_client.ui.widgets.buttons import LinkButton, Look, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.focus import in_hand
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.switch import Switch
from desktop_client.ui.widgets.tint import ColourName, tint

SEND = Look("ink", None, None, "side", 0, 3, 6)
PAD = 8
GAP = 14
SHARES = (0.25, 0.13, 0.33, 0.2, 0.09)
"""How the width beside the switch is shared: name, send, what it is, last answer, link to the label."""
WIDE_LINES = 34
"""Line heights of width from which a row stands on one line; below, its parts stand under each other."""


def columns(left: int, width: int) -> list[tuple[int, int]]:
    """Where the columns beside the switch begin, and how wide they are."""
    room = width - left - GAP * (len(SHARES) - 1)
    places: list[tuple[int, int]] = []
    x = left
    for share in SHARES:
        places.append((x, round(room * share)))
        x += round(room * share) + GAP
    return places


class RowWidget(QWidget):
    """One source. It arranges its parts itself: on one line, or under each other where the page is narrow."""

    toggled = Signal(str, bool)
    link_out_requested = Signal(str)
    key_requested = Signal(str)
    label_requested = Signal(str)
    remove_requested = Signal(str)
    at_once_chosen = Signal(str, bool)

    def __init__(self, row: SourceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(row.name)
        self.switch = Switch(row.name, self)
        self.switch.setChecked(row.on)
        self.switch.setEnabled(row.switchable)
        self.name = PlainLabel(row.name, self, bold=True)
        self.send = self._send_part(row)
        self.what = PlainLabel(row.what, self, max_lines=3)
        self.last = PlainLabel("", self)
        self._show_last()
        self.label = LinkButton(self.tr("Label"), self)
        self.label.setAccessibleName(self.tr("Label of {source}").format(source=row.name))
        self.key = LinkButton(row.key, self)
        self.key.setAccessibleName(self.tr("{source}: {key}").format(source=row.name, key=row.key))
        self.key.setVisible(bool(row.key))
        self.search = LinkButton(self.tr("Open its search page"), self)
        self.search.setAccessibleName(self.tr("Open the search page of {source}").format(source=row.name))
        self.search.setVisible(row.link_out)
        self.remove = LinkButton(self.tr("Remove"), self)
        self.remove.setAccessibleName(self.tr("Remove {source}").format(source=row.name))
        self.remove.setVisible(row.removable)
        self.remove.clicked.connect(lambda: self.remove_requested.emit(row.id))
        self.switch.toggled.connect(lambda on: self.toggled.emit(row.id, on))
        self.label.clicked.connect(lambda: self.label_requested.emit(row.id))
        self.search.clicked.connect(lambda: self.link_out_requested.emit(row.id))
        self.key.clicked.connect(lambda: self.key_requested.emit(row.id))

    def shows(self, row: SourceRow) -> bool:
        """Show another state of the same source, if nothing of it changed but what it answered last; whether it did."""
        if row == self.row:
            return True
        if replace(row, last=self.row.last, last_failed=self.row.last_failed, asked=self.row.asked) != self.row:
            return False
        self.row = row
        self._show_last()
        self._arrange(self.width(), move=True)
        self.updateGeometry()
        return True

    def _show_last(self) -> None:
        row = self.row
        words = " · ".join(filter(None, (row.last, row.asked)))
        ink: ColourName = "warning" if row.last_failed else "ink_soft"
        self.last.setText(words)
        self.last.set_ink(ink)
        self.switch.setAccessibleDescription(" · ".join(filter(None, (row.send, row.what, words))))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What can be pressed, and what may stand in its place."""
        return (self.switch, self.send, self.key, self.search, self.remove, self.label)

    @property
    def part_with_focus(self) -> int | None:
        """Which of the parts has the focus."""
        return next((at for at, part in enumerate(self.parts) if in_hand(part)), None)

    def _send_part(self, row: SourceRow) -> PlainLabel | ChoiceButton:
        """Words, or a choice where there is one."""
        if row.at_once is None:
            return PlainLabel(row.send, self, ink="ink_soft")
        words = {str(at_once): send_words(at_once=at_once) for at_once in (False, True)}
        choice = ChoiceButton(words, SEND, self, name=self.tr("Send to {source}").format(source=row.name))
        choice.show_choice(str(row.at_once))
        choice.chosen.connect(lambda key: self.at_once_chosen.emit(row.id, key == str(True)))
        return choice

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        wide = WIDE_LINES * self.fontMetrics().height()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * self.fontMetrics().height(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), move=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._arrange(self.width(), move=True)

    def _arrange(self, width: int, *, move: bool) -> int:
        wide = width >= WIDE_LINES * self.fontMetrics().height()
        left = self.switch.sizeHint().width() + GAP
        placed = self._on_one_line(left, width) if wide else self._stacked(left, width)
        bottom = max(at.bottom() + 1 for _, at in placed)
        if wide:
            # The words of one line share their middle with the switch.
            below = (self.key, self.search, self.remove)
            first = max(at.height() for part, at in placed if part not in below)
            placed = [
                (part, at if part in below else at.translated(0, (first - at.height()) // 2)) for part, at in placed
            ]
        if move:
            for part, at in placed:
                part.setGeometry(at)
        return bottom + PAD + 1

    def _on_one_line(self, left: int, width: int) -> list[tuple[QWidget, QRect]]:
        hint = self.switch.sizeHint()
        placed: list[tuple[QWidget, QRect]] = [(self.switch, QRect(0, PAD, hint.width(), hint.height()))]
        below = PAD + hint.height()
        parts = (self.name, self.send, self.what, self.last, self.label)
        for part, (x, wide) in zip(parts, columns(left, width), strict=True):
            placed.append((part, QRect(x, PAD, wide, part.heightForWidth(wide))))
            below = max(below, PAD + part.heightForWidth(wide))
        return placed + self._links_under(placed[3][1].x() - 2, below + 2, width)

    def _links_under(self, left: int, top: int, width: int) -> list[tuple[QWidget, QRect]]:
        """What can be done with the source, side by side as far as the page is wide."""
        placed: list[tuple[QWidget, QRect]] = []
        x, bottom = left, top
        for link in (self.key, self.search, self.remove):
            if link.isHidden():
                continue
            wide = min(link.sizeHint().width(), width - left)
            if x > left and x + wide > width:
                x, top = left, bottom + 2
            at = QRect(x, top, wide, link.heightForWidth(wide))
            placed.append((link, at))
            x, bottom = at.right() + 1 + GAP, max(bottom, at.bottom() + 1)
        return placed

    def _stacked(self, left: int, width: int) -> list[tuple[QWidget, QRect]]:
        room = width - left
        hint = self.switch.sizeHint()
        placed: list[tuple[QWidget, QRect]] = [(self.switch, QRect(0, PAD, hint.width(), hint.height()))]
        y = PAD
        for part in (self.name, self.send, self.what, self.last, self.key, self.search, self.remove, self.label):
            if part.isHidden() or (isinstance(part, PlainLabel) and part.text() in ("", "–")):
                part_room = QRect(left, y, 0, 0)
            else:
                wide = min(room, part.sizeHint().width()) if isinstance(part, TextButton) else room
                part_room = QRect(left, y, wide, part.heightForWidth(wide))
            placed.append((part, part_room))
            y += part_room.height()
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()
