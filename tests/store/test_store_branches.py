"""Branches: thrown away and brought back, forked, and the tree's invariants whatever the order of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from standins.clock import FakeClock

from desktop_client.chat.branches import Branches, TrashedBranch
from desktop_client.chat.conversation import MessageState, branch
from desktop_client.chat.search import Query
from desktop_client.chat.transfer import from_json, portable, to_json
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store


def add(store: Store, conversation: int, parent: int | None, text: str, role: Role = Role.ASSISTANT) -> int:
    return store.conversations.add(conversation, parent, role, text, MessageState.COMPLETE).id


def ids(store: Store, conversation: int = 1) -> list[int]:
    return [m.id for m in store.conversations.messages(conversation)]


@pytest.fixture
def tree(store: Store) -> Store:
    """1 is asked; 2 and 3 answer; 4 and 5 follow 3."""
    store.conversations.begin("Tea", "which tea")
    for parent, text in ((1, "green zebra"), (1, "black"), (3, "why"), (4, "because zebra")):
        add(store, 1, parent, text, Role.USER if parent == 3 else Role.ASSISTANT)
    return store


def test_it_is_a_seam(store: Store) -> None:
    seam: Branches = store.branches
    assert seam.trashed() == ()


def test_a_branch_goes_to_the_trash_whole_and_comes_back_as_it_was(tree: Store) -> None:
    gone = tree.branches.trash(3)
    assert ids(tree) == [1, 2]
    assert tree.conversations.conversation(1).head_id == 2
    assert [(t.root_id, t.title, t.text) for t in tree.branches.trashed()] == [(3, "Tea", "black")]
    assert [hit.message_id for hit in tree.search.search(Query.of("zebra"), 9)] == [2]
    tree.branches.restore(gone)
    assert ids(tree) == [1, 2, 3, 4, 5]
    assert tree.conversations.conversation(1).head_id == 5
    assert [hit.message_id for hit in tree.search.search(Query.of("zebra"), 9)] == [5, 2]


def test_a_branch_that_was_not_shown_leaves_the_path_alone(tree: Store) -> None:
    tree.branches.trash(2)
    assert tree.conversations.conversation(1).head_id == 5


def test_without_another_alternative_the_parent_is_shown(tree: Store) -> None:
    tree.branches.trash(4)
    assert tree.conversations.conversation(1).head_id == 3
    tree.branches.trash(1)
    assert tree.conversations.conversation(1).head_id is None
    assert ids(tree) == []


def test_what_was_thrown_away_before_stays_so_when_the_branch_around_it_comes_back(tree: Store) -> None:
    tree.branches.trash(5)
    around = tree.branches.trash(3)
    tree.branches.restore(around)
    assert ids(tree) == [1, 2, 3, 4]
    tree.branches.restore(tree.branches.trashed()[0])
    assert (ids(tree), tree.conversations.conversation(1).head_id) == ([1, 2, 3, 4, 5], 5)


def test_a_branch_comes_back_with_what_it_hangs_from(tree: Store) -> None:
    tree.branches.trash(5)
    tree.branches.trash(3)
    (inner,) = (branch for branch in tree.branches.trashed() if branch.root_id == 5)
    tree.branches.restore(inner)
    assert (ids(tree), tree.conversations.conversation(1).head_id) == ([1, 2, 3, 4, 5], 5)
    assert tree.branches.trashed() == ()


def test_after_thirty_days_a_branch_is_gone(tree: Store, clock: FakeClock) -> None:
    tree.branches.trash(3)
    clock.now += timedelta(days=29)
    tree.conversations.purge(clock.now)
    assert len(tree.branches.trashed()) == 1
    clock.now += timedelta(days=2)
    tree.conversations.purge(clock.now)
    assert tree.branches.trashed() == ()
    rows = tree._database.read(lambda db: db.execute("SELECT id FROM messages").fetchall())
    assert rows == [(1,), (2,)]
    assert tree.upkeep.check() == ()


def test_an_answer_that_is_being_written_is_not_thrown_away(tree: Store) -> None:
    tree.conversations.add(1, 4, Role.ASSISTANT, "", MessageState.STREAMING)
    with pytest.raises(StoreError, match="being written"):
        tree.branches.trash(3)
    assert 3 in ids(tree)


def test_a_fork_holds_the_path_and_leaves_the_old_one_alone(tree: Store) -> None:
    before = tree.conversations.messages(1)
    fork = tree.branches.fork(4)
    assert (fork.title, tree.branches.fork(4).title) == ("Tea (2)", "Tea (3)")
    copied = tree.conversations.messages(fork.id)
    assert [m.text for m in copied] == ["which tea", "black", "why"]
    assert [m.created_at for m in copied] == [before[0].created_at, before[2].created_at, before[3].created_at]
    assert fork.head_id == copied[-1].id
    assert tree.conversations.messages(1) == before
    assert tree.upkeep.check() == ()


def test_a_fork_is_found(tree: Store) -> None:
    fork = tree.branches.fork(2)
    assert tree.search.search(Query.of("zebra"), 1)[0].conversation_id == fork.id


class Conversing(RuleBasedStateMachine):
    """Send, answer, edit, throw away, undo, fork, export and import in any order: the tree holds."""

    folder: Path
    count = 0

    def __init__(self) -> None:
        super().__init__()
        Conversing.count += 1
        self.clock = FakeClock()
        self.store = open_store(Profile(self.folder / str(Conversing.count)), self.clock)
        self.trashed: list[TrashedBranch] = []
        self.binned: set[int] = set()

    def teardown(self) -> None:
        assert self.store.upkeep.check() == ()
        self.store.close()

    def live(self) -> list[int]:
        return [c.id for c in self.store.conversations.conversations()]

    def pick(self, data: st.DataObject) -> tuple[int, int | None]:
        conversation = data.draw(st.sampled_from(self.live()))
        messages = ids(self.store, conversation)
        return conversation, data.draw(st.sampled_from(messages)) if messages else None

    @rule(text=st.text(alphabet="a跑步 ", min_size=1, max_size=4))
    def begin(self, text: str) -> None:
        self.store.conversations.begin(f"t{text}", text)

    @precondition(lambda self: self.live())
    @rule(data=st.data(), role=st.sampled_from([Role.USER, Role.ASSISTANT]))
    def add(self, data: st.DataObject, role: Role) -> None:
        conversation, parent = self.pick(data)
        add(self.store, conversation, parent, "zebra", role)

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def throw_away(self, data: st.DataObject) -> None:
        conversation, message = self.pick(data)
        if message is not None:
            before = self.store.conversations.conversation(conversation), ids(self.store, conversation)
            gone = self.store.branches.trash(message)
            if data.draw(st.booleans()):
                self.store.branches.restore(gone)
                after = self.store.conversations.conversation(conversation), ids(self.store, conversation)
                assert after == before
            else:
                self.trashed.append(gone)

    @precondition(lambda self: self.trashed)
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(self.trashed) - 1))
        self.store.branches.restore(self.trashed.pop(at))

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def fork(self, data: st.DataObject) -> None:
        conversation, message = self.pick(data)
        if message is not None:
            messages = self.store.conversations.messages(conversation)
            fork = self.store.branches.fork(message)
            texts = [m.text for m in self.store.conversations.messages(fork.id)]
            assert texts == [m.text for m in branch(messages, message)]

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def bin_and_restore(self, data: st.DataObject) -> None:
        conversation, _ = self.pick(data)
        before = self.store.conversations.messages(conversation)
        self.store.conversations.trash(conversation)
        assert conversation not in self.live()
        self.store.conversations.restore(conversation)
        assert self.store.conversations.messages(conversation) == before

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def export_and_import(self, data: st.DataObject) -> None:
        conversation, _ = self.pick(data)
        chats = self.store.conversations
        content = to_json(portable(chats.conversation(conversation), chats.messages(conversation)))
        taken = self.store.intake.take(from_json(content))
        assert to_json(portable(taken, chats.messages(taken.id))) == content

    @invariant()
    def every_path_leads_to_a_root(self) -> None:
        for conversation in self.store.conversations.conversations():
            messages = self.store.conversations.messages(conversation.id)
            known = {m.id for m in messages}
            assert all(m.parent_id is None or (m.parent_id in known and m.parent_id < m.id) for m in messages)
            assert conversation.head_id is None or conversation.head_id in known
            assert (conversation.head_id is None) == (not messages)


def test_the_tree_holds_whatever_is_done(tmp_path: Path) -> None:
    Conversing.folder = tmp_path
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Conversing, settings=settings(max_examples=25, stateful_step_count=25))
