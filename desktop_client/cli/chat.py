"""``sidelight chat``: conversations that are on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from desktop_client.chat.conversation import Conversation, Message
from desktop_client.chat.foreign.reading import read_file, read_folder
from desktop_client.chat.transfer import Form, PortableConversation, to_markdown, written
from desktop_client.cli.chat_search import search
from desktop_client.cli.shell import Shell, common, read_whole
from desktop_client.errors import SidelightError
from desktop_client.store.intake import Intake
from desktop_client.wording import Sentence, counted, say
from desktop_client.wording.system import fault_words

FORMS = [form.value for form in Form]


@click.group()
def chat() -> None:
    """Conversations on disk."""


chat.add_command(search)


@chat.command("list")
@common
def list_(shell: Shell) -> None:
    """List conversations, last used first."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        conversations = parts.store.conversations.conversations()
    if shell.json:
        shell.print_json({"conversations": [_conversation(c) for c in conversations]})
        return
    for conversation in conversations:
        shell.print(f"{conversation.id}\t{conversation.updated_at:%Y-%m-%d %H:%M}\t{conversation.title}")


@chat.command()
@click.argument("conversation_id", type=int)
@common
def show(shell: Shell, conversation_id: int) -> None:
    """Show one conversation: the branch that is on screen; with --json all of them."""
    from desktop_client.app import Parts

    with Parts(shell.profile, shell.settings) as parts:
        conversation = parts.store.conversations.conversation(conversation_id)
        messages = parts.store.conversations.messages(conversation_id)
    if shell.json:
        shell.print_json(_conversation(conversation) | {"messages": [_message(m) for m in messages]})
        return
    shell.print_piece(to_markdown(conversation, messages, shell.language))


@chat.command()
@click.argument("conversation_id", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "chosen",
    type=click.Choice(FORMS),
    help="Without it, the ending of FILE says; else json.",
)
@common
def export(shell: Shell, conversation_id: int, file: Path, chosen: str | None) -> None:
    """Write one conversation to FILE, which must not exist yet: json holds all branches, md and html the shown one."""
    from desktop_client.app import Parts

    ending = file.suffix.lower().lstrip(".")
    form = Form(chosen or (ending if ending in set(Form) else Form.JSON))
    with Parts(shell.profile, shell.settings) as parts:
        conversation = parts.store.conversations.conversation(conversation_id)
        messages = parts.store.conversations.messages(conversation_id)
    content = written(conversation, messages, form, shell.language)
    _write_new(file, content)
    if shell.json:
        shell.print_json({"id": conversation_id, "file": str(file), "format": form.value, "bytes": len(content)})
    else:
        shell.print(shell.text(say("“{title}” is in {file}.", title=conversation.title, file=str(file))))


@chat.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and import nothing.")
@common
def import_(shell: Shell, file: str, dry_run: bool) -> None:
    """Take in what `chat export` wrote as json, or what ChatGPT, Open WebUI, LM Studio or Jan keep.

    FILE may be - for stdin, or a folder of such files: LM Studio's of conversations, for instance, or Jan's of threads.
    What is there already is left alone.
    """
    from desktop_client.app import Parts

    folder = Path(file)
    client, found = read_folder(folder) if folder.is_dir() else read_file(read_whole(file))
    taken = []
    with Parts(shell.profile, shell.settings) as parts:
        for incoming in found.conversations:
            taken.append(_take(parts.store.intake, incoming, dry_run=dry_run))
            if not shell.json:
                shell.print(shell.text(_taken_in_words(taken[-1])))
    if shell.json:
        name = client.lower().replace(", ", "+").replace(" ", "-")
        shell.print_json({"format": name, "conversations": taken, "left_out": found.left_out})
        return
    if not taken:
        shell.print(shell.text(say("{client}'s file holds no conversation with any text.", client=client)))
    if found.left_out:
        one = say("1 picture, file or call of a tool was left out.")
        many = say("{count} pictures, files or calls of tools were left out.", count=found.left_out)
        shell.note(shell.text(one if found.left_out == 1 else many))


def _take(intake: Intake, incoming: PortableConversation, *, dry_run: bool) -> dict[str, Any]:
    there = intake.twin(incoming)
    added = None if there or dry_run else intake.take(incoming)
    known = there or added
    state = "present" if there else "imported" if added else "new"
    return {"state": state, "id": known and known.id, "title": incoming.title, "messages": len(incoming.messages)}


def _taken_in_words(one: dict[str, Any]) -> Sentence:
    title, count = one["title"], one["messages"]
    if one["state"] == "present":
        return say("“{title}” is here already, as {id}.", title=title, id=one["id"])
    if one["state"] == "imported":
        return say(
            "“{title}” was imported as {id}: {messages}.", title=title, id=one["id"], messages=counted.messages(count)
        )
    return say("“{title}” would be imported: {messages}.", title=title, messages=counted.messages(count))


def _write_new(file: Path, content: bytes) -> None:
    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError as error:
        raise SidelightError(
            say("{file} exists already, so nothing was written.", file=str(file)), say("Choose another name.")
        ) from error
    except OSError as error:
        raise SidelightError(
            say("{file} can't be written: {why}.", file=str(file), why=fault_words(error)),
            say("Choose another folder."),
        ) from error


def _conversation(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "created_at": conversation.created_at.isoformat(),
        "updated_at": conversation.updated_at.isoformat(),
        "head_id": conversation.head_id,
    }


def _message(message: Message) -> dict[str, Any]:
    provenance = message.provenance
    return {
        "id": message.id,
        "parent_id": message.parent_id,
        "role": message.role.value,
        "state": message.state.value,
        "text": message.text,
        "created_at": message.created_at.isoformat(),
        "note": message.note,
        "model": provenance and {"name": provenance.model_name, "sha256": provenance.model_sha256},
        "request_sha256": provenance and provenance.request_sha256,
    }
