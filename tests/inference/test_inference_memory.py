"""What was read once is not read again: after a dropped block, in a conversation gone back to, after a restart."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference.odd_children import loaded_child
from inference.tiny_engine import ask, engine_in, messages, model_file, read
from inference.tiny_gguf import write_model

from desktop_client.inference.child import Mailbox
from desktop_client.inference.engine import (
    ChatMessage,
    EngineCrashedError,
    EngineError,
    EngineRequest,
    Finished,
    Role,
    Sampling,
    Timing,
)
from desktop_client.inference.kv_memory import gap_before
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.recollection import Recollection
from desktop_client.inference.saved_states import Overlap, StateFolder, overlap, spoken

SYSTEM = ChatMessage(Role.SYSTEM, "You are a helpful assistant.")
GREEDY = Sampling(temperature=0.0, max_tokens=12, repeat_penalty=1.0)


class Talk:
    """One conversation with an engine, told apart by its subject."""

    def __init__(self, engine: LocalEngine, subject: str) -> None:
        self.engine, self.subject = engine, subject
        self.said: list[str] = []
        self.held = 0

    def turn(self, *, keep: int | None = None) -> tuple[Timing, int]:
        """Ask once more; how it went, and how many tokens of the prompt were new. ``keep``: messages not left out."""
        self.said.append(f"Question {len(self.said)} about {self.subject}, and what follows from it?")
        dropped = self._drop(keep)
        text, last = self._ask()
        self.said.append(text)
        new = last.timing.prompt_tokens - (self.held - dropped)
        # The answer's last token was said, but never read.
        self.held = last.timing.prompt_tokens + last.timing.tokens - 1
        return last.timing, new

    def _drop(self, keep: int | None) -> int:
        if keep is None:
            return 0
        before = self.engine.count_tokens((SYSTEM, *messages(*self.said)))
        self.said = self.said[-keep:]
        return before - self.engine.count_tokens((SYSTEM, *messages(*self.said)))

    def _ask(self) -> tuple[str, Finished]:
        assert self.engine.model is not None
        turn = EngineRequest(self.engine.model.file.sha256, (SYSTEM, *messages(*self.said)), GREEDY)
        return read(self.engine.generate(turn, threading.Event()))


@pytest.fixture
def keeping(runtime: str, tiny: Path, tmp_path: Path) -> Iterator[LocalEngine]:
    """An engine for which every conversation is worth a file."""
    with engine_in(tmp_path, states=StateFolder(tmp_path / "states"), worth_s=0.0) as engine:
        engine.load(model_file(tiny))
        yield engine


def test_after_a_dropped_block_only_what_is_new_is_read(engine: LocalEngine) -> None:
    talk = Talk(engine, "ships")
    for _ in range(5):
        talk.turn()
    timing, new = talk.turn(keep=5)
    assert timing.evaluated_tokens == new < 80
    assert 0 < timing.moved_tokens < timing.prompt_tokens - new - len(SYSTEM.content)
    after, new = talk.turn()
    assert after.evaluated_tokens == new
    assert after.moved_tokens == timing.moved_tokens, "the answer says on what it stands as long as it does"
    again, new = talk.turn(keep=5)
    assert again.evaluated_tokens == new


def test_what_followed_an_edited_question_is_read_again(engine: LocalEngine, tiny: Path, tmp_path: Path) -> None:
    tail = "This is the same long end of both questions, which might be moved up but must not be."
    answer = ask(engine, "The name is Bob. " + tail)[0]
    ask(engine, "The name is Bob. " + tail, answer, "And so?")
    edited, last = ask(engine, tail)
    assert last.timing.evaluated_tokens >= len(tail)
    assert last.timing.moved_tokens == 0
    with engine_in(tmp_path) as fresh:
        fresh.load(model_file(tiny))
        assert ask(fresh, tail)[0] == edited


def test_regenerate_and_edit_read_only_what_differs(engine: LocalEngine) -> None:
    talk = Talk(engine, "storms")
    for _ in range(4):
        timing, _new = talk.turn()
    again = Talk(engine, "storms")
    again.said = talk.said[:-2]
    again.held = timing.prompt_tokens
    assert again.turn()[0].evaluated_tokens == 1
    again.said = [*talk.said[:-2], "Rather this?"]
    _text, last = again._ask()
    assert last.timing.evaluated_tokens == len("Rather this?") + 3 + len("assistant\n")


def test_a_conversation_that_is_gone_back_to_is_not_read_again(keeping: LocalEngine) -> None:
    ships, masks = Talk(keeping, "ships"), Talk(keeping, "masks")
    ships.turn()
    ships.turn()
    for talk in (masks, ships, masks, ships, ships, masks):
        first = not talk.said
        timing, new = talk.turn()
        assert first or timing.evaluated_tokens == new


def test_it_answers_as_if_it_had_never_been_left(keeping: LocalEngine, engine: LocalEngine) -> None:
    left, stayed = Talk(keeping, "ships"), Talk(engine, "ships")
    for _ in range(3):
        left.turn()
        stayed.turn()
    Talk(keeping, "masks").turn()
    left.turn()
    stayed.turn()
    assert left.said == stayed.said


@pytest.mark.usefixtures("runtime")
def test_what_was_read_outlives_the_engine(tiny: Path, tmp_path: Path) -> None:
    states = StateFolder(tmp_path / "states")
    talk = None
    for _ in range(3):
        with engine_in(tmp_path, states=states, worth_s=0.0) as engine:
            engine.load(model_file(tiny))
            before = talk
            talk = Talk(engine, "ships")
            if before:
                talk.said, talk.held = before.said, before.held
            timing, new = talk.turn()
            assert before is None or timing.evaluated_tokens == new
    assert len(list((tmp_path / "states").iterdir())) == 1, "one conversation, one file"


@pytest.mark.usefixtures("runtime")
def test_a_block_may_be_dropped_right_after_a_restart(tiny: Path, tmp_path: Path) -> None:
    states = StateFolder(tmp_path / "states")
    with engine_in(tmp_path, states=states, worth_s=0.0) as engine:
        engine.load(model_file(tiny))
        before = Talk(engine, "ships")
        for _ in range(4):
            before.turn()
    with engine_in(tmp_path, states=states, worth_s=0.0) as engine:
        engine.load(model_file(tiny))
        talk = Talk(engine, "ships")
        talk.said, talk.held = before.said, before.held
        timing, new = talk.turn(keep=5)
        assert timing.evaluated_tokens == new
        assert timing.moved_tokens > 0


def test_damaged_states_are_thrown_away_and_read_again(keeping: LocalEngine, tmp_path: Path) -> None:
    ships = Talk(keeping, "ships")
    ships.turn()
    Talk(keeping, "masks").turn()
    (file,) = (tmp_path / "states").iterdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    timing, _new = ships.turn()
    assert timing.evaluated_tokens > 60
    assert not file.exists()


@pytest.mark.usefixtures("runtime")
def test_another_model_does_not_get_the_state(tiny: Path, tmp_path: Path) -> None:
    states = StateFolder(tmp_path / "states")
    other = write_model(tmp_path / "other.gguf", blocks=3)
    said: list[str] = []
    for path in (tiny, other):
        with engine_in(tmp_path, states=states, worth_s=0.0) as engine:
            engine.load(model_file(path))
            talk = Talk(engine, "ships")
            talk.said = list(said)
            timing, _new = talk.turn()
            assert timing.evaluated_tokens > timing.prompt_tokens - 2
            said = talk.said


@pytest.mark.usefixtures("runtime")
def test_what_is_quickly_read_again_is_not_kept(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path, states=StateFolder(tmp_path / "states"), worth_s=60.0) as engine:
        engine.load(model_file(tiny))
        for subject in ("ships", "masks"):
            Talk(engine, subject).turn()
    assert not list((tmp_path).glob("states/*"))


@pytest.mark.usefixtures("runtime")
def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "states").write_bytes(b"in the way")
    with engine_in(tmp_path, states=StateFolder(tmp_path / "states"), worth_s=0.0) as engine:
        engine.load(model_file(tiny))
        for subject in ("ships", "masks", "ships"):
            assert Talk(engine, subject).turn()[0].tokens == 12


def test_a_process_that_dies_while_it_is_asked_for_its_state_leaves_no_file(tmp_path: Path) -> None:
    class Dying:
        @contextmanager
        def command(self, **_command: Any) -> Iterator[tuple[int, Mailbox]]:
            box: Mailbox = queue.SimpleQueue()
            box.put({"event": "state", "raw": bytes(100)})
            box.put(None)
            yield 1, box

    folder = StateFolder(tmp_path / "states")
    recollection = Recollection(Dying(), "m" * 64, folder, lambda: 0.0, 0.0)  # type: ignore[arg-type]
    recollection.asked(messages("a"), "b", Timing(0, 50, 50, 1.0, 1, 1))
    recollection.keep()
    assert list((tmp_path / "states").iterdir()) == []


@pytest.mark.parametrize("size", ["10**12", "-1", "'x'", "None", "2**20 + 1"])
def test_a_process_that_announces_what_cannot_be_is_ended(tiny: Path, tmp_path: Path, size: str) -> None:
    odd = loaded_child(f"say(id=number, event='state', bytes={size}); wait()")
    with engine_in(tmp_path, command=odd) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineCrashedError, match="unintelligible"):
            ask(engine, "Hi")


def parts(*sizes: int) -> Iterator[bytes]:
    return iter([bytes(size) for size in sizes])


def test_the_folder_is_bounded_and_forgets_what_was_not_used_for_longest(tmp_path: Path) -> None:
    now = [1000.0]
    folder = StateFolder(tmp_path / "states", most_bytes=10_000, now=lambda: now[0])
    said = [spoken(messages(subject, "answer")) for subject in ("a", "b", "c", "d")]
    for each in said[:3]:
        assert folder.save("m" * 64, each, 5, parts(2000, 1000)) == 3000
        now[0] += 1
    first = folder.best("m" * 64, said[0])
    assert first is not None
    for number, path in enumerate(sorted((tmp_path / "states").iterdir(), key=lambda p: p != first[0].path)):
        folder.used(type(first[0])(path, (), 0, 0, 0))
        now[0] += number
    folder.used(first[0])
    assert folder.save("m" * 64, said[3], 5, parts(3000)) == 3000
    kept = [folder.best("m" * 64, each) is not None for each in said]
    assert kept[0]
    assert kept[3]
    assert kept.count(True) == 3
    assert sum(p.stat().st_size for p in (tmp_path / "states").iterdir()) < 10_000


def test_what_is_larger_than_the_folder_may_be_is_not_kept(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "states", most_bytes=5000)
    left = parts(3000, 3000, 3000)
    assert folder.save("m" * 64, spoken(messages("a", "b")), 5, left) == 0
    assert list(left) == [], "the process has to be listened to until it is done"
    assert list((tmp_path / "states").iterdir()) == []


def test_a_state_that_was_not_said_to_its_end_is_not_kept(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(100)
        raise OSError

    folder = StateFolder(tmp_path / "states")
    assert folder.save("m" * 64, spoken(messages("a", "b")), 5, broken()) == 0
    assert list((tmp_path / "states").iterdir()) == []


def test_what_was_not_used_for_two_weeks_is_forgotten_and_so_is_what_a_crash_left(tmp_path: Path) -> None:
    now = [1e9]
    folder = StateFolder(tmp_path / "states", now=lambda: now[0])
    said = spoken(messages("a", "b"))
    folder.save("m" * 64, said, 5, parts(10))
    found = folder.best("m" * 64, said)
    assert found is not None
    folder.used(found[0])
    (tmp_path / "states" / "tmp123").write_bytes(b"half")
    now[0] += 13 * 86400
    folder.forget_old()
    assert [p.suffix for p in (tmp_path / "states").iterdir()] == [".state"]
    now[0] += 2 * 86400
    folder.forget_old()
    assert list((tmp_path / "states").iterdir()) == []


def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "states")
    folder.save("m" * 64, spoken(messages("secret", "b")), 5, parts(10))
    (file,) = (tmp_path / "states").iterdir()
    assert (tmp_path / "states").stat().st_mode & 0o77 == 0
    assert file.stat().st_mode & 0o77 == 0
    assert b"secret" not in file.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        (("a", "A", "b"), ("a", "A", "b", "B", "c"), Overlap(3)),
        (("a", "A", "b", "B"), ("b", "B", "c"), Overlap(2, moved=True)),
        (("a", "A", "b", "B"), ("b",), Overlap(0)),
        (("a", "A"), ("x",), Overlap(0)),
        ((), ("x",), Overlap(0)),
        (("a", "A"), (), Overlap(0)),
    ],
)
@pytest.mark.parametrize("system", [(), (SYSTEM,)])
def test_what_two_conversations_share(
    old: tuple[str, ...], new: tuple[str, ...], want: Overlap, system: tuple[ChatMessage, ...]
) -> None:
    def of(texts: tuple[str, ...]) -> tuple[str, ...]:
        return spoken([*system, *(ChatMessage(Role.USER if t.islower() else Role.ASSISTANT, t) for t in texts)])

    assert overlap(of(old), of(new)) == want


@given(
    st.lists(st.integers(0, 3), max_size=40),
    st.lists(st.integers(0, 3), min_size=1, max_size=60),
    st.lists(st.integers(4, 9), min_size=16, max_size=60),
    st.lists(st.integers(4, 9), max_size=9),
)
def test_a_gap_is_found_so_that_what_follows_it_fits(
    begins: list[int], gone: list[int], stays: list[int], new: list[int]
) -> None:
    gap = gap_before([*begins, *gone, *stays], [*begins, *stays, *new], len(begins))
    closed = [*begins, *gone, *stays]
    del closed[len(begins) : len(begins) + gap]
    assert gap == len(gone)
    assert closed == [*begins, *stays]


@pytest.mark.usefixtures("runtime")
def test_the_context_can_be_raised_and_what_was_read_comes_along(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path, states=StateFolder(tmp_path / "states"), worth_s=0.0, context_tokens=1024) as engine:
        engine.load(model_file(tiny))
        talk = Talk(engine, "ships")
        talk.turn()
        assert engine.raise_context(2048).context_tokens == 2048
        timing, new = talk.turn()
        assert timing.evaluated_tokens == new
        assert engine.load(model_file(tiny)).context_tokens == 2048


def test_a_context_that_the_model_does_not_have_is_refused_and_changes_nothing(engine: LocalEngine) -> None:
    before = engine.process_id
    with pytest.raises(EngineError, match="not enough memory to read 100000 tokens"):
        engine.raise_context(100_000)
    assert engine.process_id == before
    assert engine.context_tokens is None


def test_what_was_read_of_a_chat_that_is_deleted_for_good_is_deleted_too(keeping: LocalEngine, tmp_path: Path) -> None:
    one, other = Talk(keeping, "ships"), Talk(keeping, "harbours")
    one.turn()
    other.turn()
    assert list((tmp_path / "states").iterdir()), "one was left, so it was kept"
    keeping.forget_read()
    assert not (tmp_path / "states").exists()
    keeping.eject()
    assert not (tmp_path / "states").exists(), "what the process held is not kept either"


def test_what_is_private_is_never_kept_on_the_disk(keeping: LocalEngine, tmp_path: Path) -> None:
    assert keeping.model is not None
    ask(keeping, "Question about tea?")
    secret = EngineRequest(keeping.model.file.sha256, messages("A secret about zebras"), GREEDY, private=True)
    read(keeping.generate(secret, threading.Event()))
    ask(keeping, "Question about tea?")
    ask(keeping, "Something else altogether")
    keeping.close()
    kept = [file.read_bytes() for file in (tmp_path / "states").iterdir()]
    told = [spoken(messages(text))[0].encode() for text in ("Question about tea?", "A secret about zebras")]
    assert [any(digest in content for content in kept) for digest in told] == [True, False]
