"""Which client a file or folder is from, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from desktop_client.chat.foreign import chatgpt, jan, lm_studio, open_webui
from desktop_client.chat.foreign.tree import Taken
from desktop_client.chat.transfer import PortableConversation, TransferError, from_json
from desktop_client.wording import say

T = TypeVar("T")

SIDELIGHT = "Sidelight"
OURS: Final = b'"sidelight-conversation"'
_HEAD = 200
"""Among its first bytes an exported chat says what it is."""

_READERS: Final = tuple((client.NAME, client.looks_like, client.read) for client in (chatgpt, open_webui, lm_studio))
_DAMAGE: Final = (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError)


def read_file(content: bytes) -> tuple[str, Taken]:
    """The client's name and the conversations in what it wrote. What no other client wrote is taken for ours.

    Raises:
        TransferError: the file is damaged, or from none of the clients that are known.
    """
    plain = content.removeprefix(b"\xef\xbb\xbf")
    for name, looks_like, read in _READERS:
        if looks_like(plain):
            return name, _undamaged(name, partial(read, plain))
    return SIDELIGHT, Taken((from_json(plain),))


def read_folder(path: Path) -> tuple[str, Taken]:
    """The chats that Sidelight exported to a folder; or Jan's threads: one, or the folder with all of them.

    Raises:
        TransferError: there are none, or one is damaged.
    """
    exported = tuple(_exported(path))
    if exported:
        return SIDELIGHT, Taken(exported)
    found = _undamaged(jan.NAME, lambda: [_thread(folder) for folder in jan.folders(path)])
    if not found:
        raise TransferError(
            say("{folder} holds no conversations that Sidelight can read.", folder=str(path)),
            say("Choose a folder of exported chats, Jan's threads folder, or a file that another client exported."),
        )
    conversations = tuple(c for taken in found for c in taken.conversations)
    return jan.NAME, Taken(conversations, sum(taken.left_out for taken in found))


def _exported(folder: Path) -> Iterator[PortableConversation]:
    """What stands in the files of a folder that say that they are ours; any other file is nobody's business."""
    for file in sorted(folder.glob("*.json")):
        content = file.read_bytes()
        if OURS in content[:_HEAD]:
            yield from_json(content)


def _thread(folder: Path) -> Taken:
    about = folder / jan.THREAD
    return jan.read((folder / jan.MESSAGES).read_bytes(), about.read_bytes() if about.is_file() else None)


def _undamaged(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except _DAMAGE as error:
        raise TransferError(
            say("The export of {client} is damaged ({detail}).", client=name, detail=str(error)),
            say("Export it once more, and choose the new file."),
        ) from error
