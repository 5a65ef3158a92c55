"""``sidelight data``: is what is on disk sound, what backups are there, and what can be brought back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import counted, say

if TYPE_CHECKING:
    from desktop_client.chat.upkeep import Copy

MB = 1_000_000
NEWEST = "newest"


@click.group()
def data() -> None:
    """What is on disk: check it, back it up, bring it back."""


@data.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended without losing anything.")
@common
def check(shell: Shell, repair: bool) -> None:
    """Check the database: its pages, every row of the chats, and the word indexes."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        upkeep = parts.store.upkeep
        faults = upkeep.check()
        if repair and any(fault.repairable for fault in faults):
            upkeep.repair()
            faults = upkeep.check()
    if shell.json:
        told = [{"text": shell.text(fault.text), "repairable": fault.repairable} for fault in faults]
        shell.print_json({"sound": not faults, "faults": told})
    if not faults:
        if not shell.json:
            shell.print(shell.text(say("The database is sound.")))
        return
    for fault in faults:
        shell.note(shell.text(fault.text))
    next_step = (
        say("Mend it with `sidelight data check --repair`.")
        if all(fault.repairable for fault in faults)
        else say(
            "Take out what can be read with `sidelight data salvage`, or bring back from a backup what is missing."
        )
    )
    raise SidelightError(say("The database is not sound: {faults}.", faults=counted.faults(len(faults))), next_step)


@data.command()
@common
def backup(shell: Shell) -> None:
    """Keep a copy now, unless the newest one is the same."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        made = parts.store.upkeep.back_up()
    if shell.json:
        shell.print_json({"backup": made and _copy(made)})
    elif made is None:
        shell.print(shell.text(say("Nothing has changed since the newest backup.")))
    else:
        shell.print(shell.text(say("{file} is kept: {mb} MB.", file=str(made.path), mb=_mb(made.size))))


@data.command()
@common
def backups(shell: Shell) -> None:
    """List the backups, the newest first. They are found even where the database can't be opened."""
    from desktop_client.store.backup import copies

    found = copies(shell.profile.backups)
    if shell.json:
        shell.print_json({"backups": [_copy(copy) for copy in found]})
        return
    for copy in found:
        shell.print(f"{copy.path.name}\t{copy.made_at.astimezone():%Y-%m-%d %H:%M}\t{_mb(copy.size)} MB")
    if not found:
        shell.print(shell.text(say("There are no backups yet.")))


@data.command()
@click.argument("file", default=NEWEST)
@click.option("--replace", is_flag=True, help="Put the backup in the database's place; the old file is set aside.")
@common
def restore(shell: Shell, file: str, replace: bool) -> None:
    """Bring back from FILE, or from the newest backup, what is no longer here. Nothing that is here is changed."""
    from desktop_client.app import Parts
    from desktop_client.app.parts import utc_now
    from desktop_client.store.errors import os_in_words
    from desktop_client.store.putting_back import put_back

    copy = _chosen(shell, file)
    if replace:
        try:
            aside = put_back(copy, shell.profile.database, utc_now())
        except OSError as error:
            raise os_in_words(error, shell.profile.database) from error
        if shell.json:
            shell.print_json({"restored": str(copy), "set_aside": aside and str(aside)})
            return
        shell.print(shell.text(say("{file} is in the database's place.", file=copy.name)))
        if aside:
            shell.print(shell.text(say("The old file is now {file}.", file=str(aside))))
        return
    with Parts(shell.profile, shell.settings) as parts:
        restored = parts.store.upkeep.restore(copy)
    if shell.json:
        counts = {
            "conversations": restored.conversations,
            "messages": restored.messages,
            "pins_and_alerts": restored.others,
        }
        shell.print_json({"restored": str(copy), **counts})
        return
    counted = say(
        "Brought back: {conversations} conversations, {messages} messages in others, {others} pins and alerts.",
        conversations=restored.conversations,
        messages=restored.messages,
        others=restored.others,
    )
    shell.print(shell.text(counted))


@data.command()
@common
def salvage(shell: Shell) -> None:
    """Make a new database of all that can be read of a damaged one, which is set aside."""
    from desktop_client.app.parts import utc_now
    from desktop_client.store.errors import os_in_words
    from desktop_client.store.salvage import salvage as take_out

    if not shell.profile.database.exists():
        raise SidelightError(
            say("There is no database in {folder}.", folder=str(shell.profile.root)),
            say("Name another with --profile."),
        )
    try:
        saved = take_out(shell.profile.database, utc_now())
    except OSError as error:
        raise os_in_words(error, shell.profile.database) from error
    if shell.json:
        aside = str(saved.set_aside) if saved.set_aside else None
        shell.print_json({"rows": saved.rows, "unreadable": saved.unreadable, "set_aside": aside})
        return
    told = say(
        "Saved {messages} messages in {conversations} conversations; {lost} rows could not be read.",
        messages=saved.rows.get("messages", 0),
        conversations=saved.rows.get("conversations", 0),
        lost=saved.unreadable,
    )
    shell.print(shell.text(told))
    if saved.set_aside:
        shell.print(shell.text(say("The old file is now {file}.", file=str(saved.set_aside))))


def _chosen(shell: Shell, file: str) -> Path:
    """The file that was named: by its path, by its name in the backups folder, or the newest there."""
    from desktop_client.store.backup import copies

    if file == NEWEST:
        newest = next(iter(copies(shell.profile.backups)), None)
        if newest is None:
            raise SidelightError(say("There are no backups yet."), say("Make one with `sidelight data backup`."))
        return newest.path
    for path in (Path(file), shell.profile.backups / file):
        if path.is_file():
            return path
    raise SidelightError(
        say("There is no file {file}.", file=file), say("See `sidelight data backups` for those there are.")
    )


def _copy(copy: Copy) -> dict[str, object]:
    return {
        "file": str(copy.path),
        "made_at": copy.made_at.isoformat(),
        "bytes": copy.size,
        "schema_version": copy.schema_version,
    }


def _mb(size: int) -> str:
    return f"{max(size / MB, 0.1):.1f}"
