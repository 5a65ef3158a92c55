"""RequestDialog: a dialog in which a platform is asked for one thing: the exact request, the user's word, what came."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.sources.request_box import RequestBox
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.growing_dialog import GrowingDialog
from desktop_client.ui.widgets.plain_label import PlainLabel


class RequestDialog(GrowingDialog):
    """Has what all of them have: ``box`` for the request, ``told`` for what came of it, and ``shut``, which closes it.

    Where these stand is for each dialog to say.
    """

    box: RequestBox
    shut: TextButton
    _foot: tuple[TextButton, ...] = ()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = PlainLabel("", self)
        self.told.hide()

    def end_with(self, box: RequestBox) -> None:
        """Make what comes last."""
        self.shut = TextButton(self.tr("Close"), OUTLINE, self)
        self.shut.clicked.connect(self.reject)
        self.box = box

    def stand_at_the_foot(self, *buttons: TextButton) -> None:
        """Put these buttons under all that scrolls, ``shut`` behind them."""
        self._foot = (*buttons, self.shut)
        for button in self._foot:
            button.setAutoDefault(False)
            self.buttons.addWidget(button)

    def show_request(self, view: PreviewView) -> None:
        """Show what would be sent."""
        self.tell("")
        self.box.show_request(view)
        # The request was made just now, and Tab would come to it last.
        for before, after in pairwise((self.box.dont, *self._foot)):
            QWidget.setTabOrder(before, after)
        self.fit()
        self.bring_into_view(self.box.dont)
        self.box.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in a field presses no button: Qt would press the first that there is, and so show a key, or send."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def tell(self, words: str, *, warning: bool = False) -> None:
        """Say what came of it."""
        self.told.set_ink("warning" if warning else "ink")
        self.told.setText(words)
        self.told.setAccessibleName(words)
        self.told.setVisible(bool(words))
        self.fit()
        if words:
            self.bring_into_view(self.told)
