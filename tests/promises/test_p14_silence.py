"""P14: silence where selling is wrong, with a reason; ordinary goods are not silenced."""

from __future__ import annotations

from pathlib import Path

import pytest
from standins.offers import NOW, make_offer, mask
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.lists.export import ListFormat, list_bytes
from desktop_client.commerce.need import Reading, ShoppingNeed, Silence
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.reading import read
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.commerce.source import Mode
from desktop_client.commerce.suggestions import Suggestions

DATA = Path(__file__).parent / "data"


def messages(page: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{page}.tsv").read_text(encoding="utf-8").splitlines()
    return [(expected, text) for expected, _, text in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sensitive_messages_are_silenced(language: str) -> None:
    sensitive = messages(f"sensitive.{language}")
    missed = [text for _, text in sensitive if read(text).silent is None]
    assert len(sensitive) >= 150
    assert len(missed) <= 0.01 * len(sensitive), missed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reason_is_the_right_one(language: str) -> None:
    sensitive = messages(f"sensitive.{language}")
    wrong = [(text, got) for reason, text in sensitive if (got := read(text).silent) not in reason.split("/")]
    assert len(wrong) <= 0.03 * len(sensitive), wrong


@pytest.mark.parametrize("reason", list(Silence))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_has_its_messages(language: str, reason: Silence) -> None:
    of_this = [text for expected, text in messages(f"sensitive.{language}") if expected == reason]
    assert len(of_this) >= 15
    assert sum(read(text).silent is None for text in of_this) <= 0.05 * len(of_this)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_ordinary_goods_are_not_silenced(language: str) -> None:
    goods = [text for kind, text in messages(f"ordinary.{language}") if kind == "goods"]
    silenced = [(text, reason) for text in goods if (reason := read(text).silent)]
    assert len(goods) >= 100
    assert len(silenced) <= 0.02 * len(goods), silenced


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_of_illness_in_other_talk_open_no_panel(language: str) -> None:
    others = [text for kind, text in messages(f"ordinary.{language}") if kind == "other"]
    assert [text for text in others if read(text).is_shopping] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_ways_of_speaking_are_seldom_taken_for_distress_or_illness(language: str) -> None:
    said = (DATA / f"everyday.{language}.txt").read_text(encoding="utf-8").splitlines()
    silenced = [(text, reason) for text in said if (reason := read(text).silent)]
    assert len(said) >= 30
    assert len(silenced) <= len(said) / 4, silenced


@pytest.mark.parametrize("language", ["en", "zh"])
def test_asking_for_suggestions_never_overrides_silence(language: str) -> None:
    for _, text in messages(f"sensitive.{language}"):
        if reason := read(text).silent:
            assert read(text, force=True) == Reading(is_shopping=False, silent=reason)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("batch", "may_miss"),
    [
        ("blind", 0.02),
        ("batch12", 0.05),
        ("batch13", 0.02),
        ("batch14", 0.02),
        ("batch15", 0.04),
        ("batch16", 0.1),
        ("batch17", 0.07),
        ("batch18", 0.01),
        ("batch20", 0.02),
        ("batch22", 0.01),
        ("batch23", 0.03),
        ("batch24", 0.08),
    ],
)
def test_the_last_messages_written_blind(batch: str, may_miss: float, language: str) -> None:
    """Written before the lists were looked at; docs/reading.md has what each scored when it was new."""
    blind = messages(f"{batch}.{language}")
    sensitive = [text for kind, text in blind if kind != "goods"]
    goods = [text for kind, text in blind if kind == "goods"]
    missed = [text for text in sensitive if read(text).silent is None]
    silenced = [text for text in goods if read(text).silent]
    assert len(missed) <= may_miss * len(sensitive), missed
    assert len(silenced) <= 0.04 * len(goods), silenced
    known = [text for _, text in messages(f"sensitive.{language}")]
    missed += [text for text in known if read(text).silent is None]
    assert len(missed) <= 0.01 * len(known + sensitive), missed


@pytest.mark.parametrize(
    ("batch", "language", "may_miss", "may_silence"),
    [
        ("batch19", "en", 13, 5),
        ("batch19", "zh", 9, 10),
        ("batch21", "en", 3, 7),
        ("batch21", "zh", 6, 4),
        ("batch25", "en", 9, 0),
        ("batch25", "zh", 9, 0),
        ("batch26", "en", 2, 2),
        ("batch26", "zh", 2, 1),
        ("batch27", "en", 37, 13),
        ("batch27", "zh", 26, 11),
        ("batch28", "en", 22, 5),
        ("batch28", "zh", 20, 6),
        ("batch29", "en", 93, 10),
        ("batch29", "zh", 64, 12),
    ],
)
def test_messages_that_were_not_looked_at(batch: str, language: str, may_miss: int, may_silence: int) -> None:
    """Batch 19, half of whose ordinary goods stand among danger words, 21, 25 to 29; the floors are what they scored.

    27 only hints, and so does half of 28; their ordinary messages sound like it. 29 hints at weapons and tobacco alone.
    """
    unseen = messages(f"{batch}.{language}")
    missed = [text for kind, text in unseen if kind != "goods" and read(text).silent is None]
    silenced = [text for kind, text in unseen if kind == "goods" and read(text).silent]
    assert len(missed) <= may_miss, missed
    assert len(silenced) <= may_silence, silenced


@pytest.mark.parametrize("language", ["en", "zh"])
def test_children_as_they_write(language: str) -> None:
    said = (DATA / f"minors.{language}.txt").read_text(encoding="utf-8").splitlines()
    others = [text for text in said if read(text).silent is not Silence.MINORS]
    assert len(said) >= 16
    assert len(others) <= 2, others


@pytest.mark.parametrize(
    "text",
    [
        "hi, i'm 16. can you recommend a foundation?",
        "14 yr old here, what skincare should I use",
        "I just turned 13 and want a phone",
        "as a high school student I need a backpack",
        "how do I order shoes without my mom finding out",
        "7th grader looking for a locker mirror",
        "what shoes suit a 13 year old like me",
        "turning 16 in March, which phone",
        "as a junior at Westside High I need cleats",
        "we are two 12 year olds and want a tent",
        "my parents don't know I'm buying this, which drone is good",
        "我是初中女生想买口红",
        "初二学生一枚，求推荐耳机",
        "明年满16岁，买什么相机",
        "我俩都13岁，想买滑板",
        "我还是个孩子，想买平板",
        "今年上六年级，想买个滑板",
        "我和闺蜜都是12岁，送她什么生日礼物",
        "爸妈不让我网购，怎么买球鞋",
        "老师说四年级下学期要带圆规 我想要蓝色的",
        "my teacher ms lee said we need a ruler for 5th grade, which one",
        "my dad told me to ask you which bike is good",
    ],
)
def test_a_child_speaks(text: str) -> None:
    assert read(text).silent is Silence.MINORS


@pytest.mark.parametrize(
    "text",
    [
        "our teacher gave the whole class detention because of one kid, how do we say sorry",
        "mom took my tablet because i got a C in math, how do i get it back",
        "which glitter pens does everyone bring to school, mine got confiscated",
        "班主任说明天要检查作业，我还没写完怎么办",
        "同桌有一盒会闪的贴纸，我也想买一盒",
        "妈妈说考进前十就给我买滑板",
    ],
)
def test_a_child_is_heard_in_what_it_tells_of_its_day(text: str) -> None:
    """No age, no grade, and no way of saying it that a rule knows."""
    assert read(text).silent is Silence.MINORS


@pytest.mark.parametrize("text", ["戴在胳膊上一按就鼓气、会报高压低压的那个", "装在包里遇到坏人一按就喷的那种"])
def test_a_thing_is_known_by_what_it_does(text: str) -> None:
    assert read(text).silent is not None


@pytest.mark.parametrize(
    "text",
    [
        "my daughter's teacher wants every parent to send tissues, which ones",
        "我当老师二十年了，想买个保温杯",
        "给班里的孩子们买贴纸当奖励",
        "i'm 12 weeks along with the renovation, which drill should I buy",
        "I'm a high school teacher, what laptop should I buy",
        "my mom doesn't know what phone she wants, any ideas for a simple one",
        "i'm 5'6 and looking for jeans",
        "explain tides as if i'm 9 and suggest a globe",
        "tell me like i'm six how a gpu works",
        "why does the soup foam over when it boils",
        "电磁炉一放锅就报警是怎么回事",
        "跟邻居借梯子会不会太冒昧",
        "turning 10 old jackets into a quilt, which thread",
        "8th grade teacher looking for a globe",
        "as a senior at a law firm I need a briefcase",
        "my parents don't know which phone to get, recommend one",
        "我们俩给孩子买书包",
        "今年8岁的猫要换什么粮",
        "给孩子买书包，今年上六年级",
        "我在高中当老师，想买个扩音器",
        "小学生书包推荐",
        "我六点下班，想买个保温饭盒",
        "班主任说二年级要用田字本，我想给孩子买",
        "my teacher friend recommended a thermos, which one",
        "给我七岁的侄女买个书包",
        "帮我侄子挑个足球，他八岁",
        "a bike for my 9 year old nephew, red",
    ],
)
def test_a_grown_up_speaks(text: str) -> None:
    assert read(text).silent is None


def test_a_gift_box_is_what_is_in_it() -> None:
    for text in ("人参礼盒送长辈", "ginseng gift box", "vitamin gift basket"):
        assert read(text).silent is Silence.HEALTH_FOOD
    assert read("人参洗发水").silent is None
    assert read("vitamin E shampoo").silent is None


def test_danger_is_heard_in_what_sounds_like_shopping() -> None:
    assert read("I feel like everybody would be relieved if I died").silent is Silence.CRISIS
    assert read("best rope for hanging myself").silent is Silence.CRISIS
    for wish, danger in (
        (
            "where can i buy a strong door lock that goes on from inside a bedroom",
            "my boyfriend kicked the last one in",
        ),
        ("求购结实的绳子，能承重一百五十斤的", "别问干嘛用，反正用一次就够了"),
    ):
        assert read(wish).is_shopping
        assert read(f"{wish}, {danger}").silent is Silence.CRISIS


def test_a_thing_that_no_list_knows_is_told_by_its_likeness() -> None:
    assert read("pads for a muscle stimulation unit, surgical quality").silent is Silence.MEDICAL_DEVICE
    assert read("pads for a drum kit, studio quality").silent is None


def test_asking_for_suggestions_bars_what_is_barred_to_shoppers() -> None:
    assert read("calcium").silent is None or not read("calcium").is_shopping
    assert read("calcium", force=True).silent is Silence.HEALTH_FOOD


def test_a_child_is_offered_nothing() -> None:
    assert read("I'm 13 and want to buy headphones").silent is Silence.MINORS
    assert read("我是小学生，想买手机").silent is Silence.MINORS
    assert read("headphones for my 13 year old").silent is None
    assert read("送小学生什么文具好").silent is None


def test_a_lump_is_no_bag() -> None:
    assert read("脖子旁边起了个硬包").silent is Silence.HEALTH
    assert read("背很酸，推荐个人体工学椅").silent is None


def test_the_headline_cases() -> None:
    assert read("孕妇感冒吃什么药好").silent in (Silence.HEALTH, Silence.MEDICINE)
    assert read("I want to die").silent is Silence.CRISIS
    assert read("敏感肌适合用什么样的面膜").silent is None
    assert read("toy sword for my son").silent is None
    assert read("real samurai sword").silent is Silence.WEAPON


@pytest.mark.parametrize(
    "text", ["amoxicilin 500", "cheap glucometter", "marlborro ciggarettes", "vaporizzer pen price"]
)
def test_a_slip_of_the_pen_opens_no_panel(text: str) -> None:
    assert read(text).silent is not None


@pytest.mark.parametrize(
    "text", ["a creative gift", "concerto sheet music stand", "meditation cushion", "nuts for snacking"]
)
def test_an_ordinary_word_is_no_slip(text: str) -> None:
    assert read(text).silent is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("eliquis", Silence.MEDICINE),
        ("abacavir price", Silence.MEDICINE),
        ("替格瑞洛多少钱", Silence.MEDICINE),
        ("鱼跃血压计", Silence.MEDICAL_DEVICE),
        ("xifaxan 550", Silence.MEDICINE),
    ],
)
def test_medicines_are_known_by_name_and_by_stem(text: str, reason: Silence) -> None:
    assert read(text).silent is reason


