"""``sidelight sources key``: entering and removing the key of a platform. A key is never an argument."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.commerce.source import Manifest


@click.command(context_settings={"ignore_unknown_options": True}, options_metavar="[OPTIONS]")
@click.argument("name")
@click.argument("given", nargs=-1, metavar="")
@click.option("--remove", is_flag=True, help="Delete the key.")
@common
def key(shell: Shell, name: str, given: tuple[str, ...], remove: bool) -> None:
    """Keep your own key for a source in the system's keyring.

    At a terminal each part is asked for; otherwise stdin has them, one part=value a line.
    """
    from desktop_client.app import Parts

    if given:
        # Not repeated: where a line is kept, the key would be kept with it once more.
        raise click.UsageError(
            shell.text(say("A key is never given as an argument: other programs and the shell's history can read it."))
        )
    with Parts(shell.profile, shell.settings) as parts:
        manifest = parts.registry.manifest(name)
        if not manifest.credential_fields:
            raise SidelightError(
                say("{name} uses no key.", name=manifest.name[shell.language]), say("It can be switched on as it is.")
            )
        if remove:
            parts.keys.forget(manifest)
        else:
            if not parts.keys.lasting:
                raise SidelightError(
                    say("This system has no keyring that Sidelight trusts, so a key can't be kept."),
                    say("Enter it in the window, where it lasts until that is closed, or set up a keyring."),
                )
            parts.keys.keep(manifest, _entered(shell, manifest))
        has = parts.keys.has(name)
    if shell.json:
        shell.print_json({"id": name, "key": has})
    elif has:
        shell.print(shell.text(say("The key for {name} is in the keyring.", name=manifest.name[shell.language])))
    else:
        shell.print(shell.text(say("There is no key for {name} any more.", name=manifest.name[shell.language])))


def _entered(shell: Shell, manifest: Manifest) -> dict[str, str]:
    if sys.stdin.isatty():
        return {
            field.id: click.prompt(
                field.name[shell.language], hide_input=field.secret, default="" if field.optional else None, err=True
            )
            for field in manifest.credential_fields
        }
    lines = sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()
    stated = dict(line.split("=", 1) for line in lines if "=" in line)
    return {name.strip(): value.strip() for name, value in stated.items()}
