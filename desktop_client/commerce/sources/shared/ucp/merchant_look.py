"""MerchantLook: asks a merchant how it is asked, before the user adds it, and tries a first search.

Each request is made, shown, and sent only on the user's word, through the same gate as any other. Nothing is kept: who
is added is up to the user, and adding asks nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_client.commerce.asking.one_source import Door, Preview, begin, go_on
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Note
from desktop_client.commerce.sending.request import Outgoing, Purpose, Request, Response
from desktop_client.commerce.source import Manifest, Query, Source
from desktop_client.commerce.sources.shared.ucp.discovery import SEARCH, Profile, Transport, profile_of
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, counted, say

LIMIT = 10
"""Offers that a first search asks for."""

_TRANSPORTS: Mapping[Transport, str] = {Transport.REST: "REST", Transport.MCP: "MCP"}
_CAPABILITIES: Mapping[str, Sentence] = {
    SEARCH: say("searching its catalogue"),
    "dev.ucp.shopping.catalog.lookup": say("looking up single products"),
    "dev.ucp.shopping.cart": say("a basket"),
    "dev.ucp.shopping.checkout": say("checkout"),
    "dev.ucp.shopping.discount": say("discounts"),
    "dev.ucp.shopping.fulfillment": say("delivery"),
    "dev.ucp.shopping.order": say("orders"),
    "dev.ucp.shopping.buyer_consent": say("consent of the buyer"),
    "dev.ucp.shopping.ap2_mandate": say("payment by mandate"),
    "dev.ucp.common.identity_linking": say("linking an account"),
}
"""Capabilities by the protocol's names. One that is not here is shown by its name."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a merchant by now: its profile, how many offers a first search brought, and what it wants said
    with them. ``preview`` is what may be sent next.
    """

    profile: Profile | None = None
    offers: int | None = None
    disclosures: tuple[str | Note, ...] = ()
    preview: Preview | None = None


class _Listening:
    """A door that keeps the answer to a question for the profile, and names the search as what it is here."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.profile: Response | None = None

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        searching = request.purpose is Purpose.SEARCH
        return self._door.prepare(manifest, replace(request, purpose=Purpose.TRIAL) if searching else request)

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        response = self._door.send(manifest, outgoing, cancel)
        if outgoing.request.purpose is Purpose.DISCOVERY:
            self.profile = response
        return response


class MerchantLook:
    """One look at a merchant that may be added. ``source`` is what it would become; ``clock`` gives the time, aware."""

    def __init__(self, merchant: Merchant, source: Source, door: Door, clock: Callable[[], datetime]) -> None:
        self.merchant, self._source, self._clock = merchant, source, clock
        self._door = _Listening(door)
        self._looked = Looked()
        self.need = ShoppingNeed("cup")

    @property
    def manifest(self) -> Manifest:
        """The label of the source that the merchant would become."""
        return self._source.manifest

    def start(self) -> Looked:
        """The first request, to be shown. Touches no network.

        Raises:
            SidelightError: there is none that could be sent.
        """
        shown = begin(self._source, Query(self.need, LIMIT), self._door, self._clock())
        assert isinstance(shown, Preview), "a merchant is never known without asking"
        self._looked = Looked(preview=shown)
        return self._looked

    def send(self, shown: Preview, cancel: threading.Event) -> Looked:
        """Send what was shown; returns what is known now, and the next request where there is one. Blocks.

        Raises:
            Cancelled: ``cancel`` was set, or suggestions are off.
            SidelightError: no proper answer came, or the merchant can't be used; the sentence says why.
        """
        if not shown.fresh(self._clock()):
            raise SidelightError(say("The request had waited for too long."), say("Look it up once more."))
        came = go_on(self._source, shown, self._door, cancel, self._clock)
        if isinstance(came, Preview):
            looked = Looked(preview=came)
            if came.outgoing.request.purpose is not Purpose.DISCOVERY and self._door.profile is not None:
                looked = replace(looked, profile=profile_of(self._door.profile, self.merchant.origin))
        else:
            looked = replace(self._looked, offers=len(came.offers), disclosures=tuple(came.disclosures), preview=None)
        self._looked = looked
        return looked


def words(merchant: Merchant, looked: Looked) -> tuple[Sentence, ...]:
    """What was found, a sentence each; what the merchant itself says is not among them."""
    found: list[Sentence] = []
    if looked.profile is not None:
        found.append(
            say("{place} speaks UCP, version {version}, over {transport}.", place=merchant.place,
                version=looked.profile.version, transport=_TRANSPORTS[looked.profile.transport])
        )  # fmt: skip
    if looked.offers:
        found.append(say("It answered a search with {offers}.", offers=counted.offers(looked.offers)))
    elif looked.offers is not None:
        found.append(say("It answered a search, and had nothing for it."))
    return tuple(found)


def capabilities(profile: Profile) -> tuple[tuple[Sentence | str, ...], tuple[Sentence | str, ...]]:
    """What a merchant can do: what Sidelight uses of it, and what it never does."""
    used = tuple(_CAPABILITIES[name] for name in profile.capabilities if name == SEARCH)
    return used, tuple(_CAPABILITIES.get(name, name) for name in profile.capabilities if name != SEARCH)
