"""The panel's header: says what this is and that nobody pays us, and closes with one click. It never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.here import HereButton
from desktop_client.ui.widgets.buttons import PANEL_LINK, LinkButton, Look, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.more_button import MoreButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.tint import SMALL

PAD_LEFT, PAD_RIGHT = 14, 8
CLOSE = Look("panel_ink", None, None, "panel_picture", 7, 2, 7, centred=True, bold=True)


class PanelHeader(Band):
    """Title, who earns, links, close.

    Where the links would take another line, those that are not about the list on screen stand in a menu: in a narrow
    panel the offers need the room.
    """

    close_requested = Signal()
    how_ordered_requested = Signal()
    what_was_sent_requested = Signal()
    promises_requested = Signal()
    page_requested = Signal()
    here_chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(spoken(label.HEADER), self, ink="panel_ink", bold=True)
        self.close_button = TextButton("✕", CLOSE, self)
        self.close_button.setAccessibleName(self.tr("Close the suggestions"))
        self.close_button.setToolTip(self.tr("Close the suggestions (Esc)"))
        # The text of each line begins below the title's: that of a link stands in from the link's own edge.
        into = PANEL_LINK.pad_x
        earns = PlainLabel(spoken(label.WE_EARN_NOTHING), self, ink="panel_ink", scale=SMALL)
        earns.pad_x = into
        self.how_ordered = LinkButton(spoken(label.HOW_ORDERED), self, PANEL_LINK)
        self.what_was_sent = LinkButton(self.tr("What was sent"), self, PANEL_LINK)
        self.promises = LinkButton(self.tr("Our promises"), self, PANEL_LINK)
        self.read_page = LinkButton(self.tr("Read a product page…"), self, PANEL_LINK)
        self.more = MoreButton(PANEL_LINK, self)
        self.more.folding += (self.promises, self.read_page)
        self.here = HereButton(self)
        self.here.chosen.connect(self.here_chosen)
        self.close_button.clicked.connect(self.close_requested)
        self.read_page.clicked.connect(self.page_requested)
        self.how_ordered.clicked.connect(self.how_ordered_requested)
        self.what_was_sent.clicked.connect(self.what_was_sent_requested)
        self.promises.clicked.connect(self.promises_requested)

        first = QHBoxLayout()
        first.setContentsMargins(into, 0, 0, 0)
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        first.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._row = FlowLayout(gap=4, line_gap=0)
        self._always = (earns, self.how_ordered, self.what_was_sent)
        for widget in (*self._always, *self.more.folding, self.more, self.here):
            self._row.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PAD_LEFT - into, 8, PAD_RIGHT, 6)
        rows.setSpacing(2)
        rows.addLayout(first)
        rows.addLayout(self._row)

    def rearrange(self) -> None:
        room = self.width() - PAD_LEFT + PANEL_LINK.pad_x - PAD_RIGHT
        self.more.fold_where_it_helps(self._row, self._always, (self.here,), room)
