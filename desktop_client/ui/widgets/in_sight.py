"""FocusInSight: a window whose Tab key never leads to something that is scrolled out of sight."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


class FocusInSight:
    """Stands before the class of a window. Qt itself scrolls only where both the old and the new focus are in one
    area, so that what Tab entered from outside it stayed hidden.
    """

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802 - Qt's
        """Tab was pressed."""
        moved: bool = super().focusNextPrevChild(forwards)  # type: ignore[misc]
        if moved:
            bring_into_sight(self.focusWidget())  # type: ignore[attr-defined]
        return moved


def bring_into_sight(widget: QWidget | None) -> None:
    """Scroll every area around a widget so that it is seen."""
    around = widget.parentWidget() if widget is not None else None
    while widget is not None and around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
