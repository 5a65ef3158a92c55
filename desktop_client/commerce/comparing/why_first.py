"""Why the first column stands first, and what would change that, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.comparing.arrangement import BY_TOTAL
from desktop_client.commerce.comparing.arranging import LaidOut
from desktop_client.commerce.comparing.compared import Column, RowKind
from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.reasons import unknown_parts, would_change
from desktop_client.wording import Sentence, say
from desktop_client.wording.short import in_short

MOST = 2
"""So many things that would change the order are said."""


def why_first(laid_out: LaidOut) -> tuple[Sentence, ...]:
    """The reason, then what would turn it round. Empty for a single offer, and for an order of the user's own."""
    columns = laid_out.comparison.columns
    arrangement = laid_out.arrangement
    if len(columns) < 2 or arrangement.places or arrangement.backwards:
        return ()
    if arrangement.by == RowKind.FIT:
        return _by_fit(laid_out)
    if arrangement.by == BY_TOTAL:
        apart = laid_out.comparison.apart
        reasons = (_by_total(laid_out), *list(_unknown_that_matters(columns))[:MOST])
        return reasons if apart is None else (*reasons, apart)
    row = next((row for row in laid_out.comparison.rows if row.id == arrangement.by), None)
    if row is None:
        return ()
    return (
        say("“{title}” stands first in the order by: {row}.", title=in_short(columns[0].offer.title), row=row.name),
    )


def _by_fit(laid_out: LaidOut) -> tuple[Sentence, ...]:
    found, columns = laid_out.fit, laid_out.comparison.columns
    first, second = (found.row(column.offer.key) if found else None for column in columns[:2])
    if first is None:
        return (say("None of these offers fits what was looked for."),)
    best = say("“{title}” fits best what was looked for.", title=in_short(first.offer.title))
    return (best, *(would_change(first, second) if second is not None and second.rank > first.rank else ()))


def _by_total(laid_out: LaidOut) -> Sentence:
    comparison = laid_out.comparison
    # Totals of different currencies are compared, and marked, by a stated rate in a row of their own.
    totals = [row for row in comparison.rows if row.kind in (RowKind.TOTAL, RowKind.CONVERTED)]
    if any(row.cells[0].lowest for row in totals):
        title = in_short(comparison.columns[0].offer.title)
        return say("“{title}” stands first: the lowest total among those known in full.", title=title)
    if any(cell.lowest for row in totals for cell in row.cells):
        return say("The lowest total among those known in full is marked.")
    return say("No total is marked lowest: too few are known in full, fresh and in one currency.")


def _unknown_that_matters(columns: tuple[Column, ...]) -> Iterator[Sentence]:
    """Offers that would stand first if what is unknown of them came to little enough."""
    first = columns[0].total.money
    if first is None:
        return
    for column in columns[1:]:
        known, unknown = column.total.known, column.total.unknown
        if known is None or not unknown or column.stale or known.currency != first.currency or "conditions" in unknown:
            continue
        room = first.minor - known.minor
        if room > 0 and known.exponent == first.exponent:
            yield say(
                "If {parts} of “{title}” came to less than {room}, it would stand first.",
                parts=unknown_parts(unknown),
                title=in_short(column.offer.title),
                room=Amount(Money(room, first.currency, first.exponent)),
            )
