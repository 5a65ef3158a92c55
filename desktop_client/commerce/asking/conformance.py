"""Is a source what its label says? Looked at without any network: what it would send goes to the gate's own check, and
what a platform might answer is made up here.

For people who write a source: ``sidelight sources check NAME`` prints this. A source that passes can still be wrong
about its platform; one that fails would be wrong in front of its users.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from desktop_client.commerce.asking.one_source import MOST_REQUESTS
from desktop_client.commerce.asking.proper_page import improper_part
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.faults import Fault, NothingToAskError, SourceError
from desktop_client.commerce.sending.request import Outgoing, Request, Response
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search, Source
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

Prepare = Callable[[Manifest, Request], Outgoing]
"""``Gate.prepare``: the bytes of a request, or an error if the label doesn't allow it. Touches no network."""

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_NEED = ShoppingNeed("face mask 面膜", price=PriceRange(Decimal(10), Decimal(50), "USD"), must_have=("unscented",))
_BARCODE = replace(_NEED, text="4006381333931")
"""For sources that can be asked for nothing but barcodes."""
_LIMIT = 20

_ANSWERS: Mapping[str, tuple[int, str, bytes]] = {
    "500": (500, "text/html", b"<html><body>Internal Server Error</body></html>"),
    "429": (429, "application/json", b'{"error": "slow down"}'),
    "401": (401, "application/json", b'{"error": "who are you"}'),
    "404": (404, "text/plain", b"not found"),
    "{}": (200, "application/json", b"{}"),
    "[]": (200, "application/json", b"[]"),
    "null": (200, "application/json", b"null"),
    "not JSON": (200, "application/json", b'{"items": [{"id": 1,'),
    "not UTF-8": (200, "application/json", b'{"items": "\xff\xfe"}'),
    "wrong types": (200, "application/json", b'{"items": 3, "products": "x", "results": {}, "data": [1], "code": []}'),
}
"""What a platform might answer when it is not well: a name, the status, the kind and the body."""


