"""Before an address is opened, of an answer or of an offer: where it really leads. The only place that opens one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_client.addresses import Address, read_address

_WIDTH = 520


class LinkDialog(QDialog):
    """Shows the real host in ASCII and the whole address, and offers to open it in the browser or to copy it.

    ``remarks`` are what the user should know of it first, a line each.
    """

    def __init__(self, address: Address, parent: QWidget | None = None, remarks: Iterable[str] = ()) -> None:
        super().__init__(parent)
        self._address = address
        self._url = QUrl(address.full, QUrl.ParsingMode.StrictMode)
        self.setWindowTitle(self.tr("Open a web address?"))
        self.setAccessibleName(self.windowTitle())
        lead = _plain_label(self.tr("This address leads to:"))
        host = _plain_label(address.host)
        font = host.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.25 if font.pointSizeF() > 0 else 13)
        host.setFont(font)
        host.setAccessibleName(self.tr("Host: {host}").format(host=address.host))
        host.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        told = _plain_label("\n".join(f"• {remark}" for remark in remarks))
        told.setHidden(not told.text())
        whole = QPlainTextEdit(address.full)
        whole.setObjectName("boxText")
        whole.setReadOnly(True)
        whole.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        whole.setTabChangesFocus(True)
        whole.setAccessibleName(self.tr("Whole address"))
        whole.setFixedHeight(whole.fontMetrics().lineSpacing() * 4 + 24)
        note = _plain_label(self.tr("The site will see that you come, as with any address you open in the browser."))
        note.setWordWrap(True)

        buttons = QDialogButtonBox()
        self.open_button = QPushButton(self.tr("Open in browser"))
        self.copy_button = QPushButton(self.tr("Copy address"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        for button in (self.open_button, self.copy_button, self.cancel_button):
            button.setObjectName("plainButton")
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel_button.setDefault(True)
        self.open_button.setAutoDefault(False)
        # What is shown and what the browser gets have to be the same machine.
        self.open_button.setEnabled(_leads_to(self._url) == address.host)
        self.open_button.clicked.connect(self._open)
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button.clicked.connect(self.reject)

        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        for widget in (lead, host, told, whole, note, buttons):
            column.addWidget(widget)
        # Qt guesses the height of wrapped lines; a line that is cut off would be a warning that nobody reads.
        self.setMinimumSize(_WIDTH, column.heightForWidth(_WIDTH))
        self.cancel_button.setFocus()

    def _open(self) -> None:
        QDesktopServices.openUrl(self._url)
        self.accept()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address.full)
        self.reject()


def ask_to_open(
    address: str, parent: QWidget | None = None, remarks: Callable[[Address], Iterable[str]] = lambda _: ()
) -> LinkDialog | None:
    """Show the dialog for an address; None, and nothing shown, where it isn't one that may be opened.

    ``remarks`` gives what there is to say about it, in the interface's language.
    """
    known = read_address(address)
    if known is None:
        return None
    dialog = LinkDialog(known, parent, remarks(known))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _leads_to(url: QUrl) -> str:
    """The host that Qt would go to, written as :attr:`Address.host` is."""
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded) if url.isValid() else ""
    host = f"[{host}]" if ":" in host else host
    return host if url.port() == -1 else f"{host}:{url.port()}"


def _plain_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
