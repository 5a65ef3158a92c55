"""The ``sidelight`` command: a contract that scripts and checks rely on (see ``docs/command-line.md``)."""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime

import click

from desktop_client import __version__, paths
from desktop_client.cli.commands import Commands
from desktop_client.cli.shell import Shell, harmless, profile_from
from desktop_client.errors import SidelightError
from desktop_client.settings import Settings
from desktop_client.wording import Language, say

DONE, FAILED, INTERRUPTED = 0, 1, 130


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--profile", "profile_folder", metavar="DIR", help="Use this profile folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.version_option(__version__, prog_name="sidelight")
@click.pass_context
def sidelight(context: click.Context, profile_folder: str | None, as_json: bool) -> int:  # noqa: ARG001 - see common
    """Chat with a model on this computer; suggestions stand apart. Without a command, the window opens."""
    if context.invoked_subcommand is None:
        from desktop_client.app.pauses import let_garbage_wait

        with let_garbage_wait():
            from desktop_client.app.running import run_window
        return run_window(profile_from(profile_folder))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 done, 1 failed, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    given = sys.argv[1:] if arguments is None else arguments
    try:
        outcome = sidelight.main(given, prog_name="sidelight", standalone_mode=False)
    except SidelightError as error:
        click.echo(harmless(error.in_language(_language(given)).replace("\n", " ")), err=True)
        return FAILED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("Stopped.").in_language(_language(given)), err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: one line for the user, the rest for a bug report
        click.echo(harmless(_report(error, _language(given))), err=True)
        return FAILED
    return outcome if isinstance(outcome, int) else DONE


def _language(arguments: list[str]) -> Language:
    folder = None
    for i, argument in enumerate(arguments):
        if argument == "--profile" and i + 1 < len(arguments):
            folder = arguments[i + 1]
        elif argument.startswith("--profile="):
            folder = argument.partition("=")[2]
    return Settings(profile_from(folder).settings).language()


def _report(error: Exception, language: Language) -> str:
    """Keep the traceback in a file and say in one line where it is."""
    told = f"{type(error).__name__}: {error}"
    line = say("Something went wrong inside Sidelight ({what}).", what=told).in_language(language)
    file = paths.cache() / f"fault-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        gap = " " if language == "en" else ""
        line += gap + say("The details are in {file}.", file=str(file)).in_language(language)
    return " ".join(line.split())


__all__ = ["Shell", "main", "sidelight"]
