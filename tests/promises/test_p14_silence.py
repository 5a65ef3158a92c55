"""P14: silence where selling is wrong, with a reason; ordinary goods are not silenced."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_client.commerce.need import Reading, Silence
from desktop_client.commerce.reading import read

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
def test_asking_for_suggestions_never_overrides_silence(language: str) -> None:
    for _, text in messages(f"sensitive.{language}"):
        if reason := read(text).silent:
            assert read(text, force=True) == Reading(is_shopping=False, silent=reason)


def test_a_child_is_offered_nothing() -> None:
    assert read("I'm 13 and want to buy headphones").silent is Silence.MINORS
    assert read("我是小学生，想买手机").silent is Silence.MINORS
    assert read("headphones for my 13 year old").silent is None
    assert read("送小学生什么文具好").silent is None


def test_the_headline_cases() -> None:
    assert read("孕妇感冒吃什么药好").silent in (Silence.HEALTH, Silence.MEDICINE)
    assert read("I want to die").silent is Silence.CRISIS
    assert read("敏感肌适合用什么样的面膜").silent is None
    assert read("toy sword for my son").silent is None
    assert read("real samurai sword").silent is Silence.WEAPON
