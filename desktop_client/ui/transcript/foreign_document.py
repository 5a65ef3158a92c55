"""Documents for foreign text: nothing in them can ask for a file or an address."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument, QTextOption

from desktop_client.ui.transcript.styles import Styles

LINE_BREAK = "\u2028"
"""A new line within one block."""


class ForeignDocument(QTextDocument):
    """Should what it holds ask for anything after all, it would get nothing."""

    def loadResource(self, _kind: int, _name: object) -> None:
        """Load nothing."""


def empty_document(styles: Styles, width: int) -> QTextDocument:
    """A document ``width`` pixels wide that breaks lines anywhere if it has to."""
    document = ForeignDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(styles.body)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setTextWidth(width)
    return document
