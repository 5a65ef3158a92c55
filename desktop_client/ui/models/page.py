"""ModelsPage: what is on this computer, what it can run, and what can be fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.models.row_widget import ModelRowWidget
from desktop_client.ui.models.rows import Section
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.page import Ground, Page
from desktop_client.ui.widgets.page_header import PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel

CONTEXTS = (2048, 4096, 8192, 16384, 32768)
"""Tokens of context that memory can be estimated for."""
MARGIN = 24


class ModelsPage(Page):
    """Shows sections of rows and says what the user wants. It reads, fetches and removes nothing by itself."""

    action_requested = Signal(str, str)
    add_requested = Signal()
    address_requested = Signal()
    server_requested = Signal()
    mirrors_requested = Signal()
    files_dropped = Signal(object)
    context_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Models"))
        self.setAcceptDrops(True)
        self.rows: dict[str, ModelRowWidget] = {}
        self._headings: list[QWidget] = []
        self.header = PageHeader(self.tr("Models"), self.tr("what answers, and what this computer can run"), self)
        self.add = TextButton(self.tr("Add a file…"), OUTLINE, self)
        self.address = TextButton(self.tr("From an address…"), OUTLINE, self)
        self.server = TextButton(self.tr("Add a server…"), OUTLINE, self)
        self.mirrors = TextButton(self.tr("Mirrors…"), OUTLINE, self)
        for button, signal in (
            (self.add, self.add_requested),
            (self.address, self.address_requested),
            (self.server, self.server_requested),
            (self.mirrors, self.mirrors_requested),
        ):
            button.clicked.connect(signal)
            self.header.add_button(button)
        self.header.back_requested.connect(self.leave)
        words = {str(n): self.tr("{tokens} tokens").format(tokens=QLocale().toString(n)) for n in CONTEXTS}
        self.context = ChoiceButton(
            words, OUTLINE, self, name=self.tr("Memory is estimated for a context of"), shows_name=True
        )
        self.context.chosen.connect(lambda key: self.context_chosen.emit(int(key)))
        self.machine = PlainLabel(self.tr("Looking at what is here…"), self, ink="ink_soft")
        self._ground = Ground()
        self._list = QVBoxLayout(self._ground)
        self._list.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        self._list.setSpacing(0)
        self._list.addWidget(self.machine)
        self._list.addSpacing(6)
        self._list.addWidget(self.context, 0, Qt.AlignmentFlag.AlignLeft)
        self._fixed = self._list.count()
        self._list.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidget(self._ground)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.area, 1)

    def set_machine(self, words: str) -> None:
        """What memory and disk this computer has."""
        self.machine.setText(words)

    def set_context(self, tokens: int) -> None:
        """Which context the estimates are for."""
        self.context.show_choice(str(tokens))

    def set_sections(self, sections: Sequence[Section], became: Mapping[str, str]) -> None:
        """Show these; rows that are as before stay as they are, with their progress, and the focus stays.

        ``became`` says by which row another one was followed. Where that isn't known, the focus goes to what stands in
        the place of a row that is gone.
        """
        before = list(self.rows)
        wanted = {row.key: row for section in sections for row in section.rows}
        in_hand = next(((key, w.action_with_focus) for key, w in self.rows.items() if w.action_with_focus), None)
        for heading in self._headings:
            self._drop(heading)
        self._headings = []
        for key in [key for key, widget in self.rows.items() if wanted.get(key) != widget.row]:
            self._drop(self.rows.pop(key))
        at = self._fixed
        for section in sections:
            at = self._show_section(section, at)
        self.rows = {key: self.rows[key] for key in wanted}
        if in_hand is not None and self.rows:
            key, action = in_hand
            place = min(before.index(key), len(self.rows) - 1)
            heir = next((one for one in (key, became.get(key)) if one in self.rows), list(self.rows)[place])
            self.rows[heir].focus_action(action or "")

    def _show_section(self, section: Section, at: int) -> int:
        if not section.rows and not section.empty:
            return at
        for text, bold in ((section.title, True), *([] if section.rows else [(section.empty, False)])):
            label = PlainLabel(text, self._ground, bold=bold, ink="ink" if bold else "ink_soft")
            label.setContentsMargins(0, 0, 0, 0)
            self._headings.append(label)
            if bold:
                space = QWidget(self._ground)
                space.setFixedHeight(18)
                self._headings.append(space)
                self._list.insertWidget(at, space)
                at += 1
            self._list.insertWidget(at, label)
            label.show()
            at += 1
        for row in section.rows:
            widget = self.rows.get(row.key)
            if widget is None:
                widget = ModelRowWidget(row, self._ground)
                widget.action_requested.connect(self.action_requested)
                self.rows[row.key] = widget
            self._list.insertWidget(at, widget)
            widget.show()
            at += 1
        return at

    def _drop(self, widget: QWidget) -> None:
        self._list.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that could be models."""
        if _model_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which files were dropped."""
        files = _model_files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)


def _model_files(event: QDropEvent) -> list[Path]:
    """The local files of a drop that end in .gguf."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == ".gguf"]
