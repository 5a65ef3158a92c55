"""TemplateDialog: which chat template a model is talked to by, for a file that does not say so itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QTextOption
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from desktop_client.inference.known_templates import TemplateOffer
from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.growing_dialog import GrowingDialog
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.text_lines import line_height

ROWS = 4
"""Templates in sight at once; the rest scrolls."""
ROW_PAD = 12
EXAMPLE_LINES = 8


class TemplateDialog(GrowingDialog):
    """Offers known templates, each with what it makes of a conversation, and one from a file. Nothing is chosen until
    the user does so.
    """

    file_chosen = Signal(object)
    """The path of a template of the user's own, which somebody has to read."""

    def __init__(self, model: str, offers: Sequence[TemplateOffer], parent: QWidget) -> None:
        super().__init__(parent)
        self.template = ""
        """The program of the template that is chosen."""
        self._offers = tuple(offers)
        self.set_title(self.tr("Choose a chat template"))
        about = self.tr(
            "{model} carries no chat template, so it does not say how questions and answers are marked. The page "
            "of whoever made the model names it. With a wrong one answers are worse, or do not end."
        ).format(model=model)
        self.about = PlainLabel(about, self)
        self.list = self._make_list()
        self.example = self._make_example()
        self.problem = PlainLabel("", self, ink="warning")
        self.problem.hide()
        self.own = TextButton(self.tr("From a file…"), OUTLINE, self)
        self.own.clicked.connect(self._choose_file)
        self.give_up = TextButton(self.tr("Cancel"), OUTLINE, self)
        self.give_up.clicked.connect(self.reject)
        self.use = TextButton(self.tr("Use it"), PRIMARY, self)
        self.use.clicked.connect(self.accept)
        self.use.setEnabled(False)
        self._lay_out()
        self.fit()
        self.list.setFocus()

    def _lay_out(self) -> None:
        reads = PlainLabel(self.tr("What the model reads"), self)
        for widget in (self.about, self.list, reads, self.example):
            self.rows.addWidget(widget)
        self.rows.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addWidget(self.problem)
        self.rows.addStretch(1)
        for button in (self.give_up, self.use):
            self.buttons.addWidget(button)
        # Only now: a button that is not in a dialog yet can't be its default.
        self.use.setDefault(True)

    def refuse(self, why: str) -> None:
        """Say why a file can't be used; what was chosen before stands."""
        self.problem.setText(why)
        self.problem.show()
        self.fit()
        self.bring_into_view(self.problem)

    def show_own(self, file: Path, template: str) -> None:
        """Choose the template that was read from the user's file."""
        self.list.clearSelection()
        self.problem.hide()
        self._choose(template, template)
        self.own.setText(self.tr("From a file: {file}").format(file=file.name))

    def _make_list(self) -> QListWidget:
        shown = QListWidget()
        shown.setObjectName("boxList")
        shown.setAccessibleName(self.tr("Chat templates"))
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Qt reckons an item's height from the list's own font; Chinese stands taller.
        high = 2 * line_height(shown.font()) + ROW_PAD
        for offer in self._offers:
            item = QListWidgetItem(f"{offer.known.name}: {offer.known.used_by}\n{self._fit_words(offer.fits)}")
            item.setSizeHint(QSize(0, high))
            shown.addItem(item)
        shown.setFixedHeight(ROWS * high + ROW_PAD)
        # Not the current row: a list makes its first one current as soon as it has the focus, and nothing is guessed.
        shown.itemSelectionChanged.connect(lambda: self._chosen(shown))
        return shown

    def _make_example(self) -> QPlainTextEdit:
        shown = QPlainTextEdit()
        shown.setObjectName("exactText")
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        shown.setAccessibleName(self.tr("What the model reads"))
        font = QFont(self.font())
        font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
        font.setStyleHint(QFont.StyleHint.Monospace)
        shown.setFont(font)
        shown.setFixedHeight(EXAMPLE_LINES * shown.fontMetrics().lineSpacing() + ROW_PAD)
        return shown

    def _fit_words(self, fits: bool | None) -> str:
        if fits is None:
            return self.tr("needs no tokens of its own")
        if fits:
            return self.tr("its marks are tokens of this model")
        return self.tr("its marks are no tokens of this model: answers may not end")

    def _chosen(self, shown: QListWidget) -> None:
        for index in shown.selectedIndexes():
            offer = self._offers[index.row()]
            self.own.setText(self.tr("From a file…"))
            self._choose(offer.known.template, offer.example)

    def _choose(self, template: str, shown: str) -> None:
        self.template = template
        self.example.setPlainText(shown)
        self.use.setEnabled(True)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a chat template"), "", self.tr("Chat templates (*.jinja *.txt);;All files (*)")
        )
        if path:
            self.file_chosen.emit(Path(path))
