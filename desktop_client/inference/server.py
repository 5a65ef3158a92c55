"""A server of the user's that can answer instead of this computer: where it is, and how its models are named."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from desktop_client.errors import SidelightError
from desktop_client.inference.engine import ModelFile
from desktop_client.wording import say

PREFIX = "server:"
"""Begins the setting that names a server's model: ``server:ID/MODEL``."""
_ID = re.compile(r"[^a-z0-9]+")
_LOCAL_NAMES = {"localhost", "localhost.localdomain"}


@dataclass(frozen=True, slots=True)
class Server:
    """An address up to and including ``/v1``, and what the user calls it. Keys are never here."""

    id: str
    name: str
    url: str

    @property
    def host(self) -> str:
        """Host and port, as people are told them."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def here(self) -> bool:
        """Whether it is this very computer."""
        name = urlsplit(self.url).hostname or ""
        return name in _LOCAL_NAMES or _is_loopback(name)

    @property
    def encrypted(self) -> bool:
        """Whether what goes there can't be read on the way."""
        return self.url.startswith("https://")

    def model(self, name: str) -> ModelFile:
        """One of its models as the engine takes it: no file, no digest, and the server's host."""
        return ModelFile(Path(f"{PREFIX}{self.id}"), name, "", 0, server=self.host)

    def row(self) -> dict[str, str]:
        """As the settings keep it."""
        return {"id": self.id, "name": self.name, "url": self.url}


def read_server(address: str, name: str = "", others: frozenset[str] = frozenset()) -> Server:
    """Read an address as people write it; ``others`` are ids that are taken.

    Raises:
        SidelightError: it is no address, it holds a password, or it would go over the internet unencrypted.
    """
    text = address.strip()
    if "://" not in text and text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not text or parts.scheme not in ("http", "https") or not host:
        raise SidelightError(
            say("{address} is not the address of a server.", address=address.strip()[:200]),
            say("Write it like http://127.0.0.1:8080 or https://models.example."),
        )
    if "@" in parts.netloc:
        raise SidelightError(
            say("An address must not hold a name or a password."), say("Enter the key in its own field.")
        )
    if parts.scheme == "http" and not _near(host):
        raise SidelightError(
            say("{host} would be asked without encryption: everybody on the way could read the chat.", host=host),
            say("Use https, or a server in your own network."),
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/models")
    where = f"[{host}]" if ":" in host else host
    url = f"{parts.scheme}://{where}{f':{port}' if port else ''}{path if path.endswith('/v1') else path + '/v1'}"
    return Server(_free_id(name or host, others), name.strip() or f"{where}{f':{port}' if port else ''}", url)


def server_from(row: Mapping[str, str]) -> Server | None:
    """A server as the settings have it; None for a row that can't stand."""
    try:
        server = read_server(row.get("url", ""), row.get("name", ""))
    except SidelightError:
        return None
    return Server(row["id"], server.name, server.url) if row.get("id") else None


def _free_id(name: str, others: frozenset[str]) -> str:
    base = _ID.sub("-", name.lower()).strip("-") or "server"
    number, found = 2, base
    while found in others:
        found, number = f"{base}-{number}", number + 1
    return found


def _near(host: str) -> bool:
    """This computer or the user's own network: a private address, or a name that only that network knows."""
    if host in _LOCAL_NAMES or _is_loopback(host):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa", ".internal"))
    return address.is_private or address.is_link_local


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
