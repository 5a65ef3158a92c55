"""Sources are found by entry point; a broken one is reported and left out. Link-outs only build an address."""

from __future__ import annotations

import sys
import threading
import types
from dataclasses import replace
from importlib.metadata import EntryPoint
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from standins.offers import MASK_SHELF, NOW
from standins.sources import MemoryShelf, ScriptedSource, Switchboard, manifest

from desktop_client.commerce.label import manifest_lines
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.source import Capabilities, CredentialField, Mode, Page, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.registry import GROUP, MOST_OF_ONE, find_sources
from desktop_client.commerce.sources.shared.link_out import link_outs, search_words
from desktop_client.commerce.sources.shelf import ShelfSource
from desktop_client.errors import SidelightError

CONTEXT = SourceContext(MemoryShelf(MASK_SHELF), lambda: NOW)
SHELF = EntryPoint("shelf", "desktop_client.commerce.sources.shelf:ShelfSource", GROUP)
PLATFORMS = {"dewu"}
"""Without a connector: it has no interface for shoppers at all."""


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A module of somebody else's package, with sources good and bad."""
    module = types.ModuleType("others_sources")
    module.good = lambda context: ScriptedSource("shop")  # type: ignore[attr-defined]
    module.dewu = lambda context: ScriptedSource("dewu")  # type: ignore[attr-defined]
    module.with_key = lambda context: WithKey()  # type: ignore[attr-defined]
    module.again = lambda context: ScriptedSource("shop")  # type: ignore[attr-defined]
    module.raises = lambda context: 1 / 0  # type: ignore[attr-defined]
    module.takes_nothing = lambda: None  # type: ignore[attr-defined]
    module.no_source = lambda context: object()  # type: ignore[attr-defined]
    module.bad_id = lambda context: ScriptedSource("No Such Id!")  # type: ignore[attr-defined]

    module.pair = lambda context: (ScriptedSource("shop"), ScriptedSource("other"))  # type: ignore[attr-defined]

    def one_of_several(name: str) -> ScriptedSource:
        return ScriptedSource(name) if name else 1 / 0

    names = ("shop", "No Such Id!", "", "other", "shop", "third")
    module.several = lambda context: map(one_of_several, names)  # type: ignore[attr-defined]
    module.endless = lambda context: iter(lambda: 1 / 0, None)  # type: ignore[attr-defined]

    def one_language(context: SourceContext) -> ScriptedSource:
        source = ScriptedSource("half")
        source.manifest = manifest("half")
        object.__setattr__(source.manifest, "who_gets_paid", {"en": "me"})
        return source

    module.one_language = one_language  # type: ignore[attr-defined]
    module.exits = lambda context: sys.exit(3)  # type: ignore[attr-defined]
    module.taobao = lambda context: ScriptedSource("taobao")  # type: ignore[attr-defined]

    def wordy(context: SourceContext) -> ScriptedSource:
        raise RuntimeError("first line\nsecond line " + "and so on " * 200)

    module.wordy = wordy  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "others_sources", module)
    return module


class WithKey(ScriptedSource):
    """A connector that wants a key, and whose platform has a search page."""

    def __init__(self) -> None:
        super().__init__("keyed")
        key = CredentialField("key", {"en": "Key", "zh": "密钥"})
        page = "https://keyed.example/?q={words}"
        self.manifest = replace(self.manifest, credential_fields=(key,), link_out=page)


def entry(name: str) -> EntryPoint:
    return EntryPoint(name, f"others_sources:{name}", GROUP)


