"""``sidelight models runtime``: which build of llama.cpp runs models here, and choosing another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.inference.runtimes import AUTO, RUNTIMES
from desktop_client.settings import RUNTIME
from desktop_client.wording import Sentence, say

if TYPE_CHECKING:
    from desktop_client.inference.runtime_probe import Tried


@click.command()
@click.argument("name", type=click.Choice((AUTO, *RUNTIMES)), required=False)
@common
def runtime(shell: Shell, name: str | None) -> None:
    """Say which builds of llama.cpp can be used here and which one is; with NAME, use that one from the next load on.
    auto is the first that can be loaded.
    """
    from desktop_client.inference.runtime_probe import in_use, try_out

    tried = [try_out(one) for one in RUNTIMES]
    if name is not None:
        if in_use(name, tried) is None:
            refused = next(one for one in tried if name in (AUTO, one.name))
            raise SidelightError(say("{name} can't be loaded: {why}", name=refused.name, why=refused.why), _install())
        shell.settings.set(RUNTIME, name)
    wanted = shell.settings.get(RUNTIME)
    used = in_use(wanted, tried)
    if shell.json:
        found = [{"name": one.name, "build": one.build, "why": one.why or None} for one in tried]
        shell.print_json({"runtime": wanted, "in_use": used.name if used else None, "runtimes": found})
        return
    for one in tried:
        shell.print(f"{'*' if one is used else ' '} {shell.text(_sentence(one))}")
    shell.print(shell.text(say("The setting: {runtime}", runtime=wanted)))


def _sentence(one: Tried) -> Sentence:
    if one.build:
        return say("{fact}", fact=one.build)
    return say("{name} can't be loaded: {why}", name=one.name, why=one.why)


def _install() -> Sentence:
    return say("Start ./run again; it builds the engine for this computer.")
