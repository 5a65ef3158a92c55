"""P15, honest links: the domain shown is the one that is landed on, nothing is added, the plain link stands beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from standins.feed_files import read
from standins.links import NEED, PAID, PLAIN, card, known
from standins.offers import NOW, UNPAID, make_offer
from standins.sources import MemoryShelf, ScriptedSource, Switchboard

from desktop_client.addresses import read_address
from desktop_client.commerce.links import Code, Kind, Sign, codes, domain, looks_like, remarks, same_site, signs
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.registry import find_sources
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.ui.link_dialog import LinkDialog, ask_to_open
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.cards import card_view

REGISTRY = find_sources(SourceContext(MemoryShelf(()), lambda: NOW))
LINK_OUTS = [link for manifest in REGISTRY.manifests if (link := REGISTRY.link_out(manifest.id)) is not None]
"""Every platform's search page, whether there is a connector for it or not."""


# --- the domain shown is the one that is landed on -----------------------------------------------------------------

HOSTS = [
    ("https://example.com/", "example.com", "example.com"),
    ("https://shop.example.co.uk:8443/x", "shop.example.co.uk:8443", "example.co.uk"),
    ("https://paypal.com.login.evil.com.cn/", "paypal.com.login.evil.com.cn", "evil.com.cn"),
    ("https://somebody.github.io/", "somebody.github.io", "somebody.github.io"),
    ("https://ITEM.TaoBao.com/", "item.taobao.com", "taobao.com"),
    ("https://例え.jp/あ?x=あ", "xn--r8jz45g.jp", "xn--r8jz45g.jp"),
    ("https://www.食狮.公司.cn/", "www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("https://example。com/", "example.com", "example.com"),
    ("https://ＧＯＯＧＬＥ.com/", "google.com", "google.com"),
    ("https://example.com./", "example.com.", "example.com"),
    ("https://192.0.2.7/", "192.0.2.7", None),
    ("https://[2001:db8::1]:8080/", "[2001:db8::1]:8080", None),
    ("https://co.uk/", "co.uk", None),
]


@pytest.mark.parametrize(("url", "host", "site"), HOSTS)
def test_the_host_shown_is_the_one_that_the_browser_is_sent_to(qtbot, url: str, host: str, site: str | None) -> None:
    """In ASCII, on the card and in the dialog; and the site is the part of it that can be registered."""
    address = known(url)
    assert (address.host, domain(address.host)) == (host, site)
    assert f"leads to {host}" in card(make_offer(url_clean=url)).notes
    dialog = LinkDialog(address)
    qtbot.addWidget(dialog)
    assert host in [label.text() for label in dialog.findChildren(QLabel)]
    assert dialog.open_button.isEnabled()
    landing = QUrl(address.full).host(QUrl.ComponentFormattingOption.FullyEncoded)
    assert landing == host.strip("[]").partition("]")[0].removesuffix(":8443")


@pytest.mark.parametrize(
    "url",
    [
        "https://good.test@evil.test/",
        "https://good.test:pw@evil.test/",
        "https://good.test%40evil.test/",
        "https://good.test\\@evil.test/",
        "https:\\\\evil.test/",
        "https://good.test%2eevil.test/",
        "https://good.test\t.evil.test/",
        "https://good.test\u0000.evil.test/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://good.test.0x7f/",
        "https://1.2.3.4.5/",
        "https://192.0.2.7./",
        "https://intranet/",
        "https://-.test/",
        "//evil.test/",
        "javascript:alert(1)//https://good.test/",
    ],
)
def test_an_address_that_lands_elsewhere_than_it_seems_is_no_link(url: str) -> None:
    assert read_address(url) is None
    assert ask_to_open(url) is None
    view = card(make_offer(url_clean=url, url_tracked=url))
    assert (view.plain_url, view.tracked_url) == (None, None)
    assert "evil" not in view.copied


@pytest.mark.parametrize(
    ("url", "found", "like"),
    [
        ("https://example.com/", (), None),
        ("https://аpple.com/", (Sign.OTHER_LETTERS, Sign.MIXED_ALPHABETS, Sign.LOOKS_LIKE), "apple.com"),
        ("https://аррӏе.com/", (Sign.OTHER_LETTERS, Sign.LOOKS_LIKE), "apple.com"),
        ("https://shop.gооgle.com/", (Sign.OTHER_LETTERS, Sign.MIXED_ALPHABETS, Sign.LOOKS_LIKE), "shop.google.com"),
        ("https://ɡoogle.com/", (Sign.OTHER_LETTERS, Sign.LOOKS_LIKE), "google.com"),
        ("https://xn--80ak6aa92e.com/", (Sign.OTHER_LETTERS, Sign.LOOKS_LIKE), "apple.com"),
        # Names in people's own letters imitate nothing.
        ("https://bücher.de/", (Sign.OTHER_LETTERS,), None),
        ("https://例え.jp/", (Sign.OTHER_LETTERS,), None),
        ("https://москва.рф/", (Sign.OTHER_LETTERS,), None),
        ("https://淘宝tb.com/", (Sign.OTHER_LETTERS,), None),
        ("https://한국tv.com/", (Sign.OTHER_LETTERS,), None),
        ("https://カメラの店.jp/", (Sign.OTHER_LETTERS,), None),
        ("https://192.0.2.7/", (Sign.NUMBER,), None),
        ("https://[2001:db8::1]/", (Sign.NUMBER,), None),
        ("https://example.com:8443/", (Sign.PORT,), None),
        ("https://example.com:443/", (), None),
        ("http://example.com:443/", (Sign.PORT,), None),
        # Broken punycode is shown as it is.
        ("https://xn--a-ecp.com/", (), None),
    ],
)
def test_what_deceives_the_eye_is_said(url: str, found: tuple[Sign, ...], like: str | None) -> None:
    assert signs(known(url)) == found
    assert looks_like(known(url)) == like
    said = [str(remark) for remark in remarks(known(url))]
    assert len([words for words in said if not words.startswith("The site belongs")]) == len(found) - (like is not None)
    assert not like or any(like in words for words in said)


def test_a_capital_i_shows_as_what_it_is() -> None:
    """No list catches ``paypaI``; the lower-case host does."""
    assert known("https://paypaI.com/").host == "paypai.com"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://item.taobao.com/1", "https://s.click.taobao.com/2", True),
        ("https://a.co.uk/", "https://b.co.uk/", False),
        ("https://a.github.io/", "https://b.github.io/", False),
        ("https://192.0.2.7/", "https://192.0.2.7/x", True),
        ("https://192.0.2.7/", "https://192.0.2.8/", False),
    ],
)
def test_one_site_is_one_registrable_domain(one: str, other: str, same: bool) -> None:
    assert same_site(known(one), known(other)) is same


