"""Offers as a terminal shows them: under the label, each with its status, its total, and where and when it was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop_client.commerce.label import WE_EARN_NOTHING, both, header
from desktop_client.commerce.lists.export import coverage_of, reasons_in_words, seller_of, status_of, total_in_words
from desktop_client.commerce.lists.labelled_table import one_line
from desktop_client.commerce.lists.moments import moment_words
from desktop_client.commerce.prices.totals import Total, total
from desktop_client.commerce.prices.unread import price_notes
from desktop_client.commerce.reasons import price_fit_of
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.cli.shell import Shell
    from desktop_client.commerce.asking.suggestion_list import SuggestionList
    from desktop_client.commerce.offer import Offer
    from desktop_client.commerce.prices.rates import Conversion
    from desktop_client.commerce.ranking import PriceFit, RankedOffer


def print_label(shell: Shell) -> None:
    """What stands over every list."""
    shell.print(f"── {header()} ──\n{both(WE_EARN_NOTHING)}")


def print_found(
    shell: Shell,
    offers: Iterable[Offer],
    names: Mapping[str, str],
    fit: Callable[[Total], PriceFit | None],
    conversion: Conversion | None = None,
) -> None:
    """Offers in the order in which they were found; ``names`` are the sources', by id, ``fit`` says how a total stands
    to the price asked for, ``conversion`` is the currency in which the user wants amounts as well.
    """
    for place, offer in enumerate(offers, 1):
        sums = total(offer)
        costs = total_in_words(offer, sums, shell.language, fit(sums))
        _print(shell, place, offer, (costs, _converted(shell, sums, conversion)), names)


def print_ranked(
    shell: Shell,
    rows: Iterable[RankedOffer],
    names: Mapping[str, str],
    *,
    why: bool = False,
    conversion: Conversion | None = None,
) -> None:
    """Offers that were put in order; ``why``: with what put each where it is."""
    for row in rows:
        costs = total_in_words(row.offer, row.total, shell.language, price_fit_of(row))
        _print(shell, row.rank, row.offer, (costs, _converted(shell, row.total, conversion)), names)
        if why:
            shell.print(f"   {one_line(reasons_in_words(row, shell.language))}")


def print_list(shell: Shell, listed: SuggestionList, conversion: Conversion | None = None) -> None:
    """A whole list: what may not be mixed with others stands by itself, and each source's answer below."""
    names = {coverage.source_id: coverage.name[shell.language] for coverage in listed.coverage}
    print_label(shell)
    for group in listed.groups:
        if group.source_id is not None:
            shell.print(f"\n{one_line(names.get(group.source_id, group.source_id))}")
        print_ranked(shell, group.ranked.rows, names, conversion=conversion)
    shell.print("")
    for fact in coverage_of(listed, shell.language):
        shell.print(one_line(shell.text(fact)))
    for notice in listed.notices.values():
        shell.print(one_line(notice))


def _converted(shell: Shell, sums: Total, conversion: Conversion | None) -> str:
    """What is known of a total in the user's currency, with the rate and its day."""
    words = None if conversion is None else conversion.words(sums.known, datetime.now(UTC))
    if words is None:
        return ""
    return shell.text(say("{amount} (of what is known)", amount=words) if sums.unknown else words)


def _print(shell: Shell, place: int, offer: Offer, costs: tuple[str, ...], names: Mapping[str, str]) -> None:
    seen = shell.text(say("seen {when}", when=moment_words(offer.fetched_at, shell.language)))
    seller = seller_of(offer, shell.language)
    source = names.get(offer.source_id, offer.source_id)
    noted = price_notes(offer, shell.language)
    facts = (*costs, *noted, seller, source, seen, status_of(offer, shell.language))
    shell.print(f"{place}. {one_line(offer.title)}")
    shell.print("   " + " · ".join(one_line(fact) for fact in dict.fromkeys(facts) if fact))
