"""Whether a label is in order: the panel, the gate and the files read those of all sources, so that one which holds
something else than it should would take the others down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Terms


def improper_part(manifest: Manifest) -> str | None:
    """The first part that is not what it has to be; None where all are. Raises what the label's own code raises."""
    return next((name for name, is_proper in _PARTS.items() if not is_proper(getattr(manifest, name))), None)


def _is_told(texts: Any) -> bool:
    """Whether it says something in both languages."""
    return isinstance(texts, Mapping) and all(_is_text(texts.get(language)) for language in ("en", "zh"))


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and bool(text)


def _is_text_or_none(text: Any) -> bool:
    return text is None or _is_text(text)


def _is_seconds_or_none(seconds: Any) -> bool:
    return seconds is None or (isinstance(seconds, int) and not isinstance(seconds, bool))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _are_texts(found: Any) -> bool:
    return isinstance(found, tuple) and all(map(_is_text, found))


def _are_fields(found: Any) -> bool:
    return isinstance(found, tuple) and all(
        isinstance(field, CredentialField) and _is_text(field.id) and _is_told(field.name) for field in found
    )


def _are_terms(terms: Any) -> bool:
    return (
        isinstance(terms, Terms)
        and _is_seconds_or_none(terms.cache_ttl_s)
        and _is_text_or_none(terms.attribution)
        and _is_text_or_none(terms.url)
    )


def _are_capabilities(found: Any) -> bool:
    return (
        isinstance(found, Capabilities)
        and _is_flag(found.price_range)
        and (found.page_max is None or _is_number(found.page_max))
    )


def _are_limits(found: Any) -> bool:
    return isinstance(found, tuple) and all(
        isinstance(limit, RateLimit) and _is_number(limit.requests) and _is_number(limit.per_s) for limit in found
    )


def _is_link_out(template: Any) -> bool:
    """Whether words can be put into it, and nothing else has to be."""
    if template is None:
        return True
    try:
        return isinstance(template, str) and template.format(words="") != template
    except (LookupError, ValueError):
        return False


_PARTS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(
        ("name", "what_it_is", "leaves_this_computer", "how_it_orders", "who_gets_paid", "prices_may_be_kept"), _is_told
    ),
    **dict.fromkeys(("not_known", "disabled"), lambda texts: texts is None or _is_told(texts)),
    **dict.fromkeys(("hosts", "methods", "regions", "currencies"), _are_texts),
    **dict.fromkeys(("affiliate_only", "loopback"), _is_flag),
    "mode": lambda mode: isinstance(mode, Mode),
    "credential_fields": _are_fields,
    "terms": _are_terms,
    "protocol": lambda protocol: isinstance(protocol, str),
    "link_out": _is_link_out,
    "requests_hold_s": _is_seconds_or_none,
    "capabilities": _are_capabilities,
    "rate_limit": _are_limits,
}
