"""``sidelight catalog``: the shelf on this computer."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_client.cli.page import page
from desktop_client.cli.progress import shown_reading
from desktop_client.cli.rates import rates
from desktop_client.cli.shell import Shell, common, read_lines
from desktop_client.cli.stopping import stopped_by_hand
from desktop_client.commerce.need import PriceRange
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, counted, say

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_client.commerce.feeds.intake import Imported
    from desktop_client.commerce.offer import Offer
    from desktop_client.commerce.shelf.catalogue import Feed


LISTED = 20
"""How many rows that were not read, or not in full, are printed."""


@click.group()
def catalog() -> None:
    """The shelf on this computer."""


catalog.add_command(page)
catalog.add_command(rates)


@catalog.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--currency", metavar="C", help="ISO 4217 code of prices that name none, as in exports of shops.")
@common
def import_(shell: Shell, files: tuple[Path, ...], currency: str | None) -> None:
    """Put product feed FILES on the shelf; rows that can't be read are listed, the others are kept."""
    from desktop_client.app import Parts, shelf_by_hand

    outcomes: dict[Path, Imported] = {}
    refused: SidelightError | None = None
    code = currency.upper() if currency else None
    with Parts(shell.profile, shell.settings) as parts, stopped_by_hand() as stopped:
        for file in files:
            try:
                with shown_reading(shell, say("Reading {file}", file=file.name)) as report:
                    outcomes[file] = shelf_by_hand.import_feed(parts, file, report, stopped, code)
            except SidelightError as error:
                refused = error
            if refused is not None or stopped.is_set():
                break
        met = shelf_by_hand.met_alerts(parts)
    for sentence in met:
        shell.note(shell.text(sentence))
    if outcomes:
        _tell(shell, outcomes, said=code is not None)
    if refused is not None:
        raise refused
    left = [file for file, outcome in outcomes.items() if not outcome.complete]
    for file in left:
        shell.note(shell.text(say("What was read is kept; import {file} again to go on.", file=file.name)))
    if left:
        raise KeyboardInterrupt


def _tell(shell: Shell, outcomes: dict[Path, Imported], *, said: bool) -> None:
    """What came of the files that were read; ``said``: a currency was given for amounts that name none."""
    from desktop_client.commerce.meaning.values import wants_currency

    formats = ", ".join(dict.fromkeys(shell.text(outcome.format) for outcome in outcomes.values()))
    counts = {
        what: sum(getattr(outcome, what) for outcome in outcomes.values())
        for what in ("imported", "updated", "rejected")
    }
    errors = [_line(shell, file, e.line, e.why, outcomes) for file, came in outcomes.items() for e in came.errors]
    notes = [_line(shell, file, n.line, n.what, outcomes) for file, came in outcomes.items() for n in came.notes]
    for file, came in outcomes.items():
        if came.currency and not said:
            shell.note(shell.text(_remembered(file, came.currency)))
    if shell.json:
        shell.print_json({"format": formats, **counts, "errors": errors, "notes": notes})
        return
    done = say("{imported} new, {updated} updated, {rejected} not readable ({format}).", format=formats, **counts)
    shell.print(shell.text(done))
    for lines, count in ((errors, counts["rejected"]), (notes, len(notes))):
        for line in lines[:LISTED]:
            shell.note(": ".join(str(part) for part in line.values() if part))
        if count > LISTED:
            shell.note(shell.text(say("… and {count} more.", count=count - LISTED)))
    if any(wants_currency(note.what) for came in outcomes.values() for note in came.notes):
        shell.note(shell.text(say("Say in which currency these prices are: --currency EUR, for instance.")))


def _remembered(file: Path, currency: str) -> Sentence:
    name = file.name
    return say("{file}: prices that name no currency are in {currency}, as said before.", file=name, currency=currency)


def _line(shell: Shell, file: Path, line: int, what: Sentence, outcomes: Collection[Path]) -> dict[str, str | int]:
    """A row and what is to be said of it; of several files, which one. Line 0 is the file as a whole."""
    named = {"file": file.name} if len(outcomes) > 1 else {}
    return {**named, "line": line, "why": shell.text(what)}


