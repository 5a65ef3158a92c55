"""The strip at the top: which chat, which model, what is on the network, and the one visible switch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_client.ui.shortcuts import with_keys
from desktop_client.ui.widgets.switch import Switch
from desktop_client.ui.widgets.tips import tip

_BUTTON_SIDES = 32
"""What the style sheet leaves around a quiet button's words, in device-independent pixels."""
_BETWEEN, _BESIDE_MODEL, _AT_THE_ENDS = 8, 6, 14
"""Pixels between the parts, more of them before the model's, and at both ends."""
_PART_OF_TITLE = 0.3
"""So much of the width the title may take."""
_SHORTEST_TITLE = "MMMMM"
"""As much as this is left of a long title while there is room for anything beside what leaves the computer."""


class _Elided(QLabel):
    """A plain label that gives way with an ellipsis; the whole text stays in its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def set_whole(self, text: str) -> None:
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 0)))


class _ElidedButton(QPushButton):
    """A quiet button that gives way with an ellipsis; the whole text stays in its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quietButton")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def set_whole(self, text: str) -> None:
        self._whole = " ".join(text.split())
        self.updateGeometry()
        self._elide(self.width())

    def take(self, width: int) -> None:
        """Be so wide from now on; the layout says so only later."""
        self.setFixedWidth(width)
        self._elide(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._whole), super().sizeHint().height())

    def width_of(self, text: str) -> int:
        """How wide it is with these words."""
        return QFontMetrics(self.font()).horizontalAdvance(text) + _BUTTON_SIDES + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide(self.width())

    def _elide(self, width: int) -> None:
        # An ampersand in a name is an ampersand, not a shortcut.
        self.setText(self._fitting(max(width - _BUTTON_SIDES, 0)).replace("&", "&&"))

    def _fitting(self, room: int) -> str:
        return QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room)


class _ModelButton(_ElidedButton):
    """Names a model, where it answers, and how full its context is; of these the name gives way first, then the context
    as a whole: half a number says nothing.
    """

    @property
    def where(self) -> str:
        """The part that goes last."""
        return self.without_name.partition(" · ")[0]

    @property
    def without_name(self) -> str:
        """All but the name; the whole where it has no parts."""
        return self._whole.partition(" · ")[2] or self._whole

    def _fitting(self, room: int) -> str:
        metrics = QFontMetrics(self.font())
        name, dot, rest = self._whole.partition(" · ")
        for_name = room - metrics.horizontalAdvance(dot + rest)
        if dot and for_name > metrics.horizontalAdvance("MM…"):
            return metrics.elidedText(name, Qt.TextElideMode.ElideRight, for_name) + dot + rest
        shown = self.without_name if metrics.horizontalAdvance(self.without_name) <= room else self.where
        return metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)


