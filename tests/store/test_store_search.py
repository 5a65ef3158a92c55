"""Finding in the chats: both languages, every branch, never the trash, and gone when deleted."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.clock import FakeClock

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.search import Order, Query, SearchStopped
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store import search
from desktop_client.store.profile_store import Store, open_store

IN_FILES = """
import pathlib, sys
words, folder = sys.argv[1].encode(), pathlib.Path(sys.argv[2])
print(sum(words in file.read_bytes() for file in folder.rglob("*") if file.is_file()))
"""


def found(store: Store, typed: str, limit: int = 50, order: Order = Order.NEWEST) -> list[int | None]:
    return [hit.message_id for hit in store.search.search(Query.of(typed), limit, order)]


def ask(store: Store, text: str, title: str = "-") -> int:
    return store.conversations.begin(title, text).id


def answer(store: Store, question_id: int, conversation_id: int, text: str) -> int:
    empty = store.conversations.add(conversation_id, question_id, Role.ASSISTANT, "", MessageState.STREAMING)
    store.conversations.save_text(empty.id, text)
    return store.conversations.finish(empty.id, text, MessageState.COMPLETE, None).id


def test_words_of_two_characters_and_beginnings_of_words_are_found_newest_first(store: Store) -> None:
    one = ask(store, "我想买一台跑步机，Headphones too")
    two = ask(store, "跑步 with headphones")
    ask(store, "步跑 forehead")
    assert found(store, "跑步") == [two, one]
    assert found(store, "head 跑步") == [two, one]
    assert found(store, "HEADPHONES") == [two, one]
    assert found(store, "ｈｅａｄ") == [two, one]
    assert found(store, "phones") == []
    assert found(store, "跑步", limit=1) == [two]


def test_characters_with_something_between_them_are_no_word(store: Store) -> None:
    ask(store, "他跑。步行者")
    assert found(store, "跑步") == []
    assert found(store, "跑步", order=Order.BEST) == []


def test_titles_are_found_and_stand_where_their_chat_does(store: Store) -> None:
    old = store.conversations.begin("Trail 跑步", "one")
    newer = ask(store, "trail 跑步")
    (first, second) = store.search.search(Query.of("跑步"), 9)
    assert (first.message_id, second.message_id) == (newer, None)
    assert second.conversation_id == old.conversation_id
    store.conversations.rename(old.conversation_id, "Walking")
    assert found(store, "跑步") == [newer]
    assert found(store, "walk") == [None]


def test_hidden_branches_are_found(store: Store) -> None:
    question = store.conversations.begin("-", "which")
    hidden = answer(store, question.id, question.conversation_id, "a zebra")
    answer(store, question.id, question.conversation_id, "a horse")
    (hit,) = store.search.search(Query.of("zebra"), 9)
    assert (hit.message_id, hit.role, hit.excerpt.text) == (hidden, Role.ASSISTANT, "a zebra")


def test_an_answer_is_found_when_it_is_finished_or_was_interrupted(store: Store) -> None:
    question = store.conversations.begin("-", "which")
    growing = store.conversations.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    store.conversations.save_text(growing.id, "zebra")
    assert found(store, "zebra") == []
    store.conversations.mark_interrupted()
    assert found(store, "zebra") == [growing.id]
    store.conversations.save_text(growing.id, "zebra again")
    assert found(store, "zebra") == []
    store.conversations.finish(growing.id, "a horse", MessageState.STOPPED, None)
    assert (found(store, "zebra"), found(store, "horse")) == ([], [growing.id])
    assert store.upkeep.check() == ()


def test_the_trash_is_left_out_and_comes_back_with_a_restore(store: Store) -> None:
    number = ask(store, "zebra", "zebra")
    store.conversations.trash(1)
    assert found(store, "zebra") == []
    store.conversations.restore(1)
    assert found(store, "zebra") == [None, number]


def test_what_is_deleted_is_gone_from_the_files_too(store: Store, profile: Profile, clock: FakeClock) -> None:
    question = store.conversations.begin("xylographer", "xylographer")
    answer(store, question.id, question.conversation_id, "a xylographer answers")
    ask(store, "another chat")
    store.conversations.trash(question.conversation_id)

    def files_with(word: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", IN_FILES, word, str(profile.root)], capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    assert files_with("xylographer") > 0
    clock.now += timedelta(days=31)
    assert store.conversations.purge(clock.now) == 1
    # In the index a word shares its beginning with its neighbour, so its end is looked for as well.
    assert files_with("xylographer") == 0
    assert files_with("ylographer") == 0
    assert found(store, "xylographer") == []
    assert store.upkeep.check() == ()


def test_best_puts_what_is_mostly_about_it_first(store: Store) -> None:
    about = ask(store, "zebra zebra zebra")
    aside = ask(store, "a zebra " + "and many other animals " * 30)
    assert found(store, "zebra") == [aside, about]
    assert found(store, "zebra", order=Order.BEST) == [about, aside]


def test_of_very_many_matches_the_newest_are_ranked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RANKED", 3)
    too_old = ask(store, "zebra zebra zebra")
    aside = ask(store, "a zebra " + "and many other animals " * 30)
    about = ask(store, "zebra zebra")
    newest = ask(store, "a zebra of the usual kind")
    assert found(store, "zebra", order=Order.BEST) == [about, newest, aside]
    assert found(store, "zebra") == [newest, about, aside, too_old]


def test_a_search_that_nobody_waits_for_ends(store: Store) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(SearchStopped):
        store.search.search(Query.of("zebra"), 9, stop=stop)


@settings(max_examples=60)
@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('"*()^:-+ ANDORT跑步')), max_size=20))
def test_nothing_typed_is_a_syntax_error(shared: Store, typed: str) -> None:
    shared.search.search(Query.of(typed), 5)
    shared.search.search(Query.of(typed), 5, Order.BEST)


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="ab 跑步走é.１", max_size=8), min_size=1, max_size=6), st.data())
def test_every_word_of_a_message_leads_to_it(shared: Store, texts: list[str], data: st.DataObject) -> None:
    """Each term that stands in a text by the highlighter's rule is found by the index's."""
    numbers = {ask(shared, text): text for text in texts if text.strip()}
    typed = data.draw(st.text(alphabet="ab 跑步走é", min_size=1, max_size=3))
    query = Query.of(typed)
    by_index = {hit.message_id for hit in shared.search.search(query, 100_000)} & set(numbers)
    by_text = {
        number
        for number, text in numbers.items()
        if query and all(list(Query((term,)).places(text)) for term in query.terms)
    }
    assert by_index == by_text


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(Profile(tmp_path_factory.mktemp("search") / "profile"))
    yield store  # type: ignore[misc]
    store.close()
