"""``sidelight chat``: conversations that are on disk."""

from __future__ import annotations

from typing import Any

import click

from desktop_client.chat.conversation import Conversation, Message, branch
from desktop_client.cli.shell import Shell, common


@click.group()
def chat() -> None:
    """Conversations on disk."""


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
    shell.print(f"# {conversation.title}")
    for message in branch(messages, conversation.head_id):
        shell.print(f"\n## {message.role}\n\n{message.text}")


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
