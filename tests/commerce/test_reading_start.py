"""What a start pays for reading and ranking: nothing until there is time; then the first message waits for nothing."""

from __future__ import annotations

import subprocess
import sys

COMPILED = """
import gc
import desktop_client.app.running
import desktop_client.app.commerce_side
from desktop_client.late import Late
patterns = [each for each in gc.get_objects() if isinstance(each, Late)]
print(len(patterns), sum("_compiled" in vars(each) for each in patterns))
"""
OPENED = """
import sys
from desktop_client.commerce.reading import prepare, read
prepare()
opened = []
sys.addaudithook(lambda event, what: opened.append(what[0]) if event == "open" else None)
assert read("a stand mixer under 300 dollars").need
assert read("三百以内的面霜").need
print(opened)
"""
LISTED = """
import sys
from datetime import UTC, datetime
from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.asking.preparing import prepare
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.shelf.sample_shelf import offers
shelf = list(offers())[:50]
prepare()
opened = []
sys.addaudithook(lambda event, what: opened.append(what[0]) if event == "open" else None)
assert not any(blocked_class(offer) for offer in shelf)
assert rank(ShoppingNeed("face mask", category="face mask"), shelf, now=datetime(2026, 11, 2, tzinfo=UTC)).considered
print(opened)
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_window_is_imported_without_compiling_a_pattern_of_reading() -> None:
    patterns, compiled = said(COMPILED).split()
    assert int(patterns) > 50
    assert compiled == "0"


def test_the_first_message_opens_no_file_once_reading_is_ready() -> None:
    assert said(OPENED) == "[]"


def test_the_first_list_opens_no_file_once_it_is_prepared_for() -> None:
    assert said(LISTED) == "[]"
