"""The keys of platforms, between the keyring, which knows no sources, and commerce, which knows no keyring."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from desktop_client import settings as options
from desktop_client.commerce.asking.one_source import Kept
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import Manifest
from desktop_client.errors import SidelightError
from desktop_client.secrets import Secrets, SecretsError, Trouble
from desktop_client.settings import Settings
from desktop_client.wording import Sentence, say

_CAUSES: Mapping[Trouble, Sentence] = {
    Trouble.NO_ANSWER: say("The system's keyring does not answer."),
    Trouble.REFUSED: say("The system's keyring refused."),
    Trouble.NOT_KEPT: say("The system's keyring did not keep the key as it was given."),
    Trouble.TOO_LONG: say("The key is longer than a keyring can hold."),
}
_STEPS: Mapping[Trouble, Sentence] = {
    Trouble.NO_ANSWER: say("Unlock it, then try again."),
    Trouble.REFUSED: say("Unlock it, then try again."),
    Trouble.NOT_KEPT: say("Look at the keyring with the system's own program, then try again."),
    Trouble.TOO_LONG: say("Check that only the key was entered."),
}


class KeysOfProfile:
    """The keys of one profile; implements ``commerce.asking.one_source.Keys``.

    ``open_secrets`` finds the keyring, which may take seconds: it is called when a key is first needed, never before.
    Which sources have a key stands in the settings, so that lists of sources ask no keyring.
    """

    def __init__(self, settings: Settings, open_secrets: Callable[[], Secrets]) -> None:
        self._settings = settings
        self._open = open_secrets
        self._opening = threading.Lock()
        self._secrets: Secrets | None = None
        self._session: set[str] = set()

    @property
    def secrets(self) -> Secrets:
        """Where they are kept. Found once: without a keyring a second would not know what the first holds."""
        with self._opening:
            if self._secrets is None:
                self._secrets = self._open()
            return self._secrets

    @property
    def lasting(self) -> bool:
        """Whether keys outlive the session; False where the system has no keyring. Blocks like every other call."""
        return self.secrets.lasting

    def has(self, source_id: str) -> bool:
        """Whether a key was entered. Quick."""
        return source_id in self._session or source_id in self._settings.get(options.KEYS)

    def kept(self, source_id: str) -> Kept:
        """Where a key is that was entered. Quick."""
        if source_id in self._session:
            return Kept.SESSION
        return Kept.KEYRING if self.has(source_id) else Kept.NO

    def of(self, manifest: Manifest) -> Mapping[str, str]:
        """The parts of a source's key; empty where none was entered.

        Raises:
            SourceError: the keyring does not answer, or has lost it.
        """
        if not self.has(manifest.id):
            return {}
        try:
            found = self.secrets.get(manifest.id)
        except SecretsError as error:
            raise SourceError(Fault.AUTH, _CAUSES[error.trouble], _STEPS[error.trouble]) from None
        if found is None:
            raise SourceError(
                Fault.AUTH,
                say("The key is no longer in the system's keyring."),
                say("Enter it again on the page of sources."),
            )
        return found

    def keep(self, manifest: Manifest, parts: Mapping[str, str]) -> None:
        """Keep a key that the user entered.

        Raises:
            SidelightError: a part is missing, or it can't be kept.
        """
        given = {field.id: parts.get(field.id, "").strip() for field in manifest.credential_fields}
        for field in manifest.credential_fields:
            if not given[field.id] and not field.optional:
                raise SidelightError(
                    say("The part “{part}” of the key is missing.", part=field.id),
                    say("Enter every part that is not marked as optional."),
                )
        if not any(given.values()):
            raise SidelightError(say("No part of the key was entered."), say("Enter at least one."))
        with _in_words():
            self.secrets.keep(manifest.id, {name: value for name, value in given.items() if value})
        if self.secrets.lasting:
            self._note(manifest.id, kept=True)
        else:
            self._session.add(manifest.id)

    def forget(self, manifest: Manifest) -> None:
        """Delete a key.

        Raises:
            SidelightError: the keyring still has it.
        """
        with _in_words():
            self.secrets.forget(manifest.id)
        self._session.discard(manifest.id)
        self._note(manifest.id, kept=False)

    def _note(self, source_id: str, *, kept: bool) -> None:
        mine = {source_id} if kept else set()
        self._settings.change(options.KEYS, lambda names: sorted({*names} - {source_id} | mine))


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except SecretsError as error:
        raise SidelightError(_CAUSES[error.trouble], _STEPS[error.trouble]) from None
