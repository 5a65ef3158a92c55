"""``sidelight servers``: servers that may answer instead of this computer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from desktop_client.cli.models import parts_of
from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.inference.server import PREFIX
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.app.servers import ServersOfProfile
    from desktop_client.inference.server import Server


@click.group()
def servers() -> None:
    """Servers that may answer instead of this computer. None is asked before you choose one of its models."""


@servers.command("list")
@common
def list_(shell: Shell) -> None:
    """List the servers that were added. Nobody is contacted."""
    known = parts_of(shell).servers
    if shell.json:
        shell.print_json({"servers": [_object(known, server) for server in known.all()]})
        return
    if not known.all():
        shell.print(shell.text(say("No server was added; everything is answered on this computer.")))
    for server in known.all():
        encrypted = say("encrypted") if server.encrypted else say("not encrypted")
        shell.print(f"  {server.id}  {server.url}  {shell.text(encrypted)}")


@servers.command()
@click.argument("address")
@click.option("--name", default="", help="What to call it.")
@click.option("--key", "with_key", is_flag=True, help="Ask for a key at the terminal, or read it from stdin.")
@common
def add(shell: Shell, address: str, name: str, with_key: bool) -> None:
    """Add a server by its address. Nobody is contacted."""
    key = ""
    if with_key:
        typed = click.prompt(shell.text(say("Key")), hide_input=True, err=True) if sys.stdin.isatty() else ""
        key = typed or sys.stdin.readline().strip()
    with parts_of(shell) as parts:
        server = parts.servers.add(address, name, key)
        if shell.json:
            shell.print_json(_object(parts.servers, server))
        else:
            words = say("{name} was added. Its models: sidelight servers models {name}", name=server.id)
            shell.print(shell.text(words))


@servers.command()
@click.argument("name")
@common
def remove(shell: Shell, name: str) -> None:
    """Forget a server and its key."""
    removed = parts_of(shell).servers.remove(name)
    if shell.json:
        shell.print_json({"removed": removed.id})
    else:
        shell.print(shell.text(say("{name} was removed, and its key with it.", name=removed.id)))


@servers.command()
@click.argument("name")
@common
def models(shell: Shell, name: str) -> None:
    """Ask a server which models it has."""
    known = parts_of(shell).servers
    server = known.find(name)
    if server is None:
        raise SidelightError(say("There is no server called {name}.", name=name), say("See: sidelight servers list"))
    found = known.models(server)
    if shell.json:
        rows = [
            {"model": f"{PREFIX}{server.id}/{one.name}", "context_tokens": one.context_tokens, "kind": one.kind}
            for one in found
        ]
        shell.print_json({"models": rows})
        return
    for one in found:
        shell.print(f"  {PREFIX}{server.id}/{one.name}  {one.context_tokens or ''}")


def _object(known: ServersOfProfile, server: Server) -> dict[str, Any]:
    return server.row() | {"encrypted": server.encrypted, "key": known.has_key(server)}
