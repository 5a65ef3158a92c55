"""What the shops outside China have in common that are asked with a key of one's own.

What they share with the affiliate unions, such as reading the key and telling a failure in the platform's own words,
stands with these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Rating
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Response, fault_of
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.unions import NOT_DISCLOSED, refusal, rows_in

SCALE = 5.0
"""All of these shops rate from 1 to 5."""

UNDISCLOSED = Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.UNKNOWN, evidence=NOT_DISCLOSED)
"""A plain link that pays nobody, and no word on whether the shop was paid to list it."""

_CURRENCY = re.compile(r"[A-Z]{3}")


def bounds(need: ShoppingNeed, currency: str) -> tuple[Money | None, Money | None]:
    """The need's price range in whole minor units, never narrower than it was asked for.

    Both are None for a range in another currency or in none: it can't be asked for here.
    """
    price = need.price
    if price.currency != currency:
        return None, None
    return _whole(price.low, currency, ROUND_FLOOR), _whole(price.high, currency, ROUND_CEILING)


def _whole(amount: Decimal | None, currency: str, rounding: str) -> Money | None:
    exponent = EXPONENTS.get(currency, 2)
    if amount is None:
        return None
    return Money(int(amount.scaleb(exponent).to_integral_value(rounding)), currency, exponent)


def written(money: Money) -> str:
    """An amount in major units without noughts that say nothing: ``10``, ``9.5``."""
    return f"{money.amount.normalize():f}"


def priced(row: Row, amount: str, currency: str) -> Money | None:
    """An amount in major units with the currency that stands beside it; None unless both can be read."""
    code = row.at(currency)
    return row.major(amount, code) if isinstance(code, str) and _CURRENCY.fullmatch(code) else None


def rated(row: Row, value: str, count: str) -> Rating | None:
    """A rating out of five; nobody's rating is none."""
    number, people = row.number(value), row.count(count)
    if number is None or not 0 < number <= Decimal(SCALE) or people == 0:
        return None
    return Rating(float(number), SCALE, people)


def listed(answer: Row, path: str, total: str) -> tuple[Row, ...]:
    """The rows of an answer; it may leave the list out only where it says that the total is 0.

    Raises:
        SourceError: there is neither, or something else stands in the list's place.
    """
    if answer.at(path) is None and answer.count(total) != 0:
        raise SourceError(Fault.SCHEMA)
    return rows_in(answer, path)


def refused(response: Response, said: str, hidden: Iterable[str], fault: Fault | None = None) -> SourceError:
    """What the status says is wrong unless ``fault`` says it better, in the shop's own words."""
    found = fault or fault_of(response) or Fault.UPSTREAM
    return refusal(found, said, hidden, retry_after_s=response.retry_after_s)
