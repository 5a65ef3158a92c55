"""What the page of models asks: where a file is to be used, which address, which mirrors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_client.ui.widgets.box_button import box_button
from desktop_client.ui.widgets.line_box import LineBox

translate = QCoreApplication.translate


class Taking(StrEnum):
    """How a file of the user's own is to be used."""

    IN_PLACE = "in_place"
    COPY = "copy"


class FormDialog(QDialog):
    """A few words, some fields, and two buttons; what they say is up to who inherits."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(560)
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(24)
        self.fields.setVerticalSpacing(10)
        self.fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.note = _label("")
        self.problem = _label("", "warning")
        self.problem.hide()
        self.go_on = QPushButton()
        self.go_on.setObjectName("mainButton")
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("plainButton")
        buttons = QDialogButtonBox()
        buttons.addButton(self.go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(14)
        column.addWidget(self.note)
        column.addLayout(self.fields)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        # Only now: a button that is not in a dialog yet can't be its default, and Return in a field would press Cancel.
        self.go_on.setDefault(True)

    def field(self, name: str, text: str = "", hint: str = "") -> QLineEdit:
        """Add a line to be filled in."""
        line = LineBox(text)
        line.setObjectName("boxField")
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        label = QLabel(name)
        label.setBuddy(line)
        self.fields.addRow(label, line)
        if self.fields.rowCount() == 1:
            line.setFocus()
        return line

    def require(self, line: QLineEdit) -> None:
        """Nothing can be sent off while this line is empty."""
        self.go_on.setEnabled(bool(line.text().strip()))
        line.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))

    def refuse(self, why: str) -> None:
        """Say why it can't go on like this."""
        self.problem.setText(why)
        self.problem.show()
        self.adjustSize()


class AddressDialog(FormDialog):
    """Asks for the address of a GGUF file and, if the user has it, its digest."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Fetch a model from an address"))
        self.note.setText(
            self.tr(
                "The address is asked only when you press Fetch; it gets to know your network address, nothing else. "
                "Without a SHA-256 nobody vouches for what arrives: only its form is checked."
            )
        )
        self.go_on.setText(self.tr("Fetch"))
        self.address = self.field(self.tr("Address of the GGUF file"), hint="https://…/model.gguf")
        self.require(self.address)
        self.digest = self.field(self.tr("SHA-256, if you have it"))


class ServerDialog(FormDialog):
    """Asks for a server's address, name and key. Says before what using it means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add a server"))
        self.note.setText(
            self.tr(
                "A server that speaks the OpenAI API (llama-server, Ollama, vLLM, LM Studio and others) can answer "
                "instead of this computer. While you use one of its models, every question and the conversation before "
                "it go to that server. Nobody is asked now."
            )
        )
        self.go_on.setText(self.tr("Add"))
        self.address = self.field(self.tr("Address"), hint="http://127.0.0.1:8080")
        self.require(self.address)
        self.name = self.field(self.tr("Name"), hint=self.tr("Empty: the address"))
        self.key = self.field(self.tr("Key, if it wants one (kept in the system's keyring)"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)


class MirrorsDialog(FormDialog):
    """Asks for the mirror of the model hub and for the package index."""

    def __init__(self, mirror: str, index: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mirrors"))
        self.note.setText(
            self.tr(
                "Where models of the catalogue are fetched from instead. The digest decides what is accepted, wherever "
                "it comes from."
            )
        )
        self.go_on.setText(self.tr("Keep"))
        self.mirror = self.field(self.tr("Mirror of the model hub"), mirror, "https://huggingface.co")
        self.index = self.field(self.tr("Python package index"), index, self.tr("Empty: the one that pip uses"))


def choose_file(parent: QWidget) -> Path | None:
    """Let the user pick a GGUF file."""
    path, _ = QFileDialog.getOpenFileName(
        parent,
        translate("ModelDialogs", "Choose a GGUF file"),
        "",
        translate("ModelDialogs", "Models (*.gguf);;All files (*)"),
    )
    return Path(path) if path else None


def ask_taking(file: Path, parent: QWidget) -> Taking | None:
    """Ask whether a file is used where it is or taken into the models folder; None if neither."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(translate("ModelDialogs", "Add a model"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        translate("ModelDialogs", "Use {file} where it is, or take it into the models folder?").format(file=file.name)
    )
    box.setInformativeText(
        translate(
            "ModelDialogs",
            "Used where it is, it must stay there. Taken in, it gets a second name in the models folder where the disk "
            "allows that, else a copy.",
        )
    )
    take, leave = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.RejectRole
    here = box_button(box, translate("ModelDialogs", "Use it where it is"), take, main=True)
    copy = box_button(box, translate("ModelDialogs", "Take it in"), take)
    box_button(box, translate("ModelDialogs", "Cancel"), leave)
    box.setDefaultButton(here)
    box.exec()
    pressed = box.clickedButton()
    if pressed is here:
        return Taking.IN_PLACE
    return Taking.COPY if pressed is copy else None


def _label(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
