"""A list as a table to keep, print or send: what the panel shows, row by row, with its label and its coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from desktop_client.commerce.asking.suggestion_list import Coverage, Group, State, SuggestionList
from desktop_client.commerce.label import SAMPLE, WE_EARN_NOTHING, both, commission, seller_words, status_words
from desktop_client.commerce.lists.file import list_to_json
from desktop_client.commerce.lists.labelled_table import LabelledTable, Section, as_csv, as_html, as_markdown
from desktop_client.commerce.lists.moments import moment_words
from desktop_client.commerce.lists.need_words import need_words
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.packs import UnitPrice
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.prices.totals import Total
from desktop_client.commerce.prices.unread import price_not_read
from desktop_client.commerce.ranking import PriceFit, RankedOffer
from desktop_client.commerce.reasons import ORDERS, not_compared, price_fit_of, reasons, unknown_parts
from desktop_client.wording import Language, Sentence, counted, say

_COLUMNS = (
    say("Commercial status"),
    say("Place"),
    say("Product"),
    say("Total to pay"),
    say("Item"),
    say("Unit price"),
    say("Seller"),
    say("Source"),
    say("Seen"),
    say("Why it stands here"),
    say("Address"),
)

Moments = Callable[[datetime, str], str]
"""Writes a time; the second argument is the ``timespec`` of ISO 8601."""

_STATES: Mapping[State, Sentence] = {
    State.ASKED: say("has not answered yet"),
    State.WAITING: say("was not asked yet"),
    State.EMPTY: say("had nothing"),
    State.TIMED_OUT: say("did not answer in time"),
    State.CANCELLED: say("was stopped"),
    State.NOT_SENT: say("was not asked"),
    State.LINK_OUT: say("was not asked, for want of a key"),
    State.OFF: say("was off"),
}


class ListFormat(StrEnum):
    """What a list can be written as; the value is the ending of the file's name."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    HTML = "html"


def list_bytes(listed: SuggestionList, form: ListFormat, language: Language) -> bytes:
    """The list as a whole file. The JSON one can be checked with ``sidelight verify list`` (P6)."""
    match form:
        case ListFormat.JSON:
            return msgspec.json.format(msgspec.json.encode(list_to_json(listed, language)), indent=2) + b"\n"
        case ListFormat.CSV:
            return to_csv(listed, language).encode("utf-8-sig")
        case ListFormat.MARKDOWN:
            return to_markdown(listed, language).encode()
        case ListFormat.HTML:
            return to_html(listed, language).encode()


def to_csv(listed: SuggestionList, language: Language) -> str:
    """The list as CSV (see ``as_csv``)."""
    return as_csv(list_table(listed, language))


def to_markdown(listed: SuggestionList, language: Language) -> str:
    """The list as a page of Markdown."""
    return as_markdown(list_table(listed, language, read_by_people=True))


def to_html(listed: SuggestionList, language: Language) -> str:
    """The list as a page of HTML."""
    return as_html(list_table(listed, language, read_by_people=True))


def to_print(listed: SuggestionList, language: Language) -> str:
    """The same page for a printer that puts the label on each sheet itself."""
    return as_html(list_table(listed, language, read_by_people=True), on_each_sheet=False)


def list_table(listed: SuggestionList, language: Language, *, read_by_people: bool = False) -> LabelledTable:
    """The list as cells of plain text in one language; the commercial status in both.

    ``read_by_people``: times in words, not as programs read them.
    """

    def at(moment: datetime, timespec: str) -> str:
        return moment_words(moment, language) if read_by_people else moment.isoformat(timespec=timespec)

    names = {coverage.source_id: coverage.name[language] for coverage in listed.coverage}
    common = listed.common
    facts = [
        WE_EARN_NOTHING,
        say("Looked for: {need}", need=need_words(listed.need, language)),
        say("Order: {order}, rule {rule}", order=ORDERS[common.order], rule=common.rule_version),
        say("Made: {at}", at=at(common.now, "seconds")),
        *([] if common.rates is None else [_compared_by(common.rates, common.now)]),
        *coverage_of(listed, language),
    ]
    return LabelledTable(
        language=language,
        facts=(both(facts[0]), *(fact.in_language(language) for fact in facts[1:])),
        columns=tuple(column.in_language(language) for column in _COLUMNS),
        sections=tuple(_section(group, names, listed.notices, language, at) for group in listed.groups),
    )