# --- nothing is added, nothing earned ------------------------------------------------------------------------------


@pytest.mark.parametrize("link", LINK_OUTS, ids=lambda link: link.manifest.id)
@pytest.mark.parametrize("words", ["face mask", "敏感肌 面膜", "a&b=c#d?e%20f+g/../h", "utm_source=x&tag=y"])
def test_a_link_out_is_the_search_page_and_the_words(link, words: str) -> None:
    url = link.link_out(ShoppingNeed(words))
    before, after = link.manifest.link_out.split("{words}")
    assert url == f"{before}{quote(words, safe='')}{after}"
    address = known(url)
    assert address.full == url
    assert codes(address) == ()
    assert [name for name, _ in parse_qsl(urlsplit(url).query)] == [
        name for name, _ in parse_qsl(urlsplit(link.manifest.link_out).query)
    ]


def test_there_are_search_pages_to_test() -> None:
    assert len(LINK_OUTS) >= 11


def test_no_source_that_comes_with_sidelight_adds_a_code_to_an_address() -> None:
    """Every label's own addresses, and every offer that they bring without a network."""
    registry = find_sources(SourceContext(MemoryShelf(sample_shelf.offers()), lambda: NOW))
    assert registry.broken == ()
    templates = [manifest.link_out for manifest in registry.manifests if manifest.link_out]
    terms = [manifest.terms.url for manifest in registry.manifests if manifest.terms.url]
    for url in (*(t.replace("{words}", "x") for t in templates), *terms):
        assert codes(known(url)) == (), url
    assert all(offer.url_clean is None and offer.url_tracked is None for offer in sample_shelf.offers())


ADDRESSES = [
    "https://shop.example/p?id=1&colour=red%20ink&empty=&id=2",
    "https://shop.example/p?q=%E9%9D%A2%E8%86%9C&x=a+b",
    "https://shop.example/p/a;b=c/d?x=1#part",
    "https://shop.example/p?utm_source=feed&gclid=1",
]


