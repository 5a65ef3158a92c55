"""The commands by name, each in a module that is imported when somebody wants it: a window waits for none of them."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    name: (f"desktop_client.cli.{name}", name)
    for name in (
        "ask", "chat", "models", "servers", "sources", "catalog", "need", "rank", "compare", "record", "verify", "data",
        "doctor",
    )
}  # fmt: skip
"""Where each command stands: its module, and its name there."""


class Commands(click.Group):
    """A group whose commands are those of :data:`COMMANDS`, besides any that are added to it."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names, in order of the alphabet as click does it."""
        return sorted({*COMMANDS, *super().list_commands(context)})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return super().get_command(context, name) or self._alias(name)
        module, attribute = COMMANDS[name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def _alias(self, name: str) -> click.Command | None:
        """Both are typed: one source is checked, many are listed."""
        if name != "source":
            return None
        from desktop_client.cli.sources import sources

        return click.Group("source", commands=sources.commands, help=sources.help, hidden=True)
