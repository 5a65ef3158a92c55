"""For whom a thing is wanted: a condition that the user sees, and offers made for others are not what was meant."""

from __future__ import annotations

import pytest
from standins.offers import NOW, make_offer

from desktop_client.commerce.need import Silence
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.reading import read


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("handbag for my wife", ("women",)),
        ("给老婆买个包", ("女士",)),
        ("running shoes for my mom size 8", ("size 8", "women")),
        ("给我爸买双鞋", ("男士",)),
        ("jacket for my teenage son", ("boys",)),
        ("winter coat for my 8 year old daughter", ("girls",)),
        ("给上小学的女儿买双运动鞋", ("女孩",)),
        ("a women's coat for my mom", ("women's",)),
    ],
)
def test_whom_it_is_for_is_a_condition(text: str, wishes: tuple[str, ...]) -> None:
    need = read(text, force=True).need
    assert need is not None
    assert need.must_have == wishes


@pytest.mark.parametrize(
    "text",
    [
        "laptop for my wife",
        "jacket for my son",
        "watch for dad and mom",
        "guitar string for my husband",
        "给老婆买面包",
        "my wife hates her old boots, need new hiking boots for me",
    ],
)
def test_where_it_tells_nothing_there_is_none(text: str) -> None:
    need = read(text, force=True).need
    assert need is not None
    assert need.must_have == ()


@pytest.mark.parametrize("text", ["vodka for my 15 year old son", "给我15岁儿子买烟"])
def test_what_is_for_adults_is_offered_to_no_child(text: str) -> None:
    assert read(text).silent is Silence.MINORS


def test_what_is_made_for_others_is_taken_out() -> None:
    need = read("handbag for my wife", force=True).need
    assert need is not None
    offers = [
        make_offer("hers", "Leather handbag", category="handbags", attributes={"gender": "female"}),
        make_offer("anyone's", "Leather handbag", category="handbags", attributes={"gender": "unisex"}),
        make_offer("untold", "Leather handbag", category="handbags"),
        make_offer("his", "Leather handbag", category="handbags", attributes={"gender": "male"}),
    ]
    places = [row.offer.offer_id for row in rank(need, offers, now=NOW).rows]
    assert sorted(places) == ["anyone's", "hers", "untold"]
    assert places[-1] == "untold"