def feeds(url: str) -> Iterator[tuple[str, str]]:
    """An address in each kind of feed."""
    row = {"id": "1", "title": "Mask", "link": url, "price": "5.00 USD"}
    yield "t.tsv", "\t".join(row) + "\n" + "\t".join(row.values()) + "\n"
    offer = {"@type": "Offer", "price": "5.00", "priceCurrency": "USD"}
    product = {"@context": "https://schema.org", "@type": "Product", "name": "Mask", "sku": "1", "url": url}
    yield "p.json", json.dumps(product | {"offers": offer})
    item = "".join(f"<g:{name}>{value.replace('&', '&amp;')}</g:{name}>" for name, value in row.items())
    yield (
        "f.xml",
        f'<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item>{item}</item></channel></rss>',
    )
    line = {"source_id": "shelf", "offer_id": "1", "title": "Mask", "url_clean": url}
    yield "o.jsonl", json.dumps(line)


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_goes_from_the_feed_to_the_browser_unchanged(
    tmp_path, qtbot, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(bytes(url.toEncoded()).decode()))
    for name, text in feeds(url):
        (offer,) = read(tmp_path, text, name).offers
        assert offer.url_clean == url, name
        view = card(replace(offer, title="Face mask"))
        assert view.plain_url == url
        widget = OfferCard(view)
        qtbot.addWidget(widget)
        with qtbot.waitSignal(widget.link_requested) as asked:
            widget.plain_link.click()
        dialog = ask_to_open(asked.args[0])
        assert dialog is not None
        qtbot.addWidget(dialog)
        assert dialog.findChild(QPlainTextEdit).toPlainText() == url
        dialog.open_button.click()
        assert opened.pop() == url


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='\\<>" '), max_size=12)


@given(st.lists(st.tuples(texts, texts), max_size=6), st.sampled_from(["example.com", "例え.jp", "EXAMPLE.org:8443"]))
def test_reading_an_address_changes_no_parameter(pairs: list[tuple[str, str]], host: str) -> None:
    query = "&".join(f"{quote(name)}={value}" for name, value in pairs)
    address = read_address(f"https://{host}/p?{query}")
    if address is None:
        return
    assert address.full.isascii()
    before = parse_qsl(query.partition("#")[0], keep_blank_values=True)
    assert parse_qsl(urlsplit(address.full).query, keep_blank_values=True) == before


# --- what tracks is said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (PLAIN, ()),
        ("https://a.test/?utm_source=x&UTM_Medium=y&utm_source=z", (("utm_source", "tells"), ("UTM_Medium", "tells"))),
        ("https://a.test/?gclid=1&fbclid=2&id=3", (("gclid", "tells"), ("fbclid", "tells"))),
        ("https://www.amazon.de/dp/B0?tag=x-21&th=1", (("tag", "pays"),)),
        ("https://blog.test/?tag=cats&campid=3&pid=4", ()),
        ("https://www.ebay.co.uk/itm/1?campid=5338", (("campid", "pays"),)),
        ("https://shop.test/?awc=1_2", (("awc", "pays"),)),
        ("https://shop.test/?aff_id=", (("aff_id", "pays"),)),
        ("https://item.taobao.com/item.htm?id=1&spm=a.b&ali_trackid=1_x", (("spm", "tells"), ("ali_trackid", "tells"))),
        ("https://item.taobao.com/item.htm?id=1&ali_trackid=2:mm_1_2_3:9", (("ali_trackid", "pays"),)),
        ("https://uland.taobao.com/coupon?e=a&pid=mm_11_22_33", (("pid", "pays"),)),
        (
            "https://mobile.yangkeduo.com/goods.html?goods_id=1&pid=2_3&cpsSign=C",
            (("pid", "pays"), ("cpsSign", "pays")),
        ),
        ("https://mobile.yangkeduo.com/goods.html?goods_id=1", ()),
        ("https://shop.test/?a_aid=1&a_bid=2", (("a_aid", "pays"), ("a_bid", "pays"))),
        ("https://shop.test/mug#a_aid=1", (("a_aid", "pays"),)),
        ("https://shop.test/mug#aff", ()),
        # A server reads these as utm_source, and as one with a direction mark in it that would turn the line round.
        ("https://a.test/?%75tm_source=x", (("%75tm_source", "tells"),)),
        ("https://a.test/?utm_%E2%80%AEx=1", (("utm_%E2%80%AEx", "tells"),)),
    ],
)
def test_known_codes_are_named(url: str, found: tuple[tuple[str, str], ...]) -> None:
    assert codes(known(url)) == tuple(Code(name, Kind(kind)) for name, kind in found)
    said = " ".join(map(str, remarks(known(url))))
    assert all(name in said for name, _ in found)


