"""P6, the order can be recomputed: a list that was exported comes out again, and a changed one does not."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises.examples import examples
from standins.offers import MASK_SHELF, NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.cli import main
from desktop_client.commerce import ranking
from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.lists import file as list_file
from desktop_client.commerce.lists.codec import offer_to_json, ranked_to_json
from desktop_client.commerce.lists.file import ListFileError, list_to_json, verify_list
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import Order, Weights, rank
from desktop_client.commerce.suggestions import Limits, Suggestions

Json = dict[str, Any]
NEED = ShoppingNeed(
    "敏感肌 面膜", "zh", "面膜", PriceRange(high=Decimal("70.50"), currency="CNY"), ("敏感肌",), ("香精",)
)
APART = tuple(replace(offer, source_id="apart") for offer in MASK_SHELF[:6])
RATED = replace(MASK_SHELF[1], offer_id="rated", rating=Rating(4.5, 5.0, 30))
SHELF = (*MASK_SHELF, RATED)


def suggested(offers: tuple[Offer, ...] = SHELF, shown: int = 4) -> SuggestionList:
    sources = [ScriptedSource("shelf", offers), ScriptedSource("apart", APART, may_mix=False)]
    making = Suggestions(sources, Switchboard("shelf", "apart"), lambda: NOW, Limits(shown=shown))
    return making.suggest(NEED)


@pytest.fixture(scope="module")
def document() -> Json:
    """A list with a group apart; besides it offers that were cut, contradict the need, or are about other things."""
    made = list_to_json(suggested(), "zh")
    assert (len(made["offers"]), len(made["groups"][0]["offers"])) == (4, 4)
    assert made["cut"] > 0
    assert made["unrelated"] > 0
    assert any(removed["count"] for removed in made["removed"])
    return made


def comes_out(document: Json) -> bool:
    """Whether a document verifies; one that can't even be read as a list does not."""
    try:
        return verify_list(json.dumps(document)).difference is None
    except ListFileError:
        return False


def test_an_exported_list_carries_all_that_it_was_made_from(document: Json) -> None:
    assert {"need", "weights", "order", "at", "limit", "language", "rule_version", "offers", "left_out"} <= set(
        document
    )
    verdict = verify_list(json.dumps(document))
    assert verdict.difference is None
    considered = {row["offer_id"] for row in (*document["offers"], *document["left_out"])}
    assert considered == {offer.offer_id for offer in SHELF}
    assert (verdict.rows, verdict.rows + verdict.left_out) == (8, len(SHELF) + len(APART))


# --- any list comes out again ------------------------------------------------------------------------------------

