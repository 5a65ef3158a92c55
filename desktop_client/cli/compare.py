"""``sidelight compare``: a shortlist side by side, from what is on disk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence, say

if TYPE_CHECKING:
    from desktop_client.commerce.lists.labelled_table import LabelledTable

COLUMN = 32
"""Characters that a column gets where the output goes into a file or a pipe."""


@click.command()
@click.argument("shortlist", required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "md", "html"]), default="table", show_default=True
)
@common
def compare(shell: Shell, shortlist: str | None, form: str) -> None:
    """Put the offers of SHORTLIST side by side, the lowest known total first and offers of one product together;
    without a name, the list of the window.
    """
    from desktop_client.app import Parts
    from desktop_client.app.parts import utc_now
    from desktop_client.commerce.comparing.arrangement import Arrangement
    from desktop_client.commerce.comparing.arranging import lay_out
    from desktop_client.commerce.comparing.export import comparison_bytes, comparison_json, comparison_table
    from desktop_client.commerce.comparing.shortlist import DEFAULT_LIST, named, shown_name
    from desktop_client.commerce.feeds.product_page import names_of
    from desktop_client.commerce.label import notices_of
    from desktop_client.commerce.lists.export import ListFormat

    now = utc_now()
    with Parts(shell.profile, shell.settings) as parts:
        lists = parts.store.shortlists.lists()
        name = named(shortlist, lists) if shortlist else (lists[0].name if lists else DEFAULT_LIST)
        title = _words(shown_name(name), shell.language)
        pins = parts.store.shortlists.pins(name)
        seen = parts.store.shelf.prices_of(pin.offer.key for pin in pins)
        wanted = [pin.offer.key for pin in pins if parts.may_show(pin.offer.source_id, for_once=True)]
        newest = parts.store.shelf.offers_of(wanted)
        names = names_of(parts.registry.manifests, shell.language)
        notices = notices_of(parts.registry.manifests)
        conversion = parts.exchange.conversion()
        alerts = {alert.key: alert for alert in parts.store.alerts.alerts()}
        own = parts.store.shortlists.arrangement(name)
    known = [_words(shown_name(each.name), shell.language) for each in lists if each.count]
    if not pins:
        raise SidelightError(
            say("There is nothing on the shortlist “{name}”.", name=title),
            say("Shortlists with offers: {names}.", names=", ".join(known))
            if known
            else say("Pin offers in the window first."),
        )
    # What the user left out of sight in the window is in it, and in the order that is said above.
    whole = Arrangement(apart=own.apart, grouped=own.grouped, weights=own.weights)
    laid_out = lay_out(pins, now, seen, newest, arrangement=whole, alerts=alerts, conversion=conversion)
    made = laid_out.comparison
    if shell.json or form == "json":
        shell.print_json(comparison_json(made, title, names, now, shell.language, notices))
        return
    if form == "table":
        _print_side_by_side(comparison_table(made, title, names, now, shell.language, notices, read_by_people=True))
        return
    document = comparison_bytes(made, title, names, now, shell.language, notices, ListFormat(form))
    # The mark that spreadsheets need is for files; what follows in a pipe would trip over it.
    shell.print_file(document.decode("utf-8-sig"))


def _words(name: Sentence | str, language: Language) -> str:
    return name if isinstance(name, str) else name.in_language(language)


def _print_side_by_side(table: LabelledTable) -> None:
    """The label, then one column an offer. Where nobody looks, it is as wide as it takes."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from desktop_client.commerce.label import header
    from desktop_client.commerce.lists.labelled_table import one_line

    lines = [line for section in table.sections for line in section.rows]
    wide = None if sys.stdout.isatty() else COLUMN * (len(lines) + 1)
    console = Console(width=wide, highlight=False, emoji=False, markup=False)
    for fact in (header(), *table.facts):
        console.print(Text(one_line(fact)))
    grid = Table(show_header=False, show_lines=True)
    for _ in range(len(lines) + 1):
        grid.add_column(overflow="fold")
    for name, cells in zip(table.columns, zip(*lines, strict=True), strict=True):
        grid.add_row(Text(one_line(name)), *(Text(one_line(cell)) for cell in cells))
    console.print(grid)
    for notice in table.notices:
        console.print(Text(one_line(notice)))