def test_the_shelf_registers_like_any_other() -> None:
    registry = find_sources(CONTEXT, [SHELF])
    assert [source.manifest.id for source in registry.sources] == ["shelf"]
    assert registry.broken == ()
    assert {link.manifest.id for link in registry.link_outs} == PLATFORMS


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("raises", "ZeroDivisionError"),
        ("takes_nothing", "TypeError"),
        ("no_source", "manifest"),
        ("missing", "AttributeError"),
        ("bad_id", "“id”"),
        ("one_language", "who_gets_paid"),
        ("exits", "SystemExit"),
    ],
)
def test_a_broken_source_is_reported_and_the_others_stay(others, name: str, why: str) -> None:
    registry = find_sources(CONTEXT, [entry(name), entry("good"), SHELF])
    assert {source.manifest.id for source in registry.sources} == {"shop", "shelf"}
    (broken,) = registry.broken
    assert broken.name == name
    assert why in str(broken.why)


def test_a_source_that_never_ends_loading_is_left_behind(others) -> None:
    let_go = threading.Event()

    def hangs(context: SourceContext) -> ScriptedSource:
        assert let_go.wait(60)
        return ScriptedSource("late")

    others.hangs = hangs
    try:
        registry = find_sources(CONTEXT, [entry("hangs"), entry("good"), SHELF], patience_s=0.2)
    finally:
        let_go.set()
    assert {source.manifest.id for source in registry.sources} == {"shop", "shelf"}
    (broken,) = registry.broken
    assert str(broken.why) == "The source “hangs” is left out: after 0.2 s it was still loading."


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("mode", "api"),
        ("terms", None),
        ("terms", Terms(attribution=3)),  # type: ignore[arg-type]
        ("terms", Terms(cache_ttl_s="600")),  # type: ignore[arg-type]
        ("hosts", "shop.example"),
        ("hosts", (None,)),
        ("methods", "GET"),
        ("methods", None),
        ("regions", "CN"),
        ("credential_fields", None),
        ("credential_fields", ({"id": "key"},)),
        ("credential_fields", (CredentialField("key", {"en": "Key"}),)),
        ("not_known", "much"),
        ("disabled", {"en": "so"}),
        ("link_out", "https://shop.example/?q={words}&n={number}"),
        ("link_out", 7),
        ("requests_hold_s", "180"),
        ("currencies", "USD"),
        ("capabilities", None),
        ("capabilities", Capabilities(page_max=0)),
        ("rate_limit", RateLimit(5, 1)),
        ("rate_limit", ((5, 1),)),
        ("rate_limit", (RateLimit(0, 1),)),
        ("loopback", "no"),
        ("affiliate_only", None),
        ("protocol", None),
    ],
)
def test_a_label_that_would_break_those_who_read_it_is_reported(others, part: str, value: object) -> None:
    """It is read by the panel, the gate and the files, for all sources at once."""
    source = ScriptedSource("shaky")
    source.manifest = replace(source.manifest, **{part: value})
    others.shaky = lambda context: source
    registry = find_sources(CONTEXT, [entry("shaky"), SHELF])
    assert [found.manifest.id for found in registry.sources] == ["shelf"]
    assert [f"“{part}”" in str(broken.why) for broken in registry.broken] == [True]


def test_what_a_broken_source_says_is_told_short_and_on_one_line(others) -> None:
    (broken,) = find_sources(CONTEXT, [entry("wordy"), SHELF]).broken
    assert "RuntimeError: first line second line" in str(broken.why)
    assert "\n" not in str(broken.why)
    assert len(str(broken.why)) < 300


def test_nobody_takes_the_place_of_a_source_of_sidelight_s_own(others) -> None:
    """It would be given the user's key for that platform."""
    own = EntryPoint("taobao", "desktop_client.commerce.sources.taobao:TaobaoSource", GROUP)
    registry = find_sources(CONTEXT, [EntryPoint("a", "others_sources:taobao", GROUP), own])
    assert [type(source).__name__ for source in registry.sources] == ["TaobaoSource"]
    (broken,) = registry.broken
    assert broken.name == "a"
    assert str(broken.why) == "The source “a” is left out: another one is already called “taobao”."


