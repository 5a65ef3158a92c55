"""Bits that flip on the disk: *Check database* notices them, and nothing is read as if it were whole."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from standins.clock import FakeClock

from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.chat.conversation import MessageState
from desktop_client.commerce.money import Money
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store

FLIPS = 300
FOUND = 0.98
PAGE = 4096


WORDS = ["word", "mask", "skin", "面膜", "敏感", "肌肤", "suitable", "gentle", "温和", "price"]


def talks(store: Store, chance: random.Random) -> None:
    """Long talks in both languages, and little else."""
    for number in range(150):
        question = store.conversations.begin(f"talk {number}", " ".join(chance.choices(WORDS, k=60)))
        text = " ".join(chance.choices(WORDS, k=900))
        store.conversations.add(question.conversation_id, question.id, Role.ASSISTANT, text, MessageState.COMPLETE)


def beside_talks(store: Store, chance: random.Random) -> None:
    """Short talks with much beside them: instructions, drafts, folders, trashed branches, pins and alerts."""
    offers = list(islice(sample_shelf.offers(), 150))
    for number, offer in enumerate(offers):
        question = store.conversations.begin("-", "?")
        words = " ".join(chance.choices(WORDS, k=200))
        store.conversations.set_settings(question.conversation_id, ChatSettings(system_prompt=words))
        store.desk.move([question.conversation_id], " ".join(chance.choices(WORDS, k=20)))
        store.desk.save_draft(question.conversation_id, " ".join(chance.choices(WORDS, k=200)))
        if number % 3 == 0:
            store.branches.trash(question.id)
        store.shortlists.pin(offer, None, f"list {number % 9}")
        store.alerts.watch(offer, Money(number, "EUR", 2))


@pytest.fixture(scope="module", params=[talks, beside_talks], ids=lambda fill: fill.__name__)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    profile = Profile(tmp_path_factory.mktemp("filled") / "profile")
    with open_store(profile, FakeClock()) as store:
        request.param(store, random.Random(3))
    return profile.database


def notice(profile: Profile) -> str:
    """How a damaged database is noticed: not opened, or told by the check; else ``unnoticed``."""
    try:
        with open_store(profile, FakeClock()) as store:
            return "told" if store.upkeep.check() else "unnoticed"
    except SidelightError:
        return "refused"


@pytest.mark.timeout(600)  # three hundred databases are opened and checked, beside whatever else the machine does
def test_flipped_bits_are_noticed(filled: Path, tmp_path: Path) -> None:
    content = filled.read_bytes()
    chance = random.Random(11)
    in_use = [page for page in range(len(content) // PAGE) if any(content[page * PAGE : (page + 1) * PAGE])]
    noticed: Counter[str] = Counter()
    for _ in range(FLIPS):
        at = flippable(content, in_use, chance)
        flipped = bytearray(content)
        flipped[at] ^= 1 << chance.randrange(8)
        shutil.rmtree(tmp_path / "profile", ignore_errors=True)
        profile = Profile(tmp_path / "profile")
        profile.root.mkdir()
        profile.database.write_bytes(flipped)
        noticed[notice(profile)] += 1
    assert 1 - noticed["unnoticed"] / FLIPS >= FOUND, noticed


def flippable(content: bytes, in_use: list[int], chance: random.Random) -> int:
    """A place that says something: between rows SQLite leaves noughts, which nobody reads."""
    while True:
        at = chance.choice(in_use) * PAGE + chance.randrange(PAGE)
        if content[at]:
            return at


def test_an_untouched_one_is_found_sound(filled: Path, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    profile.root.mkdir()
    shutil.copy(filled, profile.database)
    assert notice(profile) == "unnoticed"
