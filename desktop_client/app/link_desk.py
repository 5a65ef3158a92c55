"""LinksOfProfile: what asking for an offer's link does with it: takes the source's key, and shows before it sends."""

from __future__ import annotations

from desktop_client.app.parts import Parts, utc_now
from desktop_client.commerce.asking.link_asking import LinkAsking
from desktop_client.commerce.asking.one_source import Door
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.switches import Switches


class LinksOfProfile:
    """Asks for links with the keys of one profile; implements ``ui.sources.offer_link_controller.LinkDesk``.

    ``switches`` say what may be asked in the chat on screen; ``door`` replaces the gate, for tests.
    """

    def __init__(self, parts: Parts, switches: Switches, door: Door | None = None) -> None:
        self._parts, self._switches, self._door = parts, switches, door

    def ask(self, offer: Offer) -> LinkAsking:
        """Asking for the link of an offer. Blocks, as the keyring does; touches no network.

        Raises:
            SidelightError: its source makes no links, or the keyring does not answer.
        """
        source = self._parts.registry.source(offer.source_id)
        keys = self._parts.keys.of(source.manifest) if source.manifest.credential_fields else {}
        return LinkAsking(source, offer, keys, self._door or self._parts.gate(self._switches), utc_now)