WORDS = ("敏感肌", "面膜", "保湿", "mask", "face", "sensitive", "oat", "无香精", "kettle")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
moneys = st.none() | st.builds(Money, st.integers(0, 20_000), st.sampled_from(["CNY", "USD", "JPY"]), st.just(2))
ratings = st.none() | st.builds(Rating, st.floats(0, 5), st.just(5.0), st.none() | st.integers(0, 10_000))
offers = st.builds(
    make_offer,
    st.integers(0, 30).map(str),
    texts,
    price=moneys,
    shipping=moneys,
    rating=ratings,
    category=st.none() | texts,
    description=texts,
    source_id=st.sampled_from(["shelf", "shop"]),
    attributes=st.dictionaries(st.sampled_from(["skin_type", "香精", "净含量", "pack_size"]), texts, max_size=3),
    fetched_at=st.datetimes(NOW.replace(tzinfo=None, year=2025), NOW.replace(tzinfo=None)).map(
        lambda t: t.replace(tzinfo=NOW.tzinfo)
    ),
    expires_at=st.sampled_from([None, NOW, NOW.replace(year=2030)]),
)
amounts = st.none() | st.decimals(0, 200, places=2)
needs = st.builds(
    ShoppingNeed,
    texts,
    st.sampled_from(["en", "zh"]),
    st.sampled_from([None, "面膜", "face mask"]),
    st.builds(PriceRange, amounts, amounts, st.sampled_from([None, "CNY", "USD"])),
    st.lists(st.sampled_from(["敏感肌", "sensitive", "无香精"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["香精", "fragrance"]), max_size=1).map(tuple),
)
weights = st.builds(Weights, *[st.integers(0, 100)] * 5)


@settings(deadline=None, max_examples=examples(150))
@given(
    need=needs,
    shelf=st.lists(offers, max_size=12),
    weights=weights,
    order=st.sampled_from(Order),
    limit=st.none() | st.integers(0, 6),
    language=st.sampled_from(["en", "zh"]),
)
def test_whatever_was_put_in_order_comes_out_again(need, shelf, weights, order, limit, language) -> None:
    ranked = rank(need, shelf, weights=weights, order=order, now=NOW, limit=limit)
    document = ranked_to_json(ranked, language)
    verdict = verify_list(json.dumps(document))
    assert verdict.difference is None
    assert verdict.rows + verdict.left_out == len(shelf)
    random.Random(1).shuffle(shelf)
    again = ranked_to_json(rank(need, shelf, weights=weights, order=order, now=NOW, limit=limit), language)
    assert again["inputs_sha256"] == document["inputs_sha256"], "in which order offers came has no part in it"


def test_an_offer_that_was_given_twice_is_considered_twice() -> None:
    document = ranked_to_json(rank(NEED, [MASK_SHELF[0], MASK_SHELF[0]], now=NOW, limit=1))
    assert (len(document["offers"]), len(document["left_out"]), document["cut"]) == (1, 1, 1)
    assert comes_out(document)


# --- a changed list does not -------------------------------------------------------------------------------------

LAYOUT = frozenset({"sources", "blocked"})
"""What is not looked at: what only the panel knows."""


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of all strings, numbers, truths and nulls."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if path or key not in LAYOUT:
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def changed(document: Json, path: tuple[Any, ...], value: Any) -> Json:
    """The document with one leaf changed; only what is on the way to it is copied."""
    copied = copy.copy(document)
    inner: Any = copied
    for step in path[:-1]:
        inner[step] = copy.copy(inner[step])
        inner = inner[step]
    inner[path[-1]] = value
    return copied


def other(value: Any) -> list[Any]:
    """Values that are as near to this one as can be."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [value + 0.001]
    if isinstance(value, str):
        return [value + "x", value[1:]] if value else ["x"]
    return ["x"]


def test_no_leaf_can_be_changed_unseen(document: Json) -> None:
    small = list_to_json(suggested((*MASK_SHELF[:3], *MASK_SHELF[8:10], MASK_SHELF[-7], RATED), shown=2), "zh")
    assert comes_out(small)
    paths = list(leaves(small))
    assert len(paths) > 400
    unseen = [
        (path, value) for path in paths for value in other(at(small, path)) if comes_out(changed(small, path, value))
    ]
    assert unseen == []


def test_a_limit_that_cut_nothing_can_not_be_changed_either() -> None:
    document = ranked_to_json(rank(NEED, MASK_SHELF[:2], now=NOW, limit=12))
    assert comes_out(document)
    assert not comes_out(document | {"limit": 13})
    assert not comes_out(document | {"limit": None})


def test_layout_does_not_matter(document: Json) -> None:
    plain = copy.deepcopy(document)
    plain["sources"] = []
    assert comes_out(plain)
    turned = json.dumps(dict(reversed(plain.items())), indent=3, ensure_ascii=True)
    assert verify_list(turned).difference is None
    whole_numbers = turned.replace('"scale_max": 5.0', '"scale_max": 5')
    assert whole_numbers != turned
    assert verify_list(whole_numbers).difference is None


def _swap(rows: list[Json]) -> None:
    rows[0], rows[1] = rows[1], rows[0]
    rows[0]["rank"], rows[1]["rank"] = 1, 2


def _hide_second(document: Json) -> None:
    document["left_out"].append(document["offers"].pop(1))
    for number, row in enumerate(document["offers"], 1):
        row["rank"] = number
    document["cut"] += 1


def _cheaper(document: Json) -> None:
    for name in ("price", "total"):
        document["offers"][1][name]["minor"] = 1
    for name in ("item", "known"):
        document["offers"][1]["total_parts"][name]["minor"] = 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: _swap(d["offers"]), "Row 1 should be"),
        (lambda d: _swap(d["groups"][0]["offers"]), "Row 1 should be"),
        (_hide_second, "Row 2 should be"),
        (lambda d: d["left_out"].append(d["offers"].pop()), "The list has 3 rows and should have 4."),
        (lambda d: d["offers"].append(d["left_out"].pop()), "The list has 5 rows"),
        (lambda d: d["offers"][2].update(score=0.999), "Row 3: “score”"),
        (lambda d: d["offers"][0]["reasons"][0].update(words="It is the best"), "Row 1: “reasons”"),
        (lambda d: d["offers"][0]["commercial"].update(status="paid_link"), "Row 1: “commercial”"),
        (lambda d: d["offers"][0]["commercial"].update(words="广告 / Paid link"), "Row 1: “commercial”"),
        (lambda d: d["groups"][0]["offers"][1]["commercial"].pop("words"), "Row 2: “commercial”"),
        (lambda d: d["offers"][0].pop("commercial"), "Row 1: “commercial”"),
        (lambda d: d["left_out"][0].update(commercial=None), "“left_out”"),
        (lambda d: d.update(label="The best offers"), "“label”"),
        (lambda d: d.pop("label"), "“label”"),
        (lambda d: d.pop("we_earn"), "“we_earn”"),
        (lambda d: d.update(cut=99), "“cut”"),
        (lambda d: d.update(silent="health"), "“silent”"),
        (lambda d: d.update(format="another"), "“format”"),
        (lambda d: d.update(best_choice="Face mask 1"), "“best_choice”"),
        (lambda d: d["need"].update(brand="Fernlow"), "“brand”"),
        (lambda d: d["groups"][0]["offers"][1].update(discount="-50 %"), "“discount”"),
        (lambda d: d["offers"][0]["commercial"].update(audited=True), "“audited”"),
        (lambda d: d["left_out"][0].update(recalled=True), "“recalled”"),
        (lambda d: d["offers"][0].update(ur1_tracked=d["offers"][0].pop("url_tracked")), "“ur1_tracked”"),
        (lambda d: d["removed"].clear(), "“removed”"),
        (_cheaper, "Row 2: “unit_price”|The need, the weights"),
        (lambda d: d["left_out"].pop(), "“cut”|“removed”|“unrelated”|The need, the weights"),
        (lambda d: d["left_out"][0].update(raw_sha256="0" * 63 + "1"), "The need, the weights"),
        (lambda d: d.update(weights={k: 2 * v for k, v in d["weights"].items()}), "The need, the weights"),
    ],
)  # fmt: skip
def test_it_says_what_does_not_come_out_again(document: Json, change: Callable[[Json], object], said: str) -> None:
    tampered = copy.deepcopy(document)
    change(tampered)
    difference = verify_list(json.dumps(tampered)).difference
    assert difference is not None
    assert any(part in str(difference) for part in said.split("|")), str(difference)


def test_what_rank_prints_can_not_lose_its_label_either() -> None:
    document = ranked_to_json(rank(NEED, MASK_SHELF[:3], now=NOW))
    assert comes_out(document)
    for part in ("label", "we_earn"):
        assert not comes_out({name: value for name, value in document.items() if name != part})


def test_nothing_is_said_twice_in_two_ways(document: Json) -> None:
    """Of two with one name Sidelight would look at the last, and a reader sees the first."""
    honest = json.dumps(document)
    paid = honest.replace('"title": ', '"title": "Another", "title": ', 1)
    assert json.loads(paid) == document
    with pytest.raises(ListFileError, match="twice"):
        verify_list(paid)


def test_a_list_under_another_rule_is_refused_and_both_are_named(document: Json) -> None:
    with pytest.raises(ListFileError) as caught:
        verify_list(json.dumps(document | {"rule_version": "0+older"}))
    assert "0+older" in str(caught.value)
    assert ranking.RULE_VERSION in str(caught.value)


def test_a_changed_rule_shows(document: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the rule changed and its version not, exported lists would show it."""
    honest = list_file.ListInputs.ranked

    def biased(inputs):
        return tuple(replace(group, rows=tuple(reversed(group.rows))) for group in honest(inputs))

    monkeypatch.setattr(list_file.ListInputs, "ranked", biased)
    assert not comes_out(document)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '"x"', "{}", '{"panel": null}', '{"panel": {}}', b"\xff", "[" * 100_000,
        '{"rule_version": 3}', json.dumps({"query": "x", "offers": []}), '{"a": 1e999}',
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_one_sentence(text: str | bytes) -> None:
    with pytest.raises(ListFileError) as caught:
        verify_list(text)
    assert "\n" not in str(caught.value)
    assert caught.value.next_step is not None


def test_a_list_in_a_newer_format_is_refused_by_that_name(document: Json) -> None:
    with pytest.raises(ListFileError, match="version 2"):
        verify_list(json.dumps(document | {"version": 2}))


@pytest.mark.parametrize(
    "change",
    [
        {"need": {"text": "x", "price": {"high": "1e999999999"}}},
        {"need": {"text": 3}},
        {"limit": "many"},
        {"order": "paid_first"},
        {"weights": {"text": "45"}},
        {"language": "fr"},
        {"at": "noon"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"offers": [3]},
        {"left_out": [{"title": "x"}]},
        {"groups": [{}]},
    ],
)
def test_what_is_almost_a_list_is_refused_too(document: Json, change: Json) -> None:
    with pytest.raises(ListFileError):
        verify_list(json.dumps(document | change))


# --- through files and the real command line ---------------------------------------------------------------------


@pytest.fixture
def command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: object) -> tuple[int, str, str]:
        status = main([*map(str, words), "--profile", str(tmp_path / "profile")])
        return (status, *capfd.readouterr())

    return run


