"""Chinese titles as shops write them: searched, the right one comes first.

``data/titles*.zh.tsv`` are forty searches each. Under a search (``?``) stand titles with what each is worth to whoever
searches so: 3 is what is wanted, 2 lacks something, 1 serves in its place, 0 is something else, perhaps made for it.
All titles of a file are on the shelf at once. The second file was written after what was learned from the first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from standins.offers import make_offer

from desktop_client.commerce.relevance import Statistics, by_relevance, read_query
from desktop_client.commerce.relevance.tokens import tokens

DATA = Path(__file__).parent / "data"
SEEN = 10
"""How many offers somebody looks at."""


def searches(name: str) -> dict[str, dict[str, int]]:
    """For each search of a file its titles with their grades."""
    found: dict[str, dict[str, int]] = {}
    for grade, text in _rows(name):
        if grade == "?":
            titles = found.setdefault(text, {})
        else:
            titles[text] = int(grade)
    return found


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        grade, _, text = line.partition("\t")
        yield grade, text


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain (Järvelin and Kekäläinen 2002), exponential in the grade."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:SEEN]))


@pytest.mark.parametrize(("name", "least"), [("titles1.zh.tsv", 0.96), ("titles2.zh.tsv", 0.95)])
def test_the_right_chinese_titles_come_first(name: str, least: float) -> None:
    wanted = searches(name)
    shelf = [make_offer(title, title) for titles in wanted.values() for title in titles]
    assert len(wanted) == 40
    assert len(shelf) >= 200
    found_in = Counter(token for offer in shelf for token in set(tokens(offer.title)))
    statistics = Statistics(len(shelf), found_in)
    shares = []
    for text, grades in wanted.items():
        order = [grades.get(offer.title, 0) for offer in by_relevance(read_query(text), shelf, statistics)]
        shares.append(gain(order) / gain(sorted(grades.values(), reverse=True)))
    assert sum(shares) / len(shares) >= least
