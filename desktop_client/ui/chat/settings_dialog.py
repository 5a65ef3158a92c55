"""What the open chat has its own way in: instructions for the model, how its words are drawn; and presets of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.inference.engine import Sampling
from desktop_client.ui.chat.knobs import Knob, all_knobs
from desktop_client.ui.widgets.dressing import dress_now
from desktop_client.ui.widgets.drop_down import DropDown
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.line_box import mind_input_methods
from desktop_client.ui.widgets.name_dialog import NameDialog
from desktop_client.ui.widgets.number_box import dress
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.text_box import TextBox
from desktop_client.ui.widgets.tick import Tick
from desktop_client.ui.widgets.tint import SMALL

_WIDTH = 560


class ChatSettingsDialog(FocusInSight, QDialog):
    """Edits a :class:`ChatSettings`; :meth:`chosen` gives what stands there. Presets are only asked for."""

    preset_saved = Signal(str, object)
    preset_removed = Signal(str)

    def __init__(
        self,
        own: ChatSettings,
        usual: Sampling,
        usual_prompt: str,
        presets: Mapping[str, ChatSettings],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual = usual
        self._presets = dict(presets)
        self.setWindowTitle(self.tr("This chat"))
        self.presets = DropDown()
        self.presets.setAccessibleName(self.tr("Preset"))
        self.presets.activated.connect(self._use_preset)
        self._remove = QPushButton(self.tr("Remove preset"))
        self._remove.setObjectName("plainButton")
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(self._remove_preset)
        self._save = QPushButton(self.tr("Save as preset…"))
        self._save.setObjectName("plainButton")
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self._ask_name)
        self.own_prompt = Tick(self.tr("Instructions of its own"))
        self.prompt = TextBox()
        mind_input_methods(self.prompt)
        self.prompt.setObjectName("boxText")
        self.prompt.setAccessibleName(self.tr("Instructions for the model"))
        self.prompt.setPlaceholderText(usual_prompt)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(5 * self.prompt.fontMetrics().lineSpacing())
        self.own_prompt.toggled.connect(self.prompt.setEnabled)
        self.rows = {knob.field: _Row(knob, getattr(usual, knob.field)) for knob in all_knobs()}
        self._lay_out()
        self._fill(own)
        self._list_presets()

    def chosen(self) -> ChatSettings:
        """What stands in the dialog now."""
        prompt = self.prompt.toPlainText() if self.own_prompt.isChecked() else None
        values = {field: row.value() for field, row in self.rows.items()}
        return replace(ChatSettings(system_prompt=prompt), **values)  # type: ignore[arg-type]

    def _fill(self, own: ChatSettings) -> None:
        self.own_prompt.setChecked(own.system_prompt is not None)
        self.prompt.setEnabled(own.system_prompt is not None)
        self.prompt.setPlainText(own.system_prompt or "")
        for field, row in self.rows.items():
            row.set_value(getattr(own, field))

    def _list_presets(self, chosen: str = "") -> None:
        self.presets.clear()
        self.presets.addItem(self.tr("no preset"), "")
        for name in sorted(self._presets, key=str.casefold):
            self.presets.addItem(name, name)
        self.presets.setCurrentIndex(max(self.presets.findData(chosen), 0))
        self._remove.setEnabled(bool(chosen))

    def _use_preset(self) -> None:
        name = self.presets.currentData()
        self._remove.setEnabled(bool(name))
        self._fill(self._presets.get(name, ChatSettings()))

    def _ask_name(self) -> None:
        dialog = NameDialog(self.tr("Save as preset"), self.tr("Name of the preset"), self.tr("Save"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.save_preset(dialog.box.text()))
        dialog.open()

    def save_preset(self, name: str) -> None:
        """Keep what stands here under a name; one of this name is replaced."""
        name = " ".join(name.split())
        self._presets[name] = self.chosen()
        self.preset_saved.emit(name, self.chosen())
        self._list_presets(name)

    def _remove_preset(self) -> None:
        name = self.presets.currentData()
        if self._presets.pop(name, None) is not None:
            self.preset_removed.emit(name)
            self._list_presets()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.presets, 1)
        top.addWidget(self._save)
        top.addWidget(self._remove)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for at, row in enumerate(self.rows.values()):
            grid.addWidget(row.own, 3 * at, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(row.box, 3 * at, 1)
            grid.addWidget(row.about, 3 * at + 1, 0, 1, 2)
            grid.setRowMinimumHeight(3 * at + 2, 10)
        inner = QWidget()
        inner_column = QVBoxLayout(inner)
        inner_column.setContentsMargins(0, 0, 8, 0)
        inner_column.setSpacing(12)
        inner_column.addWidget(_soft(self.tr("What is not ticked is as in the settings.")))
        inner_column.addWidget(self.own_prompt)
        inner_column.addWidget(self.prompt)
        inner_column.addLayout(grid)
        inner_column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        keep = buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setObjectName("mainButton")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        margins = QMargins(24, 24, 24, 16)
        column.setContentsMargins(margins)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        keep.setDefault(True)
        dress_now(self)
        # Beside a scroll bar, too: while the dialog is laid out there may be one, and words wrap that would not later.
        bar = scroll.verticalScrollBar().sizeHint().width()
        words = inner_column.totalHeightForWidth(_WIDTH - margins.left() - margins.right() - bar)
        high = words + column.sizeHint().height() - scroll.sizeHint().height()
        self.resize(_WIDTH, min(high, self.screen().availableSize().height() - 60))


class _Row:
    """A knob: a tick that it has its own value here, the value, and what it means."""

    def __init__(self, knob: Knob, usual: float) -> None:
        self._knob = knob
        self._usual = usual
        self.own = Tick(knob.name)
        self.own.setAccessibleDescription(knob.about)
        self.box = QDoubleSpinBox()
        dress(self.box, knob.name)
        self.box.setDecimals(knob.decimals)
        self.box.setRange(knob.low, knob.high)
        self.box.setSingleStep(knob.step)
        self.about = _soft(knob.about)
        self.own.toggled.connect(self._tick)

    def value(self) -> float | int | None:
        """The value of its own, if it has one."""
        if not self.own.isChecked():
            return None
        return round(self.box.value(), self._knob.decimals) if self._knob.decimals else int(self.box.value())

    def set_value(self, value: float | None) -> None:
        """Give it a value of its own, or, with None, the usual one."""
        self.own.setChecked(value is not None)
        self.box.setEnabled(value is not None)
        self.box.setValue(self._usual if value is None else value)

    def _tick(self, own: bool) -> None:
        self.box.setEnabled(own)
        if not own:
            self.box.setValue(self._usual)


def _soft(text: str) -> PlainLabel:
    return PlainLabel(text, ink="ink_soft", scale=SMALL)
