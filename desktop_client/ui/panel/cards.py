"""Cards from ranked offers: every word that a card shows comes from the offer, or from how it was ranked (P13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_client.addresses import Address, read_address
from desktop_client.commerce import label, links
from desktop_client.commerce.offer import Commercial, Offer, Status
from desktop_client.commerce.prices.amounts import money_words
from desktop_client.commerce.prices.history import PriceSeen, claimed_cut, cut_words, low_words, lowest
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.prices.totals import Total
from desktop_client.commerce.prices.unread import price_not_read, price_notes
from desktop_client.commerce.ranking import RankedOffer
from desktop_client.commerce.reasons import PARTS, Reason, not_compared, price_fit_of, reasons, unknown_parts
from desktop_client.ui.panel.amounts import ago_words, unit_price_words
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
    seen: Sequence[PriceSeen] = (),
    notice: str = "",
    conversion: Conversion | None = None,
    makes_links: bool = False,
) -> CardView:
    """The card of a ranked offer. ``source`` is the source's name in the interface's language; ``seen`` are its prices
    over time; ``notice`` is what the source's terms want to stand with it; ``conversion`` is the
    currency in which the user wants the price as well; ``makes_links``: the source makes one when it is asked.
    """
    offer = row.offer
    plain_link, paid_link = links_of(offer)
    converted, rate = _converted(row, conversion, now, language)
    notes = (
        *_notes(row, language),
        *_history(row, seen, now, language),
        *_link_notes(plain_link, paid_link),
        *rate,
    )
    unit_price = "" if row.unit_price is None else unit_price_words(row.unit_price, language)
    view = CardView(
        offer=offer,
        title=plain(offer.title),
        price=price_words(offer, row.total, language),
        unit_price=f"{unit_price}{UNKNOWN}" if unit_price and row.total.unknown else unit_price,
        origin=origin_words(offer, source, now, language),
        status=offer.commercial.status,
        status_text=status_words(offer.commercial, language),
        copied="",
        notes=(*notes, notice) if notice else notes,
        stale=row.expired,
        reasons=tuple(_reason(reason, language) for reason in reasons(row)),
        would_change=tuple(change.in_language(language) for change in would_change),
        plain_url=plain_link.full if plain_link else None,
        tracked_url=paid_link.full if paid_link else None,
        heading=heading,
        converted=converted,
        link_on_asking=makes_links and paid_link is None,
    )
    return replace(view, copied=copied_words(view, language))


def copied_words(view: CardView, language: Language) -> str:
    """What copying a card gives: the panel's label and the status before anything else, a line each."""
    tracked = translate("Cards", "Paid link: {address}").format(address=view.tracked_url)
    lines = (
        label.HEADER.in_language(language),
        f"[{view.status_text}] {view.title}",
        " · ".join(filter(None, (view.price, view.converted, view.unit_price))),
        view.origin,
        " · ".join(view.notes),
        view.plain_url,
        tracked if view.tracked_url else None,
    )
    return "\n".join(filter(None, lines))


def links_of(offer: Offer) -> tuple[Address | None, Address | None]:
    """The plain link and the paid one, as far as they may be opened. One that pays somebody is no plain one."""
    plain_link = read_address(offer.url_clean or "")
    paid_link = read_address(offer.url_tracked or "")
    if plain_link is not None and links.is_paid(plain_link):
        return None, paid_link or plain_link
    return plain_link, paid_link


def _link_notes(plain_link: Address | None, paid_link: Address | None) -> list[str]:
    """The real hosts of the links in ASCII, and what the plain one tells besides."""
    notes = []
    if plain_link is not None:
        notes.append(translate("Cards", "leads to {host}").format(host=plain_link.host))
        telling = links.listed([code.name for code in links.codes(plain_link)])
        if telling:
            notes.append(translate("Cards", "plain link tells where you come from ({names})").format(names=telling))
    if paid_link is not None and (plain_link is None or not links.same_site(plain_link, paid_link)):
        notes.append(translate("Cards", "paid link goes by way of {host}").format(host=paid_link.host))
    return notes


def _converted(
    row: RankedOffer, conversion: Conversion | None, now: datetime, language: Language
) -> tuple[str, tuple[str, ...]]:
    """The price in the user's currency, and the rate that it is made by."""
    known = row.total.known
    amount = conversion.of(known) if conversion is not None else None
    if conversion is None or amount is None or known is None:
        return "", ()
    rate = conversion.rates.stated(known.currency, conversion.to, now).in_language(language)
    unknown = UNKNOWN if row.total.unknown else ""
    return f"≈\u00a0{money_words(amount, language)}{unknown}", (rate,)


def _history(row: RankedOffer, seen: Sequence[PriceSeen], now: datetime, language: Language) -> list[str]:
    """The lowest price of 30 days, and what a claimed cut comes to; what says nothing is left out.

    The shop's own list price is on no card: nobody has checked it.
    """
    price = row.offer.price
    low = lowest(seen, price, now) if price is not None else None
    notes = []
    if low is not None and low.telling:
        amount = money_words(low.price, language)
        notes.append(low_words(low, amount, parts_besides=row.total.money != price).in_language(language))
    cut = claimed_cut(row.offer, seen, now)
    if cut is not None and cut.percent is not None:
        notes.append(cut_words(cut).in_language(language))
    return notes


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


def price_words(offer: Offer, total: Total, language: Language) -> str:
    """What has to be paid; with ``+ ?`` where parts of it aren't known, in words where nothing is."""
    if total.money is not None:
        return money_words(total.money, language)
    if total.known is not None:
        return f"{money_words(total.known, language)}{UNKNOWN}"
    unread = price_not_read(offer)
    return plain(unread.in_language(language)) if unread else translate("Cards", "price not stated")


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
    apart = not_compared(price_fit_of(row))
    if apart is not None:
        notes.append(apart.in_language(language))
    added = [part for part in (total.shipping, total.tax) if part is not None and part.minor > 0]
    if total.money is not None and total.item is not None and added:
        notes.append(translate("Cards", "item {amount}").format(amount=money_words(total.item, language)))
    notes += map(plain, price_notes(offer, language))
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
