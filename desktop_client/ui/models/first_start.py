"""What a window without a model shows: the starter, what fetching it means, and the way to one's own file."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.sizes import size_words


@dataclass(frozen=True, slots=True)
class StarterView:
    """The starter model as the page shows it; ``size`` and ``memory`` in bytes."""

    name: str
    languages: str
    size: int
    memory: int
    licence: str
    origin: str


class FirstStart(QWidget):
    """Offers the starter model and a file of one's own; nothing is fetched before the button is pressed."""

    download_requested = Signal()
    cancel_requested = Signal()
    file_chosen = Signal(str)
    others_requested = Signal()
    """The page of all models is wanted."""

    def __init__(self, starter: StarterView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Choose a model"))
        size, memory = size_words(starter.size), size_words(starter.memory)

        title = _label(self.tr("A model has to be on this computer first"), "pageTitle")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        title.setFont(font)
        about = _label(
            self.tr(
                "Answers are made here, by a model that runs on this computer. It is fetched once; after that chatting "
                "needs no network."
            )
        )
        name = _label(starter.name)
        bold = name.font()
        bold.setBold(True)
        name.setFont(bold)
        facts = _label(
            self.tr("{size} to fetch · about {memory} of memory · {languages} · {licence}").format(
                size=size, memory=memory, languages=starter.languages, licence=starter.licence
            ),
            "soft",
        )
        origin = _label(self.tr("Comes from {origin}; its checksum is verified.").format(origin=starter.origin), "soft")

        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download"))
        self._step = _label("", "soft")
        self._problem = _label("", "warning")
        self._fetch = QPushButton(self.tr("Fetch the model"))
        self._fetch.setObjectName("mainButton")
        self._fetch.clicked.connect(self.download_requested)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("plainButton")
        self._cancel.clicked.connect(self.cancel_requested)
        self._own = QPushButton(self.tr("Use a GGUF file I have…"))
        self._own.setObjectName("plainButton")
        self._own.clicked.connect(self._choose)

        self._others = QPushButton(self.tr("Other models and servers…"))
        self._others.setObjectName("plainButton")
        self._others.clicked.connect(self.others_requested)
        # On several lines where there is no room for one: the page, also while it is hidden, lies in a stack with
        # the chat, and what it can't do without the panel doesn't get.
        buttons = FlowLayout(gap=8, line_gap=8)
        for button in (self._fetch, self._cancel, self._own, self._others):
            buttons.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(16)
        for line in (name, facts, origin):
            column.addWidget(line)
        column.addSpacing(8)
        for widget in (self._bar, self._step, self._problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        box = QFrame()
        box.setLayout(column)
        box.setMaximumWidth(640)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(34, 34, 34, 34)
        outer.addWidget(box, 1, Qt.AlignmentFlag.AlignVCenter)
        self.show_idle()

    def show_idle(self, problem: str = "") -> None:
        """Nothing is being fetched; ``problem`` says why the last attempt ended, if it failed."""
        self._fetch.show()
        self._own.setEnabled(True)
        for widget in (self._bar, self._step, self._cancel):
            widget.hide()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def show_progress(self, done: int, total: int, step: str) -> None:
        """How far fetching is, in bytes, and what is being done in words."""
        self._bar.setValue(round(1000 * done / max(total, 1)))
        self._step.setText(step)
        self._problem.hide()
        self._fetch.hide()
        self._own.setEnabled(False)
        for widget in (self._bar, self._step, self._cancel):
            widget.show()

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a GGUF file"), "", self.tr("Models (*.gguf);;All files (*)")
        )
        if path:
            self.file_chosen.emit(path)


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
