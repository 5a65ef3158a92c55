"""What stands in the place of cards when there are none: each state says what it is and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_client.ui.panel.need_editing import without
from desktop_client.ui.panel.view_model import ChipView, PanelState, PanelView
from desktop_client.ui.widgets.buttons import PANEL_OUTLINE, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import tint


class Progress(QWidget):
    """A still bar: how many of the sources that were asked have answered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(6)
        self.setAccessibleName(self.tr("Answers so far"))

    def set_share(self, share: float) -> None:
        """Between 0 and 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_hairline"))
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), tint("accent"))
        painter.end()


class StatePage(QWidget):
    """A heading, a sentence, and at most one kind of action."""

    suggest_anyway_requested = Signal()
    cancel_requested = Signal()
    sources_requested = Signal()
    need_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.heading = PlainLabel("", self, bold=True)
        self.body = PlainLabel("", self, ink="ink_soft")
        self.progress = Progress(self)
        self.anyway = TextButton(self.tr("Suggest products anyway"), PANEL_OUTLINE, self)
        self.anyway.clicked.connect(self.suggest_anyway_requested)
        self.cancel = TextButton(self.tr("Cancel"), PANEL_OUTLINE, self)
        self.cancel.setAccessibleName(self.tr("Cancel the search"))
        self.cancel.clicked.connect(self.cancel_requested)
        self.sources = TextButton(self.tr("Sources…"), PANEL_OUTLINE, self)
        self.sources.setAccessibleName(self.tr("Choose the sources"))
        self.sources.clicked.connect(self.sources_requested)
        self._actions = FlowLayout(gap=8, line_gap=8)
        for button in (self.anyway, self.cancel, self.sources):
            self._actions.addWidget(button)
        self.drops: list[TextButton] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 24, 16, 24)
        rows.setSpacing(8)
        for widget in (self.heading, self.body, self.progress):
            rows.addWidget(widget)
        rows.addSpacing(4)
        rows.addLayout(self._actions)
        rows.addStretch(1)

    def show_view(self, view: PanelView) -> None:
        """Say what a view without cards means."""
        heading, body = self._words(view)
        self.heading.setText(heading)
        self.body.setText(body)
        self.anyway.setVisible(view.state is PanelState.NOT_SHOPPING)
        nobody_answered = view.state is PanelState.NOTHING_FOUND and bool(view.reason)
        self.sources.setVisible(nobody_answered or view.state is PanelState.EMPTY)
        searching = view.state is PanelState.SEARCHING
        self.cancel.setVisible(searching)
        self.progress.setVisible(searching)
        self.progress.set_share(view.answered / view.asked if view.asked else 0.0)
        self.progress.setAccessibleDescription(body)
        self._offer_drops(view)

    def _words(self, view: PanelView) -> tuple[str, str]:
        match view.state:
            case PanelState.OFF_HERE:
                return (
                    self.tr("Suggestions are off in this chat"),
                    self.tr("Nobody is asked, and nothing leaves your computer. “This chat” above switches them back."),
                )
            case PanelState.NEVER_HERE:
                return self.tr("No suggestions in this chat"), view.reason
            case PanelState.NOT_SHOPPING:
                return (
                    self.tr("Nothing to suggest for this message"),
                    self.tr("It doesn't read as a wish to buy something, so nobody was asked."),
                )
            case PanelState.SILENT:
                return self.tr("No suggestions here, on purpose"), view.reason
            case PanelState.SEARCHING:
                return (
                    self.tr("Looking for offers"),
                    self.tr("Sources that have answered: {answered} of {asked}.").format(
                        answered=view.answered, asked=view.asked
                    ),
                )
            case PanelState.WAITING:
                return (
                    self.tr("Waiting for you"),
                    self.tr("What would be sent stands above. Nothing more leaves before you press Send."),
                )
            case PanelState.NOTHING_FOUND:
                hint = (
                    self.tr("Fewer conditions may help:")
                    if view.without
                    else self.tr("Other search words may help: press the first chip above to change them.")
                )
                if not view.reason:
                    return self.tr("No offer fits"), hint
                return self.tr("No source answered") if view.asked else self.tr("Nobody was asked"), view.reason
            case _:
                return (
                    self.tr("Nothing asked yet"),
                    self.tr(
                        "Ask in the chat about something that you want to buy, and offers for it will stand here. "
                        "The answer is made without them and stays the same."
                    ),
                )

    def _offer_drops(self, view: PanelView) -> None:
        for button in self.drops:
            self._actions.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.drops = [self._drop(view, chip) for chip in view.without] if view.need is not None else []
        for button in self.drops:
            self._actions.addWidget(button)
            button.show()

    def _drop(self, view: PanelView, chip: ChipView) -> TextButton:
        text = self.tr("Without “{condition}”").format(condition=chip.text)
        if chip.removes:
            text = self.tr("Without “{condition}”: {count}").format(condition=chip.text, count=chip.removes)
        button = TextButton(text, PANEL_OUTLINE, self)
        need = view.need
        if need is not None:
            button.clicked.connect(lambda: self.need_edited.emit(without(need, chip.kind, chip.value)))
        return button
