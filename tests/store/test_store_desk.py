"""Folders, pins, drafts, and many conversations at once."""

from __future__ import annotations

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import MessageState
from desktop_client.chat.desk import NO_DRAFT, Desk, Draft
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store


def chats(store: Store, count: int) -> list[int]:
    return [store.conversations.begin(str(n), "q").conversation_id for n in range(count)]


def test_it_is_a_seam(store: Store) -> None:
    seam: Desk = store.desk
    assert seam.draft(None).text == ""


def test_folder_and_pin_are_kept_with_the_conversation(store: Store, profile: Profile) -> None:
    one, two, three = chats(store, 3)
    store.desk.move((one, two), "  护肤  and more ")
    store.desk.pin((two,), pinned=True)
    with open_store(profile) as again:
        by_id = {c.id: c for c in again.conversations.conversations()}
    assert (by_id[one].folder, by_id[one].pinned) == ("护肤 and more", False)
    assert (by_id[two].folder, by_id[two].pinned) == ("护肤 and more", True)
    assert (by_id[three].folder, by_id[three].pinned) == ("", False)
    store.desk.move((one,), "")
    store.desk.pin((two,), pinned=False)
    assert store.conversations.conversation(one).folder == ""
    assert not store.conversations.conversation(two).pinned


def test_many_go_to_the_trash_and_come_back_together(store: Store) -> None:
    ids = chats(store, 3)
    store.desk.trash(ids[:2])
    assert [c.id for c in store.conversations.conversations()] == [ids[2]]
    store.desk.restore(ids[:2])
    assert len(store.conversations.conversations()) == 3


def test_a_draft_survives_a_restart_and_goes_with_its_conversation(store: Store, profile: Profile) -> None:
    (one,) = chats(store, 1)
    for place, text in ((one, "half a sent"), (one, "half a sentence 半句"), (None, "not begun")):
        store.desk.save_draft(place, text)
    with open_store(profile) as again:
        assert (again.desk.draft(one).text, again.desk.draft(None).text) == ("half a sentence 半句", "not begun")
    store.desk.save_draft(None, "")
    assert store.desk.draft(None) == NO_DRAFT
    store.desk.save_draft(one, "what should have been asked", 7)
    assert store.desk.draft(one) == Draft("what should have been asked", 7)
    store._database.write(lambda db: db.execute("DELETE FROM conversations"))
    assert store.desk.draft(one).text == ""


def test_what_is_in_the_trash_can_be_deleted_for_good_and_nothing_else(store: Store, profile: Profile) -> None:
    gone, kept = store.conversations.begin("Gone", "wholly xylographer"), store.conversations.begin("Kept", "question")
    answer = store.conversations.add(kept.conversation_id, kept.id, Role.ASSISTANT, "answer", MessageState.COMPLETE)
    below = store.conversations.add(kept.conversation_id, answer.id, Role.USER, "ylophone", MessageState.COMPLETE)
    store.branches.trash(below.id)
    branch = store.branches.trash(answer.id)
    never_thrown_away = TrashedBranch(kept.conversation_id, kept.id, None)
    store.desk.trash([gone.conversation_id])
    store.desk.erase([gone.conversation_id, kept.conversation_id], [branch, never_thrown_away])
    assert [talk.title for talk in store.conversations.conversations()] == ["Kept"]
    assert [m.text for m in store.conversations.messages(kept.conversation_id)] == ["question"]
    assert (store.conversations.trashed(), store.branches.trashed()) == ((), ())
    for file in profile.root.glob("sidelight.db*"):
        assert b"xylographer" not in file.read_bytes()
        assert b"ylophone" not in file.read_bytes()
    assert store.upkeep.check() == ()