@catalog.command()
@click.argument("text", required=False)
@click.option("--lines", "lines_file", metavar="FILE", help="Read one query a line; print one object a line.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--currency", metavar="C", help="ISO 4217 code of --min and --max.")
@click.option("--min", "low", metavar="M", help="Lowest price in major units.")
@click.option("--max", "high", metavar="M", help="Highest price in major units.")
@common
def search(
    shell: Shell,
    text: str | None,
    lines_file: str | None,
    limit: int,
    currency: str | None,
    low: str | None,
    high: str | None,
) -> None:
    """Search the shelf for TEXT, the best match first. What to buy is another question: that order is ``rank``'s."""
    from desktop_client.app import Parts, pauses, shelf_by_hand
    from desktop_client.cli.offer_lines import print_found, print_label
    from desktop_client.commerce.feeds.product_page import names_of
    from desktop_client.commerce.judging.parts import price_fit

    if (text is None) == (lines_file is None):
        raise click.UsageError("Give either TEXT or --lines FILE.")
    price = _range(_amount(low, "--min"), _amount(high, "--max"), currency.upper() if currency else None)
    with Parts(shell.profile, shell.settings) as parts:
        if lines_file is not None:
            for at, line in enumerate(read_lines(lines_file)):
                shell.print_json(_document(line, shelf_by_hand.search_shelf(parts, line, price, limit)))
                if at == 0:
                    pauses.set_aside()
            return
        found = shelf_by_hand.search_shelf(parts, text or "", price, limit)
        names = names_of(parts.registry.manifests, shell.language)
        conversion = parts.exchange.conversion()
    rates = None if conversion is None else conversion.rates
    if shell.json:
        shell.print_json(_document(text or "", found))
        return
    if not found:
        shell.print(shell.text(say("Nothing on the shelf has these words.")))
        return
    print_label(shell)
    print_found(shell, found, names, lambda sums: price_fit(price, sums, rates) if price else None, conversion)


@catalog.command()
@common
def feeds(shell: Shell) -> None:
    """List the feeds on the shelf, the last import first."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        found = parts.store.feeds.feeds()
    if shell.json:
        shell.print_json({"feeds": [_feed_to_json(feed) for feed in found]})
        return
    for feed in found:
        stopped = "" if feed.complete else shell.text(say(" (import stopped; import the file again to go on)"))
        shell.print(f"{feed.offers}\t{feed.name}{stopped}")


@catalog.command()
@click.argument("name")
@common
def remove(shell: Shell, name: str) -> None:
    """Take the feed NAME off the shelf, its price history too. Pinned offers stay pinned."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        count = parts.store.feeds.remove(name)
        # Not what a window holds ready to be put back.
        parts.store.feeds.purge(name)
    if shell.json:
        shell.print_json({"removed": count})
        return
    shell.print(shell.text(say("Taken off the shelf: {offers}.", offers=counted.offers(count))))


def _feed_to_json(feed: Feed) -> dict[str, Any]:
    return {
        "name": feed.name,
        "path": feed.path,
        "offers": feed.offers,
        "rows": feed.rows,
        "complete": feed.complete,
        "imported_at": feed.imported_at.isoformat(),
    }


@catalog.command()
@common
def stats(shell: Shell) -> None:
    """Count what lies on the shelf."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        found = parts.shelf.stats()
    if shell.json:
        shell.print_json({"offers": found.offers, "by_origin": dict(found.by_origin)})
        return
    for origin, count in found.by_origin:
        shell.print(f"{count}\t{origin}")


def _document(query: str, found: list[Offer]) -> dict[str, Any]:
    from desktop_client.commerce.lists.codec import offer_to_json

    return {"query": query, "offers": [{"rank": n, **offer_to_json(offer)} for n, offer in enumerate(found, 1)]}


def _range(low: Decimal | None, high: Decimal | None, currency: str | None) -> PriceRange:
    from desktop_client.commerce.meaning.values import check_currency

    if currency is not None:
        check_currency(currency)
    if low is not None and high is not None and low > high:
        raise SidelightError(
            say("No price is at least {low} and at most {high}.", low=str(low), high=str(high)),
            say("Give the lower one as --min."),
        )
    return PriceRange(low, high, currency)


def _amount(text: str | None, option: str) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise SidelightError(
            say("{text} is not a price.", text=text), say("Give {option} as a number such as 19.99.", option=option)
        )
    return amount
