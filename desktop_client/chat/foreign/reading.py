"""Which client a file or folder is from, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from desktop_client.chat.foreign import chatgpt, jan, lm_studio, open_webui
from desktop_client.chat.foreign.tree import Taken
from desktop_client.chat.transfer import TransferError, from_json
from desktop_client.wording import say
from desktop_client.wording.unreadable import unreadable_words

T = TypeVar("T")

SIDELIGHT = "Sidelight"
OURS: Final = b'"sidelight-conversation"'

_READERS: Final = tuple((client.NAME, client.looks_like, client.read) for client in (chatgpt, open_webui, lm_studio))
_DAMAGE: Final = (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError)


def read_file(content: bytes) -> tuple[str, Taken]:
    """The client's name and the conversations in what it wrote.

    Raises:
        TransferError: the file is damaged, or from none of the clients that are known.
    """
    found = _read(content)
    if found is None:
        raise TransferError(
            say("This file holds no conversations that Sidelight can read."),
            say("Choose one that Sidelight, ChatGPT, Open WebUI or LM Studio wrote, or for Jan its folder of threads."),
        )
    return found


def _read(content: bytes) -> tuple[str, Taken] | None:
    """None where nothing says that a client wrote it that is known."""
    plain = content.removeprefix(b"\xef\xbb\xbf")
    for name, looks_like, read in _READERS:
        if looks_like(plain):
            return name, _undamaged(name, partial(read, plain))
    return (SIDELIGHT, Taken((from_json(plain),))) if OURS in plain else None


def read_folder(path: Path) -> tuple[str, Taken]:
    """All conversations in a folder, and the names of the clients: files that a client wrote, LM Studio's also in
    folders below; and Jan's threads: one, or the folder with all of them.

    Raises:
        TransferError: there are none, or one is damaged.
    """
    found = [*_written_in(path), *_threads_in(path)]
    if not found:
        raise TransferError(
            say("{folder} holds no conversations that Sidelight can read.", folder=str(path)),
            say("Choose a folder of exported chats, LM Studio's folder of conversations, or Jan's of threads."),
        )
    conversations = tuple(c for _, taken in found for c in taken.conversations)
    names = dict.fromkeys(name for name, _ in found)
    return ", ".join(names), Taken(conversations, sum(taken.left_out for _, taken in found))


def _written_in(folder: Path) -> Iterator[tuple[str, Taken]]:
    """What stands in files of which a client is known; any other file is nobody's business."""
    for file in sorted({*folder.glob("*.json"), *folder.rglob(f"*{lm_studio.ENDING}")}):
        found = _naming(file, partial(_read_from, file))
        if found is not None:
            yield found


def _read_from(file: Path) -> tuple[str, Taken] | None:
    return _read(file.read_bytes())


def _threads_in(path: Path) -> Iterator[tuple[str, Taken]]:
    for folder in jan.folders(path):
        yield jan.NAME, _naming(folder, partial(_undamaged, jan.NAME, partial(_thread, folder)))


def _thread(folder: Path) -> Taken:
    about = folder / jan.THREAD
    return jan.read((folder / jan.MESSAGES).read_bytes(), about.read_bytes() if about.is_file() else None)


def _undamaged(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except _DAMAGE as error:
        raise TransferError(
            say("The export of {client} is damaged ({detail}).", client=name, detail=unreadable_words(error)),
            say("Export it once more, and choose the new file."),
        ) from error


def _naming(path: Path, read: Callable[[], T]) -> T:
    """Of many files it matters which one is damaged."""
    try:
        return read()
    except TransferError as error:
        raise TransferError(say("{file}: {cause}", file=path.name, cause=error.cause), error.next_step) from error
