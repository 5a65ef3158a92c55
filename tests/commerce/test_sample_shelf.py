"""The sample shelf keeps what it promises: counts, masks, honest prices, no claims."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from desktop_client.commerce.offer import Offer, Status
from desktop_client.commerce.shelf import sample_shelf

OFFERS = tuple(sample_shelf.offers())
BY_LANGUAGE = {language: [offer for offer in OFFERS if offer.language == language] for language in ("en", "zh")}
UNSUITED = {"en": "unsuitable", "zh": "不适合"}
SUITED = {"en": "suitable", "zh": "适合"}
NOTHING = {"en": "none", "zh": "无"}

SUPERLATIVE = re.compile(
    r"\b(best|finest|greatest|ultimate|perfect|unbeatable|number one|no\. ?1|world's)\b|#1"
    r"|最|第一|顶级|极致|极品|首选|绝对|唯一|完美|国家级|王牌",
    re.IGNORECASE,
)
HEALTH_CLAIM = re.compile(
    r"\b(cures?|heals?|healing|therap\w*|clinical\w*|medical|medicine|anti-?ag(e)?ing|detox|immun\w*|antibacterial"
    r"|anti-?inflammatory|dermatolog\w*|vitamins?(?! c\b)|supplements?|painkiller|slimming)\b"
    r"|治疗|消炎|抗炎|祛痘|杀菌|抗菌|医用|医美|医生|药|保健|美白|减肥|瘦身|疗效|护眼|修复|抗衰|排毒|免疫|益生菌|补品",
    re.IGNORECASE,
)
BANNED_GOODS = re.compile(
    r"\b(cigar\w*|tobacco|vap(e|ing)|e-?cig\w*|guns?|rifle|pistol|ammunition|pepper spray|crossbow|thermometer"
    r"|blood pressure|hearing aid|condom|wine|whisky|beer)\b"
    r"|香烟|烟草|电子烟|枪|弩|弹药|体温计|血压|助听器|口罩|避孕|白酒|啤酒|葡萄酒",
    re.IGNORECASE,
)


def words(offer: Offer) -> str:
    return " ".join(
        (offer.title, offer.brand or "", offer.category or "", offer.description, *offer.attributes.values())
    )


def masks(language: str) -> list[Offer]:
    leaf = {"en": "Face masks", "zh": "面膜"}[language]
    return [offer for offer in BY_LANGUAGE[language] if leaf in (offer.category or "").split(" > ")]


def test_there_are_enough_products_in_both_languages() -> None:
    assert 400 <= len(OFFERS) <= 600
    assert all(0.45 <= len(rows) / len(OFFERS) <= 0.55 for rows in BY_LANGUAGE.values())
    assert sum(d.products_en + d.products_zh for d in sample_shelf.departments()) == len(OFFERS)
    assert len(sample_shelf.departments()) >= 20
    assert all(d.products_en >= 8 and d.products_zh >= 8 for d in sample_shelf.departments())


def test_ids_titles_and_digests_are_unique() -> None:
    for seen in ((o.key for o in OFFERS), (o.title for o in OFFERS), (o.raw_sha256 for o in OFFERS)):
        assert [value for value, times in Counter(seen).items() if times > 1] == []
    assert all(re.fullmatch(rf"sample-{o.language}-\d{{4}}", o.offer_id) for o in OFFERS)


def test_no_description_is_used_twice() -> None:
    assert [text for text, times in Counter(o.description for o in OFFERS).items() if times > 1] == []


def test_every_offer_is_a_sample_that_nobody_is_paid_for() -> None:
    for offer in OFFERS:
        assert offer.sample
        assert offer.source_id == "shelf"
        assert offer.commercial.status is Status.NO_PAYMENT
        assert offer.seller == sample_shelf.SELLER
        assert (offer.url_clean, offer.url_tracked, offer.image_url) == (None, None, None)
        assert offer.rating is None
        assert offer.gtin14 is None
        assert (offer.fetched_at, offer.expires_at) == (sample_shelf.PRICED_AT, None)


def test_prices_are_exact_and_in_the_currency_of_the_language() -> None:
    currency = {"en": "USD", "zh": "CNY"}
    for offer in OFFERS:
        assert offer.price is not None
        assert offer.price.currency == currency[offer.language or ""]
        assert 0 < offer.price.minor < 1_000_000
        assert offer.shipping is None or offer.shipping.currency == offer.price.currency
    mask = next(o for o in OFFERS if o.offer_id == "sample-zh-0001")
    assert mask.price is not None
    assert (mask.price.amount, mask.price.minor) == (Decimal("69.00"), 6900)


def test_shipping_is_free_for_some_a_sum_for_some_and_unknown_for_some() -> None:
    for rows in BY_LANGUAGE.values():
        kinds = Counter("unknown" if o.shipping is None else "free" if o.shipping.minor == 0 else "sum" for o in rows)
        assert all(kinds[kind] > 30 for kind in ("unknown", "free", "sum")), kinds


def test_availability_is_not_the_same_everywhere() -> None:
    assert {o.availability for o in OFFERS} == {"in_stock", "out_of_stock", "preorder", "backorder"}


def test_attributes_are_three_to_eight_under_keys_that_both_languages_share() -> None:
    for offer in OFFERS:
        assert 3 <= len(offer.attributes) <= 8, offer.title
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in offer.attributes)
        assert all(isinstance(value, str) and value.strip() == value != "" for value in offer.attributes.values())
    keys = {language: {key for o in rows for key in o.attributes} for language, rows in BY_LANGUAGE.items()}
    assert keys["en"] == keys["zh"]


def test_each_row_is_in_its_own_language() -> None:
    hanzi = re.compile(r"[\u4e00-\u9fff]")
    assert [o.offer_id for o in BY_LANGUAGE["en"] if hanzi.search(words(o))] == []
    for offer in BY_LANGUAGE["zh"]:
        assert all(hanzi.search(text) for text in (offer.title, offer.brand, offer.category, offer.description) if text)


@pytest.mark.parametrize("pattern", [SUPERLATIVE, HEALTH_CLAIM, BANNED_GOODS], ids=["superlative", "claim", "goods"])
def test_nothing_is_praised_promised_or_barred(pattern: re.Pattern[str]) -> None:
    found = {o.title: match.group() for o in OFFERS if (match := pattern.search(words(o)))}
    assert found == {}


def test_nothing_looks_like_an_address() -> None:
    address = re.compile(r"https?:|www\.|\.(com|cn|net|org|shop)\b|@", re.IGNORECASE)
    assert [o.title for o in OFFERS if address.search(words(o))] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_masks_say_what_a_mask_has_to_say(language: str) -> None:
    rows = masks(language)
    assert len(rows) >= 15
    for mask in rows:
        stated = mask.attributes
        assert {"form", "pack", "skin_type", "sensitive_skin", "fragrance", "alcohol", "key_ingredients"} <= set(stated)
        assert stated["sensitive_skin"] in (SUITED[language], UNSUITED[language])
    assert len({mask.attributes["form"] for mask in rows}) >= 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_some_masks_suit_sensitive_skin_and_some_do_not(language: str) -> None:
    rows = masks(language)
    suited = [m for m in rows if m.attributes["sensitive_skin"] == SUITED[language]]
    unsuited = [m for m in rows if m.attributes["sensitive_skin"] == UNSUITED[language]]
    assert len(suited) >= 10
    assert 0.35 <= len(unsuited) / len(rows) <= 0.45
    harsh = re.compile(r"acid|scrub|apricot kernel|menthol|charcoal|酸|磨砂|杏核|薄荷|竹炭", re.IGNORECASE)
    mild = re.compile(r"hyaluronic acid|氨基酸|透明质酸|玻尿酸")
    for mask in suited:
        assert mask.attributes["fragrance"] == mask.attributes["alcohol"] == NOTHING[language]
        assert not harsh.search(mild.sub("", mask.title + mask.attributes["key_ingredients"])), mask.title
        assert {"en": "sensitive", "zh": "敏感肌"}[language] in mask.attributes["skin_type"]
    for mask in unsuited:
        said = words(mask)
        reasons = mask.attributes["fragrance"] != NOTHING[language] or mask.attributes["alcohol"] != NOTHING[language]
        assert reasons or harsh.search(said), mask.title
        assert {"en": "sensitive", "zh": "敏感"}[language] not in mask.title.lower() + mask.attributes["skin_type"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mask_can_also_be_asked_for_in_vain(language: str) -> None:
    """No mask with an acid suits sensitive skin: whoever asks for both has to be told that there is none."""
    acid = re.compile(r"salicylic|glycolic|ascorbic|水杨酸|甘醇酸|抗坏血酸")
    with_acid = [m for m in masks(language) if acid.search(m.attributes["key_ingredients"])]
    assert with_acid
    assert [m for m in with_acid if m.attributes["sensitive_skin"] == SUITED[language]] == []


def test_the_version_is_a_digest_and_the_rows_come_in_one_order() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", sample_shelf.SAMPLE_VERSION)
    assert [o.raw_sha256 for o in sample_shelf.offers()] == [o.raw_sha256 for o in OFFERS]
