"""Tokens that platforms give out for a key (OAuth 2.0 client credentials, RFC 6749, 4.4) and take for an hour or two.

A token is fetched by a request of its own, which is shown like any other, and kept in memory until shortly before it
ends. It is never written anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request, Response
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.shops import refused
from desktop_client.commerce.sources.shared.unions import answered
from desktop_client.wording import say

EARLY = timedelta(minutes=6)
"""A token counts as ended so long before it does: a request that was made with it may wait five minutes to be sent."""

LONGEST = timedelta(days=1)
"""However long a platform says that its token lasts."""

_TOKEN = re.compile(r"[!-~]{1,8192}")


@dataclass(frozen=True, slots=True)
class _Token:
    value: str = field(repr=False)
    key: tuple[str, ...] = field(repr=False)
    ends: datetime


class Tokens:
    """The token of one source, for the key that it was fetched with."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._held: _Token | None = None

    def fetched(self, key: tuple[str, ...], request: Request) -> Generator[Request, Response, str]:
        """The token that is held for a key, or the one that ``request`` brings.

        Raises:
            SourceError: the platform gives none.
        """
        held = self._held
        if held is not None and held.key == key and self._clock() < held.ends:
            return held.value
        response = yield request
        answer = answered(response, partial(_fault, response=response, hidden=(*key, *request.secrets)))
        token = answer.at("access_token")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise SourceError(Fault.SCHEMA)
        lasts = min(timedelta(seconds=min(answer.count("expires_in") or 0, 10**6)), LONGEST)
        self._held = _Token(token, key, self._clock() + lasts - EARLY)
        return token

    def run_out(self, token: str) -> SourceError:
        """The platform no longer takes this token: it is forgotten, and the next search fetches another."""
        if self._held is not None and self._held.value == token:
            self._held = None
        return SourceError(Fault.AUTH, say("The token has run out."), say("Ask again: a new one will be fetched."))


_FAULTS = {
    "invalid_client": Fault.AUTH,
    "unauthorized_client": Fault.PERMISSION,
    "invalid_scope": Fault.PERMISSION,
}


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What went wrong by RFC 6749, 5.2."""
    code = row.text("error")
    if not code:
        return None
    return refused(response, row.text("error_description") or code, hidden, _FAULTS.get(code))
