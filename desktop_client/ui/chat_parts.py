"""The widgets that a chat is shown in."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.ui.composer import Composer
from desktop_client.ui.sidebar import Sidebar
from desktop_client.ui.toast import Toast
from desktop_client.ui.transcript.view import TranscriptView


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The widgets that the controller fills and listens to."""

    sidebar: Sidebar
    transcript: TranscriptView
    composer: Composer
    toast: Toast
