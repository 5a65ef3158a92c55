"""Secrets: the keys of platforms, kept in the system's keyring, or in memory until the program ends. Never in a file.

Only the keyrings that operating systems bring are used, chosen by class and never by priority: the libraries that look
for one by themselves fall back to plain text in a file without saying so. Every call runs in a thread of its own with a
time limit, since a keyring that is frozen never answers.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")

LIMIT_S = 10.0
"""How long a keyring may take; unlocking one may wait for the user's password, and then the call is made again."""
PIECE = 1_000
"""Characters that one entry of a keyring gets: Windows keeps 2,560 bytes of UTF-16."""
LONGEST = 8 * PIECE
"""Characters that a whole key may have. An RSA key of 4,096 bits has some 3,200."""


class Keyring(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept under the name, None where nothing is."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete what is kept."""
        ...


class Trouble(StrEnum):
    """Why a secret could not be read or kept."""

    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    NOT_KEPT = "not_kept"
    TOO_LONG = "too_long"


class SecretsError(Exception):
    """A secret could not be read or kept. Its text never holds one."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Secret(Mapping[str, str]):
    """The parts of one key. Printing it, or a value that holds it, shows only the names of the parts."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = dict(parts)

    def __getitem__(self, name: str) -> str:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def __repr__(self) -> str:
        return f"Secret({', '.join(self._parts)})"


class Secrets:
    """Keys by the id of their source. ``keyring`` is None where this machine has none: then keys last for the session.

    ``service`` is the name under which the keyring shows them. Calls block for up to ten seconds.
    """

    def __init__(self, keyring: Keyring | None, service: str, limit_s: float = LIMIT_S) -> None:
        self._keyring, self._service, self._limit_s = keyring, service, limit_s
        self._session: dict[str, Secret] = {}

    @property
    def lasting(self) -> bool:
        """Whether keys outlive the session."""
        return self._keyring is not None

    def get(self, source_id: str) -> Secret | None:
        """A source's key; None where none is kept.

        Raises:
            SecretsError: the keyring does not answer, or refuses.
        """
        if source_id in self._session or self._keyring is None:
            return self._session.get(source_id)
        keyring = self._keyring
        kept = self._in_time(lambda: _read(keyring, self._service, source_id))
        if kept is None:
            return None
        try:
            parts = json.loads(kept)
            return Secret({str(name): str(value) for name, value in parts.items()})
        except (ValueError, AttributeError):
            raise SecretsError(Trouble.NOT_KEPT) from None  # the error's text would hold what was kept

    def keep(self, source_id: str, parts: Mapping[str, str]) -> None:
        """Keep a source's key and read it back; without a keyring it is kept for this session.

        Raises:
            SecretsError: it is too long, or the keyring does not answer, refuses, or gives back something else.
        """
        text = json.dumps(dict(parts), ensure_ascii=False)
        if len(text) > LONGEST:
            raise SecretsError(Trouble.TOO_LONG)
        if self._keyring is None:
            self._session[source_id] = Secret(parts)
            return
        keyring = self._keyring

        def write_and_read() -> str | None:
            _write(keyring, self._service, source_id, text)
            return _read(keyring, self._service, source_id)

        if self._in_time(write_and_read) != text:
            raise SecretsError(Trouble.NOT_KEPT)

    def forget(self, source_id: str) -> None:
        """Delete a source's key; nothing happens where there is none.

        Raises:
            SecretsError: the keyring does not answer, refuses, or still has it afterwards.
        """
        self._session.pop(source_id, None)
        if self._keyring is None:
            return
        keyring = self._keyring

        def delete_and_read() -> str | None:
            _delete(keyring, self._service, source_id)
            return _read(keyring, self._service, source_id)

        if self._in_time(delete_and_read) is not None:
            raise SecretsError(Trouble.NOT_KEPT)

    def _in_time(self, call: Callable[[], T]) -> T:
        done: list[T] = []
        refused = threading.Event()

        def work() -> None:
            try:
                done.append(call())
            except Exception:  # noqa: BLE001 - back ends raise what they like, and its text may hold the secret
                refused.set()

        thread = threading.Thread(target=work, name="keyring", daemon=True)
        thread.start()
        thread.join(self._limit_s)
        if done:
            return done[0]
        raise SecretsError(Trouble.REFUSED if refused.is_set() else Trouble.NO_ANSWER)


def _entry(source_id: str, number: int) -> str:
    return source_id if number == 1 else f"{source_id} {number}"


def _read(keyring: Keyring, service: str, source_id: str) -> str | None:
    """The pieces of a text, up to the first that is not full."""
    pieces: list[str] = []
    while len(pieces) * PIECE < LONGEST:
        piece = keyring.get_password(service, _entry(source_id, len(pieces) + 1))
        if piece is None:
            break
        pieces.append(piece)
        if len(piece) < PIECE:
            break
    return "".join(pieces) if pieces else None


def _write(keyring: Keyring, service: str, source_id: str, text: str) -> None:
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    for number, piece in enumerate(pieces, 1):
        keyring.set_password(service, _entry(source_id, number), piece)
    _delete(keyring, service, source_id, after=len(pieces))


def _delete(keyring: Keyring, service: str, source_id: str, after: int = 0) -> None:
    """Delete the pieces after so many. All places are looked at: a longer key may have been broken off there."""
    for number in range(after + 1, LONGEST // PIECE + 1):
        if keyring.get_password(service, _entry(source_id, number)) is not None:
            keyring.delete_password(service, _entry(source_id, number))


def system_keyring() -> Keyring | None:
    """The operating system's own keyring, None where there is none that works. May take some seconds on Linux."""
    for module, name in _BACK_ENDS.get(sys.platform, ()):
        found = _usable(module, name)
        if found is not None:
            return found
    return None


_BACK_ENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "linux": (("SecretService", "Keyring"), ("kwallet", "DBusKeyring")),
    "win32": (("Windows", "WinVaultKeyring"),),
    "darwin": (("macOS", "Keyring"),),
}
"""Allowed by class. Never the chainer, ``keyrings.alt`` (plain text), ``null`` (forgets) or ``fail``."""


def _usable(module: str, name: str) -> Keyring | None:
    from importlib import import_module

    found: list[Keyring] = []

    def look() -> None:
        try:
            back_end = getattr(import_module(f"keyring.backends.{module}"), name)
            if back_end.priority > 0:
                found.append(back_end())
        except Exception:  # noqa: BLE001 - "not usable here" comes as any error
            return

    # Asking whether one is there can hang like any other call to it.
    thread = threading.Thread(target=look, name="keyring", daemon=True)
    thread.start()
    thread.join(LIMIT_S)
    return found[0] if found else None
