"""Entries of the record in words: a row of the list, and the details of one. Pure, so it may run in any thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from babel.dates import format_datetime
from PySide6.QtCore import QCoreApplication, QLocale

from desktop_client.commerce import label
from desktop_client.commerce.lists.need_words import need_words
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Status
from desktop_client.commerce.prices.amounts import locale_of, money_words
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.reasons import ORDERS
from desktop_client.commerce.record import Asked, Came, Entry, Event, Listed, ListedRow, Verdict, event_of
from desktop_client.commerce.sending.faults import Fault, cause_of
from desktop_client.commerce.sending.request import HIDDEN, Purpose
from desktop_client.commerce.sending.request_words import PURPOSES
from desktop_client.ui.panel.cards import UNKNOWN
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.exact_request import ExactView
from desktop_client.ui.widgets.text_lines import plain
from desktop_client.wording import Language

Names = Mapping[str, str]
"""The sources' names by id, in the interface's language."""
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the list: what happened, and below it when and with what result."""

    number: int
    title: str
    about: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """One entry as a whole; ``exact`` is the request where one was sent."""

    title: str
    parts: tuple[tuple[str, str], ...]
    exact: ExactView | None = None


def read_event(entry: Entry) -> Event | None:
    """The event of an entry; None where somebody wrote something else there."""
    try:
        return event_of(entry)
    except (msgspec.MsgspecError, KeyError):
        return None


def entry_rows(
    entries: Iterable[Entry], came: MutableMapping[int, Came], names: Names, language: Language
) -> list[EntryRow]:
    """Rows for entries, newest first. What came of a request stands in the request's row.

    ``came`` holds answers whose requests have not been met yet, by the request's number, and is filled on the way.
    """
    rows = []
    for entry in entries:
        event = read_event(entry)
        if isinstance(event, Came):
            came[event.asked] = event
        else:
            rows.append(_row(entry, event, came, names, language))
    return rows


def entry_details(entry: Entry, came: Came | None, names: Names, language: Language) -> EntryDetails:
    """Everything about one entry."""
    event = read_event(entry)
    when = (translate("RecordRows", "When"), when_words(entry.at, language))
    links = (
        (translate("RecordRows", "Entry"), str(entry.number)),
        (translate("RecordRows", "Its hash"), entry.hash),
        (translate("RecordRows", "Hash of the entry before"), entry.previous),
    )
    if isinstance(event, Asked):
        parts = (when, *_asked_parts(event, came, names, language), *links)
        return EntryDetails(_title(event, names, language), parts, _exact(event))
    if isinstance(event, Listed):
        return EntryDetails(_title(event, names, language), (when, *_listed_parts(event, names, language), *links))
    content = (translate("RecordRows", "What stands there"), plain(entry.content))
    return EntryDetails(_title(event, names, language), (when, content, *links))


def verdict_words(verdict: Verdict, count: int) -> str:
    """What checking a chain of ``count`` entries came to."""
    number = QLocale().toString
    if verdict.broken is not None:
        return translate(
            "RecordRows", "Entry {number} is missing or not as it was written. Whole before it: {entries}."
        ).format(number=number(verdict.broken), entries=counted.entries(verdict.broken - 1))
    return translate("RecordRows", "Everything is as it was written: {entries}.").format(entries=counted.entries(count))


def when_words(moment: datetime, language: Language) -> str:
    """Day and time in the user's own time zone."""
    return str(format_datetime(moment.astimezone(), "medium", locale=locale_of(language)))


def _row(entry: Entry, event: Event | None, came: Mapping[int, Came], names: Names, language: Language) -> EntryRow:
    answer = came.get(entry.number)
    failed = event is None
    result = ""
    if isinstance(event, Asked):
        result = outcome_words(event, answer, language)
        failed = answer is not None and answer.outcome != "ok"
    elif isinstance(event, Listed):
        result = translate("RecordRows", "{offers} shown").format(offers=counted.offers(len(event.rows)))
    about = " · ".join(filter(None, (when_words(entry.at, language), result)))
    return EntryRow(entry.number, _title(event, names, language), about, failed)


