"""What holds for every connector of a shop outside China, each against its stand-in."""

from __future__ import annotations

import contextlib
import copy
import json
import traceback
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import EntryPoint
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.gates import gate
from standins.json_changes import ANYTHING, changed, places
from standins.offers import NOW
from standins.platform_server import catalogue
from standins.shop_cases import CASES, RICH, Case
from standins.sources import MemoryShelf, Switchboard
from standins.statuses import STATUSES
from standins.walmart_server import pem

from desktop_client.commerce.label import manifest_lines
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Status
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import HIDDEN, Purpose, complete
from desktop_client.commerce.source import Query
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.registry import GROUP, find_sources
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.shops import bounds

EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
MADE = {
    "etsy": "EtsySource",
    "ebay": "EbaySource",
    "walmart": "WalmartSource",
    "bestbuy": "BestBuySource",
    "amazon": "AmazonSource",
}


@EVERY
def test_the_stand_in_takes_the_request_and_its_goods_arrive(case: Case) -> None:
    with case.served() as (door, shop):
        page = door.asked(case.source, case.query("suitcase"))
    assert len(door.sent) == len(shop.received) == 1 + case.tokens
    assert (len(page.offers), page.total) == (case.most, 137)
    goods = {good.title: good for good in catalogue("suitcase")}
    for offer in page.offers:
        good = goods[offer.title]
        assert offer.price is not None
        assert (offer.price.minor, offer.price.currency, offer.price_kind) == (good.fen, "USD", "sale")
        assert (offer.fetched_at, offer.expires_at) == (NOW, NOW + case.keeps)
        assert offer.source_id == case.source.manifest.id
    assert len({offer.offer_id for offer in page.offers}) == len(page.offers)


@EVERY
def test_the_gate_would_send_every_request_but_a_disabled_source_s(case: Case) -> None:
    source = case.source
    door = gate(Switchboard(source.manifest.id))
    for request in (next(source.search(case.query(RICH))), case.first(RICH)):
        assert door.prepare(replace(source.manifest, disabled=None), request).host in source.manifest.hosts
        if source.manifest.disabled is not None:
            with pytest.raises(SourceError, match="disabled") as caught:
                door.prepare(source.manifest, request)
            assert caught.value.fault is Fault.REFUSED


@EVERY
def test_everything_that_was_ever_encoded_wrongly_arrives(case: Case) -> None:
    with case.served() as (door, shop):
        assert door.asked(case.source, case.query(RICH)).offers
    got = shop.received[-1]
    told = unquote(got.path) + str(dict(got.query)) + got.body.decode()
    assert all(word in told for word in ("café", "mug", "blue", "50", "large", "handmade"))


@EVERY
def test_only_the_words_and_the_price_of_a_need_are_sent(case: Case) -> None:
    request = case.first(RICH)
    assert request.purpose is Purpose.SEARCH
    assert "plastic" not in request.url + request.body.decode()
    bare = replace(RICH, language="zh", category=None, must_not=(), country="DE")
    assert case.first(bare) == request
    assert case.first(replace(RICH, text="cup")) != request


@EVERY
def test_nothing_that_earns_or_that_tells_people_apart_is_ever_asked_for(case: Case) -> None:
    request = case.first(RICH)
    names = " ".join(name for name, _ in request.headers)
    sent = (request.url + request.body.decode() + names).lower()
    for forbidden in (
        "enduserctx", "campaign", "campid", "affiliateurl", "linkshare", "publisherid", "lsnid", "adid", "commission",
        "device", "session", "cookie", "accept-language", "ip=", "zip",
    ):  # fmt: skip
        assert forbidden not in sent, forbidden


@EVERY
def test_keys_tokens_and_signatures_stand_nowhere_but_on_the_wire(case: Case) -> None:
    query = case.query(RICH)
    canaries = [value for name, value in case.credentials.items() if name not in {"partner_tag", "key_version"}]
    for request in (next(case.source.search(query)), case.first(RICH)):
        outgoing = complete(request, "Sidelight/test")
        wire = outgoing.wire.decode()
        assert request.secrets
        assert all(secret in wire or quote(secret, safe="") in wire for secret in request.secrets)
        assert outgoing.shown.count(HIDDEN) == len(request.secrets)
        for secret in (*canaries, "canary-token", *request.secrets):
            assert secret not in outgoing.shown
            assert secret not in repr((request, outgoing, query, case.source))
    assert case.credentials.get("private_key", "none") not in wire


@EVERY
def test_an_error_never_repeats_a_key(case: Case) -> None:
    secrets = {*case.credentials.values(), *case.first("mug").secrets} - {case.credentials.get("partner_tag")}
    for secret in secrets:
        for said in (secret, f"key {secret}!", f"<b>{secret}</b>"):
            status, body = case.error(said)
            error = case.refused(body, status)
            shown = "".join(traceback.format_exception(error)) + error.in_language("zh")
            assert secret not in shown


