"""P10, the label can't be missed, in files: every JSON says what it is and how each offer stands commercially."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.codec import empty_panel, offer_from_json, offer_to_json, panel_to_json, ranked_to_json
from desktop_client.commerce.label import STATUS, both
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.offer import AdFlag, Commercial, Status
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.suggestions import Suggestions

WORDS = {"广告 / Paid link", "无商业关系 / No payment", "未披露 / Not disclosed"}
EVERY = [
    Commercial(affiliate, payee, sponsored, "x", commission_bp=commission)
    for affiliate, payee, sponsored, commission in product(
        (True, False), ("you", "source", "none", "unknown", ""), AdFlag, (None, 0, 550)
    )
]


def test_every_status_has_words_in_both_languages() -> None:
    assert {both(STATUS[status]) for status in Status} == WORDS


@pytest.mark.parametrize("commercial", EVERY)
def test_no_offer_is_without_status(commercial: Commercial) -> None:
    row = offer_to_json(make_offer(commercial=commercial))["commercial"]
    assert row["words"] in WORDS
    assert row["status"] in set(Status)


def test_no_payment_is_only_said_where_everything_says_so() -> None:
    said = {
        (c.affiliate_link, c.payee, c.sponsored, c.commission_bp)
        for c in EVERY
        if offer_to_json(make_offer(commercial=c))["commercial"]["status"] == "no_payment"
    }
    assert said == {(False, "none", AdFlag.NO, None), (False, "none", AdFlag.NO, 0)}


def test_a_row_that_says_nothing_about_money_is_not_disclosed() -> None:
    row = offer_to_json(offer_from_json('{"source_id": "a", "offer_id": "1", "title": "Mask"}'))
    assert row["commercial"]["words"] == "未披露 / Not disclosed"


@given(status=st.text(max_size=20))
def test_a_file_cannot_set_the_status(status: str) -> None:
    line = offer_to_json(make_offer(commercial=Commercial(True, "source", AdFlag.YES, "x")))
    line["commercial"] |= {"status": status, "words": status}
    assert offer_to_json(offer_from_json(json.dumps(line)))["commercial"]["words"] == "广告 / Paid link"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_panel_carries_the_label_and_every_offer_its_status(language) -> None:
    offers = [make_offer(str(i), source_id="jd", commercial=c) for i, c in enumerate(EVERY[:9])]
    apart = ScriptedSource("ebay", [make_offer("e", source_id="ebay")], may_mix=False)
    listed = Suggestions([ScriptedSource("jd", offers), apart], Switchboard("jd", "ebay"), lambda: NOW).suggest(
        ShoppingNeed("face mask")
    )
    panel = panel_to_json(listed, language)
    assert panel["label"] == "广告区 · 商品建议，不是回答的一部分 / Ads & offers — not part of the answer"
    rows = [*panel["offers"], *panel["groups"][0]["offers"]]
    assert len(rows) == 10
    assert all(row["commercial"]["words"] in WORDS for row in rows)
    assert json.loads(json.dumps(panel)) == panel


def test_an_empty_panel_carries_the_label_too() -> None:
    panel = empty_panel(silent=Silence.HEALTH)
    assert "广告" in panel["label"]
    assert panel["silent"] == "health"
    assert panel["offers"] == []


def test_a_ranked_list_carries_it_on_every_row() -> None:
    ranked = rank(
        ShoppingNeed("face mask"), [make_offer(commercial=c, offer_id=str(i)) for i, c in enumerate(EVERY)], now=NOW
    )
    rows = ranked_to_json(ranked)["offers"]
    assert len(rows) == len(EVERY)
    assert all(row["commercial"]["words"] in WORDS for row in rows)