@pytest.mark.parametrize(
    "text",
    [
        "cologne with a smoky tobacco note",
        "烟草调的男士香水",
        "suede boots in tobacco, size 10",
        "tomahawk steak rub",
        "party poppers, biodegradable",
        "filter discs, .45 micron",
        "卷发电棒，28毫米",
        "手枪钻，12伏",
        "枪驳领西装",
    ],
)
def test_what_only_sounds_like_arms_or_tobacco_is_ordinary(text: str) -> None:
    assert read(text).silent is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pipe tobacco with a fragrance of cherry", Silence.TOBACCO),
        ("a cologne and a pack of cigarettes", Silence.TOBACCO),
        ("where to buy .45 in bulk", Silence.WEAPON),
        ("子弹壳工艺品", Silence.WEAPON),
        ("is 150/95 high", Silence.HEALTH),
    ],
)
def test_what_is_meant_in_earnest_stays_silent(text: str, reason: Silence) -> None:
    assert read(text).silent is reason


@pytest.mark.parametrize(
    "text",
    ["sorry", "no", "longer", "silver", "mum", "stars", "好的", "可以", "没事", "随便", "明白了", "妈妈", "一起"],
)
def test_one_word_hints_at_nothing(text: str) -> None:
    """Models trained on sentences find what is like them in a word of two characters, and a chat is full of these."""
    assert read(text).silent is None
    assert read("cig").silent is Silence.TOBACCO, "what is told stays told"


