"""KeyDeskOfProfile: what the form for a key does with it: shows what is kept, keeps, forgets, tests."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_client.app.parts import Parts, utc_now
from desktop_client.commerce.asking.key_test import KeyTest
from desktop_client.commerce.sending.faults import SourceError
from desktop_client.commerce.source import Manifest
from desktop_client.ui.sources.key_dialog import KeyState


class KeyDeskOfProfile:
    """The keys of one profile as their form needs them; implements ``ui.settings.key_controller.KeyDesk``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def manifest(self, source_id: str) -> Manifest:
        """The label of a source. Quick.

        Raises:
            SidelightError: there is none.
        """
        return self._parts.registry.manifest(source_id)

    def is_on(self, source_id: str) -> bool:
        """Whether it may be asked now. Quick."""
        return self._parts.switches().is_on(source_id)

    def state(self, manifest: Manifest) -> KeyState:
        """What is kept of a source's key. Blocks, as the keyring does.

        Raises:
            SourceError: the keyring does not answer, or has lost it.
        """
        keys = self._parts.keys
        parts = keys.of(manifest)
        open_ = {field.id for field in manifest.credential_fields if not field.secret}
        return KeyState(keys.lasting, frozenset(parts), {name: parts[name] for name in parts if name in open_})

    def keep(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyState:
        """Keep what was typed; secrets that were left empty stay as they were kept. Blocks.

        Raises:
            SidelightError: a part is missing, or it can't be kept.
        """
        self._parts.keys.keep(manifest, self._whole(manifest, typed))
        return self.state(manifest)

    def forget(self, manifest: Manifest) -> KeyState:
        """Delete the key. Blocks.

        Raises:
            SidelightError: the keyring still has it.
        """
        self._parts.keys.forget(manifest)
        return self.state(manifest)

    def test(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyTest:
        """A test of what was typed, filled up with what is kept; nothing is kept by it. Blocks.

        Raises:
            SidelightError: nothing was typed and the keyring does not answer, or the source can't be asked.
        """
        door = self._parts.gate(self._parts.switches())
        source = self._parts.registry.source(manifest.id)
        return KeyTest(source, self._whole(manifest, typed), door, utc_now)

    def _whole(self, manifest: Manifest, typed: Mapping[str, str]) -> Mapping[str, str]:
        given = {name: value.strip() for name, value in typed.items() if value.strip()}
        missing = {field.id for field in manifest.credential_fields if field.secret} - set(given)
        if not missing:
            return given
        try:
            kept = self._parts.keys.of(manifest)
        except SourceError:
            # A key that the keyring has lost must not stand in the way of a new one.
            if not given:
                raise
            kept = {}
        return {**{name: kept[name] for name in missing if name in kept}, **given}
