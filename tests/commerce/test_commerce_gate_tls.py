"""Encryption: only a server that can prove its name gets a byte of the request."""

from __future__ import annotations

import ssl
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from standins.certificates import Authority
from standins.gates import Asker, CountingResolver
from standins.hostile_server import Conversation, HostileServer, answers_in_the_clear, head, says, then_silence
from standins.sources import manifest

from desktop_client.commerce.sending import wire
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Request

PUBLIC = "93.184.215.14"
SHOP = replace(manifest("shop"), hosts=("shop.example",))
REQUEST = Request.get("https://shop.example/search", [("q", "mask")])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.in_folder(tmp_path_factory.mktemp("certificates"))


def asker(server: HostileServer, authority: Authority) -> Asker:
    """A source whose host leads to a public address, and a network that leads that to a server of this computer."""
    return Asker(
        SHOP,
        resolve=CountingResolver(shop_example=[PUBLIC]),
        connect=lambda address, port: wire.connect(server.address, server.port),
        certificates=authority.trusted,
    )


def test_the_bytes_shown_are_sent_encrypted(authority: Authority) -> None:
    with HostileServer(says({"a": 1}), tls=authority.server("shop.example")) as server:
        asking = asker(server, authority)
        outgoing = asking.gate.prepare(SHOP, REQUEST)
        assert asking.gate.send(SHOP, outgoing, asking.cancel).json() == {"a": 1}
    assert server.requests == [outgoing.wire]


@pytest.mark.parametrize(
    "stranger",
    [
        lambda mine, other: mine.server("other.example"),
        lambda mine, other: mine.server("shop.example.evil.example"),
        lambda mine, other: other.server("shop.example"),
        lambda mine, other: mine.server("shop.example", days=-1),
    ],
    ids=["another name", "a longer name", "another authority", "out of date"],
)
def test_a_server_that_cannot_prove_its_name_gets_nothing(authority: Authority, tmp_path: Path, stranger) -> None:
    other = Authority.in_folder(tmp_path, "other")
    with HostileServer(says(), tls=stranger(authority, other)) as server:
        asking = asker(server, authority)
        with pytest.raises(SourceError, match="could not prove that it belongs to the platform") as raised:
            asking.ask(REQUEST)
    assert raised.value.fault is Fault.OFFLINE
    assert not any(server.requests)
    assert [came.outcome for came in asking.record.came] == ["offline"]


def test_a_server_that_does_not_encrypt_gets_nothing(authority: Authority) -> None:
    with HostileServer(answers_in_the_clear) as server:
        asking = asker(server, authority)
        with pytest.raises(SourceError) as raised:
            asking.ask(REQUEST)
    assert raised.value.fault is Fault.OFFLINE
    assert [b"mask" in request for request in server.requests] == [False]


@pytest.mark.parametrize("signed_off", [True, False])
def test_an_answer_that_anyone_on_the_way_could_have_cut_off_is_no_answer(
    authority: Authority, signed_off: bool
) -> None:
    """Without a length the end of the connection is the end of the answer; only encryption can say that it is meant."""

    def act(talk: Conversation) -> None:
        talk.send(head("200 OK") + b"[]")
        if signed_off:
            assert isinstance(talk.connection, ssl.SSLSocket)
            talk.connection.unwrap()

    with HostileServer(act, tls=authority.server("shop.example")) as server:
        asking = asker(server, authority)
        if signed_off:
            assert asking.ask(REQUEST).body == b"[]"
            return
        with pytest.raises(SourceError) as raised:
            asking.ask(REQUEST)
    assert raised.value.fault is Fault.OFFLINE


@pytest.mark.parametrize(
    "first", [b"", head("200 OK", "Content-Length: 99") + b"half"], ids=["before", "in mid-answer"]
)
def test_aborted_while_the_answer_is_awaited(authority: Authority, first: bytes) -> None:
    with HostileServer(then_silence(first), tls=authority.server("shop.example")) as server:
        asking = asker(server, authority)
        switching = threading.Thread(target=lambda: server.heard.wait(30) and asking.switches.on.clear())
        switching.start()
        with pytest.raises(Cancelled):
            asking.ask(REQUEST)
        switching.join(30)
        assert server.client_gone.wait(30), "the connection stayed open"


def test_the_environment_names_no_authority(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(authority.folder))
    try:
        trusted = wire.system_certificates()
    except SourceError:
        pytest.skip("this computer has no certificates")
    names = [dict(part[0] for part in found["subject"]).get("commonName") for found in trusted.get_ca_certs()]
    assert names
    assert authority.name not in names


def test_a_client_of_the_system_checks_names_and_certificates() -> None:
    try:
        trusted = wire.system_certificates()
    except SourceError:
        pytest.skip("this computer has no certificates")
    assert trusted.check_hostname
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_without_certificates_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire.sys, "platform", "linux")
    monkeypatch.setattr(wire, "CERTIFICATE_FILES", ())
    monkeypatch.setattr(wire.ssl, "get_default_verify_paths", lambda: _Nowhere)
    with pytest.raises(SourceError, match="ca-certificates"):
        wire.system_certificates()


class _Nowhere:
    openssl_cafile = "/nowhere"