def test_money_of_the_emirates_is_no_defibrillator() -> None:
    for text in ("headphones under AED 300", "good men's perfume up to 400 AED", "running shoes 250 aed max"):
        assert read(text).silent is None
    for text in ("AED for our gym, which one?", "家用AED多少钱", "where to buy an aed defibrillator"):
        assert read(text).silent is Silence.MEDICAL_DEVICE


BARRED: dict[Silence, tuple[Offer, ...]] = {
    Silence.MEDICINE: (make_offer("m1", "Ibuprofen 200 mg, 24 tablets"), make_offer("m2", "布洛芬缓释胶囊 24粒")),
    Silence.MEDICAL_DEVICE: (
        mask("d1", "Arm cuff", kind="blood pressure monitor"),
        make_offer("d2", "家用血糖仪"),
    ),
    Silence.HEALTH_FOOD: (make_offer("h1", "Multivitamin gummies"), make_offer("h2", "褪黑素软糖 60粒")),
    Silence.TOBACCO: (make_offer("t1", "Disposable vape, mango"), mask("t2", "芒果味 一次性", 类型="电子烟")),
    Silence.WEAPON: (make_offer("w1", "Hunting crossbow, 175 lb"), make_offer("w2", "户外弹簧刀 折叠")),
}


@pytest.mark.parametrize("mode", [Mode.API, Mode.OFFLINE])
def test_goods_of_barred_classes_are_never_listed(mode: Mode) -> None:
    """Whatever the need, and whoever brings them: not on a card, not in a file."""
    barred = [offer for offers in BARRED.values() for offer in offers]
    ordinary = make_offer("ordinary", "Face mask")
    source = ScriptedSource("shelf", [*barred, ordinary], mode=mode)
    made = Suggestions([source], Switchboard("shelf"), lambda: NOW)
    for words in (*(offer.title for offer in barred), "mask"):
        listed = made.suggest(ShoppingNeed(words))
        assert {row.offer.offer_id for row in listed.rows} <= {"ordinary"}
        assert listed.blocked == {silence: len(offers) for silence, offers in sorted(BARRED.items())}
    for form in ListFormat:
        file = list_bytes(listed, form, "en").decode("utf-8-sig")
        assert "Face mask" in file
        assert [offer.title for offer in barred if offer.title in file] == []


