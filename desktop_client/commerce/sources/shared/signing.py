"""Signatures that platforms want on a request, over exactly the strings that go on the wire, before any URL encoding.

MD5 no longer proves anything against a forger. The platforms' protocols ask for it all the same, and what it guards
here is their gateway, not the user.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NoReturn

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

Digest = Literal["md5", "sha256"]

MOST_BITS = 8192
"""A longer key than anybody uses would take seconds to sign with."""


def joined(params: Mapping[str, str], *, drop_empty: bool = False) -> str:
    """Names and values one after another, sorted by name; ``drop_empty`` leaves out parameters without a value."""
    return "".join(name + value for name, value in sorted(params.items()) if value or not drop_empty)


def wrap_md5(secret: str, params: Mapping[str, str], *, drop_empty: bool = False) -> str:
    """Upper-case hex MD5 of the joined parameters between two copies of the secret.

    Taobao (``sign_method=md5``), JD and Pinduoduo sign like this; SMZDM too, with ``drop_empty``.
    """
    text = secret + joined(params, drop_empty=drop_empty) + secret
    return hashlib.md5(text.encode()).hexdigest().upper()  # noqa: S324 - the protocols require it


def hmac_hex(secret: str, params: Mapping[str, str], digest: Digest = "sha256") -> str:
    """Upper-case hex HMAC of the joined parameters: Taobao's ``hmac-sha256``, and its ``hmac``, which is MD5."""
    return hmac.new(secret.encode(), joined(params).encode(), digest).hexdigest().upper()


def wrap_hmac_sha256(secret: str, params: Mapping[str, str]) -> str:
    """Lower-case hex HMAC-SHA256, keyed with the secret, of the parameters between two copies of it: Douyin's."""
    text = secret + joined(params) + secret
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


def rsa_sha256(private_key: str, text: str) -> str:
    """Base64 of RSA-SHA256 with PKCS#1 v1.5 padding (RFC 8017, 8.2) over the text: Walmart's.

    The key is unencrypted PEM, PKCS#8 or PKCS#1; its lines may have run together and its frame may be missing, as
    happens where a key is pasted into one line.

    Raises:
        ValueError: that is no such key. The error repeats nothing of it.
    """
    return RsaSigner().sign(private_key, text)


class RsaSigner:
    """Signs as ``rsa_sha256`` does, and has read a key only once.

    It holds the key that was used last, in its read form, and of the text that it was read from a digest only. Nothing
    of either is in what it shows of itself. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._read: tuple[bytes, RSAPrivateKey] | None = None

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signer holds a key and is not copied")

    def sign(self, private_key: str, text: str) -> str:
        """The signature over a text.

        Raises:
            ValueError: that is no such key. The error repeats nothing of it.
        """
        # Few people sign with it, and it takes a while to load.
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        digest, known = hashlib.sha256(private_key.encode()).digest(), self._read
        if known is None or not hmac.compare_digest(known[0], digest):
            known = self._read = (digest, _rsa_key(private_key))
        return base64.b64encode(known[1].sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode("ascii")


def _rsa_key(private_key: str) -> RSAPrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    bare = re.sub(r"-----[A-Z ]+-----|\s", "", private_key)
    try:
        # To test whether its primes are primes takes 30 ms, in which Python does nothing else: the window would stand.
        key = serialization.load_der_private_key(
            base64.b64decode(bare, validate=True), None, unsafe_skip_rsa_key_validation=True
        )
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("no private key") from None
    if not isinstance(key, rsa.RSAPrivateKey) or not _fits_together(key):
        raise ValueError("no private key")
    return key


def _fits_together(key: RSAPrivateKey) -> bool:
    """Whether the numbers of a key belong to each other (RFC 8017, 3.2): one that was cut or mistyped has others."""
    numbers = key.private_numbers()
    p, q, d, public = numbers.p, numbers.q, numbers.d, numbers.public_numbers
    return (
        key.key_size <= MOST_BITS
        and min(p, q) > 2
        and p % 2 == q % 2 == 1
        and p * q == public.n
        and d * public.e % (p - 1) == 1 % (p - 1)
        and d * public.e % (q - 1) == 1 % (q - 1)
        and (numbers.dmp1, numbers.dmq1) == (d % (p - 1), d % (q - 1))
        and numbers.iqmp * q % p == 1
    )
