"""How a row of the list of conversations is painted, explained and renamed."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop_client.ui import theme
from desktop_client.ui.widgets.line_box import Composition

ID = Qt.ItemDataRole.UserRole + 1
BUSY = Qt.ItemDataRole.UserRole + 2
FOLDER = Qt.ItemDataRole.UserRole + 3
_BESIDE, _INSIDE = 8, 10
"""Pixels beside a row's ground, and on it beside the words."""


class ChatRows(QStyledItemDelegate):
    """Paints a heading small and soft, a chat as a rounded row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c = theme.current()
        painter.save()
        rect: QRect = option.rect.adjusted(_BESIDE, 1, -_BESIDE, -1)
        state = option.state
        heading = index.data(ID) is None
        font = option.font
        if heading:
            font.setPointSizeF(font.pointSizeF() * 0.88)
        elif state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_ground))
            painter.drawRoundedRect(rect, 7, 7)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(c.accent))
            painter.drawRoundedRect(rect, 7, 7)
        painter.setFont(font)
        painter.setPen(QColor(c.ink_soft if heading else c.ink))
        is_plain = heading and index.data(FOLDER) is None
        inner = rect.adjusted(_INSIDE, 6 if is_plain else 0, -_INSIDE, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        if index.data(BUSY):
            text = "● " + text
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(120, line + (12 if index.data(ID) is None else 16))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say a title whole that is cut in the list."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        title = str(index.data() or "")
        is_cut = option.fontMetrics.horizontalAdvance(title) > option.rect.width() - 2 * (_BESIDE + _INSIDE)
        QToolTip.showText(event.globalPos(), f"<span>{escape(title)}</span>" if is_cut else "", view)
        return True

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The letters stay where they are while they are changed."""
        editor.setGeometry(option.rect.adjusted(_BESIDE, 1, -_BESIDE, -1))
        if isinstance(editor, QLineEdit):
            # Qt's box keeps two pixels to itself.
            editor.setTextMargins(_INSIDE - 2, 0, _INSIDE - 2, 0)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        super().setEditorData(editor, index)
        editor.setAccessibleName(self.tr("New title"))
        # Here, since what is installed last is asked first: the delegate's own filter would take the Return that
        # confirms Chinese for the end of editing.
        if editor.findChild(Composition) is None:
            Composition(editor)
