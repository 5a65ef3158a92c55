"""What every connector is tried in, as one table: each cell names the test that shows it, or why it can't occur.

The table is held against the tests themselves: a cell whose test is gone, is skipped, or no longer runs for that
connector makes this file red, and so does a connector that is not in the table at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import FunctionType, ModuleType
from typing import Any

import pytest
from commerce import (
    test_product_page,
    test_source_amazon,
    test_source_bestbuy,
    test_source_douyin,
    test_source_ebay,
    test_source_etsy,
    test_source_faults,
    test_source_jd,
    test_source_links,
    test_source_openfacts,
    test_source_pinduoduo,
    test_source_shops,
    test_source_smzdm,
    test_source_taobao,
    test_source_ucp,
    test_source_unions,
    test_source_walmart,
    test_ucp_reference,
)
from standins import shop_cases, union_cases
from standins.offers import NOW
from standins.sources import MemoryShelf

from desktop_client.commerce.feeds.product_page import ID as PAGE
from desktop_client.commerce.gate import GateLimits
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.registry import find_sources
from desktop_client.commerce.sources.shared.ucp.merchants import read_merchant
from desktop_client.commerce.suggestions import Limits

TRIALS = (
    "golden request",
    "stand-in takes it",
    "normal",
    "empty",
    "throttled",
    "bad key",
    "bad signature",
    "expired token",
    "malformed JSON",
    "wrong type",
    "huge body",
    "slow body",
    "reset",
)

LINKS = {f"{name} link": name for name in test_source_links.OFFERS}
"""The requests for the link of one offer, and whose they are."""

CONNECTORS: Mapping[str, str] = {
    **{name: name for name in ("taobao", "jd", "pinduoduo", "douyin", "smzdm")},
    "smzdm gateway": "smzdm",
    **{name: name for name in ("etsy", "ebay", "walmart", "bestbuy", "amazon", "shopify", "openfacts")},
    "shopify store": "shopify-oats-myshopify-com",
    "ucp rest": "ucp-shop-example",
    "ucp mcp": "ucp-shop-example",
    "product page": PAGE,
    **LINKS,
}
"""Ways in, and whose source each is."""


@dataclass(frozen=True)
class Shown:
    """A test, and the values of its parameters under which it shows a cell."""

    module: ModuleType
    test: str
    by: Mapping[str, Any]

    @property
    def missing(self) -> str:
        """Why it shows nothing; "" where it does."""
        function = getattr(self.module, self.test, None)
        if not isinstance(function, FunctionType):
            return "no such test"
        marks = list(getattr(function, "pytestmark", ()))
        if any(mark.name in {"skip", "skipif", "xfail"} for mark in marks):
            return "it is skipped"
        open_ = dict(self.by)
        for mark in marks:
            if mark.name == "parametrize" and (names := _names(mark)) & set(open_):
                wanted = {name: open_.pop(name) for name in names & set(open_)}
                if not any(all(row[name] == value for name, value in wanted.items()) for row in _rows(mark)):
                    return f"it does not run for {wanted}"
        return f"it has no {sorted(open_)}" if open_ else ""


@dataclass(frozen=True)
class CantOccur:
    """Why a platform can't be tried in this."""

    because: str


Cell = tuple[Shown, ...] | CantOccur


def _names(mark: pytest.Mark) -> set[str]:
    names = mark.args[0]
    return {name.strip() for name in (names.split(",") if isinstance(names, str) else names)}


def _rows(mark: pytest.Mark) -> Iterator[dict[str, Any]]:
    """The values of a parametrisation, by the names of its parameters."""
    names = mark.args[0] if not isinstance(mark.args[0], str) else [n.strip() for n in mark.args[0].split(",")]
    for values in mark.args[1]:
        yield dict(zip(names, values if len(names) > 1 else (values,), strict=True))


def shown(module: ModuleType, test: str, **by: Any) -> Shown:
    return Shown(module, test, by)


def faults(test: str, **by: Any) -> Shown:
    return Shown(test_source_faults, test, by)


# --- the table ---------------------------------------------------------------------------------------------------

