"""What single values in feeds and answers mean: prices, availability, barcodes, dates, addresses, texts."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from desktop_client.commerce.money import EXPONENTS, MOST_USED, Money
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "元": "CNY", "人民币": "CNY", "RMB": "CNY", "円": "JPY", "₩": "KRW", "원": "KRW",
    "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₴": "UAH",
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD",
    "S$": "SGD", "R$": "BRL", "MX$": "MXN", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "FR.": "CHF",
    "د.إ": "AED", "ر.س": "SAR",
}  # fmt: skip
"""Signs and words that stand for one currency only. ``$``, ``¥`` and ``kr`` stand for several."""

_PLAIN_PRICE = re.compile(r"(\d{1,12})\.(\d\d) ([A-Z]{3})", re.ASCII)
_PRICE = re.compile(r"(?P<before>[^\d+-]*)(?P<sign>[+-]?)\s*(?P<number>\d[\d.,'’ ]*)(?P<after>\D*)")
_ARABIC_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", "’": "'"})


@cache
def _currencies() -> frozenset[str]:
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


def usual_currencies() -> tuple[str, ...]:
    """The currencies that shops write with signs of their own, by their codes; first those that are used most."""
    shared = {code for codes in _SHARED.values() for code in codes}
    return (*MOST_USED, *sorted({*_SYMBOLS.values(), *EXPONENTS, *shared} - {*MOST_USED}))


class NoCurrencyError(SidelightError):
    """What the user called a currency is none."""


def check_currency(code: str) -> None:
    """Raise NoCurrencyError unless this is a currency's code (ISO 4217), of today or of before."""
    if code not in _currencies():
        raise NoCurrencyError(say("{code} is no currency.", code=code), say("Use a code of ISO 4217, such as EUR."))


def price(text: str, currency: str | None = None) -> tuple[Money | None, Sentence | None]:
    """An amount with its currency as shops write it (``49.99 USD``, ``1.234,56 €``, ``199元``), or why it is unknown.

    ``currency`` (ISO 4217) is what the feed states elsewhere for amounts that name none. An empty text is unknown,
    which is no fault: (None, None).
    """
    if (plain := _PLAIN_PRICE.fullmatch(text)) and plain[3] not in EXPONENTS and plain[3] in _currencies():
        return Money(int(plain[1] + plain[2]), plain[3]), None
    return _price_in_words(text, currency)


@lru_cache(maxsize=8192)
def _price_in_words(text: str, currency: str | None) -> tuple[Money | None, Sentence | None]:
    """The same, however it is written."""
    text = text.strip()
    if not text:
        return None, None
    found = _PRICE.fullmatch(unicodedata.normalize("NFKC", text).translate(_ARABIC_SEPARATORS))
    if found is None or len(text) > 64:
        return None, say("The price “{price}” can't be read, so it is unknown.", price=text[:64])
    unit = (found["before"] + " " + found["after"].strip().removeprefix("-").removeprefix("–")).strip()
    code, why = _currency(unit, text, found["number"], currency)
    if code is None:
        return None, why
    return _amount(found["sign"], found["number"], code, text)


def _currency(unit: str, text: str, number: str, default: str | None) -> tuple[str | None, Sentence | None]:
    """The ISO code for what stands around the number."""
    words = unit.upper().split()
    codes = {_SYMBOLS.get(word, word if word in _currencies() else None) for word in words if word not in _SHARED}
    if len(codes) == 1 and None not in codes:
        return codes.pop(), None
    if codes:
        return None, say("The price “{price}” can't be read, so it is unknown.", price=text)
    shared = {code for word in words for code in _SHARED.get(word, ())}
    if default and (not shared or default.upper() in shared):
        return default.upper(), None
    if words == ["¥"] and re.search(r"[.,]\d\d?$", number.strip()):
        return "CNY", None  # yen have no decimals
    return None, _without_currency(text)


def _without_currency(text: str) -> Sentence:
    return say("The price “{price}” names no currency, so it is unknown.", price=text)


def wants_currency(why: Sentence) -> bool:
    """Whether a price is unknown for want of a currency, and nothing else."""
    return why.template == _without_currency("").template


_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "MXN"),
    "¥": ("CNY", "JPY"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "KR.": ("SEK", "NOK", "DKK", "ISK"),
}
"""Signs that several currencies share: read only beside a code, or where the feed names one of these currencies."""


def _amount(sign: str, number: str, code: str, text: str) -> tuple[Money | None, Sentence | None]:
    try:
        money = Money.of(Decimal(_decimal_point(number, EXPONENTS.get(code, 2))), code)
    except (ValueError, InvalidOperation):
        return None, say("The price “{price}” can't be read, so it is unknown.", price=text)
    if sign == "-" and money.minor:
        return None, say("The price “{price}” is below zero, so it is unknown.", price=text)
    return money, None


