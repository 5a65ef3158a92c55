"""Whether what a source gave back is a page of offers: the list puts all sources' offers in one order, so that one row
which holds something else than it should would end them all.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import types
from datetime import datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from desktop_client.commerce.proper_offer import improper_field, is_text
from desktop_client.commerce.source import Page

_OWN = "desktop_client."


def is_from_others(source: object) -> bool:
    """Whether a source came with another package; the types of Sidelight's own are checked before it is built."""
    return not type(source).__module__.startswith(_OWN)


def improper_part(page: object) -> str | None:
    """The first part of a page that is not of its type, or that no file holds as it is, as a path
    (``page.offers.3.price``); None where all are.
    """
    return _wrong(page, Page, "page") or (_unkept(page) if isinstance(page, Page) else None)


def _unkept(page: Page) -> str | None:
    if not is_text(page.disclosures):
        return "page.disclosures"
    found = ((at, improper_field(offer)) for at, offer in enumerate(page.offers))
    return next((f"page.offers.{at}.{field}" for at, field in found if field is not None), None)


def _wrong(value: Any, kind: Any, path: str) -> str | None:
    origin, parts = get_origin(kind) or kind, get_args(kind)
    if origin in (types.UnionType, Union):
        wrong = [_wrong(value, part, path) for part in parts]
        return None if None in wrong else max((each for each in wrong if each), key=len)
    return _wrong_in(value, origin, parts, path)


def _wrong_in(value: Any, kind: Any, parts: tuple[Any, ...], path: str) -> str | None:
    if kind is tuple and isinstance(value, tuple):
        inside = ((each, parts[0], f"{path}.{at}") for at, each in enumerate(value))
    elif kind is collections.abc.Mapping and isinstance(value, collections.abc.Mapping):
        pairs = ((name, (name, each)) for name, each in value.items())
        inside = ((one, part, f"{path}.{name}") for name, pair in pairs for one, part in zip(pair, parts, strict=True))
    elif isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(value, kind):
        inside = ((getattr(value, name), part, f"{path}.{name}") for name, part in _types_of(kind).items())
    else:
        return None if _is_of(value, kind) else path
    return next((wrong for each in inside if (wrong := _wrong(*each))), None)


def _is_of(value: Any, kind: Any) -> bool:
    """A number is no truth value, a whole number will do for any, and a time says where on earth it is."""
    if kind in (int, float):
        return isinstance(value, int | kind) and not isinstance(value, bool)
    if kind is datetime:
        return isinstance(value, datetime) and value.utcoffset() is not None
    return isinstance(value, kind)


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
