"""A process that saves turns as the window does, says on stdout what was committed, and is watched by strace.

Arguments: the profile's folder, how many turns, and SQLite's ``synchronous``.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from pathlib import Path

from desktop_client.chat.conversation import MessageState
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.database import _Task
from desktop_client.store.profile_store import Store, open_store


def say(*words: object) -> None:
    """Tell, with one system call, what is committed by now: message id, length of its text, and its last words."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def set_synchronous(store: Store, level: str) -> None:
    done: Future[object] = Future()
    task = _Task(lambda db: db.execute(f"PRAGMA synchronous = {level}"), done, in_transaction=False)
    store._database._submit(task, done)


def main(folder: str, turns: str, synchronous: str) -> None:
    with open_store(Profile(Path(folder))) as store:
        set_synchronous(store, synchronous)
        conversations = store.conversations
        for number in range(int(turns)):
            question = conversations.begin(f"talk {number}", f"question {number} 问 " + "word " * (number % 7 * 900))
            say(question.id, len(question.text))
            answer = conversations.add(
                question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING
            )
            for part in range(1, 4):
                text = f"answer {number} " + "字" * 700 * part
                conversations.save_text(answer.id, text)
                say(answer.id, len(text))
            conversations.finish(answer.id, text + "。", MessageState.COMPLETE, None)
            say(answer.id, len(text) + 1)
            if number % 10 == 9:
                store._database.truncate_log()


if __name__ == "__main__":
    main(*sys.argv[1:])
