"""The kinds of goods that a message names: listed ones, and Chinese compounds that end like goods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from desktop_client.commerce.reading.lexicon import Span, apart
from desktop_client.commerce.reading.lists import grammar, read_lists


def find_goods(folded: str, listed: Iterable[Span]) -> list[Span]:
    """The kinds of goods in a text, in order, without overlaps. ``listed`` are the phrases of the lists of goods."""
    known = apart(listed)
    taken = {place for span in known for place in range(span.start, span.end)}
    made = [span for span in _compounds(folded) if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*known, *made], key=lambda span: span.start)


def _compounds(text: str) -> Iterable[Span]:
    """Chinese compounds that end like goods (``沥水篮``), and single characters after a measure word (``一双鞋``)."""
    for match in _compound_pattern().finditer(text):
        name = match["made"] or match["single"]
        group = "made" if match["made"] else "single"
        if not name.endswith(read_lists("goods.zh.txt")["nottail"]):
            yield Span(match.start(group), match.end(group), name, frozenset({"goods"}))


@cache
def _compound_pattern() -> re.Pattern[str]:
    tails = "|".join(sorted(read_lists("goods.zh.txt")["tail"], key=len, reverse=True))
    tails = f"(?=[{''.join(sorted({tail[0] for tail in read_lists('goods.zh.txt')['tail']}))}])(?:{tails})"
    end = r"(?![\u4e00-\u9fff])|(?=[的吗呢推有怎哪吧啊和跟要比多好求用在还是价贵适])"
    return re.compile(
        rf"(?P<made>{_of_a_name()}{{1,3}}{tails})(?:{end})"
        rf"|(?<=[个双件条款只台把套张盏顶支的买])(?P<single>{tails})(?:{end})"
    )


def _of_a_name() -> str:
    """The Chinese characters that names of goods are made of: all but some words of grammar."""
    first, last = ord("\u4e00"), ord("\u9fff")
    bounds = [first - 1, *sorted(map(ord, grammar("in no name"))), last + 1]
    ranges = (f"{chr(after + 1)}-{chr(before - 1)}" for after, before in pairwise(bounds) if before - after > 1)
    return f"[{''.join(ranges)}]"