def test_strangers_cannot_fill_the_dialog_with_names() -> None:
    flood = "&".join(f"utm_{'x' * 90}{number}=1" for number in range(70))
    (said,) = remarks(known(f"https://a.test/?{flood}"))
    assert len(str(said)) < 320
    assert str(said).endswith(" ….")


def test_a_link_with_a_paying_code_is_not_called_plain_and_makes_its_offer_a_paid_one() -> None:
    offer = make_offer("a", "Face mask", source_id="shop", url_clean="https://shop.test/?aff_id=3", commercial=UNPAID)
    assert offer.commercial.status is Status.NO_PAYMENT
    (row,) = Suggestions([ScriptedSource("shop", [offer])], Switchboard("shop"), lambda: NOW).suggest(NEED).rows
    view = card_view(row, "Shop", (), NOW, "en")
    assert view.status is Status.PAID_LINK
    assert "aff_id" in row.offer.commercial.evidence
    assert (view.plain_url, view.tracked_url) == (None, "https://shop.test/?aff_id=3")
    assert "paid link goes by way of shop.test" in view.notes


@pytest.mark.parametrize(
    "url",
    [
        "https://s.click.taobao.com/t?e=1",
        "https://u.jd.com/abc",
        "https://U.JD.com:443/abc",
        "https://p.pinduoduo.com/abc",
        "https://www.awin1.com/cread.php",
        "https://shop.sjv.io/abc",
        "https://click.linksynergy.com/deeplink",
        "https://www.pntra.com/t/1",
        "https://ｓ.click.taobao.com/abc",
        "https://s。click.taobao.com/abc",
        "https://s.cli\u00adck.taobao.com/abc",
        "https://ⓐwin1.com/cread.php",
        "https://u.jd.com#/abc",
    ],
)
def test_a_partners_link_is_not_called_plain_and_makes_its_offer_a_paid_one(url: str) -> None:
    """A code may stand in the way that a link goes, and not in what is behind its question mark. Browsers read a host
    in full-width letters, or with a soft hyphen in it, as the plain one.
    """
    offer = make_offer("a", "Face mask", source_id="shop", url_clean=url, commercial=UNPAID)
    (row,) = Suggestions([ScriptedSource("shop", [offer])], Switchboard("shop"), lambda: NOW).suggest(NEED).rows
    view = card_view(row, "Shop", (), NOW, "en")
    assert view.status is Status.PAID_LINK
    assert (view.plain_url, view.tracked_url) == (None, known(url).full)
    assert any(known(url).host.partition(":")[0] in str(remark) for remark in remarks(known(url)))


@pytest.mark.parametrize("url", ["https://item.jd.com/1.html", "https://evil-u.jd.com/", "https://u.jd.com.shop.test/"])
def test_the_shops_own_links_are_plain(url: str) -> None:
    assert card(make_offer(url_clean=url)).plain_url == url


def test_an_offer_with_a_tracked_link_is_a_paid_one_whatever_its_source_says() -> None:
    offer = make_offer("a", "Face mask", source_id="shop", url_clean=PLAIN, url_tracked="https://click.test/go/1")
    (row,) = Suggestions([ScriptedSource("shop", [offer])], Switchboard("shop"), lambda: NOW).suggest(NEED).rows
    assert row.offer.commercial.status is Status.PAID_LINK
    assert replace(row.offer, commercial=offer.commercial, expires_at=None) == offer, "and nothing else is touched"


def test_a_plain_link_that_tells_says_so_and_is_left_as_it_is() -> None:
    view = card(make_offer(url_clean="https://shop.test/?utm_source=feed"))
    assert view.plain_url == "https://shop.test/?utm_source=feed"
    assert view.notes == ("leads to shop.test", "plain link tells where you come from (utm_source)")
    assert view.status is Status.NO_PAYMENT


# --- the plain link beside the paid one ------------------------------------------------------------------------------


def test_a_paid_link_that_goes_round_by_another_site_says_by_which() -> None:
    view = card(make_offer(url_clean=PLAIN, url_tracked=PAID))
    assert (view.plain_url, view.tracked_url) == (PLAIN, PAID)
    assert view.notes == ("leads to shop.test", "paid link goes by way of click.test")
