"""Lists and comparisons of the window that end in a file or on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.lists.export import to_print
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.files.list_exporter import ListExporter, ListFileDialog, listed_bytes
from desktop_client.ui.files.list_printer import ListPrinter, SystemPrintDialog
from desktop_client.ui.suggestion_controller import SuggestionController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

translate = QCoreApplication.translate


class ListFilesOfWindow:
    """Exports and prints of one window. ``failed`` is told what went wrong."""

    def __init__(
        self,
        view: MainWindow,
        suggestions: SuggestionController,
        shortlists: ShortlistController,
        bridge: Bridge,
        interpreter: Interpreter,
        failed: Callable[[Exception], None],
    ) -> None:
        language = interpreter.language
        self.list = ListExporter(lambda: listed_bytes(suggestions.list.listed, language), ListFileDialog(view), bridge)
        self.comparison = ListExporter(
            lambda: shortlists.bytes_of(language),
            ListFileDialog(
                view, translate("Window", "Export this comparison"), "sidelight-comparison",
                translate("Window", "All that is known of the offers (*.json)"),
            ),
            bridge,
        )  # fmt: skip
        self.printer = ListPrinter(
            lambda: partial(to_print, listed, language) if (listed := suggestions.list.listed) is not None else None,
            SystemPrintDialog(view, translate("ListPrinter", "Print this list")),
            bridge,
        )
        self.comparison_printer = ListPrinter(
            lambda: shortlists.page_to_print(language),
            SystemPrintDialog(view, translate("ListPrinter", "Print this comparison")),
            bridge,
        )
        view.panel.export_requested.connect(self.list.export)
        view.panel.print_requested.connect(self.printer.print_list)
        view.compare.export_requested.connect(self.comparison.export)
        view.compare.print_requested.connect(self.comparison_printer.print_list)
        view.compare.copied.connect(lambda: view.toast.show_message(translate("Window", "Copied.")))
        for exporter in (self.list, self.comparison):
            exporter.exported.connect(
                lambda path: view.toast.show_message(translate("Window", "Exported to {file}.").format(file=path))
            )
        self.printer.printed.connect(lambda _: view.toast.show_message(translate("Window", "The list was printed.")))
        self.comparison_printer.printed.connect(
            lambda _: view.toast.show_message(translate("Window", "The comparison was printed."))
        )
        for part in (self.list, self.comparison, self.printer, self.comparison_printer):
            part.failed.connect(failed)
