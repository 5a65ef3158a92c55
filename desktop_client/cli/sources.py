"""``sidelight sources``: which platforms there are, and their switches."""

from __future__ import annotations

from dataclasses import asdict

import click

from desktop_client.cli.merchants import add, remove
from desktop_client.cli.shell import Shell, common
from desktop_client.cli.source_check import check
from desktop_client.cli.source_keys import key
from desktop_client.commerce.label import manifest_lines
from desktop_client.wording import say

STATES = {
    "on": say("on"),
    "off": say("off"),
    "link_out": say("link"),
    "disabled": say("disabled"),
}
"""How a source stands, in words."""

LABEL_PARTS = (
    "what_it_is",
    "leaves_this_computer",
    "how_it_orders",
    "who_gets_paid",
    "prices_may_be_kept",
    "not_known",
    "disabled",
)
"""The texts of a label as ``sources label --json`` names them; null where a source states none."""


@click.group()
def sources() -> None:
    """Shopping platforms and their switches."""


for command in (key, check, add, remove):
    sources.add_command(command)


@sources.command("list")
@common
def list_(shell: Shell) -> None:
    """List all sources and how they stand."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        lines = parts.registry.lines(parts.switches(), shell.language, parts.keys.has)
        broken = parts.registry.broken
    for left_out in broken:
        shell.note(shell.text(left_out.why))
    if shell.json:
        shell.print_json({"sources": [asdict(line) for line in lines]})
        return
    wide = max(len(line.id) for line in lines)
    states = {state: shell.text(words) for state, words in STATES.items()}
    for line in lines:
        shell.print(f"{states[line.state]:8}  {line.id:{wide}}  {line.name}")


@sources.command("on")
@click.argument("name")
@click.option(
    "--at-once/--ask-first",
    "at_once",
    default=None,
    help="Let its requests go at once, or show each in the window first (as long as you don't choose).",
)
@common
def on(shell: Shell, name: str, at_once: bool | None) -> None:
    """Switch a source on; this switches suggestions on as well."""
    _switch(shell, name, on=True, at_once=at_once)


@sources.command("off")
@click.argument("name")
@common
def off(shell: Shell, name: str) -> None:
    """Switch a source off."""
    _switch(shell, name, on=False)


@sources.command("label")
@click.argument("name")
@common
def label(shell: Shell, name: str) -> None:
    """Print a source's label: what it is sent, how it orders, who gets paid."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        manifest = parts.registry.manifest(name)
    if shell.json:
        texts = {part: getattr(manifest, part) or {} for part in LABEL_PARTS}
        label = {part: text.get(shell.language) for part, text in texts.items()}
        shell.print_json(
            {
                "id": manifest.id,
                "name": manifest.name[shell.language],
                "label": label,
                "currencies": manifest.currencies,
                "capabilities": asdict(manifest.capabilities),
                "rate_limit": [asdict(limit) for limit in manifest.rate_limit],
            }
        )
        return
    shell.print(manifest.name[shell.language])
    for heading, text in manifest_lines(manifest, shell.language):
        shell.print(f"\n{heading}\n  {text}")


def _switch(shell: Shell, name: str, *, on: bool, at_once: bool | None = None) -> None:
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        if at_once is not None:
            # Before it is on: it must not be asked in a way that the user does not want, not once.
            parts.switchboard.send_at_once(name, at_once)
        parts.switchboard.switch_source(name, on=on)
        line = next(
            found
            for found in parts.registry.lines(parts.switches(), shell.language, parts.keys.has)
            if found.id == name
        )
    if shell.json:
        shell.print_json({"id": line.id, "state": line.state})
    elif on:
        shell.print(shell.text(say("{name} is on, and so are suggestions.", name=line.name)))
        if line.state == "link_out":
            shell.print(shell.text(say("It is not asked; its own search page is offered instead.")))
            if line.key is False:
                shell.print(shell.text(say("With a key of your own it is: sidelight sources key {id}", id=line.id)))
        elif at_once:
            shell.print(shell.text(say("What is searched for goes to it at once, without being shown first.")))
    else:
        shell.print(shell.text(say("{name} is off.", name=line.name)))
