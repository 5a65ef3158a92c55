"""The chats: from the command to a usable window, its memory, opening a long conversation and streaming into it, and
finding in 100,000 messages of both languages.

``python benchmarks/chat.py [--messages N]`` prints one flat JSON object; times are in milliseconds, ratios end in
``_ratio``. What they mean stands in ``start.py`` and ``transcript.py``. The texts of the search are made of invented
words whose frequency falls as in real text (Zipf), so that common words are as common as they are; each query is asked
once by a reader that has seen none of the others. With a million messages the filling alone takes some ten minutes and
3 GB in the temporary folder; ``--keep FOLDER`` does it once.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, thread_time

import sqlite_utils
import start
import transcript
from PySide6.QtWidgets import QApplication

from desktop_client.chat.search import Order, Query
from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Database
from desktop_client.store.profile_store import utc_now
from desktop_client.store.search import ChatSearch

IN_A_CONVERSATION = 10
WORDS_A_MESSAGE = 100
LIMIT = 30
QUERIES = 400
BATCH = 5_000
VOCABULARY = 20_000
WEIGHTS = list(itertools.accumulate(1 / (place + 2.7) for place in range(VOCABULARY)))


@dataclass(frozen=True)
class Language:
    """Words, the most frequent first, and how they are put together."""

    words: Sequence[str]
    between: str

    def text(self, lottery: Random, count: int) -> str:
        """So many words, each as frequent as it is."""
        return self.between.join(lottery.choices(self.words, cum_weights=WEIGHTS, k=count))


def english(lottery: Random) -> Language:
    """Words of one to four syllables, the shorter the more frequent."""
    consonants, vowels = "bcdfghjklmnprstvw", "aeiou"
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = lottery.choices((1, 2, 3, 4), (2, 4, 3, 1))[0]
        words["".join(lottery.choice(consonants) + lottery.choice(vowels) for _ in range(syllables)) +
              lottery.choice(("", "n", "s", "r", "t"))] = None  # fmt: skip
    return Language(sorted(words, key=len), " ")


def chinese(lottery: Random) -> Language:
    """Words of one to three characters, most of them two."""
    characters = [chr(0x4E00 + 7 * place) for place in range(2_500)]
    weights = list(itertools.accumulate(1 / (place + 2.7) for place in range(len(characters))))
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(lottery.choices(characters, cum_weights=weights, k=lottery.choice((1, 2, 2, 2, 3))))] = None
    return Language(tuple(words), "")


def fill(database: Database, languages: Sequence[Language], count: int) -> float:
    """Put ``count`` messages there, as the archive would, but many in one transaction; returns messages a second."""
    lottery, numbers = Random(2), itertools.count(1)
    started = perf_counter()
    for first in range(0, count, BATCH):
        texts = [languages[n % 2].text(lottery, WORDS_A_MESSAGE) for n in range(first, min(first + BATCH, count))]
        database.write(partial(_insert, texts=texts, numbers=numbers))
    return count / (perf_counter() - started)


def _insert(db: sqlite_utils.Database, texts: Sequence[str], numbers: Iterator[int]) -> None:
    now = utc_now().isoformat()
    for at in range(0, len(texts), IN_A_CONVERSATION):
        conversation = next(numbers)
        group = texts[at : at + IN_A_CONVERSATION]
        db.execute(
            "INSERT INTO conversations (id, title, created_at, updated_at, used) VALUES (?, ?, ?, ?, ?)",
            (conversation, group[0][:30], now, now, conversation),
        )
        db.conn.executemany(
            "INSERT INTO messages (conversation_id, role, text, state, created_at) VALUES (?, ?, ?, 'complete', ?)",
            [(conversation, "user" if n % 2 else "assistant", text, now) for n, text in enumerate(group)],
        )


def queries(language: Language, lottery: Random) -> Iterator[str]:
    """As people search: one word or two, from the very frequent to the one that occurs twice, some half typed."""
    for number in range(QUERIES):
        place = int(len(language.words) ** lottery.random())
        word = language.words[place - 1]
        if number % 4 == 1:
            word += f" {language.words[int(len(language.words) ** lottery.random()) - 1]}"
        elif number % 4 == 2 and len(word) > 3:
            word = word[:-1]
        yield word


def timed(database: Database, language: Language, order: Order, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of so many searches, by the clock and of the processor, each sorted."""
    search, by_clock, of_processor = ChatSearch(database), [], []
    for typed in itertools.islice(queries(language, Random(3)), count):
        started, worked = perf_counter(), thread_time()
        search.search(Query.of(typed), LIMIT, order)
        of_processor.append((thread_time() - worked) * 1000)
        by_clock.append((perf_counter() - started) * 1000)
    return sorted(by_clock), sorted(of_processor)


def spread(name: str, times: tuple[list[float], list[float]]) -> dict[str, float]:
    """The figures of a round of searches; those of the processor hold also while others use the machine."""
    by_clock, of_processor = times
    at95 = int(len(by_clock) * 0.95)
    return {
        f"{name}_p50_ms": by_clock[len(by_clock) // 2],
        f"{name}_p95_ms": by_clock[at95],
        f"{name}_max_ms": by_clock[-1],
        f"{name}_processor_p95_ms": of_processor[at95],
        f"{name}_processor_max_ms": of_processor[-1],
    }


def search_figures(messages: int, folder: Path) -> dict[str, float]:
    """All figures of the search among so many messages; ``folder`` holds them, or is filled with them."""
    lottery = Random(1)
    languages = {"en": english(lottery), "zh": chinese(lottery)}
    profile = Profile(folder)
    there = profile.database.exists()
    database = Database(profile.database, utc_now)
    found: dict[str, float] = {"messages": messages}
    if not there:
        found["indexed_per_s"] = fill(database, tuple(languages.values()), messages)
        database.truncate_log()
    found["database_mb"] = profile.database.stat().st_size / 1e6
    for name, language in languages.items():
        found |= spread(f"search_{name}", timed(database, language, Order.NEWEST, QUERIES))
        found |= spread(f"search_{name}_ranked", timed(database, language, Order.BEST, QUERIES // 4))
    started = perf_counter()
    Conversations(database, utc_now).conversations()
    found["list_all_ms"] = (perf_counter() - started) * 1000
    database.close()
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--search-only", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="fill this folder once, and ask it again next time")
    arguments = parser.parse_args()
    found = {} if arguments.search_only else dict(start.measure())
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-") as folder:
        found |= search_figures(arguments.messages, arguments.keep or Path(folder))
    if not arguments.search_only:
        app = QApplication(sys.argv[:1])
        found |= transcript.measure()
        del app
    print(json.dumps({name: round(value, 2) for name, value in found.items()}, indent=2))


if __name__ == "__main__":
    main()
