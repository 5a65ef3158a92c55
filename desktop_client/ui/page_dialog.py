"""Pages that ship with Sidelight, written in Markdown: how the list is ordered, what was sent, an answer's details."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QTextBrowser, QVBoxLayout, QWidget

from desktop_client.ui import theme
from desktop_client.wording import Language

PAGES = Path(__file__).with_name("pages")


def page(name: str, language: Language) -> str:
    """The Markdown source of a shipped page."""
    return (PAGES / f"{name}.{language}.md").read_text(encoding="utf-8")


class _Reader(QTextBrowser):
    """Loads nothing and follows nothing: a page is text."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None


class PageDialog(QDialog):
    """Shows one page of our own text; the text can be selected and copied."""

    def __init__(self, title: str, source: str, parent: QWidget | None = None) -> None:
        # Here, since a window that opens shows no page.
        import markdown

        super().__init__(parent)
        self.setWindowTitle(title)
        reader = _Reader()
        reader.setOpenLinks(False)
        reader.setFrameShape(QFrame.Shape.NoFrame)
        reader.setAccessibleName(title)
        reader.document().setDocumentMargin(8)
        c = theme.current()
        reader.document().setDefaultStyleSheet(
            f"th, td {{ padding: 4px 12px 4px 0; text-align: left; }} code {{ color: {c.accent}; }} "
            f"h1 {{ font-size: x-large; }} h2 {{ font-size: large; }}"
        )
        reader.setHtml(markdown.markdown(source, extensions=["tables", "sane_lists"]))
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(reader, 1)
        column.addWidget(buttons)
        self.resize(640, 560)
