"""``sidelight rank``: the ranking function on JSON Lines, with nothing else touched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from desktop_client.cli.offer_lines import print_label, print_ranked
from desktop_client.cli.shell import Shell, common, read_lines
from desktop_client.commerce.lists.codec import need_from_json, offers_from_json, ranked_to_json
from desktop_client.commerce.prices.rates_file import read_rates
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.ranking import rank as rank_offers


@click.command()
@click.option("--need", "need_file", required=True, metavar="FILE", help="The need, as `need --json` prints it.")
@click.option("--offers", "offers_file", required=True, metavar="FILE", help="Offers, one JSON object a line.")
@click.option(
    "--order", default=Order.RELEVANCE.value, type=click.Choice([order.value for order in Order]), show_default=True
)
@click.option(
    "--rates", "rates_file", type=click.Path(path_type=Path), help="Compare currencies by these rates (eurofxref)."
)
@common
def rank(shell: Shell, need_file: str, offers_file: str, order: str, rates_file: Path | None) -> None:
    """Put offers in order for a need, and say why each stands where it does."""
    now = datetime.now(UTC)
    rates = None if rates_file is None else read_rates(rates_file, now)
    wanted = need_from_json("\n".join(read_lines(need_file)))
    offers = offers_from_json(read_lines(offers_file))
    ranked = rank_offers(wanted, offers, order=Order(order), now=now, rates=rates)
    document = ranked_to_json(ranked, shell.language)
    if shell.json:
        shell.print_json(document)
        return
    print_label(shell)
    print_ranked(shell, ranked.rows, {}, why=True)
