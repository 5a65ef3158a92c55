"""What every command gets: the profile, the language, and three ways to say something."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.wording import Language, Sentence, say
from desktop_client.wording.system import fault_words

Command = TypeVar("Command", bound=Callable[..., Any])
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters, but for tab and line feed."""


class Shell:
    """The command line's side of a conversation: answers on stdout, progress and complaints on stderr."""

    def __init__(self, profile: Profile, *, json: bool = False) -> None:
        self.profile = profile
        self.json = json

    @functools.cached_property
    def settings(self) -> Settings:
        """The profile's settings."""
        return Settings(self.profile.settings)

    @property
    def language(self) -> Language:
        """The language that people are spoken to in."""
        return self.settings.language()

    def text(self, sentence: Sentence) -> str:
        """A sentence in that language."""
        return sentence.in_language(self.language)

    def print(self, text: str) -> None:
        """Say something that was asked for."""
        self.print_piece(f"{text}\n")

    def print_piece(self, piece: str) -> None:
        """Say a part of what was asked for, as it comes, without ending the line."""
        self.print_file(harmless(piece))

    def print_json(self, value: object) -> None:
        """Print one JSON document on one line."""
        self.print_file(json.dumps(value, ensure_ascii=False) + "\n")

    def note(self, text: str) -> None:
        """Say something besides: progress, a hint."""
        click.echo(harmless(text), err=True)

    def print_file(self, text: str) -> None:
        """Print text that some program reads, as it is.

        Raises:
            SidelightError: it can't be written.
        """
        try:
            click.echo(text, nl=False)
        except BrokenPipeError as gone:
            # Nobody reads on, as behind ``| head``: they have what they asked for. The rest goes nowhere.
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from gone
        except OSError as error:
            raise SidelightError(
                say("The output can't be written: {why}.", why=fault_words(error)), say("Send it somewhere else.")
            ) from error


def harmless(text: str) -> str:
    """Without what a terminal obeys: a title of a feed or a model's answer may hold escape sequences."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def profile_from(folder: str | None) -> Profile:
    """The profile in this folder; without one, ``SIDELIGHT_PROFILE`` or the user's own."""
    chosen = folder or os.environ.get("SIDELIGHT_PROFILE")
    return Profile(Path(chosen).expanduser().absolute()) if chosen else Profile.default()


def common(command: Command) -> Command:
    """Give a command ``--profile DIR`` and ``--json``, and a :class:`Shell` as its first argument."""

    @click.option("--profile", "profile_folder", metavar="DIR", help="Use this profile folder.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.pass_context
    @functools.wraps(command)
    def with_shell(context: click.Context, *args: Any, **options: Any) -> Any:
        outer = context.find_root().params
        folder = options.pop("profile_folder") or outer.get("profile_folder")
        as_json = options.pop("as_json") or outer.get("as_json")
        return command(Shell(profile_from(folder), json=bool(as_json)), *args, **options)

    return with_shell  # type: ignore[return-value]


def read_whole(path: str) -> bytes:
    """A file, or stdin for ``-``.

    Raises:
        SidelightError: it can't be read.
    """
    try:
        return Path(path).read_bytes() if path != "-" else sys.stdin.buffer.read() if sys.stdin else b""
    except OSError as error:
        raise SidelightError(
            say("{file} can't be read: {why}.", file=path, why=fault_words(error)),
            say("Check the path, and that you may read the file."),
        ) from error


def read_lines(path: str) -> list[str]:
    """The lines of a UTF-8 file, or of stdin for ``-``, without their ends; a last empty line does not count."""
    text = read_whole(path)
    return text.decode("utf-8-sig", errors="replace").removesuffix("\n").split("\n") if text else []
