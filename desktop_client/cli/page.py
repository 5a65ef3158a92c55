"""``sidelight catalog page``: one product page by its address, read once and put on the shelf."""

from __future__ import annotations

import sys
import threading

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.commerce.label import status_words
from desktop_client.errors import SidelightError
from desktop_client.wording import say


@click.command()
@click.argument("address")
@click.option("--yes", is_flag=True, help="Don't ask; the request is shown all the same.")
@common
def page(shell: Shell, address: str, yes: bool) -> None:
    """Read the product page at ADDRESS, once, and put what it describes on the shelf.

    The exact request is shown first. No link in the page is followed and no picture is fetched.
    """
    from desktop_client.app import Parts
    from desktop_client.app.pages import PagesOfProfile
    from desktop_client.commerce.lists.codec import offer_to_json
    from desktop_client.commerce.prices.unread import price_not_read

    with Parts(shell.profile, shell.settings) as parts:
        pages = PagesOfProfile(parts, for_once=True)
        shown = pages.show(address)
        outgoing = shown.preview.outgoing
        shell.note(shell.text(say("This goes to {host}, and nothing else:", host=outgoing.host)))
        shell.note(outgoing.shown)
        if not yes:
            if not sys.stdin.isatty():
                raise SidelightError(
                    say("Nothing was sent: nobody could be asked."), say("Add --yes to send what is shown.")
                )
            click.confirm(shell.text(say("Send it?")), abort=True, err=True)
        found = pages.read(shown, threading.Event())
    if shell.json:
        offers = [offer_to_json(offer) for offer in found.offers]
        counts = {"imported": found.new, "updated": found.updated}
        shell.print_json({"address": shown.page.address, "request_sha256": outgoing.sha256, **counts, "offers": offers})
        return
    for offer in found.offers:
        unread = price_not_read(offer) or say("price not stated")
        price = str(offer.price) if offer.price is not None else shell.text(unread)
        shell.print(f"{offer.title} · {price} · {status_words(offer.commercial)}")
    shell.print(shell.text(say("On the shelf: {new} new, {updated} updated.", new=found.new, updated=found.updated)))