class HeaderBar(QWidget):
    """Says where the answer is made and what leaves the computer; holds the switch for suggestions."""

    commerce_toggled = Signal(bool)
    panel_requested = Signal()
    sources_requested = Signal()
    chat_settings_requested = Signal()
    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = _Elided()
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self._own = QPushButton("⋯")
        self._own.setObjectName("signButton")
        self._own.setAccessibleName(self.tr("Settings of this chat"))
        self._own.setToolTip(self.tr("Settings of this chat"))
        self._own.clicked.connect(self.chat_settings_requested)
        self._model = _ModelButton()
        self._model.clicked.connect(self.models_requested)
        self._network = _ElidedButton()
        self._network.clicked.connect(self.sources_requested)
        self._panel = QPushButton(self.tr("Show panel"))
        self._panel.setObjectName("quietButton")
        self._panel.clicked.connect(self.panel_requested)
        self._panel.hide()
        self._switch = Switch()
        self._switch.setAccessibleName(self.tr("Suggestions"))
        self._switch.toggled.connect(self.commerce_toggled)
        self._caption = QLabel(self.tr("Suggestions"))
        self._caption.setBuddy(self._switch)
        row = QHBoxLayout(self)
        row.setContentsMargins(_AT_THE_ENDS, 0, _AT_THE_ENDS, 0)
        row.setSpacing(_BETWEEN)
        row.addWidget(self._title)
        row.addWidget(self._own)
        row.addSpacing(_BESIDE_MODEL)
        row.addWidget(self._model, 1)
        row.addWidget(self._network)
        row.addWidget(self._panel)
        row.addWidget(self._caption)
        row.addWidget(self._switch)
        self.setMinimumHeight(40)
        self._host = self._sources = ""
        self._fetching: dict[str, int] = {}
        self.set_network("")

    def set_title(self, title: str) -> None:
        """The open chat's title."""
        self._title.set_whole(title)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit title and network to another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit them to another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            # They get the new font after this.
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """What leaves this computer is said first, then where the answer is made, with a little of the title, which the
        list of chats has as well; then how full the context is, the rest of the title, and last the model's name.
        """
        beside = [each for each in (self._own, self._panel, self._caption, self._switch) if not each.isHidden()]
        between = 2 * _AT_THE_ENDS + _BESIDE_MODEL + _BETWEEN * (len(beside) + 3)
        room = self.width() - sum(each.sizeHint().width() for each in beside) - between
        network = max(0, min(self._network.sizeHint().width(), room))
        room -= network
        most = min(self._title.sizeHint().width(), int(self.width() * _PART_OF_TITLE))
        least = min(most, QFontMetrics(self._title.font()).horizontalAdvance(_SHORTEST_TITLE))
        after_model = room - self._model.width_of(self._model.without_name)
        if after_model < least:
            after_model = room - self._model.width_of(self._model.where)
        self._title.setFixedWidth(max(0, min(most, max(least, after_model), room)))
        self._network.take(network)

    def set_model(self, text: str) -> None:
        """Model, where it runs, and how full its context is; pressing it opens the page of models."""
        self._model.set_whole(text)
        self._fit()
        self._model.setAccessibleName(self.tr("Model: {what}").format(what=" ".join(text.split())))

    def set_keys(self, *, models: str) -> None:
        """Name the keys that lead to the models; empty where there are none."""
        self._model.setToolTip(with_keys(self.tr("Models"), models))

    def set_server(self, host: str) -> None:
        """The host that answers instead of this computer; empty where this computer does."""
        self._host = host
        self._model.setObjectName("awayButton" if host else "quietButton")
        self._model.style().unpolish(self._model)
        self._model.style().polish(self._model)
        self.set_network(self._sources)

    def set_network(self, text: str) -> None:
        """What suggestions may send over the network; pressing it opens the sources. A server that answers is named
        before it: then the chat itself leaves this computer; and so is it said that a model is being fetched.
        """
        self._sources = text
        chat = self.tr("chat → {host}").format(host=self._host) if self._host else ""
        models = self.tr("fetching a model") if any(self._fetching.values()) else ""
        shown = " · ".join(part for part in (chat, models, text) if part) or self.tr("no network")
        self._network.set_whole(shown)
        self._network.setToolTip(tip(shown))
        self._network.setAccessibleName(self.tr("On the network: {what}").format(what=shown))
        self._fit()

    def set_fetching(self, where: str, count: int) -> None:
        """How many models are being fetched for a part of the window, which is called ``where``."""
        self._fetching[where] = count
        self.set_network(self._sources)

    def set_commerce(self, *, on: bool, panel_open: bool) -> None:
        """Whether suggestions are on, and whether the panel that shows them is open."""
        blocked = self._switch.blockSignals(True)
        self._switch.setChecked(on)
        self._switch.blockSignals(blocked)
        self._panel.setVisible(on and not panel_open)
        self._fit()

    def set_waiting(self, count: int) -> None:
        """How many requests wait in the panel for the user's *Send*: said where the panel is closed, and no louder."""
        waiting = self.tr("Show panel · {count} to send").format(count=count)
        self._panel.setText(waiting if count else self.tr("Show panel"))
        self._fit()
