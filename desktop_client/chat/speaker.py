"""Who says a message, in a file that is read without the program."""

from __future__ import annotations

from desktop_client.chat.conversation import Message
from desktop_client.inference.engine import Role
from desktop_client.wording import Language, say

BY_HAND = say("Edited by the user.")
"""What is said of an answer that no model wrote as it stands."""


def speaker(message: Message, language: Language) -> str:
    """You, the instructions, or the model by its name where that is known."""
    if message.role is Role.USER:
        return say("You").in_language(language)
    if message.role is Role.SYSTEM:
        return say("Instructions").in_language(language)
    name = message.provenance.model_name if message.provenance and not message.is_by_hand else ""
    return name or say("Answer").in_language(language)