def coverage_of(listed: SuggestionList, language: Language) -> tuple[Sentence, ...]:
    """What came of each source, how many offers had no room (P16), and what sources want said with their offers."""
    states = (say("{source}: {state}", source=c.name[language], state=_state(c)) for c in listed.coverage)
    said = (say("{source}: {words}", source=c.name[language], words=text) for c, text in listed.disclosures)
    return (*states, say("Not shown for want of room: {count}", count=listed.cut), *said)


def _compared_by(rates: Rates, now: datetime) -> Sentence:
    source, day, days = rates.source, str(rates.on), rates.age_days(now)
    return say(
        "Amounts in different currencies are compared by rates of {source}, {day} ({days} days old)",
        source=source,
        day=day,
        days=days,
    )


def _section(
    group: Group, names: Mapping[str, str], notices: Mapping[str, str], language: Language, at: Moments
) -> Section:
    heading = "" if group.source_id is None else names.get(group.source_id, group.source_id)
    rows = group.ranked.rows
    return Section(
        heading,
        tuple(_cells(row, names, language, at) for row in rows),
        tuple(notices.get(row.offer.source_id, "") for row in rows),
    )


def _cells(row: RankedOffer, names: Mapping[str, str], language: Language, at: Moments) -> tuple[str, ...]:
    offer = row.offer
    return (
        status_of(offer, language),
        str(row.rank),
        offer.title,
        total_in_words(offer, row.total, language, price_fit_of(row)),
        _money(offer.price),
        "" if row.unit_price is None else _per(row.unit_price, language),
        seller_of(offer, language),
        names.get(offer.source_id, offer.source_id),
        _seen(row, language, at),
        reasons_in_words(row, language),
        offer.url_clean or "",
    )


def seller_of(offer: Offer, language: Language) -> str:
    """Who sells; empty where that is not stated."""
    said = seller_words(offer)
    return said if isinstance(said, str) else said.in_language(language)


def reasons_in_words(row: RankedOffer, language: Language) -> str:
    """What put an offer where it stands: each part in words, with its points of 100 and its weight."""
    parts = (
        _beside(reason.words.in_language(language), f"{reason.points / 10:g} × {reason.weight} %", language)
        for reason in reasons(row)
    )
    return ("; " if language == "en" else "；").join(parts)


def _beside(said: str, note: str, language: Language) -> str:
    return say("{said} ({note})", said=said, note=note).in_language(language)


def status_of(offer: Offer, language: Language) -> str:
    """The commercial status in both languages, with the commission where it is disclosed."""
    share = commission(offer.commercial)
    notes = [note.in_language(language) for note in (share, SAMPLE if offer.sample else None) if note is not None]
    return " · ".join([status_words(offer.commercial), *notes])


def total_in_words(offer: Offer, total: Total, language: Language, fit: PriceFit | None = None) -> str:
    """What is to be paid as far as it is known, what is not known of it, and whether that could be held against the
    price asked for (``fit``).
    """
    if total.known is None:
        return (price_not_read(offer) or say("not stated")).in_language(language)
    said = _money(total.known)
    if total.unknown:
        missing = say("plus what is unknown: {parts}", parts=unknown_parts(total.unknown))
        said = f"{said} {missing.in_language(language)}"
    apart = not_compared(fit)
    return said if apart is None else _beside(said, apart.in_language(language), language)


def _seen(row: RankedOffer, language: Language, at: Moments) -> str:
    seen = at(row.offer.fetched_at, "minutes")
    return _beside(seen, say("past its term").in_language(language), language) if row.expired else seen


def _money(money: Money | None) -> str:
    return "" if money is None else str(money)


def _per(price: UnitPrice, language: Language) -> str:
    size = say("one piece").in_language(language) if price.unit == "piece" else f"{price.per} {price.unit}"
    return f"{price.amount} {price.currency} / {size}"


def _state(coverage: Coverage) -> Sentence:
    if coverage.state is State.OK:
        return counted.offers(coverage.count)
    if coverage.state is State.FAILED:
        return say("failed: {why}", why=coverage.error or say("no reason was given"))
    return _STATES[coverage.state]