def test_what_rank_prints_is_verified_by_the_command(command, tmp_path: Path) -> None:
    need, shelf, printed = (tmp_path / name for name in ("need.json", "offers.jsonl", "list.json"))
    need.write_text(json.dumps({"text": "敏感肌 面膜", "category": "面膜", "must_have": ["敏感肌"]}), encoding="utf-8")
    lines = [json.dumps(offer_to_json(offer), ensure_ascii=False) + "\n" for offer in MASK_SHELF]
    shelf.write_text("".join(lines), encoding="utf-8")
    for order in Order:
        status, out, _ = command("rank", "--need", need, "--offers", shelf, "--order", order.value, "--json")
        assert status == 0
        printed.write_text(out, encoding="utf-8")
        status, out, err = command("verify", "list", printed)
        assert (status, err) == (0, "")
        assert "The same order and the same reasons" in out
    forged = json.loads(printed.read_text(encoding="utf-8"))
    _swap(forged["offers"])
    printed.write_text(json.dumps(forged), encoding="utf-8")
    status, out, err = command("verify", "list", printed)
    assert (status, out) == (1, "")
    assert "Row 1 should be" in err
    assert err.count("\n") == 1


def test_a_panel_is_found_inside_of_what_ask_prints(document: Json) -> None:
    """``tests/cli/test_cli_record_and_verify.py`` has ``ask`` print one."""
    assert verify_list(json.dumps({"answer": "x", "panel": document})).difference is None
