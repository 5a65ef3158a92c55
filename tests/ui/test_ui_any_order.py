"""Whatever a user does in the window, in whatever order: no message is lost or changed, and every tree holds together.

The window is the real one, with its controllers and its store; only the engine is scripted. Each step does what a press
does and waits until the window has come to rest. A dictionary remembers every message that was ever on disk.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton
from standins.driven_window import AT_REST_S, Files, Window

from desktop_client.chat.conversation import Conversation, Message, MessageState, branch
from desktop_client.inference.engine import EngineCrashedError, Role
from desktop_client.ui.sidebar.trash_dialog import TrashDialog
from desktop_client.ui.transfer.import_dialog import ImportDialog
from desktop_client.wording import say

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and not text.lstrip().startswith("/")
)
PICK = st.integers(0, 99)

Kept = tuple[int, int | None, Role, str]
"""What may never change of a message: its conversation, its parent, its role and its text."""


class AnyOrder(RuleBasedStateMachine):
    """Sends, edits, asks again, goes on, switches, stops, deletes, undoes, forks, throws chats away and brings them
    back, exports, imports and restarts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.kept: dict[int, Kept] = {}
        self.before_act: list[tuple[int, str]] | None = None
        self.editing = False

    @initialize()
    def open_window(self) -> None:
        self.desk = Window(self.folder / "profile")

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
        shutil.rmtree(self.folder)

    # --- what there is ---------------------------------------------------------------------------------------------

    @property
    def talks(self) -> tuple[Conversation, ...]:
        return self.desk.store.conversations.conversations()

    def one_of(self, role: Role, pick: int) -> Message | None:
        same = [message for message in self.desk.shown if message.role is role]
        return same[pick % len(same)] if same else None

    def leave_edit(self) -> None:
        """What was put into the composer for an edit is let go of, as *Cancel* does."""
        if self.editing:
            self.press("Cancel")
            self.editing = False

    def press(self, words: str) -> bool:
        """Press the button of the line that says what happened; whether it was there."""
        button = self.desk.view.toast.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        if not self.desk.view.toast.isVisible() or not button.isVisible() or button.text() != words:
            return False
        button.click()
        self.desk.rest()
        return True

    # --- what a user does ------------------------------------------------------------------------------------------

    @rule(text=TEXTS, answer=TEXTS)
    def send(self, text: str, answer: str) -> None:
        path = self.desk.shown
        self.desk.engine.script = (answer,)
        self.desk.view.composer.set_text(text)
        self.desk.view.composer.box.send_requested.emit()
        self.desk.rest()
        *before, question, reply = self.desk.shown
        assert [m.id for m in before] == [m.id for m in path]
        assert (question.role, question.text, reply.role) == (Role.USER, text.strip(), Role.ASSISTANT)
        assert reply.state is MessageState.COMPLETE
        assert self.desk.view.composer.text() == ""
        self.editing = False

    @rule(text=TEXTS)
    def send_and_stop(self, text: str) -> None:
        reached, go_on = threading.Event(), threading.Event()
        self.desk.engine.script = ("half ", reached.set, partial(go_on.wait, AT_REST_S), "never said")  # type: ignore[assignment]
        self.desk.view.composer.set_text(text)
        self.desk.view.composer.box.send_requested.emit()
        self.desk.until(reached.is_set)
        self.desk.view.composer.stop_requested.emit()
        go_on.set()
        self.desk.rest()
        assert (self.desk.shown[-1].text, self.desk.shown[-1].state) == ("half ", MessageState.STOPPED)
        self.editing = False

    @rule(text=TEXTS)
    def send_to_an_engine_that_breaks(self, text: str) -> None:
        self.desk.engine.script = ("some", EngineCrashedError(say("The engine ended by itself.")))
        self.desk.view.composer.set_text(text)
        self.desk.view.composer.box.send_requested.emit()
        self.desk.rest()
        assert (self.desk.shown[-1].text, self.desk.shown[-1].state) == ("some", MessageState.INTERRUPTED)
        self.editing = False

    @rule(pick=PICK)
    def edit(self, pick: int) -> None:
        question = self.one_of(Role.USER, pick)
        if question is None or self.editing:
            return
        self.desk.view.transcript.edit_requested.emit(question.id)
        self.desk.rest()
        self.editing = True
        assert self.desk.view.composer.text() == question.text
        assert question.id not in [m.id for m in self.desk.shown]

    @rule()
    def think_better_of_an_edit(self) -> None:
        self.leave_edit()

    @rule(pick=PICK, answer=TEXTS)
    def ask_again(self, pick: int, answer: str) -> None:
        old = self.one_of(Role.ASSISTANT, pick)
        if old is None:
            return
        self.leave_edit()
        before = self.as_shown()
        self.desk.engine.script = (answer,)
        self.desk.view.transcript.regenerate_requested.emit(old.id)
        self.desk.rest()
        new = self.desk.shown[-1]
        assert (new.text, new.parent_id, new.id > old.id) == (answer, old.parent_id, True)
        self.before_act = before

    @rule(pick=PICK)
    def go_on(self, pick: int) -> None:
        old = self.one_of(Role.ASSISTANT, pick)
        if old is None:
            return
        self.leave_edit()
        before = self.as_shown()
        self.desk.engine.script = (" and more",)
        self.desk.view.transcript.continue_requested.emit(old.id)
        self.desk.rest()
        assert self.desk.shown[-1].text == f"{old.text} and more"
        self.before_act = before

    @rule(pick=PICK, step=st.sampled_from([-1, 1]))
    def switch(self, pick: int, step: int) -> None:
        if self.desk.shown:
            self.leave_edit()
            message = self.desk.shown[pick % len(self.desk.shown)]
            self.desk.view.transcript.sibling_requested.emit(message.id, step)
            self.desk.rest()

    @rule(pick=PICK)
    def delete_a_branch(self, pick: int) -> None:
        if self.desk.shown:
            self.leave_edit()
            before = self.as_shown()
            message = self.desk.shown[pick % len(self.desk.shown)]
            self.desk.view.transcript.delete_requested.emit(message.id)
            self.desk.rest()
            assert message.id not in [m.id for m in self.desk.shown]
            self.before_act = before

    @rule(pick=PICK)
    def fork(self, pick: int) -> None:
        if self.desk.shown:
            self.leave_edit()
            before = [m.text for m in self.desk.shown[: pick % len(self.desk.shown) + 1]]
            old = self.desk.chat.open_id
            self.desk.view.transcript.fork_requested.emit(self.desk.shown[len(before) - 1].id)
            self.desk.rest()
            assert [m.text for m in self.desk.shown] == before
            assert self.desk.chat.open_id != old
            self.before_act = None

    @rule()
    def undo(self) -> None:
        before = self.before_act
        if self.press("Undo") and before is not None:
            assert self.as_shown() == before
        self.before_act = None

    @rule(pick=PICK)
    def open_a_chat(self, pick: int) -> None:
        if self.talks:
            self.leave_edit()
            self.desk.view.sidebar.opened.emit(self.talks[pick % len(self.talks)].id)
            self.desk.rest()
            self.before_act = None

    @rule()
    def begin_a_chat(self) -> None:
        self.leave_edit()
        self.desk.view.sidebar.new_requested.emit()
        self.desk.rest()
        assert self.desk.shown == []
        self.before_act = None

    @rule(picks=st.lists(PICK, min_size=1, max_size=2))
    def throw_chats_away(self, picks: list[int]) -> None:
        if self.talks:
            self.leave_edit()
            ids = tuple({self.talks[pick % len(self.talks)].id for pick in picks})
            self.desk.view.sidebar.list.trash_requested.emit(ids)
            self.desk.rest()
            assert not set(ids) & {talk.id for talk in self.talks}
            self.before_act = None

    @rule(pick=PICK)
    def bring_back(self, pick: int) -> None:
        self.leave_edit()
        self.desk.view.sidebar.trash_opened.emit()
        self.desk.rest()
        dialog = self.desk.view.findChild(TrashDialog)
        assert isinstance(dialog, TrashDialog)
        there = dialog._list.count()
        if there:
            dialog._list.setCurrentRow(pick % there)
            dialog.restore_button.click()
        else:
            dialog.close()
        self.desk.rest()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(self.desk.store.conversations.trashed()) + len(self.desk.store.branches.trashed()) <= max(
            there - 1, 0
        )
        self.before_act = None

    @rule(pick=PICK, title=TEXTS, pinned=st.booleans(), folder=st.sampled_from(["", "work", "护肤"]))
    def arrange(self, pick: int, title: str, pinned: bool, folder: str) -> None:
        if self.talks:
            number = self.talks[pick % len(self.talks)].id
            chats = self.desk.view.sidebar.list
            chats.renamed.emit(number, title)
            chats.pin_requested.emit((number,), pinned)
            chats.move_requested.emit((number,), folder)
            self.desk.rest()
            now = self.desk.store.conversations.conversation(number)
            assert (now.title, now.pinned, now.folder) == (title.strip(), pinned, folder)

    @rule(pick=PICK)
    def export_and_import(self, pick: int) -> None:
        """The same bytes come out of another profile; here the chat is known to be there and is not taken twice."""
        if not self.talks:
            return
        talk = self.talks[pick % len(self.talks)]
        file = self.folder / "talk.json"
        transfer = self.desk.window.files.transfer
        transfer._dialogs = Files(file)
        self.desk.view.sidebar.list.export_requested.emit(talk.id, talk.title)
        self.desk.rest()
        elsewhere = Window(Path(tempfile.mkdtemp(dir=self.folder)))
        try:
            other = elsewhere.window.files.transfer
            other._dialogs = Files(file)
            other.import_file()
            elsewhere.rest()
            assert isinstance(other.dialog, ImportDialog)
            other.dialog.import_button.click()
            elsewhere.rest()
            taken = elsewhere.store.conversations.conversations()[0]
            other._dialogs = Files(again := self.folder / "again.json")
            other.export(taken.id, taken.title)
            elsewhere.rest()
            assert again.read_bytes() == file.read_bytes()
        finally:
            elsewhere.close()
        transfer.import_file()
        self.desk.rest()
        assert isinstance(transfer.dialog, ImportDialog)
        assert transfer.dialog._incoming[0].present
        transfer.dialog.cancel_button.click()
        self.desk.rest()

    @rule()
    def restart(self) -> None:
        self.leave_edit()
        before = [(talk.id, talk.head_id, talk.title) for talk in self.talks]
        self.desk.close()
        self.desk = Window(self.folder / "profile")
        assert [(talk.id, talk.head_id, talk.title) for talk in self.talks] == before
        self.before_act = None

    # --- what must be so, always -----------------------------------------------------------------------------------

    def as_shown(self) -> list[tuple[int, str]]:
        return [(message.id, message.text) for message in self.desk.shown]

    def on_disk(self) -> dict[int, Kept]:
        rows = self.desk.store._database.read(
            lambda db: db.execute("SELECT id, conversation_id, parent_id, role, text FROM messages").fetchall()
        )
        return {number: (talk, parent, Role(role), text) for number, talk, parent, role, text in rows}

    @invariant()
    def nothing_is_lost_or_changed(self) -> None:
        if hasattr(self, "desk"):
            now = self.on_disk()
            assert {number: now.get(number) for number in self.kept} == self.kept
            self.kept = now

    @invariant()
    def every_tree_holds_together(self) -> None:
        if not hasattr(self, "desk"):
            return
        archive = self.desk.store.conversations
        for talk in (*archive.conversations(), *archive.trashed()):
            tree = {message.id: message for message in archive.messages(talk.id)}
            for message in tree.values():
                above = tree[message.parent_id] if message.parent_id is not None else None
                assert above is None or above.id < message.id
                # A question may follow a question, where the answer between them was thrown away.
                assert message.role is Role.USER or (above is not None and above.role is Role.USER)
                assert message.state is not MessageState.STREAMING
            path = branch(tree.values(), talk.head_id)
            assert all(message.id in tree for message in path)
            assert bool(path) == bool(tree)

    @invariant()
    def what_is_on_screen_is_what_is_on_disk(self) -> None:
        if not hasattr(self, "desk"):
            return
        number = self.desk.chat.open_id
        if number is None:
            assert self.desk.shown == []
        elif not self.editing:
            archive = self.desk.store.conversations
            path = branch(archive.messages(number), archive.conversation(number).head_id)
            assert self.as_shown() == [(message.id, message.text) for message in path]
        listed = {talk.id for talk in self.talks}
        assert number is None or number in listed


TestAnyOrder = pytest.mark.usefixtures("qapp")(AnyOrder.TestCase)
TestAnyOrder.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    # To make a failing story shorter means to open hundreds of windows.
    phases=[Phase.explicit, Phase.generate],
)