@pytest.mark.parametrize("ask", [lambda found: found.manifest("raises"), lambda found: found.source("raises")])
def test_who_asks_for_a_broken_source_is_told_why_it_is_not_there(others, ask) -> None:
    registry = find_sources(CONTEXT, [entry("raises"), entry("good")])
    with pytest.raises(SidelightError, match="can't be loaded: ZeroDivisionError"):
        ask(registry)


def test_an_entry_point_may_make_several_sources(others) -> None:
    registry = find_sources(CONTEXT, [entry("pair"), SHELF])
    assert {source.manifest.id for source in registry.sources} == {"shop", "other", "shelf"}
    assert registry.broken == ()


def test_of_several_sources_each_broken_one_is_reported_and_the_others_stay(others) -> None:
    registry = find_sources(CONTEXT, [entry("several"), SHELF])
    assert {source.manifest.id for source in registry.sources} == {"shop", "other", "third", "shelf"}
    whys = [str(broken.why) for broken in registry.broken]
    assert len(whys) == 3
    for why, part in zip(whys, ("“id”", "ZeroDivisionError", "already called “shop”"), strict=True):
        assert part in why


def test_an_entry_point_that_never_ends_is_ended(others) -> None:
    registry = find_sources(CONTEXT, [entry("endless"), SHELF])
    assert [source.manifest.id for source in registry.sources] == ["shelf"]
    assert len(registry.broken) == MOST_OF_ONE


def test_a_module_that_cannot_be_imported_is_reported() -> None:
    registry = find_sources(CONTEXT, [EntryPoint("gone", "no_such_module_here:Source", GROUP), SHELF])
    assert [broken.name for broken in registry.broken] == ["gone"]


def test_of_two_with_one_id_the_second_is_left_out(others) -> None:
    registry = find_sources(CONTEXT, [entry("good"), entry("again")])
    assert len(registry.sources) == 1
    assert "shop" in str(registry.broken[0].why)


def test_a_connector_takes_the_place_of_the_link_out(others) -> None:
    registry = find_sources(CONTEXT, [entry("dewu")])
    assert {link.manifest.id for link in registry.link_outs} == PLATFORMS - {"dewu"}


def test_on_a_fresh_install_everything_is_off() -> None:
    lines = find_sources(CONTEXT, [SHELF]).lines(Switchboard(), "en")
    assert {line.state for line in lines} == {"off"}
    first = lines[0]
    assert (first.id, first.name, first.mode, first.key) == ("shelf", "This computer", Mode.OFFLINE, None)


def test_a_link_out_that_is_on_only_offers_its_link() -> None:
    lines = find_sources(CONTEXT, [SHELF]).lines(Switchboard("shelf", "dewu"), "zh")
    assert {line.id: line.state for line in lines if line.state != "off"} == {"shelf": "on", "dewu": "link_out"}
    assert next(line.name for line in lines if line.id == "dewu") == "得物"


@pytest.mark.parametrize(
    ("on", "has_key", "state"),
    [(True, False, "link_out"), (True, True, "on"), (False, False, "off"), (False, True, "off")],
)
def test_a_connector_without_its_key_offers_its_link(others, on: bool, has_key: bool, state: str) -> None:
    registry = find_sources(CONTEXT, [entry("with_key")])
    (line,) = (
        line
        for line in registry.lines(Switchboard(*(["keyed"] if on else [])), "en", lambda _: has_key)
        if line.id == "keyed"
    )
    assert (line.state, line.key) == (state, has_key)


def test_a_search_page_is_found_with_and_without_a_connector(others) -> None:
    registry = find_sources(CONTEXT, [entry("with_key"), entry("good")])
    need = ShoppingNeed("面膜")
    for name, address in (
        ("keyed", "https://keyed.example/?q=%E9%9D%A2%E8%86%9C"),
        ("dewu", "https://www.dewu.com/search?keyword=%E9%9D%A2%E8%86%9C"),
    ):
        link = registry.link_out(name)
        assert link is not None
        assert link.link_out(need) == address
    assert registry.link_out("shop") is registry.link_out("nosuch") is None


