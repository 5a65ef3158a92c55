"""What ``sidelight sources check`` finds: each way of not being what the label says fails its own check only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from standins.doors import MemoryRecord
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard, manifest

from desktop_client.commerce.asking.conformance import WHAT, Check, Found, check_source
from desktop_client.commerce.gate import Gate
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request, raise_for_status
from desktop_client.commerce.source import CredentialField, Manifest, Mode, Page, Query, Search
from desktop_client.commerce.sources.shared.signing import rsa_sha256

KEY = CredentialField("key", {"en": "Key", "zh": "密钥"})
HOST = "shop.example"
SOUND = replace(
    manifest("shop"),
    hosts=(HOST,),
    methods=("GET",),
    leaves_this_computer={"en": f"To {HOST}: the words.", "zh": f"发往 {HOST}：搜索词。"},
    link_out=f"https://{HOST}/search?q={{words}}",
    credential_fields=(KEY,),
)


class Shop:
    """A sound source; a test gives it another label, another request or another way to read the answer."""

    def __init__(
        self,
        label: Manifest = SOUND,
        request: Callable[[str], Request] | None = None,
        read: Callable[[object], Page] = lambda _: Page(()),
        *,
        endless: bool = False,
        wants_key: bool = True,
    ) -> None:
        self.manifest = label
        self._request = request or _plain
        self._read, self._endless, self._wants_key = read, endless, wants_key

    def search(self, query: Query) -> Search:
        key = query.credentials.get("key", "")
        if self._wants_key and not key:
            raise SourceError(Fault.AUTH)
        response = yield self._request(key)
        while self._endless:
            response = yield self._request(key)
        raise_for_status(response)
        return self._read(response.json())


def _plain(key: str) -> Request:
    return Request.get(f"https://{HOST}/search", [("q", "mask")], headers=[("x-key", key)], secrets=(key,))


def checked(source: Shop | ScriptedSource) -> dict[str, Check]:
    gate = Gate(Switchboard(), MemoryRecord(), clock=lambda: NOW)
    return {check.id: check for check in check_source(source, gate.prepare)}


def failed(source: Shop | ScriptedSource) -> list[str]:
    return [name for name, check in checked(source).items() if check.found is Found.FAILED]


def test_a_sound_source_passes_every_check_that_can_be_made():
    found = {name: check.found for name, check in checked(Shop()).items()}
    assert list(found) == list(WHAT)
    assert found.pop("offers") is Found.NOT_CHECKED
    assert set(found.values()) == {Found.OK}


def _bad() -> Iterator[tuple[str, Shop]]:
    label = SOUND.what_it_is
    yield "label", Shop(replace(SOUND, what_it_is={**label, "zh": " "}))
    yield "label", Shop(replace(SOUND, leaves_this_computer={"en": f"To {HOST}.", "zh": "发往别处。"}))
    yield "label", Shop(replace(SOUND, credential_fields=(replace(KEY, name={"en": "Key"}),)))
    yield "no_key", Shop(wants_key=False)
    yield "requests", Shop(request=lambda key: replace(_plain(key), url="https://other.example/"))
    yield "requests", Shop(request=lambda key: replace(_plain(key), method="POST"))
    yield "requests", Shop(request=lambda key: replace(_plain(key), url=f"http://{HOST}/"))
    yield "secrets", Shop(request=lambda key: replace(_plain(key), secrets=()))
    yield "answers", Shop(read=lambda answer: Page((), total=answer["count"]))  # type: ignore[index]
    yield "answers", Shop(endless=True)
    yield "answers", Shop(read=lambda answer: [answer])  # type: ignore[arg-type,return-value]
    yield "link_out", Shop(replace(SOUND, link_out=f"http://{HOST}/search?q={{words}}"))
    yield "link_out", Shop(replace(SOUND, link_out=f"https://{HOST}/search"))


@pytest.mark.parametrize(("check", "source"), list(_bad()))
def test_what_is_wrong_fails_its_own_check_and_no_other(check: str, source: Shop):
    assert failed(source) == [check]
    assert checked(source)[check].why is not None


OPTIONAL = replace(SOUND, credential_fields=(replace(KEY, optional=True),))


def test_of_keys_that_are_optional_one_each_it_is_looked_whether_it_asks_with_none():
    """SMZDM takes one of two keys: neither is required, and with neither nothing may be sent."""
    assert checked(Shop(OPTIONAL))["no_key"].found is Found.OK
    asks_anyway = checked(Shop(OPTIONAL, wants_key=False))["no_key"]
    assert asks_anyway.found is Found.NOT_CHECKED
    assert "no part of its key is required" in str(asks_anyway.why)
    keyless = checked(Shop(replace(SOUND, credential_fields=()), wants_key=False))["no_key"]
    assert (keyless.found, str(keyless.why)) == (Found.NOT_CHECKED, "It needs no key.")


class Signing(Shop):
    """Signs with the key, which has to be a private RSA key; ``tells`` shows it."""

    def __init__(self, *, tells: bool = False) -> None:
        super().__init__()
        self._tells = tells

    def search(self, query: Query) -> Search:
        key = query.credentials.get("key", "")
        try:
            signature = rsa_sha256(key, "words")
        except ValueError:
            raise SourceError(Fault.AUTH) from None
        headers = [("x-signature", signature), *([("x-key", key)] if self._tells else [])]
        response = yield Request.get(f"https://{HOST}/search", headers=headers, secrets=(signature,))
        raise_for_status(response)
        return Page(())


def test_a_source_that_signs_with_a_private_key_is_looked_at_too():
    found = {name: check.found for name, check in checked(Signing()).items()}
    assert (found["requests"], found["secrets"], found["answers"]) == (Found.OK, Found.OK, Found.OK)
    assert failed(Signing(tells=True)) == ["secrets"]


@pytest.mark.parametrize("host", ["*.shop.example", "127.0.0.1", "localhost", "shop.example:8443", "Shop.example"])
def test_hosts_are_plain_names(host: str):
    label = replace(SOUND, hosts=(HOST, host), leaves_this_computer={"en": f"{HOST} {host}", "zh": f"{HOST} {host}"})
    assert failed(Shop(label)) == ["hosts"]


def test_a_source_that_asks_somebody_names_its_hosts():
    assert "hosts" in failed(Shop(replace(SOUND, hosts=())))


def test_offers_of_another_source_are_found():
    own = ScriptedSource("shelf", [make_offer("1", source_id="shelf")], mode=Mode.OFFLINE)
    foreign = ScriptedSource("shelf", [make_offer("1", source_id="other")], mode=Mode.OFFLINE)
    assert checked(own)["offers"].found is Found.OK
    assert failed(foreign) == ["offers"]


def test_a_source_that_raises_anything_is_said_to_and_ends_nothing():
    class Broken(Shop):
        def search(self, query: Query) -> Search:
            raise ZeroDivisionError("no words")

    assert {"no_key", "requests", "answers"} <= set(failed(Broken()))
