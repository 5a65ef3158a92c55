"""Walmart: a signature that the public key proves, for three minutes; a plain link beside the one that pays."""

from __future__ import annotations

import base64
import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from time import thread_time

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from standins.offers import NOW
from standins.platform_server import sample
from standins.shop_cases import CASES
from standins.walmart_server import CONSUMER, key_pair, pem, verified

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import complete
from desktop_client.commerce.sources.shared import signing
from desktop_client.commerce.sources.shared.signing import RsaSigner, rsa_sha256

WALMART = CASES["walmart"]
NEED = ShoppingNeed("ceramic mug", price=PriceRange(Decimal(10), Decimal("50.5"), "USD"))
PEM = serialization.Encoding.PEM
PKCS1 = serialization.PrivateFormat.TraditionalOpenSSL
PKCS8 = serialization.PrivateFormat.PKCS8
OPEN = serialization.NoEncryption()


def _written(numbers: dict[str, int]) -> str:
    """A key of these numbers (RFC 8017, A.1.2), right or wrong."""

    def of(tag: int, content: bytes) -> bytes:
        size = len(content)
        written = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
        return bytes((tag,)) + (b"" if size < 128 else bytes((128 + len(written),))) + written + content

    return base64.b64encode(
        of(0x30, b"".join(of(2, number.to_bytes(number.bit_length() // 8 + 1, "big")) for number in numbers.values()))
    ).decode()


def _row(**changes: object) -> object:
    answer = sample("walmart_affiliate")["response"]
    answer["items"] = [answer["items"][0] | changes]
    return answer


def test_the_request_byte_for_byte() -> None:
    request = WALMART.first(NEED, 20)
    head, _, signature = complete(request, "Sidelight/test").wire.partition(b"WM_SEC.AUTH_SIGNATURE: ")
    assert head == (
        b"GET /api-proxy/service/affil/product/v2/search?query=ceramic%20mug&sort=relevance&numItems=20&start=1"
        b"&facet=on&facet.range=price%3A%5B10%20TO%2050.5%5D&format=json HTTP/1.1\r\n"
        b"Host: developer.api.walmart.com\r\nUser-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\n"
        b"Connection: close\r\nWM_CONSUMER.ID: canary-consumer-24681357\r\n"
        b"WM_CONSUMER.INTIMESTAMP: 1795435200000\r\nWM_SEC.KEY_VERSION: 1\r\n"
    )
    assert signature == request.secrets[1].encode() + b"\r\n\r\n"
    assert request.secrets == (CONSUMER, rsa_sha256(pem("own"), f"{CONSUMER}\n1795435200000\n1\n"))


def test_the_version_of_the_key_is_signed_with_the_rest() -> None:
    with WALMART.served() as (door, shop):
        shop.key_version = "3"  # type: ignore[attr-defined]
        assert door.asked(WALMART.source, WALMART.query("mug", key_version="3")).offers
        with pytest.raises(SourceError) as caught:
            door.asked(WALMART.source, WALMART.query("mug", key_version="1"))
    assert caught.value.fault is Fault.AUTH


def test_a_signature_holds_for_three_minutes_of_either_clock() -> None:
    for fast in (181, -181):
        with WALMART.served(timedelta(seconds=fast)) as (door, _):
            with pytest.raises(SourceError, match="three minutes") as caught:
                door.asked(WALMART.source, WALMART.query("mug"))
            assert caught.value.fault is Fault.AUTH
            assert "clock" in str(caught.value)
            assert "时钟" in caught.value.in_language("zh")
    with WALMART.served(timedelta(seconds=180)) as (door, _):
        assert door.asked(WALMART.source, WALMART.query("mug")).offers
    assert WALMART.source.manifest.requests_hold_s == 180


class TestKeys:
    def test_in_every_form_that_people_have_them(self) -> None:
        whole = pem("own")
        wanted = rsa_sha256(whole, "text")
        traditional = key_pair("own").private_bytes(PEM, PKCS1, OPEN).decode()
        bare = "".join(line for line in whole.splitlines() if "-----" not in line)
        for form in (traditional, bare, whole.replace("\n", " "), whole.replace("\n", "\r\n"), f"\n{whole}\n\n"):
            assert rsa_sha256(form, "text") == wanted

    def test_what_is_none_is_said_to_be_none_and_not_repeated(self) -> None:
        locked = key_pair("own").private_bytes(PEM, PKCS8, serialization.BestAvailableEncryption(b"x")).decode()
        curve = ec.generate_private_key(ec.SECP256R1()).private_bytes(PEM, PKCS8, OPEN).decode()
        public = key_pair("own").public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        for wrong in (
            "canary",
            "c" * 400,
            locked,
            curve,
            public.decode(),
            pem("own")[:-200],
            "密钥",
            "-----BEGIN-----",
        ):
            with pytest.raises(SourceError, match="private key can't be read") as caught:
                WALMART.first("mug", private_key=wrong)
            assert caught.value.fault is Fault.AUTH
            assert wrong not in str(caught.value)
            assert caught.value.__cause__ is None

    @pytest.mark.parametrize("part", ["p", "q", "d", "dmp1", "dmq1", "iqmp", "n"])
    def test_a_key_whose_numbers_do_not_belong_together_is_none(self, part: str) -> None:
        """A digit that was mistyped; it is seen without testing primes, which holds up all of the program."""
        own = key_pair("own").private_numbers()
        numbers = {name: getattr(own, name) for name in ("d", "p", "q", "dmp1", "dmq1", "iqmp")}
        whole = {"version": 0, "n": own.public_numbers.n, "e": own.public_numbers.e, **numbers}
        assert WALMART.first("mug", private_key=_written(whole))
        with pytest.raises(SourceError, match="private key can't be read"):
            WALMART.first("mug", private_key=_written({**whole, part: whole[part] + 2}))

    def test_a_key_is_read_without_testing_its_primes(self) -> None:
        """Of its own time, so that other programs don't count: a test of primes takes a hundred times as long."""
        own = pem("own")
        rsa_sha256(own, "text")

        def least_s(work: Callable[[], object]) -> float:
            def once() -> float:
                began = thread_time()
                work()
                return thread_time() - began

            return min(once() for _ in range(3))

        tested = least_s(lambda: serialization.load_pem_private_key(own.encode(), None))
        assert least_s(lambda: signing._rsa_key(own)) < tested / 4

    def test_a_key_is_read_once_and_another_one_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[str] = []

        def reading(private_key: str) -> rsa.RSAPrivateKey:
            read.append(private_key)
            return as_it_was(private_key)

        as_it_was = signing._rsa_key
        own, other = pem("own"), pem("another")
        wanted = {key: rsa_sha256(key, "text") for key in (own, other)}
        monkeypatch.setattr(signing, "_rsa_key", reading)
        signer = RsaSigner()
        for key in (own, own, other, other, own):
            assert signer.sign(key, "text") == wanted[key]
        assert read == [own, other, own]
        with pytest.raises(ValueError, match="no private key"):
            signer.sign("canary", "text")

    def test_a_signer_shows_nothing_of_the_key_it_holds(self) -> None:
        signer, key = RsaSigner(), pem("own")
        signer.sign(key, "text")
        middle = key.splitlines()[3]
        assert middle not in repr(signer) + repr(vars(signer))
        assert middle.encode() not in b"".join(held for held in vars(signer)["_read"] if isinstance(held, bytes))
        for copied in (copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="holds a key"):
                copied(signer)

    def test_what_checks_them_here_knows_a_right_signature_from_wrong_ones(self) -> None:
        import base64

        own, other = key_pair("own").public_key().public_numbers(), key_pair("another").public_key().public_numbers()
        signature = base64.b64decode(rsa_sha256(pem("own"), "text"))
        assert verified(signature, b"text", own)
        assert not verified(signature, b"texT", own)
        assert not verified(signature, b"text", other)
        assert not verified(b"\0" + signature, b"text", own)
        assert not verified(signature[:-1] + bytes([signature[-1] ^ 1]), b"text", own)
        assert isinstance(own, rsa.RSAPublicNumbers)

    def test_the_library_is_loaded_only_where_something_is_signed(self) -> None:
        code = (
            "import sys, desktop_client.commerce.sources.walmart; "
            "sys.exit(any(name.startswith('cryptography') for name in sys.modules))"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_documented_rows() -> None:
    with WALMART.served() as (door, _):
        page = door.asked(WALMART.source, WALMART.query("bacon bits"))
    first, second = page.offers
    assert (page.total, first.offer_id) == (2, "14869675")
    assert (first.price, first.price_kind, first.list_price) == (Money(298, "USD"), "sale", Money(348, "USD"))
    assert (first.shipping, first.availability) == (Money(599, "USD"), "in_stock")
    assert first.rating is not None
    assert (first.rating.value, first.rating.scale_max, first.rating.count) == (4.603, 5.0, 73)
    assert first.gtin14 == "00044700031407"
    assert first.seller is not None
    assert (first.seller.name, first.seller.self_operated) == ("Walmart", True)
    assert first.url_clean == "https://www.walmart.com/ip/14869675"
    assert first.url_tracked is None, "its place for an id was never filled in"
    assert first.expires_at == NOW + timedelta(minutes=10)
    assert second.list_price is None


def test_a_tracked_link_is_a_paid_one() -> None:
    (offer,) = WALMART.given(_row(productTrackingUrl="https://goto.walmart.com/c/1/2/3?u=x")).offers
    assert offer.url_clean == "https://www.walmart.com/ip/14869675"
    assert offer.url_tracked == "https://goto.walmart.com/c/1/2/3?u=x"
    assert (offer.commercial.status, offer.commercial.payee) == (Status.PAID_LINK, "you")
    assert offer.commercial.evidence == "productTrackingUrl"
    (offer,) = WALMART.given(_row(productTrackingUrl=None)).offers
    assert offer.commercial.status is Status.NOT_DISCLOSED


@pytest.mark.parametrize(
    ("row", "seller"),
    [
        ({"marketplace": True, "sellerInfo": "Example Trading"}, ("Example Trading", False)),
        ({"marketplace": None, "sellerInfo": "Example Trading"}, ("Example Trading", None)),
        ({"marketplace": True}, None),
        ({"marketplace": "no"}, None),
    ],
)
def test_who_sells(row: dict, seller: tuple | None) -> None:
    (offer,) = WALMART.given(_row(**row)).offers
    assert (offer.seller and (offer.seller.name, offer.seller.self_operated)) == seller


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"stock": "Not available"}, "out_of_stock"),
        ({"stock": "Available", "availableOnline": False}, "unknown"),
        ({"stock": "Last few"}, "unknown"),
        ({"stock": None}, "unknown"),
    ],
)
def test_what_is_in_stock(row: dict, state: str) -> None:
    (offer,) = WALMART.given(_row(**row)).offers
    assert offer.availability == state


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (401, {"errors": [{"code": 401, "message": "m"}]}, Fault.AUTH),
        (403, {"errors": [{"code": 4003, "message": "m"}]}, Fault.THROTTLED),
        (403, {"errors": [{"code": 4023, "message": "m"}]}, Fault.PERMISSION),
        (400, {"errors": [{"code": 4001, "message": "m"}]}, Fault.BAD_REQUEST),
        (500, {"errors": [{"code": 5000, "message": "m"}]}, Fault.UPSTREAM),
        (200, {"errors": [{"code": 4003, "message": "m"}]}, Fault.THROTTLED),
    ],
)
def test_its_errors(status: int, body: dict, fault: Fault) -> None:
    error = WALMART.refused(body, status)
    assert error.fault is fault
    assert "It says: “m”" in str(error)


@pytest.mark.parametrize(
    ("low", "high", "span"), [("10", None, "[10 TO 1000000]"), (None, "5", "[0 TO 5]"), ("0", "0.999", "[0 TO 1]")]
)
def test_an_open_end_is_written_out(low: str | None, high: str | None, span: str) -> None:
    price = PriceRange(Decimal(low) if low else None, Decimal(high) if high else None, "USD")
    with WALMART.served() as (door, shop):
        door.asked(WALMART.source, WALMART.query(ShoppingNeed("mug", price=price)))
    assert shop.received[0].query["facet.range"] == f"price:{span}"
