"""Numbers as people write them: 1,299.99 and 1.299,99, 1.5k, twenty five hundred, 一千五, 两三百, 3万."""

from __future__ import annotations

import re
from decimal import Decimal

_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *_TEENS]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_POWERS = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000}
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_WORD = rf"(?:{'|'.join([*_WORDS, *_POWERS])})"
DIGITS = r"\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?"
ENGLISH = (
    rf"(?:(?:(?:a|an|half a)[ -])?(?:couple (?:of )?)?(?:hundred|thousand|grand|million)|{_WORD})(?![a-z])"
    # "a hundred and one hundred fifty" are two numbers.
    rf"(?:(?:[ -]|(?:(?<=hundred)(?! and {_WORD} hundred)|(?<=thousand)|(?<=million)) and ){_WORD}(?![a-z]))*"
    r"(?:(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=grand)) and a half(?![a-z]))?"
)
HAN = r"十几二十|(?:(?<![几数大好])|(?=[^十百千万]))[零〇一二两三四五六七八九十百千万]+"
"""Not 几百 and its like, which name no number."""
MULTIPLIERS = {"k": 1000, "w": 10_000, "千": 1000, "百": 100, "万": 10_000, **_POWERS, "mille": 1000}

_ABOUT = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])([十百千万]+)")
_ABOUT_SHORT = re.compile(r"(.*[一二两三四五六七八九][百千万])([一二两三四五六七八])([二两三四五六七八九])")


def digits(written: str, thousands_dot: bool = False) -> Decimal:
    """A number in figures with either kind of separators; ``thousands_dot`` reads 1.500 as 1500."""
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return Decimal(written)
    mark, tail = written[last], written[last + 1 :]
    mixed = "." in written and "," in written
    grouping = len(tail) == 3 and not mixed and (mark == "," or thousands_dot or written.count(mark) > 1)
    if grouping:
        return Decimal(re.sub(r"[.,]", "", written))
    return Decimal(re.sub(r"[.,]", "", written[:last]) + "." + tail)


def english(written: str) -> Decimal:
    """A number in English words, "two fifty" too (250); raises ValueError where the words make none."""
    words = written.replace("-", " ").split()
    if words[0] == "half":
        return english("a " + " ".join(words[2:])) / 2
    if words[-1] == "half":
        return english(" ".join(words[:-3])) + Decimal(_POWERS[words[-4]]) / 2
    return Decimal(_whole(words))


def _whole(words: list[str]) -> int:
    total = current = 0
    for word in words:
        if word in ("a", "an"):
            current = 1
        elif word == "couple":
            current = 2
        elif word == "hundred":
            current = max(1, current) * 100
        elif word in _POWERS:
            total += max(1, current) * _POWERS[word]
            current = 0
        elif word in _WORDS and word in _TENS and 0 < current < 20:
            current = current * 100 + _WORDS[word]
        elif word in _WORDS:
            current += _WORDS[word]
        elif word not in ("and", "of"):
            raise ValueError(" ".join(words))
    return total + current


def han(written: str) -> tuple[Decimal, Decimal]:
    """A number in Chinese characters as (lowest, highest): 一千五 is 1500 twice, 两三百 is 200 and 300.

    Raises ValueError for a run of characters that is no number.
    """
    if about := _ABOUT.fullmatch(written):
        return han(about[1] + about[3])[0], han(about[2] + about[3])[0]
    if about := _ABOUT_SHORT.fullmatch(written):
        return han(about[1] + about[2])[0], han(about[1] + about[3])[0]
    if written == "十几二十":
        return Decimal(10), Decimal(20)
    value = Decimal(_han_exact(written))
    return value, value


def _han_exact(written: str) -> int:
    if "万" in written:
        high, _, low = written.partition("万")
        if "万" in low:
            raise ValueError(written)
        tens_of_thousands = (_han_exact(high) if high else 1) * 10_000
        if len(low) == 1 and low in _HAN_DIGITS:
            return tens_of_thousands + _HAN_DIGITS[low] * 1000
        return tens_of_thousands + (_han_exact(low) if low else 0)
    total, digit, power = 0, -1, 10
    for character in written:
        if character in _HAN_DIGITS:
            if digit > 0:
                raise ValueError(written)
            digit = _HAN_DIGITS[character]
            power = 10 if digit == 0 else power
        else:
            power = _HAN_POWERS[character]
            total += (1 if digit < 0 else digit) * power
            digit = -1
    spoken_short = digit > 0 and power >= 100 and written[-2:-1] in _HAN_POWERS
    return total + max(0, digit) * (power // 10 if spoken_short else 1)
