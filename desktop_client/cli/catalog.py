"""``sidelight catalog``: the shelf on this computer."""

from __future__ import annotations

import threading
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_client.cli.page import page
from desktop_client.cli.progress import shown_reading
from desktop_client.cli.rates import rates
from desktop_client.cli.shell import Shell, common, read_lines
from desktop_client.commerce.need import PriceRange
from desktop_client.errors import SidelightError
from desktop_client.wording import counted, say

if TYPE_CHECKING:
    from desktop_client.commerce.offer import Offer
    from desktop_client.commerce.shelf.catalogue import Feed


@click.group()
def catalog() -> None:
    """The shelf on this computer."""


catalog.add_command(page)
catalog.add_command(rates)


@catalog.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def import_(shell: Shell, files: tuple[Path, ...]) -> None:
    """Put product feed FILES on the shelf; rows that can't be read are listed, the others are kept."""
    from desktop_client.app import Parts, shelf_by_hand

    with Parts(shell.profile, shell.settings) as parts:
        outcomes = []
        for file in files:
            with shown_reading(shell, say("Reading {file}", file=file.name)) as report:
                outcomes.append(shelf_by_hand.import_feed(parts, file, report, threading.Event()))
        told = shelf_by_hand.met_alerts(parts)
    for sentence in told:
        shell.note(shell.text(sentence))
    errors = [{"line": error.line, "why": shell.text(error.why)} for outcome in outcomes for error in outcome.errors]
    formats = ", ".join(dict.fromkeys(shell.text(outcome.format) for outcome in outcomes))
    imported, updated, rejected = (
        sum(getattr(outcome, what) for outcome in outcomes) for what in ("imported", "updated", "rejected")
    )
    if shell.json:
        counts = {"imported": imported, "updated": updated, "rejected": rejected}
        shell.print_json({"format": formats, **counts, "errors": errors})
        return
    done = say(
        "{imported} new, {updated} updated, {rejected} not readable ({format}).",
        imported=imported,
        updated=updated,
        rejected=rejected,
        format=formats,
    )
    shell.print(shell.text(done))
    for error in errors[:20]:
        shell.note(f"{error['line']}: {error['why']}")


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
    from desktop_client.app import Parts, shelf_by_hand
    from desktop_client.cli.offer_lines import print_found, print_label
    from desktop_client.commerce.feeds.product_page import names_of

    if (text is None) == (lines_file is None):
        raise click.UsageError("Give either TEXT or --lines FILE.")
    price = PriceRange(_amount(low, "--min"), _amount(high, "--max"), currency.upper() if currency else None)
    with Parts(shell.profile, shell.settings) as parts:
        if lines_file is not None:
            for line in read_lines(lines_file):
                shell.print_json(_document(line, shelf_by_hand.search_shelf(parts, line, price, limit)))
            return
        found = shelf_by_hand.search_shelf(parts, text or "", price, limit)
        names = names_of(parts.registry.manifests, shell.language)
    if shell.json:
        shell.print_json(_document(text or "", found))
        return
    if not found:
        shell.print(shell.text(say("Nothing on the shelf has these words.")))
        return
    print_label(shell)
    print_found(shell, found, names)


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
        parts.store.feeds.purge()
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
