"""``sidelight record``: what was sent, what came and what was shown; to look at, take away or delete."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from desktop_client.cli.shell import Shell, common
from desktop_client.commerce.record import Asked, Came, Entry, Event, Listed, event_of
from desktop_client.commerce.sending.faults import Fault, cause_of
from desktop_client.commerce.sending.request import HIDDEN, Purpose
from desktop_client.commerce.sending.request_words import PURPOSES
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, counted, say


@click.group()
def record() -> None:
    """The record of what was sent, what came and what was shown."""


@record.command()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many entries, at most.")
@common
def show(shell: Shell, limit: int) -> None:
    """Show the newest entries, the newest first."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        book = parts.store.record
        count, size, entries = book.count(), book.size(), book.entries(limit=limit)
    if shell.json:
        shown = [_entry_to_json(entry) for entry in entries]
        shell.print_json({"count": count, "bytes": size, "entries": shown})
        return
    events = {entry.number: _event(entry) for entry in entries}
    for entry in entries:
        shell.print(f"{entry.number}\t{entry.at:%Y-%m-%d %H:%M:%S}\t{shell.text(_in_words(entry.number, events))}")
    if not entries:
        shell.print(shell.text(say("The record is empty.")))


@record.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common
def export(shell: Shell, file: Path) -> None:
    """Write the whole record to FILE, so that anyone can check it."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        head = parts.store.record.export(file)
    if shell.json:
        shell.print_json({"file": str(file), "count": head.count, "hash": head.hash})
        return
    shell.print(shell.text(say("Written to {file}: {entries}.", file=str(file), entries=counted.entries(head.count))))


@record.command()
@click.option("--yes", is_flag=True, help="Don't ask.")
@common
def delete(shell: Shell, yes: bool) -> None:
    """Delete the whole record. It can't be deleted in part, and it can't be brought back."""
    from desktop_client.app import Parts

    if not yes and not sys.stdin.isatty():
        raise click.UsageError("Say --yes to delete the record where nobody can be asked.")
    with Parts(shell.profile, shell.settings) as parts:
        if not yes:
            _ask(shell, parts.store.record.count())
        gone = parts.store.record.delete()
    if shell.json:
        shell.print_json({"deleted": gone})
        return
    shell.print(shell.text(say("The record is deleted: {entries}.", entries=counted.entries(gone))))


def _ask(shell: Shell, count: int) -> None:
    sure = say("Delete the whole record, {entries}? It can't be brought back.", entries=counted.entries(count))
    if not click.confirm(shell.text(sure), err=True):
        raise SidelightError(say("Nothing was deleted."))


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "kind": entry.kind.value,
        "content": _content(entry),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _content(entry: Entry) -> object:
    try:
        return json.loads(entry.content)
    except (ValueError, RecursionError):
        # It was changed: ``verify record`` says so, here it is shown as it stands.
        return entry.content


def _event(entry: Entry) -> Event | None:
    try:
        return event_of(entry)
    except msgspec.MsgspecError:
        return None


def _in_words(number: int, events: Mapping[int, Event | None]) -> Sentence:
    """One entry; ``events`` are those of the entries that are shown."""
    match events[number]:
        case None:
            return say("not as it was written")
        case Asked(source_id=source, host=host, purpose=purpose):
            known = PURPOSES[Purpose(purpose)] if purpose in set(Purpose) else purpose
            return say("sent to {host} ({source}): {purpose}", host=host, source=source, purpose=known)
        case Came() as came:
            return _answer_words(came, events.get(came.asked))
        case Listed(need=need, rows=rows):
            return say("shown for “{need}”: {offers}", need=need.text, offers=counted.offers(len(rows)))


def _answer_words(came: Came, asked: Event | None) -> Sentence:
    if came.outcome == "ok":
        return say("answer to {asked}: {bytes} bytes", asked=came.asked, bytes=came.body_bytes)
    if came.outcome == "cancelled":
        return say("answer to {asked}: called off before it was whole", asked=came.asked)
    keyless = isinstance(asked, Asked) and HIDDEN not in asked.request
    why = cause_of(Fault(came.outcome), keyed=not keyless) if came.outcome in set(Fault) else came.outcome
    return say("request {asked} failed: {why}", asked=came.asked, why=why)