@EVERY
def test_a_platforms_own_words_are_told_short_and_plain(case: Case) -> None:
    status, body = case.error("<b>bad</b> &amp; <script>x()</script>" + "long " * 200)
    error = case.refused(body, status)
    assert "It says: “bad & long" in str(error)
    assert "<" not in str(error)
    assert len(str(error)) < 350
    assert "平台的说法：“bad" in error.in_language("zh")


@EVERY
@pytest.mark.parametrize(
    "body",
    [
        b"<html>busy</html>", b'{"a":', b"\xff\xfe{}", b"", b"[]", b"7", b'"text"', b"null", b"{}", b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_to_be_none(case: Case, body: bytes) -> None:
    assert case.refused(body).fault is Fault.SCHEMA


@EVERY
@pytest.mark.parametrize(("status", "fault"), STATUSES)
def test_a_status_counts_where_the_body_says_nothing(case: Case, status: int, fault: Fault) -> None:
    assert case.refused(b"<html>gateway</html>", status).fault is fault
    assert case.refused(b'{"detail": "x"}', status).fault is fault


@EVERY
def test_a_pause_that_is_asked_for_is_kept(case: Case) -> None:
    if case.source.manifest.id != "bestbuy":  # it has no words of its own for it
        error = case.refused({"error": "m", "errors": [{"message": "m"}], "type": "ThrottleException"}, 429, 7.0)
        assert (error.fault, error.retry_after_s) == (Fault.THROTTLED, 7.0)


@EVERY
def test_rows_of_wrong_types_are_a_fault(case: Case) -> None:
    assert case.given(case.answer).offers
    for wrong in ("text", 7, [1, "x"], {"a": 1}, [{}], [{"a": 1}]):
        body = changed(case.answer, tuple(case.rows.split(".")), wrong)
        assert case.refused(body).fault is Fault.SCHEMA, wrong


@EVERY
def test_nothing_found_is_no_fault_in_any_form(case: Case) -> None:
    with case.served() as (door, _):
        page = door.asked(case.source, case.query("zzz"))
    assert (page.offers, page.total) == ((), 0)
    assert case.given(changed(case.answer, tuple(case.rows.split(".")), [])).offers == ()


@EVERY
def test_a_wrong_key_is_said_to_be_one(case: Case) -> None:
    wrong = {"private_key": pem("another")} if case is CASES["walmart"] else dict.fromkeys(case.credentials, "another")
    with case.served() as (door, _):
        error = _fails(case, door, **wrong)
    assert error.fault is Fault.AUTH
    assert "did not accept the key" in str(error)
    assert "Check the key" in str(error)


@EVERY
def test_a_platform_that_wants_fewer_requests_is_left_alone(case: Case) -> None:
    with case.served() as (door, shop):
        shop.left = 1
        assert door.asked(case.source, case.query("suitcase")).offers
        error = _fails(case, door)
    if case is CASES["bestbuy"]:
        assert error.fault is Fault.AUTH
        assert "too many requests" in str(error)
        return
    assert error.fault is Fault.THROTTLED
    assert error.retry_after_s == (7 if case is CASES["etsy"] else None)


@EVERY
def test_a_key_without_the_permission_is_told_what_to_do(case: Case) -> None:
    with case.served() as (door, shop):
        shop.granted = False
        error = _fails(case, door)
    assert error.fault is (Fault.AUTH if case is CASES["bestbuy"] else Fault.PERMISSION)


def _fails(case: Case, door, **credentials: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        door.asked(case.source, case.query("suitcase", **credentials))
    return caught.value


@EVERY
def test_without_a_key_nothing_is_sent_and_the_search_page_is_offered(case: Case) -> None:
    for credentials in ({}, dict.fromkeys(case.credentials, " ")):
        with pytest.raises(SourceError, match="search page") as caught:
            next(case.source.search(Query(ShoppingNeed("mug"), 10, credentials)))
        assert caught.value.fault is Fault.AUTH


@EVERY
def test_without_words_nothing_is_sent_not_even_a_key(case: Case) -> None:
    with pytest.raises(SourceError) as caught:
        next(case.source.search(case.query("  ")))
    assert caught.value.fault is Fault.BAD_REQUEST


@EVERY
@pytest.mark.parametrize(("limit", "asked"), [(1, 1), (5, 5), (0, 1)])
def test_no_more_is_asked_for_than_is_wanted(case: Case, limit: int, asked: int) -> None:
    with case.served() as (door, _):
        assert len(door.asked(case.source, case.query("suitcase", limit)).offers) == asked


@EVERY
@pytest.mark.parametrize(("low", "high"), [("99.999", "150.001"), ("99.99", None), (None, "150")])
def test_a_price_range_in_dollars_is_asked_for_and_never_narrower(
    case: Case, low: str | None, high: str | None
) -> None:
    price = PriceRange(Decimal(low) if low else None, Decimal(high) if high else None, "USD")
    with case.served() as (door, _):
        page = door.asked(case.source, case.query(ShoppingNeed("suitcase", price=price)))
    prices = [offer.price.minor for offer in page.offers if offer.price]
    least, most = 9_999 if low else 0, 15_001 if high else 10**9
    assert all(least <= minor <= most for minor in prices)
    inside = [good for good in catalogue("suitcase") if least <= good.fen <= (15_000 if high else 10**9)]
    assert len(prices) >= min(case.most, len(inside)) > 0


@pytest.mark.parametrize(
    ("low", "high", "minor"),
    [("99.999", "150.001", (9_999, 15_001)), ("100", "150.5", (10_000, 15_050)), ("0", None, (0, None))],
)
def test_bounds_are_widened_to_whole_cents(low: str, high: str | None, minor: tuple) -> None:
    price = PriceRange(Decimal(low), Decimal(high) if high else None, "USD")
    assert tuple(bound and bound.minor for bound in bounds(ShoppingNeed("mug", price=price), "USD")) == minor


@EVERY
def test_a_price_range_in_another_currency_stays_here(case: Case) -> None:
    for currency in ("CNY", "EUR", None):
        price = PriceRange(Decimal(100), Decimal(150), currency)
        assert case.first(ShoppingNeed("mug", price=price)) == case.first(ShoppingNeed("mug"))


@EVERY
def test_the_evidence_of_a_card_stands_where_it_says(case: Case) -> None:
    page = case.given(case.answer)
    for offer in page.offers:
        raw = Row(json.loads(page.raw[offer.raw_sha256]))
        if offer.commercial.status is not Status.NOT_DISCLOSED:
            assert raw.at(offer.commercial.evidence) is not None
        assert offer.commercial.commission_bp is None
        assert offer.url_clean is not None
        assert "?" not in offer.url_clean


@EVERY
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_label_is_whole(case: Case, language: str) -> None:
    manifest = case.source.manifest
    lines = dict(manifest_lines(manifest, language))  # type: ignore[arg-type]
    more = (manifest.disabled, manifest.currencies, manifest.rate_limit)
    assert len(lines) == 6 + sum(map(bool, more))
    assert all(lines.values())
    assert all(host in manifest.leaves_this_computer[language] for host in manifest.hosts)
    assert all(field.name[language] for field in manifest.credential_fields)
    assert manifest.not_known is not None
    assert ("real service" if language == "en" else "真实服务") in manifest.not_known[language]
    assert manifest.terms.model_use_ok is False


@EVERY
def test_the_currencies_of_the_label_are_those_of_the_offers(case: Case) -> None:
    found = {offer.price.currency for offer in case.given(case.answer).offers if offer.price}
    assert found
    assert not case.source.manifest.currencies or found <= set(case.source.manifest.currencies)


@EVERY
def test_whether_a_price_range_is_sent_is_what_the_label_says(case: Case) -> None:
    price = PriceRange(Decimal(10), Decimal(20), "USD")
    differ = case.first(ShoppingNeed("mug", price=price)) != case.first(ShoppingNeed("mug"))
    assert differ is case.source.manifest.capabilities.price_range


def test_all_are_found_like_any_other_source_and_take_the_link_outs_place() -> None:
    entries = [EntryPoint(name, f"desktop_client.commerce.sources.{name}:{made}", GROUP) for name, made in MADE.items()]
    registry = find_sources(SourceContext(MemoryShelf(()), lambda: NOW), entries)
    assert registry.broken == ()
    assert {source.manifest.id for source in registry.sources} == set(MADE)
    assert not {link.manifest.id for link in registry.link_outs} & set(MADE)
    states = {line.id: line.state for line in registry.lines(Switchboard(*MADE), "zh", lambda name: name == "etsy")}
    assert [states[name] for name in MADE] == ["on", "link_out", "link_out", "link_out", "disabled"]
    off = {line.id: line.state for line in registry.lines(Switchboard(), "en")}
    assert [off[name] for name in MADE] == ["off", "off", "off", "off", "disabled"]
    for name in MADE:
        link = registry.link_out(name)
        assert link is not None
        address = link.link_out(ShoppingNeed("mug & 1"))
        assert address.endswith("=mug%20%26%201")
        assert address.count("=") == 1


@EVERY
@settings(max_examples=150)
@given(data=st.data())
def test_whatever_an_answer_holds_it_is_a_page_or_a_fault(case: Case, data: st.DataObject) -> None:
    answer: object = copy.deepcopy(case.answer)
    for _ in range(data.draw(st.integers(1, 3))):
        answer = changed(answer, data.draw(st.sampled_from(places(answer))), data.draw(ANYTHING))
    offers: tuple[Offer, ...] = ()
    with contextlib.suppress(SourceError):
        page = case.given(json.dumps(answer).encode())
        offers = page.offers
    for offer in offers:
        assert offer.title
        assert offer.price is None or offer.price.minor >= 0
        assert offer.rating is None or 0 < offer.rating.value <= 5
        assert offer.raw_sha256 in page.raw


@EVERY
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_an_error_holds_it_is_a_fault(case: Case, data: st.DataObject) -> None:
    status, body = case.error("words")
    body = changed(body, data.draw(st.sampled_from(places(body))), data.draw(ANYTHING))
    assert isinstance(case.refused(json.dumps(body).encode(), status), SourceError)
