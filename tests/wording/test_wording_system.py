"""What the system says of a fault is said in the language of the interface."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from standins.offers import NOW

from desktop_client.commerce.feeds import read_feed
from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.wording import Sentence
from desktop_client.wording.system import fault_words

NAMES = ("ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENOSPC", "EROFS", "EIO")


@pytest.mark.parametrize("name", NAMES)
def test_usual_faults_have_words_in_both_languages(name: str) -> None:
    number = getattr(errno, name)
    words = fault_words(OSError(number, os.strerror(number)))
    assert isinstance(words, Sentence)
    assert words.in_language("en")
    assert not words.in_language("zh").isascii()


def test_what_is_rare_is_said_as_the_system_says_it() -> None:
    assert fault_words(OSError(errno.ELOOP, "Too many levels of symbolic links")) == "Too many levels of symbolic links"
    assert fault_words(EOFError("ended early")) == "ended early"
    assert fault_words(EOFError()) == "EOFError"


def test_a_file_that_is_not_there_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FeedRefusedError) as refused:
        read_feed(tmp_path / "none.tsv", now=NOW)
    assert "没有这个文件或文件夹" in refused.value.in_language("zh")
