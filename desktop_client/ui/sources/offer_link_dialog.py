"""OfferLinkDialog: the platform is asked for the link of one offer: the exact request, the user's word, what came."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.sources.request_box import RequestBox
from desktop_client.ui.sources.request_dialog import RequestDialog
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class LinkRequestBox(RequestBox):
    """The request for a link: it names the offer and the account, and holds none of the user's words."""

    def words(self, view: PreviewView) -> tuple[str, str]:
        return (
            self.tr("Will be sent to {recipient}, with your key:").format(recipient=view.recipient),
            self.tr("Which offer you mean, and the number of your account there. None of your words."),
        )


class OfferLinkDialog(RequestDialog):
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
        self.end_with(LinkRequestBox(self))
        for widget in (self.offer, self.about, self.told, self.box):
            self.rows.addWidget(widget)
        self.rows.addStretch(1)
        self.stand_at_the_foot()
        self.fit()
