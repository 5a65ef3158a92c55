"""The widgets that a chat is shown in."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.sidebar.sidebar import Sidebar
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.ui.widgets.toast import Toast


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The widgets that the controller fills and listens to."""

    sidebar: Sidebar
    transcript: TranscriptView
    composer: Composer
    toast: Toast