ONE = "test_the_request_byte_for_byte"
GOLDEN = {
    "taobao": (shown(test_source_taobao, ONE),),
    "jd": (shown(test_source_jd, ONE),),
    "pinduoduo": (shown(test_source_pinduoduo, ONE),),
    "douyin": (shown(test_source_douyin, ONE),),
    "smzdm": (shown(test_source_smzdm, "test_the_signed_request_byte_for_byte"),),
    "smzdm gateway": (shown(test_source_smzdm, "test_the_gateways_request_byte_for_byte"),),
    "etsy": (shown(test_source_etsy, ONE),),
    "ebay": (shown(test_source_ebay, "test_both_requests_byte_for_byte"),),
    "walmart": (shown(test_source_walmart, ONE),),
    "bestbuy": (shown(test_source_bestbuy, ONE),),
    "amazon": (shown(test_source_amazon, "test_both_requests_byte_for_byte"),),
    "shopify": (shown(test_ucp_reference, "test_shopify_is_asked_byte_for_byte", place="catalog.shopify.com"),),
    "shopify store": (shown(test_ucp_reference, "test_shopify_is_asked_byte_for_byte", place="oats.myshopify.com"),),
    "ucp rest": (
        shown(test_ucp_reference, "test_discovery_byte_for_byte"),
        shown(test_ucp_reference, "test_a_search_over_rest_byte_for_byte"),
    ),
    "ucp mcp": (
        shown(test_ucp_reference, "test_discovery_byte_for_byte"),
        shown(test_ucp_reference, "test_a_search_over_mcp_byte_for_byte"),
    ),
    "product page": (shown(test_product_page, "test_one_get_byte_for_byte_and_in_the_record"),),
    "openfacts": (shown(test_source_openfacts, "test_the_requests_byte_for_byte"),),
}

TWO_STEPS = set(test_source_faults.SEARCHES)
"""Those that are asked for something else before the search, and tried in trouble at both."""

NO_KEY = CantOccur("it is asked without a key")
NO_SIGNATURE = CantOccur("nothing is signed: the key alone goes with the request")
NO_TOKEN = CantOccur("no token that could expire: each request is signed, or carries the key itself")
NEVER_EMPTY = CantOccur("a page that describes no product is a fault, told as one")


def _taken(way: str) -> tuple[Shown, ...]:
    if way in union_cases.CASES:
        case: object = union_cases.CASES[way]
        return (shown(test_source_unions, "test_the_stand_in_takes_the_request_and_its_goods_arrive", case=case),)
    if way in shop_cases.CASES:
        case = shop_cases.CASES[way]
        return (shown(test_source_shops, "test_the_stand_in_takes_the_request_and_its_goods_arrive", case=case),)
    if way.startswith("ucp"):
        transport = way.removeprefix("ucp ")
        return (shown(test_source_ucp, "test_its_offers_stand_in_the_list_with_their_status", transport=transport),)
    return (faults("test_all_well", name=way),)


def _told(way: str, fault: str) -> tuple[Shown, ...]:
    first = faults("test_what_goes_wrong_is_told_and_harms_nobody_else", name=way, fault=fault)
    if way in TWO_STEPS:
        return first, faults("test_the_search_that_follows_ends_in_the_same_words", name=way, fault=fault)
    if way == "openfacts":
        return first, faults("test_the_second_look_up_ends_in_the_same_words", fault=fault)
    return (first,)


def _key(way: str, parts: Mapping[str, str]) -> tuple[Shown, ...]:
    both = {"name": way, "part": parts[way]}
    return (faults("test_a_key_or_a_signature_that_is_wrong_is_told", **both),)


def _turned_away(way: str) -> tuple[Shown, ...]:
    """Without a key it can be refused all the same."""
    test = "test_one_that_takes_no_key_is_not_said_to_have_refused_one"
    return tuple(faults(test, name=way, status=status) for status in ("401 Unauthorized", "403 Forbidden"))


def _row(way: str) -> Mapping[str, Cell]:
    slow = [faults("test_an_answer_that_takes_too_long_is_given_up", name=way)]
    if way in TWO_STEPS:
        slow.append(faults("test_the_search_that_follows_is_given_up_in_time_too", name=way))
    keyed, tokens = way in test_source_faults.KEYS, way in test_source_faults.TOKENS
    signed = keyed and way not in test_source_faults.ONE_PART
    return {
        "golden request": GOLDEN[way],
        "stand-in takes it": _taken(way),
        "normal": (faults("test_all_well", name=way),),
        "empty": (faults("test_nothing_found_is_no_fault", name=way),),
        "throttled": (
            faults("test_one_that_wants_to_be_left_alone_is", name=way),
            faults("test_one_that_says_so_in_its_own_way_is_left_alone_too", name=way),
        ),
        "bad key": _key(way, test_source_faults.KEYS) if keyed else _turned_away(way),
        "bad signature": _key(way, test_source_faults.SECRETS) if signed else NO_SIGNATURE if keyed else NO_KEY,
        "expired token": (faults("test_a_token_that_has_expired_is_told", name=way),) if tokens else NO_TOKEN,
        "malformed JSON": _told(way, "malformed"),
        "wrong type": _told(way, "wrong type"),
        "huge body": _told(way, "huge"),
        "slow body": tuple(slow),
        "reset": _told(way, "reset"),
    }


