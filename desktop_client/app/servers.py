"""The servers of a profile: their addresses in the settings, their keys in the keyring and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_client import settings as options
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineError, ModelFile
from desktop_client.inference.remote import served_models
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import PREFIX, Server, read_server, server_from
from desktop_client.secrets import Secrets, SecretsError
from desktop_client.settings import Settings
from desktop_client.wording import say

KEYRING_NAME = "server."
"""Begins a server's name in the keyring, which holds keys of platforms as well."""


@dataclass(frozen=True, slots=True)
class ServersOfProfile:
    """``secrets`` finds the keyring; it is asked only for a server that a key was entered for."""

    settings: Settings
    secrets: Callable[[], Secrets]

    def all(self) -> tuple[Server, ...]:
        """Every server, in the order in which they were added."""
        found = (server_from(row) for row in self.settings.get(options.SERVERS))
        return tuple(server for server in found if server is not None)

    def find(self, server_id: str) -> Server | None:
        """The server with this id."""
        return next((server for server in self.all() if server.id == server_id), None)

    def has_key(self, server: Server) -> bool:
        """Whether a key was entered. Quick."""
        return any(row.get("id") == server.id and row.get("key") for row in self.settings.get(options.SERVERS))

    def add(self, address: str, name: str = "", key: str = "") -> Server:
        """Keep a server. Nobody is contacted.

        Raises:
            SidelightError: it is no address, or the key can't be kept.
        """
        server = read_server(address, name, frozenset(known.id for known in self.all()))
        if any(known.url == server.url for known in self.all()):
            raise SidelightError(say("{host} is in the list already.", host=server.host), say("Remove it first."))
        key = key.strip()
        if key:
            try:
                self.secrets().keep(KEYRING_NAME + server.id, {"key": key})
            except SecretsError:
                raise SidelightError(
                    say("The system's keyring did not keep the key."), say("Unlock it, then try again.")
                ) from None
        row = server.row() | ({"key": "yes"} if key else {})
        self.settings.change(options.SERVERS, lambda rows: [*rows, row])
        return server

    def remove(self, server_id: str) -> Server:
        """Forget a server and its key; a model of it is not chosen any more.

        Raises:
            SidelightError: there is none, or the keyring still has the key.
        """
        server = self.find(server_id)
        if server is None:
            raise SidelightError(
                say("There is no server called {name}.", name=server_id), say("See: sidelight servers list")
            )
        if self.has_key(server):
            try:
                self.secrets().forget(KEYRING_NAME + server.id)
            except SecretsError:
                raise SidelightError(
                    say("The system's keyring did not delete the key."), say("Unlock it, then try again.")
                ) from None
        self.settings.change(options.SERVERS, lambda rows: [row for row in rows if row.get("id") != server_id])
        if self.settings.get(options.MODEL).startswith(f"{PREFIX}{server_id}/"):
            self.settings.set(options.MODEL, "")
        return server

    def key_of(self, server: Server) -> str | None:
        """A server's key; None where none was entered.

        Raises:
            EngineError: the keyring does not answer, or has lost it.
        """
        if not self.has_key(server):
            return None
        try:
            found = self.secrets().get(KEYRING_NAME + server.id)
        except SecretsError:
            found = None
        if found is None:
            raise EngineError(
                say("The system's keyring does not give out the key of {host}.", host=server.host),
                say("Unlock it, or remove the server and add it again with its key."),
            )
        return found["key"]

    def models(self, server: Server) -> tuple[ServedModel, ...]:
        """Ask a server which models it has.

        Raises:
            EngineError: it can't be reached, or does not accept the key.
        """
        return served_models(server, self.key_of(server))

    def model(self, name: str) -> ModelFile:
        """The model that ``server:ID/MODEL`` names.

        Raises:
            SidelightError: there is no such server.
        """
        server_id, _, model = name.removeprefix(PREFIX).partition("/")
        server = self.find(server_id)
        if server is None or not model:
            raise SidelightError(
                say("There is no server called {name}.", name=server_id), say("See: sidelight servers list")
            )
        return server.model(model)
