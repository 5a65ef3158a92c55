"""Addresses of servers as people write them."""

from __future__ import annotations

import pytest

from desktop_client.errors import SidelightError
from desktop_client.inference.server import read_server, server_from


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("localhost:11434/v1/", "http://localhost:11434/v1"),
        ("http://192.168.1.5:1234/v1/chat/completions", "http://192.168.1.5:1234/v1"),
        ("https://models.example/api", "https://models.example/api/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
        ("nas.local:8080", "http://nas.local:8080/v1"),
    ],
)
def test_an_address_is_read_as_people_write_it(address: str, url: str) -> None:
    server = read_server(address)
    assert server.url == url
    assert server_from(server.row()) == server


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "not the address of a server"),
        ("ftp://x", "not the address of a server"),
        ("http://", "not the address of a server"),
        ("http://models.example", "without encryption"),
        ("http://8.8.8.8:8080", "without encryption"),
        ("https://me:secret@models.example", "must not hold a name or a password"),
        ("http://127.0.0.1:99999", "not the address of a server"),
    ],
)
def test_what_would_leave_in_clear_or_nowhere_is_refused(address: str, told: str) -> None:
    with pytest.raises(SidelightError, match=told):
        read_server(address)


def test_ids_are_free_and_this_computer_is_told_from_others() -> None:
    first = read_server("localhost:1", "My Box")
    second = read_server("localhost:2", "My Box", frozenset({first.id}))
    assert (first.id, second.id) == ("my-box", "my-box-2")
    assert first.here
    assert not read_server("192.168.1.5:1").here
    assert not read_server("192.168.1.5:1").encrypted
    assert server_from({"url": "ftp://nonsense", "id": "x"}) is None
    assert server_from({"url": "localhost:1"}) is None
