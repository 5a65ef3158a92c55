"""The window: header, conversations, transcript with composer, and the panel at the right. Holds widgets, no logic.

The chat stands there from the beginning. What lies behind it (the panel, the pages) is imported and made when it is
first asked for: nobody who wants to type waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_client import settings as options
from desktop_client.ui import theme
from desktop_client.ui.chat.command_list import CommandList
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.find_bar import FindBar
from desktop_client.ui.header_bar import HeaderBar
from desktop_client.ui.shortcuts import Shortcuts
from desktop_client.ui.sidebar.sidebar import Sidebar
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.transcript.sheet import margin_for
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.ui.widgets.file_drops import FileDrops
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.menu_keys import open_menus_by_keys
from desktop_client.ui.widgets.tint import tint
from desktop_client.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_client.ui.compare.view import CompareView
    from desktop_client.ui.models.first_start import FirstStart, StarterView
    from desktop_client.ui.models.page import ModelsPage
    from desktop_client.ui.panel.panel import SuggestionPanel
    from desktop_client.ui.record.page import RecordPage
    from desktop_client.ui.shelf.page import ShelfPage
    from desktop_client.ui.sources.page import SourcesPage

PANEL_WIDTH = options.PANEL_WIDTH.default
NARROWEST_PANEL = 300


class _ChatColumn(QWidget):
    """Transcript above composer, with the same margins at the sides however narrow they get; finding above both."""

    def __init__(self, find: FindBar, transcript: TranscriptView, composer: Composer) -> None:
        super().__init__()
        # What is dropped beside the composer is meant for it.
        FileDrops(self).dropped.connect(lambda files: composer.files_dropped.emit(list(files)))
        self._foot = QVBoxLayout()
        self._foot.addWidget(composer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(find)
        column.addWidget(transcript, 1)
        column.addLayout(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # By its own width: the transcript's, which will be the same, is an old one while another page is in front.
        side = margin_for(self.width())
        self._foot.setContentsMargins(side, 8, side, 16)


class MainWindow(FocusInSight, QMainWindow):
    """One window of one profile. Controllers fill the widgets and listen to them.

    ``starter`` says which model is offered where there is none.
    """

    closing = Signal()
    panel_toggle_requested = Signal()
    all_off_requested = Signal()
    models_requested = Signal()
    sources_requested = Signal()
    shelf_requested = Signal()
    compare_requested = Signal()
    find_requested = Signal()
    find_stepped = Signal(int)
    zoom_requested = Signal(int)
    """1 for larger, -1 for smaller, 0 for the usual size."""

    def __init__(self, starter: Callable[[], StarterView]) -> None:
        super().__init__()
        self._starter = starter
        self._server, self._temporary, self._platforms = "", False, False
        self.setWindowTitle("Sidelight")
        self.setAccessibleName("Sidelight")
        self.header = HeaderBar()
        self.sidebar = Sidebar()
        self.find_bar = FindBar()
        self.transcript = TranscriptView()
        self.composer = Composer()

        chat = _ChatColumn(self.find_bar, self.transcript, self.composer)
        self.middle = QStackedWidget()
        self.middle.addWidget(chat)
        self._chat = chat
        self._place_of_panel = _PlaceOfPanel()
        self._split = _Split(self.middle, self._place_of_panel)
        self._place_of_panel.hide()

        home = QWidget()
        row = QHBoxLayout(home)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._split, 1)
        self._home = home
        self.pages = QStackedWidget()
        self.pages.addWidget(home)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addWidget(self.pages, 1)
        self.setCentralWidget(whole)
        self.commands = CommandList(self.composer.box, self.composer, whole)
        self.toast = Toast(whole, self.composer)

        self.setMinimumSize(720, 480)
        self.resize(1280, 800)
        self.shortcuts = Shortcuts(self, {
            "new_chat": self.sidebar.new_requested.emit,
            "temporary_chat": self.sidebar.temporary_requested.emit,
            "rename": self.sidebar.list.rename,
            "search": self.sidebar.focus_search,
            "find": self.find_requested.emit,
            "find_next": lambda: self.find_stepped.emit(1),
            "find_previous": lambda: self.find_stepped.emit(-1),
            "chat_settings": self.header.chat_settings_requested.emit,
            "attach": self.composer.attach_requested.emit,
            "models": self.models_requested.emit,
            "sources": self.sources_requested.emit,
            "shelf": self.shelf_requested.emit,
            "compare": self.compare_requested.emit,
            "settings": self.sidebar.settings_requested.emit,
            "panel": self.panel_toggle_requested.emit,
            "all_off": self.all_off_requested.emit,
            "caret": self.transcript.caret.toggle,
            "raw": self.transcript.toggle_raw,
            "larger": lambda: self.zoom_requested.emit(1),
            "smaller": lambda: self.zoom_requested.emit(-1),
            "usual_size": lambda: self.zoom_requested.emit(0),
        })  # fmt: skip
        open_menus_by_keys(self)
        # Whoever goes to a chat, or writes while reading, means the composer.
        self.sidebar.opened.connect(self.composer.focus_box)
        self.transcript.typed.connect(self.composer.type)
        self.transcript.pasted.connect(self.composer.paste)
        self.header.models_requested.connect(self.models_requested)
        self.header.sources_requested.connect(self.sources_requested)
        self._name_keys()
        self.dress()

    @cached_property
    def first_start(self) -> FirstStart:
        """The page that offers a model."""
        from desktop_client.ui.models.first_start import FirstStart

        page = FirstStart(self._starter())
        page.others_requested.connect(self.models_requested)
        self.middle.addWidget(page)
        return page

    @cached_property
    def panel(self) -> SuggestionPanel:
        """The suggestions."""
        from desktop_client.ui.panel.panel import SuggestionPanel

        panel = SuggestionPanel()
        panel.sources_requested.connect(self.sources_requested)
        self._place_of_panel.fill(panel)
        return panel

    @cached_property
    def compare(self) -> CompareView:
        """The page of pinned offers."""
        from desktop_client.ui.compare.view import CompareView

        page = CompareView()
        page.closed.connect(self.show_home)
        self.pages.addWidget(page)
        return page

    @cached_property
    def shelf(self) -> ShelfPage:
        """The page of the shelf."""
        from desktop_client.ui.shelf.page import ShelfPage

        page = ShelfPage()
        page.closed.connect(self.show_home)
        self.pages.addWidget(page)
        return page

    @cached_property
    def sources(self) -> SourcesPage:
        """The page of sources."""
        from desktop_client.ui.sources.page import SourcesPage

        page = SourcesPage()
        page.set_keys(all_off=self.shortcuts.shown("all_off"))
        page.closed.connect(self.show_home)
        self.pages.addWidget(page)
        return page

    @cached_property
    def record(self) -> RecordPage:
        """The page of the record."""
        from desktop_client.ui.record.page import RecordPage

        page = RecordPage()
        page.closed.connect(self.show_home)
        self.pages.addWidget(page)
        return page

    @cached_property
    def models(self) -> ModelsPage:
        """The page of models."""
        from desktop_client.ui.models.page import ModelsPage

        page = ModelsPage()
        page.closed.connect(self.show_home)
        self.pages.addWidget(page)
        return page

    def show_home(self) -> None:
        """The chat, where the window starts and where the other pages lead back to."""
        self.pages.setCurrentWidget(self._home)
        self.composer.focus_box()

    def show_compare(self) -> None:
        """The table of pinned offers."""
        self.pages.setCurrentWidget(self.compare)
        self.compare.setFocus()

    def show_shelf(self) -> None:
        """What lies on the shelf of this computer."""
        self.pages.setCurrentWidget(self.shelf)
        self.shelf.focus_search()

    def show_sources(self) -> None:
        """The switches and labels of all sources."""
        self.pages.setCurrentWidget(self.sources)
        self.sources.setFocus()

    def show_record(self) -> None:
        """What was sent, what came back and what was shown."""
        self.pages.setCurrentWidget(self.record)
        self.record.focus_list()

    def show_models(self) -> None:
        """What is on this computer, what it can run, and what can be fetched."""
        self.pages.setCurrentWidget(self.models)
        self.models.setFocus()

    def show_server(self, host: str) -> None:
        """Say all over the chat who answers: a server at ``host``, or, where it is empty, this computer."""
        self.header.set_server(host)
        self._server = host
        self._say_what_becomes_of_it()

    def show_platforms(self, asked: bool) -> None:
        """Say in an empty chat whether search words may go to a platform."""
        self._platforms = asked
        self._say_what_becomes_of_it()

    def show_temporary(self, *, temporary: bool) -> None:
        """Say in an empty chat whether it is one that nothing keeps."""
        self._temporary = temporary
        self._say_what_becomes_of_it()

    def _say_what_becomes_of_it(self) -> None:
        if self._server:
            about = self.tr("Answers come from {host}: what you write goes there.").format(host=self._server)
        elif self._platforms:
            about = self.tr(
                "Answers are made on this computer. Of what you type, only the search goes to platforms that are on."
            )
        else:
            about = self.tr("Answers are made on this computer. Nothing that you type leaves it.")
        if self._temporary:
            kept = self.tr(
                "This chat is not kept: nothing of it is written to the disk, and it is gone when the window is closed."
            )
            about = f"{about}\n{kept}"
        self.transcript.set_empty_text(self.tr("What would you like to know?"), about)

    def show_chat(self, *, has_model: bool) -> None:
        """The transcript, or the page that offers a model where there is none."""
        self.middle.setCurrentWidget(self._chat if has_model else self.first_start)

    def show_panel(self, *, visible: bool) -> None:
        """Open or close the panel; the transcript takes or gives the room."""
        self._place_of_panel.setVisible(visible)
        self._split.divide()

    def set_keys(self, chosen: Mapping[str, str]) -> None:
        """Give deeds the keys that were chosen for them; the words that name keys follow."""
        self.shortcuts.set_keys(chosen)
        self._name_keys()

    def _name_keys(self) -> None:
        self.sidebar.set_keys(search=self.shortcuts.shown("search"))
        self.header.set_keys(models=self.shortcuts.shown("models"))
        self.composer.set_keys(attach=self.shortcuts.shown("attach"))
        if "sources" in vars(self):
            self.sources.set_keys(all_off=self.shortcuts.shown("all_off"))

    @property
    def panel_width(self) -> int:
        """How wide the user drew the panel, in device-independent pixels; a narrow window gives it less."""
        return self._split.wished

    @panel_width.setter
    def panel_width(self, width: int) -> None:
        self._split.wished = width
        self._split.divide()

    @property
    def panel_is_open(self) -> bool:
        """Whether the panel stands beside the chat."""
        return self._place_of_panel.isVisible()

    def dress(self) -> None:
        """Give stock widgets the colours of the scheme that is applied."""
        self.setStyleSheet(stylesheet(theme.current()))

    def changeEvent(self, event: QEvent) -> None:
        """Dress again when the scheme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange and QApplication.instance() is not None:
            self.dress()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the controllers before the window goes."""
        self.closing.emit()
        super().closeEvent(event)


class _PlaceOfPanel(QWidget):
    """Where the panel stands, on its ground, so that nothing moves when it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._all = QVBoxLayout(self)
        self._all.setContentsMargins(0, 0, 0, 0)

    def fill(self, panel: QWidget) -> None:
        """Put the panel there."""
        self._all.addWidget(panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_ground"))
        painter.end()


class _Split(QSplitter):
    """The chat and the panel side by side. A plain splitter would keep what a narrower window left of the panel."""

    def __init__(self, chat: QWidget, panel: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.wished = PANEL_WIDTH
        """How wide the user drew the panel."""
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for widget in (chat, panel):
            self.addWidget(widget)
        self.splitterMoved.connect(self._keep)

    def divide(self) -> None:
        """Give the panel the width that the user drew it to, in a narrow window half of the room at most."""
        panel = min(self.wished, max(NARROWEST_PANEL, self.width() // 2))
        self.setSizes([self.width() - panel, panel])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.divide()

    def _keep(self) -> None:
        self.wished = self.sizes()[1]
