"""What an offer says about something: yes, no, of everything, or nothing; in both languages, tricks included."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_client.commerce.judging.claims import Claim, Place, Speaking, Subject
from desktop_client.commerce.meaning.attribute import Attributes, attributes_of
from desktop_client.commerce.meaning.concepts import PROPERTY, SUBSTANCE, common_name, kinds_in, kinds_stated, table
from desktop_client.commerce.meaning.folding import fold

SENSITIVE, FRAGRANCE = Subject("敏感肌", table()), Subject("fragrance", table())
ALCOHOL = Subject("alcohol", table())


def read(attributes: Mapping[str, str]) -> Attributes:
    return attributes_of(tuple(attributes), tuple(attributes.values()))


def claim(subject: Subject, attributes: Mapping[str, str]) -> Claim:
    """What the attributes say: all of them, and those alone that are said to speak."""
    every = read(attributes)
    found = subject.claim("", "", every.each)
    assert subject.claim("", "", Speaking([subject, ALCOHOL]).of(every)) == found
    return found


def verdict(subject: Subject, text: str) -> str:
    said = subject.text(fold(text))
    return "no" if said.no else "yes" if said.yes else "all" if said.general else "nothing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("适合敏感肌", "yes"),
        ("敏感肌可用，温和不刺激", "yes"),
        ("敏感肌慎用", "no"),
        ("敏感肌及孕妇请慎用", "no"),
        ("不适合敏感肌及孕妇", "no"),
        ("敏感皮肤、孕妇慎用", "no"),
        ("除敏感肌外均可", "no"),
        ("非敏感肌专用", "no"),
        ("敏感肌请先在耳后测试", "nothing"),
        ("没有香精，敏感肌可用", "yes"),
        ("干皮油皮混合皮中性皮敏感肌通用", "all"),
        ("for sensitive skin", "yes"),
        ("does not irritate sensitive skin", "yes"),
        ("not recommended for very dry or sensitive skin", "no"),
        ("isn't suitable for sensitive skin", "no"),
        ("avoid on sensitive skin", "no"),
        ("people with sensitive skin should avoid it", "no"),
        ("sensitive skin: no", "no"),
        ("patch test first if you have sensitive skin", "nothing"),
        ("sensitive electronics, smooth skin", "nothing"),
        ("ｓｅｎｓｉｔｉｖｅ　ｓｋｉｎ", "yes"),
        ("sеnsitivе skin", "yes"),  # two Cyrillic letters
        ("敏\u200b感\u2060肌", "yes"),
        ("敏感肌 " * 40, "nothing"),
    ],
)
def test_of_a_property(text: str, expected: str) -> None:
    assert verdict(SENSITIVE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("含香精", "yes"),
        ("light fragrance", "yes"),
        ("contains fragrance, free shipping", "yes"),
        ("no added sugar. With a fragrance of roses", "yes"),
        ("fragrance-free", "no"),
        ("free of fragrance", "no"),
        ("without added fragrance", "no"),
        ("no parabens, alcohol or fragrance", "no"),
        ("alcohol- and fragrance-free", "no"),
        ("unscented", "no"),
        ("Fragrance: none", "no"),
        ("无香精", "no"),
        ("0香精", "no"),
        ("不含酒精、香精、色素", "no"),
        ("不含酒精和香精", "no"),
        ("香精：无", "no"),
        ("香精0添加", "no"),
        ("100%天然 含香精", "yes"),
        ("玻尿酸补水", "nothing"),
    ],
)
def test_of_a_substance(text: str, expected: str) -> None:
    assert verdict(FRAGRANCE, text) == expected


@pytest.mark.parametrize(
    ("attributes", "present", "absent"),
    [
        ({"sensitive_skin": "suitable"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"sensitive_skin": "unsuitable"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"适合敏感肌": "否"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"sensitive_skin": "not stated"}, Place.NOWHERE, Place.NOWHERE),
        ({"sensitive_skin": ""}, Place.NOWHERE, Place.NOWHERE),
        ({"sensitive_skin": "patch test recommended"}, Place.NOWHERE, Place.NOWHERE),
        ({"skin_type": "oily"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"适合肤质": "油性、混合性"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"skin_type": "oily", "sensitive_skin": "suitable"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"skin_type": "sensitive, dry"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"skin type": "not for sensitive skin"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"skin_type": "all skin types"}, Place.GENERAL, Place.NOWHERE),
        ({"适合肤质": "干性、油性、混合性、敏感性、中性"}, Place.GENERAL, Place.NOWHERE),
        ({"not_for": "敏感肌"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"features": "敏感肌适用"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"colour": "blue"}, Place.NOWHERE, Place.NOWHERE),
    ],
)
def test_attributes_about_a_property(attributes: dict[str, str], present: Place, absent: Place) -> None:
    assert claim(SENSITIVE, attributes) == Claim(present, absent)


@pytest.mark.parametrize(
    ("attributes", "present", "absent"),
    [
        ({"fragrance": "none"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"香精": "无"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"香精": "含"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"fragrance": "lavender oil"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"fragrance": "unknown"}, Place.NOWHERE, Place.NOWHERE),
        ({"free_from": "alcohol, fragrance"}, Place.NOWHERE, Place.ATTRIBUTE),
        ({"ingredients": "water, glycerin, parfum"}, Place.ATTRIBUTE, Place.NOWHERE),
        ({"成分": "水、甘油"}, Place.NOWHERE, Place.NOWHERE),
    ],
)
def test_attributes_about_a_substance(attributes: dict[str, str], present: Place, absent: Place) -> None:
    assert claim(FRAGRANCE, attributes) == Claim(present, absent)


@pytest.mark.parametrize(
    ("phrase", "concept", "denied"),
    [
        ("无香精", "fragrance", True),
        ("fragrance-free", "fragrance", True),
        ("unscented", "fragrance", True),
        ("香精", "fragrance", False),
        ("适合敏感肌", "sensitive_skin", False),
        ("for sensitive skin", "sensitive_skin", False),
        ("not leather", "leather", True),
        ("USB-C", "usb_c", False),
        ("sixteen strings", None, False),
    ],
)
def test_what_a_chip_is_about(phrase: str, concept: str | None, denied: bool) -> None:
    subject = Subject(phrase, table())
    assert (subject.concept.id if subject.concept else None, subject.denied) == (concept, denied)


NAMES = ("skin_type", "skin type", "适合肤质", "fragrance", "香精", "free_from", "not_for", "sensitive_skin",
         "干性", "note", "Ｓｋｉｎ＿Ｔｙｐｅ", "alcohol", "hand_stitched")  # fmt: skip
VALUES = ("sensitive", "dry, oily", "敏感肌、干性", "none", "无", "parfum, water", "all skin types", "unknown", "",
          "yes", "否", "干性、油性、混合性、敏感性、中性", "hand-stitched", "blue",
          "Best mask ever! For sensitive skin.")  # fmt: skip
PHRASES = ("敏感肌", "dry skin", "fragrance", "不含酒精", "hand-stitched", "leather", "USB-C")


@settings(max_examples=2_000)
@given(st.sampled_from(PHRASES), st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=6))
def test_attributes_that_are_passed_over_would_have_said_nothing(phrase: str, attributes: dict[str, str]) -> None:
    claim(Subject(phrase, table()), attributes)


def test_a_phrase_outside_of_the_table_is_looked_for_as_it_stands() -> None:
    subject = Subject("hand-stitched", table())
    assert claim(subject, {"hand stitched": "yes"}).present is Place.ATTRIBUTE
    assert claim(subject, {"hand_stitched": "no"}).absent is Place.ATTRIBUTE
    assert subject.claim(fold("Hand-stitched wallet"), "", ()).present is Place.TITLE
    assert subject.claim("", fold("not hand-stitched"), ()).absent is Place.DESCRIPTION


def test_alcohol_is_not_every_alcohol_and_leather_not_every_leather() -> None:
    assert verdict(Subject("alcohol", table()), "cetearyl alcohol, glycerin") == "nothing"
    assert verdict(Subject("酒精", table()), "含乙醇") == "yes"
    assert verdict(Subject("leather", table()), "vegan leather strap") == "nothing"


@pytest.mark.parametrize("filling", ["及", "、", "no a and ", "无甲、", "not ", "a, ", "敏", " ", "("])
def test_no_text_keeps_the_patterns_busy(filling: str) -> None:
    # Without bounds in the patterns this would run for hours; the time limit of every test ends it.
    for subject, word in ((SENSITIVE, "敏感肌"), (FRAGRANCE, "fragrance")):
        subject.text(fold((filling * 60 + word) * 10 + filling * 600))


class TestKinds:
    @pytest.mark.parametrize(
        ("title", "kinds"),
        [
            ("积雪草舒缓面膜 25ml×10片", {"face_mask"}),
            ("面膜刷 硅胶", {"mask_tool"}),
            ("Hair mask", {"hair_mask"}),
            ("Laptop battery for HP notebook", {"battery"}),
            ("Sleeve for 15 inch laptop", set()),
            ("笔记本电脑支架", set()),
            ("Coffee mug", {"mug"}),
            ("Sоny hеаdphones", {"headphones"}),
        ],
    )
    def test_in_titles(self, title: str, kinds: set[str]) -> None:
        assert kinds_in(fold(title), "") == kinds

    def test_the_last_step_of_a_category_counts(self) -> None:
        assert kinds_stated("Skin care > Face masks") == {"face_mask"}
        assert "face_mask" not in kinds_stated("护肤 > 面膜 > 眼膜")

    def test_the_category_decides_where_a_name_means_two_things(self) -> None:
        assert kinds_stated("Computers > Notebooks") == {"laptop"}
        assert kinds_stated("Stationery > Notebooks") == {"paper_notebook"}


class TestTables:
    def test_every_concept_has_names_in_both_languages_and_its_relations_exist(self) -> None:
        concepts = table().concepts
        for concept in concepts.values():
            assert set(concept.names) - concept.names_zh, concept.id
            assert concept.names_zh, concept.id
            assert concept.is_a is None or concept.is_a in concepts, concept.id
            assert concept.group is None or concept.section == PROPERTY, concept.id
            assert not concept.free_names or concept.section == SUBSTANCE, concept.id
            for name in concept.names:
                assert table().finder(concept).spans(fold(name)), (concept.id, name)

    def test_every_attribute_has_a_label_in_both_languages_and_one_owner_a_name(self) -> None:
        owners: dict[str, str] = {}
        for key, row in table().attributes.items():
            assert row["label_en"]
            assert row["label_zh"]
            assert common_name(key) == key
            for name in (*row["en"], *row["zh"]):
                assert owners.setdefault(fold(name), key) == key, name
                assert common_name(name) == key, name
