"""Conversations as files, from the store and to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_client.app.parts import Parts
from desktop_client.chat.foreign.reading import read_file, read_folder
from desktop_client.chat.transfer import Form, PortableConversation, TransferError, written
from desktop_client.ui.transfer.desk import Incoming, Preview
from desktop_client.wording import Language, say
from desktop_client.wording.system import fault_words


@dataclass(frozen=True, slots=True)
class TransferDeskOfProfile:
    """Implements ``TransferDesk`` for one profile."""

    parts: Parts
    language: Language

    def look(self, path: Path) -> Preview:
        """Read a file, or a folder of threads. Nothing is taken in.

        Raises:
            TransferError: it can't be read, is damaged, or is from none of the clients that are known.
        """
        try:
            client, taken = read_folder(path) if path.is_dir() else read_file(path.read_bytes())
        except OSError as error:
            raise TransferError(
                say("{file} can't be read: {why}.", file=str(path), why=fault_words(error)),
                say("Check the path, and that you may read the file."),
            ) from error
        intake = self.parts.store.intake
        incoming = tuple(Incoming(c, intake.twin(c) is not None) for c in taken.conversations)
        return Preview(client, incoming, taken.left_out)

    def take(self, conversation: PortableConversation) -> None:
        """Take one conversation in, beside what is there."""
        self.parts.store.intake.take(conversation)

    def content(self, conversation_id: int, form: Form) -> bytes:
        """A conversation as the bytes of a file."""
        conversations = self.parts.store.conversations
        messages = conversations.messages(conversation_id)
        return written(conversations.conversation(conversation_id), messages, form, self.language)
