"""What holds for every connector of a Chinese platform, each against its stand-in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib.metadata import EntryPoint
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from standins.offers import NOW
from standins.platform_server import catalogue
from standins.sources import Switchboard
from standins.union_cases import CASES, CONTEXT, EVERY, RICH, Case, but

from desktop_client.commerce.label import manifest_lines
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status, note_words
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import HIDDEN, Purpose, complete
from desktop_client.commerce.source import Query
from desktop_client.commerce.sources.registry import GROUP, find_sources
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.unions import NOT_DISCLOSED, price_bounds

SOURCES = {
    "taobao": "TaobaoSource",
    "jd": "JdSource",
    "pinduoduo": "PinduoduoSource",
    "douyin": "DouyinSource",
    "smzdm": "SmzdmSource",
}


@EVERY
def test_the_stand_in_takes_the_request_and_its_goods_arrive(case: Case) -> None:
    with case.served() as (door, platform):
        page = door.asked(case.source, case.query("行李箱"))
    assert len(door.sent) == len(platform.received) == 1
    assert len(page.offers) == case.most
    goods = {good.title: good for good in catalogue("行李箱")}
    for offer in page.offers:
        good = goods[offer.title]
        assert offer.price is not None
        assert (offer.price.minor, offer.price.currency) == (good.fen, "CNY")
        assert (offer.fetched_at, offer.expires_at) == (NOW, NOW + timedelta(minutes=10))
        assert (offer.source_id, offer.region, offer.language) == (case.source.manifest.id, "CN", "zh")
    assert len({offer.offer_id for offer in page.offers}) == len(page.offers)


@EVERY
def test_everything_that_was_ever_encoded_wrongly_arrives_signed_right(case: Case) -> None:
    with case.served() as (door, _):
        assert door.asked(case.source, case.query(RICH)).offers


@EVERY
def test_only_the_words_and_the_price_of_a_need_are_sent(case: Case) -> None:
    request = case.first(RICH)
    assert (request.purpose, request.method) == (Purpose.SEARCH, "POST")
    assert quote("谷物") not in request.body.decode() + quote(request.body)
    bare = replace(RICH, language="en", category=None, must_not=(), country="US")
    assert case.first(bare) == request
    assert case.first(replace(RICH, text="猫砂")) != request


@EVERY
def test_nothing_that_earns_or_that_tells_people_apart_is_ever_asked_for(case: Case) -> None:
    request = case.first(RICH)
    sent = (request.url + request.body.decode()).lower()
    for forbidden in (
        "17004", "relation_id", "special_id", "userid", "subunionid", "custom_parameters", "tk_rate", "tk_total",
        "commission", "cos_ratio", "cos_fee", "sortname", "device", "session", "use_customized=true",
    ):  # fmt: skip
        assert forbidden not in sent, forbidden


@EVERY
def test_keys_and_signatures_stand_nowhere_but_on_the_wire(case: Case) -> None:
    request = case.first(RICH)
    outgoing = complete(request, "Sidelight/test")
    wire = outgoing.wire.decode()
    account = {"adzone_id", "site_id", "pid"}
    canaries = [value for name, value in case.credentials.items() if name not in account]
    assert all(secret in wire for secret in request.secrets)
    for secret in (*canaries, *request.secrets):
        assert secret not in outgoing.shown
        assert secret not in repr(case.query(RICH))
    assert outgoing.shown.count(HIDDEN) == len(request.secrets)
    assert not any("secret" in name and value in wire for name, value in case.credentials.items())


@EVERY
def test_without_a_key_nothing_is_sent_and_the_search_page_is_offered(case: Case) -> None:
    for credentials in ({}, dict.fromkeys(case.credentials, " ")):
        with pytest.raises(SourceError) as caught:
            next(case.source.search(Query(ShoppingNeed("猫粮"), 10, credentials)))
        assert caught.value.fault is Fault.AUTH
        assert "search page" in str(caught.value)


@EVERY
def test_without_words_nothing_is_sent(case: Case) -> None:
    with pytest.raises(SourceError) as caught:
        case.first("  ")
    assert caught.value.fault is Fault.BAD_REQUEST


@but("smzdm")  # its signed interface takes no number
@pytest.mark.parametrize(("limit", "asked"), [(1, 1), (5, 5), (0, 1), (400, None)])
def test_no_more_is_asked_for_than_is_wanted(case: Case, limit: int, asked: int | None) -> None:
    with case.served() as (door, _):
        page = door.asked(case.source, case.query("行李箱", limit))
    assert len(page.offers) == (asked or case.most)


@EVERY
def test_a_price_range_in_yuan_is_asked_for_and_never_narrower(case: Case) -> None:
    price = PriceRange(Decimal("99.999"), Decimal("150.001"), "CNY")
    with case.served() as (door, _):
        page = door.asked(case.source, case.query(ShoppingNeed("行李箱", price=price)))
    prices = [offer.price.minor for offer in page.offers if offer.price]
    if case is CASES["smzdm"]:
        assert any("price range" in note_words(said, "en") for said in page.disclosures)
        assert any("价格范围" in note_words(said, "zh") for said in page.disclosures)
        return
    assert prices
    assert all(9_900 <= minor <= 15_100 for minor in prices)
    inside = [good for good in catalogue("行李箱") if 9_999.9 <= good.fen <= 15_000.1]
    assert len(prices) >= min(case.most, len(inside))


@pytest.mark.parametrize(
    ("low", "high", "per_yuan", "bounds"),
    [
        ("99.999", "150.001", 1, (99, 151)),
        ("99.999", "150.001", 100, (9_999, 15_001)),
        ("100", "150", 100, (10_000, 15_000)),
        ("0", None, 1, (0, None)),
        (None, "0.5", 1, (None, 1)),
    ],
)
def test_bounds_are_widened_to_whole_units(low: str | None, high: str | None, per_yuan: int, bounds: tuple) -> None:
    price = PriceRange(Decimal(low) if low else None, Decimal(high) if high else None, "CNY")
    assert price_bounds(ShoppingNeed("箱", price=price), per_yuan) == bounds


@EVERY
def test_a_price_range_in_another_currency_stays_here(case: Case) -> None:
    for currency in ("USD", None):
        price = PriceRange(Decimal(100), Decimal(150), currency)
        with_price, without = case.first(ShoppingNeed("箱", price=price)), case.first(ShoppingNeed("箱"))
        assert with_price == without


@EVERY
def test_commercial_facts_come_from_where_the_evidence_says(case: Case) -> None:
    page = case.given(case.answer)
    for offer in page.offers:
        raw = Row(json.loads(page.raw[offer.raw_sha256]))
        if case.source.manifest.id == "smzdm":
            assert offer.commercial.payee == "source"
            assert offer.commercial.commission_bp is None
            continue
        assert offer.commercial.status is Status.PAID_LINK
        assert (offer.commercial.payee, offer.commercial.affiliate_link) == ("you", True)
        assert raw.number(offer.commercial.evidence) is not None
        assert offer.commercial.commission_bp is not None
    assert case.source.manifest.affiliate_only is (case.source.manifest.id != "smzdm")


@but("smzdm", "smzdm gateway")  # no commission is disclosed at all
def test_a_commission_that_is_missing_is_not_nought(case: Case) -> None:
    rate = {
        "taobao": "income_rate", "jd": "commissionShare", "pinduoduo": "promotion_rate", "douyin": "kol_cos_ratio"
    }[case.source.manifest.id]  # fmt: skip
    text = json.dumps(case.answer, ensure_ascii=False).replace(rate, "elsewhere")
    (offer,) = case.given(text.encode()).offers
    assert (offer.commercial.commission_bp, offer.commercial.evidence) == (None, NOT_DISCLOSED)
    assert offer.commercial.status is Status.PAID_LINK


@pytest.mark.parametrize("language", ["en", "zh"])
@EVERY
def test_the_label_is_whole(case: Case, language: str) -> None:
    manifest = case.source.manifest
    lines = dict(manifest_lines(manifest, language))  # type: ignore[arg-type]
    assert len(lines) == 7
    text = " ".join(lines.values())
    assert all(host in text for host in manifest.hosts)
    assert "10" in manifest.prices_may_be_kept[language]
    for field in manifest.credential_fields:
        assert field.name[language]
    assert ("commission" if language == "en" else "佣金") in text
    assert ("real service" if language == "en" else "真实服务") in lines[["Not known", "尚不清楚的"][language == "zh"]]


@EVERY
def test_the_currency_of_the_label_is_that_of_the_goods(case: Case) -> None:
    found = {offer.price.currency for offer in case.given(case.answer).offers if offer.price}
    assert found == set(case.source.manifest.currencies)


@but("smzdm")  # a price range goes to its gateway only
def test_whether_a_price_range_is_sent_is_what_the_label_says(case: Case) -> None:
    price = PriceRange(Decimal(10), Decimal(20), "CNY")
    differ = case.first(ShoppingNeed("箱", price=price)) != case.first(ShoppingNeed("箱"))
    assert differ is case.source.manifest.capabilities.price_range


def test_all_are_found_like_any_other_source_and_take_the_link_outs_place() -> None:
    entries = [
        EntryPoint(name, f"desktop_client.commerce.sources.{name}:{made}", GROUP) for name, made in SOURCES.items()
    ]
    shelf = EntryPoint("shelf", "desktop_client.commerce.sources.shelf:ShelfSource", GROUP)
    registry = find_sources(CONTEXT, [*entries, shelf])
    assert registry.broken == ()
    assert [source.manifest.id for source in registry.sources] == ["shelf", *sorted(SOURCES)]
    on = Switchboard(*SOURCES, "dewu")
    states = {line.id: line.state for line in registry.lines(on, "zh", lambda source_id: source_id == "jd")}
    assert {states[name] for name in SOURCES if name != "jd"} == {"link_out"}
    assert (states["jd"], states["dewu"]) == ("on", "link_out")
    for name in (*SOURCES, "dewu"):
        link = registry.link_out(name)
        assert link is not None
        address = urlsplit(link.link_out(ShoppingNeed("面膜")))
        assert quote("面膜") in address.geturl()
        assert {field for field, _ in parse_qsl(address.query)} <= {"q", "keyword", "enc", "search_key", "c", "s", "v"}
