"""Cards from ranked offers: every word that a card shows comes from the offer, or from how it was ranked (P13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_client.commerce import label
from desktop_client.commerce.offer import Commercial, Offer, Status
from desktop_client.commerce.ranking import RankedOffer
from desktop_client.commerce.reasons import PARTS, Reason, reasons, unknown_parts
from desktop_client.commerce.totals import Total
from desktop_client.ui.panel.amounts import ago_words, money_words, unit_price_words
from desktop_client.ui.panel.view_model import CardView, ReasonView
from desktop_client.ui.widgets.text_lines import plain
from desktop_client.wording import Language, Sentence

UNKNOWN = "\u00a0+\u00a0?"
"""After a figure that parts of are not known; it never stands on a line of its own."""
translate = QCoreApplication.translate


def card_view(
    row: RankedOffer,
    source: str,
    would_change: tuple[Sentence, ...],
    now: datetime,
    language: Language,
    *,
    heading: str = "",
) -> CardView:
    """The card of a ranked offer. ``source`` is the source's name in the interface's language."""
    offer = row.offer
    unit_price = "" if row.unit_price is None else unit_price_words(row.unit_price, language)
    view = CardView(
        offer=offer,
        title=plain(offer.title),
        price=price_words(row.total, language),
        unit_price=f"{unit_price}{UNKNOWN}" if unit_price and row.total.unknown else unit_price,
        origin=origin_words(offer, source, now, language),
        status=offer.commercial.status,
        status_text=status_words(offer.commercial, language),
        copied="",
        notes=_notes(row, language),
        stale=row.expired,
        reasons=tuple(_reason(reason, language) for reason in reasons(row)),
        would_change=tuple(change.in_language(language) for change in would_change),
        plain_url=_web(offer.url_clean),
        tracked_url=_web(offer.url_tracked),
        heading=heading,
    )
    return replace(view, copied=copied_words(view, language))


def copied_words(view: CardView, language: Language) -> str:
    """What copying a card gives: the panel's label and the status before anything else, a line each."""
    tracked = translate("Cards", "Paid link: {address}").format(address=view.tracked_url)
    lines = (
        label.HEADER.in_language(language),
        f"[{view.status_text}] {view.title}",
        " · ".join(filter(None, (view.price, view.unit_price))),
        view.origin,
        " · ".join(view.notes),
        view.plain_url,
        tracked if view.tracked_url else None,
    )
    return "\n".join(filter(None, lines))


def _web(url: str | None) -> str | None:
    """An address that a browser may be sent to; anything else is no link."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def status_words(commercial: Commercial, language: Language) -> str:
    """The commercial status in full: *Paid link · commission 5.5 %*, *No payment*, *Not disclosed*."""
    words = label.STATUS[commercial.status].in_language(language)
    if commercial.status is not Status.PAID_LINK:
        return words
    share = label.commission(commercial)
    if share is not None:
        return f"{words} · {share.in_language(language)}"
    if commercial.commission is not None:
        amount = money_words(commercial.commission, language)
        said = translate("Cards", "commission {amount}").format(amount=amount)
    else:
        said = translate("Cards", "commission not disclosed")
    return f"{words} · {said}"


def price_words(total: Total, language: Language) -> str:
    """What has to be paid; with ``+ ?`` where parts of it aren't known, in words where nothing is."""
    if total.money is not None:
        return money_words(total.money, language)
    if total.known is not None:
        return f"{money_words(total.known, language)}{UNKNOWN}"
    return translate("Cards", "price not stated")


def origin_words(offer: Offer, source: str, now: datetime, language: Language) -> str:
    """Source, seller and how long ago the offer was seen."""
    seen = ago_words(offer.fetched_at, now, language)
    if offer.sample:
        shelf = translate("Cards", "Sample shelf")
        return f"{shelf} · {seen}"
    seller = plain(offer.seller.name) if offer.seller else ""
    return " · ".join(filter(None, (source, seller, seen)))


def _notes(row: RankedOffer, language: Language) -> tuple[str, ...]:
    offer, total = row.offer, row.total
    notes: list[str] = []
    if offer.sample:
        notes.append(label.SAMPLE.in_language(language))
    if total.unknown and total.known is not None:
        parts = unknown_parts(total.unknown).in_language(language)
        notes.append(translate("Cards", "not known: {parts}").format(parts=parts))
    added = [part for part in (total.shipping, total.tax) if part is not None and part.minor > 0]
    if total.money is not None and total.item is not None and added:
        notes.append(translate("Cards", "item {amount}").format(amount=money_words(total.item, language)))
    notes += [plain(note) for note in offer.price_note]
    notes.append(_stock(offer.availability))
    if row.expired:
        notes.append(translate("Cards", "price out of date, can't be “lowest”"))
    return tuple(filter(None, notes))


def _stock(availability: str) -> str:
    words = {
        "out_of_stock": translate("Cards", "out of stock"),
        "preorder": translate("Cards", "to be ordered in advance"),
        "backorder": translate("Cards", "delivered later"),
    }
    return words.get(availability, "")


def _reason(reason: Reason, language: Language) -> ReasonView:
    return ReasonView(
        part=PARTS[reason.part].in_language(language),
        score=f"{reason.points / 10:.1f}".removesuffix(".0"),
        weight=str(reason.weight),
        words=reason.words.in_language(language),
    )