def _page(what: str) -> tuple[Shown, ...]:
    return (shown(test_product_page, "test_what_goes_wrong_is_told", what=what),)


PRODUCT_PAGE: Mapping[str, Cell] = {
    "golden request": GOLDEN["product page"],
    "stand-in takes it": GOLDEN["product page"],
    "normal": (shown(test_product_page, "test_what_json_ld_says"),),
    "empty": NEVER_EMPTY,
    "throttled": _page("busy"),
    "bad key": _page("unknown") + _page("forbidden"),
    "bad signature": NO_KEY,
    "expired token": NO_KEY,
    "malformed JSON": _page("a broken block"),
    "wrong type": _page("wrong types"),
    "huge body": _page("too large"),
    "slow body": (shown(test_product_page, "test_a_page_that_takes_too_long_is_given_up"),),
    "reset": _page("reset"),
}


def _link(name: str) -> Mapping[str, Cell]:
    def cell(test: str, **by: Any) -> tuple[Shown, ...]:
        return (shown(test_source_links, test, name=name, **by),)

    def told(fault: str) -> tuple[Shown, ...]:
        return cell("test_what_goes_wrong_is_told", fault=fault)

    key = "test_a_key_or_a_signature_that_is_wrong_is_told"
    return {
        "golden request": cell("test_a_link_is_asked_for_byte_for_byte"),
        "stand-in takes it": cell("test_all_well"),
        "normal": cell("test_all_well"),
        "empty": CantOccur("a platform that makes no link says so, which is a fault"),
        "throttled": (
            *cell("test_one_that_wants_to_be_left_alone_is_told", by_status=True),
            *cell("test_one_that_wants_to_be_left_alone_is_told", by_status=False),
        ),
        "bad key": cell(key, part=test_source_links.KEYS[name]),
        "bad signature": cell(key, part=test_source_links.SECRETS[name]),
        "expired token": NO_TOKEN,
        "malformed JSON": told("malformed"),
        "wrong type": told("wrong type"),
        "huge body": told("huge"),
        "slow body": cell("test_an_answer_that_takes_too_long_is_given_up"),
        "reset": told("reset"),
    }


TABLE: Mapping[str, Mapping[str, Cell]] = {
    **{way: _row(way) for way in CONNECTORS if way != "product page" and way not in LINKS},
    **{way: _link(name) for way, name in LINKS.items()},
    "product page": PRODUCT_PAGE,
}


# --- what it is held against -------------------------------------------------------------------------------------


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("way", CONNECTORS)
def test_every_cell_is_shown_or_says_why_not(way: str, trial: str) -> None:
    cell = TABLE[way][trial]
    if isinstance(cell, CantOccur):
        assert cell.because
        return
    assert cell, "nothing shows it"
    assert {f"{part.module.__name__}.{part.test}": part.missing for part in cell if part.missing} == {}


def test_no_connector_is_left_out() -> None:
    added = (read_merchant("ucp", "shop.example"), read_merchant("shopify", "oats.myshopify.com"))
    found = find_sources(SourceContext(MemoryShelf(()), lambda: NOW, added))
    sources = {source.manifest.id for source in found.sources if source.manifest.hosts}
    disabled = {manifest.id for manifest in found.manifests if manifest.disabled is not None}
    assert set(CONNECTORS.values()) == sources | disabled | {PAGE}
    assert set(chain.from_iterable(TABLE.values())) == set(TRIALS)


def test_what_cant_occur_is_what_the_keys_say() -> None:
    """A key, a signature or a token may be left out only where there is none."""
    for way, row in TABLE.items():
        name = LINKS.get(way, way)
        case = union_cases.CASES.get(name) or shop_cases.CASES.get(name)
        excused = {trial for trial, cell in row.items() if isinstance(cell, CantOccur)}
        keys = {"bad key", "bad signature", "expired token"}
        assert excused <= keys | ({"empty"} if way in {"product page", *LINKS} else set()), way
        assert "bad key" not in excused, way
        if case is None:
            assert keys - {"bad key"} <= excused, way
        else:
            assert ("bad signature" in excused) == (len(case.credentials) == 1), way


def test_no_search_takes_longer_than_eight_seconds() -> None:
    """Slow ones are given up when the gate's time is over; here it is looked at how long that is, for all steps of a
    search together.
    """
    assert GateLimits().total_s <= 8
    assert Limits().deadline_s <= 8
