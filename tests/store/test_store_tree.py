"""Whatever is done to a conversation, in whatever order, its tree holds together and nothing disappears."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from standins.clock import FakeClock

from desktop_client.chat.conversation import Message, MessageState, branch, newest_leaf, places
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FINAL = st.sampled_from([s for s in MessageState if s is not MessageState.STREAMING])


class Conversations(RuleBasedStateMachine):
    """Asks, edits, answers, asks again, switches, trashes, restores and restarts; a dictionary says what must be."""

    conversations = Bundle("conversations")
    questions = Bundle("questions")
    being_written = Bundle("being_written")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.store = open_store(Profile(self.folder), self.clock)
        self.texts: dict[int, str] = {}
        self.trashed: set[int] = set()

    @property
    def archive(self):
        return self.store.conversations

    @rule(target=questions, text=TEXTS)
    def begin(self, text: str) -> Message:
        question = self.archive.begin("t", text)
        self.texts[question.id] = text
        return question

    @rule(target=questions, question=questions, text=TEXTS, edit=st.booleans())
    def ask(self, question: Message, text: str, edit: bool) -> Message:
        if question.conversation_id in self.trashed:
            return question
        head = self.archive.conversation(question.conversation_id).head_id
        parent = question.parent_id if edit else head
        added = self.archive.add(question.conversation_id, parent, Role.USER, text, MessageState.COMPLETE)
        self.texts[added.id] = text
        if edit:
            tree = self.archive.messages(added.conversation_id)
            assert added.id in places(tree)[question.parent_id, question.role]
        return added

    @rule(target=being_written, question=questions)
    def answer(self, question: Message) -> Message | None:
        if question.conversation_id in self.trashed:
            return None
        added = self.archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
        self.texts[added.id] = ""
        assert self.archive.conversation(question.conversation_id).head_id == added.id
        return added

    @rule(answer=being_written, text=TEXTS)
    def save(self, answer: Message | None, text: str) -> None:
        if answer:
            self.archive.save_text(answer.id, text)
            self.texts[answer.id] = text

    @rule(answer=consumes(being_written), text=TEXTS, state=FINAL)
    def finish(self, answer: Message | None, text: str, state: MessageState) -> None:
        if answer:
            assert self.archive.finish(answer.id, text, state, None).state is state
            self.texts[answer.id] = text

    @rule(message=questions, pick=st.integers(0, 9))
    def switch(self, message: Message, pick: int) -> None:
        tree = self.archive.messages(message.conversation_id)
        alternatives = places(tree)[message.parent_id, message.role]
        leaf = newest_leaf(tree, alternatives[pick % len(alternatives)])
        self.archive.select_head(message.conversation_id, leaf)

    @rule(message=questions)
    def trash(self, message: Message) -> None:
        self.archive.trash(message.conversation_id)
        self.trashed.add(message.conversation_id)

    @rule(message=questions)
    def restore(self, message: Message) -> None:
        self.archive.restore(message.conversation_id)
        self.trashed.discard(message.conversation_id)

    @rule(days=st.integers(-400, 25))
    def restart(self, days: int) -> None:
        self.store.close()
        self.clock.pass_(days=min(days, 0))
        self.store = open_store(Profile(self.folder), self.clock)
        every = (*self.archive.conversations(), *self.archive.trashed())
        states = {m.state for c in every for m in self.archive.messages(c.id)}
        assert MessageState.STREAMING not in states

    @invariant()
    def nothing_is_lost_and_the_tree_holds(self) -> None:
        shown, trashed = self.archive.conversations(), self.archive.trashed()
        assert {c.id for c in trashed} == self.trashed
        found: dict[int, str] = {}
        for conversation in (*shown, *trashed):
            tree = self.archive.messages(conversation.id)
            ids = [m.id for m in tree]
            assert ids == sorted(ids)
            for message in tree:
                assert message.parent_id is None or message.parent_id in ids[: ids.index(message.id)]
            path = branch(tree, conversation.head_id)
            assert path[0].parent_id is None
            assert path[-1].id == conversation.head_id
            found |= {m.id: m.text for m in tree}
        assert found == self.texts

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


TestConversations = Conversations.TestCase
TestConversations.settings = settings(max_examples=20, stateful_step_count=25)
