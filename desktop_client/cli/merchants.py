"""``sidelight sources add`` and ``remove``: shops that are named by their address. Adding one contacts nobody."""

from __future__ import annotations

import sys

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.commerce.sources.shared.ucp.merchants import KINDS, read_merchant
from desktop_client.wording import say


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("address")
@click.option("--name", default="", help="What to call it; its host, if not given.")
@click.option("--yes", is_flag=True, help="Don't ask, also for a server on this computer.")
@common
def add(shell: Shell, kind: str, address: str, name: str, yes: bool) -> None:
    """Add a shop by its ADDRESS. It stays off, and is not contacted, until it is switched on.

    KIND is ucp for any shop that speaks the Universal Commerce Protocol, shopify for a store at Shopify.
    """
    from desktop_client.app import Parts

    merchant = read_merchant(kind, address, name)
    if merchant.loopback and not yes:
        warning = say(
            "{place} is a server on this very computer: what it is asked may be passed on by whoever runs it.",
            place=merchant.place,
        )
        if merchant.origin.startswith("http:"):
            warning = say(
                "{place} is a server on this very computer, asked without encryption: what it is asked may be passed "
                "on by whoever runs it.",
                place=merchant.place,
            )
        if not sys.stdin.isatty():
            raise click.UsageError(f"{shell.text(warning)} {shell.text(say('Give --yes if you mean it.'))}")
        shell.note(shell.text(warning))
        click.confirm(shell.text(say("Add it?")), abort=True, err=True)
    with Parts(shell.profile, shell.settings) as parts:
        parts.add_merchant(merchant)
    if shell.json:
        shell.print_json({"id": merchant.source_id, "name": merchant.name, "origin": merchant.origin})
        return
    added = say("{name} was added as {id}. It is off.", name=merchant.name, id=merchant.source_id)
    shell.print(shell.text(added))


@click.command()
@click.argument("name")
@common
def remove(shell: Shell, name: str) -> None:
    """Remove a shop that was added."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        parts.remove_merchant(name)
    if shell.json:
        shell.print_json({"id": name, "removed": True})
    else:
        shell.print(shell.text(say("{name} was removed.", name=name)))
