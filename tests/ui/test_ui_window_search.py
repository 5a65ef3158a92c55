"""From the search box to the message, on whatever branch it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from standins.desk import OpenDesk

from desktop_client.chat.conversation import branch
from desktop_client.ui.sidebar.search_results import SearchResults


def test_a_hit_on_a_hidden_branch_switches_to_it_and_is_marked(desk: OpenDesk) -> None:
    desk_ = desk("The zebra answer.")
    desk_.ask("Which animal?")
    answer = desk_.window.view.transcript.entries()[-1].message
    desk_.engine.script = ("The horse answer.",)
    desk_.window.view.transcript.regenerate_requested.emit(answer.id)
    desk_.wait(lambda: not desk_.window.chat.busy and desk_.shown[-1] == "The horse answer.")
    desk_.window.chat.new_chat()
    box = desk_.window.view.sidebar._search
    QTest.keyClicks(box, "zebra")
    results = desk_.window.view.sidebar.findChild(SearchResults)
    assert isinstance(results, SearchResults)
    desk_.wait(results.isVisible)
    QTest.keyClick(box, Qt.Key.Key_Return)
    desk_.wait(lambda: desk_.shown[-1:] == ["The zebra answer."])
    found = desk_.window.view.transcript.found.current
    assert found is not None
    assert found.message_id == answer.id
    # The branch stays chosen.
    archive = desk_.parts.store.conversations
    (conversation,) = archive.conversations()
    assert branch(archive.messages(conversation.id), conversation.head_id)[-1].text == "The zebra answer."
    # Another chat shows no marks of this search.
    desk_.window.chat.new_chat()
    assert not desk_.window.view.transcript.found.query
