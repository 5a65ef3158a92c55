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
    """Signs as ``rsa_sha256`` does, and has read a key only once: reading one checks its primes, which takes longer
    than all the rest of a search.

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
        key = serialization.load_der_private_key(base64.b64decode(bare, validate=True), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("no private key") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("no private key")  # noqa: TRY004 - it is a key of another kind
    return key
