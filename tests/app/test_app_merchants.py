"""Merchants by domain: looked up through the real gate, added, removed and put back; a merchant's server stands in."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from standins.ucp_merchant import Merchant as StandIn
from standins.ucp_merchant import open_merchant

from desktop_client import settings as options
from desktop_client.app.merchants import MerchantDeskOfProfile
from desktop_client.app.parts import Parts
from desktop_client.app.switchboard import Switchboard
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.record import Asked, event_of
from desktop_client.commerce.sending.faults import Cancelled, SourceError
from desktop_client.commerce.sources.shared.ucp.merchant_look import MerchantLook, capabilities, words
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant, read_merchant
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.sources.merchant_controller import MerchantDesk


@pytest.fixture
def parts(profile: Profile) -> Iterator[Parts]:
    with Parts(profile, Settings(profile.settings)) as made:
        made.settings.set(options.COMMERCE, value=True)
        yield made


@pytest.fixture
def desk(parts: Parts) -> MerchantDeskOfProfile:
    made: MerchantDesk = MerchantDeskOfProfile(parts)
    assert isinstance(made, MerchantDeskOfProfile)
    return made


def begun(desk: MerchantDeskOfProfile, kind: str, address: str) -> tuple[MerchantLook, Preview]:
    look = desk.look(desk.read(kind, address, ""))
    preview = look.start().preview
    assert preview is not None
    return look, preview


def said(look: MerchantLook, found: object) -> list[str]:
    return [str(line) for line in words(look.merchant, found)]  # type: ignore[arg-type]


class TestLooking:
    @pytest.mark.parametrize("transport", ["rest", "mcp"])
    def test_each_request_is_shown_before_it_is_sent_and_what_is_found_is_said(self, desk, parts, transport) -> None:
        shop = StandIn(transport, disclosure="Prices include a platform fee.")
        with open_merchant(shop):
            look, first = begun(desk, "ucp", shop.origin)
            assert first.outgoing.shown.startswith("GET /.well-known/ucp HTTP/1.1\n")
            assert shop.requests == []
            found = look.send(first, threading.Event())
            assert shop.paths == ["/.well-known/ucp"]
            assert said(look, found) == [
                f"127.0.0.1:{shop.port} speaks UCP, version 2026-04-08, over {transport.upper()}."
            ]
            assert found.preview is not None
            assert b"cup" in found.preview.outgoing.wire
            tried = look.send(found.preview, threading.Event())
        assert (tried.preview, tried.disclosures) == (None, ("Prices include a platform fee.",))
        assert said(look, tried)[1] == "It answered a search with 2 offers."
        events = [event_of(entry) for entry in reversed(parts.store.record.entries())]
        purposes = [event.purpose for event in events if isinstance(event, Asked)]
        assert purposes == ["discovery", "trial"], "what was sent is in the record"
        assert parts.merchants.known() == (), "looking adds nothing"

    def test_what_it_could_do_besides_is_named_and_foreign_names_are_shown_as_they_are(self, desk) -> None:
        shop = StandIn()
        plain_profile = shop.profile

        def profile() -> dict:
            document = plain_profile()
            document["ucp"]["capabilities"] |= {"dev.ucp.shopping.checkout": [], "com.example.gifts\u202e": []}
            return document

        shop.profile = profile  # type: ignore[method-assign]
        with open_merchant(shop):
            look, first = begun(desk, "ucp", shop.origin)
            found = look.send(first, threading.Event())
        assert found.profile is not None
        used, unused = capabilities(found.profile)
        assert [str(name) for name in used] == ["searching its catalogue"]
        assert [str(name) for name in unused] == ["checkout", "com.example.gifts"]

    def test_nothing_is_asked_while_suggestions_are_off_nor_once_they_go_off(self, desk, parts) -> None:
        shop = StandIn()
        with open_merchant(shop):
            look, first = begun(desk, "ucp", shop.origin)
            assert desk.may_ask
            parts.settings.set(options.COMMERCE, value=False)
            assert not desk.may_ask
            with pytest.raises(Cancelled):
                look.send(first, threading.Event())
        assert shop.requests == []

    @pytest.mark.parametrize(
        ("fault", "why"), [("other_version", "speaks no version of UCP that Sidelight does"), ("", "offers no search")]
    )
    def test_what_cannot_be_used_says_so_with_one_next_step(self, desk, fault, why) -> None:
        shop = StandIn(fault=fault)
        if not fault:
            without = shop.profile()
            without["ucp"]["capabilities"] = {"dev.ucp.shopping.checkout": []}
            shop.profile = lambda: without  # type: ignore[method-assign]
        with open_merchant(shop):
            look, first = begun(desk, "ucp", shop.origin)
            with pytest.raises(SourceError, match=why) as caught:
                look.send(first, threading.Event())
        assert caught.value.next_step is not None

    def test_a_request_that_waited_too_long_is_not_sent(self, desk, monkeypatch) -> None:
        with open_merchant(StandIn()) as shop:
            look, first = begun(desk, "ucp", shop.origin)
            monkeypatch.setattr(Preview, "fresh", lambda *_: False)
            with pytest.raises(SidelightError, match="waited for too long"):
                look.send(first, threading.Event())
            assert shop.requests == []

    def test_a_store_at_shopify_needs_no_profile(self, desk) -> None:
        with open_merchant(StandIn("mcp")) as shop:
            look, first = begun(desk, "shopify", shop.origin)
            assert first.outgoing.shown.startswith("POST /api/ucp/mcp HTTP/1.1\n")
            found = look.send(first, threading.Event())
        assert said(look, found) == ["It answered a search with 2 offers."]
        assert (found.profile, found.preview) == (None, None)


class TestKeeping:
    SHOP = read_merchant("ucp", "shop.example", "Corner shop")
    OTHER = read_merchant("shopify", "store.example")

    def test_one_that_is_there_is_not_added_twice(self, desk, parts) -> None:
        desk.add(self.SHOP)
        with pytest.raises(SidelightError, match="was added already"):
            desk.read("ucp", "https://shop.example/some/page", "Another name")
        assert parts.registry.manifest(self.SHOP.source_id).name["en"] == "Corner shop"
        assert not parts.switches().is_on(self.SHOP.source_id)

    def test_what_is_removed_is_off_at_once_and_comes_back_as_it_was(self, desk, parts) -> None:
        for merchant in (self.SHOP, self.OTHER):
            desk.add(merchant)
        name = self.SHOP.source_id
        parts.switchboard.switch_source(name, on=True)
        parts.switchboard.send_at_once(name, at_once=True)
        removed = parts.remove_merchant(name)
        assert not parts.switches().is_on(name)
        assert parts.switches().asks_first(name)
        assert parts.merchant_ids == {self.OTHER.source_id}
        parts.put_back_merchant(removed)
        parts.put_back_merchant(removed)
        assert [merchant.source_id for merchant in parts.merchants.known()] == [name, self.OTHER.source_id]
        assert parts.switches().is_on(name)
        assert not parts.switches().asks_first(name)

    def test_one_that_is_added_again_asks_first_whatever_was_chosen_before(self, desk, parts) -> None:
        desk.add(self.SHOP)
        parts.switchboard.send_at_once(self.SHOP.source_id, at_once=True)
        parts.remove_merchant(self.SHOP.source_id)
        desk.add(self.SHOP)
        assert parts.switches().asks_first(self.SHOP.source_id)

    def test_a_list_goes_on_without_what_was_removed(self, desk, parts) -> None:
        from desktop_client.commerce.asking.suggestion_list import State
        from desktop_client.commerce.need import ShoppingNeed

        with open_merchant(StandIn()) as shop:
            merchant: Merchant = desk.read("ucp", shop.origin, "")
            desk.add(merchant)
            parts.switchboard.switch_source(merchant.source_id, on=True)
            parts.switchboard.send_at_once(merchant.source_id, at_once=True)
            suggestions = parts.suggestions()
            listed = suggestions.suggest(ShoppingNeed("face mask"))
        mine = [row for row in listed.rows if row.offer.source_id == merchant.source_id]
        assert mine
        parts.remove_merchant(merchant.source_id)
        suggestions.use(parts.registry.sources)
        again = suggestions.reorder(listed)
        assert not [row for row in again.rows if row.offer.source_id == merchant.source_id]
        assert {c.source_id: c.state for c in again.coverage}[merchant.source_id] is State.OFF

    def test_a_request_that_waits_is_not_sent_once_its_merchant_is_removed(self, desk, parts) -> None:
        from desktop_client.commerce.asking.suggestion_list import State
        from desktop_client.commerce.need import ShoppingNeed

        with open_merchant(StandIn()) as shop:
            merchant: Merchant = desk.read("ucp", shop.origin, "")
            desk.add(merchant)
            parts.switchboard.switch_source(merchant.source_id, on=True)
            suggestions = parts.suggestions()
            waiting = suggestions.suggest(ShoppingNeed("face mask"))
            assert [preview.source_id for preview in waiting.previews] == [merchant.source_id]
            parts.remove_merchant(merchant.source_id)
            suggestions.use(parts.registry.sources)
            after = suggestions.send(waiting, [merchant.source_id])
            assert shop.requests == []
        assert {c.source_id: c.state for c in after.coverage}[merchant.source_id] is State.OFF
        assert after.previews == ()


def test_all_off_is_one_write_and_can_be_undone(parts) -> None:
    parts.switchboard.switch_source("ebay", on=True)
    seen: list[object] = []
    parts.settings.on_change(seen.append)
    before = parts.switchboard.all_off()
    assert seen == [options.SOURCES]
    assert not any(parts.switches().is_on(label.id) for label in parts.registry.manifests)
    parts.switchboard.switch_back(before)
    assert parts.switches().is_on("ebay")
    assert parts.switches().is_on("shelf")


def test_undoing_all_off_leaves_on_what_was_switched_on_since(parts) -> None:
    before = parts.switchboard.all_off()
    parts.switchboard.switch_source("etsy", on=True)
    parts.switchboard.switch_back(before)
    assert parts.switches().is_on("etsy")
    assert not parts.switches().is_on("ebay")


def test_all_off_means_those_too_that_could_not_be_loaded_this_time(parts) -> None:
    parts.settings.set(options.SOURCES, {"of-another-package": True})
    parts.switchboard.all_off()
    assert not parts.switches().is_on("of-another-package")


def test_all_off_waits_for_no_source_while_it_holds_the_settings(parts) -> None:
    """A registry that is being made in another thread looks at the settings: each would wait for the other."""
    free: list[bool] = []

    def registry() -> object:
        other = threading.Thread(target=lambda: free.append(parts.settings.get(options.COMMERCE)), daemon=True)
        other.start()
        other.join(20)
        assert free, "the settings are held"
        return parts.registry

    Switchboard(parts.settings, registry).all_off()  # type: ignore[arg-type]


def test_a_shop_that_this_version_cannot_read_is_kept(parts, desk) -> None:
    row = {"kind": "of-a-later-version", "origin": "https://later.example", "name": "Later"}
    parts.settings.set(options.MERCHANTS, [row])
    shops = [read_merchant("ucp", f"{name}.example") for name in ("one", "two")]
    for shop in shops:
        desk.add(shop)
    removed = parts.remove_merchant(shops[0].source_id)
    assert row in parts.settings.get(options.MERCHANTS)
    parts.put_back_merchant(removed)
    assert [each["origin"] for each in parts.settings.get(options.MERCHANTS)] == [
        "https://later.example", "https://one.example", "https://two.example",
    ]  # fmt: skip