def _decimal_point(number: str, exponent: int) -> str:
    """The number with a point before its decimals and nothing between its thousands.

    Where both signs stand, the last one is the decimal sign. A single sign before exactly three digits parts
    thousands, unless the currency has three decimals or the number begins with 0.
    """
    number = re.sub(r"[' ]", "", number).rstrip(".,")
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return number
    sign, whole, decimals = number[last], number[:last], number[last + 1 :]
    other = "," if sign == "." else "."
    thousands = sign in whole or (
        other not in whole and len(decimals) == 3 and len(whole) <= 3 and exponent != 3 and not whole.startswith("0")
    )
    whole = whole.replace(",", "").replace(".", "")
    return f"{whole}{decimals}" if thousands else f"{whole}.{decimals}"


_AVAILABILITY = {
    "in_stock": "in_stock instock limited_stock limitedavailability limited_availability low_stock lowstock "
    "available available_for_order instoreonly onlineonly in_store_only online_only yes true 1 有货 现货 auf_lager "
    "lieferbar en_stock",
    "out_of_stock": "out_of_stock outofstock soldout sold_out unavailable not_available discontinued no false 0 "
    "缺货 无货 售罄 nicht_vorrätig ausverkauft",
    "preorder": "preorder pre_order presale pre_sale coming_soon 预售",
    "backorder": "backorder back_order backordered madetoorder made_to_order onbackorder on_backorder 缺货预订",
}
_AVAILABILITY_OF = {word: state for state, words in _AVAILABILITY.items() for word in words.split()}


@lru_cache(maxsize=1024)
def availability(text: str) -> str:
    """``in_stock``, ``out_of_stock``, ``preorder``, ``backorder`` or ``unknown``, for any of the ways it is written."""
    word = text.strip().lower().rstrip("/").rpartition("/")[2]
    return _AVAILABILITY_OF.get(re.sub(r"[\s-]+", "_", word), "unknown")


def gtin14(text: str) -> str | None:
    """A GTIN of 8, 12, 13 or 14 digits with a right check digit, as 14 digits; None for anything else.

    The check digit is GS1's modulo 10: weights 3 and 1 alternate from the right.
    """
    if not text:
        return None
    digits = text.strip().replace("-", "").replace(" ", "")
    if len(digits) not in (8, 12, 13, 14) or not (digits.isascii() and digits.isdigit()):
        return None
    padded = digits.zfill(14)
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(padded))
    return padded if total % 10 == 0 and padded.strip("0") else None


def printed_gtin(gtin14: str) -> str:
    """A GTIN as the pack has it: 8, 12 (UPC), 13 or 14 digits, as GS1 fills them up with zeros to 14.

    An EAN that begins with 0 is a UPC, and is printed as one.
    """
    for digits in (8, 12, 13):
        if not gtin14[:-digits].strip("0"):
            return gtin14[-digits:]
    return gtin14


def moment(text: str) -> datetime | None:
    """An ISO 8601 date or time as an aware time in UTC; None where it can't be read. Without a zone it is UTC."""
    try:
        when = datetime.fromisoformat(text.strip())
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^/@]+(?:[/?#][^\s<>\"`{}|\\^]*)?", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """An http or https address with a host and without a password in it; None for anything else."""
    if not (text := text.strip()):
        return None
    return text if len(text) <= 2048 and _ADDRESS.fullmatch(text) else None


_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = {code: " " if chr(code) in "\t\n\r\v\f\x85" else None for code in (*range(0x20), *range(0x7F, 0xA0))}
# Embeddings, overrides and isolates reorder the text around them; the byte order mark is no letter.
_UNSEEN |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), None)


_ENDLESS = re.compile(r"&#(?:[0-9]{20,}|[xX][0-9a-fA-F]{20,});?")
"""A character by a number that no character has; Python refuses to read the longest of them."""


def without_entities(text: str) -> str:
    """Text with its HTML entities resolved, once."""
    return html.unescape(_ENDLESS.sub("\ufffd", text)) if "&" in text else text


def plain(text: str, limit: int) -> str:
    """Text without markup, entities (also doubly escaped), control characters and runs of space, cut at ``limit``."""
    if not text:
        return ""
    if text.isprintable() and len(text) <= limit and "<" not in text and "&" not in text and "  " not in text:
        # Nothing to clean but its ends: of white space, only the plain space is printable.
        return text.strip()
    text = text[: limit * 20]
    for _ in range(4):
        if "<" in text:
            text = _TAG.sub(" ", _HIDDEN.sub(" ", text) if "</s" in text.lower() else text)
        if "&" not in text or (unescaped := without_entities(text)) == text:
            break
        text = unescaped
    if not text.isprintable():
        text = text.translate(_UNSEEN)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
