"""The wire: a name looked up, one connection made, bytes sent and received; given up as soon as nobody wants them.

This is the one module of commerce that touches a socket, and only the gate uses it. Nothing in it waits longer than
``SLICE_S`` without looking whether the answer is still wanted and in time.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self, TypeVar

from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.wording import say

T = TypeVar("T")

SLICE_S = 0.05
"""Seconds between two looks at the switch, also while a name is looked up, a connection made or a server silent."""

CONNECT_S = 2.5
"""Seconds that one address of a host gets before the next is tried: a dead route must not use up all of the time."""

CERTIFICATE_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, the BSDs
)


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, in the order in which they are to be tried.

    Raises:
        OSError: there are none, or nobody could be asked.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


def connect(address: str, port: int) -> socket.socket:
    """Begin to connect, and return at once.

    Raises:
        OSError: there is no way to that address.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.setblocking(False)
    # BlockingIOError is how a connection says that it is on its way.
    with _closed_on_failure(connection), contextlib.suppress(BlockingIOError):
        connection.connect((address, port))
    return connection


def system_certificates() -> ssl.SSLContext:
    """TLS that trusts whom the operating system trusts, whatever SSL_CERT_FILE and its like say.

    Raises:
        SourceError: this computer keeps no certificates where its kind keeps them.
    """
    if sys.platform in {"win32", "darwin"}:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for file in (ssl.get_default_verify_paths().openssl_cafile, *CERTIFICATE_FILES):
        if Path(file).is_file():
            context.load_verify_locations(file)
            return context
    raise SourceError(
        Fault.OFFLINE,
        say("This computer has no certificates to know the platform by."),
        say("Install the package ca-certificates of your system."),
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """Whether an answer is still wanted. ``end`` is a time of ``monotonic``, in seconds."""

    wanted: Callable[[], bool]
    monotonic: Callable[[], float]
    end: float

    def look(self) -> float:
        """How long to wait at most before looking again, in seconds.

        Raises:
            Cancelled: nobody wants the answer any more.
            SourceError: its time is up.
        """
        if not self.wanted():
            raise Cancelled
        left = self.end - self.monotonic()
        if left <= 0:
            raise SourceError(Fault.TIMED_OUT)
        return min(SLICE_S, left)

    def at_most(self, seconds: float) -> Watch:
        """The same for a step that gets so many seconds and no more."""
        return replace(self, end=min(self.end, self.monotonic() + seconds))


def addresses_of(host: str, port: int, ask: Callable[[str, int], Sequence[str]], watch: Watch) -> tuple[str, ...]:
    """Every address of a host, asked for once.

    The system's look-up can't be called off, so it runs in a thread that is left behind when nobody waits any more.

    Raises:
        Cancelled, SourceError: as ``Watch.look``; and where the host has no address.
    """
    answers: SimpleQueue[tuple[str, ...]] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(tuple(ask(host, port)))
        except (OSError, UnicodeError):
            answers.put(())

    threading.Thread(target=look_up, name="name look-up", daemon=True).start()
    while True:
        wait = watch.look()
        with contextlib.suppress(Empty):
            found = answers.get(timeout=wait)
            if not found:
                raise SourceError(Fault.OFFLINE)
            return found


class Wire:
    """One connection. A context manager: leaving it closes the connection, whatever happened."""

    def __init__(self, connection: socket.socket, watch: Watch) -> None:
        self._connection = connection
        self._watch = watch

    @classmethod
    def to(cls, addresses: Iterable[str], port: int, begin: Callable[[str, int], socket.socket], watch: Watch) -> Self:
        """Connect to the first of these addresses that answers.

        Raises:
            Cancelled, SourceError: as ``Watch.look``; and where none answers.
        """
        fault = Fault.OFFLINE
        for address in addresses:
            watch.look()
            try:
                connection = begin(address, port)
                with _closed_on_failure(connection):
                    _wait(connection, selectors.EVENT_WRITE, watch.at_most(CONNECT_S))
                    failure = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if failure:
                        raise OSError(failure, "not connected")
                return cls(connection, watch)
            except OSError:
                fault = Fault.OFFLINE
            except SourceError as error:
                fault = error.fault
        raise SourceError(fault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def secure(self, trust: ssl.SSLContext, host: str) -> None:
        """Encrypt from here on, with a server that can prove it is ``host``.

        Raises:
            Cancelled, SourceError: as ``Watch.look``; and where it can't.
        """
        with _faults():
            # A connection that ends without saying so may have been cut short by someone on the way.
            wrapped = trust.wrap_socket(
                self._connection, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
            )
            self._connection = wrapped
            self._when_ready(wrapped.do_handshake, selectors.EVENT_READ)

    def send(self, data: bytes) -> None:
        """Send all of it, or what the server takes: one that has heard enough may answer before it has read all.

        Raises:
            Cancelled, SourceError: as ``Watch.look``; and where the connection broke.
        """
        rest = memoryview(data)
        with _faults(), contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while rest:
                rest = rest[self._when_ready(partial(self._connection.send, rest), selectors.EVENT_WRITE) :]

    def receive(self, most: int) -> bytes:
        """What has come, ``most`` bytes of it; b"" when the server has closed.

        Raises:
            Cancelled, SourceError: as ``Watch.look``; and where the connection broke.
        """
        with _faults():
            return self._when_ready(partial(self._connection.recv, most), selectors.EVENT_READ)

    def _when_ready(self, step: Callable[[], T], event: int) -> T:
        """Take a step as soon as the connection lets it; encryption may have to read in order to write."""
        while True:
            self._watch.look()
            try:
                return step()
            except ssl.SSLWantReadError:
                needed = selectors.EVENT_READ
            except ssl.SSLWantWriteError:
                needed = selectors.EVENT_WRITE
            except BlockingIOError:
                needed = event
            _wait(self._connection, needed, self._watch)


def _wait(connection: socket.socket, event: int, watch: Watch) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, event)
        while not selector.select(watch.look()):
            pass


@contextlib.contextmanager
def _closed_on_failure(connection: socket.socket) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """What the system says of a connection, as a fault."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise SourceError(
            Fault.OFFLINE,
            say("The server could not prove that it belongs to the platform."),
            say("Check this computer's clock, and whether something on the network reads along."),
        ) from None
    except OSError:
        raise SourceError(Fault.OFFLINE) from None