class Found(StrEnum):
    """What a check came to."""

    OK = "ok"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``why`` says what is wrong, or why it could not be looked at."""

    id: str
    what: Sentence
    found: Found
    why: Sentence | None = None


WHAT: Mapping[str, Sentence] = {
    "label": say("The label is whole in both languages and names every host."),
    "hosts": say("Hosts are plain names, and none is missing."),
    "link_out": say("The link to the platform's own search is https, takes the words and adds nothing."),
    "no_key": say("Without its key it sends nothing and says so."),
    "requests": say("What it wants to send is what its label allows."),
    "secrets": say("No part of the key can be read in the preview or the record."),
    "answers": say("Whatever the platform answers, it ends in offers or in words."),
    "offers": say("Its offers name it as their source."),
}
"""The checks in their order, each as the sentence that has to be true."""


def check_source(source: Source, prepare: Prepare) -> tuple[Check, ...]:
    """Everything that can be said of a source without its platform, in the order of ``WHAT``."""
    looks: Mapping[str, Callable[[], Check | Sentence | None]] = {
        "label": lambda: _label(source.manifest),
        "hosts": lambda: _hosts(source.manifest),
        "link_out": lambda: _link_out(source.manifest),
        "no_key": lambda: _no_key(source),
        "requests": lambda: _requests(source, prepare),
        "secrets": lambda: _secrets(source, prepare),
        "answers": lambda: _answers(source),
        "offers": lambda: _offers(source),
    }
    return tuple(_looked(name, look) for name, look in looks.items())


def _looked(name: str, look: Callable[[], Check | Sentence | None]) -> Check:
    try:
        came = look()
    except Exception as error:  # noqa: BLE001 - the code of other packages may raise anything
        came = say("It raised {error}.", error=f"{type(error).__name__}: {error}")
    if isinstance(came, Check):
        return came
    return Check(name, WHAT[name], Found.OK if came is None else Found.FAILED, came)


def _not_checked(name: str, why: Sentence) -> Check:
    return Check(name, WHAT[name], Found.NOT_CHECKED, why)


def _label(manifest: Manifest) -> Sentence | None:
    texts: dict[str, Mapping[str, str]] = {
        "name": manifest.name,
        "what_it_is": manifest.what_it_is,
        "leaves_this_computer": manifest.leaves_this_computer,
        "how_it_orders": manifest.how_it_orders,
        "who_gets_paid": manifest.who_gets_paid,
        "prices_may_be_kept": manifest.prices_may_be_kept,
        **({"not_known": manifest.not_known} if manifest.not_known else {}),
        **{f"credential_fields.{field.id}": field.name for field in manifest.credential_fields},
    }
    for part, text in texts.items():
        for language in ("en", "zh"):
            if not text.get(language, "").strip():
                return say("“{part}” says nothing in the language {language}.", part=part, language=language)
    for host in manifest.hosts:
        for language, told in manifest.leaves_this_computer.items():
            if host not in told:
                return say(
                    "“{part}” does not name the host {host} in the language {language}.",
                    part="leaves_this_computer",
                    host=host,
                    language=language,
                )
    return None


def _hosts(manifest: Manifest) -> Sentence | None:
    if manifest.networked and not manifest.hosts:
        return say("It asks somebody and names no host.")
    if not manifest.networked and manifest.hosts:
        return say("It is called offline and names a host.")
    return next((_host_fault(host, manifest) for host in manifest.hosts if _host_fault(host, manifest)), None)


def _host_fault(host: str, manifest: Manifest) -> Sentence | None:
    if manifest.loopback and (host == "localhost" or _is_loopback(host)):
        return None
    return None if _HOST.fullmatch(host) else say("“{host}” is not a plain host name.", host=host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _link_out(manifest: Manifest) -> Sentence | None:
    if manifest.link_out is None:
        return None
    if manifest.link_out.count("{words}") != 1:
        return say("The link must have “{place}” in it once.", place="{words}")
    words = quote("a&b=c/面膜", safe="")
    address = urlsplit(manifest.link_out.format(words=words))
    if address.scheme != "https" or address.username is not None or not _HOST.fullmatch(address.hostname or ""):
        return say("“{address}” is not a plain https address.", address=manifest.link_out)
    return None


def _no_key(source: Source) -> Check | Sentence | None:
    manifest = source.manifest
    if not manifest.credential_fields:
        return _not_checked("no_key", say("It needs no key."))
    try:
        next(source.search(Query(_NEED, _LIMIT)))
    except SidelightError:
        return None
    except StopIteration:
        return say("It answered without a key.")
    if all(field.optional for field in manifest.credential_fields):
        return _not_checked("no_key", say("It asks without one as well: no part of its key is required."))
    return say("It wanted to send something without a key.")


def _requests(source: Source, prepare: Prepare) -> Check | Sentence | None:
    if not source.manifest.networked:
        return None
    try:
        request = _first(source)
    except SidelightError as error:
        return _not_checked("requests", _no_request(error))
    try:
        prepare(_offered(source.manifest), request)
    except SidelightError as error:
        return error.cause
    return None


def _secrets(source: Source, prepare: Prepare) -> Check | Sentence | None:
    manifest = source.manifest
    if not any(field.secret for field in manifest.credential_fields):
        return _not_checked("secrets", say("It needs no key."))
    try:
        search, request, values = _begun(source)
        search.close()
        shown = prepare(_offered(manifest), request).shown
    except SidelightError as error:
        return _not_checked("secrets", _no_request(error))
    open_ = next((f.id for f in manifest.credential_fields if f.secret and values[f.id] in shown), None)
    return say("“{part}” of the key can be read.", part=open_) if open_ else None


def _answers(source: Source) -> Check | Sentence | None:
    if not source.manifest.networked:
        return None
    try:
        _first(source)
    except SidelightError as error:
        return _not_checked("answers", _no_request(error))
    for name, (status, kind, body) in _ANSWERS.items():
        try:
            _answered_with(source, Response(status, {"content-type": kind}, body))
        except SidelightError:
            continue
        except RuntimeError as error:
            return say("To the answer “{answer}”: {why}", answer=name, why=str(error))
        except Exception as error:  # noqa: BLE001 - a connector must turn everything into words
            why = f"{type(error).__name__}: {error}"
            return say("To the answer “{answer}”: {why}", answer=name, why=why)
    return None


def _offers(source: Source) -> Check | Sentence | None:
    pages = list(_pages(source))
    offers = [offer for page in pages for offer in page.offers]
    if not offers:
        return _not_checked("offers", say("It gave none without its platform."))
    foreign = next((offer for offer in offers if offer.source_id != source.manifest.id), None)
    return say("An offer names “{name}” as its source.", name=foreign.source_id) if foreign is not None else None


def _pages(source: Source) -> Iterator[Page]:
    if source.manifest.mode is Mode.OFFLINE:
        yield _answered_with(source, Response(200, {}, b""))


def _first(source: Source) -> Request:
    """The first request of a search with a made-up key.

    Raises:
        SidelightError: it wants none, as where it can tell that the key is made up.
    """
    search, request, _ = _begun(source)
    search.close()
    return request


def _begun(source: Source) -> tuple[Search, Request, Mapping[str, str]]:
    """A search that has come to its first request, and the key that it was made up for.

    It is for words, or for a barcode where the source takes nothing else; with a word as the key, or with a private key
    where it takes no other.
    """
    refusal: SidelightError | None = None
    fields = [field.id for field in source.manifest.credential_fields]
    for need, made_up in ((_NEED, _word), (_BARCODE, _word), (_NEED, lambda _: _private_key())):
        key = {field: made_up(field) for field in fields}
        search = source.search(Query(need, _LIMIT, key))
        try:
            return search, next(search), key
        except StopIteration:
            raise SidelightError(say("It answers without asking."), say("Call it offline.")) from None
        except SidelightError as error:
            # What it says of a word is said in the end: that is what was tried first.
            refusal = refusal if refusal is not None and not isinstance(refusal, NothingToAskError) else error
            if not _may_take_another(error):
                break
    assert refusal is not None, "it would have returned"
    raise refusal


def _may_take_another(error: SidelightError) -> bool:
    return isinstance(error, NothingToAskError) or (isinstance(error, SourceError) and error.fault is Fault.AUTH)


def _answered_with(source: Source, response: Response) -> Page:
    """What a search comes to when every request gets the same answer. Raises what the search raises."""
    if not source.manifest.networked:
        offline = source.search(Query(_NEED, _LIMIT))
        try:
            next(offline)
        except StopIteration as answered:
            return _page(answered)
        raise RuntimeError("a source that is called offline wants to send something")
    search, request, _ = _begun(source)
    try:
        for _ in range(MOST_REQUESTS):
            request = search.send(replace(response, url=request.url))
    except StopIteration as answered:
        return _page(answered)
    search.close()
    raise RuntimeError(f"more than {MOST_REQUESTS} requests")


def _page(answered: StopIteration) -> Page:
    part = improper_part(answered.value)
    if part is not None:
        raise RuntimeError(f"{part} is of a wrong type, or nothing that a file can hold")
    page: Page = answered.value
    return page


def _word(field: str) -> str:
    return f"madeup0{field}0key"


@cache
def _private_key() -> str:
    """An RSA key in one line, made for this and thrown away."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return base64.b64encode(made.private_bytes(*form)).decode("ascii")


def _offered(manifest: Manifest) -> Manifest:
    """The label of a connector that is switched off for its platform's terms, as if it weren't: it is looked at too."""
    return replace(manifest, disabled=None)


def _no_request(error: SidelightError) -> Sentence:
    return say("With a made-up key it sends nothing: {why}", why=error.cause)
