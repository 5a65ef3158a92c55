"""OfferLinkDialog: the platform is asked for the link of one offer: the exact request, the user's word, what came."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.sources.key_test_box import KeyTestBox
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.growing_dialog import GrowingDialog
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class LinkRequestBox(KeyTestBox):
    """The request for a link: it names the offer and the account, and holds none of the user's words."""

    def words(self, view: PreviewView) -> tuple[str, str]:
        return (
            self.tr("Will be sent to {recipient}, with your key:").format(recipient=view.recipient),
            self.tr("Which offer you mean, and the number of your account there. None of your words."),
        )


class OfferLinkDialog(GrowingDialog):
    """Says what the user wants; a controller does it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Ask for the link of an offer"))
        self.offer = PlainLabel(title, self, bold=True, max_lines=3)
        about = self.tr(
            "The platform makes this link when it is asked for one. Whoever owns the key may be paid for what is bought"
            " through it; the source's label says who. Sidelight earns nothing."
        )
        self.about = PlainLabel(about, self, ink="ink_soft", scale=SMALL)
        self.told = PlainLabel("", self)
        self.told.hide()
        self.box = LinkRequestBox(self)
        self.shut = TextButton(self.tr("Close"), OUTLINE, self)
        self.shut.setAutoDefault(False)
        self.shut.clicked.connect(self.reject)
        for widget in (self.offer, self.about, self.told, self.box):
            self.rows.addWidget(widget)
        self.rows.addStretch(1)
        self.buttons.addWidget(self.shut)
        self.fit()

    def show_request(self, view: PreviewView) -> None:
        """Show what would be sent."""
        self.tell("")
        self.box.show_request(view)
        self.fit()
        self.bring_into_view(self.box.dont)
        self.box.send.setFocus()

    def tell(self, words: str, *, warning: bool = False) -> None:
        """Say what came of it."""
        self.told.set_ink("warning" if warning else "ink")
        self.told.setText(words)
        self.told.setAccessibleName(words)
        self.told.setVisible(bool(words))
        self.fit()
