"""What the platforms' affiliate unions have in common, so that each connector holds only what is its own.

A union lists goods whose sellers pay a commission on every sale, and nothing else. Unions answer with HTTP status 200
whatever happens: what went wrong stands in the body.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import ROUND_CEILING, Decimal
from urllib.parse import urlsplit

from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Note
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.sending.faults import CAUSES, Fault, SourceError
from desktop_client.commerce.sending.request import Response, raise_for_status
from desktop_client.commerce.sources.shared.link_out import search_words
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.wording import Sentence, say

KEPT_FOR = timedelta(minutes=10)
"""How long a price holds: no rule of the unions' was found, and their promotions end at any minute."""

PERCENT, PER_MILLE = Decimal(100), Decimal(10)
"""Basis points in one unit of a rate."""
ALL_OF_IT = 10_000
"""100 % in basis points."""

LONGEST_WORDS = 80
"""So much of a platform's own words is shown in an error, in characters."""

NOT_DISCLOSED = "not disclosed by the source"

_CHINA = timezone(timedelta(hours=8))


def china_time(now: datetime) -> str:
    """A moment as the platforms' gateways write it: ``2026-11-23 20:00:00``, in GMT+8."""
    return now.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S")


def own_key(credentials: Mapping[str, str], *parts: str) -> tuple[str, ...]:
    """The parts of the user's key.

    Raises:
        SourceError: one is missing.
    """
    found = tuple(credentials.get(part, "").strip() for part in parts)
    if not all(found):
        raise SourceError(
            Fault.AUTH,
            say("There is no key for it, so it can't be asked."),
            say("Enter a key of your own on the page of sources, or open its search page from there."),
        )
    return found


def keywords(need: ShoppingNeed, without: str = "") -> str:
    """The search words, with a space for each character in ``without``.

    Raises:
        SourceError: there are none.
    """
    text = search_words(need).translate({ord(character): " " for character in without})
    words = " ".join(text.split())
    if not words:
        raise SourceError(Fault.BAD_REQUEST, say("There are no words to search for."), say("Enter what you look for."))
    return words


def price_bounds(need: ShoppingNeed, per_yuan: int = 1) -> tuple[int | None, int | None]:
    """The need's price range in whole units of which a yuan has ``per_yuan``, never narrower than it was asked for.

    Both are None for a range in another currency: it can't be asked for here.
    """
    price = need.price
    if price.currency != "CNY":
        return None, None
    low = None if price.low is None else math.floor(price.low * per_yuan)
    high = None if price.high is None else math.ceil(price.high * per_yuan)
    return low, high


def answered(response: Response, fault_in: Callable[[Row], SourceError | None]) -> Row:
    """The answer's outer object, once ``fault_in`` has looked for the platform's own words for a failure.

    Raises:
        SourceError: the platform says that it failed, by code or by status; or it is no JSON object.
    """
    try:
        row = Row(response.json())
    except SourceError:
        raise_for_status(response)
        raise
    if not isinstance(row.value, dict):
        raise_for_status(response)
        raise SourceError(Fault.SCHEMA)
    said = fault_in(row)
    if said is not None and said.fault is not Fault.SCHEMA:
        raise said
    raise_for_status(response)
    if said is not None:
        raise said
    return row


def answer_inside(response: Response, text: object) -> Row:
    """An answer that stands as JSON text inside the answer.

    Raises:
        SourceError: it is no text, no JSON, or no object.
    """
    if not isinstance(text, str):
        raise SourceError(Fault.SCHEMA)
    found = replace(response, body=text.encode("utf-8", "replace")).json()
    if not isinstance(found, dict):
        raise SourceError(Fault.SCHEMA)
    return Row(found)


def rows_in(row: Row, path: str) -> tuple[Row, ...]:
    """The rows listed there. Missing, null or ``{}`` is an empty list: so some gateways say that nothing matched.

    Raises:
        SourceError: something else stands in its place.
    """
    steps = path.split(".")
    for depth in range(1, len(steps) + 1):
        found = row.at(".".join(steps[:depth]))
        if found is None or found == {}:
            return ()
        if not isinstance(found, list if depth == len(steps) else dict):
            raise SourceError(Fault.SCHEMA)
    rows = row.rows(path)
    if not rows and row.at(path):
        raise SourceError(Fault.SCHEMA)
    return rows


def refusal(
    fault: Fault,
    said: str,
    hidden: Iterable[str],
    *,
    cause: Sentence | None = None,
    step: Sentence | None = None,
    retry_after_s: float | None = None,
) -> SourceError:
    """A fault, with what the platform ``said`` of it: as plain text, cut short, and not where it repeats a key.

    ``hidden`` are the keys, tokens and signatures of the request.
    """
    cause = cause or CAUSES[fault]
    whole = plain(said, 20 * LONGEST_WORDS)
    if whole and not any(secret in whole for secret in hidden if secret):
        cause = say("{cause} It says: “{words}”", cause=cause, words=plain(whole, LONGEST_WORDS))
    return SourceError(fault, cause, step, retry_after_s=retry_after_s)


def clock_refused(said: str, hidden: Iterable[str]) -> SourceError:
    """The platform found the time in the request too far from its own."""
    return refusal(
        Fault.BAD_REQUEST,
        said,
        hidden,
        cause=say("The platform's clock and this computer's differ."),
        step=say("Set this computer's clock right."),
    )


def paid_link(row: Row, rate_path: str, unit: Decimal, commission: Money | None = None) -> Commercial:
    """The commercial side of a union's row: whoever owns the key is paid for a sale.

    ``unit`` is how many basis points one unit of the rate has. A rate that isn't whole in basis points counts as the
    next higher; one above 100 % is none.
    """
    rate = row.number(rate_path)
    if rate is None or not 0 <= rate * unit <= ALL_OF_IT:
        return Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.UNKNOWN, evidence=NOT_DISCLOSED)
    return Commercial(
        affiliate_link=True,
        payee="you",
        sponsored=AdFlag.UNKNOWN,
        evidence=rate_path,
        commission_bp=int((rate * unit).to_integral_value(ROUND_CEILING)),
        commission=commission,
    )


def dearer(price: Money | None, than: Money | None) -> Amount | None:
    """A price to be told of, if it is known to lie above another one."""
    return Amount(price) if price is not None and than is not None and price.minor > than.minor else None


def notes(*found: Sentence | str | None) -> tuple[str | Note, ...]:
    """Notes on a price: Sidelight's own sentences in both languages, a platform's words as they are."""
    return tuple(
        Note(note.in_language("en"), note.in_language("zh")) if isinstance(note, Sentence) else note
        for note in found
        if note
    )


def sold_lately(row: Row, path: str) -> Sentence | None:
    """How many were sold in the last 30 days."""
    count = row.count(path)
    return None if count is None else say("Sold in the last 30 days: {count}", count=count)


def landing_on(address: str | None, *domains: str) -> str:
    """An address that the platform made, if it leads to one of its own domains.

    Raises:
        SourceError: there is none, or it leads elsewhere.
    """
    if address is None or not is_on(address, *domains):
        raise SourceError(Fault.SCHEMA, say("The platform made no link to itself."))
    return address


def is_on(address: str, *domains: str) -> bool:
    """Whether an address lies on one of the domains or below it."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return any(host == domain or host.endswith("." + domain) for domain in domains)
