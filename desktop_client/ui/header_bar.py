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
_BETWEEN = 8
"""Pixels between the parts."""
_PART_OF_TITLE = 0.3
"""So much of the width the title may take."""


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
    """A quiet button that gives way with an ellipsis; the whole text stays in its accessible name.

    Of parts with a dot between them the first, a model's name, gives way before the others.
    """

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
        width = QFontMetrics(self.font()).horizontalAdvance(self._whole) + _BUTTON_SIDES + 2
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide(self.width())

    def _elide(self, width: int) -> None:
        room = max(width - _BUTTON_SIDES, 0)
        metrics = QFontMetrics(self.font())
        name, dot, rest = self._whole.partition(" · ")
        for_name = room - metrics.horizontalAdvance(dot + rest)
        if dot and for_name > metrics.horizontalAdvance("MM…"):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, for_name) + dot + rest
        else:
            shown = metrics.elidedText(rest or name, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a model's name is an ampersand, not a shortcut.
        self.setText(shown.replace("&", "&&"))


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
        self._model = _ElidedButton()
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
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(_BETWEEN)
        row.addWidget(self._title)
        row.addWidget(self._own)
        row.addSpacing(6)
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
        """The title takes a part of the width at most: where the answer is made is worth more of it; and what leaves
        this computer is said whole before that is, as far as there is room.
        """
        self._title.setFixedWidth(min(self._title.sizeHint().width(), int(self.width() * _PART_OF_TITLE)))
        beside = [each for each in (self._own, self._panel, self._caption, self._switch) if not each.isHidden()]
        taken = sum(each.sizeHint().width() for each in beside) + self._title.width() + _BETWEEN * (len(beside) + 5)
        self._network.take(max(0, min(self._network.sizeHint().width(), self.width() - taken)))

    def set_model(self, text: str) -> None:
        """Model, where it runs, and how full its context is; pressing it opens the page of models."""
        self._model.set_whole(text)
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