def _title(event: Event | None, names: Names, language: Language) -> str:
    if isinstance(event, Asked):
        sent = translate("RecordRows", "Sent to {host} ({source}): {purpose}")
        purpose = _purpose(event.purpose, language)
        return sent.format(host=event.host, source=names.get(event.source_id, event.source_id), purpose=purpose)
    if isinstance(event, Listed):
        return translate("RecordRows", "List shown for “{words}”").format(words=plain(event.need.text))
    return translate("RecordRows", "This entry can't be read")


def outcome_words(asked: Asked, came: Came | None, language: Language) -> str:
    """What came back for a request."""
    if came is None:
        return translate("RecordRows", "no answer is recorded")
    if came.outcome == "ok":
        count = QLocale().toString(came.body_bytes)
        return translate("RecordRows", "answered with {count} bytes").format(count=count)
    if came.outcome in set(Fault):
        return cause_of(Fault(came.outcome), keyed=HIDDEN in asked.request).in_language(language)
    if came.outcome == "cancelled":
        return translate("RecordRows", "called off before the answer was whole")
    return came.outcome


def _purpose(purpose: str, language: Language) -> str:
    return PURPOSES[Purpose(purpose)].in_language(language) if purpose in set(Purpose) else purpose


def _exact(asked: Asked) -> ExactView:
    digest = translate("RecordRows", "SHA-256 of the bytes sent: {digest}").format(digest=asked.request_sha256)
    if HIDDEN in asked.request:
        hidden = translate("RecordRows", "{hidden} stands for your key; it was sent and is not kept here.")
        digest = f"{digest} · {hidden.format(hidden=HIDDEN)}"
    return ExactView(asked.request, digest)


def _asked_parts(asked: Asked, came: Came | None, names: Names, language: Language) -> tuple[tuple[str, str], ...]:
    source = names.get(asked.source_id, asked.source_id)
    whom = translate("RecordRows", "{host} ({source})").format(host=asked.host, source=source)
    parts = [
        (translate("RecordRows", "To whom"), whom),
        (translate("RecordRows", "What for"), _purpose(asked.purpose, language)),
        (translate("RecordRows", "What came back"), outcome_words(asked, came, language)),
    ]
    if came is not None and came.status is not None:
        parts.append((translate("RecordRows", "HTTP status"), str(came.status)))
    if came is not None and came.sha256 is not None:
        parts.append((translate("RecordRows", "SHA-256 of the answer"), came.sha256))
    return tuple(parts)


def _listed_parts(listed: Listed, names: Names, language: Language) -> tuple[tuple[str, str], ...]:
    order = ORDERS[Order(listed.order)].in_language(language) if listed.order in set(Order) else listed.order
    between = "、" if language == "zh" else ", "
    came = between.join(f"{names.get(source, source)} {count}" for source, _, count in listed.sources if count)
    shown = [_shown(row, names, language) for row in listed.rows]
    return (
        (translate("RecordRows", "Looked for"), plain(need_words(listed.need, language))),
        (translate("RecordRows", "Came from"), came or translate("RecordRows", "nobody")),
        (translate("RecordRows", "Order"), f"{order} · {listed.rule_version}"),
        *((translate("RecordRows", "Shown") if at == 0 else "", words) for at, words in enumerate(shown)),
    )


def _shown(row: ListedRow, names: Names, language: Language) -> str:
    status = label.STATUS[Status(row.status)].in_language(language) if row.status in set(Status) else row.status
    source = names.get(row.source_id, row.source_id)
    stale = translate("RecordRows", "past its term") if row.stale else ""
    parts = filter(None, (plain(row.title), plain(_paid(row, language)), stale, plain(source)))
    return f"{row.rank}. [{plain(status)}] {' · '.join(parts)}"


def _paid(row: ListedRow, language: Language) -> str:
    """What had to be paid as its card said it, and the price of the item where that is less."""
    price = _price(row.price, language) if row.price else translate("RecordRows", "price not stated")
    if row.total is None and row.known is None:
        return price
    paid = _price(row.total, language) if row.total else f"{_price(row.known or '', language)}{UNKNOWN}"
    if row.price in (row.total, row.known):
        return paid
    return translate("RecordRows", "{total} (item {price})").format(total=paid, price=price)


def _price(noted: str, language: Language) -> str:
    """A price as the cards write it; the record notes it as ``69.00 CNY``. What can't be read is shown as it stands."""
    amount, _, currency = noted.partition(" ")
    try:
        return money_words(Money.of(amount, currency), language)
    except (ValueError, ArithmeticError):
        return noted
