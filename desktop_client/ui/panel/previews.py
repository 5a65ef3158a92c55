"""What would be sent, in words: a view for every request that waits. Pure, so it may run in any thread."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.lists.need_words import country_words
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.request import HIDDEN, Outgoing
from desktop_client.commerce.sending.request_words import PURPOSES, told
from desktop_client.ui.panel.amounts import language_words, range_words
from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.widgets.exact_request import ExactView
from desktop_client.wording import Language

translate = QCoreApplication.translate


def preview_view(
    preview: Preview, need: ShoppingNeed, source: str, language: Language, *, renewed: bool = False
) -> PreviewView:
    """One request. ``renewed``: it was made anew instead of being sent, because it had waited too long."""
    outgoing = preview.outgoing
    return PreviewView(
        source_id=preview.source_id,
        recipient=translate("Previews", "{host} ({source})").format(host=outgoing.host, source=source),
        told=_told(outgoing, need, language),
        purpose=translate("Previews", "For: {purpose}").format(
            purpose=PURPOSES[outgoing.request.purpose].in_language(language)
        ),
        exact=exact_view(outgoing),
        note=_note(preview.number, renewed=renewed),
    )


def preview_views(
    previews: Collection[Preview],
    need: ShoppingNeed,
    names: dict[str, str],
    language: Language,
    renewed: Collection[str] = (),
) -> tuple[PreviewView, ...]:
    """All that wait. ``names`` are the sources' names by id, ``renewed`` the ids of those that were made anew."""
    return tuple(
        preview_view(
            preview,
            need,
            names.get(preview.source_id, preview.source_id),
            language,
            renewed=preview.source_id in renewed,
        )
        for preview in previews
    )


def exact_view(outgoing: Outgoing) -> ExactView:
    """The bytes of a request as text, with their digest and number."""
    digest = translate("Previews", "{count} bytes · SHA-256 {digest}").format(
        count=QLocale().toString(len(outgoing.wire)), digest=outgoing.sha256
    )
    shown = outgoing.shown
    if HIDDEN in shown:
        hidden = translate(
            "Previews", "{hidden} stands for your key and what is made from it; it is sent, never shown."
        )
        digest = f"{digest} · {hidden.format(hidden=HIDDEN)}"
    return ExactView(shown, digest)


def _told(outgoing: Outgoing, need: ShoppingNeed, language: Language) -> str:
    found = told(outgoing.request, need)
    words = [*found.words, *([range_words(found.price, language)] if found.price else [])]
    between = "、" if language == "zh" else ", "
    own = [between.join(words) if words else translate("Previews", "none of your words")]
    if found.price.currency and not found.price:
        own.append(translate("Previews", "currency: {currency}").format(currency=found.price.currency))
    if found.country:
        own.append(translate("Previews", "country: {country}").format(country=country_words(found.country, language)))
    if found.language:
        name = language_words(found.language, language)
        own.append(translate("Previews", "language: {language}").format(language=name))
    return between.join(own)


def _note(number: int, *, renewed: bool) -> str:
    if renewed:
        return translate("Previews", "It had waited for more than five minutes, so it was made anew and not sent.")
    if number > 1:
        return translate("Previews", "Request {number} of this search; the one before was answered.").format(
            number=number
        )
    return ""
