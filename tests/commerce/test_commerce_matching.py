"""Text match: what counts is where a word stands, not how often; tricks with letters gain nothing (P4, first part)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import make_offer, mask

from desktop_client.commerce.judging.candidate import project
from desktop_client.commerce.judging.document import Reader, documents_of
from desktop_client.commerce.judging.matching import TextMatch
from desktop_client.commerce.meaning import folding
from desktop_client.commerce.meaning.concepts import table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import pattern
from desktop_client.commerce.need import ShoppingNeed


def points(text: str, offer, **need) -> int:
    match = TextMatch(ShoppingNeed(text, **need), table())
    return match.of(documents_of([offer])[0]).points


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("ＳＯＮＹ　ＷＨ", "sony wh"),
        ("Fасе mаsk", "face mask"),
        ("ΜΑSΚ", "mask"),
        ("m\u00adask", "mask"),
        ("\u202emask\u202c", "mask"),
        ("résumé", "resume"),
        ("𝐦𝐚𝐬𝐤", "mask"),
        ("  a \t b\n", "a b"),
        ("敏\ufeff感肌", "敏感肌"),
        ("wi‑fi", "wi-fi"),
        ("\u1c82 \uab93", "o z"),  # letters that look alike only once their case is folded
    ],
)
def test_what_looks_the_same_is_the_same(seen: str, meant: str) -> None:
    assert fold(seen) == meant


def test_plain_text_is_folded_as_any_other() -> None:
    plain = [chr(code) for code in range(0x10000) if folding._PLAIN.fullmatch(chr(code))]
    assert {"A", "~", "，", "）", "面"} <= set(plain)
    for text in (*plain, "".join(plain), *(f"a{letter}面{letter}" for letter in plain)):
        assert folding.folded(text) == " ".join(folding._all_folded(text).split())


def test_folding_any_letter_twice_changes_nothing_more() -> None:
    for start in range(0, 0x110000, 0x400):
        letters = " ".join(chr(code) for code in range(start, start + 0x400) if not 0xD800 <= code < 0xE000)
        assert fold(fold(letters)) == fold(letters), hex(start)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("headphone", "headphones"),
        ("headphones", "headphone"),
        ("batteries", "battery"),
        ("box", "boxes"),
        ("watches", "watch"),
        ("mice", "mouse"),
        ("knife", "knives"),
        ("usb-c", "USB C"),
        ("wifi", "wifi 6"),
        ("wh-1000xm5", "WH1000XM5"),
        ("wh1000xm5", "WH-1000XM5"),
        ("500ml", "500 ml"),
        ("face mask", "facemask"),
    ],
)
def test_spellings_that_mean_the_same(phrase: str, text: str) -> None:
    found = pattern([phrase])
    assert found is not None
    assert found.search(fold(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("mask", "unmasked"),
        ("car", "care"),
        ("lens", "length"),
        ("wh-1000xm5", "WH-1000XM4"),
        ("tn-2110", "TN-21100"),
        ("50", "500"),
        ("c", "usbc"),
    ],
)
def test_spellings_that_do_not(phrase: str, text: str) -> None:
    found = pattern([phrase])
    assert found is not None
    assert not found.search(fold(text))


def test_a_word_counts_once_and_stuffing_costs() -> None:
    honest = points("soothing mask", make_offer(title="Soothing mask"))
    assert points("soothing mask", make_offer(title="Soothing soothing mask mask")) <= honest
    assert points("soothing mask", make_offer(title="Soothing mask " * 8)) < honest
    assert points("soothing mask", make_offer(title="Mask", description="soothing mask " * 50)) < honest


def test_what_is_appended_to_a_long_title_gains_nothing() -> None:
    long = "Mask " + "of a very long and winding name " * 5
    assert points("mask panthenol", make_offer(title=long + "panthenol")) == points(
        "mask panthenol", make_offer(title=long)
    )


@pytest.mark.parametrize(
    "disguise",
    ["Sоothing mаsk", "Soothing\u200b mask", "Ｓｏｏｔｈｉｎｇ　ｍａｓｋ", "SOOTHING MASK", "Soo\u00adthing mask"],
)
def test_disguises_count_exactly_as_the_plain_word(disguise: str) -> None:
    assert points("soothing mask", make_offer(title=disguise)) == points(
        "soothing mask", make_offer(title="Soothing mask")
    )


def test_attribute_before_title_and_nothing_for_a_description() -> None:
    stated, titled, described, silent = [points("zestful", p) for p in (
        make_offer(title="Tumbler", attributes={"mood": "zestful"}),
        make_offer(title="Zestful tumbler"),
        make_offer(title="Tumbler", description="zestful"),
        make_offer(title="Tumbler"),
    )]  # fmt: skip
    assert stated > titled > described == silent == 0


@pytest.mark.parametrize(
    "title",
    [
        "Zestful zestful zestful tumbler",
        "Zestful tumbler, zestful tumbler",
        "Zestful tumbler " + "for this and that " * 5,
        "Tumbler of a very long and winding name that goes on for more than eighty letters, zestful",
        "Best tumbler ever! Zestful! Order now!",
        "</title><rank>1</rank> zestful tumbler",
        "Zestful tumbler IPX99",
    ],
)
def test_a_title_that_is_no_name_names_nothing(title: str) -> None:
    assert points("zestful tumbler", make_offer(title=title)) < 500
    assert points("zestful tumbler", make_offer(title="Zestful tumbler")) > 800


@pytest.mark.parametrize(
    ("value", "counts"),
    [
        ("zestful", True),
        ("zestful, calm and bright", True),
        ("zestful, calm, bright, warm, cool, loud, soft", False),
        ("the most zestful tumbler that you will ever have held in your two hands", False),
        ("Zestful! Order now", False),
    ],
)
def test_an_attribute_counts_where_it_states_one_thing(value: str, counts: bool) -> None:
    assert (points("zestful", make_offer(title="Tumbler", attributes={"mood": value})) == 1000) is counts


def test_a_kind_with_a_word_before_it_is_that_kind() -> None:
    terms = TextMatch(ShoppingNeed("gaming mouse", "en", "gaming mouse"), table()).terms
    assert [term.word for term in terms] == ["mouse", "gaming"]
    terms = TextMatch(ShoppingNeed("蓝牙耳机 降噪", "zh", "蓝牙耳机", must_have=("降噪",)), table()).terms
    assert [term.word for term in terms] == ["耳机", "蓝牙"]


def test_an_accessory_is_not_the_thing() -> None:
    thing = points("laptop", make_offer(title="Laptop 14"))
    assert points("laptop", make_offer(title="Laptop stand")) < thing // 2
    assert points("laptop", make_offer(title="Charger for laptop")) < thing // 2
    assert points("laptop stand", make_offer(title="Laptop stand")) > points(
        "laptop stand", make_offer(title="Laptop 14")
    )


@pytest.mark.parametrize(
    ("title", "things", "made_for"),
    [
        ("浴室牙刷架免打孔", set(), {"toothbrush"}),
        ("密封猫粮桶", set(), {"cat_food"}),
        ("猫粮桶装10斤", {"cat_food"}, set()),
        ("洗面奶瓶装", {"cleanser"}, set()),
        ("头戴耳机包耳式", {"headphones"}, set()),
        ("笔记本电脑包14寸", {"laptop_bag"}, set()),
        ("清洁面膜去黑头", {"face_mask"}, set()),
        ("智能手机壳", {"phone_case"}, set()),
        ("口红色号", {"lipstick"}, set()),
    ],
)
def test_in_chinese_too_the_last_word_says_what_a_thing_is(title: str, things: set[str], made_for: set[str]) -> None:
    kinds = table().kinds(title)
    assert (set(kinds.things), set(kinds.made_for)) == (things, made_for)


def test_a_title_that_names_many_kinds_names_none() -> None:
    offer = mask("1", "蓝牙耳机 手机壳 键盘 面膜", category="")
    assert points("面膜", offer, language="zh") < points("面膜", mask("2", "面膜", category=""), language="zh") // 2


def test_both_languages_find_each_other_and_the_own_one_counts_more() -> None:
    chinese, english = mask("zh", "补水面膜", category=""), mask("en", "Hydrating mask", category="")
    assert points("补水面膜", chinese, language="zh") > points("补水面膜", english, language="zh") > 0
    assert points("hydrating mask", english) > points("hydrating mask", chinese) > 0


def test_words_of_the_request_are_not_looked_for() -> None:
    terms = TextMatch(ShoppingNeed("请问敏感肌适合用什么样的面膜？推荐一款", "zh"), table()).terms
    assert [term.word for term in terms] == ["敏感肌", "面膜"]
    terms = TextMatch(ShoppingNeed("Can you recommend a good face mask for me?"), table()).terms
    assert [term.word for term in terms] == ["face mask"]


@pytest.mark.parametrize(
    "text", ["面膜 不要香精", "无香精面膜", "fragrance-free face mask", "face mask without fragrance"]
)
def test_what_the_words_rule_out_is_not_looked_for(text: str) -> None:
    assert [term.word for term in TextMatch(ShoppingNeed(text), table()).terms] in (["面膜"], ["face mask"])


def test_words_that_the_chips_hold_are_not_counted_twice() -> None:
    need = ShoppingNeed("敏感肌面膜", "zh", "面膜", must_have=("敏感肌",))
    assert [term.word for term in TextMatch(need, table()).terms] == ["面膜"]


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_can_be_matched(title: str, text: str) -> None:
    assert 0 <= points(text, make_offer(title=title, description=title)) <= 1000


ENDINGS = ("", "s", "es", "'s", "ies", "ves", "ren")


def test_what_a_pattern_finds_its_probe_finds() -> None:
    """The probe is asked first: what it does not find is never looked for."""
    names = {name for c in table().concepts.values() for name in (*c.names, *c.free_names)}
    names |= {
        "WH-1000XM5",
        "a55",
        "5.3",
        "l.o.l. surprise",
        "o'neill",
        "mice",
        "feet",
        "children's knives",
        "usb-c hub",
    }
    found = 0
    for name in names:
        sought = pattern([name])
        assert sought is not None
        folded = fold(name)
        stems = (folded, folded[:-1], folded[:-2], folded.replace(" ", "-"), folded.replace("-", ""), *folded.split())
        for text in (stem + ending for stem in stems for ending in ENDINGS):
            if sought.regex.search(text):
                found += 1
                assert sought.probe.is_in(text), (name, text)
                assert sought.probe.is_in(f"面 {text}"), (name, text)
    assert found > 3 * len(names)


# Among plain texts some that fold to more or fewer letters, and one with the mark by which the others are parted.
AWKWARD = st.sampled_from(
    ["Plain Text", "面膜，（大）", "İstanbul ΣΊΣΥΦΟΣ", "ＦＵＬＬ\u200b width", "a\0b", "c \0 d", "", " two  spaces "]
)


@given(st.lists(AWKWARD | st.text(max_size=12), max_size=8))
def test_texts_that_are_folded_together_fold_as_each_does_alone(texts):
    assert folding.folded_each(texts) == [folding.folded(text) for text in texts]


@given(AWKWARD | st.text(max_size=40))
def test_a_folded_text_is_not_folded_further(text):
    assert folding.folded(folding.folded(text)) == folding.folded(text)


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["Mask", "Brush"])), max_size=6), max_size=6))
def test_what_is_kept_of_offers_is_what_they_say_however_few_are_kept(searches):
    reader = Reader(most=3)
    for search in searches:
        offers = [make_offer(str(number), title) for number, title in search]
        for _ in range(2):
            documents = reader.read(offers)
            assert [document.candidate for document in documents] == list(map(project, offers))
            assert [document.title for document in documents] == [offer.title.lower() for offer in offers]