def test_a_label_by_id() -> None:
    registry = find_sources(CONTEXT, [SHELF])
    assert registry.manifest("dewu").name["zh"] == "得物"
    with pytest.raises(SidelightError, match="nosuch"):
        registry.manifest("nosuch")


@pytest.mark.parametrize("source", [ShelfSource(CONTEXT), *link_outs()], ids=lambda s: s.manifest.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_are_whole_in_both_languages(source, language) -> None:
    lines = manifest_lines(source.manifest, language)
    assert len(lines) >= 5
    assert all(heading and text for heading, text in lines)
    assert "{" not in "".join(text for _, text in lines)


def answered(search: Search) -> Page:
    """What a source answers that asks nobody else."""
    with pytest.raises(StopIteration) as done:
        next(search)
    return done.value.value


class TestShelf:
    def test_asks_the_shelf(self) -> None:
        page = answered(ShelfSource(CONTEXT).search(Query(ShoppingNeed("面膜"), 3)))
        assert page.offers == MASK_SHELF[:3]

    def test_cancelled_before_it_is_asked_it_asks_nobody(self) -> None:
        class Untouchable(MemoryShelf):
            def candidates(self, need, limit, cancel):
                raise AssertionError("asked")

        cancelled = threading.Event()
        cancelled.set()
        source = ShelfSource(SourceContext(Untouchable(()), lambda: NOW))
        with pytest.raises(Cancelled):
            answered(source.search(Query(ShoppingNeed("面膜"), 3, cancel=cancelled)))

    def test_cancelled_while_it_searches_it_gives_nothing(self) -> None:
        class Slow(MemoryShelf):
            def candidates(self, need, limit, cancel):
                cancel.set()
                return MASK_SHELF

        with pytest.raises(Cancelled):
            answered(ShelfSource(SourceContext(Slow(()), lambda: NOW)).search(Query(ShoppingNeed("面膜"), 3)))


class TestLinkOuts:
    NEED = ShoppingNeed(
        "敏感肌 面膜 & 50% #1?", "zh", "面膜", must_have=("无酒精", "敏感肌"), must_not=("香精",), country="CN"
    )  # fmt: skip

    @pytest.mark.parametrize("link", link_outs(), ids=lambda link: link.manifest.id)
    def test_the_address_holds_the_words_and_nothing_else_of_the_need(self, link) -> None:
        address = urlsplit(link.link_out(self.NEED))
        assert address.scheme == "https"
        assert (address.hostname,) == link.manifest.hosts
        values = [value for _, value in parse_qsl(address.query, keep_blank_values=True)]
        words = "敏感肌 面膜 & 50% #1? 无酒精"
        assert words in values or unquote(address.path).endswith(words)
        assert address.fragment == ""
        assert "香精" not in unquote(address.geturl())

    def test_no_address_has_a_parameter_that_pays(self) -> None:
        for link in link_outs():
            assert {name for name, _ in parse_qsl(urlsplit(link.link_out(self.NEED)).query)} <= {"keyword"}

    @pytest.mark.parametrize("link", link_outs(), ids=lambda link: link.manifest.id)
    def test_the_label_says_that_opening_tells_the_words(self, link) -> None:
        assert link.manifest.mode is Mode.LINK_OUT
        assert "words" in link.manifest.leaves_this_computer["en"]
        assert "搜索词" in link.manifest.leaves_this_computer["zh"]
        assert not hasattr(link, "search")


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (("at least 65 W", "foldable"), "USB-C charger foldable"),
        (("不超过2公斤", "可折叠"), "USB-C charger 可折叠"),
        (("65 W",), "USB-C charger 65 W"),
    ],
)
def test_a_limit_is_no_words_for_a_search_box(wishes: tuple[str, ...], words: str) -> None:
    assert search_words(ShoppingNeed("USB-C charger", must_have=wishes)) == words
