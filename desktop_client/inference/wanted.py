"""A model to be fetched from an address that somebody pasted, about which the catalogue says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import CatalogueEntry, UrlOrigin
from desktop_client.wording import say

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known before the server answers. Without ``sha256`` nothing that arrives can be checked; ``bytes`` is
    what the server says, once it has.
    """

    name: str
    file: str
    origin: UrlOrigin
    sha256: str | None = None
    bytes: int | None = None


Target = CatalogueEntry | Wanted
"""What can be fetched."""


def wanted(address: str, sha256: str = "") -> Wanted:
    """Read an address and, if the user has one, the digest that the file must have.

    The page of a file on Hugging Face or ModelScope is taken for the file.

    Raises:
        SidelightError: it is no address of a GGUF file, or the digest is none.
    """
    url = _file_of_page(address.strip())
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    if parts.scheme not in ("https", "http") or not parts.hostname or not name.lower().endswith(".gguf"):
        raise SidelightError(
            say("{address} is not the address of a GGUF file.", address=address.strip()[:200]),
            say("Paste an address that begins with https:// and whose path ends in .gguf."),
        )
    digest = "".join(sha256.split()).lower().removeprefix("sha256:")
    if digest and not _DIGEST.fullmatch(digest):
        raise SidelightError(
            say("That is no SHA-256: it has 64 digits from 0 to 9 and a to f."),
            say("Copy it again, or leave it out; then what arrives can't be checked."),
        )
    file = re.sub(r"[^A-Za-z0-9._-]+", "-", name[: -len(".gguf")]).strip("-.") or "model"
    return Wanted(name, f"{file}.gguf", UrlOrigin(url), digest or None)


def _file_of_page(address: str) -> str:
    parts = urlsplit(address)
    if parts.hostname in ("huggingface.co", "hf-mirror.com", "www.modelscope.cn", "modelscope.cn"):
        return address.replace("/blob/", "/resolve/", 1)
    return address