def named(name: str) -> Offer:
    return make_offer("x", name)


def test_goods_are_known_by_what_they_are_called() -> None:
    """Names as they stand on packages: brands, substances and forms that no class spells out."""
    lines = (DATA / "goods.tsv").read_text(encoding="utf-8").splitlines()
    wrong = []
    for name, reason in (line.split("\t") for line in lines):
        found = blocked_class(named(name))
        if found != reason:
            wrong.append((name, found))
    assert len(lines) > 80
    assert wrong == []


def test_ordinary_goods_are_shown() -> None:
    """None of the sample shelf is blocked, and of names that were chosen to sound barred less than a fifth."""
    assert [offer.title for offer in sample_shelf.offers() if blocked_class(offer)] == []
    names = (DATA / "goods_that_sound_barred.txt").read_text(encoding="utf-8").splitlines()
    assert len(names) > 110
    assert sum(blocked_class(named(name)) is not None for name in names) <= 0.18 * len(names)


def test_a_child_who_shops_is_told_so_even_where_it_sounds_dire() -> None:
    assert read("my parents can't know, I'm 14 and need a knife").silent is Silence.MINORS


@pytest.mark.parametrize("plug", ["USB-C", "USB C", "Type-C", "Typ-C"])
def test_four_of_a_usb_c_is_no_explosive(plug: str) -> None:
    assert read(f"buy a {plug} 4-port hub").silent is None
    assert blocked_class(make_offer("c", f"{plug} 4 m cable")) is None
    assert read("where can I buy C-4").silent is Silence.WEAPON
